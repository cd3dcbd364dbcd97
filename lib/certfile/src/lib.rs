//! Files of certificates: PEM, DER and PKCS#12, as people export them from anywhere (RFC 5280, 5958, 7292, 7468).
//!
//! [`open()`] takes a file apart into a leading certificate, its chain and its private key; [`Facts`] tells what a
//! certificate says of itself; [`pem`] and [`pfx`] write the parts down again. What comes in is a stranger's: sizes,
//! the number of parts and the work that a password costs are bounded ([`LONGEST`], [`MOST_PARTS`], `cipher`).
//! Nothing here decides whether a certificate is to be trusted. Knows no I/O and no clock.

mod cipher;
mod error;
mod facts;
mod key;
mod open;
pub mod pem;
pub mod pfx;

pub use error::BadFile;
pub use facts::{Facts, Name};
pub use open::{Format, LONGEST, MOST_PARTS, Opened, open};
