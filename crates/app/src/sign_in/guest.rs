//! The guest: an account without a password that may look and nothing else, while the administrator lets guests in
//! (access.md 1.3; CVE-2017-15610).

use pulpo_access::caller::Grants;
use pulpo_access::permissions::UserEdit;
use pulpo_access::{Caller, Granted};
use pulpo_domain::account::{GUEST, User};
use pulpo_domain::event::{Actor, Category};
use pulpo_domain::ids::UserId;
use pulpo_store::Tx;

use super::{Known, active_user, actor_of, callers};
use crate::app::App;
use crate::audit;
use crate::configuration;
use crate::error::Result;
use crate::people::rules;

/// The key that everybody knows.
pub(super) const KEY: &str = "API-GUEST";
/// The name to sign in with; no other account can have it.
pub(super) const NAME: &str = "guest";

/// Whether the account is the guest's.
pub(crate) fn is_guest(user: &UserId) -> bool {
    user.as_str() == GUEST
}

/// The guest, while guests are let in.
pub(super) async fn look_in(app: &App) -> Result<Option<Known>> {
    if !configuration::current(app).await?.settings.guest_login.is_enabled {
        return Ok(None);
    }
    let now = app.now();
    if let Some(known) = app.callers().find(KEY, now) {
        return Ok(Some(known));
    }
    let epoch = app.callers().epoch();
    let found = app
        .read(|tx| {
            let Some(user) = active_user(tx, GUEST)? else { return Ok(None) };
            let actor = Actor { established_with: "Guest login".to_owned(), ..actor_of(&user) };
            Ok(Some(Known::new(actor, callers::grants_of(tx, &user.id)?)))
        })
        .await?;
    if let Some(known) = &found {
        app.callers().remember(KEY.to_owned(), known.clone(), None, epoch);
    }
    Ok(found)
}

/// Of what the guest was granted, what shows something and no secret.
pub(super) fn only_to_look(grants: Grants) -> Grants {
    let views = grants.iter().filter(|grant| grant.permission.name().ends_with("View")).cloned();
    Grants::new(views.collect())
}

/// Makes, enables or disables the guest's account as the setting says.
pub(crate) fn follow(tx: &mut Tx<'_>, caller: &Caller, is_enabled: bool) -> Result<()> {
    let known = tx.load::<User>(GUEST)?.map(|found| found.record);
    if known.as_ref().is_some_and(|user| user.is_active) == is_enabled {
        return Ok(());
    }
    let is_new = known.is_none();
    let user = User {
        is_active: is_enabled,
        ..known.unwrap_or_else(|| User {
            id: UserId::new(GUEST),
            username: NAME.to_owned(),
            display_name: "Guest".to_owned(),
            email_address: None,
            is_active: true,
            is_service: false,
            password_hash: None,
            created: tx.now(),
        })
    };
    let granted = Granted::<UserEdit, _>::by_server(user);
    if is_new {
        tx.insert(&granted)?;
    } else {
        tx.update(&granted)?;
    }
    if !is_enabled {
        rules::end_sessions(tx, &granted.id)?;
    }
    let message = if is_enabled { "Guests are let in" } else { "Guests are let in no more" };
    Ok(audit::event(tx, caller, Category::Modified, None, message.to_owned(), &[GUEST])?)
}
