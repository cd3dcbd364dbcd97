//! PKCS#12, the one file with certificates and keys under a password (RFC 7292): reading and writing.

mod write;

use cms::content_info::ContentInfo;
use cms::encrypted_data::EncryptedData;
use der::asn1::{ContextSpecific, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use pkcs12::cert_type::CertBag;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::mac_data::MacData;
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::SafeBag;
use ring::hmac;

use crate::cipher::{Password, Work, decrypt};
use crate::error::BadFile;
use crate::key;
use crate::open::MOST_PARTS;

pub use write::write;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const LOCAL_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// What such a file holds, each with the mark by which a key and its certificate find each other.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) certificates: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    pub(crate) keys: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

/// Whether the bytes begin like such a file: a sequence with the version 3.
pub(crate) fn is_pkcs12(bytes: &[u8]) -> bool {
    Pfx::from_der(bytes).is_ok()
}

pub(crate) fn read(bytes: &[u8], password: Option<&str>) -> Result<Contents, BadFile> {
    let pfx = Pfx::from_der(bytes).map_err(damaged)?;
    if pfx.auth_safe.content_type != DATA {
        return Err(damaged("it is protected by a key pair, not by a password"));
    }
    let safe: OctetString = pfx.auth_safe.content.decode_as().map_err(damaged)?;
    let mut work = Work::default();
    let password = right_password(&pfx, safe.as_bytes(), password, &mut work)?;
    let parts = Vec::<ContentInfo>::from_der(safe.as_bytes()).map_err(damaged)?;
    if parts.len() > MOST_PARTS {
        return Err(BadFile::TooManyParts(MOST_PARTS));
    }
    let mut contents = Contents::default();
    for part in parts {
        let bags = match part.content_type {
            DATA => part.content.decode_as::<OctetString>().map_err(damaged)?.into_bytes(),
            ENCRYPTED_DATA => {
                let data: EncryptedData = part.content.decode_as().map_err(damaged)?;
                let info = data.enc_content_info;
                let Some(sealed) = info.encrypted_content else { continue };
                decrypt(&info.content_enc_alg, sealed.as_bytes(), &password, &mut work)?
            }
            _ => continue,
        };
        for bag in Vec::<SafeBag>::from_der(&bags).map_err(damaged)? {
            take(bag, &password, &mut work, &mut contents)?;
        }
    }
    Ok(contents)
}

fn take(bag: SafeBag, password: &Password, work: &mut Work, contents: &mut Contents) -> Result<(), BadFile> {
    if contents.certificates.len() + contents.keys.len() == MOST_PARTS {
        return Err(BadFile::TooManyParts(MOST_PARTS));
    }
    let mark = bag.bag_attributes.as_ref().and_then(|attributes| {
        let mark = attributes.iter().find(|attribute| attribute.oid == LOCAL_KEY_ID)?;
        mark.values.iter().next()?.to_der().ok()
    });
    let value = ContextSpecific::<Any>::from_der(&bag.bag_value).map_err(damaged)?.value;
    let bytes = value.to_der().map_err(damaged)?;
    match bag.bag_id {
        pkcs12::PKCS_12_CERT_BAG_OID => {
            let certificate = CertBag::from_der(&bytes).map_err(damaged)?;
            if certificate.cert_id == pkcs12::PKCS_12_X509_CERT_OID {
                contents.certificates.push((certificate.cert_value.into_bytes(), mark));
            }
        }
        pkcs12::PKCS_12_KEY_BAG_OID => {
            key::check(&bytes)?;
            contents.keys.push((bytes, mark));
        }
        pkcs12::PKCS_12_PKCS8_KEY_BAG_OID => {
            contents.keys.push((key::decrypted(&bytes, password, work)?, mark));
        }
        // Secrets and revocation lists are nothing that is asked for.
        _ => {}
    }
    Ok(())
}

/// The password in the shape that the file was written with, if it is the right one.
fn right_password(pfx: &Pfx, safe: &[u8], given: Option<&str>, work: &mut Work) -> Result<Password, BadFile> {
    let given = given.filter(|password| !password.is_empty());
    let shapes = match given {
        Some(text) => vec![Password::new(text)],
        // Writers do not agree on what no password is.
        None => vec![Password::new(""), Password::none()],
    };
    let Some(mac) = &pfx.mac_data else {
        return Ok(shapes.into_iter().next().expect("there is always one"));
    };
    for password in shapes {
        if is_right(mac, safe, &password, work)? {
            return Ok(password);
        }
    }
    Err(if given.is_some() { BadFile::WrongPassword } else { BadFile::NoPassword })
}

fn is_right(mac: &MacData, safe: &[u8], password: &Password, work: &mut Work) -> Result<bool, BadFile> {
    work.take(mac.iterations)?;
    let (salt, rounds) = (mac.mac_salt.as_bytes(), mac.iterations);
    let wide = password.wide.as_slice();
    let (algorithm, key) = match mac.mac.algorithm.oid {
        SHA1 => (hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, mac_key::<sha1::Sha1>(wide, salt, rounds, 20)),
        SHA256 => (hmac::HMAC_SHA256, mac_key::<sha2::Sha256>(wide, salt, rounds, 32)),
        SHA384 => (hmac::HMAC_SHA384, mac_key::<sha2::Sha384>(wide, salt, rounds, 48)),
        SHA512 => (hmac::HMAC_SHA512, mac_key::<sha2::Sha512>(wide, salt, rounds, 64)),
        other => return Err(BadFile::UnknownCipher(other.to_string())),
    };
    let key = hmac::Key::new(algorithm, &key);
    Ok(hmac::verify(&key, safe, mac.mac.digest.as_bytes()).is_ok())
}

fn mac_key<D>(wide: &[u8], salt: &[u8], rounds: i32, length: usize) -> Vec<u8>
where
    D: sha2::Digest + sha2::digest::FixedOutputReset + sha2::digest::core_api::BlockSizeUser,
{
    derive_key::<D>(wide, salt, Pkcs12KeyType::Mac, rounds, length)
}

fn damaged(why: impl ToString) -> BadFile {
    BadFile::damaged("PKCS#12 file", why)
}
