//! API keys: their text, what is kept of them, how they are compared (access.md 3).

use pulpo_domain::ambient::Random;
use pulpo_store::secrets::MasterKey;
use sha2::{Digest, Sha256};

/// What every key begins with; a secret scanner finds keys by it.
pub const PREFIX: &str = "API-";
/// The letters of a key: upper case and digits only, or some clients refuse it before they call.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Characters after the prefix by which the row is found; people tell keys apart by them, too.
const HINT: usize = 8;
/// The shortest key that an administrator may give.
const SHORTEST: usize = 16;

/// A new key: 160 random bits, and a check digit pair so that a typing error is told without a look-up.
pub fn generate(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let body: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{PREFIX}{body}{}", check(&body))
}

fn check(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest[..2].iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Why a key that an administrator gives is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an API key is \"API-\" and then at least {SHORTEST} upper-case letters and digits")]
pub struct BadKey;

/// Checks a key that an administrator gives.
pub fn check_given(text: &str) -> Result<(), BadKey> {
    let body = text.strip_prefix(PREFIX).ok_or(BadKey)?;
    let plain = body.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if plain && body.len() >= SHORTEST { Ok(()) } else { Err(BadKey) }
}

/// The part of a key that is no secret. Nothing, for a text that cannot be a key.
pub fn hint(text: &str) -> Option<&str> {
    let body = text.strip_prefix(PREFIX)?;
    let plain = body.len() >= HINT && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| &text[..PREFIX.len() + HINT])
}

/// What is kept of a key. A slow hash would make every request dear and a 160-bit secret needs none; the pepper
/// keeps a stolen database from being tried against weak keys that people gave.
pub fn verifier(master_key: &MasterKey, text: &str) -> String {
    let pepper = master_key.derive("api keys");
    hex::encode(Sha256::new().chain_update(pepper).chain_update(text.as_bytes()).finalize())
}

/// Compares without telling by its time where two texts differ.
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.bytes().zip(right.bytes()).fold(0, |differences, (l, r)| differences | (l ^ r)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulpo_testkit::ambient::TestRandom;

    #[test]
    fn a_new_key_has_the_shape_that_clients_accept() {
        let key = generate(&TestRandom::default());
        assert_eq!(check_given(&key), Ok(()));
        assert_eq!(key.len(), 4 + 32 + 2);
        assert_eq!(hint(&key), Some(&key[..12]));
    }

    #[test]
    fn what_cannot_be_a_key_has_no_hint() {
        for text in ["", "API-", "API-GUEST", "Bearer x", "API-ÄÖÜÄÖÜÄÖÜ"] {
            assert_eq!(hint(text), None, "{text}");
        }
    }
}
