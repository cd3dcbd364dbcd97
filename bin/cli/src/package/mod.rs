//! Package files: building them from folders and sending them to a server.

mod delta;
mod files;
mod manifest;
mod nupkg;
mod upload;
mod writer;
mod zip_file;

pub(crate) use files::collect_files;
pub(crate) use manifest::Manifest;
pub(crate) use nupkg::write_nupkg;
pub(crate) use upload::{OverwriteMode, Upload};
pub(crate) use writer::{Compression, PackageWriter};
pub(crate) use zip_file::write_zip;
