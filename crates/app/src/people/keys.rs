//! API keys: one's own always, a service account's with `UserEdit`, another person's never (access.md 3, 7).

use jiff::{SignedDuration, Timestamp};
use pulpo_access::caller::Credential;
use pulpo_access::permissions::UserEdit;
use pulpo_access::{Caller, Denied, Granted, Place};
use pulpo_domain::account::{ApiKey, User};
use pulpo_domain::ambient;
use pulpo_domain::ids::ApiKeyId;
use pulpo_domain::settings::ApiKeys as Policy;
use pulpo_store::{Page, Query, Topic, Tx, params};

use super::rules;
use super::users::{find, is_own};
use crate::app::App;
use crate::audit::{self, Change};
use crate::configuration;
use crate::error::{Error, Result};
use crate::sign_in::{guest, key};

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
        let policy = configuration::settings(tx)?.api_keys;
        may_make(&caller, &user, &policy)?;
        let purpose = purpose.trim();
        if purpose.is_empty() || purpose.chars().count() > LONGEST_PURPOSE {
            return Err(Error::invalid(format!(
                "a key needs a purpose of at most {LONGEST_PURPOSE} characters: what will use it?"
            )));
        }
        let parent = parent(tx, &caller)?.and_then(|parent| parent.expires);
        let expires = expiry(tx.now(), expires, parent, &policy)?;
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

/// Refuses keys to those who shall not have them: the guest, whoever comes with a token (access.md 13), and people
/// where the policy says so.
fn may_make(caller: &Caller, user: &User, policy: &Policy) -> Result<()> {
    let refused = |why: &str| Err(Denied::Refused(why.to_owned()).into());
    if guest::is_guest(&user.id) {
        return refused("The guest has no keys.");
    }
    if *caller.credential() == Credential::Token {
        return refused("A key would outlive the access token of this request.");
    }
    if !user.is_service && !policy.user_api_keys_enabled {
        return refused("On this server only service accounts have API keys.");
    }
    Ok(())
}

/// When a new key ends: as asked, or after the usual time, but not later than the policy lets keys live, and not
/// after the key that it is made with.
fn expiry(now: Timestamp, asked: Option<Timestamp>, parent: Option<Timestamp>, policy: &Policy) -> Result<Timestamp> {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    if let Some(asked) = asked {
        if asked <= now {
            return Err(Error::invalid("the key would have expired already; choose a later time"));
        }
        if parent.is_some_and(|parent| asked > parent) {
            return Err(Error::invalid(
                "the key would outlive the key that it is made with; choose an earlier time, or sign in with a password",
            ));
        }
        // A date that a person has chosen means the end of its day.
        let longest = policy.api_key_max_expiry_days;
        if asked > now + days(longest + 1) {
            return Err(Error::invalid(format!(
                "the key would live too long: on this server a key lives {longest} days at most"
            )));
        }
        return Ok(asked);
    }
    let usual = now + days(policy.api_key_default_expiry_days);
    Ok(parent.map_or(usual, |parent| parent.min(usual)))
}

/// The key that the request came with.
fn parent(tx: &mut Tx<'_>, caller: &Caller) -> Result<Option<ApiKey>> {
    let Some(id) = &caller.actor.api_key_id else { return Ok(None) };
    let found = tx.load::<ApiKey>(id)?.map(|found| found.record);
    // It was deleted while the request was under way.
    found.map(Some).ok_or_else(|| Error::Unauthenticated("the API key of this request has been deleted".to_owned()))
}

/// A key, and in which hour it was last used.
#[derive(Debug, Clone)]
pub struct Used {
    pub key: ApiKey,
    pub last_used: Option<Timestamp>,
}

fn used(tx: &mut Tx<'_>, key: ApiKey) -> Result<Used> {
    let rows =
        tx.query("SELECT last_used FROM api_key WHERE id = $1 AND last_used IS NOT NULL", params![key.id.as_str()])?;
    let last_used = rows.first().map(|row| row.timestamp(0)).transpose()?;
    Ok(Used { key, last_used })
}

/// The keys of an account, the newest first.
pub async fn list(app: &App, caller: &Caller, user_id: &str, skip: i64, take: i64) -> Result<Page<Used>> {
    let (caller, user_id) = (caller.clone(), user_id.to_owned());
    app.read(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        let query = Query::new().eq("user_id", user.id.as_str()).order("created DESC, id");
        let Page { items, total } = tx.page(&query, skip, take)?;
        Ok(Page { items: items.into_iter().map(|key| used(tx, key)).collect::<Result<_>>()?, total })
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, user_id: &str, id: &str) -> Result<Used> {
    let (caller, user_id, id) = (caller.clone(), user_id.to_owned(), id.to_owned());
    app.read(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        let key = of_user(tx, &user, &id)?;
        used(tx, key)
    })
    .await
}

/// Deletes a key, which works no more from then on.
pub async fn delete(app: &App, caller: &Caller, user_id: &str, id: &str) -> Result<()> {
    let (caller, user_id, id) = (caller.clone(), user_id.to_owned(), id.to_owned());
    app.write(move |tx| {
        let user = account(tx, &caller, &user_id)?;
        let granted = Granted::<UserEdit, _>::by_server(of_user(tx, &user, &id)?);
        tx.execute("DELETE FROM access_token WHERE api_key_id = $1", params![granted.id.as_str()])?;
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
        let policy = Policy::default();
        assert_eq!(expiry(now, None, Some(parent), &policy).unwrap(), parent);
        assert!(expiry(now, Some(at("2026-02-01T00:00:01Z")), Some(parent), &policy).is_err());
        assert_eq!(expiry(now, Some(parent), Some(parent), &policy).unwrap(), parent);
    }

    #[test]
    fn a_key_without_a_choice_lives_half_a_year() {
        let now = at("2026-01-01T00:00:00Z");
        assert_eq!(expiry(now, None, None, &Policy::default()).unwrap(), at("2026-06-30T00:00:00Z"));
        assert!(expiry(now, Some(now), None, &Policy::default()).is_err(), "expired already");
    }

    #[test]
    fn a_key_lives_no_longer_than_the_policy_lets_it() {
        let now = at("2026-01-01T12:00:00Z");
        let policy = Policy { api_key_default_expiry_days: 7, api_key_max_expiry_days: 30, ..Policy::default() };
        assert_eq!(expiry(now, None, None, &policy).unwrap(), at("2026-01-08T12:00:00Z"));
        assert!(expiry(now, Some(at("2026-01-31T23:59:59Z")), None, &policy).is_ok(), "the end of the last day");
        assert!(expiry(now, Some(at("2026-02-02T00:00:00Z")), None, &policy).is_err());
        assert!(expiry(now, Some(at("9999-01-01T00:00:00Z")), None, &Policy::default()).is_err(), "never is too long");
    }
}
