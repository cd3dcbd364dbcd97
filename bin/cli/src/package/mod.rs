//! Package files: building them from folders and sending them to a server.

mod files;
mod manifest;
mod nupkg;
mod upload;
mod writer;
mod zip_file;

pub use files::collect_files;
pub use manifest::Manifest;
pub use nupkg::write_nupkg;
pub use upload::{OverwriteMode, Upload};
pub use writer::{Compression, PackageWriter};
pub use zip_file::write_zip;
