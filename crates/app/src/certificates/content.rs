//! The file of a certificate: opened when it is uploaded, sealed as it came, opened again when it is used.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use pulpo_domain::ambient::Random;
use pulpo_domain::certificate::{Certificate, CertificateError, Content, Facts, Format, Name, Secret};
use pulpo_store::StoreError;
use pulpo_store::secrets::MasterKey;

use crate::error::{Error, Result};

/// A file as a person sends it.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// In base64.
    pub file: String,
    pub password: Option<String>,
}

/// A file that was found to be in order.
pub(super) struct Good {
    upload: Upload,
    opened: certfile::Opened,
    facts: Facts,
    chain: Vec<Facts>,
}

impl Upload {
    /// Opens the file, beside the runtime: a password costs time.
    pub(super) async fn open(self) -> Result<Good> {
        let upload = self;
        let opened = tokio::task::spawn_blocking(move || upload.open_now()).await;
        opened.map_err(|error| Error::Store(StoreError::Io(std::io::Error::other(error))))?
    }

    fn open_now(self) -> Result<Good> {
        let (opened, password) = (decoded(&self.file)?, self.password.as_deref());
        let opened = certfile::open(&opened, password).map_err(Error::invalid)?;
        let facts = facts(&opened.certificate)?;
        let chain = opened.chain.iter().map(|certificate| self::facts(certificate)).collect::<Result<_>>()?;
        Ok(Good { upload: self, opened, facts, chain })
    }
}

/// The bytes of a file; people paste base64 with line ends in it.
pub(super) fn decoded(text: &str) -> Result<Vec<u8>> {
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    STANDARD.decode(text).map_err(|error| Error::invalid(CertificateError::NotBase64(error.to_string())))
}

impl Good {
    pub(super) fn sealed(self, key: &MasterKey, random: &dyn Random) -> Content {
        let seal = |text: &str| Secret { sealed: key.seal(text, random) };
        Content {
            file: seal(&self.upload.file),
            password: self.upload.password.as_deref().filter(|password| !password.is_empty()).map(seal),
            format: match self.opened.format {
                certfile::Format::Pkcs12 => Format::Pkcs12,
                certfile::Format::Der => Format::Der,
                certfile::Format::Pem => Format::Pem,
            },
            has_private_key: self.opened.private_key.is_some(),
            facts: self.facts,
            chain: self.chain,
        }
    }
}

fn facts(certificate: &[u8]) -> Result<Facts> {
    let facts = certfile::Facts::read(certificate).map_err(Error::invalid)?;
    let name = |name: certfile::Name| Name {
        distinguished: name.distinguished,
        common: name.common,
        organization: name.organization,
    };
    let time = |seconds: i64| {
        Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
    };
    Ok(Facts {
        subject: name(facts.subject),
        issuer: name(facts.issuer),
        is_self_signed: facts.is_self_signed,
        thumbprint: facts.thumbprint,
        not_before: time(facts.not_before),
        not_after: time(facts.not_after),
        version: facts.version,
        serial_number: facts.serial_number,
        signature_algorithm: facts.signature_algorithm,
        alternative_names: facts.alternative_names,
    })
}

/// The parts of a certificate's file with its password, as they are now.
pub(super) struct Kept {
    /// In base64, as it was uploaded.
    pub(super) file: String,
    pub(super) password: String,
    pub(super) opened: certfile::Opened,
}

pub(super) fn kept(certificate: &Certificate, key: &MasterKey) -> std::result::Result<Kept, StoreError> {
    let content = &certificate.content;
    let file = key.open(&content.file.sealed)?;
    let password = content.password.as_ref().map(|password| key.open(&password.sealed)).transpose()?;
    let bad = |why: String| StoreError::Row { table: "certificate", id: certificate.id.to_string(), why };
    let bytes = decoded(&file).map_err(|error| bad(error.to_string()))?;
    let opened = certfile::open(&bytes, password.as_deref()).map_err(|error| bad(error.to_string()))?;
    Ok(Kept { file, password: password.unwrap_or_default(), opened })
}

/// What a variable that names a certificate comes to: what follows the dot, the value, and whether it is a secret
/// (VA-03). With a password the PKCS#12 form has it, too; without one its key lies open in it.
pub fn sub_variables(
    certificate: &Certificate,
    key: &MasterKey,
    random: &dyn Random,
) -> std::result::Result<Vec<(&'static str, String, bool)>, StoreError> {
    let Kept { file, password, opened } = kept(certificate, key)?;
    let facts = &certificate.content.facts;
    let has_key = opened.private_key.is_some();
    let pfx = if opened.format == certfile::Format::Pkcs12 {
        file.clone()
    } else {
        STANDARD.encode(certfile::pfx::write(&opened, &password, &|bytes| random.fill(bytes)))
    };
    let chain: String = opened.chain.iter().map(|one| certfile::pem::write("CERTIFICATE", one)).collect();
    let mut variables = vec![
        ("Type", "Certificate".to_owned(), false),
        ("Name", certificate.name.clone(), false),
        ("Thumbprint", facts.thumbprint.clone(), false),
        ("RawOriginal", file, has_key),
        ("Password", password, true),
        ("Pfx", pfx, has_key),
        ("Certificate", STANDARD.encode(&opened.certificate), false),
        ("CertificatePem", certfile::pem::write("CERTIFICATE", &opened.certificate), false),
        ("ChainPem", chain, false),
        ("Subject", facts.subject.distinguished.clone(), false),
        ("SubjectCommonName", facts.subject.common.clone().unwrap_or_default(), false),
        ("Issuer", facts.issuer.distinguished.clone(), false),
        ("NotBefore", facts.not_before.to_string(), false),
        ("NotAfter", facts.not_after.to_string(), false),
        ("HasPrivateKey", if has_key { "True" } else { "False" }.to_owned(), false),
    ];
    if let Some(private) = &opened.private_key {
        variables.push(("PrivateKey", STANDARD.encode(private), true));
        variables.push(("PrivateKeyPem", certfile::pem::write("PRIVATE KEY", private), true));
    }
    Ok(variables)
}
