//! From bytes to frames, whatever the bytes are and however they are cut.

use crate::encode::{MAGIC, kind};
use crate::frame::{End, Frame, JobEntry, JobState, Mode, Request};
use crate::{
    ClassName, FrameError, HEAD, InstanceId, JobId, MAX_CHUNK, MAX_DESCRIPTORS, MAX_DOCUMENT, MAX_JOBS, MAX_REASON,
    MAX_REPORT, MAX_STDERR,
};

/// Takes bytes as they arrive and gives whole frames.
///
/// It holds what was pushed and not yet taken: who takes all frames after each push never makes it hold more than one
/// frame and one push. After an error it gives that error for ever.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    taken: usize,
    broken: Option<FrameError>,
}

impl Decoder {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, bytes: &[u8]) {
        if self.broken.is_some() {
            return;
        }
        if self.taken == self.buffer.len() {
            self.buffer.clear();
            self.taken = 0;
        } else if self.taken > self.buffer.len() / 2 {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Bytes that were pushed and belong to no frame yet.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.taken
    }

    /// The next whole frame, or nothing until more bytes are pushed.
    #[expect(clippy::should_implement_trait, reason = "an iterator that ends and goes on again would mislead")]
    pub fn next(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = self.broken {
            return Err(error);
        }
        let result = take(&self.buffer[self.taken..]);
        match result {
            Ok(Some((frame, length))) => {
                self.taken += length;
                Ok(Some(frame))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                self.broken = Some(error);
                self.buffer = Vec::new();
                self.taken = 0;
                Err(error)
            }
        }
    }
}

fn take(bytes: &[u8]) -> Result<Option<(Frame, usize)>, FrameError> {
    // A wrong beginning is told at once, not only when eight bytes are there.
    let known = bytes.len().min(2);
    if bytes[..known] != MAGIC[..known] || bytes.get(3).is_some_and(|b| *b != 0) {
        return Err(FrameError::BadHead);
    }
    let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else { return Ok(None) };
    let kind = head[2];
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    let size = length as usize;
    let (least, most) = sizes(kind).ok_or(FrameError::UnknownKind(kind))?;
    if size < least || size > most {
        return Err(FrameError::BadLength { kind, length });
    }
    let Some(body) = rest.get(..size) else { return Ok(None) };
    let frame = Body { kind, length, rest: body }.frame()?;
    Ok(Some((frame, HEAD + size)))
}

/// The least and the most bytes that a body of this kind can have.
fn sizes(kind: u8) -> Option<(usize, usize)> {
    Some(match kind {
        kind::HELLO => (2, 2),
        kind::START => (22, 53),
        kind::DOCUMENT => (1, MAX_CHUNK),
        kind::ATTACH => (24, 24),
        kind::CANCEL | kind::COMPLETE | kind::CANCELLING | kind::COMPLETED | kind::GONE => (16, 16),
        kind::LIST | kind::TEST => (0, 0),
        kind::WELCOME => (23, 23),
        kind::REFUSED => (0, MAX_REASON),
        kind::STARTED => (17, 17),
        kind::OUTPUT => (25, 24 + MAX_CHUNK),
        kind::ENDED => (26, 26 + MAX_STDERR),
        kind::DENIED => (17, 17 + MAX_REASON),
        kind::JOBS => (1, 1 + 25 * MAX_JOBS),
        kind::REPORT => (1, 1 + MAX_REPORT),
        _ => return None,
    })
}

/// What is left of a body while its fields are taken.
struct Body<'a> {
    kind: u8,
    length: u32,
    rest: &'a [u8],
}

