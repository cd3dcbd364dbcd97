//! A token in its compact form, taken apart.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::claims::Claims;

/// The longest token that is looked at; those of build servers have two or three thousand characters.
pub const LONGEST: usize = 16 * 1024;

/// Why a text is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    #[error("the token is longer than {LONGEST} characters")]
    TooLong,
    #[error("the token is not a signed JWT: three parts in base64url, joined by dots")]
    Shape,
    #[error("the token's header cannot be read: {0}")]
    Header(String),
    #[error("the token's claims cannot be read: {0}")]
    Claims(String),
    /// Unsigned tokens and those signed with a shared secret are among them.
    #[error(
        "the token is signed with the algorithm \"{0}\"; RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA are accepted"
    )]
    Algorithm(String),
    /// Another kind of signed document: an access token, a log-out token.
    #[error("the token is of the type \"{0}\", which is no identity token")]
    Type(String),
}

/// The ways to sign that are believed: only with a key of which the issuer publishes one half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Algorithm {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "EdDSA" => Self::EdDsa,
            _ => return None,
        })
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    /// Extensions that must be understood; none are.
    crit: Option<serde_json::Value>,
}

/// A token that nobody has vouched for yet. What it claims may be used to find out whose keys to ask for, and for
/// nothing else.
#[derive(Debug, Clone)]
pub struct Unverified<'a> {
    pub(crate) signed: &'a str,
    pub(crate) signature: Vec<u8>,
    pub(crate) algorithm: Algorithm,
    pub(crate) key_id: Option<String>,
    pub(crate) claims: Claims,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart.
    pub fn read(text: &'a str) -> Result<Self, BadToken> {
        if text.len() > LONGEST {
            return Err(BadToken::TooLong);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(BadToken::Shape)?;
        let (header, claims) = signed.split_once('.').ok_or(BadToken::Shape)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| BadToken::Shape);
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|error| BadToken::Header(error.to_string()))?;
        let algorithm = Algorithm::parse(&header.alg).ok_or_else(|| BadToken::Algorithm(shown(&header.alg)))?;
        if header.crit.is_some() {
            return Err(BadToken::Header("it demands extensions (\"crit\"), and none are known".to_owned()));
        }
        if let Some(kind) = header.typ.filter(|kind| !kind.eq_ignore_ascii_case("JWT")) {
            return Err(BadToken::Type(shown(&kind)));
        }
        let claims = serde_json::from_slice(&decode(claims)?).map_err(|error| BadToken::Claims(error.to_string()))?;
        Ok(Self { signed, signature: decode(signature)?, algorithm, key_id: header.kid, claims })
    }

    /// Who the token says has issued it.
    pub fn claimed(&self) -> &Claims {
        &self.claims
    }

    /// What the signature is over: the same for every signature of the same token.
    pub fn signed_part(&self) -> &str {
        self.signed
    }
}

/// A word of a stranger's, short enough for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(40).collect()
}
