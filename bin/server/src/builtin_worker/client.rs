//! Asking the launcher whether jobs run as they should: one greeting, one `TEST`, one answer.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use jobframe::{Decoder, Frame, JobState, Mode, PROTOCOL, encode};

/// A probe starts a job and ends it, which takes far less.
const PATIENCE: Duration = Duration::from_mins(1);
/// Where every slot has a job, the probe waits for one like any other; steps may take long.
const PATIENCE_WHEN_BUSY: Duration = Duration::from_hours(24);

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    #[error("nobody answers at {socket}")]
    Absent { socket: String, source: io::Error },
    #[error("the launcher does not take requests of this account: {0}")]
    Refused(String),
    #[error("what answers at {0} fences nothing: it runs jobs under the server's own account")]
    NoFence(String),
    #[error("the launcher and this program do not understand each other")]
    Protocol(#[source] io::Error),
}

/// The launcher, once it has greeted.
pub(crate) struct Launcher {
    stream: UnixStream,
    decoder: Decoder,
    pub(crate) instance: String,
    /// The process that serves the socket.
    pub(crate) pid: u32,
}

/// What the launcher found.
pub(crate) struct Found {
    pub(crate) passed: bool,
    pub(crate) text: String,
}

impl Launcher {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only two kinds of frame can answer a greeting")]
    pub(crate) fn greet(socket: &Path) -> Result<Self, AskError> {
        let name = || socket.display().to_string();
        let stream = UnixStream::connect(socket).map_err(|source| AskError::Absent { socket: name(), source })?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(AskError::Protocol)?;
        let mut own = Self { stream, decoder: Decoder::new(), instance: String::new(), pid: 0 };
        own.send(&Frame::Hello { version: PROTOCOL })?;
        match own.next()? {
            Frame::Welcome { mode: Mode::SameUser, .. } => Err(AskError::NoFence(name())),
            Frame::Welcome { instance, pid, .. } => Ok(Self { instance: instance.to_string(), pid, ..own }),
            Frame::Refused { reason } => Err(AskError::Refused(reason)),
            other => Err(AskError::Protocol(io::Error::other(format!("{other:?} instead of a welcome")))),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only one kind of frame can answer")]
    pub(crate) fn test(&mut self, slots: usize) -> Result<Found, AskError> {
        let patience = if self.running()? >= slots { PATIENCE_WHEN_BUSY } else { PATIENCE };
        self.stream.set_read_timeout(Some(patience)).map_err(AskError::Protocol)?;
        self.send(&Frame::Test)?;
        match self.next()? {
            Frame::Report { passed, text } => Ok(Found { passed, text }),
            other => Err(AskError::Protocol(io::Error::other(format!("{other:?} instead of a report")))),
        }
    }

    /// How many jobs run or wait now.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only one kind of frame can answer")]
    fn running(&mut self) -> Result<usize, AskError> {
        self.send(&Frame::List)?;
        let mut running = 0;
        loop {
            match self.next()? {
                Frame::Jobs { jobs, more } => {
                    running += jobs.iter().filter(|job| job.state != JobState::Ended).count();
                    if !more {
                        return Ok(running);
                    }
                }
                other => return Err(AskError::Protocol(io::Error::other(format!("{other:?} instead of a list")))),
            }
        }
    }

    fn send(&mut self, frame: &Frame) -> Result<(), AskError> {
        let mut bytes = Vec::new();
        encode(frame, &mut bytes);
        self.stream.write_all(&bytes).map_err(AskError::Protocol)
    }

    fn next(&mut self) -> Result<Frame, AskError> {
        let mut buffer = [0; 4096];
        loop {
            let frame = self.decoder.next().map_err(|error| AskError::Protocol(io::Error::other(error)))?;
            if let Some(frame) = frame {
                return Ok(frame);
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(AskError::Protocol(io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => self.decoder.push(&buffer[..count]),
                // A read with a limit of time is not taken up again by the kernel, whatever interrupted it.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(AskError::Protocol(error)),
            }
        }
    }
}
