//! Whether the one who asks could save a change himself. It is made by the functions that save it, in a transaction
//! that is never committed: so the answer is the one that saving gives.

use std::sync::{Arc, Mutex};

use pulpo_access::Caller;
use pulpo_domain::account::ScopedUserRole;
use pulpo_store::Tx;

use super::what_if::Change;
use crate::app::App;
use crate::error::{Error, Result};
use crate::people::{roles, scoped_roles, teams};

/// What would be refused to the caller, each in the words of the refusal; nothing, if he may save all of it.
pub(super) async fn refusals(app: &App, caller: &Caller, change: Change) -> Result<Vec<String>> {
    let caller = caller.clone();
    let outcome: Arc<Mutex<Vec<String>>> = Arc::default();
    let found = outcome.clone();
    let undone = app
        .write(move |tx| -> Result<()> {
            let refusals = attempt(tx, &caller, change)?;
            *found.lock().expect("no holder of this lock panics") = refusals;
            Err(Error::invalid("a rehearsal is not saved"))
        })
        .await;
    if let Err(failed @ Error::Store(_)) = undone {
        return Err(failed);
    }
    let refusals = std::mem::take(&mut *outcome.lock().expect("no holder of this lock panics"));
    Ok(refusals)
}

fn attempt(tx: &mut Tx<'_>, caller: &Caller, change: Change) -> Result<Vec<String>> {
    let mut refusals = Vec::new();
    for role in change.roles {
        let before = roles::find(tx, &role.id)?;
        let edit = roles::Edit {
            name: before.name,
            description: before.description,
            space_permissions: role.space_permissions,
            system_permissions: role.system_permissions,
        };
        note(roles::modify_in(tx, caller, &role.id, edit), &mut refusals)?;
    }
    for team in change.teams {
        let before = teams::find(tx, &team.id)?;
        let edit = teams::Edit { name: before.name, description: before.description, member_user_ids: team.members };
        note(teams::modify_in(tx, caller, &team.id, edit), &mut refusals)?;
    }
    for scoped in change.scoped {
        let is_there = tx.load::<ScopedUserRole>(scoped.id.as_str())?.is_some();
        let edit = scoped_roles::Edit {
            team_id: scoped.team_id.to_string(),
            user_role_id: scoped.user_role_id.to_string(),
            space_id: scoped.space_id,
            project_ids: scoped.project_ids,
            project_group_ids: scoped.project_group_ids,
            environment_ids: scoped.environment_ids,
            tenant_ids: scoped.tenant_ids,
        };
        let saved = if is_there {
            scoped_roles::modify_in(tx, caller, scoped.id.as_str(), edit)
        } else {
            scoped_roles::create_in(tx, caller, edit)
        };
        note(saved, &mut refusals)?;
    }
    for id in change.removed_scoped {
        note(scoped_roles::delete_in(tx, caller, &id), &mut refusals)?;
    }
    Ok(refusals)
}

/// Keeps a refusal; what is the server's own fault is no answer.
fn note<T>(saved: Result<T>, refusals: &mut Vec<String>) -> Result<()> {
    match saved {
        Ok(_) => {}
        Err(failed @ Error::Store(_)) => return Err(failed),
        Err(Error::Invalid(problems)) => refusals.extend(problems),
        Err(refused @ (Error::Unauthenticated(_) | Error::Denied(_) | Error::NotFound { .. } | Error::Conflict(_))) => {
            refusals.push(refused.to_string());
        }
    }
    // The same refusal of ten scoped roles is one thing to know.
    let mut known = std::collections::BTreeSet::new();
    refusals.retain(|refusal| known.insert(refusal.clone()));
    Ok(())
}
