//! What the two sides say to each other.

use crate::{ClassName, InstanceId, JobId};

/// One message. The first eight come from the server, the others from the launcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// The first frame of a connection.
    Hello { version: u16 },
    /// A job is to run. `document` bytes follow in [`Frame::Document`] frames and nothing else may come between;
    /// `descriptors` file descriptors ride on this frame's first byte.
    Start { job: JobId, class: ClassName, document: u32, descriptors: u8 },
    /// A piece of the document of the `START` before.
    Document { bytes: Vec<u8> },
    /// The job's output is wanted from this offset on, and its end.
    Attach { job: JobId, offset: u64 },
    /// The job is to stop. Said twice, it is meant once.
    Cancel { job: JobId },
    /// The server has all it wants of an ended job, which may now be forgotten.
    Complete { job: JobId },
    /// Which jobs are there?
    List,
    /// Can jobs be run here as they should be?
    Test,

    /// The answer to `HELLO`.
    Welcome { version: u16, instance: InstanceId, mode: Mode, pid: u32 },
    /// The connection ends here, for this reason.
    Refused { reason: String },
    /// The job runs. `already` says that an earlier `START` began it; the document sent now was not used.
    Started { job: JobId, already: bool },
    /// What the runner wrote, from `offset` on. Opaque to both sides of this protocol.
    Output { job: JobId, offset: u64, bytes: Vec<u8> },
    /// The job is over and all `length` bytes of its output were sent. `stderr` is the end of what the runner itself
    /// wrote there, for diagnosis.
    Ended { job: JobId, length: u64, end: End, stderr: Vec<u8> },
    /// The job was told to stop (or has ended); `ENDED` follows for who is attached.
    Cancelling { job: JobId },
    /// Nothing of the job is kept any more.
    Completed { job: JobId },
    /// The launcher knows no such job.
    Gone { job: JobId },
    /// This request about this job cannot be met; the connection goes on.
    Denied { job: JobId, request: Request, reason: String },
    /// The jobs that are there; `more` says that another such frame follows.
    Jobs { jobs: Vec<JobEntry>, more: bool },
    /// The answer to `TEST`.
    Report { passed: bool, text: String },
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The runner exited with this code.
    Exit(u8),
    /// The runner was ended by this signal, which nobody here sent.
    Signal(u8),
    /// `CANCEL` ended it.
    Cancelled,
    /// No server asked for it during the grace time.
    Expired,
    /// The launcher itself was told to end, or the runner's fate cannot be known.
    Lost,
    /// It wrote more than a job may.
    TooMuchOutput,
    /// Its output could not be kept, for instance because the disk is full.
    SpoolFailed,
    /// The disk of the work folder was nearly full, and no other job held as much of it.
    WorkDiskFull,
}

/// What the runners are protected from, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Jobs have the server's own rights.
    SameUser,
    /// Jobs run as accounts of their own, fenced by a privileged launcher.
    Launcher,
}

/// Which request a [`Frame::Denied`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    Start,
    Attach,
    Complete,
}

/// A line of `JOBS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobEntry {
    pub job: JobId,
    pub state: JobState,
    /// Bytes of output kept so far.
    pub length: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Running,
    /// Told to stop, not yet over.
    Stopping,
    Ended,
}
