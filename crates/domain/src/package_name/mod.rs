//! Names of package files: what a file's name says about the package inside, and the names that caches use.

mod archive;
mod cache;
mod entry;
mod escape;
mod upload;

pub use archive::{ArchiveKind, split_extension};
pub use cache::{CachedPackage, cache_file_name, parse_any_file_name, parse_cache_file_name};
pub use entry::is_entry_below;
pub use escape::{escape, unescape};
pub use upload::{PackageFile, id_last_part, is_valid_package_id, parse_file_name};

/// A file name that does not name a package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageNameError {
    /// The name has no extension.
    #[error("Package is missing file extension. This is needed to select the correct extraction algorithm.")]
    MissingExtension,
    /// The extension is not one of a package.
    #[error("Unsupported file extension `{extension}`")]
    UnsupportedExtension {
        /// The extension, with its dot.
        extension: String,
    },
    /// The name is not an id and a version.
    #[error("\"{file}\" does not name a package: expected an id, a dot and a version, such as \"Acme.Web.1.2.3.zip\"")]
    NoIdAndVersion {
        /// The name as given.
        file: String,
    },
    /// The name is not one of the package cache.
    #[error("\"{file}\" is not a name of the package cache")]
    NotCached {
        /// The name as given.
        file: String,
    },
}
