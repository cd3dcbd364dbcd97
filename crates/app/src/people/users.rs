//! Accounts: making, changing, disabling, removing them (access.md 1.1, 1.2; US-01).

use pulpo_access::caller::Credential;
use pulpo_access::permissions::{TeamEdit, UserEdit, UserView};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed};
use pulpo_domain::account::{ApiKey, Team, User};
use pulpo_domain::event::Category;
use pulpo_domain::ids::UserId;
use pulpo_domain::names;
use pulpo_domain::space::Space;
use pulpo_store::{Page, Query, Topic, Tx};

use super::{oidc, password, rules};
use crate::app::App;
use crate::audit::{self, Change};
use crate::configuration;
use crate::error::{Error, Result};
use crate::first_start::hash_password;
use crate::sign_in::guest;

/// The longest user name and display name.
const LONGEST_NAME: usize = 64;
const LONGEST_ADDRESS: usize = 256;
/// Names that would be mistaken for the server's own.
const RESERVED: [&str; 3] = ["guest", "system", "users-system"];

/// What a person can say about an account. A password goes in and is never shown, so this has no `Debug`.
#[derive(Clone, Default)]
pub struct Edit {
    pub username: String,
    pub display_name: String,
    pub email_address: Option<String>,
    /// Absent: as it is; active, for a new account.
    pub is_active: Option<bool>,
    /// Counts at creation only.
    pub is_service: bool,
    /// Absent: as it is.
    pub password: Option<String>,
}

/// What a list of accounts is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub ids: Vec<String>,
    /// A part of the user name, display name or address.
    pub text: Option<String>,
    pub is_active: Option<bool>,
    pub is_service: Option<bool>,
    pub skip: i64,
    pub take: i64,
}

pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<Page<User>> {
    caller.require::<UserView>(&Place::SYSTEM)?;
    app.read(move |tx| {
        let mut query = Query::new().maybe_eq("is_active", filter.is_active).maybe_eq("is_service", filter.is_service);
        if !filter.ids.is_empty() {
            query = query.one_of("id", &filter.ids);
        }
        if let Some(text) = &filter.text {
            let part = names::key(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let sql =
                "(name_key LIKE $1 ESCAPE '\\' OR display_key LIKE $1 ESCAPE '\\' OR email_key LIKE $1 ESCAPE '\\')";
            query = query.raw(sql, &[format!("%{part}%").into()]);
        }
        Ok(tx.page(&query.order("name_key"), filter.skip, filter.take)?)
    })
    .await
}

/// One account: one's own always, another's with `UserView`.
pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<User> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| get_in(tx, &caller, &id)).await
}

pub(crate) fn get_in(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<User> {
    if !is_own(caller, id) {
        caller.require::<UserView>(&Place::SYSTEM)?;
    }
    find(tx, id)
}

pub(crate) fn is_own(caller: &Caller, id: &str) -> bool {
    caller.actor.user_id.as_str() == id
}

pub(crate) fn find(tx: &mut Tx<'_>, id: &str) -> Result<User> {
    Ok(tx.load::<User>(id)?.ok_or_else(|| Error::not_found("user", id))?.record)
}

/// Makes an account. It starts with nothing but what everybody has (US-09).
pub async fn create(app: &App, caller: &Caller, edit: Edit) -> Result<User> {
    caller.require::<UserEdit>(&Place::SYSTEM)?;
    if edit.is_service && edit.password.is_some() {
        return Err(Error::invalid("a service account signs in with keys only; leave out its password"));
    }
    let hash = hashed(app, edit.password.as_deref()).await?;
    let caller = caller.clone();
    app.write(move |tx| {
        let blank = User {
            id: UserId::numbered(tx.next_number(UserId::COLLECTION)?),
            username: String::new(),
            display_name: String::new(),
            email_address: None,
            is_active: edit.is_active.unwrap_or(true),
            is_service: edit.is_service,
            password_hash: hash,
            created: tx.now(),
        };
        let user = edited(tx, blank, &edit)?;
        let granted = Granted::<UserEdit, _>::create(user, &caller)?;
        tx.insert(&granted)?;
        record(tx, &caller, Change::Created, &granted)?;
        tx.wake(Topic::Access);
        Ok(granted.into_inner())
    })
    .await
}

/// Changes an account: one's own name, address and password always; another's with `UserEdit`, if it may do no
/// more than the caller.
pub async fn modify(app: &App, caller: &Caller, id: &str, edit: Edit) -> Result<User> {
    let own = is_own(caller, id);
    if !own {
        caller.require::<UserEdit>(&Place::SYSTEM)?;
    }
    if own && edit.password.is_some() && matches!(caller.credential(), Credential::Key | Credential::Token) {
        // A password outlives the key or the token that set it (CVE-2026-3236).
        return Err(Error::invalid(
            "neither a key nor a token can set the password of its own account; sign in with the old password",
        ));
    }
    if guest::is_guest(&UserId::new(id)) {
        return Err(Error::invalid("the guest's account is as it is; let guests in or not in the configuration"));
    }
    let hash = hashed(app, edit.password.as_deref()).await?;
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let user = find(tx, &id)?;
        if user.is_service && hash.is_some() {
            return Err(Error::invalid("a service account signs in with keys only; it cannot have a password"));
        }
        let mut changed = edited(tx, user.clone(), &edit)?;
        changed.is_active = edit.is_active.unwrap_or(user.is_active);
        if own && changed.is_active != user.is_active {
            return Err(Error::invalid("you cannot disable your own account; ask another administrator"));
        }
        let granted = if own {
            // One's own profile needs no permission (access.md 7).
            Granted::<UserEdit, _>::by_server(changed)
        } else {
            rules::may_act_on(tx, &caller, &user)?;
            Sealed::new(user.clone())
                .open::<UserEdit>(&caller, &[Permission::UserView], &id)?
                .changed_to(changed, &caller)?
        };
        let is_cut = hash.is_some() || (user.is_active && !granted.is_active);
        let granted = match hash {
            Some(hash) => {
                let with_password = User { password_hash: Some(hash), ..granted.into_inner() };
                audit::event(
                    tx,
                    &caller,
                    Category::Modified,
                    None,
                    format!("The password of {} was changed", with_password.username),
                    &[&id],
                )?;
                Granted::<UserEdit, _>::by_server(with_password)
            }
            None => granted,
        };
        tx.update(&granted)?;
        rules::an_administrator_remains(tx)?;
        if is_cut {
            rules::end_sessions(tx, &granted.id)?;
        }
        record_modified(tx, &caller, &user, &granted)?;
        tx.wake(Topic::Access);
        Ok(granted.into_inner())
    })
    .await
}