impl Body<'_> {
    fn frame(mut self) -> Result<Frame, FrameError> {
        let frame = match self.kind {
            kind::HELLO => Frame::Hello { version: u16::from_le_bytes(self.array()?) },
            kind::START => self.start()?,
            kind::DOCUMENT => Frame::Document { bytes: self.bytes() },
            kind::ATTACH => Frame::Attach { job: self.job()?, offset: self.u64()? },
            kind::CANCEL => Frame::Cancel { job: self.job()? },
            kind::COMPLETE => Frame::Complete { job: self.job()? },
            kind::LIST => Frame::List,
            kind::TEST => Frame::Test,
            kind::WELCOME => Frame::Welcome {
                version: u16::from_le_bytes(self.array()?),
                instance: InstanceId::from_bytes(self.array()?),
                mode: self.mode()?,
                pid: u32::from_le_bytes(self.array()?),
            },
            kind::REFUSED => Frame::Refused { reason: self.text()? },
            kind::STARTED => Frame::Started { job: self.job()?, already: self.bool("already")? },
            kind::OUTPUT => self.output()?,
            kind::ENDED => {
                Frame::Ended { job: self.job()?, length: self.u64()?, end: self.end()?, stderr: self.bytes() }
            }
            kind::CANCELLING => Frame::Cancelling { job: self.job()? },
            kind::COMPLETED => Frame::Completed { job: self.job()? },
            kind::GONE => Frame::Gone { job: self.job()? },
            kind::DENIED => Frame::Denied { job: self.job()?, request: self.request()?, reason: self.text()? },
            kind::JOBS => self.jobs()?,
            kind::REPORT => Frame::Report { passed: self.bool("passed")?, text: self.text()? },
            unknown => return Err(FrameError::UnknownKind(unknown)),
        };
        if self.rest.is_empty() { Ok(frame) } else { Err(self.bad_length()) }
    }

    fn start(&mut self) -> Result<Frame, FrameError> {
        let job = self.job()?;
        let document = u32::from_le_bytes(self.array()?);
        if document as usize > MAX_DOCUMENT {
            return Err(self.bad("document length"));
        }
        let [descriptors] = self.array()?;
        if usize::from(descriptors) > MAX_DESCRIPTORS {
            return Err(self.bad("number of descriptors"));
        }
        let class: ClassName = self.text()?.parse().map_err(|_| self.bad("class name"))?;
        Ok(Frame::Start { job, class, document, descriptors })
    }

    fn output(&mut self) -> Result<Frame, FrameError> {
        let (job, offset) = (self.job()?, self.u64()?);
        // An end beyond the last number would make every reader's addition overflow.
        if offset.checked_add(self.rest.len() as u64).is_none() {
            return Err(self.bad("offset"));
        }
        Ok(Frame::Output { job, offset, bytes: self.bytes() })
    }

    fn jobs(&mut self) -> Result<Frame, FrameError> {
        let more = self.bool("more")?;
        let mut jobs = Vec::with_capacity(self.rest.len() / 25);
        while !self.rest.is_empty() {
            jobs.push(JobEntry { job: self.job()?, state: self.state()?, length: self.u64()? });
        }
        Ok(Frame::Jobs { jobs, more })
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FrameError> {
        let (array, rest) = self.rest.split_first_chunk::<N>().ok_or(self.bad_length())?;
        self.rest = rest;
        Ok(*array)
    }

    fn u64(&mut self) -> Result<u64, FrameError> {
        self.array().map(u64::from_le_bytes)
    }

    fn job(&mut self) -> Result<JobId, FrameError> {
        self.array().map(JobId::from_bytes)
    }

    fn bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.rest).to_vec()
    }

    fn text(&mut self) -> Result<String, FrameError> {
        String::from_utf8(self.bytes()).map_err(|_| self.bad("text"))
    }

    fn bool(&mut self, field: &'static str) -> Result<bool, FrameError> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(self.bad(field)),
        }
    }

    fn end(&mut self) -> Result<End, FrameError> {
        match self.array()? {
            [0, code] => Ok(End::Exit(code)),
            [1, signal] => Ok(End::Signal(signal)),
            [2, 0] => Ok(End::Cancelled),
            [3, 0] => Ok(End::Expired),
            [4, 0] => Ok(End::Lost),
            [5, 0] => Ok(End::TooMuchOutput),
            [6, 0] => Ok(End::SpoolFailed),
            [7, 0] => Ok(End::WorkDiskFull),
            _ => Err(self.bad("end")),
        }
    }

    fn mode(&mut self) -> Result<Mode, FrameError> {
        match self.array()? {
            [0] => Ok(Mode::SameUser),
            [1] => Ok(Mode::Launcher),
            _ => Err(self.bad("mode")),
        }
    }

    fn request(&mut self) -> Result<Request, FrameError> {
        match self.array()? {
            [0] => Ok(Request::Start),
            [1] => Ok(Request::Attach),
            [2] => Ok(Request::Complete),
            _ => Err(self.bad("request")),
        }
    }

    fn state(&mut self) -> Result<JobState, FrameError> {
        match self.array()? {
            [0] => Ok(JobState::Running),
            [1] => Ok(JobState::Stopping),
            [2] => Ok(JobState::Ended),
            _ => Err(self.bad("state")),
        }
    }

    fn bad(&self, field: &'static str) -> FrameError {
        FrameError::BadField { kind: self.kind, field }
    }

    fn bad_length(&self) -> FrameError {
        FrameError::BadLength { kind: self.kind, length: self.length }
    }
}
