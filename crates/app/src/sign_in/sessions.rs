//! Sessions as people see them: listed, and ended one by one or all together (access.md 11).

use jiff::Timestamp;
use pulpo_access::caller::Credential;
use pulpo_access::permissions::UserEdit;
use pulpo_access::{Caller, Place};
use pulpo_domain::event::Category;
use pulpo_store::{Topic, Tx, params};

use super::Origin;
use super::session::{COLUMNS, Cookie, Kept, by_cookie, decode};
use crate::app::App;
use crate::audit;
use crate::configuration;
use crate::error::{Error, Result};
use crate::people::users::{find, is_own};

/// A session of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names it and opens nothing.
    pub name: String,
    pub created: Timestamp,
    /// To the minute or so.
    pub last_seen: Timestamp,
    /// When it ends if nobody uses it.
    pub ends: Timestamp,
    pub is_remembered: bool,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// The caller whose browser holds this session's cookie; a request that changes something must carry the session's
/// anti-forgery token, too.
pub async fn of_cookie(app: &App, given: Cookie<'_>, origin: Origin) -> Result<Caller> {
    let found = by_cookie(app, given, origin).await?;
    found.ok_or_else(|| Error::Unauthenticated("Your session has ended. Please sign in again.".to_owned()))
}

/// The sessions of an account that have not ended, the latest first: one's own always, another's with `UserEdit`.
pub async fn list(app: &App, caller: &Caller, user: &str) -> Result<Vec<Session>> {
    may(caller, user)?;
    let lengths = configuration::current(app).await?.settings.sessions.clone();
    let (user, own) = (user.to_owned(), caller.credential().clone());
    let now = app.now();
    app.read(move |tx| {
        let user = find(tx, &user)?;
        let sql = format!("SELECT {COLUMNS} FROM session WHERE user_id = $1 ORDER BY created DESC, name");
        let rows = tx.query(&sql, params![user.id.as_str()])?;
        let all = rows.iter().map(decode).collect::<Result<Vec<Kept>>>()?;
        let open = all.into_iter().map(|kept| {
            let ends = kept.ends(&lengths);
            let is_current = own == Credential::Session(kept.name.clone());
            Session {
                name: kept.name,
                created: kept.created,
                last_seen: kept.last_seen,
                ends,
                is_remembered: kept.is_remembered,
                ip_address: kept.ip_address,
                user_agent: kept.user_agent,
                is_current,
            }
        });
        Ok(open.filter(|session| session.ends > now).collect())
    })
    .await
}

/// Ends one session.
pub async fn end(app: &App, caller: &Caller, user: &str, name: &str) -> Result<()> {
    may(caller, user)?;
    let (caller, user, name) = (caller.clone(), user.to_owned(), name.to_owned());
    app.write(move |tx| {
        let user = find(tx, &user)?;
        let sql = "SELECT 1 FROM session WHERE name = $1 AND user_id = $2";
        if tx.query(sql, params![name.as_str(), user.id.as_str()])?.is_empty() {
            return Err(Error::not_found("session", name));
        }
        remove(tx, &name)?;
        let message = format!("A session of {} was ended", user.username);
        audit::event(tx, &caller, Category::Modified, None, message, &[user.id.as_str()])?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

fn may(caller: &Caller, user: &str) -> Result<()> {
    if !is_own(caller, user) {
        caller.require::<UserEdit>(&Place::SYSTEM)?;
    }
    Ok(())
}

/// Removes a session and the tokens that it was exchanged for.
pub(super) fn remove(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    tx.execute("DELETE FROM access_token WHERE session_id = $1", params![name])?;
    tx.execute("DELETE FROM session WHERE name = $1", params![name])?;
    Ok(())
}
