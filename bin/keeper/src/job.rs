//! One job, from the start of its runner until the server has taken everything.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Instant;

use jobframe::{End, JobEntry, JobId, JobState, MAX_STDERR};

use crate::beneath::Waiting;
use crate::disk::Scales;
use crate::leftovers::Session;
use crate::probe::Probe;

pub(crate) struct Job {
    pub(crate) id: JobId,
    /// The runner's process, until it is reaped, and its session as noted for the next keeper.
    pub(crate) leader: i32,
    pub(crate) session: Option<Session>,
    /// What it will be started with, while it waits for a slot.
    pub(crate) waiting: Option<Waiting>,
    /// Beneath a launcher: who asked for this test of the fence.
    pub(crate) probe: Option<Probe>,
    pub(crate) phase: Phase,
    /// Everything that the runner wrote, and how many bytes of it are here.
    pub(crate) spool: File,
    pub(crate) length: u64,
    /// The runner's standard output and error, until their ends were read.
    pub(crate) output: Option<File>,
    pub(crate) error: Option<File>,
    /// The last bytes from standard error.
    pub(crate) diagnosis: Vec<u8>,
    /// Beneath a launcher: the way to the runner that weighs it.
    pub(crate) scales: Option<Scales>,
    /// How many connections are attached, and when the last one asked or left.
    pub(crate) watchers: usize,
    pub(crate) asked: Instant,
}

/// (`Waiting`) → `Running` → (`Stopping`) → `Draining` → `Ended`.
#[derive(Clone, Copy)]
pub(crate) enum Phase {
    /// No slot is free yet.
    Waiting,
    Running,
    /// The runner was told to stop, for this reason; killed when the time has come.
    Stopping {
        why: End,
        kill_at: Instant,
    },
    /// The runner has exited; what it started is being killed and the output read to its end, not longer than until.
    Draining {
        end: End,
        until: Instant,
    },
    Ended(End),
}

/// What reading the runner's output led to.
pub(crate) enum Heard {
    /// So many bytes, now in the spool file.
    Bytes(usize),
    /// The runner wrote more than it may, or the bytes could not be kept.
    Broken(End, usize),
    /// Nothing at the moment.
    Nothing,
    /// Nothing any more.
    Finished,
}

impl Job {
    /// A job that has not been started.
    pub(crate) fn waiting(id: JobId, spool: File, waiting: Waiting) -> Self {
        Self {
            id,
            leader: 0,
            session: None,
            waiting: Some(waiting),
            probe: None,
            phase: Phase::Waiting,
            spool,
            length: 0,
            output: None,
            error: None,
            diagnosis: Vec::new(),
            scales: None,
            watchers: 0,
            asked: Instant::now(),
        }
    }

    /// Moves what the runner wrote into the spool file, through `buffer`.
    pub(crate) fn hear(&mut self, buffer: &mut [u8], limit: u64) -> Heard {
        let Some(output) = &mut self.output else { return Heard::Finished };
        let read = match output.read(buffer) {
            Ok(0) => return Heard::Finished,
            Ok(read) => read,
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                return Heard::Nothing;
            }
            Err(_) => return Heard::Finished,
        };
        let room = usize::try_from(limit.saturating_sub(self.length)).unwrap_or(usize::MAX);
        let kept = read.min(room);
        if self.spool.write_all(&buffer[..kept]).is_err() {
            return Heard::Broken(End::SpoolFailed, 0);
        }
        self.length += kept as u64;
        if kept < read { Heard::Broken(End::TooMuchOutput, kept) } else { Heard::Bytes(kept) }
    }

    /// Keeps the end of what the runner wrote to standard error; `false` when nothing more will come.
    pub(crate) fn hear_error(&mut self, buffer: &mut [u8]) -> bool {
        let Some(error) = &mut self.error else { return false };
        match error.read(buffer) {
            Ok(read @ 1..) => {
                self.diagnosis.extend_from_slice(&buffer[..read]);
                let surplus = self.diagnosis.len().saturating_sub(MAX_STDERR);
                self.diagnosis.drain(..surplus);
                true
            }
            Err(e) => matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted),
            Ok(_) => false,
        }
    }

    pub(crate) fn has_runner(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Stopping { .. })
    }

    pub(crate) fn entry(&self) -> JobEntry {
        let state = match self.phase {
            Phase::Waiting | Phase::Running => JobState::Running,
            Phase::Stopping { .. } | Phase::Draining { .. } => JobState::Stopping,
            Phase::Ended(_) => JobState::Ended,
        };
        JobEntry { job: self.id, state, length: self.length }
    }
}

/// How a runner ended that nobody told to.
pub(crate) fn end_of(status: Option<ExitStatus>) -> End {
    let code = status.and_then(|s| s.code()).and_then(|code| u8::try_from(code).ok());
    let signal = status.and_then(|s| s.signal()).and_then(|signal| u8::try_from(signal).ok());
    code.map(End::Exit).or(signal.map(End::Signal)).unwrap_or(End::Lost)
}

/// A pipe whose reading end never blocks.
pub(crate) fn pipe() -> io::Result<(File, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    crate::sys::do_not_block(&reader)?;
    Ok((File::from(OwnedFd::from(reader)), writer.into()))
}
