//! Packages of the built-in feed: pushing, finding, reading, removing them (domain.md BF, http-api.md 7.2 to 7.4).
//!
//! Start with [`push()`] for how a file becomes a package, `inspect` for what a file must be to become one, and
//! [`list()`] for how packages are found.

mod find;
mod inspect;
mod list;
mod may;
mod name;
mod push;
mod remove;
mod scan;
mod sweep;
mod upload;

pub(crate) use find::{find_version, latest};
pub use list::{Asked, InFeed, Search, get, list, notes, open, open_version, search, search_ids, several, versions};
pub use name::{api_id, file_name};
pub use push::{FileName, OverwriteMode, Pushed, check, may_push, push};
pub use remove::{delete, delete_all};
pub use scan::{OrderBy, Ranked, Scan, scan};
pub use sweep::sweep_blobs;
pub use upload::{Received, Upload};
