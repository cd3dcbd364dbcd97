//! Sessions of people in a browser: a cookie, and a token against forged requests (access.md 11).

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};
use pulpo_access::Caller;
use pulpo_domain::account::User;
use pulpo_domain::ambient::Random;
use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_domain::ids::UserId;
use pulpo_domain::names;
use pulpo_store::{Query, Tx, params};
use sha2::{Digest, Sha256};

use super::{Known, Origin, active_user, actor_of, callers, key};
use crate::app::App;
use crate::error::{Error, Result};

/// How long a session lasts.
const LENGTH: SignedDuration = SignedDuration::from_hours(24);

/// A session that was just opened.
pub struct NewSession {
    pub user: User,
    /// For the cookie that scripts cannot read.
    pub cookie: String,
    /// For the cookie that the page's script reads and sends back as a header.
    pub csrf: String,
    pub expires: Timestamp,
}

const REFUSED: &str = "Invalid username or password.";
/// Said only to somebody who knows the password.
const DISABLED: &str = "This account has been disabled. Please contact your administrator.";
const TOO_OFTEN: &str = "There were too many failed attempts in a short time. Please try again later.";

/// A hash of no password, checked for unknown names, so that the time of an answer does not tell who exists.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn secret(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    hex::encode(bytes)
}

/// The cookie itself is not kept: a stolen database opens no session.
fn lookup(cookie: &str) -> String {
    hex::encode(Sha256::digest(cookie.as_bytes()))
}

/// Opens a session for a name and password.
pub async fn log_in(app: &App, username: &str, password: &str, origin: Origin) -> Result<NewSession> {
    let address = origin.ip_address.clone().unwrap_or_default();
    if !app.callers().throttle.lets(username, &address, app.store().clock().now()) {
        return Err(Error::invalid(TOO_OFTEN));
    }
    let wanted = names::key(username);
    let candidate = app.read(move |tx| account(tx, &wanted)).await?.filter(|user| user.password_hash.is_some());
    let hash = candidate.as_ref().and_then(|user| user.password_hash.clone()).unwrap_or_else(|| NOBODY.to_owned());
    let given = password.to_owned();
    let matches = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(given.as_bytes(), &hash).is_ok())
    });
    let matches = matches.await.unwrap_or(false);
    let username = username.chars().take(64).collect::<String>();
    let user = match candidate.filter(|_| matches) {
        Some(user) if user.is_active && !user.is_service => user,
        refused => {
            let closes = app.callers().throttle.failed(&username, &address, app.store().clock().now());
            let answer = if refused.is_some() { DISABLED } else { REFUSED };
            let more = if closes { ", and further attempts for a while" } else { "" };
            let message = format!("Sign-in as \"{username}\" was refused{more}");
            app.write(move |tx| {
                Ok(tx.audit(event(Category::LoginFailed, Actor::system(), origin, message, Vec::new()))?)
            })
            .await?;
            return Err(Error::invalid(answer));
        }
    };
    app.callers().throttle.succeeded(&username, &address);
    app.write(move |tx| {
        let (cookie, csrf) = (secret(tx.random()), secret(tx.random()));
        let (now, expires) = (tx.now(), tx.now() + LENGTH);
        tx.execute("DELETE FROM session WHERE expires < $1", params![now])?;
        let sql = "INSERT INTO session (id, user_id, csrf, created, expires) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, params![lookup(&cookie), user.id.as_str(), csrf.as_str(), now, expires])?;
        let message = format!("{} signed in", user.username);
        tx.audit(event(Category::LoginSucceeded, actor_of(&user), origin, message, vec![user.id.to_string()]))?;
        Ok(NewSession { user, cookie, csrf, expires })
    })
    .await
}

/// The account with this user name, or the only one with this address (access.md 1.1).
fn account(tx: &mut Tx<'_>, key: &str) -> Result<Option<User>> {
    if let Some(user) = tx.list::<User>(&Query::new().eq("name_key", key))?.pop() {
        return Ok(Some(user));
    }
    if key.is_empty() {
        return Ok(None);
    }
    let mut by_address = tx.list::<User>(&Query::new().eq("email_key", key).take(2))?;
    Ok(by_address.pop().filter(|_| by_address.is_empty()))
}

fn event(category: Category, actor: Actor, origin: Origin, message: String, related: Vec<String>) -> NewEvent {
    let established_with = "Password".to_owned();
    let actor = Actor { established_with, user_agent: origin.user_agent, ip_address: origin.ip_address, ..actor };
    NewEvent { space_id: None, category, actor, message, related, details: None }
}

/// Ends a session.
pub async fn log_out(app: &App, cookie: &str) -> Result<()> {
    let id = lookup(cookie);
    app.write(move |tx| {
        tx.execute("DELETE FROM session WHERE id = $1", params![id])?;
        tx.wake(pulpo_store::Topic::Access);
        Ok(())
    })
    .await
}

pub(super) async fn find(
    app: &App,
    cookie: &str,
    token: Option<&str>,
    changes: bool,
    origin: Origin,
) -> Result<Caller> {
    let id = lookup(cookie);
    let now = app.store().clock().now();
    let epoch = app.callers().epoch();
    let session = app
        .read(move |tx| {
            let sql = "SELECT user_id, csrf, expires FROM session WHERE id = $1";
            let rows = tx.query(sql, params![id])?;
            let Some(row) = rows.first() else { return Ok(None) };
            let (user, csrf, expires) = (UserId::new(row.text(0)?), row.text(1)?.to_owned(), row.int(2)?);
            let Some(user) = active_user(tx, user.as_str())? else { return Ok(None) };
            Ok(Some((user, csrf, expires)))
        })
        .await?;
    let refused = || Error::Unauthenticated("Your session has ended. Please sign in again.".to_owned());
    let (user, csrf, _) = session.filter(|(_, _, expires)| *expires > now.as_microsecond()).ok_or_else(refused)?;
    if changes && !token.is_some_and(|token| key::same(token, &csrf)) {
        return Err(Error::invalid("A required anti-forgery token was not supplied or was invalid."));
    }
    let credential = format!("session of {}", user.id);
    if let Some(known) = app.callers().find(&credential, now) {
        return Ok(known.caller(origin));
    }
    let actor = Actor { established_with: "Session cookie".to_owned(), ..actor_of(&user) };
    let grants = app.read(move |tx| callers::grants_of(tx, &user.id)).await?.into();
    let known = Known { actor, grants };
    let caller = known.caller(origin);
    app.callers().remember(credential, known, None, epoch);
    Ok(caller)
}
