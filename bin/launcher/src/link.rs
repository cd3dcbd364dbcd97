//! The few words between a keeper and this program, each one packet.
//!
//! A request is 44 bytes: what, whether it is the probe, how many descriptors ride on it, a zero, the class padded
//! with zeros, and the keeper's number of the job. An answer is what, three zeros, a number, the number of the job, and
//! a text to the end. Numbers are little endian. `bin/keeper/src/beneath.rs` has the other half.

use std::io;
use std::os::fd::OwnedFd;

use crate::sys;

const REQUEST: usize = 44;
/// Standard input, output and error, the packages, and the keeper's own way to the runner.
pub(crate) const MAX_DESCRIPTORS: usize = 3 + 64 + 1;

/// What a keeper may ask: to start a job or the probe, or to signal a job.
pub(crate) struct Request {
    pub(crate) job: u64,
    pub(crate) class: String,
    pub(crate) is_probe: bool,
    /// TERM, upon which it ends by itself, or KILL; nothing for a start.
    pub(crate) signal: Option<i32>,
    pub(crate) descriptors: Vec<OwnedFd>,
}

/// What it is told.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// Once, at first: the number of slots, and a line for each control that is not there.
    Hello = 1,
    /// The number of the process.
    Started,
    /// Why it was not.
    Denied,
    /// All its processes are gone; the status as wait tells it.
    Ended,
    /// The slot with this number can be used again; without a job: after it could not.
    Freed,
    /// The slot with this number is not used any more, since this was left in it; without a job: it was found in it.
    Blocked,
}

pub(crate) struct Link(pub(crate) OwnedFd);

impl Link {
    /// The next request; nothing when there is none now. An error means that there is no keeper to be trusted.
    pub(crate) fn next(&self) -> io::Result<Option<Request>> {
        let mut packet = [0; REQUEST + 1];
        let mut descriptors = Vec::new();
        let length = match sys::receive(&self.0, &mut packet, &mut descriptors) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            length => length?,
        };
        let bad = || io::Error::other("it does not keep to what was agreed");
        let (head, rest) = packet.split_at(4);
        let (class, job) = rest.split_at(32);
        let job = u64::from_le_bytes(job[..8].try_into().map_err(|_| bad())?);
        if length != REQUEST || usize::from(head[2]) != descriptors.len() || head[3] != 0 {
            return Err(if length == 0 { io::ErrorKind::UnexpectedEof.into() } else { bad() });
        }
        let signal = match (head[0], descriptors.len()) {
            (1, 3..=MAX_DESCRIPTORS) => None,
            (2, 0) => Some(libc::SIGTERM),
            (3, 0) => Some(libc::SIGKILL),
            _ => return Err(bad()),
        };
        let class = class.split(|byte| *byte == 0).next().unwrap_or_default();
        let class = String::from_utf8(class.to_vec()).map_err(|_| bad())?;
        Ok(Some(Request { job, class, is_probe: head[1] != 0, signal, descriptors }))
    }

    pub(crate) fn tell(&self, what: Answer, job: u64, number: impl TryInto<i32>, text: &str) -> io::Result<()> {
        let (head, number) = ([what as u8, 0, 0, 0], number.try_into().unwrap_or(0));
        sys::send(&self.0, &[&head, &number.to_le_bytes(), &job.to_le_bytes()[..], text.as_bytes()].concat())
    }
}
