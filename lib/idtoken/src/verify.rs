//! Whether the issuer has signed it.

use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};

use crate::claims::Claims;
use crate::keys::{Key, KeySet, Material};
use crate::token::{Algorithm, Unverified};

/// How many keys are tried for a token that names none.
const MOST_TRIED: usize = 8;

/// Why a token's signature is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Perhaps the issuer has changed its keys since they were read.
    #[error("the issuer publishes no key that the token names and that fits its algorithm")]
    UnknownKey,
    #[error("the token's signature is not the issuer's")]
    Signature,
}

impl Unverified<'_> {
    /// The claims, if one of the issuer's keys has signed them.
    pub fn verify(self, keys: &KeySet) -> Result<Claims, Refused> {
        let named = |key: &&Key| self.key_id.is_none() || key.id == self.key_id;
        let mut candidates =
            keys.keys.iter().filter(named).filter(|key| key.fits(self.algorithm)).take(MOST_TRIED).peekable();
        if candidates.peek().is_none() {
            return Err(Refused::UnknownKey);
        }
        if candidates.any(|key| has_signed(key, self.algorithm, self.signed.as_bytes(), &self.signature)) {
            return Ok(self.claims);
        }
        // A token that names no key may be signed with one that is newer than those known.
        Err(if self.key_id.is_some() { Refused::Signature } else { Refused::UnknownKey })
    }
}

fn has_signed(key: &Key, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    let plain = |algorithm: &'static dyn VerificationAlgorithm, key: &[u8]| {
        UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
    };
    match &key.material {
        Material::Rsa { modulus, exponent } => rsa(algorithm).is_some_and(|parameters| {
            RsaPublicKeyComponents { n: modulus, e: exponent }.verify(parameters, message, signature).is_ok()
        }),
        Material::P256(point) => plain(&signature::ECDSA_P256_SHA256_FIXED, point),
        Material::P384(point) => plain(&signature::ECDSA_P384_SHA384_FIXED, point),
        Material::Ed25519(key) => plain(&signature::ED25519, key),
    }
}

/// Keys shorter than 2048 bits are refused by these.
fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
        Algorithm::Es256 | Algorithm::Es384 | Algorithm::EdDsa => return None,
    })
}
