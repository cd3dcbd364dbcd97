//! The few words between a keeper and this program, each one packet.
//!
//! A request is 44 bytes: what, whether it is the probe, how many descriptors ride on it, a zero, the class padded
//! with zeros, and the keeper's number of the job. An answer is what, a flag, two zeros, a number, the number of the
//! job, and a text to the end. Numbers are little endian. `bin/keeper` has the other half.

use std::io;
use std::os::fd::OwnedFd;

use crate::sys;

pub(crate) const REQUEST: usize = 44;
/// Standard input, output and error, and the packages.
pub(crate) const MAX_DESCRIPTORS: usize = 3 + 64;

/// What a keeper may ask.
pub(crate) enum Request {
    Start {
        job: u64,
        class: String,
        is_probe: bool,
        descriptors: Vec<OwnedFd>,
    },
    /// TERM, upon which it ends by itself, or KILL.
    Signal {
        job: u64,
        signal: i32,
    },
}

/// What it is told.
pub(crate) enum Answer<'a> {
    /// Once, at first: the number of slots, and which controls there are.
    Hello {
        slots: usize,
        controls: &'a str,
    },
    Started {
        job: u64,
        pid: i32,
    },
    Denied {
        job: u64,
        why: &'a str,
    },
    /// All its processes are gone; the status is as wait tells it.
    Ended {
        job: u64,
        status: i32,
    },
    /// The slot can be used again, unless something was left in it.
    Freed {
        job: u64,
        left: Option<&'a str>,
    },
}

pub(crate) struct Link(OwnedFd);

impl Link {
    /// Both ends.
    pub(crate) fn pair() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) = sys::packet_pair()?;
        Ok((Self(ours), theirs))
    }

    pub(crate) fn descriptor(&self) -> &OwnedFd {
        &self.0
    }

    /// The next request; nothing when there is none now. An error means that there is no keeper to be trusted.
    pub(crate) fn next(&self) -> io::Result<Option<Request>> {
        let mut packet = [0; REQUEST + 1];
        let mut descriptors = Vec::new();
        let length = match sys::receive(&self.0, &mut packet, &mut descriptors) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            length => length?,
        };
        let bad = || io::Error::other("the keeper does not keep to what was agreed");
        let (head, rest) = packet.split_at(4);
        let (class, number) = rest.split_at(32);
        let job = u64::from_le_bytes(number[..8].try_into().map_err(|_| bad())?);
        let count = usize::from(head[2]);
        if length != REQUEST || count != descriptors.len() || head[3] != 0 {
            return Err(if length == 0 { io::ErrorKind::UnexpectedEof.into() } else { bad() });
        }
        let name = class.split(|byte| *byte == 0).next().unwrap_or_default();
        let plain = name.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        match (head[0], head[1], count) {
            (1, is_probe @ (0 | 1), 3..=MAX_DESCRIPTORS) if plain => {
                let class = String::from_utf8(name.to_vec()).map_err(|_| bad())?;
                Ok(Some(Request::Start { job, class, is_probe: is_probe == 1, descriptors }))
            }
            (2, 0, 0) => Ok(Some(Request::Signal { job, signal: libc::SIGTERM })),
            (3, 0, 0) => Ok(Some(Request::Signal { job, signal: libc::SIGKILL })),
            _ => Err(bad()),
        }
    }

    pub(crate) fn tell(&self, answer: &Answer<'_>) -> io::Result<()> {
        let (what, flag, number, job, text) = match *answer {
            Answer::Hello { slots, controls } => (1, 0, i32::try_from(slots).unwrap_or(0), 0, controls),
            Answer::Started { job, pid } => (2, 0, pid, job, ""),
            Answer::Denied { job, why } => (3, 0, 0, job, why),
            Answer::Ended { job, status } => (4, 0, status, job, ""),
            Answer::Freed { job, left } => (5, u8::from(left.is_some()), 0, job, left.unwrap_or_default()),
        };
        let mut packet = vec![what, flag, 0, 0];
        packet.extend_from_slice(&number.to_le_bytes());
        packet.extend_from_slice(&job.to_le_bytes());
        packet.extend_from_slice(text.as_bytes());
        sys::send(&self.0, &packet)
    }
}
