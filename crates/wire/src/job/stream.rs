//! The frames of a job's stream: `length: u32 LE`, `kind: u8`, then `length` bytes.
//!
//! Kind 1 is a [`JobEvent`] as JSON, kind 2 an [`ArtifactChunk`] (`number: u32 LE`, bytes). A frame is at
//! most [`MAX_FRAME`] bytes; a longer one, an unknown kind or bad JSON means that the stream is not to be
//! trusted any further, for whoever writes it may be hostile.

use super::{ArtifactChunk, JobEvent};

/// The longest frame: a log line is cut by the runner well below this.
pub const MAX_FRAME: usize = 1 << 20;
const HEAD: usize = 5;
const EVENT: u8 = 1;
const CHUNK: u8 = 2;

/// A frame that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Event(JobEvent),
    Chunk(ArtifactChunk),
}

/// Why a stream cannot be read any further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    #[error("a frame of {0} bytes is longer than the {MAX_FRAME} allowed")]
    TooLong(usize),
    #[error("a frame has the unknown kind {0}")]
    UnknownKind(u8),
    #[error("an event could not be read: {0}")]
    BadEvent(String),
    #[error("an artifact chunk is too short")]
    ShortChunk,
}

/// Appends an event to `out`.
pub fn write_event(out: &mut Vec<u8>, event: &JobEvent) {
    let json = serde_json::to_vec(event).expect("an event always serialises");
    write_frame(out, EVENT, &[&json]);
}

/// Appends a piece of an artifact to `out`.
pub fn write_chunk(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    write_frame(out, CHUNK, &[&number.to_le_bytes(), bytes]);
}

fn write_frame(out: &mut Vec<u8>, kind: u8, parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    debug_assert!(length <= MAX_FRAME, "the runner cuts what it sends");
    out.extend_from_slice(&u32::try_from(length).expect("frames are small").to_le_bytes());
    out.push(kind);
    for part in parts {
        out.extend_from_slice(part);
    }
}

/// Puts frames together from bytes that arrive in any pieces, and counts how far it has read.
#[derive(Debug, Default)]
pub struct FrameReader {
    pending: Vec<u8>,
    start: usize,
    offset: u64,
}

impl FrameReader {
    /// A reader whose next byte is at `offset` of the stream.
    pub fn at(offset: u64) -> Self {
        Self { pending: Vec::new(), start: 0, offset }
    }

    /// The offset just after the last whole frame that was taken.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 && self.start == self.pending.len() {
            self.pending.clear();
            self.start = 0;
        } else if self.start > MAX_FRAME {
            self.pending.drain(..self.start);
            self.start = 0;
        }
        self.pending.extend_from_slice(bytes);
    }

    /// The next whole frame, or nothing until more bytes come.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, StreamError> {
        let rest = &self.pending[self.start..];
        let Some((head, body)) = rest.split_at_checked(HEAD) else { return Ok(None) };
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if length > MAX_FRAME {
            return Err(StreamError::TooLong(length));
        }
        let Some(body) = body.get(..length) else { return Ok(None) };
        let frame = match head[4] {
            EVENT => {
                Frame::Event(serde_json::from_slice(body).map_err(|error| StreamError::BadEvent(error.to_string()))?)
            }
            CHUNK => {
                let (number, bytes) = body.split_first_chunk::<4>().ok_or(StreamError::ShortChunk)?;
                Frame::Chunk(ArtifactChunk { number: u32::from_le_bytes(*number), bytes: bytes.to_vec() })
            }
            kind => return Err(StreamError::UnknownKind(kind)),
        };
        self.start += HEAD + length;
        self.offset += (HEAD + length) as u64;
        Ok(Some(frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{JobResult, LogLevel};
    use proptest::prelude::*;

    fn sample() -> (Vec<Frame>, Vec<u8>) {
        let log = JobEvent::Log { at_us: 7, level: LogLevel::Info, text: "grüße".to_owned() };
        let end = JobEvent::Finished(JobResult { exit_code: 0, error: None });
        let mut bytes = Vec::new();
        write_event(&mut bytes, &log);
        write_chunk(&mut bytes, 3, b"abc");
        write_event(&mut bytes, &end);
        let chunk = Frame::Chunk(ArtifactChunk { number: 3, bytes: b"abc".to_vec() });
        (vec![Frame::Event(log), chunk, Frame::Event(end)], bytes)
    }

    proptest! {
        #[test]
        fn frames_come_whole_however_the_bytes_are_cut(cuts in proptest::collection::vec(1usize..40, 0..40)) {
            let (frames, bytes) = sample();
            let mut reader = FrameReader::at(100);
            let mut got = Vec::new();
            let mut rest = &bytes[..];
            for cut in cuts.into_iter().chain([usize::MAX]) {
                let (now, later) = rest.split_at(cut.min(rest.len()));
                reader.push(now);
                rest = later;
                while let Some(frame) = reader.next_frame().unwrap() {
                    got.push(frame);
                }
            }
            prop_assert_eq!(got, frames);
            prop_assert_eq!(reader.offset(), 100 + bytes.len() as u64);
        }

        #[test]
        fn a_hostile_stream_is_an_error_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = FrameReader::default();
            reader.push(&bytes);
            while let Ok(Some(_)) = reader.next_frame() {}
        }
    }

    #[test]
    fn a_frame_longer_than_allowed_is_refused_before_it_is_read() {
        let mut reader = FrameReader::default();
        reader.push(&[0xff, 0xff, 0xff, 0x7f, 1]);
        assert_eq!(reader.next_frame(), Err(StreamError::TooLong(0x7fff_ffff)));
    }
}
