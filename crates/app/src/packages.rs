//! Packages of the built-in feed: pushing, finding, reading, removing them (domain.md BF, http-api.md 7.2 to 7.4).
//!
//! Start with [`push`] for how a file becomes a package, [`inspect`] for what a file must be to become one, and
//! [`list`] for how packages are found.

mod find;

pub(crate) use find::{find_version, latest};
