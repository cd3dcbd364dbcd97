//! Looking into a file before it becomes a package: is it what its name says, and what does it say of itself (BF-04).
//!
//! Whoever sends the file may be hostile. Nothing is unpacked; directories and headers are read in one pass with bounds
//! on count, size and ratio, so that the time and memory it takes do not depend on what the file claims.

mod nuspec;
mod tar;
mod zip;

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use pulpo_domain::package_name::{is_entry_below, parse_file_name, split_extension};

pub(crate) use nuspec::Nuspec;

use super::name::Identity;
use super::push::FileName;
use super::upload::{Received, failed};
use crate::error::{Error, Result};

/// How much of a compressed tar file is looked into, unpacked: enough for what makes mistakes and attacks.
const LONGEST_LOOK: u64 = 32 * 1024 * 1024;

/// What a file turned out to hold.
pub(crate) struct Contents {
    pub(crate) identity: Identity,
    pub(crate) extension: String,
    pub(crate) nuspec: Option<Nuspec>,
}

/// Why a file is refused, in words for whoever sent it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the file is empty")]
    Empty,
    #[error("the file is not a {0} file; its content does not begin as such a file does")]
    OtherFormat(&'static str),
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    #[error("the entry \"{0}\" of the file would be unpacked outside of the folder it is unpacked into")]
    Climbs(String),
    #[error("the file has more than {0} entries")]
    TooMany(u64),
    #[error("the file unpacks to {unpacked} bytes, which is more than {ratio} times its own size of {packed} bytes")]
    Bomb { unpacked: u64, packed: u64, ratio: u64 },
    #[error("the nuspec inside the package is {0}")]
    Nuspec(String),
    #[error("the package has no nuspec, so nothing says its id and version")]
    NoNuspec,
    #[error("the file could not be read")]
    Read(#[source] io::Error),
}

impl From<io::Error> for Refused {
    #[expect(clippy::wildcard_enum_match_arm, reason = "an enum of another crate that may grow")]
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early"),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Self::Damaged("it cannot be unpacked"),
            _ => Self::Read(error),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        if let Refused::Read(error) = refused { failed(error) } else { Self::invalid(refused) }
    }
}

/// How the file is packed, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Nupkg,
    Zip,
    Tar,
    TarGzip,
    TarBzip2,
    TarZstd,
}

impl Format {
    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            ".nupkg" => Self::Nupkg,
            ".zip" | ".jar" | ".war" | ".ear" | ".rar" | ".whl" => Self::Zip,
            ".tar" => Self::Tar,
            ".tar.gz" | ".tgz" => Self::TarGzip,
            ".tar.bz2" | ".tar.bz" | ".tbz" | ".tbz2" => Self::TarBzip2,
            ".tar.zst" => Self::TarZstd,
            _ => return None,
        })
    }
}

/// What the name of a file says, or nothing for a NuGet package whose name says nothing.
pub(crate) fn identity_of_name(file: &str) -> Result<Option<Identity>> {
    match parse_file_name(file) {
        Ok(named) => Identity::parse(&named.package_id, named.version.original()).map(Some),
        Err(_) if is_nupkg(file) => Ok(None),
        Err(error) => Err(Error::invalid(error)),
    }
}

fn is_nupkg(file: &str) -> bool {
    split_extension(file).is_some_and(|(_, extension)| extension == ".nupkg")
}

/// Looks into the file. Blocks.
pub(crate) fn inspect(name: &FileName, file: &Received) -> Result<Contents> {
    if file.size() == 0 {
        return Err(Refused::Empty.into());
    }
    let (named, extension) = match name {
        FileName::Nuget => (None, ".nupkg"),
        FileName::Given(file) => {
            let named = identity_of_name(file)?;
            (named, split_extension(file).map(|(_, extension)| extension).unwrap_or_default())
        }
    };
    let Some(format) = Format::of_extension(extension) else {
        return Err(Error::invalid(format!("Unsupported file extension `{extension}`")));
    };
    let nuspec = look_into(format, file.file(), file.size())?;
    let inside = nuspec.as_ref().map(|nuspec| Identity::parse(&nuspec.id, &nuspec.version)).transpose()?;
    let identity = match (inside, named) {
        (Some(inside), Some(named)) if !inside.is_named(&named) => {
            return Err(Error::invalid(format!(
                "the file's name says {} {}, but the nuspec inside says {} {}; name the file after what it is",
                named.package_id, named.version, inside.package_id, inside.version
            )));
        }
        (Some(inside), _) => inside,
        (None, Some(named)) if *name != FileName::Nuget => named,
        (None, _) => return Err(Refused::NoNuspec.into()),
    };
    Ok(Contents { identity, extension: extension.to_owned(), nuspec })
}

fn look_into(format: Format, mut file: &File, size: u64) -> std::result::Result<Option<Nuspec>, Refused> {
    file.seek(SeekFrom::Start(0))?;
    match format {
        Format::Nupkg => zip::read(file, size, true),
        Format::Zip => zip::read(file, size, false),
        Format::Tar => tar::read(BufReader::new(file)).map(|()| None),
        Format::TarGzip => {
            begins(file, &[0x1f, 0x8b], "gzip")?;
            packed(flate2::read::MultiGzDecoder::new(BufReader::new(file)))
        }
        Format::TarBzip2 => {
            begins(file, b"BZh", "bzip2")?;
            packed(bzip2::read::MultiBzDecoder::new(BufReader::new(file)))
        }
        // A frame may ask its reader for a hundred megabytes, so its tar file is left to who unpacks it.
        Format::TarZstd => begins(file, &[0x28, 0xb5, 0x2f, 0xfd], "Zstandard").map(|()| None),
    }
}

fn packed(unpacking: impl Read) -> std::result::Result<Option<Nuspec>, Refused> {
    tar::read(tar::Look::new(unpacking, LONGEST_LOOK)).map(|()| None)
}

/// Checks how a file begins, and goes back to its start.
fn begins(mut file: &File, magic: &[u8], format: &'static str) -> std::result::Result<(), Refused> {
    let mut start = [0; 4];
    let start = &mut start[..magic.len()];
    let read = file.read_exact(start);
    if read.is_err() || start != magic {
        return Err(Refused::OtherFormat(format));
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

/// Refuses a name that climbs. The folder that things are unpacked into is not known here, so no name may leave it, not
/// even to come back.
fn stays_below(entry: &str) -> std::result::Result<(), Refused> {
    if is_entry_below("", entry) {
        return Ok(());
    }
    let shown: String = entry.chars().take(200).filter(|character| !character.is_control()).collect();
    Err(Refused::Climbs(shown))
}
