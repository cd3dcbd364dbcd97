//! Identity tokens: what a build server shows to prove which job it runs (RFC 7515, 7517, 7519; OpenID Connect).
//!
//! A token is first taken apart without being believed ([`Unverified::read`]), which tells whose keys are wanted;
//! then its signature is checked against the issuer's published [`KeySet`], which alone gives [`Claims`]; then
//! [`Claims::check_times`] looks at its times. Only asymmetric algorithms exist here, so neither an unsigned token
//! nor one that is signed with a public key as if it were a password can pass. Knows no I/O and no clock.

mod claims;
mod keys;
mod pattern;
mod token;
mod verify;

pub use claims::{Claims, Untimely};
pub use keys::{BadKeySet, KeySet};
pub use pattern::{BadPattern, Pattern};
pub use token::{BadToken, LONGEST, Unverified};
pub use verify::Refused;
