//! Certificates that steps install or sign with (domain.md AC-05 to AC-09).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{CertificateId, EnvironmentId, SpaceId, TenantId};
use crate::machine::TenantedDeploymentMode;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub id: CertificateId,
    pub space_id: SpaceId,
    pub name: String,
    pub notes: String,
    /// Where it may be used; none means everywhere.
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<TenantId>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
    /// Since when it can no longer be chosen; it still works where it is named (AC-07).
    pub archived: Option<Timestamp>,
    /// The certificate that has taken over its place.
    pub replaced_by: Option<CertificateId>,
    /// What people were told last of its end.
    pub told: Option<Expiry>,
    pub content: Content,
}

/// The file that was uploaded, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The file in base64, sealed with the master key.
    pub file: Secret,
    pub password: Option<Secret>,
    pub format: Format,
    pub has_private_key: bool,
    pub facts: Facts,
    pub chain: Vec<Facts>,
}

/// A text that is sealed with the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    pub sealed: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Pkcs12,
    Der,
    Pem,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Pkcs12, Self::Der, Self::Pem];

    pub fn name(self) -> &'static str {
        match self {
            Self::Pkcs12 => "Pkcs12",
            Self::Der => "Der",
            Self::Pem => "Pem",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub subject: Name,
    pub issuer: Name,
    pub is_self_signed: bool,
    pub thumbprint: String,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    pub version: u8,
    pub serial_number: String,
    pub signature_algorithm: String,
    pub alternative_names: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub distinguished: String,
    pub common: Option<String>,
    pub organization: Option<String>,
}

/// When people are told that a certificate ends (AC-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expiry {
    InTwentyDays,
    InTenDays,
    Expired,
}

impl Expiry {
    /// The longest time before its end that people are told of.
    pub const FIRST: SignedDuration = SignedDuration::from_hours(20 * 24);
    const SECOND: SignedDuration = SignedDuration::from_hours(10 * 24);

    /// What there is to tell of something that ends after so long.
    pub fn of(left: SignedDuration) -> Option<Self> {
        match left {
            left if left <= SignedDuration::ZERO => Some(Self::Expired),
            left if left <= Self::SECOND => Some(Self::InTenDays),
            left if left <= Self::FIRST => Some(Self::InTwentyDays),
            _ => None,
        }
    }
}

impl Certificate {
    /// Whether it may be used in an environment (AC-02).
    pub fn is_available_in(&self, environment: &EnvironmentId) -> bool {
        self.environment_ids.is_empty() || self.environment_ids.contains(environment)
    }

    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.content.facts.not_after <= now
    }

    /// What a search looks through, lower case.
    pub fn search_key(&self) -> String {
        let facts = &self.content.facts;
        let names = facts.alternative_names.iter().map(String::as_str);
        let parts = [
            self.name.as_str(),
            &self.notes,
            &facts.subject.distinguished,
            &facts.issuer.distinguished,
            &facts.thumbprint,
        ];
        parts.into_iter().chain(names).collect::<Vec<_>>().join("\n").to_lowercase()
    }
}

/// Why a certificate cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("certificate \"{0}\" is not archived; archive it before it is deleted")]
    NotArchived(String),
    #[error("certificate \"{0}\" was replaced and cannot come back; upload it anew")]
    Replaced(String),
    #[error("certificate \"{0}\" is archived and cannot be replaced; bring it back first")]
    Archived(String),
    #[error("certificate \"{0}\" has no private key to export")]
    NoPrivateKey(String),
    #[error("the certificate's data is not base64: {0}")]
    NotBase64(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_twenty_days_before_ten_days_before_and_at_the_end() {
        // AC-08.
        let told = [21, 20, 11, 10, 1, 0, -1].map(|days| Expiry::of(SignedDuration::from_hours(days * 24)));
        let (twenty, ten, over) = (Some(Expiry::InTwentyDays), Some(Expiry::InTenDays), Some(Expiry::Expired));
        assert_eq!(told, [None, twenty, twenty, ten, ten, over, over]);
    }
}
