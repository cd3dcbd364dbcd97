//! Certificates (http-api.md 13.5).

use super::values::{Links, SensitiveValue};

wire! {
    pub struct CertificateResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub notes: String,
        /// The file in base64; never shown.
        pub certificate_data: SensitiveValue,
        pub password: SensitiveValue,
        pub environment_ids: Vec<String>,
        pub tenant_ids: Vec<String>,
        pub tenant_tags: Vec<String>,
        pub tenanted_deployment_participation: String,
        /// Since when it is archived.
        pub archived: Option<String>,
        pub replaced_by: Option<String>,
        pub certificate_data_format: String,
        pub subject_distinguished_name: String,
        pub subject_common_name: Option<String>,
        pub subject_organization: Option<String>,
        pub issuer_distinguished_name: String,
        pub issuer_common_name: Option<String>,
        pub issuer_organization: Option<String>,
        pub self_signed: bool,
        pub thumbprint: String,
        pub not_after: String,
        pub not_before: String,
        pub is_expired: bool,
        pub has_private_key: bool,
        pub version: i64,
        pub serial_number: String,
        pub signature_algorithm_name: String,
        pub subject_alternative_names: Vec<String>,
        pub certificate_chain: Vec<ChainCertificateResource>,
        pub links: Links,
    }

    /// A certificate that came along in the file.
    pub struct ChainCertificateResource {
        pub subject_distinguished_name: String,
        pub subject_common_name: Option<String>,
        pub subject_organization: Option<String>,
        pub issuer_distinguished_name: String,
        pub issuer_common_name: Option<String>,
        pub issuer_organization: Option<String>,
        pub self_signed: bool,
        pub thumbprint: String,
        pub not_after: String,
        pub not_before: String,
        pub is_expired: bool,
        pub version: i64,
        pub serial_number: String,
        pub signature_algorithm_name: String,
        pub subject_alternative_names: Vec<String>,
    }

    /// A file that takes a certificate's place.
    pub struct ReplaceCertificate {
        pub certificate_data: CertificateData,
        pub password: CertificateData,
    }

    /// What somebody wants to have of a certificate.
    pub struct ExportCertificate {
        /// `Pkcs12`, `Der` or `Pem`; without one the file comes as it was uploaded.
        pub format: Option<String>,
        /// `PrimaryOnly`, `PrimaryAndChain` or `ChainOnly`, for `Pem`.
        pub pem_options: Option<String>,
        pub include_private_key: bool,
        pub password: Option<String>,
    }
}

/// A secret that some clients send as a plain text and others in the shape of a sensitive value.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum CertificateData {
    Text(String),
    Sensitive(SensitiveValue),
    Nothing(()),
}

impl Default for CertificateData {
    fn default() -> Self {
        Self::Nothing(())
    }
}

impl CertificateData {
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Sensitive(value) => value.new_value,
            Self::Nothing(()) => None,
        }
    }
}
