//! How a step can end other than well.

use std::io;

/// Why a step did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    #[error("The step was cancelled")]
    Cancelled,
    /// The action failed; the message is for people.
    #[error("{message}")]
    Failed { exit_code: i32, message: String },
    /// Nobody takes the events any more, so there is no sense in going on.
    #[error("the events of the job could not be delivered")]
    Report(#[source] io::Error),
}

impl StepError {
    /// A failure of the step itself, as opposed to that of a script (SE-04).
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed { exit_code: 1, message: message.into() }
    }
}

/// Errors of the report are the only ones that are passed on as they are; all others are put into words
/// where they happen.
impl From<io::Error> for StepError {
    fn from(error: io::Error) -> Self {
        Self::Report(error)
    }
}