/// Removes an account with its keys and sessions; its name stays in the audit (US-15).
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<()> {
    caller.require::<UserEdit>(&Place::SYSTEM)?;
    if is_own(caller, id) {
        return Err(Error::invalid("you cannot delete the account that you are signed in with"));
    }
    if guest::is_guest(&UserId::new(id)) {
        return Err(Error::invalid("the guest's account stays; let guests in no more in the configuration"));
    }
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let user = find(tx, &id)?;
        rules::may_act_on(tx, &caller, &user)?;
        let granted = Sealed::new(user).open::<UserEdit>(&caller, &[Permission::UserView], &id)?;
        for key in tx.list::<ApiKey>(&Query::new().eq("user_id", id.as_str()))? {
            tx.delete(&Granted::<UserEdit, _>::by_server(key))?;
        }
        oidc::forget(tx, &granted)?;
        rules::end_sessions(tx, &granted.id)?;
        tx.forget_uses_of(&granted.id)?;
        for mut team in tx.list::<Team>(&Query::new())? {
            if team.member_user_ids.contains(&granted.id) {
                team.member_user_ids.retain(|member| *member != granted.id);
                tx.update(&Granted::<TeamEdit, _>::by_server(team))?;
            }
        }
        for mut space in tx.list::<Space>(&Query::new())? {
            if space.space_managers_team_members.contains(&granted.id) {
                space.space_managers_team_members.retain(|member| *member != granted.id);
                tx.update(&Granted::<pulpo_access::permissions::SpaceEdit, _>::by_server(space))?;
            }
        }
        tx.delete(&granted)?;
        rules::an_administrator_remains(tx)?;
        record(tx, &caller, Change::Deleted, &granted)?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

/// Ends all sessions of an account: one's own always, another's with `UserEdit`.
pub async fn revoke_sessions(app: &App, caller: &Caller, id: &str) -> Result<()> {
    if !is_own(caller, id) {
        caller.require::<UserEdit>(&Place::SYSTEM)?;
    }
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let user = find(tx, &id)?;
        rules::end_sessions(tx, &user.id)?;
        let message = format!("The sessions of {} were ended", user.username);
        audit::event(tx, &caller, Category::Modified, None, message, &[&id])?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

pub(super) fn edited(tx: &mut Tx<'_>, mut user: User, edit: &Edit) -> Result<User> {
    let username = names::clean(&edit.username, LONGEST_NAME).map_err(Error::invalid)?;
    let key = names::key(&username);
    if username.chars().any(char::is_control) {
        return Err(Error::invalid("a user name has no control characters"));
    }
    if RESERVED.contains(&key.as_str()) && key != names::key(&user.username) {
        return Err(Error::invalid(format!("the user name \"{username}\" is reserved; choose another one")));
    }
    let others = Query::new().eq("name_key", key).compare("id", "<>", user.id.as_str());
    if tx.exists::<User>(&others)? {
        return Err(Error::invalid(format!(
            "A user with the name '{username}' already exists. Please choose a different name."
        )));
    }
    user.display_name = names::clean(&edit.display_name, LONGEST_NAME)
        .map_err(|error| Error::invalid(format!("display name: {error}")))?;
    let address = edit.email_address.as_deref().map(str::trim).filter(|address| !address.is_empty());
    if address.is_some_and(|address| address.chars().count() > LONGEST_ADDRESS || !address.contains('@')) {
        return Err(Error::invalid(format!("an e-mail address has an \"@\" and at most {LONGEST_ADDRESS} characters")));
    }
    user.email_address = address.map(str::to_owned);
    user.username = username;
    Ok(user)
}

/// Hashing takes its time on purpose, and must not take the database's.
pub(super) async fn hashed(app: &App, password: Option<&str>) -> Result<Option<String>> {
    let Some(password) = password.filter(|password| !password.is_empty()) else { return Ok(None) };
    let policy = configuration::current(app).await?.settings.passwords.clone();
    password::check(password, &policy).map_err(Error::invalid)?;
    let (random, password) = (app.store().random().clone(), password.to_owned());
    let hash = tokio::task::spawn_blocking(move || hash_password(&password, &*random)).await;
    hash.map_err(|_| Error::invalid("the password could not be hashed; try again"))?.map(Some)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, user: &User) -> Result<()> {
    Ok(audit::changed(tx, caller, change, None, ("user", &user.username), &[user.id.as_str()])?)
}

fn record_modified(tx: &mut Tx<'_>, caller: &Caller, before: &User, after: &User) -> Result<()> {
    let message = match (before.is_active, after.is_active) {
        (true, false) => format!("User {} was disabled", after.username),
        (false, true) => format!("User {} was enabled", after.username),
        _ => format!("User {} was changed", after.username),
    };
    Ok(audit::modified_so(tx, caller, None, message, &[after.id.as_str()], (before, after))?)
}
