//! Sessions of people in a browser: a cookie, and a token against forged requests (access.md 11).

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};
use pulpo_access::Caller;
use pulpo_access::caller::Credential;
use pulpo_domain::account::User;
use pulpo_domain::ambient;
use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_domain::ids::UserId;
use pulpo_domain::names;
use pulpo_domain::settings::Sessions as Lengths;
use pulpo_store::{Query, Row, Topic, Tx, params};

use super::hash::{kept, secret};
use super::throttle::Verdict;
use super::{Known, Origin, active_user, actor_of, callers, guest, key};
use crate::app::App;
use crate::audit::refusals::{self, Refusal};
use crate::configuration;
use crate::error::{Error, Result};

/// What somebody signs in with. It has no `Debug`, for the password's sake.
pub struct LogIn {
    pub username: String,
    pub password: String,
    pub remember_me: bool,
}

/// A session that was just opened.
pub struct NewSession {
    pub user: User,
    /// For the cookie that scripts cannot read.
    pub cookie: String,
    /// For the cookie that the page's script reads and sends back as a header.
    pub csrf: String,
    /// How long the browser shall keep the cookies, in seconds; without it, until it is closed.
    pub keep_for: Option<i64>,
}

/// A request that comes with a session's cookie.
#[derive(Debug, Clone, Copy)]
pub struct Cookie<'a> {
    pub cookie: &'a str,
    /// The anti-forgery token beside it.
    pub token: Option<&'a str>,
    /// Whether the request could change something, and so needs the token.
    pub changes: bool,
}

const REFUSED: &str = "Invalid username or password.";
/// Said only to somebody who knows the password.
const DISABLED: &str = "This account has been disabled. Please contact your administrator.";
const TOO_OFTEN: &str = "There were too many failed attempts in a short time. Please try again later.";
/// The longest password that is looked at: hashing more is an attack on our time.
const LONGEST_PASSWORD: usize = 1000;

/// A hash of no password, checked for unknown names, so that the time of an answer does not tell who exists.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Opens a session for a name and password.
pub async fn log_in(app: &App, given: LogIn, origin: Origin) -> Result<NewSession> {
    let current = configuration::current(app).await?;
    let verdict = app.callers().throttle.begin(&given.username, origin.address(), app.now());
    if verdict == Verdict::Ban {
        return Err(Error::invalid(TOO_OFTEN));
    }
    let wanted = names::key(&given.username);
    let candidate = app.read(move |tx| account(tx, &wanted)).await?;
    let is_guest = candidate.as_ref().is_some_and(|user| guest::is_guest(&user.id));
    let matches = if is_guest {
        current.settings.guest_login.is_enabled
    } else {
        let hash = candidate.as_ref().and_then(|user| user.password_hash.clone());
        verify(hash, given.password).await
    };
    let username: String = given.username.chars().filter(|character| !character.is_control()).take(64).collect();
    let user = match candidate.filter(|_| matches) {
        Some(user) if user.is_active && !user.is_service => user,
        refused => {
            return Err(refuse(app, verdict, refused.is_some(), &username, &origin).await?);
        }
    };
    app.callers().throttle.succeeded(&given.username, origin.address());
    let lengths = current.settings.sessions.clone();
    let is_remembered = given.remember_me && lengths.remember_me_enabled && !is_guest;
    let opened = app.write(move |tx| open(tx, user, &origin, &lengths, is_remembered)).await?;
    opened.ok_or_else(|| Error::invalid(REFUSED))
}

async fn verify(hash: Option<String>, password: String) -> bool {
    let is_someone = hash.is_some() && password.len() <= LONGEST_PASSWORD;
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let matches = tokio::task::spawn_blocking(move || {
        let given = &password.as_bytes()[..password.len().min(LONGEST_PASSWORD)];
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(given, &hash).is_ok())
    });
    matches.await.unwrap_or(false) && is_someone
}

/// Says no: with a delay for those who keep guessing, and a word in the audit.
async fn refuse(app: &App, verdict: Verdict, knows: bool, username: &str, origin: &Origin) -> Result<Error> {
    let more = if verdict == Verdict::Last { ", and further attempts for a while" } else { "" };
    let message = format!("Sign-in as \"{username}\" was refused{more}");
    let actor = refusals::stranger(origin, "Password");
    let refusal = Refusal { category: Category::LoginFailed, actor, message, related: Vec::new() };
    refusals::record(app, refusal).await?;
    if verdict != Verdict::Continue {
        app.slow_down().await;
    }
    Ok(Error::invalid(if knows { DISABLED } else { REFUSED }))
}

/// Opens the session, unless the account was changed while its password was looked at.
fn open(
    tx: &mut Tx<'_>,
    user: User,
    origin: &Origin,
    lengths: &Lengths,
    is_remembered: bool,
) -> Result<Option<NewSession>> {
    let still = active_user(tx, user.id.as_str())?;
    let Some(user) = still.filter(|now| now.password_hash == user.password_hash) else { return Ok(None) };
    forget_old(tx)?;
    let (cookie, csrf) = (secret(tx.random()), secret(tx.random()));
    let name = format!("Sessions-{}", ambient::code(tx.random(), 16));
    let now = tx.now();
    let sql = "INSERT INTO session \
         (id, name, user_id, csrf, created, last_seen, is_remembered, ip_address, user_agent) \
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)";
    let agent: Option<String> = origin.user_agent.as_ref().map(|agent| agent.chars().take(300).collect());
    let values = params![
        kept(&cookie),
        name.as_str(),
        user.id.as_str(),
        csrf.as_str(),
        now,
        is_remembered,
        origin.ip_address.as_deref(),
        agent.as_deref()
    ];
    tx.execute(sql, values)?;
    let with = if guest::is_guest(&user.id) { "Guest login" } else { "Password" };
    record(tx, Category::LoginSucceeded, &user, with, origin, format!("{} signed in", user.username))?;
    let keep_for = is_remembered.then_some(lengths.maximum_session_duration_in_seconds);
    Ok(Some(NewSession { user, cookie, csrf, keep_for }))
}

