//! Taking a file apart, whatever its format.

use der::{Decode, Encode};
use x509_cert::Certificate;

use crate::cipher::{Password, Work};
use crate::error::BadFile;
use crate::{key, pem, pfx};

/// The longest file that is looked at: a chain with a key has a few thousand bytes.
pub const LONGEST: usize = 1024 * 1024;
/// The most certificates and keys of one file.
pub const MOST_PARTS: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pkcs12,
    Der,
    Pem,
}

/// What was in a file; everything is DER.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    pub format: Format,
    /// The certificate that the file is about.
    pub certificate: Vec<u8>,
    /// The others, as they stood.
    pub chain: Vec<Vec<u8>>,
    /// PKCS#8.
    pub private_key: Option<Vec<u8>>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Opened").field("format", &self.format).finish_non_exhaustive()
    }
}

/// Opens a file. The password is for whatever in it is protected.
pub fn open(bytes: &[u8], password: Option<&str>) -> Result<Opened, BadFile> {
    if bytes.len() > LONGEST {
        return Err(BadFile::TooLong(bytes.len(), LONGEST));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && text.contains("-----BEGIN ")
    {
        return from_pem(text, password);
    }
    if pfx::is_pkcs12(bytes) {
        return from_pkcs12(bytes, password);
    }
    if Certificate::from_der(bytes).is_ok() {
        return finished(Format::Der, vec![bytes.to_vec()], None);
    }
    Err(BadFile::Unknown)
}

fn from_pkcs12(bytes: &[u8], password: Option<&str>) -> Result<Opened, BadFile> {
    let contents = pfx::read(bytes, password)?;
    let key = contents.keys.into_iter().next();
    let mark = key.as_ref().and_then(|(_, mark)| mark.clone());
    let mut certificates = contents.certificates;
    if let Some(leading) = certificates.iter().position(|(_, own)| own.is_some() && *own == mark) {
        let certificate = certificates.remove(leading);
        certificates.insert(0, certificate);
    }
    let certificates = certificates.into_iter().map(|(certificate, _)| certificate).collect();
    finished(Format::Pkcs12, certificates, key.map(|(key, _)| key))
}

fn from_pem(text: &str, password: Option<&str>) -> Result<Opened, BadFile> {
    let mut work = Work::default();
    let (mut certificates, mut private_key) = (Vec::new(), None);
    for block in pem::read(text, MOST_PARTS)? {
        let key = match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                certificates.push(block.bytes);
                continue;
            }
            "PRIVATE KEY" => {
                key::check(&block.bytes)?;
                block.bytes
            }
            "RSA PRIVATE KEY" => key::from_pkcs1(&block.bytes)?,
            "EC PRIVATE KEY" => key::from_sec1(&block.bytes)?,
            "ENCRYPTED PRIVATE KEY" => {
                let password = password.filter(|password| !password.is_empty()).ok_or(BadFile::NoPassword)?;
                key::decrypted(&block.bytes, &Password::new(password), &mut work)?
            }
            _ => continue,
        };
        private_key.get_or_insert(key);
    }
    finished(Format::Pem, certificates, private_key)
}

fn finished(format: Format, mut certificates: Vec<Vec<u8>>, private_key: Option<Vec<u8>>) -> Result<Opened, BadFile> {
    if certificates.is_empty() {
        return Err(BadFile::NoCertificate);
    }
    let mut leading = None;
    for (position, bytes) in certificates.iter().enumerate() {
        let certificate = Certificate::from_der(bytes).map_err(|error| BadFile::damaged("certificate", error))?;
        let public = certificate.tbs_certificate.subject_public_key_info.to_der();
        let public = public.map_err(|error| BadFile::damaged("certificate", error))?;
        let public = x509_cert::spki::SubjectPublicKeyInfoRef::from_der(&public);
        let public = public.map_err(|error| BadFile::damaged("certificate", error))?;
        // A chain may stand before the certificate that the key is for.
        if leading.is_none() && private_key.as_ref().is_none_or(|key| key::belongs(key, public)) {
            leading = Some(position);
        }
    }
    let certificate = certificates.remove(leading.ok_or(BadFile::OtherKey)?);
    Ok(Opened { format, certificate, chain: certificates, private_key })
}
