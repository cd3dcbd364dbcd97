//! Scoped user roles: which team holds which role, and where (access.md 1.6, 4).

use pulpo_access::permissions::TeamEdit;
use pulpo_access::{Caller, Granted, Permission, Placed, Sealed, elevation};
use pulpo_domain::account::{ScopedUserRole, Team, UserRole};
use pulpo_domain::environment::Environment;
use pulpo_domain::event::Category;
use pulpo_domain::ids::{
    EnvironmentId, ProjectGroupId, ProjectId, ScopedUserRoleId, SpaceId, TeamId, TenantId, UserRoleId,
};
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::space::Space;
use pulpo_store::{Page, Query, Topic, Tx};

use super::teams::{self, Reach, VIEW};
use super::{roles, rules};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named::{self, Filter, Named};

/// What a person can say about a role of a team. An empty list restricts nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub team_id: String,
    pub user_role_id: String,
    pub space_id: Option<SpaceId>,
    pub project_ids: Vec<ProjectId>,
    pub project_group_ids: Vec<ProjectGroupId>,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<TenantId>,
}

pub async fn list(app: &App, caller: &Caller, reach: Reach, filter: Filter) -> Result<Page<ScopedUserRole>> {
    let caller = caller.clone();
    app.read(move |tx| {
        let mut query = reach.query(tx, &caller, Permission::TeamView)?;
        if !filter.ids.is_empty() {
            query = query.one_of("id", &filter.ids);
        }
        Ok(tx.page(&query.order("id"), filter.skip, filter.take)?)
    })
    .await
}

/// The roles of one team, as far as the caller may see them.
pub async fn list_of_team(
    app: &App,
    caller: &Caller,
    team: &str,
    skip: i64,
    take: i64,
) -> Result<Page<ScopedUserRole>> {
    let (caller, team) = (caller.clone(), team.to_owned());
    app.read(move |tx| {
        let team = Sealed::new(teams::find(tx, &team)?).open_to_see(&caller, VIEW, &team)?;
        let query = Reach::EVERYWHERE.query(tx, &caller, Permission::TeamView)?;
        Ok(tx.page(&query.eq("team_id", team.id.as_str()).order("id"), skip, take)?)
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<ScopedUserRole> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &id)?).open_to_see(&caller, VIEW, &id)?)).await
}

fn find(tx: &mut Tx<'_>, id: &str) -> Result<ScopedUserRole> {
    Ok(tx.load::<ScopedUserRole>(id)?.ok_or_else(|| Error::not_found("scoped user role", id))?.record)
}

/// Gives a role to a team.
pub async fn create(app: &App, caller: &Caller, edit: Edit) -> Result<ScopedUserRole> {
    let caller = caller.clone();
    app.write(move |tx| create_in(tx, &caller, edit)).await
}

pub(super) fn create_in(tx: &mut Tx<'_>, caller: &Caller, edit: Edit) -> Result<ScopedUserRole> {
    let id = ScopedUserRoleId::numbered(tx.next_number(ScopedUserRoleId::COLLECTION)?);
    let (team, role, scoped) = edited(tx, caller, id, edit, None)?;
    let after = rules::grants_of_scoped(tx, &team, &scoped, &role)?;
    elevation::may_change(caller, &[], &after)?;
    let granted = Granted::<TeamEdit, _>::create(scoped, caller)?;
    tx.insert(&granted)?;
    record(tx, caller, "was given", &team, &role, &granted)?;
    Ok(granted.into_inner())
}

pub async fn modify(app: &App, caller: &Caller, id: &str, edit: Edit) -> Result<ScopedUserRole> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| modify_in(tx, &caller, &id, edit)).await
}

/// Writes one restriction into every role that a team holds in a space, for those who restrict a team as a whole
/// (access.md 1.6). Roles at system level know no restriction.
pub async fn restrict_team(app: &App, caller: &Caller, team: &str, edit: Edit) -> Result<Vec<ScopedUserRole>> {
    let (caller, id) = (caller.clone(), team.to_owned());
    app.write(move |tx| {
        let team = Sealed::new(teams::find(tx, &id)?).open_to_see(&caller, VIEW, &id)?;
        let space = team.space_id.clone().or_else(|| edit.space_id.clone());
        let space = space.ok_or_else(|| {
            Error::invalid(format!(
                "the team \"{}\" is of the whole system; say in which space it shall be restricted",
                team.name
            ))
        })?;
        let held = Query::new().eq("team_id", id.as_str()).eq("space_id", space.as_str()).order("id");
        let mut restricted = Vec::new();
        for scoped in tx.list::<ScopedUserRole>(&held)? {
            let edit = Edit {
                team_id: id.clone(),
                user_role_id: scoped.user_role_id.to_string(),
                space_id: Some(space.clone()),
                ..edit.clone()
            };
            restricted.push(modify_in(tx, &caller, scoped.id.as_str(), edit)?);
        }
        Ok(restricted)
    })
    .await
}

