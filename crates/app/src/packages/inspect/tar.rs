//! Tar files: the headers, one after another, without their content.

use std::fs::File;
use std::io::{self, BufReader, Read};

use super::{Refused, stays_below};

const BLOCK: usize = 512;
/// More files than any package that can be deployed.
const MOST_ENTRIES: u64 = 1_000_000;
/// The longest name that stands in an entry of its own.
const LONGEST_NAME: u64 = 64 * 1024;

/// A tar file that can pass over content.
pub(super) trait Source: Read {
    fn pass_over(&mut self, bytes: u64) -> io::Result<()>;
    /// Whether the end that was reached is where looking stops and not the end of the file.
    fn has_seen_enough(&self) -> bool {
        false
    }
}

impl Source for BufReader<&File> {
    fn pass_over(&mut self, bytes: u64) -> io::Result<()> {
        let bytes = i64::try_from(bytes).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        self.seek_relative(bytes)
    }
}

/// The beginning of a stream.
pub(super) struct Look<R> {
    stream: io::Take<R>,
}

impl<R: Read> Look<R> {
    pub(super) fn new(stream: R, longest: u64) -> Self {
        Self { stream: stream.take(longest) }
    }
}

impl<R: Read> Read for Look<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer)
    }
}

impl<R: Read> Source for Look<R> {
    fn pass_over(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.by_ref().take(bytes), &mut io::sink())?;
        if passed == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn has_seen_enough(&self) -> bool {
        self.stream.limit() == 0
    }
}

/// Reads the headers and checks every name.
pub(super) fn read<S: Source>(mut source: S) -> Result<(), Refused> {
    match headers(&mut source) {
        Err(Refused::Damaged(_)) if source.has_seen_enough() => Ok(()),
        result => result,
    }
}

fn headers(source: &mut impl Source) -> Result<(), Refused> {
    let mut long_name = None;
    for number in 0.. {
        if number > MOST_ENTRIES {
            return Err(Refused::TooMany(MOST_ENTRIES));
        }
        let mut header = [0; BLOCK];
        match source.read_exact(&mut header) {
            // Some tools leave out the two empty blocks at the end.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && number > 0 => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Refused::OtherFormat("tar")),
            result => result?,
        }
        if header.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        if !has_its_checksum(&header) {
            return Err(if number == 0 { Refused::OtherFormat("tar") } else { Refused::Damaged("a header is broken") });
        }
        let size = size(&header)?;
        let padded = size.checked_next_multiple_of(BLOCK as u64).ok_or(Refused::Damaged("an entry has no size"))?;
        match header[156] {
            kind @ (b'L' | b'x') => {
                let mut text = vec![0; usize::try_from(padded.min(LONGEST_NAME)).unwrap_or(0)];
                if padded > LONGEST_NAME {
                    return Err(Refused::Damaged("a name is too long"));
                }
                source.read_exact(&mut text)?;
                text.truncate(usize::try_from(size).unwrap_or(0));
                let name = if kind == b'L' { Some(until_zero(&text)) } else { pax_path(&text) };
                long_name = name.or(long_name);
                continue;
            }
            b'g' | b'K' => {}
            _ => stays_below(&long_name.take().unwrap_or_else(|| name(&header)))?,
        }
        source.pass_over(padded)?;
    }
    Ok(())
}

/// The sum of the header's bytes, with blanks for the sum itself; some old tools sum signed bytes.
fn has_its_checksum(header: &[u8; BLOCK]) -> bool {
    let Some(told) = octal(&header[148..156]) else { return false };
    let bytes = header.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { b' ' } else { *byte });
    let unsigned: u64 = bytes.clone().map(u64::from).sum();
    let signed: i64 = bytes.map(|byte| i64::from(byte.cast_signed())).sum();
    told == unsigned || i64::try_from(told) == Ok(signed)
}

fn size(header: &[u8; BLOCK]) -> Result<u64, Refused> {
    let field = &header[124..136];
    if field[0] & 0x80 != 0 {
        // The base-256 form for sizes above eight gigabytes.
        return Ok(field[4..].iter().fold(0, |size, byte| size << 8 | u64::from(*byte)));
    }
    octal(field).ok_or(Refused::Damaged("an entry has no size"))
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    let text = text.split(['\0', ' ']).next().unwrap_or_default();
    if text.is_empty() { Some(0) } else { u64::from_str_radix(text, 8).ok() }
}

fn name(header: &[u8; BLOCK]) -> String {
    let name = until_zero(&header[..100]);
    let has_prefix = &header[257..263] == b"ustar\0" && header[345] != 0;
    if has_prefix { format!("{}/{name}", until_zero(&header[345..500])) } else { name }
}

fn until_zero(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// The path among records of the form `27 path=some/where\n`, each led by its own length.
fn pax_path(mut records: &[u8]) -> Option<String> {
    let mut path = None;
    while let Some(blank) = records.iter().position(|byte| *byte == b' ') {
        let length: usize = std::str::from_utf8(&records[..blank]).ok()?.parse().ok()?;
        let record = records.get(blank + 1..length)?;
        if let Some(value) = record.strip_prefix(b"path=") {
            path = Some(String::from_utf8_lossy(value.strip_suffix(b"\n").unwrap_or(value)).into_owned());
        }
        records = records.get(length..)?;
    }
    path
}
