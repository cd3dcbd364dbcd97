//! Secrets of our own making, and what is kept of them.

use pulpo_domain::ambient::Random;
use sha2::{Digest, Sha256};

/// 256 random bits.
pub(crate) fn secret(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    hex::encode(bytes)
}

/// What is kept of such a secret: a stolen database opens nothing. It needs no salt and no slowness, for nobody can
/// try 256 bits.
pub(crate) fn kept(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
