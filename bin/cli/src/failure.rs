//! What can end a command early, and the exit code each case stands for.

/// Why a command stopped. The text is for the person reading the console; the variant decides the exit code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command cannot do what was asked: a bad argument, something not found, a failed deployment.
    #[error("{0}")]
    Command(String),
    /// The server refused or failed a request.
    #[error("{message}")]
    Server { status: u16, message: String },
    /// The server could not be reached, or the connection broke.
    #[error("could not {method} {address}: {reason}")]
    Connection { method: &'static str, address: String, reason: String, trouble: Trouble },
    /// Something nobody planned for: an answer that makes no sense, a file that cannot be read.
    #[error("{0}")]
    Unexpected(String),
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody answered, for now.
    Passing,
    /// The limit for one request was reached; the server may have done what it was asked.
    TimedOut,
    /// It will be the same next time: a certificate that is not trusted, an answer that is not HTTP.
    Lasting,
}

impl Failure {
    /// A command error in plain words.
    pub(crate) fn command(text: impl Into<String>) -> Self {
        Self::Command(text.into())
    }

    /// An unexpected error in plain words.
    pub(crate) fn unexpected(text: impl Into<String>) -> Self {
        Self::Unexpected(text.into())
    }

    /// A file operation that failed, naming the file.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Command(format!("could not {doing} {}: {error}", path.display()))
    }

    /// The code as octo prints it; a POSIX shell sees it modulo 256.
    pub(crate) fn exit_code(&self) -> i32 {
        match self {
            Self::Command(_) => -1,
            Self::Connection { .. } | Self::Unexpected(_) => -3,
            Self::Server { status: 401 | 403, .. } => -5,
            Self::Server { .. } => -7,
        }
    }

    /// Whether the server said that there is no such thing.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Server { status: 404, .. })
    }
}

/// The name a status goes by in the console line `Error from Octopus Server (HTTP 404 NotFound)`.
pub(crate) fn status_name(status: u16) -> &'static str {
    match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        413 => "RequestEntityTooLarge",
        414 => "RequestUriTooLong",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableEntity",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        507 => "InsufficientStorage",
        300..=399 => "Redirect",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_failure_has_octos_exit_code() {
        let server = |status| Failure::Server { status, message: String::new() }.exit_code();
        assert_eq!(Failure::command("x").exit_code(), -1);
        assert_eq!(Failure::unexpected("x").exit_code(), -3);
        assert_eq!([server(401), server(403), server(404), server(500)], [-5, -5, -7, -7]);
    }
}
