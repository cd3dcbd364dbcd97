//! What an account may do, all told: its teams, its spaces, its permissions with their scopes (access.md 9).

use std::collections::BTreeMap;

use pulpo_access::permissions::UserView;
use pulpo_access::{Caller, Permission, Place, Sealed};
use pulpo_domain::account::{ScopedUserRole, Team, User, UserRole};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::space::Space;
use pulpo_store::{Query, Tx};

use super::seeing::Look;
use super::teams::Reach;
use super::users::{get_in, is_own};
use crate::app::App;
use crate::error::{Error, Result};
use crate::sign_in::callers;

/// A refusal names no more teams than somebody reads.
const MOST_NAMED: usize = 20;

/// Where a space permission holds; a dimension that it does not know is empty, like one that is not restricted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    pub space: SpaceId,
    pub projects: Vec<String>,
    pub project_groups: Vec<String>,
    pub environments: Vec<String>,
    pub tenants: Vec<String>,
}

/// The effective permissions of an account, as far as the one who asks may see them.
#[derive(Debug, Clone)]
pub struct Effective {
    pub user: User,
    pub space_permissions: BTreeMap<Permission, Vec<Restriction>>,
    pub system_permissions: Vec<Permission>,
    pub teams: Vec<Team>,
    /// Whether the asker saw every team.
    pub is_teams_complete: bool,
    pub is_permissions_complete: bool,
}

/// The teams of an account.
pub async fn teams_of(app: &App, caller: &Caller, id: &str, reach: Reach) -> Result<Vec<Team>> {
    Ok(of(app, caller, id, reach).await?.teams)
}

/// The spaces that an account may enter; of another's, those that the caller may enter, too.
pub async fn spaces_of(app: &App, caller: &Caller, id: &str) -> Result<Vec<Space>> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| {
        let user = get_in(tx, &caller, &id)?;
        let grants = callers::grants_of(tx, &user.id)?;
        let enters = |space: &Space| grants.iter().any(|grant| grant.coverage.space.as_ref() == Some(&space.id));
        let sees = |space: &Space| caller.may_enter(&space.id) || caller.may(Permission::SpaceView, &Place::SYSTEM);
        let mut spaces = tx.list::<Space>(&Query::new().order("name_key"))?;
        spaces.retain(|space| enters(space) && sees(space));
        Ok(spaces)
    })
    .await
}

/// The effective permissions of an account.
pub async fn of(app: &App, caller: &Caller, id: &str, reach: Reach) -> Result<Effective> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| {
        let user = get_in(tx, &caller, &id)?;
        if !is_own(&caller, &id) {
            for permission in [Permission::TeamView, Permission::UserRoleView] {
                if caller.grants().of(permission).is_empty() {
                    return Err(caller.forbidden(permission, &Place::SYSTEM).into());
                }
            }
        }
        effective(tx, &caller, user, &reach)
    })
    .await
}

/// One line of the export: a permission, and the names of what it is restricted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub permission: Permission,
    /// Absent: at system level.
    pub space: Option<SpaceId>,
    pub environments: Vec<String>,
    pub projects: Vec<String>,
    pub tenants: Vec<String>,
    pub project_groups: Vec<String>,
}

/// The effective permissions of an account as lines; what the one who asks may not see keeps its bare id.
pub async fn export(app: &App, caller: &Caller, id: &str, reach: Reach) -> Result<(User, Vec<Line>)> {
    let found = of(app, caller, id, reach).await?;
    let caller = caller.clone();
    app.read(move |tx| {
        let look = Look { caller: &caller, own: is_own(&caller, found.user.id.as_str()) };
        let mut lines = Vec::new();
        for (permission, restrictions) in &found.space_permissions {
            for restriction in restrictions {
                lines.push(Line {
                    permission: *permission,
                    space: Some(restriction.space.clone()),
                    environments: look.names::<Environment>(tx, &restriction.environments)?,
                    projects: look.names::<Project>(tx, &restriction.projects)?,
                    tenants: restriction.tenants.clone(),
                    project_groups: look.names::<ProjectGroup>(tx, &restriction.project_groups)?,
                });
            }
        }
        lines.extend(found.system_permissions.iter().map(|permission| Line {
            permission: *permission,
            space: None,
            environments: Vec::new(),
            projects: Vec::new(),
            tenants: Vec::new(),
            project_groups: Vec::new(),
        }));
        lines.sort_by_key(|line| line.permission.name());
        Ok((found.user, lines))
    })
    .await
}

/// The accounts in a team, as it would be with these members, with the team as the caller may see it.
pub async fn preview_team(app: &App, caller: &Caller, members: Vec<String>) -> Result<Vec<User>> {
    let caller = caller.clone();
    app.read(move |tx| {
        caller.require::<UserView>(&Place::SYSTEM)?;
        let mut users = Vec::new();
        for member in members {
            let found = tx.load::<User>(&member)?.map(|found| found.record);
            users.push(found.ok_or_else(|| Error::invalid(format!("there is no user \"{member}\"")))?);
        }
        Ok(users)
    })
    .await
}

