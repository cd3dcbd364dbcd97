//! Access tokens: for an identity token of a build server, or for oneself (http-api.md 1.8, access.md 13).

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue};
use pulpo_app::Error;
use pulpo_app::sign_in::{self, Exchange};
use pulpo_wire::http::people::AccessTokenResource;
use serde::Deserialize;
use serde_json::json;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::route::Access::{AnyUser, Public};
use crate::route::{Route, root_get, root_post, system_post};
use crate::server::parse_query;

/// The longest body of an exchange.
const LONGEST: usize = 64 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        root_get(".well-known/openid-configuration", Public, discovery)
            .about("Tells where identity tokens are exchanged for access tokens"),
        root_post("token/v1", Public, exchange).about("Exchanges an identity token for an access token"),
        system_post("users/access-token", AnyUser, own)
            .about("Gives the caller an access token for an hour, and not longer than the key it was asked with holds")
            .gives::<AccessTokenResource>(),
    ]
}

/// Where people reach this server: as the administrator has said, else as this request has come.
pub(super) fn own_address(cx: &Cx) -> String {
    if let Some(address) = &cx.app.settings.public_address {
        return address.trim_end_matches('/').to_owned();
    }
    let plain = |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
    let host = cx.headers.get(HOST).and_then(|host| host.to_str().ok()).filter(plain).unwrap_or("localhost");
    format!("{}://{host}", if cx.is_secure { "https" } else { "http" })
}

async fn discovery(cx: Cx) -> Answer {
    let own = own_address(&cx);
    answer::ok(&json!({
        "issuer": own,
        "token_endpoint": format!("{own}/token/v1"),
        "grant_types_supported": ["urn:ietf:params:oauth:grant-type:token-exchange"],
        "token_endpoint_auth_methods_supported": ["none"],
    }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Request {
    grant_type: String,
    audience: String,
    subject_token_type: String,
    subject_token: String,
}

async fn exchange(mut cx: Cx) -> Answer {
    let is_form = cx
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.trim_start().to_lowercase().starts_with("application/x-www-form-urlencoded"));
    let body = cx.bytes(LONGEST).await?;
    let read = if is_form {
        Ok(form(&String::from_utf8_lossy(&body)))
    } else {
        pulpo_wire::http::caseless::from_slice::<Request>(&body).map_err(|error| error.to_string())
    };
    let outcome = match read {
        Ok(given) => {
            let given = Exchange {
                grant_type: given.grant_type,
                audience: given.audience,
                subject_token_type: given.subject_token_type,
                subject_token: given.subject_token,
            };
            sign_in::exchange(&cx.app, given, cx.origin.clone()).await
        }
        Err(problem) => Err(Error::invalid(format!("the body of the request cannot be read: {problem}"))),
    };
    let mut response = match outcome {
        Ok(made) => answer::ok(&json!({
            "access_token": made.text,
            "token_type": "Bearer",
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "expires_in": made.seconds,
        }))?,
        // One error for all reasons, with the reason in words (access.md 13).
        Err(Error::Invalid(problems)) => answer::json(
            StatusCode::BAD_REQUEST,
            &json!({ "error": "invalid_request", "error_description": problems.join("; ") }),
        )?,
        Err(error) => return Err(ApiError::from(error)),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn form(body: &str) -> Request {
    let pairs = parse_query(body);
    let field = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let field = |name: &str| field(name).unwrap_or_default();
    Request {
        grant_type: field("grant_type"),
        audience: field("audience"),
        subject_token_type: field("subject_token_type"),
        subject_token: field("subject_token"),
    }
}

async fn own(cx: Cx) -> Answer {
    let made = sign_in::own_token(&cx.app, &cx.caller).await?;
    let mut response = answer::ok(&AccessTokenResource { access_token: made.text })?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
