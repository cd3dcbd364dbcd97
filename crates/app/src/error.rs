//! What a use case can answer instead of a result. Each family is one status at the edge.

use pulpo_access::Denied;
use pulpo_store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No credential, or one that does not hold.
    #[error("{0}")]
    Unauthenticated(String),
    #[error(transparent)]
    Denied(#[from] Denied),
    /// What was asked for is not there, or not for this caller: the same words for both.
    #[error("The {noun} '{id}' was not found.")]
    NotFound { noun: &'static str, id: String },
    /// What was asked for breaks a rule; each problem in words for people.
    #[error("There was a problem with your request.")]
    Invalid(Vec<String>),
    /// What was asked for collides with what is there.
    #[error("{0}")]
    Conflict(String),
    /// The server is at fault: its disk, its database, its program.
    #[error(transparent)]
    Store(StoreError),
}

impl Error {
    pub fn invalid(problem: impl ToString) -> Self {
        Self::Invalid(vec![problem.to_string()])
    }

    pub fn all_invalid<T: ToString>(problems: impl IntoIterator<Item = T>) -> Self {
        Self::Invalid(problems.into_iter().map(|problem| problem.to_string()).collect())
    }

    pub fn not_found(noun: &'static str, id: impl Into<String>) -> Self {
        Self::NotFound { noun, id: id.into() }
    }
}

impl From<StoreError> for Error {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other failures are the server's own")]
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => Self::Conflict(error.to_string()),
            StoreError::Taken(_) => Self::Conflict(
                "somebody else has just saved a record with the same name or number; try again".to_owned(),
            ),
            _ => Self::Store(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Store(StoreError::Io(error))
    }
}

pub type Result<T> = std::result::Result<T, Error>;