/// The names of the teams that hold a permission for a place, of those that the caller may see.
pub async fn teams_with(app: &App, caller: &Caller, permission: Permission, place: &Place) -> Result<Vec<String>> {
    if caller.grants().of(Permission::TeamView).is_empty() {
        return Ok(Vec::new());
    }
    let (caller, place) = (caller.clone(), place.clone());
    app.read(move |tx| {
        let mut names = Vec::new();
        for team in holding_teams(tx, permission, &place)? {
            if Sealed::new(team.clone()).open_to_see(&caller, super::teams::VIEW, "").is_ok() {
                names.push(team.name);
            }
        }
        names.sort_by_key(|name: &String| name.to_lowercase());
        names.dedup();
        if names.len() > MOST_NAMED {
            let more = names.len() - MOST_NAMED;
            names.truncate(MOST_NAMED);
            names.push(format!("{more} more"));
        }
        Ok(names)
    })
    .await
}

/// The teams that hold a permission for a place.
pub(super) fn holding_teams(tx: &mut Tx<'_>, permission: Permission, place: &Place) -> Result<Vec<Team>> {
    let mut teams: Vec<Team> = Vec::new();
    for role in tx.list::<UserRole>(&Query::new().order("name_key"))? {
        let names = role.space_permissions.iter().chain(&role.system_permissions);
        if !names.into_iter().any(|name| name == permission.name()) {
            continue;
        }
        for (team, scoped) in super::rules::holders(tx, &role)? {
            if teams.iter().any(|known| known.id == team.id) {
                continue;
            }
            let holding = callers::Holding { team, scoped, role: role.clone() };
            let grants = holding.grants(tx)?;
            if grants.iter().any(|grant| grant.permission == permission && grant.covers(place)) {
                teams.push(holding.team);
            }
        }
    }
    Ok(teams)
}

fn effective(tx: &mut Tx<'_>, caller: &Caller, user: User, reach: &Reach) -> Result<Effective> {
    let own = is_own(caller, user.id.as_str());
    let reached: Vec<SpaceId> = tx
        .list::<Space>(&Query::new())?
        .into_iter()
        .filter(|space| reach.includes(space))
        .map(|space| space.id)
        .collect();
    let in_reach = |space: Option<&SpaceId>| space.map_or(reach.system, |space| reached.contains(space));
    let all = callers::teams_of(tx, &user.id)?;
    let sees = |team: &Team| own || Sealed::new(team.clone()).open_to_see(caller, super::teams::VIEW, "").is_ok();
    let is_teams_complete = all.iter().all(sees);
    let mut found = Effective {
        teams: all.into_iter().filter(|team| in_reach(team.space_id.as_ref()) && sees(team)).collect(),
        user,
        space_permissions: BTreeMap::new(),
        system_permissions: Vec::new(),
        is_teams_complete,
        is_permissions_complete: true,
    };
    for holding in callers::holdings_of(tx, &found.user.id)? {
        let space = holding.scoped.space_id.as_ref();
        let seen = own || (sees(&holding.team) && space.is_none_or(|space| caller.may_enter(space)));
        if !seen {
            found.is_permissions_complete = false;
            continue;
        }
        if reach.system {
            let system = holding.role.system_permissions.iter().filter_map(|name| Permission::parse(name));
            found.system_permissions.extend(system.filter(|permission| permission.at_system_level()));
        }
        let Some(space) = space.filter(|space| in_reach(Some(space))) else { continue };
        let names = holding.role.space_permissions.iter().filter_map(|name| Permission::parse(name));
        for permission in names.filter(|permission| permission.at_space_level()) {
            let restriction = restriction(permission, space, &holding.scoped);
            let known = found.space_permissions.entry(permission).or_default();
            if !known.contains(&restriction) {
                known.push(restriction);
            }
        }
    }
    found.system_permissions.sort_by_key(|permission| permission.name());
    found.system_permissions.dedup();
    Ok(found)
}

fn restriction(permission: Permission, space: &SpaceId, scoped: &ScopedUserRole) -> Restriction {
    let by = permission.restrictable();
    let texts = |applies: bool, ids: Vec<String>| if applies { ids } else { Vec::new() };
    Restriction {
        space: space.clone(),
        projects: texts(by.projects, scoped.project_ids.iter().map(ToString::to_string).collect()),
        project_groups: texts(by.project_groups, scoped.project_group_ids.iter().map(ToString::to_string).collect()),
        environments: texts(by.environments, scoped.environment_ids.iter().map(ToString::to_string).collect()),
        tenants: texts(by.tenants, scoped.tenant_ids.iter().map(ToString::to_string).collect()),
    }
}
