//! The ciphers by which passwords protect keys: those of PKCS#12 and PBES2 (RFC 7292 appendix B, RFC 8018).
//!
//! The file itself says how often the password is hashed, so the sum over a file is bounded ([`Work`]).

use std::num::NonZeroU32;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipher, BlockDecryptMut, BlockEncryptMut, InnerIvInit, KeyInit, KeyIvInit};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::pbe_params::Pkcs12PbeParams;
use ring::pbkdf2;
use sha1::Sha1;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::error::BadFile;

/// Rounds that one file may ask for in all: some seconds of a processor at worst.
const MOST_ROUNDS: u64 = 5_000_000;

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const HMAC_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.7");
const HMAC_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.9");
const HMAC_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.10");
const HMAC_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.11");
const DES3: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.3.7");
const AES128: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES192: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");

/// What opening a file has cost so far.
#[derive(Debug, Default)]
pub(crate) struct Work(u64);

impl Work {
    /// Takes what a part asks for, or refuses the file.
    pub(crate) fn take(&mut self, rounds: impl TryInto<u64>) -> Result<(), BadFile> {
        self.0 = self.0.saturating_add(rounds.try_into().unwrap_or(u64::MAX));
        if self.0 > MOST_ROUNDS { Err(BadFile::TooMuchWork(self.0)) } else { Ok(()) }
    }
}

/// A password in the two shapes that the formats want.
pub(crate) struct Password {
    text: String,
    /// Big-endian UTF-16 with an end mark, or nothing: empty passwords are written in both ways.
    pub(crate) wide: Vec<u8>,
}

impl Password {
    pub(crate) fn new(text: &str) -> Self {
        let wide = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
        Self { text: text.to_owned(), wide }
    }

    /// No password at all, which for some writers is not the same as an empty one.
    pub(crate) fn none() -> Self {
        Self { text: String::new(), wide: Vec::new() }
    }
}

#[derive(Sequence)]
struct Pbes2Params {
    kdf: AlgorithmIdentifierOwned,
    encryption: AlgorithmIdentifierOwned,
}

#[derive(Sequence)]
struct Pbkdf2Params {
    salt: OctetString,
    iterations: u32,
    key_length: Option<u16>,
    prf: Option<AlgorithmIdentifierOwned>,
}

/// Undoes what an algorithm with its parameters has done to `data`.
pub(crate) fn decrypt(
    algorithm: &AlgorithmIdentifierOwned,
    data: &[u8],
    password: &Password,
    work: &mut Work,
) -> Result<Vec<u8>, BadFile> {
    let parameters = algorithm.parameters.as_ref().map(Encode::to_der).transpose();
    let parameters = parameters.map_err(bad)?.unwrap_or_default();
    if algorithm.oid == PBES2 {
        return pbes2(&Pbes2Params::from_der(&parameters).map_err(bad)?, data, password, work);
    }
    let known = [
        pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC,
        pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC,
        pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC,
        pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC,
    ];
    let Some(kind) = known.iter().position(|known| *known == algorithm.oid) else {
        return Err(BadFile::UnknownCipher(algorithm.oid.to_string()));
    };
    let parameters = Pkcs12PbeParams::from_der(&parameters).map_err(bad)?;
    // The key, and once more for the initial vector.
    work.take(i64::from(parameters.iterations).saturating_mul(3))?;
    let derive = |what, length| {
        derive_key::<Sha1>(&password.wide, parameters.salt.as_bytes(), what, parameters.iterations, length)
    };
    let key = |length| derive(Pkcs12KeyType::EncryptionKey, length);
    let iv = derive(Pkcs12KeyType::Iv, 8);
    match kind {
        0 => cbc_open::<des::TdesEde3>(&key(24), &iv, data),
        1 => cbc_open::<des::TdesEde2>(&key(16), &iv, data),
        2 => rc2_open(&key(16), 128, &iv, data),
        _ => rc2_open(&key(5), 40, &iv, data),
    }
}

