//! Refusals and failures, in the shape that every client reads (http-api.md 1.5, access.md 6).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pulpo_access::Denied;
use pulpo_access::denied::Missing;
use pulpo_wire::http::error::ErrorBody;

use crate::answer;

/// An answer that is not a success.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    /// On the heap, for it is large and most answers are no errors.
    pub(crate) body: Box<ErrorBody>,
    /// The permission that was missing, if that is the reason.
    pub(crate) missing: Option<Box<Missing>>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let body = ErrorBody { error_message: message.into(), ..ErrorBody::default() };
        Self { status, body: Box::new(body), missing: None }
    }

    /// Something is wrong with the request.
    pub(crate) fn bad_request(problem: impl Into<String>) -> Self {
        Self::invalid(vec![problem.into()])
    }

    fn invalid(errors: Vec<String>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "There was a problem with your request.");
        error.body.errors = errors;
        error
    }

    /// No such route, or nothing there.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// A mistake of ours: said in the log, not to the caller.
    pub(crate) fn bug(message: String) -> Self {
        tracing::error!(message, "an answer failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The server made a mistake. Its log says which.")
    }
}

impl From<Denied> for ApiError {
    fn from(denied: Denied) -> Self {
        let message = denied.to_string();
        match denied {
            Denied::Forbidden(missing) => {
                let mut error = Self::new(StatusCode::FORBIDDEN, message);
                error.body.help_text = Some(missing.help_text());
                error.missing = Some(missing);
                error
            }
            Denied::Refused(_) => Self::new(StatusCode::FORBIDDEN, message),
            Denied::Hidden { .. } => Self::not_found(message),
        }
    }
}

impl From<pulpo_app::Error> for ApiError {
    fn from(error: pulpo_app::Error) -> Self {
        use pulpo_app::Error;
        let message = error.to_string();
        match error {
            Error::Unauthenticated(_) => Self::new(StatusCode::UNAUTHORIZED, message),
            Error::Denied(denied) => denied.into(),
            Error::NotFound { .. } => Self::not_found(message),
            Error::Invalid(errors) => Self::invalid(errors),
            Error::Conflict(_) => Self::new(StatusCode::CONFLICT, message),
            Error::Store(source) => {
                tracing::error!(error = chain(&source), "a request failed in the store");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The server's storage does not answer as it should. Its log says why.",
                )
            }
        }
    }
}

/// An error with everything beneath it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&*self.body).unwrap_or_default();
        answer::typed(self.status, "application/json; charset=utf-8", body)
    }
}
