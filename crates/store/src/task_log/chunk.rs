//! Chunks: what one call writes. A head, a summary of whose lines are in it, records.
//!
//! ```text
//! magic 4 | body length 4 | CRC-32 of all that follows 4 | flags 1, zeros 3 | lines 4 | first line's number 8
//! body: summary entries 4 | entries of (activity 4, lines 4, verbose lines 4) | records
//! ```

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::record::Activity;

const MAGIC: [u8; 4] = *b"PLC1";
const HEAD: usize = 28;
const ENTRY: usize = 12;
/// Read ahead for heads only: records go past this buffer, and what is skipped is not worth reading.
const HEAD_BUFFER: usize = 1 << 10;
/// Longer than any chunk that is written; what claims more is damage.
const LONGEST: usize = 64 << 20;
/// The chunk holds records other than lines and marks: it is needed to know the tree.
const HAS_STRUCTURE: u8 = 1;

/// How many lines of an activity are in a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) activity: Activity,
    pub(super) lines: u32,
    pub(super) verbose: u32,
}

/// What is gathered for the next chunk.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) records: Vec<u8>,
    pub(super) summary: Vec<Entry>,
    pub(super) lines: u32,
    pub(super) has_structure: bool,
}

impl Pending {
    pub(super) fn count(&mut self, activity: Activity, verbose: bool) {
        self.lines += 1;
        // Lines of one activity mostly come together, so the last entry is nearly always the right one.
        let known = self.summary.iter().rposition(|entry| entry.activity == activity);
        let position = known.unwrap_or_else(|| {
            self.summary.push(Entry { activity, lines: 0, verbose: 0 });
            self.summary.len() - 1
        });
        let entry = &mut self.summary[position];
        if verbose { entry.verbose += 1 } else { entry.lines += 1 }
    }

    /// The bytes of the chunk.
    pub(super) fn seal(&self, first_line: u64) -> Vec<u8> {
        let body = 4 + self.summary.len() * ENTRY + self.records.len();
        let mut out = Vec::with_capacity(HEAD + body);
        let number = |n: usize| u32::try_from(n).expect("a chunk is far below 4 GiB").to_le_bytes();
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&number(body));
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&[if self.has_structure { HAS_STRUCTURE } else { 0 }, 0, 0, 0]);
        out.extend_from_slice(&self.lines.to_le_bytes());
        out.extend_from_slice(&first_line.to_le_bytes());
        out.extend_from_slice(&number(self.summary.len()));
        for entry in &self.summary {
            for field in [entry.activity.0, entry.lines, entry.verbose] {
                out.extend_from_slice(&field.to_le_bytes());
            }
        }
        out.extend_from_slice(&self.records);
        let sum = crc32fast::hash(&out[12..]);
        out[8..12].copy_from_slice(&sum.to_le_bytes());
        out
    }
}

/// What a chunk's head and summary tell.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// Where the chunk begins in the file.
    pub(super) position: u64,
    pub(super) first_line: u64,
    pub(super) lines: u32,
    pub(super) has_structure: bool,
    pub(super) summary: Vec<Entry>,
    sum: u32,
    fixed: [u8; 16],
    records: usize,
}

impl Head {
    pub(super) fn end(&self) -> u64 {
        self.position + (HEAD + 4 + self.summary.len() * ENTRY + self.records) as u64
    }
}

/// Goes through the chunks of a file, up to the first that is not whole.
pub(super) struct Chunks {
    file: BufReader<File>,
    position: u64,
    /// The end was met: the file may stand in the middle of something.
    at_end: bool,
}

impl Chunks {
    pub(super) fn new(file: File) -> Self {
        Self { file: BufReader::with_capacity(HEAD_BUFFER, file), position: 0, at_end: false }
    }

    /// The next head; nothing at the end, or where a chunk is not whole (yet). Its records must then be
    /// [read](Self::records) or [skipped](Self::skip).
    pub(super) fn head(&mut self) -> io::Result<Option<Head>> {
        let mut fixed = [0; HEAD + 4];
        if !whole(self.file.read_exact(&mut fixed))? {
            self.at_end = true;
            return Ok(None);
        }
        let number = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let (body, entries) = (number(4) as usize, number(HEAD) as usize);
        let Some(records) = body.checked_sub(4 + entries.saturating_mul(ENTRY)) else { return Ok(None) };
        if fixed[..4] != MAGIC || body > LONGEST {
            return Ok(None);
        }
        let mut summary = vec![0; entries * ENTRY];
        if !whole(self.file.read_exact(&mut summary))? {
            return Ok(None);
        }
        let entry = |bytes: &[u8]| {
            let field = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            Entry { activity: Activity(field(0)), lines: field(4), verbose: field(8) }
        };
        Ok(Some(Head {
            position: self.position,
            first_line: u64::from(number(20)) | u64::from(number(24)) << 32,
            lines: number(16),
            has_structure: fixed[12] & HAS_STRUCTURE != 0,
            summary: summary.chunks_exact(ENTRY).map(entry).collect(),
            sum: number(8),
            fixed: fixed[12..HEAD].try_into().expect("sixteen bytes"),
            records,
        }))
    }

    /// The records of a head; nothing if the chunk is not whole or its checksum does not fit.
    pub(super) fn records(&mut self, head: &Head) -> io::Result<Option<Vec<u8>>> {
        let mut records = vec![0; head.records];
        if !whole(self.file.read_exact(&mut records))? {
            return Ok(None);
        }
        self.position = head.end();
        let mut sum = crc32fast::Hasher::new();
        sum.update(&head.fixed);
        sum.update(&u32::try_from(head.summary.len()).unwrap_or_default().to_le_bytes());
        for entry in &head.summary {
            for field in [entry.activity.0, entry.lines, entry.verbose] {
                sum.update(&field.to_le_bytes());
            }
        }
        sum.update(&records);
        Ok((sum.finalize() == head.sum).then_some(records))
    }

    pub(super) fn skip(&mut self, head: &Head) -> io::Result<()> {
        self.position = head.end();
        self.file.seek_relative(i64::try_from(head.records).unwrap_or(i64::MAX))
    }

    /// Goes to a chunk that was seen before.
    pub(super) fn go_to(&mut self, position: u64) -> io::Result<()> {
        if std::mem::take(&mut self.at_end) {
            self.file.seek(SeekFrom::Start(position))?;
        } else {
            // Within the buffer nothing is read again.
            let by = i64::try_from(position).unwrap_or(i64::MAX) - i64::try_from(self.position).unwrap_or(i64::MAX);
            self.file.seek_relative(by)?;
        }
        self.position = position;
        Ok(())
    }
}

/// Whether all bytes were there.
fn whole(read: io::Result<()>) -> io::Result<bool> {
    match read {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
