//! Answers.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use crate::error::ApiError;

/// What a handler gives back.
pub(crate) type Answer = Result<Response, ApiError>;

pub(crate) fn ok<T: Serialize>(body: &T) -> Answer {
    json(StatusCode::OK, body)
}

pub(crate) fn created<T: Serialize>(body: &T) -> Answer {
    json(StatusCode::CREATED, body)
}

/// What a deletion answers: 200 with an empty object, for some clients take nothing else (http-api.md 1.5).
pub(crate) fn deleted() -> Answer {
    json(StatusCode::OK, &serde_json::json!({}))
}

pub(crate) fn json<T: Serialize>(status: StatusCode, body: &T) -> Answer {
    let text =
        serde_json::to_vec(body).map_err(|error| ApiError::bug(format!("an answer could not be written: {error}")))?;
    Ok(typed(status, "application/json; charset=utf-8", text))
}

pub(crate) fn text(body: impl Into<Body>) -> Response {
    typed(StatusCode::OK, "text/plain; charset=utf-8", body)
}

pub(crate) fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    // What people upload must never run in somebody's browser.
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}
