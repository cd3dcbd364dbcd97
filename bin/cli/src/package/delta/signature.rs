//! Reading the server's description of its package.

use std::collections::HashMap;

use sha1::{Digest, Sha1};

use super::rolling::Rolling;

/// A piece of the server's file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chunk {
    start: u64,
    length: usize,
    hash: [u8; HASH_LENGTH],
}

/// The server's file, chunk by chunk. All chunks but the last are equally long.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(super) rolling: Rolling,
    pub(super) chunk_length: usize,
    /// Length of the last chunk, the only one that may be shorter.
    pub(super) last_length: usize,
    by_checksum: HashMap<u32, Vec<Chunk>>,
}

const HEADER: &[u8] = b"OCTOSIG";
const VERSION: u8 = 1;
const END_OF_METADATA: &[u8] = b">>>";
const HASH_LENGTH: usize = 20;

impl Signature {
    /// Reads a signature. `None` for one of a kind we do not know: the whole file is sent then.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(HEADER)?.strip_prefix(&[VERSION])?;
        let (hash_name, rest) = take_text(rest)?;
        let (rolling_name, rest) = take_text(rest)?;
        let rest = rest.strip_prefix(END_OF_METADATA)?;
        if hash_name != b"SHA1" {
            return None;
        }
        let rolling = Rolling::named(rolling_name)?;
        let mut by_checksum: HashMap<u32, Vec<Chunk>> = HashMap::new();
        let (mut start, mut lengths) = (0, Vec::new());
        let mut entries = rest.chunks_exact(2 + 4 + HASH_LENGTH);
        for entry in entries.by_ref() {
            let length = usize::from(u16::from_le_bytes([entry[0], entry[1]]));
            let checksum = u32::from_le_bytes([entry[2], entry[3], entry[4], entry[5]]);
            let hash = entry[6..].try_into().ok()?;
            by_checksum.entry(checksum).or_default().push(Chunk { start, length, hash });
            start += length as u64;
            lengths.push(length);
        }
        let (&chunk_length, &last_length) = (lengths.first()?, lengths.last()?);
        let regular = lengths[..lengths.len() - 1].iter().all(|&length| length == chunk_length);
        if !entries.remainder().is_empty() || !regular || last_length == 0 || last_length > chunk_length {
            return None;
        }
        Some(Self { rolling, chunk_length, last_length, by_checksum })
    }

    /// Where the server's file holds exactly these bytes as a chunk.
    pub(super) fn find(&self, checksum: u32, window: &[u8]) -> Option<u64> {
        let candidates = self.by_checksum.get(&checksum)?;
        let hash: [u8; HASH_LENGTH] = Sha1::digest(window).into();
        candidates.iter().find(|chunk| chunk.length == window.len() && chunk.hash == hash).map(|chunk| chunk.start)
    }
}

/// A text with its length in one byte before it; no name is longer than 127 bytes.
fn take_text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(length))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The signature of a file, as a server makes it.
    pub(in super::super) fn signature_of(file: &[u8], chunk_length: usize) -> Vec<u8> {
        let mut bytes = b"OCTOSIG\x01\x04SHA1\x07Adler32>>>".to_vec();
        for chunk in file.chunks(chunk_length) {
            bytes.extend(u16::try_from(chunk.len()).unwrap().to_le_bytes());
            bytes.extend(Rolling::Wrapping.of(chunk).to_le_bytes());
            bytes.extend(Sha1::digest(chunk));
        }
        bytes
    }

    #[test]
    fn a_signature_knows_its_chunks() {
        let signature = Signature::parse(&signature_of(b"abcdefgh..", 4)).unwrap();
        assert_eq!((signature.chunk_length, signature.last_length), (4, 2));
        assert_eq!(signature.find(Rolling::Wrapping.of(b"efgh"), b"efgh"), Some(4));
        assert_eq!(signature.find(Rolling::Wrapping.of(b".."), b".."), Some(8));
        assert_eq!(signature.find(Rolling::Wrapping.of(b"bcde"), b"bcde"), None);
    }

    #[test]
    fn what_is_unknown_or_damaged_is_no_signature() {
        let good = signature_of(b"abcdefgh", 4);
        assert!(Signature::parse(&good[..good.len() - 1]).is_none());
        assert!(Signature::parse(b"OCTOSIG\x01\x03MD5\x07Adler32>>>").is_none());
        assert!(Signature::parse(b"OCTOSIG\x01\x04SHA1\x07Adler32>>>").is_none(), "an empty file is no base");
        assert!(Signature::parse(b"OCTOSIG\x02").is_none());
        assert!(Signature::parse(b"").is_none());
    }
}
