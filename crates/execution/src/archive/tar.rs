//! Tar files, compressed or not.

use std::io::{self, BufReader, Read};

use tar::{Archive, EntryType};

use super::entries::Entries;
use super::path::FileAt;
use super::{ArchiveError, Compression};

pub(super) fn extract(
    reader: FileAt<'_>,
    compression: Compression,
    entries: &mut Entries<'_>,
) -> Result<(), ArchiveError> {
    let reader = BufReader::with_capacity(128 * 1024, reader);
    match compression {
        Compression::None => unpack(reader, entries),
        Compression::Gzip => unpack(flate2::bufread::MultiGzDecoder::new(reader), entries),
        Compression::Bzip2 => unpack(bzip2::bufread::MultiBzDecoder::new(reader), entries),
        Compression::Zstd => unpack(zstd::stream::read::Decoder::with_buffer(reader).map_err(damaged)?, entries),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not known is refused")]
fn unpack(reader: impl Read, entries: &mut Entries<'_>) -> Result<(), ArchiveError> {
    let mut archive = Archive::new(reader);
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let link = entry.link_name_bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let path = entries.begin(&name)?;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                // Old writers mark a folder by its name alone.
                if name.ends_with('/') {
                    entries.folder(&path)?;
                } else {
                    let mode = entry.header().mode().map_err(damaged)?;
                    entries.file(&path, Some(mode), &mut entry)?;
                }
            }
            EntryType::Directory => entries.folder(&path)?,
            EntryType::Symlink => entries.link(path, link.unwrap_or_default()),
            EntryType::Link => entries.hard_link(&path, &link.unwrap_or_default())?,
            EntryType::XGlobalHeader | EntryType::XHeader => {}
            _ => return Err(ArchiveError::Special(name)),
        }
    }
    // The check sum of what was compressed stands behind the end of the archive.
    let mut rest = archive.into_inner();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match rest.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => entries.count(count as u64)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(error)),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn damaged(error: io::Error) -> ArchiveError {
    ArchiveError::Damaged(error.to_string())
}
