//! Writing the archive: streaming, and under its final name only when it is complete.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::files::PackedFile;
use crate::failure::Failure;

/// `--compressionLevel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Fast,
    Optimal,
}

impl Compression {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "none" => Self::None,
            "fast" => Self::Fast,
            "optimal" => Self::Optimal,
            _ => return None,
        })
    }

    fn options(self) -> SimpleFileOptions {
        let options = SimpleFileOptions::default();
        match self {
            Self::None => options.compression_method(CompressionMethod::Stored),
            Self::Fast => options.compression_method(CompressionMethod::Deflated).compression_level(Some(1)),
            Self::Optimal => options.compression_method(CompressionMethod::Deflated).compression_level(Some(6)),
        }
    }
}

/// Files of this size need the format's 64-bit fields.
const NEEDS_WIDE_FIELDS: u64 = u32::MAX as u64;

/// A package under construction.
pub(crate) struct PackageWriter<'a> {
    archive: ZipWriter<File>,
    temporary: PathBuf,
    target: PathBuf,
    compression: Compression,
    /// Times inside an archive are local.
    zone: &'a TimeZone,
}

impl<'a> PackageWriter<'a> {
    /// Starts a package that will lie at `target`.
    pub(crate) fn create(target: &Path, compression: Compression, zone: &'a TimeZone) -> Result<Self, Failure> {
        let mut temporary = target.as_os_str().to_owned();
        temporary.push(".part");
        let temporary = PathBuf::from(temporary);
        let file = File::create(&temporary).map_err(|error| Failure::file("create", &temporary, &error))?;
        Ok(Self { archive: ZipWriter::new(file), temporary, target: target.to_owned(), compression, zone })
    }

    /// Where the unfinished package lies; it must not pack itself.
    pub(crate) fn is_own_file(&self, path: &Path) -> bool {
        path == self.temporary || path == self.target
    }

    /// Adds a text under a path.
    pub(crate) fn add_text(&mut self, path: &str, text: &str) -> Result<(), Failure> {
        let target = self.target.clone();
        let failed = |error: std::io::Error| Failure::file("write", &target, &error);
        let options = self.compression.options();
        self.archive.start_file(path, options).map_err(|error| failed(error.into()))?;
        self.archive.write_all(text.as_bytes()).map_err(failed)
    }

    /// Adds a file with its time and, on Unix, its permissions.
    pub(crate) fn add_file(&mut self, file: &PackedFile, path: &str) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::file("pack", &file.source, &error);
        let mut source = File::open(&file.source).map_err(failed)?;
        let metadata = source.metadata().map_err(failed)?;
        let mut options = self.compression.options().large_file(metadata.len() >= NEEDS_WIDE_FIELDS);
        if let Some(time) = metadata.modified().ok().and_then(|time| self.archive_time(time)) {
            options = options.last_modified_time(time);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            options = options.unix_permissions(metadata.permissions().mode());
        }
        self.archive.start_file(path, options).map_err(|error| failed(error.into()))?;
        std::io::copy(&mut source, &mut self.archive).map_err(failed)?;
        Ok(())
    }

    /// Completes the package and gives it its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::file("write", &self.target, &error);
        let mut file = self.archive.finish().map_err(|error| failed(error.into()))?;
        file.flush().and_then(|()| file.stream_position()).map_err(failed)?;
        std::fs::rename(&self.temporary, &self.target).map_err(failed)
    }

    /// Times before 1980 do not fit into the format and are left out.
    fn archive_time(&self, time: std::time::SystemTime) -> Option<DateTime> {
        let local = Timestamp::try_from(time).ok()?.to_zoned(self.zone.clone());
        let part = |number: i8| u8::try_from(number).ok();
        DateTime::from_date_and_time(
            u16::try_from(local.year()).ok()?,
            part(local.month())?,
            part(local.day())?,
            part(local.hour())?,
            part(local.minute())?,
            part(local.second())?,
        )
        .ok()
    }
}