fn pbes2(parameters: &Pbes2Params, data: &[u8], password: &Password, work: &mut Work) -> Result<Vec<u8>, BadFile> {
    if parameters.kdf.oid != PBKDF2 {
        return Err(BadFile::UnknownCipher(parameters.kdf.oid.to_string()));
    }
    let kdf = parameters.kdf.parameters.as_ref().ok_or_else(|| BadFile::damaged("encryption", "it has no salt"))?;
    let kdf: Pbkdf2Params = kdf.decode_as().map_err(bad)?;
    let hash = match kdf.prf.as_ref().map_or(HMAC_SHA1, |prf| prf.oid) {
        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
        HMAC_SHA384 => pbkdf2::PBKDF2_HMAC_SHA384,
        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
        other => return Err(BadFile::UnknownCipher(other.to_string())),
    };
    work.take(u64::from(kdf.iterations).saturating_mul(2))?;
    let rounds = NonZeroU32::new(kdf.iterations).ok_or_else(|| BadFile::damaged("encryption", "it has no rounds"))?;
    let iv = parameters.encryption.parameters.as_ref();
    let iv = iv.ok_or_else(|| BadFile::damaged("encryption", "it has no initial vector"))?;
    let iv: OctetString = iv.decode_as().map_err(bad)?;
    let key = |length: usize| {
        let mut key = vec![0; length];
        pbkdf2::derive(hash, rounds, kdf.salt.as_bytes(), password.text.as_bytes(), &mut key);
        key
    };
    match parameters.encryption.oid {
        AES128 => cbc_open::<aes::Aes128>(&key(16), iv.as_bytes(), data),
        AES192 => cbc_open::<aes::Aes192>(&key(24), iv.as_bytes(), data),
        AES256 => cbc_open::<aes::Aes256>(&key(32), iv.as_bytes(), data),
        DES3 => cbc_open::<des::TdesEde3>(&key(24), iv.as_bytes(), data),
        other => Err(BadFile::UnknownCipher(other.to_string())),
    }
}

fn cbc_open<C>(key: &[u8], iv: &[u8], data: &[u8]) -> Result<Vec<u8>, BadFile>
where
    C: BlockDecryptMut + BlockCipher + KeyInit,
{
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv).map_err(bad)?;
    cipher.decrypt_padded_vec_mut::<Pkcs7>(data).map_err(|_| BadFile::WrongPassword)
}

fn rc2_open(key: &[u8], bits: usize, iv: &[u8], data: &[u8]) -> Result<Vec<u8>, BadFile> {
    let cipher = rc2::Rc2::new_with_eff_key_len(key, bits);
    let cipher = cbc::Decryptor::<rc2::Rc2>::inner_iv_slice_init(cipher, iv).map_err(bad)?;
    cipher.decrypt_padded_vec_mut::<Pkcs7>(data).map_err(|_| BadFile::WrongPassword)
}

/// Encrypts with AES-256 under a key made of the password, and says how.
pub(crate) fn encrypt(
    data: &[u8],
    password: &str,
    salt: [u8; 16],
    iv: [u8; 16],
    rounds: NonZeroU32,
) -> der::Result<(AlgorithmIdentifierOwned, Vec<u8>)> {
    let mut key = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, password.as_bytes(), &mut key);
    let cipher = cbc::Encryptor::<aes::Aes256>::new(&key.into(), &iv.into());
    let data = cipher.encrypt_padded_vec_mut::<Pkcs7>(data);
    let null = || der::Any::from_der(&[5, 0]);
    let kdf = Pbkdf2Params {
        salt: OctetString::new(salt)?,
        iterations: rounds.get(),
        key_length: None,
        prf: Some(AlgorithmIdentifierOwned { oid: HMAC_SHA256, parameters: Some(null()?) }),
    };
    let parameters = Pbes2Params {
        kdf: AlgorithmIdentifierOwned { oid: PBKDF2, parameters: Some(der::Any::encode_from(&kdf)?) },
        encryption: AlgorithmIdentifierOwned {
            oid: AES256,
            parameters: Some(der::Any::encode_from(&OctetString::new(iv)?)?),
        },
    };
    Ok((AlgorithmIdentifierOwned { oid: PBES2, parameters: Some(der::Any::encode_from(&parameters)?) }, data))
}

fn bad(error: impl ToString) -> BadFile {
    BadFile::damaged("encryption", error)
}