pub(super) fn modify_in(tx: &mut Tx<'_>, caller: &Caller, id: &str, edit: Edit) -> Result<ScopedUserRole> {
    let granted = Sealed::new(find(tx, id)?).open::<TeamEdit>(caller, VIEW, id)?;
    let before = granted.clone();
    let (old_team, old_role) =
        (teams::find(tx, before.team_id.as_str())?, roles::find(tx, before.user_role_id.as_str())?);
    locked(&old_team)?;
    let (team, role, scoped) = edited(tx, caller, before.id.clone(), edit, Some(&before))?;
    let had = rules::grants_of_scoped(tx, &old_team, &before, &old_role)?;
    let gets = rules::grants_of_scoped(tx, &team, &scoped, &role)?;
    if old_team.id == team.id {
        elevation::may_change(caller, &had, &gets)?;
    } else {
        // One team loses all of it and the other one gains all of it.
        elevation::may_change(caller, &had, &[])?;
        elevation::may_change(caller, &[], &gets)?;
    }
    let granted = granted.changed_to(scoped, caller)?;
    tx.update(&granted)?;
    let message = message("holds in another scope", &team, &role, &granted);
    let related = related(&team, &role, &granted);
    audit::modified_so(tx, caller, granted.space_id.as_ref(), message, &related, (&before, &*granted))?;
    tx.wake(Topic::Access);
    Ok(granted.into_inner())
}

/// Takes a role from a team.
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| delete_in(tx, &caller, &id)).await
}

pub(super) fn delete_in(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<()> {
    let granted = Sealed::new(find(tx, id)?).open::<TeamEdit>(caller, VIEW, id)?;
    let (team, role) = (teams::find(tx, granted.team_id.as_str())?, roles::find(tx, granted.user_role_id.as_str())?);
    locked(&team)?;
    let had = rules::grants_of_scoped(tx, &team, &granted, &role)?;
    elevation::may_change(caller, &had, &[])?;
    tx.delete(&granted)?;
    record(tx, caller, "lost", &team, &role, &granted)?;
    Ok(())
}

fn locked(team: &Team) -> Result<()> {
    if team.can_change_roles {
        return Ok(());
    }
    Err(Error::invalid(format!("the team \"{}\" is built in and its roles cannot be changed", team.name)))
}

/// Puts a role, a team and a scope together by the rules of the two levels (access.md 4).
fn edited(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: ScopedUserRoleId,
    edit: Edit,
    before: Option<&ScopedUserRole>,
) -> Result<(Team, UserRole, ScopedUserRole)> {
    let team = Sealed::new(teams::find(tx, &edit.team_id)?).open_to_see(
        caller,
        &[Permission::TeamView, Permission::TeamEdit],
        &edit.team_id,
    )?;
    locked(&team)?;
    let role = roles::find(tx, &edit.user_role_id)?;
    let mut scoped = ScopedUserRole {
        id,
        team_id: TeamId::new(team.id.as_str()),
        user_role_id: UserRoleId::new(role.id.as_str()),
        space_id: None,
        project_ids: Vec::new(),
        project_group_ids: Vec::new(),
        environment_ids: Vec::new(),
        tenant_ids: Vec::new(),
    };
    if role.space_permissions.is_empty() {
        // System permissions know no scope: whatever was sent is not meant.
        if let Some(space) = &team.space_id {
            return Err(Error::invalid(format!(
                "the role \"{}\" has system permissions only, so a team of a space ({space}) cannot hold it; give it to a system team",
                role.name
            )));
        }
        caller.require::<TeamEdit>(&scoped.place())?;
        return Ok((team, role, scoped));
    }
    let space = match (&team.space_id, edit.space_id) {
        (Some(own), None) => own.clone(),
        (Some(own), Some(asked)) if *own == asked => asked,
        (Some(own), Some(asked)) => {
            return Err(Error::invalid(format!(
                "the team \"{}\" belongs to {own}, so it cannot hold a role in {asked}",
                team.name
            )));
        }
        (None, Some(asked)) => asked,
        (None, None) => {
            return Err(Error::invalid(format!(
                "the role \"{}\" has permissions in spaces; say in which space the team shall hold it",
                role.name
            )));
        }
    };
    if tx.load::<Space>(space.as_str())?.is_none() || !caller.may_enter(&space) {
        return Err(Error::not_found("space", space.as_str()));
    }
    scoped.space_id = Some(space.clone());
    caller.require::<TeamEdit>(&scoped.place())?;
    let none = Vec::new();
    let had = |of: fn(&ScopedUserRole) -> Vec<String>| before.map(of).unwrap_or_default();
    scoped.project_ids = restriction::<Project, _>(
        tx,
        caller,
        &space,
        edit.project_ids,
        "projects",
        &had(|had| texts(&had.project_ids)),
    )?;
    scoped.project_group_ids = restriction::<ProjectGroup, _>(
        tx,
        caller,
        &space,
        edit.project_group_ids,
        "projectgroups",
        &had(|had| texts(&had.project_group_ids)),
    )?;
    scoped.environment_ids = restriction::<Environment, _>(
        tx,
        caller,
        &space,
        edit.environment_ids,
        "environments",
        &had(|had| texts(&had.environment_ids)),
    )?;
    scoped.tenant_ids = tenants(edit.tenant_ids, before.map_or(&none, |before| &before.tenant_ids))?;
    Ok((team, role, scoped))
}

fn texts<T: AsRef<str>>(ids: &[T]) -> Vec<String> {
    ids.iter().map(|id| id.as_ref().to_owned()).collect()
}

/// A restriction names documents of the space that the caller sees; one that he does not see may stay, for else
/// his change would widen the role (access.md 6.1). `projects-all` is how some clients write "no restriction".
fn restriction<T: Named, I: AsRef<str> + for<'a> From<&'a str>>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    ids: Vec<I>,
    collection: &str,
    had: &[String],
) -> Result<Vec<I>> {
    if ids.iter().any(|id| id.as_ref().eq_ignore_ascii_case(&format!("{collection}-all"))) {
        return Ok(Vec::new());
    }
    let mut kept: Vec<I> = Vec::new();
    for id in ids {
        let text = id.as_ref();
        if kept.iter().any(|known| known.as_ref() == text) {
            continue;
        }
        if had.iter().any(|had| had == text) {
            kept.push(id);
            continue;
        }
        let found = named::find_optional::<T>(tx, space, text)?;
        let seen = found.and_then(|found| Sealed::new(found).open_to_see(caller, T::VIEW, text).ok());
        let seen = seen
            .ok_or_else(|| Error::invalid(format!("there is no {} \"{text}\" in this space", <T as Placed>::NOUN)))?;
        kept.push(I::from(seen.id()));
    }
    Ok(kept)
}

