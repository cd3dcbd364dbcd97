//! Zip files and their kin.

use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::ArchiveError;
use super::entries::Entries;
use super::path::FileAt;

/// A link's target longer than a path can be is no link.
const LONGEST_TARGET: u64 = 4096;
const TYPE: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

pub(super) fn extract(reader: FileAt<'_>, nuget: bool, entries: &mut Entries<'_>) -> Result<(), ArchiveError> {
    let mut archive = ZipArchive::new(std::io::BufReader::with_capacity(64 * 1024, reader)).map_err(damaged)?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        // Archives made on Windows may separate with backslashes.
        let name = entry.name().replace('\\', "/");
        let name = if nuget { percent_decoded(&name) } else { name };
        let path = entries.begin(&name)?;
        if nuget && is_not_content(&name) {
            continue;
        }
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted(name));
        }
        let mode = entry.unix_mode();
        if entry.is_symlink() {
            let mut target = String::new();
            let read = (&mut entry).take(LONGEST_TARGET).read_to_string(&mut target);
            read.map_err(|error| ArchiveError::Damaged(format!("'{name}': {error}")))?;
            entries.link(path, target);
        } else if entry.is_dir() || name.ends_with('/') {
            entries.folder(&path)?;
        } else if mode.is_some_and(|mode| !matches!(mode & TYPE, 0 | REGULAR | FOLDER)) {
            return Err(ArchiveError::Special(name));
        } else {
            // Some writers know no permissions and leave none.
            let mode = mode.filter(|mode| mode & 0o777 != 0);
            entries.file(&path, mode, &mut entry)?;
        }
    }
    Ok(())
}

/// The parts of a `.nupkg` that describe it and are not deployed.
fn is_not_content(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "[content_types].xml"
        || name.starts_with("_rels/")
        || name.starts_with("package/services/metadata/")
        || (!name.contains('/') && name.ends_with(".nuspec"))
}

/// Part names of such packages are written like addresses.
fn percent_decoded(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let code = name.get(index + 1..index + 3).filter(|_| bytes[index] == b'%');
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            out.push(byte);
            index += 3;
        } else {
            out.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| name.to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn damaged(error: ZipError) -> ArchiveError {
    ArchiveError::Damaged(error.to_string())
}
