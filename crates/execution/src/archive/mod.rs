//! Takes packages apart, without letting them write anywhere else or grow without end.

mod entries;
mod kind;
mod path;
mod tar;
mod zip;

use std::fs::File;
use std::io;
use std::path::Path;

use entries::Entries;
pub use entries::Limits;
pub use kind::{Compression, Kind};
pub use path::clean as clean_path;

/// Why an archive was not extracted, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("the archive is damaged or of another kind than its name says: {0}")]
    Damaged(String),
    #[error("the entry '{0}' would be written outside of the folder it is extracted to")]
    Outside(String),
    #[error("the link '{link}' points outside of the folder it is extracted to ({target})")]
    LinkOutside { link: String, target: String },
    #[error("the entry '{0}' is neither a file, a folder nor a link")]
    Special(String),
    #[error("the entry '{0}' is encrypted")]
    Encrypted(String),
    #[error("it has more than the {0} entries allowed")]
    TooMany(u64),
    #[error(
        "it unpacks to more than {0} bytes, which is more than an archive of its size may; it could be made to fill the disk"
    )]
    TooLarge(u64),
    #[error("could not write '{entry}'")]
    Write { entry: String, source: io::Error },
    /// The caller wants it to stop.
    #[error("extraction was stopped")]
    Stopped,
}

/// What was extracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extracted {
    pub files: u64,
}

/// Extracts the archive in `file` into the folder `destination`, which exists. `stop` is asked now and
/// then whether to go on.
pub fn extract(
    file: &File,
    kind: Kind,
    destination: &Path,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Result<Extracted, ArchiveError> {
    let size = file.metadata().map_err(|error| ArchiveError::Damaged(error.to_string()))?.len();
    let mut entries = Entries::new(destination, limits, size, stop);
    let reader = path::FileAt::new(file);
    match kind {
        Kind::Zip => zip::extract(reader, false, &mut entries)?,
        Kind::NuGet => zip::extract(reader, true, &mut entries)?,
        Kind::Tar(compression) => tar::extract(reader, compression, &mut entries)?,
    }
    entries.finish()
}

#[cfg(test)]
mod tests;
