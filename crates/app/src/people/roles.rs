//! User roles: named sets of permissions (access.md 1.5, US-08, US-12).

use std::collections::BTreeSet;

use pulpo_access::permissions::{UserRoleEdit, UserRoleView};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed, elevation};
use pulpo_domain::account::UserRole;
use pulpo_domain::ids::UserRoleId;
use pulpo_domain::names;
use pulpo_store::{Page, Query, Topic, Tx};

use super::rules;
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::named::Filter;

const LONGEST_NAME: usize = 64;
/// A permission of long ago that some clients still send; what it allowed is part of `TaskView`.
const DROPPED: &str = "TaskViewLog";

/// What a person can say about a role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    pub space_permissions: Vec<String>,
    pub system_permissions: Vec<String>,
}

pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<Page<UserRole>> {
    caller.require::<UserRoleView>(&Place::SYSTEM)?;
    app.read(move |tx| {
        let query = crate::named::filtered(Query::new(), &filter).order("name_key");
        Ok(tx.page(&query, filter.skip, filter.take)?)
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<UserRole> {
    caller.require::<UserRoleView>(&Place::SYSTEM)?;
    let id = id.to_owned();
    app.read(move |tx| find(tx, &id)).await
}

pub(super) fn find(tx: &mut Tx<'_>, id: &str) -> Result<UserRole> {
    if let Some(found) = tx.load::<UserRole>(id)? {
        return Ok(found.record);
    }
    // Ids of built-in roles are written in several cases by clients.
    let found = tx.load::<UserRole>(&id.to_lowercase())?.map(|found| found.record);
    found.ok_or_else(|| Error::not_found("user role", id))
}

pub async fn create(app: &App, caller: &Caller, edit: Edit) -> Result<UserRole> {
    let caller = caller.clone();
    app.write(move |tx| create_in(tx, &caller, edit)).await
}

pub(super) fn create_in(tx: &mut Tx<'_>, caller: &Caller, edit: Edit) -> Result<UserRole> {
    caller.require::<UserRoleEdit>(&Place::SYSTEM)?;
    let blank = UserRole {
        id: UserRoleId::numbered(tx.next_number(UserRoleId::COLLECTION)?),
        name: String::new(),
        description: String::new(),
        space_permissions: Vec::new(),
        system_permissions: Vec::new(),
        can_be_deleted: true,
    };
    let role = edited(tx, blank.clone(), edit)?;
    elevation::may_define(caller, differing(&blank, &role))?;
    let granted = Granted::<UserRoleEdit, _>::create(role, caller)?;
    tx.insert(&granted)?;
    record(tx, caller, Change::Created, &granted)?;
    Ok(granted.into_inner())
}

/// Changes a role, for every team that holds it.
pub async fn modify(app: &App, caller: &Caller, id: &str, edit: Edit) -> Result<UserRole> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| modify_in(tx, &caller, &id, edit)).await
}

pub(super) fn modify_in(tx: &mut Tx<'_>, caller: &Caller, id: &str, edit: Edit) -> Result<UserRole> {
    caller.require::<UserRoleEdit>(&Place::SYSTEM)?;
    let role = find(tx, id)?;
    let changed = edited(tx, role.clone(), edit)?;
    may_become(tx, caller, &role, &changed)?;
    let granted = Sealed::new(role.clone()).open::<UserRoleEdit>(caller, &[Permission::UserRoleView], id)?;
    let granted = granted.changed_to(changed, caller)?;
    tx.update(&granted)?;
    let what = ("user role", granted.name.as_str());
    audit::modified(tx, caller, None, what, &[granted.id.as_str()], (&role, &*granted))?;
    tx.wake(Topic::Access);
    Ok(granted.into_inner())
}

/// Deletes a role that no team holds.
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        caller.require::<UserRoleEdit>(&Place::SYSTEM)?;
        let role = find(tx, &id)?;
        if !role.can_be_deleted {
            return Err(Error::invalid(format!("the role \"{}\" is built in and cannot be deleted", role.name)));
        }
        let teams: BTreeSet<String> = rules::holders(tx, &role)?.into_iter().map(|(team, _)| team.name).collect();
        if !teams.is_empty() {
            let refusal =
                |team| format!("the role \"{}\" is held by team \"{team}\"; take it from the team first", role.name);
            return Err(Error::all_invalid(teams.into_iter().map(refusal)));
        }
        let blank = UserRole { space_permissions: Vec::new(), system_permissions: Vec::new(), ..role.clone() };
        elevation::may_define(&caller, differing(&role, &blank))?;
        let granted = Sealed::new(role).open::<UserRoleEdit>(&caller, &[Permission::UserRoleView], &id)?;
        tx.delete(&granted)?;
        record(tx, &caller, Change::Deleted, &granted)?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

/// Judges a change wherever the role is held: each of its permissions that comes or goes, in each scope.
fn may_become(tx: &mut Tx<'_>, caller: &Caller, role: &UserRole, changed: &UserRole) -> Result<()> {
    let differing: BTreeSet<Permission> = differing(role, changed).collect();
    if differing.is_empty() {
        return Ok(());
    }
    if role.id.as_str().eq_ignore_ascii_case(rules::FROZEN_ROLE) {
        return Err(Error::invalid("the permissions of the role of the administrators cannot be changed"));
    }
    elevation::may_define(caller, differing.iter().copied())?;
    let holders = rules::holders(tx, role)?;
    if changed.space_permissions.is_empty() != role.space_permissions.is_empty() && !holders.is_empty() {
        return Err(Error::invalid(format!(
            "the role \"{}\" is held by teams, so it cannot begin or cease to have space permissions; take it from them first",
            role.name
        )));
    }
    for (team, scoped) in holders {
        let mut either = Vec::new();
        for state in [role, changed] {
            either.extend(rules::grants_of_scoped(tx, &team, &scoped, state)?);
        }
        either.retain(|grant| differing.contains(&grant.permission));
        elevation::may_change(caller, &[], &either)?;
    }
    Ok(())
}

fn differing(before: &UserRole, after: &UserRole) -> impl Iterator<Item = Permission> + use<> {
    let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<String>>();
    let space: BTreeSet<String> =
        set(&before.space_permissions).symmetric_difference(&set(&after.space_permissions)).cloned().collect();
    let system: BTreeSet<String> =
        set(&before.system_permissions).symmetric_difference(&set(&after.system_permissions)).cloned().collect();
    space.into_iter().chain(system).filter_map(|name| Permission::parse(&name))
}

fn edited(tx: &mut Tx<'_>, role: UserRole, edit: Edit) -> Result<UserRole> {
    let name = names::clean(&edit.name, LONGEST_NAME).map_err(Error::invalid)?;
    let others = Query::new().eq("name_key", names::key(&name)).compare("id", "<>", role.id.as_str());
    if tx.exists::<UserRole>(&others)? {
        return Err(Error::invalid(format!(
            "A user role with the name '{name}' already exists. Please choose a different name."
        )));
    }
    let space = known(&edit.space_permissions, Permission::at_space_level, "in a space", &role.space_permissions)?;
    let system =
        known(&edit.system_permissions, Permission::at_system_level, "at system level", &role.system_permissions)?;
    if space.is_empty() && system.is_empty() {
        return Err(Error::invalid("a role needs at least one permission"));
    }
    Ok(UserRole {
        name,
        description: edit.description,
        space_permissions: space,
        system_permissions: system,
        id: role.id,
        can_be_deleted: role.can_be_deleted,
    })
}

/// The permissions by their own spelling; one that this server does not know is refused, unless the role has it
/// from a newer server.
fn known(given: &[String], fits: fn(Permission) -> bool, level: &str, had: &[String]) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    let mut problems = Vec::new();
    for name in given.iter().map(|name| name.trim()).filter(|name| !name.eq_ignore_ascii_case(DROPPED)) {
        match Permission::parse(name) {
            Some(permission) if fits(permission) => {
                names.insert(permission.name().to_owned());
            }
            Some(permission) => problems.push(format!("the permission {} does not exist {level}", permission.name())),
            None if had.iter().any(|had| had == name) => {
                names.insert(name.to_owned());
            }
            None => problems.push(format!("there is no permission \"{name}\"")),
        }
    }
    if problems.is_empty() { Ok(names.into_iter().collect()) } else { Err(Error::Invalid(problems)) }
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, role: &UserRole) -> Result<()> {
    Ok(audit::changed(tx, caller, change, None, ("user role", &role.name), &[role.id.as_str()])?)
}
