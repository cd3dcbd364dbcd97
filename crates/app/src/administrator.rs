//! The way back in, for whoever holds the server's data: an account that administers it, with a password that is known
//! again (access.md 8, rule 5). Nobody asks for a permission here, for nobody may be left who has one.

use pulpo_access::permissions::{TeamEdit, UserEdit};
use pulpo_access::{Caller, Granted};
use pulpo_domain::account::{ADMINISTRATORS, Team, User};
use pulpo_domain::ambient;
use pulpo_domain::event::Category;
use pulpo_domain::ids::UserId;
use pulpo_domain::names;
use pulpo_store::{Query, Store, Topic, Tx};

use crate::audit;
use crate::configuration;
use crate::error::{Error, Result};
use crate::first_start::hash_password;
use crate::people::{password, rules};

/// What the person at the console must be told.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    pub username: String,
    /// A random password, which can be seen only now; nothing, if one was given.
    pub password: Option<String>,
}

/// Lets a person administer the server: makes the account or enables it again, sets its password, ends its sessions
/// and puts it among the administrators.
pub async fn restore(store: &Store, username: String, given: Option<String>) -> Result<Restored> {
    store
        .write(move |tx| {
            if tx.setting("installation-id")?.is_none() {
                return Err(Error::invalid("this server was never started; its first start makes an administrator"));
            }
            if let Some(given) = &given {
                password::check(given, &configuration::settings(tx)?.passwords).map_err(Error::invalid)?;
            }
            let shown = given.is_none().then(|| ambient::code(tx.random(), 20));
            let hash = hash_password(given.as_deref().or(shown.as_deref()).unwrap_or_default(), tx.random())?;
            let user = with_password(tx, &username, hash)?;
            rules::end_sessions(tx, &user.id)?;
            let mut team = tx.must::<Team>(ADMINISTRATORS)?;
            if !team.member_user_ids.contains(&user.id) {
                team.member_user_ids.push(user.id.clone());
                tx.update(&Granted::<TeamEdit, _>::by_server(team))?;
            }
            let message = format!("{} was made an administrator at the server's command line", user.username);
            let related = [user.id.as_str(), ADMINISTRATORS];
            audit::event(tx, &Caller::server(), Category::Modified, None, message, &related)?;
            tx.wake(Topic::Access);
            Ok(Restored { username: user.username, password: shown })
        })
        .await
}

/// The account as it can sign in.
fn with_password(tx: &mut Tx<'_>, username: &str, hash: String) -> Result<User> {
    let known = tx.list::<User>(&Query::new().eq("name_key", names::key(username)).take(1))?.pop();
    if let Some(mut user) = known {
        if user.is_service {
            return Err(Error::invalid(format!(
                "\"{}\" is a service account, which cannot sign in; name another account",
                user.username
            )));
        }
        user.is_active = true;
        user.password_hash = Some(hash);
        tx.update(&Granted::<UserEdit, _>::by_server(user.clone()))?;
        return Ok(user);
    }
    let username = names::clean(username, 64).map_err(Error::invalid)?;
    let user = User {
        id: UserId::numbered(tx.next_number(UserId::COLLECTION)?),
        display_name: username.clone(),
        username,
        email_address: None,
        is_active: true,
        is_service: false,
        password_hash: Some(hash),
        created: tx.now(),
    };
    tx.insert(&Granted::<UserEdit, _>::by_server(user.clone()))?;
    Ok(user)
}