/// This server has no tenants yet, so a restriction to one can only be kept.
fn tenants(ids: Vec<TenantId>, had: &[TenantId]) -> Result<Vec<TenantId>> {
    if ids.iter().any(|id| id.as_str().eq_ignore_ascii_case("tenants-all")) {
        return Ok(Vec::new());
    }
    match ids.iter().find(|id| !had.contains(id)) {
        Some(unknown) => Err(Error::invalid(format!("there is no tenant \"{unknown}\" in this space"))),
        None => Ok(ids),
    }
}

fn message(verb: &str, team: &Team, role: &UserRole, scoped: &ScopedUserRole) -> String {
    format!("Team {} {verb} the role {}{}", team.name, role.name, scope_text(scoped))
}

fn related<'a>(team: &'a Team, role: &'a UserRole, scoped: &'a ScopedUserRole) -> Vec<&'a str> {
    let space = scoped.space_id.as_ref().map(SpaceId::as_str);
    [scoped.id.as_str(), team.id.as_str(), role.id.as_str()].into_iter().chain(space).collect()
}

fn record(
    tx: &mut Tx<'_>,
    caller: &Caller,
    verb: &str,
    team: &Team,
    role: &UserRole,
    scoped: &ScopedUserRole,
) -> Result<()> {
    let (message, related) = (message(verb, team, role, scoped), related(team, role, scoped));
    let category = if verb == "lost" { Category::Deleted } else { Category::Created };
    audit::event(tx, caller, category, scoped.space_id.as_ref(), message, &related)?;
    tx.wake(Topic::Access);
    Ok(())
}

fn scope_text(scoped: &ScopedUserRole) -> String {
    let mut ids = texts(&scoped.project_ids);
    ids.extend(texts(&scoped.project_group_ids));
    ids.extend(texts(&scoped.environment_ids));
    ids.extend(texts(&scoped.tenant_ids));
    match (&scoped.space_id, ids.is_empty()) {
        (None, _) => String::new(),
        (Some(space), true) => format!(" in {space}"),
        (Some(space), false) => format!(" in {space}, for {}", ids.join(", ")),
    }
}
