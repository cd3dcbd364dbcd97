//! From frames to bytes.
//!
//! A frame is `P`, the layout's number, its kind, a zero, the body's length as four bytes, and the body. All numbers
//! are little endian; a text or list at the end of a body takes what is left of it.

use crate::frame::{End, Frame, JobEntry, JobState, Mode, Request};
use crate::{JobId, MAX_CHUNK, MAX_JOBS, MAX_REASON, MAX_REPORT, MAX_STDERR};

pub(crate) const MAGIC: [u8; 2] = [b'P', 1];

/// The kinds on the wire. Numbers are never used again for something else.
pub(crate) mod kind {
    pub(crate) const HELLO: u8 = 1;
    pub(crate) const START: u8 = 2;
    pub(crate) const DOCUMENT: u8 = 3;
    pub(crate) const ATTACH: u8 = 4;
    pub(crate) const CANCEL: u8 = 5;
    pub(crate) const COMPLETE: u8 = 6;
    pub(crate) const LIST: u8 = 7;
    pub(crate) const TEST: u8 = 8;
    pub(crate) const WELCOME: u8 = 65;
    pub(crate) const REFUSED: u8 = 66;
    pub(crate) const STARTED: u8 = 67;
    pub(crate) const OUTPUT: u8 = 68;
    pub(crate) const ENDED: u8 = 69;
    pub(crate) const CANCELLING: u8 = 70;
    pub(crate) const COMPLETED: u8 = 71;
    pub(crate) const GONE: u8 = 72;
    pub(crate) const DENIED: u8 = 73;
    pub(crate) const JOBS: u8 = 74;
    pub(crate) const REPORT: u8 = 75;
}

/// Appends the frame to `out`. It cannot fail: what is too large for one frame becomes several (`DOCUMENT`, `OUTPUT`,
/// `JOBS`) or is shortened (reasons, reports, standard error).
pub fn encode(frame: &Frame, out: &mut Vec<u8>) {
    match frame {
        Frame::Hello { version } => put(kind::HELLO, &[&version.to_le_bytes()], out),
        Frame::Start { job, class, document, descriptors } => {
            let parts: [&[u8]; 4] =
                [job.as_bytes(), &document.to_le_bytes(), &[*descriptors], class.as_str().as_bytes()];
            put(kind::START, &parts, out);
        }
        Frame::Document { bytes } => encode_document(bytes, out),
        Frame::Attach { job, offset } => put(kind::ATTACH, &[job.as_bytes(), &offset.to_le_bytes()], out),
        Frame::Cancel { job } => put(kind::CANCEL, &[job.as_bytes()], out),
        Frame::Complete { job } => put(kind::COMPLETE, &[job.as_bytes()], out),
        Frame::List => put(kind::LIST, &[], out),
        Frame::Test => put(kind::TEST, &[], out),
        Frame::Welcome { version, instance, mode, pid } => {
            let parts: [&[u8]; 4] =
                [&version.to_le_bytes(), instance.as_bytes(), &[mode_byte(*mode)], &pid.to_le_bytes()];
            put(kind::WELCOME, &parts, out);
        }
        Frame::Refused { reason } => put(kind::REFUSED, &[head(reason, MAX_REASON)], out),
        Frame::Started { job, already } => put(kind::STARTED, &[job.as_bytes(), &[u8::from(*already)]], out),
        Frame::Output { job, offset, bytes } => encode_output(*job, *offset, bytes, out),
        Frame::Ended { job, length, end, stderr } => {
            let tail = &stderr[stderr.len().saturating_sub(MAX_STDERR)..];
            put(kind::ENDED, &[job.as_bytes(), &length.to_le_bytes(), &end_bytes(*end), tail], out);
        }
        Frame::Cancelling { job } => put(kind::CANCELLING, &[job.as_bytes()], out),
        Frame::Completed { job } => put(kind::COMPLETED, &[job.as_bytes()], out),
        Frame::Gone { job } => put(kind::GONE, &[job.as_bytes()], out),
        Frame::Denied { job, request, reason } => {
            put(kind::DENIED, &[job.as_bytes(), &[request_byte(*request)], head(reason, MAX_REASON)], out);
        }
        Frame::Jobs { jobs, more } => put_jobs(jobs, *more, out),
        Frame::Report { passed, text } => put(kind::REPORT, &[&[u8::from(*passed)], head(text, MAX_REPORT)], out),
    }
}

/// As [`encode()`] with [`Frame::Document`], without owning the bytes.
pub fn encode_document(bytes: &[u8], out: &mut Vec<u8>) {
    for chunk in bytes.chunks(MAX_CHUNK) {
        put(kind::DOCUMENT, &[chunk], out);
    }
}

/// As [`encode()`] with [`Frame::Output`], without owning the bytes.
pub fn encode_output(job: JobId, mut offset: u64, bytes: &[u8], out: &mut Vec<u8>) {
    for chunk in bytes.chunks(MAX_CHUNK) {
        put(kind::OUTPUT, &[job.as_bytes(), &offset.to_le_bytes(), chunk], out);
        offset += chunk.len() as u64;
    }
}

fn put_jobs(jobs: &[JobEntry], more: bool, out: &mut Vec<u8>) {
    let mut rest = jobs;
    loop {
        let (now, later) = rest.split_at(rest.len().min(MAX_JOBS));
        let mut list = Vec::with_capacity(now.len() * 25);
        for entry in now {
            list.extend_from_slice(entry.job.as_bytes());
            list.push(state_byte(entry.state));
            list.extend_from_slice(&entry.length.to_le_bytes());
        }
        put(kind::JOBS, &[&[u8::from(more || !later.is_empty())], &list], out);
        rest = later;
        if rest.is_empty() {
            return;
        }
    }
}

fn put(kind: u8, parts: &[&[u8]], out: &mut Vec<u8>) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u32::try_from(length).expect("every body is bounded far below 4 GiB");
    out.extend_from_slice(&[MAGIC[0], MAGIC[1], kind, 0]);
    out.extend_from_slice(&length.to_le_bytes());
    for part in parts {
        out.extend_from_slice(part);
    }
}

/// The first bytes of a text, cut between characters.
fn head(text: &str, limit: usize) -> &[u8] {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text.as_bytes()[..end]
}

fn end_bytes(end: End) -> [u8; 2] {
    match end {
        End::Exit(code) => [0, code],
        End::Signal(signal) => [1, signal],
        End::Cancelled => [2, 0],
        End::Expired => [3, 0],
        End::Lost => [4, 0],
        End::TooMuchOutput => [5, 0],
        End::SpoolFailed => [6, 0],
        End::WorkDiskFull => [7, 0],
    }
}

fn mode_byte(mode: Mode) -> u8 {
    match mode {
        Mode::SameUser => 0,
        Mode::Launcher => 1,
    }
}

fn request_byte(request: Request) -> u8 {
    match request {
        Request::Start => 0,
        Request::Attach => 1,
        Request::Complete => 2,
    }
}

fn state_byte(state: JobState) -> u8 {
    match state {
        JobState::Running => 0,
        JobState::Stopping => 1,
        JobState::Ended => 2,
    }
}
