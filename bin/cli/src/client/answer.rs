//! What an answer's body says: a document, or why there is none.

use serde_json::Value;

use super::transport::Answer;
use crate::failure::Failure;

/// The JSON of a good answer, or the server's own words about what went wrong.
pub(super) fn json(answer: &Answer, url: &str) -> Result<Value, Failure> {
    let body = bytes(answer)?;
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|_| {
        Failure::unexpected(format!("{url} did not answer with JSON: is this the address of a deployment server?"))
    })
}

/// The bytes of a good answer.
pub(super) fn bytes(answer: &Answer) -> Result<&[u8], Failure> {
    if (200..300).contains(&answer.status) {
        return Ok(&answer.body);
    }
    Err(Failure::Server { status: answer.status, message: error_message(&answer.body) })
}

/// `ErrorMessage`, then each of `Errors` on its own line. Other bodies (a proxy's page) say nothing useful.
fn error_message(body: &[u8]) -> String {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else { return String::new() };
    let mut message = members.get("ErrorMessage").and_then(Value::as_str).unwrap_or_default().to_owned();
    let errors = members.get("Errors").and_then(Value::as_array).into_iter().flatten();
    for error in errors.filter_map(Value::as_str) {
        if !message.is_empty() {
            message.push('\n');
        }
        message.push_str(" - ");
        message.push_str(error);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_its_message_and_its_list() {
        let body = br#"{"ErrorMessage":"There was a problem with your request.","Errors":["A","B"]}"#;
        assert_eq!(error_message(body), "There was a problem with your request.\n - A\n - B");
        assert_eq!(error_message(br#"{"ErrorMessage":"No.","Errors":null}"#), "No.");
        assert_eq!(error_message(b"<html>"), "");
    }
}
