//! Access tokens: an hour of somebody's rights, got for an identity token, a key or a session, and never longer than
//! that holds (access.md 13; CVE-2026-3236).

use jiff::{SignedDuration, Timestamp};
use pulpo_access::Caller;
use pulpo_access::caller::Credential;
use pulpo_domain::account::{ApiKey, OidcIdentity};
use pulpo_domain::event::{Actor, Category};
use pulpo_store::{Tx, params};

use super::hash::{kept, secret};
use super::{Known, Origin, active_user, actor_of, callers, guest};
use crate::app::App;
use crate::audit;
use crate::audit::refusals::{self, Refusal};
use crate::error::{Error, Result};

/// What every token begins with; a secret scanner finds tokens by it.
const PREFIX: &str = "pulpo_";
/// How long a token holds at most.
pub(super) const LIFE: SignedDuration = SignedDuration::from_hours(1);

const BAD_TOKEN: &str = "The access token you provided was not valid or has expired. Please sign in again.";

/// A token that was just made. It has no `Debug`, for it opens doors.
pub struct NewToken {
    pub text: String,
    pub seconds: i64,
}

/// What a token was got for, and ends with.
#[derive(Default)]
pub(super) struct Source {
    pub(super) identity: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) session: Option<String>,
    pub(super) established_with: String,
    /// When that ends itself.
    pub(super) not_after: Option<Timestamp>,
}

/// Makes a token of an account.
pub(super) fn make(tx: &mut Tx<'_>, user: &str, source: Source) -> Result<NewToken> {
    let now = tx.now();
    tx.execute("DELETE FROM access_token WHERE expires <= $1", params![now])?;
    let text = format!("{PREFIX}{}", secret(tx.random()));
    let expires = source.not_after.map_or(now + LIFE, |end| end.min(now + LIFE));
    let sql = "INSERT INTO access_token \
         (id, user_id, identity_id, api_key_id, session_id, established_with, issued, expires) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        kept(&text),
        user,
        source.identity.as_deref(),
        source.api_key.as_deref(),
        source.session.as_deref(),
        source.established_with.as_str(),
        now,
        expires
    ];
    tx.execute(sql, values)?;
    Ok(NewToken { text, seconds: expires.duration_since(now).as_secs() })
}

/// The caller who holds this token.
pub async fn by_access_token(app: &App, text: &str, origin: Origin) -> Result<Caller> {
    let id = kept(text);
    let now = app.now();
    if let Some(known) = app.callers().find(&id, now) {
        return Ok(known.caller(origin, Credential::Token));
    }
    let epoch = app.callers().epoch();
    let wanted = id.clone();
    let found = app.read(move |tx| look_up(tx, &wanted)).await?;
    let Some((known, expires)) = found.filter(|(_, expires)| *expires > now) else {
        let actor = refusals::stranger(&origin, "Access token");
        let message = "A request with an access token that does not hold was refused".to_owned();
        let refusal = Refusal { category: Category::CredentialRefused, actor, message, related: Vec::new() };
        refusals::record(app, refusal).await?;
        if app.callers().throttle.bad_credential(origin.address(), now) {
            app.slow_down().await;
        }
        return Err(Error::Unauthenticated(BAD_TOKEN.to_owned()));
    };
    app.callers().remember(id, known.clone(), Some(expires), epoch);
    Ok(known.caller(origin, Credential::Token))
}

/// The account of a token whose source is still there.
fn look_up(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Known, Timestamp)>> {
    let sql = "SELECT user_id, identity_id, api_key_id, session_id, established_with, expires FROM access_token WHERE id = $1";
    let rows = tx.query(sql, params![id])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let Some(user) = active_user(tx, row.text(0)?)? else { return Ok(None) };
    let identity_holds = match row.optional_text(1)? {
        Some(identity) => tx.load::<OidcIdentity>(identity)?.is_some_and(|found| found.record.user_id == user.id),
        None => true,
    };
    let key = match row.optional_text(2)? {
        Some(key) => Some(tx.load::<ApiKey>(key)?.map(|found| found.record)),
        None => None,
    };
    let session_holds = match row.optional_text(3)? {
        Some(session) => !tx.query("SELECT 1 FROM session WHERE name = $1", params![session])?.is_empty(),
        None => true,
    };
    if !identity_holds || !session_holds || key.as_ref().is_some_and(Option::is_none) {
        return Ok(None);
    }
    let key = key.flatten();
    let actor = Actor {
        established_with: row.text(4)?.to_owned(),
        api_key_id: key.as_ref().map(|key| key.id.to_string()),
        api_key_hint: key.map(|key| key.hint),
        ..actor_of(&user)
    };
    let expires = row.timestamp(5)?;
    Ok(Some((Known::new(actor, callers::grants_of(tx, &user.id)?), expires)))
}

/// A token for the caller's own account, got for the key or the session that the request came with.
pub async fn own_token(app: &App, caller: &Caller) -> Result<NewToken> {
    let session = match caller.credential() {
        Credential::Session(name) => Some(name.clone()),
        Credential::Key => None,
        Credential::Token => return Err(Error::invalid("a token cannot be exchanged for another one; sign in again")),
        Credential::Nothing => return Err(Error::invalid("only somebody who has signed in can have a token")),
    };
    if guest::is_guest(&caller.actor.user_id) {
        return Err(Error::invalid("the guest has no tokens"));
    }
    let caller = caller.clone();
    app.write(move |tx| {
        let key = match &caller.actor.api_key_id {
            Some(id) => {
                let gone = || Error::Unauthenticated("the API key of this request has been deleted".to_owned());
                Some(tx.load::<ApiKey>(id)?.ok_or_else(gone)?.record)
            }
            None => None,
        };
        let source = Source {
            identity: None,
            not_after: key.as_ref().and_then(|key| key.expires),
            api_key: key.map(|key| key.id.to_string()),
            session,
            established_with: "Access token".to_owned(),
        };
        let user = caller.actor.user_id.as_str();
        let made = make(tx, user, source)?;
        let message = format!("{} got an access token", caller.actor.username);
        audit::event(tx, &caller, Category::Created, None, message, &[user])?;
        Ok(made)
    })
    .await
}
