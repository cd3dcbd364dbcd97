//! One server's connection: what came and is not understood yet, what goes out, and which jobs it follows.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use jobframe::{ClassName, Decoder, Frame, JobId, encode};

/// Output is put behind what is already waiting only up to here; the rest stays in the spool file.
pub(crate) const OUTPUT_BACKLOG: usize = 128 << 10;
/// A peer that lets this much wait is not listened to until it has read.
const REPLY_BACKLOG: usize = 256 << 10;
/// Descriptors received and not yet claimed by a `START`: those of one.
const UNCLAIMED: usize = jobframe::MAX_DESCRIPTORS;

pub(crate) struct Connection {
    pub(crate) number: u64,
    pub(crate) socket: UnixStream,
    pub(crate) decoder: Decoder,
    pub(crate) descriptors: VecDeque<OwnedFd>,
    pub(crate) greeted: bool,
    /// The `START` whose document is coming in.
    pub(crate) incoming: Option<Incoming>,
    /// Followed jobs and the offset up to which each was encoded.
    pub(crate) followed: BTreeMap<u64, u64>,
    /// Those of them that have something to send which is not yet in `out`.
    pub(crate) ready: BTreeSet<u64>,
    /// The job that had its turn last.
    pub(crate) turn: u64,
    /// Something came that was not looked at, because the peer has to read first.
    pub(crate) stalled: bool,
    /// No more is read; closed when `out` is sent.
    pub(crate) closing: bool,
    out: Vec<u8>,
    sent: usize,
    interest: (bool, bool),
}

pub(crate) struct Incoming {
    pub(crate) job: JobId,
    pub(crate) class: ClassName,
    pub(crate) descriptors: Vec<OwnedFd>,
    pub(crate) document: File,
    pub(crate) left: usize,
    /// Why the job will not start, or nothing.
    pub(crate) denied: Option<String>,
}

impl Connection {
    pub(crate) fn new(number: u64, socket: UnixStream) -> Self {
        Self {
            number,
            socket,
            decoder: Decoder::new(),
            descriptors: VecDeque::new(),
            greeted: false,
            incoming: None,
            followed: BTreeMap::new(),
            ready: BTreeSet::new(),
            turn: 0,
            stalled: false,
            closing: false,
            out: Vec::new(),
            sent: 0,
            interest: (true, false),
        }
    }

    /// Reads once. `false`: the peer has gone or broke the rules about descriptors.
    pub(crate) fn receive(&mut self, buffer: &mut [u8]) -> bool {
        match crate::sys::receive(&self.socket, buffer, &mut self.descriptors) {
            Ok(0) => false,
            Ok(count) => {
                self.decoder.push(&buffer[..count]);
                self.descriptors.len() <= UNCLAIMED
            }
            Err(e) => matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted),
        }
    }

    pub(crate) fn reply(&mut self, frame: &Frame) {
        encode(frame, &mut self.out);
    }

    /// Where to encode output, if there is room for some.
    pub(crate) fn room(&mut self) -> Option<&mut Vec<u8>> {
        (self.backlog() < OUTPUT_BACKLOG).then_some(&mut self.out)
    }

    /// The next job whose turn it is to send.
    pub(crate) fn next_ready(&self) -> Option<u64> {
        let after = self.ready.range(self.turn + 1..).next();
        after.or_else(|| self.ready.first()).copied()
    }

    pub(crate) fn follow(&mut self, job: u64, offset: u64) -> bool {
        self.ready.insert(job);
        self.followed.insert(job, offset).is_none()
    }

    pub(crate) fn unfollow(&mut self, job: u64) -> bool {
        self.ready.remove(&job);
        self.followed.remove(&job).is_some()
    }

    pub(crate) fn backlog(&self) -> usize {
        self.out.len() - self.sent
    }

    pub(crate) fn may_talk(&self) -> bool {
        self.backlog() <= REPLY_BACKLOG && !self.closing
    }

    /// Writes what the socket takes. `false`: the peer has gone.
    pub(crate) fn send(&mut self) -> bool {
        while self.sent < self.out.len() {
            match (&self.socket).write(&self.out[self.sent..]) {
                Ok(count) => self.sent += count,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        if self.sent == self.out.len() {
            self.out.clear();
            self.out.shrink_to(OUTPUT_BACKLOG * 2);
            self.sent = 0;
        } else if self.sent > OUTPUT_BACKLOG {
            self.out.drain(..self.sent);
            self.sent = 0;
        }
        !(self.closing && self.out.is_empty())
    }

    /// What to wait for (reading, writing), if that is not what is waited for already.
    pub(crate) fn new_interest(&mut self) -> Option<(bool, bool)> {
        let wanted = (self.may_talk(), self.stalled || self.backlog() > 0 || !self.ready.is_empty());
        (std::mem::replace(&mut self.interest, wanted) != wanted).then_some(wanted)
    }
}
