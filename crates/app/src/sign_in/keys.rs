//! Requests that come with an API key (access.md 3).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use pulpo_access::Caller;
use pulpo_access::caller::Credential;
use pulpo_domain::account::{ApiKey, User};
use pulpo_domain::event::{Actor, Category};
use pulpo_store::{Query, Tx, params};

use super::{Known, Origin, actor_of, callers, guest, key};
use crate::app::App;
use crate::audit::refusals::{self, Refusal};
use crate::error::{Error, Result};

/// One answer for every key that does not hold, so that it tells nothing about which part was wrong.
const BAD_KEY: &str = "The API key you provided was not valid. Please double-check your API key and try again.";

/// The hour in which a key's use was last written down.
pub(super) struct Noted {
    key: String,
    hour: AtomicI64,
}

/// What became of a key.
enum Judged {
    Holds(Known, Option<Timestamp>),
    /// With what the audit may know of it.
    Refused {
        why: String,
        related: Vec<String>,
    },
}

/// The caller who holds this key.
pub async fn by_api_key(app: &App, text: &str, origin: Origin) -> Result<Caller> {
    if text == guest::KEY
        && let Some(known) = guest::look_in(app).await?
    {
        return Ok(known.caller(origin, Credential::Key));
    }
    let verifier = key::verifier(app.store().master_key(), text);
    let now = app.now();
    let known = match app.callers().find(&verifier, now) {
        Some(known) => known,
        None => match judge(app, text, &verifier, now).await? {
            Judged::Holds(known, _) => known,
            Judged::Refused { why, related } => return Err(refuse(app, &origin, why, related).await?),
        },
    };
    if let Some(noted) = &known.noted {
        note(app, noted, now).await;
    }
    Ok(known.caller(origin, Credential::Key))
}

async fn judge(app: &App, text: &str, verifier: &str, now: Timestamp) -> Result<Judged> {
    let Some(hint) = key::hint(text).map(str::to_owned) else {
        return Ok(Judged::Refused { why: "a text that is no API key".to_owned(), related: Vec::new() });
    };
    let wanted = verifier.to_owned();
    let epoch = app.callers().epoch();
    let judged = app.read(move |tx| look_up(tx, &hint, &wanted, now)).await?;
    if let Judged::Holds(known, expires) = &judged {
        app.callers().remember(verifier.to_owned(), known.clone(), *expires, epoch);
    }
    Ok(judged)
}

fn look_up(tx: &mut Tx<'_>, hint: &str, verifier: &str, now: Timestamp) -> Result<Judged> {
    for api_key in tx.list::<ApiKey>(&Query::new().eq("hint", hint))? {
        if !key::same(&api_key.verifier, verifier) {
            continue;
        }
        let user = tx.load::<User>(api_key.user_id.as_str())?.map(|found| found.record);
        let refused = |why: String| {
            let related = vec![api_key.user_id.to_string(), api_key.id.to_string()];
            Ok(Judged::Refused { why, related })
        };
        let Some(user) = user else { return refused(format!("the API key {hint}... of nobody")) };
        if !user.is_active {
            return refused(format!("the API key {hint}... of the disabled account {}", user.username));
        }
        if api_key.expires.is_some_and(|expires| expires <= now) {
            return refused(format!("the expired API key {hint}... of {}", user.username));
        }
        let actor = Actor {
            established_with: "API key".to_owned(),
            api_key_id: Some(api_key.id.to_string()),
            api_key_hint: Some(api_key.hint.clone()),
            ..actor_of(&user)
        };
        let rows = tx.query("SELECT last_used FROM api_key WHERE id = $1", params![api_key.id.as_str()])?;
        let hour = match rows.first() {
            Some(row) => row.optional_int(0)?.map_or(0, |micros| micros / HOUR),
            None => 0,
        };
        let noted = Some(Arc::new(Noted { key: api_key.id.to_string(), hour: AtomicI64::new(hour) }));
        let known = Known { noted, ..Known::new(actor, callers::grants_of(tx, &user.id)?) };
        return Ok(Judged::Holds(known, api_key.expires));
    }
    Ok(Judged::Refused { why: format!("the unknown API key {hint}..."), related: Vec::new() })
}

/// Says no, writes it down, and takes its time with those who keep trying.
async fn refuse(app: &App, origin: &Origin, why: String, related: Vec<String>) -> Result<Error> {
    let actor = refusals::stranger(origin, "API key");
    let message = format!("A request with {why} was refused");
    refusals::record(app, Refusal { category: Category::CredentialRefused, actor, message, related }).await?;
    if app.callers().throttle.bad_credential(origin.address(), app.now()) {
        app.slow_down().await;
    }
    Ok(Error::Unauthenticated(BAD_KEY.to_owned()))
}

/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

/// Writes down in which hour the key was used: once an hour, however many requests come with it.
async fn note(app: &App, noted: &Noted, now: Timestamp) {
    let hour = now.as_microsecond().div_euclid(HOUR);
    if noted.hour.swap(hour, Ordering::Relaxed) == hour {
        return;
    }
    let (key, at) = (noted.key.clone(), hour * HOUR);
    let written = app.write(move |tx| {
        tx.execute("UPDATE api_key SET last_used = $1 WHERE id = $2", params![at, key.as_str()])?;
        Ok(())
    });
    if let Err(error) = written.await {
        // What was asked for is not to fail for this.
        tracing::warn!(error = &error as &dyn std::error::Error, "the use of a key could not be written down");
    }
}
