//! Which credentials a request carries, and whose they are (access.md 2).

use axum::http::{HeaderMap, header};
use pulpo_access::Caller;
use pulpo_app::configuration::Current;
use pulpo_app::sign_in::{self, Cookie, Origin};
use pulpo_app::{App, Error};

use crate::error::ApiError;

/// The name of the session's cookie and of the one with the anti-forgery token begin so; the installation's id
/// follows, for cookies do not tell ports apart (http-api.md 1.7).
pub(crate) const SESSION_COOKIE: &str = "OctopusIdentificationToken";
pub(crate) const CSRF_COOKIE: &str = "Octopus-Csrf-Token";

/// What of a request can name its caller.
pub(crate) struct Carried<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) query: &'a [(String, String)],
    /// Whether the request could change something.
    pub(crate) changes: bool,
    pub(crate) is_nuget: bool,
}

impl Carried<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.map(str::trim).filter(|value| !value.is_empty())
    }

    /// The credential behind a word such as `Bearer`, in any case.
    fn authorization(&self, scheme: &str) -> Option<&str> {
        let (given, rest) = self.header("authorization")?.split_once(' ')?;
        given.eq_ignore_ascii_case(scheme).then(|| rest.trim()).filter(|rest| !rest.is_empty())
    }

    fn key_in_query(&self) -> Option<&str> {
        let found = self.query.iter().find(|(name, _)| name.eq_ignore_ascii_case("apikey"));
        // NuGet clients put a slash behind the address, and with it behind the key.
        found.map(|(_, value)| value.trim().trim_end_matches('/')).filter(|key| !key.is_empty())
    }
}

/// Who asks, by whichever credential the request carries; nobody, if it carries none. Credentials of two accounts
/// are refused, for it could not be said whose request it is.
pub(crate) async fn caller(
    app: &App,
    current: &Current,
    carried: &Carried<'_>,
    origin: &Origin,
) -> Result<Option<Caller>, ApiError> {
    let mut found: Option<Caller> = None;
    if let Some(token) = carried.authorization("Bearer") {
        found = Some(if token.starts_with(sign_in::key::PREFIX) {
            sign_in::by_api_key(app, token, origin.clone()).await?
        } else {
            sign_in::by_access_token(app, token, origin.clone()).await?
        });
    }
    let in_query = carried.key_in_query();
    if in_query.is_some() && !current.settings.api_keys.keys_in_addresses_enabled {
        return Err(ApiError::bad_request(
            "this server takes no API keys in addresses; send the key in the header X-Octopus-ApiKey",
        ));
    }
    // The user's name does not matter beside a key.
    let basic = carried.header("authorization").filter(|_| carried.is_nuget).and_then(crate::nuget::basic_password);
    let keys = [carried.header("x-octopus-apikey"), carried.header("x-nuget-apikey"), in_query, basic.as_deref()];
    for key in keys.into_iter().flatten() {
        let caller = sign_in::by_api_key(app, key, origin.clone()).await?;
        found = Some(same(found, caller)?);
    }
    let Some(cookie) = cookie(carried.headers, SESSION_COOKIE, &current.installation_id) else { return Ok(found) };
    let token = carried.header("x-octopus-csrf-token");
    let Some(by_key) = found else {
        let given = Cookie { cookie: &cookie, token, changes: carried.changes };
        return Ok(Some(sign_in::of_cookie(app, given, origin.clone()).await?));
    };
    // Beside a key a cookie gives nothing, so it needs no token; but it may not name somebody else.
    let beside = Cookie { cookie: &cookie, token: None, changes: false };
    match sign_in::of_cookie(app, beside, origin.clone()).await {
        Ok(by_cookie) => {
            same(Some(by_cookie), by_key.clone())?;
            Ok(Some(by_key))
        }
        Err(Error::Unauthenticated(_)) => Ok(Some(by_key)),
        Err(error) => Err(error.into()),
    }
}

/// The second caller, if the first is the same account.
fn same(first: Option<Caller>, second: Caller) -> Result<Caller, ApiError> {
    match first.filter(|first| first.actor.user_id != second.actor.user_id) {
        None => Ok(second),
        Some(other) => Err(ApiError::bad_request(format!(
            "the request carries credentials of two accounts, {} and {}; send one",
            other.actor.username, second.actor.username
        ))),
    }
}

/// The value of this installation's cookie.
pub(crate) fn cookie(headers: &HeaderMap, prefix: &str, installation: &str) -> Option<String> {
    let wanted = format!("{prefix}_{installation}");
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}
