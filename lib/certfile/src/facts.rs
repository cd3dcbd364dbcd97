//! What a certificate says of itself.

use std::net::{Ipv4Addr, Ipv6Addr};

use der::asn1::ObjectIdentifier;
use der::{Any, Decode, Encode, Tag, Tagged};
use sha1::{Digest, Sha1};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::RdnSequence;

use crate::error::BadFile;

/// What a certificate says of itself. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub subject: Name,
    pub issuer: Name,
    pub is_self_signed: bool,
    /// SHA-1 over the certificate, upper-case hex: the name that the field gives certificates.
    pub thumbprint: String,
    pub not_before: i64,
    pub not_after: i64,
    /// Counted from one.
    pub version: u8,
    /// Upper-case hex.
    pub serial_number: String,
    pub signature_algorithm: String,
    pub alternative_names: Vec<String>,
}

/// A distinguished name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The whole, the most specific part first: `CN=www, O=Us`.
    pub distinguished: String,
    pub common: Option<String>,
    pub organization: Option<String>,
}

impl Facts {
    /// Reads a certificate in DER.
    pub fn read(der: &[u8]) -> Result<Self, BadFile> {
        let bad = |error: der::Error| BadFile::damaged("certificate", error);
        let certificate = Certificate::from_der(der).map_err(bad)?;
        let inner = &certificate.tbs_certificate;
        // An extension that cannot be read is no reason to refuse a certificate that others take.
        let names = inner.get::<SubjectAltName>().ok().flatten().map(|(_, names)| names.0).unwrap_or_default();
        let seconds =
            |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
        let (subject, issuer) = (inner.subject.to_der().map_err(bad)?, inner.issuer.to_der().map_err(bad)?);
        Ok(Self {
            subject: name(&inner.subject),
            issuer: name(&inner.issuer),
            is_self_signed: subject == issuer,
            thumbprint: hex::encode_upper(Sha1::digest(der)),
            not_before: seconds(inner.validity.not_before),
            not_after: seconds(inner.validity.not_after),
            version: inner.version as u8 + 1,
            serial_number: hex::encode_upper(inner.serial_number.as_bytes()),
            signature_algorithm: algorithm(&certificate.signature_algorithm.oid),
            alternative_names: names.iter().filter_map(alternative).collect(),
        })
    }
}

fn name(sequence: &RdnSequence) -> Name {
    let mut name = Name::default();
    let mut parts = Vec::new();
    for attribute in sequence.0.iter().flat_map(|part| part.0.iter()) {
        let text = text(&attribute.value);
        match attribute.oid.to_string().as_str() {
            "2.5.4.3" => name.common = Some(text.clone()),
            "2.5.4.10" => name.organization = Some(text.clone()),
            _ => {}
        }
        parts.push(format!("{}={}", short(&attribute.oid), quoted(&text)));
    }
    parts.reverse();
    name.distinguished = parts.join(", ");
    name
}

/// The short names that everybody writes.
fn short(oid: &ObjectIdentifier) -> String {
    let oid = oid.to_string();
    let known = match oid.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "S",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "E",
        _ => return format!("OID.{oid}"),
    };
    known.to_owned()
}

fn quoted(text: &str) -> String {
    let is_special = |character: char| matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=');
    if text.contains(is_special) || text != text.trim() {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

/// The text of a value in any of the alphabets that certificates come in.
fn text(value: &Any) -> String {
    let (tag, bytes) = (value.tag(), value.value());
    if tag == Tag::BmpString {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    } else if tag == Tag::TeletexString {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

fn alternative(name: &GeneralName) -> Option<String> {
    Some(match name {
        GeneralName::DnsName(text) | GeneralName::Rfc822Name(text) | GeneralName::UniformResourceIdentifier(text) => {
            text.to_string()
        }
        GeneralName::IpAddress(bytes) => match bytes.as_bytes() {
            four if four.len() == 4 => Ipv4Addr::from(<[u8; 4]>::try_from(four).ok()?).to_string(),
            sixteen => Ipv6Addr::from(<[u8; 16]>::try_from(sixteen).ok()?).to_string(),
        },
        GeneralName::DirectoryName(directory) => self::name(directory).distinguished,
        GeneralName::OtherName(_) | GeneralName::EdiPartyName(_) | GeneralName::RegisteredId(_) => return None,
    })
}

/// The names that the field gives signature algorithms.
fn algorithm(oid: &ObjectIdentifier) -> String {
    let oid = oid.to_string();
    let known = match oid.as_str() {
        "1.2.840.113549.1.1.4" => "md5RSA",
        "1.2.840.113549.1.1.5" => "sha1RSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "sha256RSA",
        "1.2.840.113549.1.1.12" => "sha384RSA",
        "1.2.840.113549.1.1.13" => "sha512RSA",
        "1.2.840.10045.4.3.2" => "sha256ECDSA",
        "1.2.840.10045.4.3.3" => "sha384ECDSA",
        "1.2.840.10045.4.3.4" => "sha512ECDSA",
        "1.3.101.112" => "Ed25519",
        _ => return oid,
    };
    known.to_owned()
}
