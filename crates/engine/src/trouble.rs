//! Why work on a task stops before its end, and the button that makes it stop anywhere.

use std::io;

use pulpo_store::StoreError;

/// Why a driver cannot go on now. None of these is an outcome of the task.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The lease is gone: touch nothing.
    #[error("the lease of the task is lost")]
    Lost,
    #[error("the database refuses the work")]
    Store(#[from] StoreError),
    #[error("the task log cannot be written")]
    Log(#[source] io::Error),
    /// The task cannot be understood; trying again would not help.
    #[error("{0}")]
    Hopeless(String),
}

/// What happens at a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    GoOn,
    /// The process is gone before the write.
    CrashBefore,
    /// The process is gone just after the write.
    CrashAfter,
}

/// The crash button of the tests: asked at every write of a driver, to the database or to a log.
pub trait CrashButton: Send + Sync {
    fn at_write(&self, what: &'static str) -> Fate;
}
