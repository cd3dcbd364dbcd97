//! Private keys in the shapes that PEM files have them in, all brought to PKCS#8.

use der::asn1::{AnyRef, BitStringRef, ContextSpecific, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Any, Decode, Encode, Reader, Sequence, SliceReader};
use pkcs12::pbe_params::EncryptedPrivateKeyInfo;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoRef};

use crate::cipher::{Password, Work, decrypt};
use crate::error::BadFile;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The part of PKCS#8 that is looked at; attributes after it are kept by keeping the bytes.
struct Inside<'a> {
    algorithm: ObjectIdentifier,
    key: &'a [u8],
}

fn inside(pkcs8: &[u8]) -> der::Result<Inside<'_>> {
    let mut outer = SliceReader::new(pkcs8)?;
    outer.sequence(|reader| {
        let _version: u8 = reader.decode()?;
        let algorithm: AlgorithmIdentifierOwned = reader.decode()?;
        let key: OctetStringRef<'_> = reader.decode()?;
        while !reader.is_finished() {
            let _: AnyRef<'_> = reader.decode()?;
        }
        Ok(Inside { algorithm: algorithm.oid, key: key.as_bytes() })
    })
}

/// Checks that this is a key in PKCS#8.
pub(crate) fn check(pkcs8: &[u8]) -> Result<(), BadFile> {
    inside(pkcs8).map(|_| ()).map_err(|error| BadFile::damaged("private key", error))
}

#[derive(Sequence)]
struct OneAsymmetricKey<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    key: OctetStringRef<'a>,
}

/// A key in the older shape of RSA keys.
pub(crate) fn from_pkcs1(key: &[u8]) -> Result<Vec<u8>, BadFile> {
    let null = || Any::from_der(&[5, 0]);
    let wrapped = || {
        let algorithm = AlgorithmIdentifierOwned { oid: RSA, parameters: Some(null()?) };
        OneAsymmetricKey { version: 0, algorithm, key: OctetStringRef::new(key)? }.to_der()
    };
    wrapped().map_err(|error| BadFile::damaged("private key", error))
}

/// A key in the older shape of elliptic keys, whose curve stands in the key itself.
pub(crate) fn from_sec1(key: &[u8]) -> Result<Vec<u8>, BadFile> {
    let wrapped = || {
        let curve = sec1(key)?.0.ok_or(der::ErrorKind::Failed)?;
        let algorithm = AlgorithmIdentifierOwned { oid: EC, parameters: Some(curve) };
        OneAsymmetricKey { version: 0, algorithm, key: OctetStringRef::new(key)? }.to_der()
    };
    wrapped().map_err(|error| BadFile::damaged("private key", error))
}

/// The curve and the public key of an elliptic key, as far as they stand in it.
fn sec1(key: &[u8]) -> der::Result<(Option<Any>, Option<Vec<u8>>)> {
    let mut outer = SliceReader::new(key)?;
    outer.sequence(|reader| {
        let _version: u8 = reader.decode()?;
        let _secret: OctetStringRef<'_> = reader.decode()?;
        let curve = ContextSpecific::<Any>::decode_explicit(reader, der::TagNumber::N0)?;
        let public = ContextSpecific::<BitStringRef<'_>>::decode_explicit(reader, der::TagNumber::N1)?;
        while !reader.is_finished() {
            let _: AnyRef<'_> = reader.decode()?;
        }
        Ok((curve.map(|curve| curve.value), public.map(|public| public.value.raw_bytes().to_vec())))
    })
}

/// A key that a password protects.
pub(crate) fn decrypted(bytes: &[u8], password: &Password, work: &mut Work) -> Result<Vec<u8>, BadFile> {
    let info = EncryptedPrivateKeyInfo::from_der(bytes).map_err(|error| BadFile::damaged("private key", error))?;
    let key = decrypt(&info.encryption_algorithm, info.encrypted_data.as_bytes(), password, work)?;
    // With a wrong password the padding is right once in 256 times, what it pads is no key.
    check(&key).map_err(|_| BadFile::WrongPassword)?;
    Ok(key)
}

/// Whether a key belongs to a certificate. Only a clear no is a no: there are kinds of keys that are not known here.
pub(crate) fn belongs(pkcs8: &[u8], public: SubjectPublicKeyInfoRef<'_>) -> bool {
    let Ok(inside) = inside(pkcs8) else { return true };
    if inside.algorithm != public.algorithm.oid {
        return false;
    }
    let own = match inside.algorithm {
        RSA => modulus(inside.key, true),
        EC => sec1(inside.key).ok().and_then(|(_, public)| public),
        _ => None,
    };
    let shown = match inside.algorithm {
        RSA => modulus(public.subject_public_key.raw_bytes(), false),
        _ => Some(public.subject_public_key.raw_bytes().to_vec()),
    };
    own.is_none() || own == shown
}

/// The modulus, the first number of a public RSA key and the second one of a private key.
fn modulus(key: &[u8], is_private: bool) -> Option<Vec<u8>> {
    let read = || {
        let mut outer = SliceReader::new(key)?;
        outer.sequence(|reader| {
            if is_private {
                let _version: u8 = reader.decode()?;
            }
            let modulus: UintRef<'_> = reader.decode()?;
            let modulus = modulus.as_bytes().to_vec();
            while !reader.is_finished() {
                let _: AnyRef<'_> = reader.decode()?;
            }
            Ok::<_, der::Error>(modulus)
        })
    };
    read().ok()
}
