//! Who may sign in as a service account with an identity token (access.md 13): `UserEdit`, on accounts that may do no
//! more than oneself.

use idtoken::Pattern;
use pulpo_access::caller::Credential;
use pulpo_access::permissions::UserEdit;
use pulpo_access::{Caller, Denied, Granted, Place};
use pulpo_domain::account::{OidcIdentity, User};
use pulpo_domain::ambient;
use pulpo_domain::ids::OidcIdentityId;
use pulpo_domain::names;
use pulpo_store::{Page, Query, Topic, Tx, params};

use super::rules;
use super::users::{find, is_own};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};

const LONGEST_NAME: usize = 200;
const LONGEST_ADDRESS: usize = 500;
const LONGEST_AUDIENCE: usize = 300;
/// The most identities of one account.
const MOST: i64 = 100;

/// What a person can say about an identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub issuer: String,
    pub subject: String,
    pub audience: Option<String>,
}

/// The identities of an account, and what their issuers must call it.
#[derive(Debug, Clone)]
pub struct Identities {
    pub external_id: String,
    pub page: Page<OidcIdentity>,
}

/// The identities of a service account; one's own, too.
pub async fn list(app: &App, caller: &Caller, user: &str, skip: i64, take: i64) -> Result<Identities> {
    let (caller, user) = (caller.clone(), user.to_owned());
    // The external id is made when it is first asked for.
    app.write(move |tx| {
        let user = to_see(tx, &caller, &user)?;
        let external_id = external_id(tx, &user)?;
        let query = Query::new().eq("user_id", user.id.as_str()).order("id");
        Ok(Identities { external_id, page: tx.page(&query, skip, take)? })
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, user: &str, id: &str) -> Result<OidcIdentity> {
    let (caller, user, id) = (caller.clone(), user.to_owned(), id.to_owned());
    app.read(move |tx| {
        let user = to_see(tx, &caller, &user)?;
        of_user(tx, &user, &id)
    })
    .await
}

pub async fn create(app: &App, caller: &Caller, user: &str, edit: Edit) -> Result<OidcIdentity> {
    let (caller, user) = (caller.clone(), user.to_owned());
    app.write(move |tx| {
        let user = to_change(tx, &caller, &user)?;
        if tx.count::<OidcIdentity>(&Query::new().eq("user_id", user.id.as_str()))? >= MOST {
            return Err(Error::invalid(format!(
                "an account has at most {MOST} identities; use wildcards in a subject"
            )));
        }
        external_id(tx, &user)?;
        let blank = OidcIdentity {
            id: OidcIdentityId::numbered(tx.next_number(OidcIdentityId::COLLECTION)?),
            user_id: user.id.clone(),
            name: String::new(),
            issuer: String::new(),
            subject: String::new(),
            audience: None,
            created: tx.now(),
        };
        let granted = Granted::<UserEdit, _>::by_server(edited(blank, edit)?);
        tx.insert(&granted)?;
        record(tx, &caller, Change::Created, &user, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Changes an identity; tokens that were got with it before hold no more.
pub async fn modify(app: &App, caller: &Caller, user: &str, id: &str, edit: Edit) -> Result<OidcIdentity> {
    let (caller, user, id) = (caller.clone(), user.to_owned(), id.to_owned());
    app.write(move |tx| {
        let user = to_change(tx, &caller, &user)?;
        let before = of_user(tx, &user, &id)?;
        let granted = Granted::<UserEdit, _>::by_server(edited(before.clone(), edit)?);
        tx.update(&granted)?;
        end_tokens(tx, &granted)?;
        let name = name_of(&user, &granted);
        let related = [granted.id.as_str(), user.id.as_str()];
        audit::modified(tx, &caller, None, ("OIDC identity", &name), &related, (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

/// Removes an identity with the tokens that were got with it.
pub async fn delete(app: &App, caller: &Caller, user: &str, id: &str) -> Result<()> {
    let (caller, user, id) = (caller.clone(), user.to_owned(), id.to_owned());
    app.write(move |tx| {
        let user = to_change(tx, &caller, &user)?;
        let granted = Granted::<UserEdit, _>::by_server(of_user(tx, &user, &id)?);
        tx.delete(&granted)?;
        end_tokens(tx, &granted)?;
        record(tx, &caller, Change::Deleted, &user, &granted)
    })
    .await
}

/// Removes what an account that goes leaves behind.
pub(super) fn forget(tx: &mut Tx<'_>, user: &User) -> Result<()> {
    for identity in tx.list::<OidcIdentity>(&Query::new().eq("user_id", user.id.as_str()))? {
        tx.delete(&Granted::<UserEdit, _>::by_server(identity))?;
    }
    tx.execute("DELETE FROM external_id WHERE user_id = $1", params![user.id.as_str()])?;
    Ok(())
}

fn end_tokens(tx: &mut Tx<'_>, identity: &OidcIdentity) -> Result<()> {
    tx.execute("DELETE FROM access_token WHERE identity_id = $1", params![identity.id.as_str()])?;
    tx.wake(Topic::Access);
    Ok(())
}

/// What issuers call the account; made once, and told to nobody but those who set them up.
fn external_id(tx: &mut Tx<'_>, user: &User) -> Result<String> {
    let rows = tx.query("SELECT guid FROM external_id WHERE user_id = $1", params![user.id.as_str()])?;
    if let Some(row) = rows.first() {
        return Ok(row.text(0)?.to_owned());
    }
    let guid = ambient::guid(tx.random());
    tx.execute("INSERT INTO external_id (user_id, guid) VALUES ($1, $2)", params![user.id.as_str(), guid.as_str()])?;
    Ok(guid)
}

fn of_user(tx: &mut Tx<'_>, user: &User, id: &str) -> Result<OidcIdentity> {
    let found = tx.load::<OidcIdentity>(id)?.map(|found| found.record);
    found.filter(|identity| identity.user_id == user.id).ok_or_else(|| Error::not_found("OIDC identity", id))
}

fn to_see(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<User> {
    if !is_own(caller, id) {
        caller.require::<UserEdit>(&Place::SYSTEM)?;
    }
    service(tx, id)
}

fn to_change(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<User> {
    caller.require::<UserEdit>(&Place::SYSTEM)?;
    if is_own(caller, id) || *caller.credential() == Credential::Token {
        // An identity has no end, so it would outlive the key or the token that has made it (CVE-2026-3236).
        let why = "A service account cannot add to the ways in which it signs in itself.".to_owned();
        return Err(Denied::Refused(why).into());
    }
    let user = service(tx, id)?;
    rules::may_act_on(tx, caller, &user)?;
    Ok(user)
}

fn service(tx: &mut Tx<'_>, id: &str) -> Result<User> {
    let user = find(tx, id)?;
    if user.is_service {
        return Ok(user);
    }
    Err(Error::invalid(format!("{} is a person; only service accounts sign in with identity tokens", user.username)))
}

fn edited(identity: OidcIdentity, edit: Edit) -> Result<OidcIdentity> {
    let name = names::clean(&edit.name, LONGEST_NAME).map_err(Error::invalid)?;
    let issuer = edit.issuer.trim().to_owned();
    check_issuer(&issuer).map_err(Error::invalid)?;
    Pattern::parse(&edit.subject).map_err(Error::invalid)?;
    let audience = edit.audience.map(|audience| audience.trim().to_owned()).filter(|audience| !audience.is_empty());
    if audience.as_ref().is_some_and(|audience| audience.len() > LONGEST_AUDIENCE) {
        return Err(Error::invalid(format!("an audience has at most {LONGEST_AUDIENCE} characters")));
    }
    Ok(OidcIdentity { name, issuer, subject: edit.subject, audience, ..identity })
}

/// Why an address cannot be an issuer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum BadIssuer {
    #[error("the issuer must be an https address such as https://token.actions.githubusercontent.com")]
    NoAddress,
    #[error("give the issuer without \"/.well-known/openid-configuration\", which is added to it")]
    WithSuffix,
    #[error("the issuer must be an address of a host and a path alone: no user, no query, no fragment")]
    WithMore,
}

fn check_issuer(issuer: &str) -> std::result::Result<(), BadIssuer> {
    let rest = issuer.strip_prefix("https://").ok_or(BadIssuer::NoAddress)?;
    let plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte));
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || !plain || issuer.len() > LONGEST_ADDRESS {
        return Err(BadIssuer::NoAddress);
    }
    if rest.contains(['?', '#', '@']) {
        return Err(BadIssuer::WithMore);
    }
    if rest.contains("/.well-known/") { Err(BadIssuer::WithSuffix) } else { Ok(()) }
}

fn name_of(user: &User, identity: &OidcIdentity) -> String {
    format!("{} of {} ({} by {})", identity.name, user.username, identity.subject, identity.issuer)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, user: &User, identity: &OidcIdentity) -> Result<()> {
    let name = name_of(user, identity);
    Ok(audit::changed(tx, caller, change, None, ("OIDC identity", &name), &[identity.id.as_str(), user.id.as_str()])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_a_plain_https_address() {
        for good in
            ["https://token.actions.githubusercontent.com", "https://ghe.example:8443/_services/token", "https://x/"]
        {
            assert_eq!(check_issuer(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("http://issuer.example", BadIssuer::NoAddress),
            ("issuer.example", BadIssuer::NoAddress),
            ("https://", BadIssuer::NoAddress),
            ("https:///path", BadIssuer::NoAddress),
            ("https://a b", BadIssuer::NoAddress),
            ("https://ä.example", BadIssuer::NoAddress),
            ("file:///etc/passwd", BadIssuer::NoAddress),
            ("https://user:secret@issuer.example", BadIssuer::WithMore),
            ("https://issuer.example?x=1", BadIssuer::WithMore),
            ("https://issuer.example#x", BadIssuer::WithMore),
            ("https://issuer.example/.well-known/openid-configuration", BadIssuer::WithSuffix),
        ] {
            assert_eq!(check_issuer(bad), Err(why), "{bad}");
        }
    }
}
