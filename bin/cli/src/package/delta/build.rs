//! Describing a file by the chunks of another.

use std::io::{Read, Result, Seek, SeekFrom, Write};

use sha1::{Digest, Sha1};

use super::Signature;

/// A stretch of our file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    /// It is in the server's file at this place.
    Copy { start: u64, length: u64 },
    /// It is not; it lies at this place of our file.
    Data { start: u64, length: u64 },
}

const HEADER: &[u8] = b"OCTODELTA";
const VERSION: u8 = 1;
const END_OF_METADATA: &[u8] = b">>>";
const COPY: u8 = 0x60;
const DATA: u8 = 0x80;
/// How much of the file is held in memory.
const BUFFER: usize = 4 << 20;

/// Writes the delta that makes our file of the server's. Reads our file twice.
pub(crate) fn write_delta(signature: &Signature, file: &mut (impl Read + Seek), delta: &mut impl Write) -> Result<()> {
    let (stretches, hash) = compare(signature, file)?;
    delta.write_all(HEADER)?;
    delta.write_all(&[VERSION, 4])?;
    delta.write_all(b"SHA1")?;
    delta.write_all(&20i32.to_le_bytes())?;
    delta.write_all(&hash)?;
    delta.write_all(END_OF_METADATA)?;
    for stretch in stretches {
        match stretch {
            Stretch::Copy { start, length } => {
                delta.write_all(&[COPY])?;
                delta.write_all(&start.to_le_bytes())?;
                delta.write_all(&length.to_le_bytes())?;
            }
            Stretch::Data { start, length } => {
                delta.write_all(&[DATA])?;
                delta.write_all(&length.to_le_bytes())?;
                file.seek(SeekFrom::Start(start))?;
                std::io::copy(&mut file.by_ref().take(length), delta)?;
            }
        }
    }
    Ok(())
}

fn compare(signature: &Signature, file: &mut (impl Read + Seek)) -> Result<(Vec<Stretch>, [u8; 20])> {
    file.seek(SeekFrom::Start(0))?;
    let mut window = Window { file, hash: Sha1::new(), buffer: Vec::new(), at: 0, offset: 0 };
    let mut stretches = Vec::new();
    let mut checksum = None;
    loop {
        // One byte more than the chunk, to roll on with.
        let present = window.load(signature.chunk_length + 1)?.min(signature.chunk_length);
        if present == 0 {
            return Ok((stretches, window.hash.finalize().into()));
        }
        let bytes = &window.buffer[window.at..window.at + present];
        let sum = checksum.take().unwrap_or_else(|| signature.rolling.of(bytes));
        if let Some(start) = signature.find(sum, bytes) {
            push(&mut stretches, Stretch::Copy { start, length: present as u64 });
            window.at += present;
            continue;
        }
        // Near the end only the last, shorter chunk can still fit, and only if it ends with the file.
        let step = if present == signature.chunk_length {
            1
        } else if present > signature.last_length {
            present - signature.last_length
        } else {
            present
        };
        push(&mut stretches, Stretch::Data { start: window.offset + window.at as u64, length: step as u64 });
        if let Some(&entering) = window.buffer.get(window.at + present).filter(|_| step == 1) {
            checksum = Some(signature.rolling.roll(sum, present, bytes[0], entering));
        }
        window.at += step;
    }
}

/// Adds a stretch, joined with the one before where they continue each other.
fn push(stretches: &mut Vec<Stretch>, next: Stretch) {
    match (stretches.last_mut(), next) {
        (Some(Stretch::Copy { start, length }), Stretch::Copy { start: next, length: more })
            if *start + *length == next =>
        {
            *length += more;
        }
        (Some(Stretch::Data { length, .. }), Stretch::Data { length: more, .. }) => *length += more,
        (_, next) => stretches.push(next),
    }
}

/// The part of the file that is looked at.
struct Window<'a, F> {
    file: &'a mut F,
    hash: Sha1,
    buffer: Vec<u8>,
    /// Where in the buffer we are.
    at: usize,
    /// Where in the file the buffer begins.
    offset: u64,
}

impl<F: Read> Window<'_, F> {
    /// Makes so many bytes present from here on, fewer at the end of the file; returns how many are.
    fn load(&mut self, wanted: usize) -> Result<usize> {
        if self.buffer.len() - self.at < wanted {
            self.buffer.drain(..self.at);
            self.offset += self.at as u64;
            self.at = 0;
            let before = self.buffer.len();
            self.file.by_ref().take((BUFFER + wanted) as u64).read_to_end(&mut self.buffer)?;
            self.hash.update(&self.buffer[before..]);
        }
        Ok(self.buffer.len() - self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::super::signature::tests::signature_of;
    use super::*;

    fn delta(base: &[u8], new: &[u8], chunk_length: usize) -> Vec<u8> {
        let signature = Signature::parse(&signature_of(base, chunk_length)).unwrap();
        let mut delta = Vec::new();
        write_delta(&signature, &mut Cursor::new(new), &mut delta).unwrap();
        delta
    }

    /// What a server makes of a delta.
    fn apply(base: &[u8], delta: &[u8]) -> Vec<u8> {
        let metadata = HEADER.len() + 1 + 5 + 4;
        let hash = &delta[metadata..metadata + 20];
        let mut rest = delta[metadata + 20..].strip_prefix(END_OF_METADATA).unwrap();
        let mut new = Vec::new();
        let number = |bytes: &[u8]| usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
        while let Some((&command, after)) = rest.split_first() {
            let first = number(after);
            if command == COPY {
                new.extend(&base[first..first + number(&after[8..])]);
                rest = &after[16..];
            } else {
                assert_eq!(command, DATA);
                new.extend(&after[8..8 + first]);
                rest = &after[8 + first..];
            }
        }
        assert_eq!(Sha1::digest(&new).as_slice(), hash);
        new
    }

    #[test]
    fn a_small_change_makes_a_small_delta() {
        let base: Vec<u8> =
            (0..100_000u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut new = base.clone();
        new.splice(150_000..150_000, *b"inserted");
        new.extend(b"appended");
        let delta = delta(&base, &new, 2048);
        assert_eq!(apply(&base, &delta), new);
        assert!(delta.len() < 5000, "{}", delta.len());
    }

    #[test]
    fn the_last_short_chunk_is_found_at_the_end() {
        let signature = Signature::parse(&signature_of(b"aaaabbbbcc", 4)).unwrap();
        let (stretches, _) = compare(&signature, &mut Cursor::new(b"xbbbbzcc")).unwrap();
        let (copy, data) =
            (|start, length| Stretch::Copy { start, length }, |start| Stretch::Data { start, length: 1 });
        assert_eq!(stretches, [data(0), copy(4, 4), data(5), copy(8, 2)]);
    }

    proptest! {
        #[test]
        fn a_delta_applied_to_the_base_gives_the_new_file(
            base in prop::collection::vec(0u8..4, 1..300),
            new in prop::collection::vec(0u8..4, 0..300),
            chunk_length in 1usize..40,
        ) {
            prop_assert_eq!(apply(&base, &delta(&base, &new, chunk_length)), new);
        }
    }
}
