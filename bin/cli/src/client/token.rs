//! Signing in with a build server's identity token instead of a secret (http-api.md 1.8).

use serde_json::{Value, json};

use super::transport::Payload;
use super::{Client, answer};
use crate::failure::Failure;

/// An access token, and for how many seconds it holds.
pub(crate) struct AccessToken {
    pub text: String,
    pub seconds: i64,
}

/// Exchanges an identity token for an access token of the service account.
pub(super) fn exchange(client: &Client, service_account: &str, id_token: &str) -> Result<AccessToken, Failure> {
    let body = json!({
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "audience": service_account,
        "subject_token": id_token,
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
    });
    let body = serde_json::to_vec(&body).expect("a JSON value always has a text form");
    let url = endpoint(client)?;
    let reply = client.exchange("POST", &url, Payload::Json(body))?;
    if reply.status == 400
        && let Some(why) = serde_json::from_slice::<Value>(&reply.body).ok().and_then(description)
    {
        return Err(Failure::command(format!("The server does not take the identity token: {why}")));
    }
    let given = answer::json(&reply, &url)?;
    let text = given["access_token"].as_str().ok_or_else(|| Failure::unexpected("the server gave no access token"))?;
    // Some servers send the number as a text.
    let seconds = given["expires_in"].as_i64().or_else(|| given["expires_in"].as_str()?.parse().ok()).unwrap_or(0);
    Ok(AccessToken { text: text.to_owned(), seconds })
}

fn description(body: Value) -> Option<String> {
    body["error_description"].as_str().filter(|why| !why.is_empty()).map(str::to_owned)
}

/// Where tokens are exchanged: where the server says, as long as that is on the same host. An identity token is a
/// secret, and goes to nobody else.
fn endpoint(client: &Client) -> Result<String, Failure> {
    let url = client.address.resolve("~/.well-known/openid-configuration")?;
    let found = answer::json(&client.exchange("GET", &url, Payload::Nothing)?, &url)?;
    match found["token_endpoint"].as_str().filter(|endpoint| client.address.allows_redirect_to(endpoint)) {
        Some(endpoint) => Ok(endpoint.to_owned()),
        None => client.address.resolve("~/token/v1"),
    }
}
