//! The keys that an issuer publishes (RFC 7517, 7518).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::token::Algorithm;

/// More keys than any issuer has; past that it is a mistake or an attack on our time.
const MOST: usize = 100;

/// Why a document is no set of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKeySet {
    #[error("the document is no JSON Web Key Set: {0}")]
    Shape(String),
    #[error("the document has {0} keys; at most {MOST} are read")]
    TooMany(usize),
}

/// The public keys of an issuer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet {
    pub(crate) keys: Vec<Key>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) id: Option<String>,
    /// The only algorithm that the issuer uses it with, if it says so.
    algorithm: Option<String>,
    pub(crate) material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// The uncompressed point.
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Written {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads the document behind an issuer's `jwks_uri`. Keys of unknown kinds and those that do not sign are left
    /// out, as the standard asks.
    pub fn parse(document: &[u8]) -> Result<Self, BadKeySet> {
        let document: Document =
            serde_json::from_slice(document).map_err(|error| BadKeySet::Shape(error.to_string()))?;
        if document.keys.len() > MOST {
            return Err(BadKeySet::TooMany(document.keys.len()));
        }
        Ok(Self { keys: document.keys.into_iter().filter_map(key).collect() })
    }

    /// How many keys can be used.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn key(value: serde_json::Value) -> Option<Key> {
    let written: Written = serde_json::from_value(value).ok()?;
    let signs = written.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
        && written.key_ops.as_ref().is_none_or(|operations| operations.iter().any(|operation| operation == "verify"));
    if !signs {
        return None;
    }
    let bytes = |text: Option<&String>| URL_SAFE_NO_PAD.decode(text?).ok();
    let point = |length: usize| {
        let (x, y) = (bytes(written.x.as_ref())?, bytes(written.y.as_ref())?);
        (x.len() == length && y.len() == length).then(|| [&[4], &x[..], &y[..]].concat())
    };
    let material = match (written.kty.as_str(), written.crv.as_deref()) {
        ("RSA", _) => Material::Rsa { modulus: bytes(written.n.as_ref())?, exponent: bytes(written.e.as_ref())? },
        ("EC", Some("P-256")) => Material::P256(point(32)?),
        ("EC", Some("P-384")) => Material::P384(point(48)?),
        ("OKP", Some("Ed25519")) => Material::Ed25519(bytes(written.x.as_ref()).filter(|key| key.len() == 32)?),
        _ => return None,
    };
    Some(Key { id: written.kid, algorithm: written.alg, material })
}

impl Key {
    /// Whether the key is one for this algorithm: the kind of key decides, never the token alone.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        use Algorithm::{EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        let by_kind = match self.material {
            Material::Rsa { .. } => matches!(algorithm, Rs256 | Rs384 | Rs512 | Ps256 | Ps384 | Ps512),
            Material::P256(_) => algorithm == Es256,
            Material::P384(_) => algorithm == Es384,
            Material::Ed25519(_) => algorithm == EdDsa,
        };
        by_kind && self.algorithm.as_deref().is_none_or(|only| Algorithm::parse(only) == Some(algorithm))
    }
}
