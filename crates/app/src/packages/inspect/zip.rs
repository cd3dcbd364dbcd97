//! Zip files: the central directory, entry by entry, and the nuspec of a NuGet package.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::nuspec::{self, Nuspec};
use super::{Refused, stays_below};

/// More files than any package that can be deployed.
const MOST_ENTRIES: u64 = 1_000_000;
/// A file may unpack to this much, whatever its ratio.
const SMALL: u64 = 1024 * 1024 * 1024;
/// What packs better than this, and unpacks to more than is small, is a bomb. Text and programs reach ten.
const HIGHEST_RATIO: u64 = 200;
/// Fixed parts of the records, in bytes.
const END: usize = 22;
const END64_LOCATOR: usize = 20;
const END64: usize = 56;
const HEADER: usize = 46;
const LOCAL: usize = 30;
/// The longest comment, behind which the end record hides.
const LONGEST_COMMENT: usize = 0xffff;

/// Where the central directory is.
struct Directory {
    start: u64,
    size: u64,
    entries: u64,
    /// What stands before the zip file proper, such as the script of a runnable jar.
    prefix: u64,
}

/// An entry of the directory.
struct Entry {
    method: u16,
    is_encrypted: bool,
    crc: u32,
    packed: u64,
    unpacked: u64,
    local: u64,
    name: String,
}

/// Reads the directory, checks every entry, and reads the nuspec if one is looked for.
pub(super) fn read(file: &File, size: u64, find_nuspec: bool) -> Result<Option<Nuspec>, Refused> {
    let directory = find_directory(file, size)?;
    if directory.entries > MOST_ENTRIES {
        return Err(Refused::TooMany(MOST_ENTRIES));
    }
    let mut source = file;
    source.seek(SeekFrom::Start(directory.start))?;
    let mut reader = BufReader::with_capacity(64 * 1024, source.take(directory.size));
    let (mut packed, mut unpacked, mut nuspec) = (0_u64, 0_u64, None);
    for _ in 0..directory.entries {
        let entry = read_entry(&mut reader)?;
        stays_below(&entry.name)?;
        packed = packed.saturating_add(entry.packed);
        unpacked = unpacked.saturating_add(entry.unpacked);
        // Entries that share their bytes are how a small file unpacks to everything.
        if packed > size || unpacked > SMALL && unpacked / HIGHEST_RATIO > size {
            return Err(Refused::Bomb { unpacked, packed: size, ratio: HIGHEST_RATIO });
        }
        let at_root = !entry.name.contains(['/', '\\']);
        if find_nuspec && at_root && entry.name.to_lowercase().ends_with(".nuspec") {
            if nuspec.is_some() {
                return Err(Refused::Nuspec("there twice; which of them counts cannot be told".to_owned()));
            }
            nuspec = Some(entry);
        }
    }
    nuspec.map(|entry| nuspec::parse(&content(file, &directory, &entry)?)).transpose()
}

fn find_directory(mut file: &File, size: u64) -> Result<Directory, Refused> {
    let not_zip = || Refused::OtherFormat("zip");
    let tail_size = size.min((END + LONGEST_COMMENT) as u64);
    file.seek(SeekFrom::Start(size - tail_size))?;
    let mut tail = Vec::new();
    file.take(tail_size).read_to_end(&mut tail)?;
    let ends = (0..tail.len().saturating_sub(END - 1)).rev().find(|&at| {
        tail[at..].starts_with(b"PK\x05\x06") && usize::from(u16_at(&tail, at + 20)) == tail.len() - at - END
    });
    let end = ends.ok_or_else(not_zip)?;
    let end_position = size - tail_size + end as u64;
    let (mut entries, mut directory_size, mut start) =
        (u64::from(u16_at(&tail, end + 10)), u64::from(u32_at(&tail, end + 12)), u64::from(u32_at(&tail, end + 16)));
    let mut directory_end = end_position;
    if let Some(locator) = end.checked_sub(END64_LOCATOR).filter(|&at| tail[at..].starts_with(b"PK\x06\x07")) {
        let position = u64_at(&tail, locator + 8);
        let mut record = [0; END64];
        file.seek(SeekFrom::Start(position))?;
        file.read_exact(&mut record).map_err(|_| Refused::Damaged("its directory cannot be found"))?;
        if !record.starts_with(b"PK\x06\x06") {
            return Err(Refused::Damaged("its directory cannot be found"));
        }
        (entries, directory_size, start) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
        directory_end = position;
    }
    let real_start = directory_end.checked_sub(directory_size);
    let real_start = real_start.ok_or(Refused::Damaged("its directory is longer than the file"))?;
    let prefix = real_start.checked_sub(start).ok_or(Refused::Damaged("its directory is not where it should be"))?;
    let directory = Directory { start: real_start, size: directory_size, entries, prefix };
    begins_with_an_entry(file, &directory)?;
    Ok(directory)
}

