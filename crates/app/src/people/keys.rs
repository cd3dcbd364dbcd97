//! API keys: one's own always, a service account's with `UserEdit`, another person's never (access.md 3, 7).

use jiff::{SignedDuration, Timestamp};
use pulpo_access::permissions::UserEdit;
use pulpo_access::{Caller, Denied, Granted, Place};
use pulpo_domain::account::{ApiKey, User};
use pulpo_domain::ambient;
use pulpo_domain::ids::ApiKeyId;
use pulpo_store::{Page, Query, Topic, Tx};

use super::rules;
use super::users::{find, is_own};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::sign_in::key;

/// The life of a key for which nobody chose one (US-03).
pub const DEFAULT_DAYS: i64 = 180;
const LONGEST_PURPOSE: usize = 200;

/// A key that was just made, with its text, which can be seen only now.
pub struct NewKey {
    pub key: ApiKey,
    pub text: String,
}

/// Makes a key. One that is made with a key cannot outlive it (CVE-2026-3236).
pub async fn create(
    app: &App,
    caller: &Caller,
    user_id: &str,
    purpose: String,
    expires: Option<Timestamp>,
) -> Result<NewKey> {
    let (caller, user_id) = (caller.clone(), user_id.to_owned());
    let master_key = app.store().master_key().clone();
    app.write(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        let purpose = purpose.trim();
        if purpose.is_empty() || purpose.chars().count() > LONGEST_PURPOSE {
            return Err(Error::invalid(format!(
                "a key needs a purpose of at most {LONGEST_PURPOSE} characters: what will use it?"
            )));
        }
        let expires = expiry(tx.now(), expires, parent(tx, &caller)?.and_then(|parent| parent.expires))?;
        let text = key::generate(tx.random());
        let key = ApiKey {
            id: ApiKeyId::new(format!("APIKeys-{}", ambient::code(tx.random(), 20))),
            user_id: user.id.clone(),
            purpose: purpose.to_owned(),
            created: tx.now(),
            expires: Some(expires),
            hint: key::hint(&text).unwrap_or_default().to_owned(),
            verifier: key::verifier(&master_key, &text),
        };
        let granted = Granted::<UserEdit, _>::by_server(key);
        tx.insert(&granted)?;
        record(tx, &caller, Change::Created, &user, &granted)?;
        Ok(NewKey { key: granted.into_inner(), text })
    })
    .await
}

/// When a new key ends: as asked, or after the usual time, but not after the key that it is made with.
fn expiry(now: Timestamp, asked: Option<Timestamp>, parent: Option<Timestamp>) -> Result<Timestamp> {
    if let Some(asked) = asked {
        if asked <= now {
            return Err(Error::invalid("the key would have expired already; choose a later time"));
        }
        if parent.is_some_and(|parent| asked > parent) {
            return Err(Error::invalid(
                "the key would outlive the key that it is made with; choose an earlier time, or sign in with a password",
            ));
        }
        return Ok(asked);
    }
    let usual = now + SignedDuration::from_hours(24 * DEFAULT_DAYS);
    Ok(parent.map_or(usual, |parent| parent.min(usual)))
}

/// The key that the request came with.
fn parent(tx: &mut Tx<'_>, caller: &Caller) -> Result<Option<ApiKey>> {
    let Some(id) = &caller.actor.api_key_id else { return Ok(None) };
    let found = tx.load::<ApiKey>(id)?.map(|found| found.record);
    // It was deleted while the request was under way.
    found.map(Some).ok_or_else(|| Error::Unauthenticated("the API key of this request has been deleted".to_owned()))
}

/// The keys of an account, the newest first.
pub async fn list(app: &App, caller: &Caller, user_id: &str, skip: i64, take: i64) -> Result<Page<ApiKey>> {
    let (caller, user_id) = (caller.clone(), user_id.to_owned());
    app.read(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        Ok(tx.page(&Query::new().eq("user_id", user.id.as_str()).order("created DESC, id"), skip, take)?)
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, user_id: &str, id: &str) -> Result<ApiKey> {
    let (caller, user_id, id) = (caller.clone(), user_id.to_owned(), id.to_owned());
    app.read(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        of_user(tx, &user, &id)
    })
    .await
}

/// Deletes a key, which works no more from then on.
pub async fn delete(app: &App, caller: &Caller, user_id: &str, id: &str) -> Result<()> {
    let (caller, user_id, id) = (caller.clone(), user_id.to_owned(), id.to_owned());
    app.write(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        let granted = Granted::<UserEdit, _>::by_server(of_user(tx, &user, &id)?);
        tx.delete(&granted)?;
        record(tx, &caller, Change::Deleted, &user, &granted)?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

fn of_user(tx: &mut Tx<'_>, user: &User, id: &str) -> Result<ApiKey> {
    let key = tx.load::<ApiKey>(id)?.ok_or_else(|| Error::not_found("API key", id))?.record;
    if key.user_id != user.id {
        return Err(Error::invalid(format!("the API key \"{id}\" does not belong to {}", user.username)));
    }
    Ok(key)
}

/// The account whose keys are meant, for whoever may deal with them.
fn account(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<User> {
    if is_own(caller, id) {
        return find(tx, id);
    }
    caller.require::<UserEdit>(&Place::SYSTEM)?;
    let user = find(tx, id)?;
    if !user.is_service {
        let why = "The keys of a person are that person's alone.".to_owned();
        return Err(Denied::Refused(why).into());
    }
    rules::may_act_on(tx, caller, &user)?;
    Ok(user)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, user: &User, key: &ApiKey) -> Result<()> {
    let name = format!("{}... ({}) of {}", key.hint, key.purpose, user.username);
    Ok(audit::changed(tx, caller, change, None, ("API key", &name), &[key.id.as_str(), user.id.as_str()])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_made_with_a_key_cannot_outlive_it() {
        let (now, parent) = (at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
        assert_eq!(expiry(now, None, Some(parent)).unwrap(), parent);
        assert!(expiry(now, Some(at("2026-02-01T00:00:01Z")), Some(parent)).is_err());
        assert_eq!(expiry(now, Some(parent), Some(parent)).unwrap(), parent);
    }

    #[test]
    fn a_key_without_a_choice_lives_half_a_year() {
        let now = at("2026-01-01T00:00:00Z");
        assert_eq!(expiry(now, None, None).unwrap(), at("2026-06-30T00:00:00Z"));
        assert!(expiry(now, Some(now), None).is_err(), "expired already");
    }
}
