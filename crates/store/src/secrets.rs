//! Secrets at rest: sealed with the master key, the key's id in each record, so that keys can be rotated.

use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use pulpo_domain::ambient::Random;
use sha2::{Digest, Sha256};

use crate::tx::StoreError;

/// The key that all secrets of an installation are sealed with.
#[derive(Clone)]
pub struct MasterKey(Arc<[u8; 32]>);

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKey(..)")
    }
}

/// Why a text is no master key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a master key is 64 hexadecimal digits")]
pub struct BadKey;

impl MasterKey {
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(Arc::new(bytes))
    }

    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| BadKey)?;
        Ok(Self(Arc::new(bytes)))
    }

    /// The key as it is kept in its file.
    pub fn reveal(&self) -> String {
        hex::encode(*self.0)
    }

    /// A short name of the key that tells nothing about it.
    pub fn id(&self) -> String {
        let digest = Sha256::new().chain_update(b"pulpo master key id").chain_update(*self.0).finalize();
        hex::encode(&digest[..4])
    }

    /// A key for another purpose, derived from this one: the pepper of API keys, say.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"pulpo derived key")
            .chain_update(*self.0)
            .chain_update(purpose.as_bytes())
            .finalize()
            .into()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(Key::from_slice(&self.0[..]))
    }

    /// Seals a text: `key id . nonce and ciphertext in hex`.
    pub fn seal(&self, text: &str, random: &dyn Random) -> String {
        let mut nonce = [0; 24];
        random.fill(&mut nonce);
        let id = self.id();
        let payload = Payload { msg: text.as_bytes(), aad: id.as_bytes() };
        let sealed =
            self.cipher().encrypt(XNonce::from_slice(&nonce), payload).expect("a text is never too long to seal");
        format!("{id}.{}{}", hex::encode(nonce), hex::encode(sealed))
    }

    /// Opens what [`MasterKey::seal`] made.
    pub fn open(&self, sealed: &str) -> Result<String, StoreError> {
        let bad = |why: &str| StoreError::Secret(why.to_owned());
        let (id, body) = sealed.split_once('.').ok_or_else(|| bad("it has no key id"))?;
        if id != self.id() {
            return Err(bad("it was sealed with another master key"));
        }
        let bytes = hex::decode(body).map_err(|_| bad("it is damaged"))?;
        let (nonce, body) = bytes.split_at_checked(24).ok_or_else(|| bad("it is damaged"))?;
        let payload = Payload { msg: body, aad: id.as_bytes() };
        let text = self.cipher().decrypt(XNonce::from_slice(nonce), payload).map_err(|_| bad("it is damaged"))?;
        String::from_utf8(text).map_err(|_| bad("it is damaged"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);
    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill_with(|| self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        }
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let random = Counting(0.into());
        let (key, other) = (MasterKey::generate(&random), MasterKey::generate(&random));
        let sealed = key.seal("s3cret", &random);
        assert!(!sealed.contains("s3cret"));
        assert_eq!(key.open(&sealed).unwrap(), "s3cret");
        assert!(other.open(&sealed).unwrap_err().to_string().contains("another master key"));
        let damaged = format!("{}{}", &sealed[..sealed.len() - 1], if sealed.ends_with('0') { '1' } else { '0' });
        assert!(key.open(&damaged).is_err());
    }
}