/// A file that is something else and merely ends like a zip file is not one.
fn begins_with_an_entry(mut file: &File, directory: &Directory) -> Result<(), Refused> {
    if directory.entries == 0 {
        return Ok(());
    }
    let mut magic = [0; 4];
    file.seek(SeekFrom::Start(directory.prefix))?;
    file.read_exact(&mut magic)?;
    if &magic == b"PK\x03\x04" { Ok(()) } else { Err(Refused::OtherFormat("zip")) }
}

fn read_entry(reader: &mut impl Read) -> Result<Entry, Refused> {
    let mut header = [0; HEADER];
    reader.read_exact(&mut header).map_err(|_| Refused::Damaged("its directory ends too early"))?;
    if !header.starts_with(b"PK\x01\x02") {
        return Err(Refused::Damaged("its directory cannot be read"));
    }
    let lengths = [28, 30, 32].map(|at| usize::from(u16_at(&header, at)));
    let mut rest = vec![0; lengths.iter().sum()];
    reader.read_exact(&mut rest).map_err(|_| Refused::Damaged("its directory ends too early"))?;
    let mut entry = Entry {
        method: u16_at(&header, 10),
        is_encrypted: u16_at(&header, 8) & 1 == 1,
        crc: u32_at(&header, 16),
        packed: u64::from(u32_at(&header, 20)),
        unpacked: u64::from(u32_at(&header, 24)),
        local: u64::from(u32_at(&header, 42)),
        name: String::from_utf8_lossy(&rest[..lengths[0]]).into_owned(),
    };
    read_zip64(&rest[lengths[0]..lengths[0] + lengths[1]], &mut entry);
    Ok(entry)
}

/// The sizes and places that do not fit into the fixed part.
fn read_zip64(mut extra: &[u8], entry: &mut Entry) {
    while extra.len() >= 4 {
        let (kind, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(field) = extra.get(4..4 + length) else { return };
        if kind == 1 {
            let mut values = field.chunks_exact(8).map(|value| u64_at(value, 0));
            for place in [&mut entry.unpacked, &mut entry.packed, &mut entry.local] {
                if *place == u64::from(u32::MAX) {
                    let Some(value) = values.next() else { return };
                    *place = value;
                }
            }
            return;
        }
        extra = &extra[4 + length..];
    }
}

/// The unpacked bytes of a small entry.
fn content(mut file: &File, directory: &Directory, entry: &Entry) -> Result<Vec<u8>, Refused> {
    if entry.is_encrypted {
        return Err(Refused::Nuspec("encrypted".to_owned()));
    }
    if entry.unpacked > nuspec::LONGEST {
        return Err(Refused::Nuspec(format!("longer than the {} bytes allowed", nuspec::LONGEST)));
    }
    let mut local = [0; LOCAL];
    let position = directory.prefix.saturating_add(entry.local);
    file.seek(SeekFrom::Start(position))?;
    file.read_exact(&mut local)?;
    if !local.starts_with(b"PK\x03\x04") {
        return Err(Refused::Damaged("an entry is not where its directory says"));
    }
    let skipped = i64::from(u16_at(&local, 26)) + i64::from(u16_at(&local, 28));
    file.seek(SeekFrom::Current(skipped))?;
    let packed = BufReader::new(file.take(entry.packed));
    let mut content = Vec::new();
    // One byte more than it says it is, to find out whether it lies.
    let read = match entry.method {
        0 => packed.take(entry.unpacked + 1).read_to_end(&mut content),
        8 => DeflateDecoder::new(packed).take(entry.unpacked + 1).read_to_end(&mut content),
        _ => return Err(Refused::Nuspec("packed in a way that is not known".to_owned())),
    };
    read.map_err(|_| Refused::Nuspec("damaged".to_owned()))?;
    let mut crc = Crc::new();
    crc.update(&content);
    if content.len() as u64 != entry.unpacked || crc.sum() != entry.crc {
        return Err(Refused::Nuspec("damaged".to_owned()));
    }
    Ok(content)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
