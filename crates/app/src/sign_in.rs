//! Who is asking: the only place that makes a caller of a request, from a key or a session (access.md 2, 3).

pub(crate) mod callers;
pub mod key;
mod session;
mod throttle;

use pulpo_access::Caller;
use pulpo_access::caller::Grants;
use pulpo_domain::account::{ApiKey, User};
use pulpo_domain::event::Actor;
use pulpo_store::{Query, Tx};

pub use callers::Callers;
pub use session::{NewSession, log_in, log_out};

use crate::app::App;
use crate::error::{Error, Result};

/// Where a request comes from, for the audit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
}

/// One answer for every key that does not hold, so that it tells nothing about which part was wrong.
const BAD_KEY: &str = "The API key you provided was not valid. Please double-check your API key and try again.";

/// The caller who holds this key.
pub async fn by_api_key(app: &App, text: &str, origin: Origin) -> Result<Caller> {
    let verifier = key::verifier(app.store().master_key(), text);
    let now = app.store().clock().now();
    if let Some(known) = app.callers().find(&verifier, now) {
        return Ok(known.caller(origin));
    }
    let hint = key::hint(text).ok_or_else(|| Error::Unauthenticated(BAD_KEY.to_owned()))?.to_owned();
    let wanted = verifier.clone();
    let epoch = app.callers().epoch();
    let found = app.read(move |tx| account_of_key(tx, &hint, &wanted)).await?;
    let Some((known, expires)) = found.filter(|(_, expires)| expires.is_none_or(|expires| expires > now)) else {
        return Err(Error::Unauthenticated(BAD_KEY.to_owned()));
    };
    let caller = known.caller(origin);
    app.callers().remember(verifier, known, expires, epoch);
    Ok(caller)
}

/// The caller whose browser holds this session cookie; a request that changes something must carry the session's
/// anti-forgery token, too.
pub async fn by_session(app: &App, cookie: &str, token: Option<&str>, changes: bool, origin: Origin) -> Result<Caller> {
    session::find(app, cookie, token, changes, origin).await
}

/// An account that has shown who it is.
#[derive(Clone)]
pub struct Known {
    actor: Actor,
    grants: std::sync::Arc<Grants>,
}

impl Known {
    fn caller(&self, origin: Origin) -> Caller {
        let actor = Actor { user_agent: origin.user_agent, ip_address: origin.ip_address, ..self.actor.clone() };
        Caller::new(actor, self.grants.clone()).traced()
    }
}

type Expiry = Option<jiff::Timestamp>;

fn account_of_key(tx: &mut Tx<'_>, hint: &str, verifier: &str) -> Result<Option<(Known, Expiry)>> {
    for api_key in tx.list::<ApiKey>(&Query::new().eq("hint", hint))? {
        if !key::same(&api_key.verifier, verifier) {
            continue;
        }
        let Some(user) = active_user(tx, api_key.user_id.as_str())? else { return Ok(None) };
        let actor = Actor {
            established_with: "API key".to_owned(),
            api_key_id: Some(api_key.id.to_string()),
            api_key_hint: Some(api_key.hint.clone()),
            ..actor_of(&user)
        };
        let grants = callers::grants_of(tx, &user.id)?.into();
        return Ok(Some((Known { actor, grants }, api_key.expires)));
    }
    Ok(None)
}

/// The account, unless it was disabled: that cuts at once.
fn active_user(tx: &mut Tx<'_>, id: &str) -> Result<Option<User>> {
    Ok(tx.load::<User>(id)?.map(|found| found.record).filter(|user| user.is_active))
}

fn actor_of(user: &User) -> Actor {
    Actor { user_id: user.id.clone(), username: user.username.clone(), is_service: user.is_service, ..Actor::system() }
}
