//! Writing PKCS#12: certificates as they are, the key under AES-256 if there is a password, and a checksum over all.

use std::num::NonZeroU32;

use cms::content_info::ContentInfo;
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode};
use pkcs12::cert_type::CertBag;
use pkcs12::digest_info::DigestInfo;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::mac_data::MacData;
use pkcs12::pbe_params::EncryptedPrivateKeyInfo;
use pkcs12::pfx::{Pfx, Version};
use pkcs12::safe_bag::SafeBag;
use ring::hmac;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{DATA, LOCAL_KEY_ID, SHA256};
use crate::cipher::{Password, encrypt};
use crate::open::Opened;

/// Rounds of work on the password: what readers of the field do without a word.
const ROUNDS: NonZeroU32 = NonZeroU32::new(10_000).expect("it is not zero");

/// The parts of an opened file as PKCS#12. `fill` gives the random bytes that salts are made of.
pub fn write(opened: &Opened, password: &str, fill: &dyn Fn(&mut [u8])) -> Vec<u8> {
    built(opened, password, fill).expect("what was read as DER can be written as DER")
}

fn built(opened: &Opened, password: &str, fill: &dyn Fn(&mut [u8])) -> der::Result<Vec<u8>> {
    let random = || {
        let mut bytes = [0; 16];
        fill(&mut bytes);
        bytes
    };
    let mut certificates = vec![certificate_bag(&opened.certificate, opened.private_key.is_some())?];
    for certificate in &opened.chain {
        certificates.push(certificate_bag(certificate, false)?);
    }
    let mut parts = vec![part(&certificates)?];
    if let Some(key) = &opened.private_key {
        let (bag_id, bag_value) = if password.is_empty() {
            (pkcs12::PKCS_12_KEY_BAG_OID, key.clone())
        } else {
            let (encryption_algorithm, data) = encrypt(key, password, random(), random(), ROUNDS)?;
            let sealed = EncryptedPrivateKeyInfo { encryption_algorithm, encrypted_data: OctetString::new(data)? };
            (pkcs12::PKCS_12_PKCS8_KEY_BAG_OID, sealed.to_der()?)
        };
        parts.push(part(&[SafeBag { bag_id, bag_value, bag_attributes: Some(mark()?) }])?);
    }
    let safe = parts.to_der()?;
    let salt = random();
    let rounds = i32::try_from(ROUNDS.get()).map_err(|_| der::ErrorKind::Overflow)?;
    let wide = Password::new(password).wide;
    let key = derive_key::<sha2::Sha256>(&wide, &salt, Pkcs12KeyType::Mac, rounds, 32);
    let digest = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &safe);
    let null = Any::from_der(&[5, 0])?;
    let mac_data = MacData {
        mac: DigestInfo {
            algorithm: AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(null) },
            digest: OctetString::new(digest.as_ref())?,
        },
        mac_salt: OctetString::new(salt)?,
        iterations: rounds,
    };
    Pfx { version: Version::V3, auth_safe: content(safe)?, mac_data: Some(mac_data) }.to_der()
}

fn certificate_bag(certificate: &[u8], has_key: bool) -> der::Result<SafeBag> {
    let bag = CertBag { cert_id: pkcs12::PKCS_12_X509_CERT_OID, cert_value: OctetString::new(certificate)? };
    let bag_attributes = if has_key { Some(mark()?) } else { None };
    Ok(SafeBag { bag_id: pkcs12::PKCS_12_CERT_BAG_OID, bag_value: bag.to_der()?, bag_attributes })
}

/// What says that the key belongs to the leading certificate.
fn mark() -> der::Result<SetOfVec<Attribute>> {
    attribute(LOCAL_KEY_ID, Any::encode_from(&OctetString::new([1])?)?)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<SetOfVec<Attribute>> {
    let values = SetOfVec::try_from(vec![value])?;
    SetOfVec::try_from(vec![Attribute { oid, values }])
}

fn part(bags: &[SafeBag]) -> der::Result<ContentInfo> {
    content(bags.to_vec().to_der()?)
}

fn content(bytes: Vec<u8>) -> der::Result<ContentInfo> {
    Ok(ContentInfo { content_type: DATA, content: Any::encode_from(&OctetString::new(bytes)?)? })
}