/// Opens a session for an account that has just been made.
pub(crate) fn open_first(tx: &mut Tx<'_>, user: User, origin: &Origin) -> Result<NewSession> {
    let opened = open(tx, user, origin, &Lengths::default(), false)?;
    opened.ok_or_else(|| Error::invalid("the account was changed meanwhile; sign in with its password"))
}

/// Removes the rows of sessions that no setting lets live any more.
fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let (oldest, idle) = (tx.now() - SignedDuration::from_hours(24 * 90), tx.now() - SignedDuration::from_hours(24));
    let sql = "DELETE FROM session WHERE created < $1 OR (is_remembered = 0 AND last_seen < $2)";
    tx.execute(sql, params![oldest, idle])?;
    Ok(())
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

fn record(
    tx: &mut Tx<'_>,
    category: Category,
    user: &User,
    with: &str,
    origin: &Origin,
    message: String,
) -> Result<()> {
    let actor = Actor {
        established_with: with.to_owned(),
        user_agent: origin.user_agent.clone(),
        ip_address: origin.ip_address.clone(),
        ..actor_of(user)
    };
    let related = vec![user.id.to_string()];
    Ok(tx.audit(NewEvent { space_id: None, category, actor, message, related, details: None })?)
}

/// Ends the session of a cookie, if it is one.
pub async fn log_out(app: &App, cookie: &str, origin: Origin) -> Result<()> {
    let id = kept(cookie);
    app.write(move |tx| {
        let Some(row) = find(tx, &id)? else { return Ok(()) };
        super::sessions::remove(tx, &row.name)?;
        if let Some(user) = tx.load::<User>(row.user_id.as_str())?.map(|found| found.record) {
            let message = format!("{} signed out", user.username);
            record(tx, Category::LoggedOut, &user, "Session cookie", &origin, message)?;
        }
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

/// A session as it is kept.
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) user_id: UserId,
    pub(super) csrf: String,
    pub(super) created: Timestamp,
    pub(super) last_seen: Timestamp,
    pub(super) is_remembered: bool,
    pub(super) ip_address: Option<String>,
    pub(super) user_agent: Option<String>,
}

/// The columns of [`Kept`].
pub(super) const COLUMNS: &str = "name, user_id, csrf, created, last_seen, is_remembered, ip_address, user_agent";

pub(super) fn decode(row: &Row) -> Result<Kept> {
    Ok(Kept {
        name: row.text(0)?.to_owned(),
        user_id: UserId::new(row.text(1)?),
        csrf: row.text(2)?.to_owned(),
        created: row.timestamp(3)?,
        last_seen: row.timestamp(4)?,
        is_remembered: row.int(5)? == 1,
        ip_address: row.optional_text(6)?.map(str::to_owned),
        user_agent: row.optional_text(7)?.map(str::to_owned),
    })
}

impl Kept {
    /// When it ends, by the settings of now: a shorter one holds for the sessions that are there, too.
    pub(super) fn ends(&self, lengths: &Lengths) -> Timestamp {
        let last = self.created + SignedDuration::from_secs(lengths.maximum_session_duration_in_seconds);
        if self.is_remembered && lengths.remember_me_enabled {
            return last;
        }
        last.min(self.last_seen + SignedDuration::from_secs(lengths.session_timeout_in_seconds))
    }
}

fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Kept>> {
    let rows = tx.query(&format!("SELECT {COLUMNS} FROM session WHERE id = $1"), params![id])?;
    rows.first().map(decode).transpose()
}

/// The caller whose browser holds this cookie; nobody, if there is no such session any more.
pub(super) async fn by_cookie(app: &App, given: Cookie<'_>, origin: Origin) -> Result<Option<Caller>> {
    let id = kept(given.cookie);
    let now = app.now();
    let epoch = app.callers().epoch();
    let current = configuration::current(app).await?;
    let lengths = &current.settings.sessions;
    let wanted = id.clone();
    let found = app
        .read(move |tx| {
            let Some(session) = find(tx, &wanted)? else { return Ok(None) };
            Ok(active_user(tx, session.user_id.as_str())?.map(|user| (session, user)))
        })
        .await?;
    let Some((session, user)) = found.filter(|(session, _)| session.ends(lengths) > now) else { return Ok(None) };
    if given.changes && !given.token.is_some_and(|token| key::same(token, &session.csrf)) {
        return Err(Error::invalid("A required anti-forgery token was not supplied or was invalid."));
    }
    // A session that is used is kept alive, with a write now and then.
    let step = (lengths.session_timeout_in_seconds / 20).max(1);
    if now > session.last_seen + SignedDuration::from_secs(step) {
        app.write(move |tx| {
            tx.execute("UPDATE session SET last_seen = $1 WHERE id = $2", params![now, id.as_str()])?;
            Ok(())
        })
        .await?;
    }
    let credential = format!("session of {}", user.id);
    let shown = Credential::Session(session.name);
    if let Some(known) = app.callers().find(&credential, now) {
        return Ok(Some(known.caller(origin, shown)));
    }
    let actor = Actor { established_with: "Session cookie".to_owned(), ..actor_of(&user) };
    let known = Known::new(actor, app.read(move |tx| callers::grants_of(tx, &user.id)).await?);
    let caller = known.caller(origin, shown);
    app.callers().remember(credential, known, None, epoch);
    Ok(Some(caller))
}
