//! What an account holds: the roles of its teams, and the grants that they make (access.md 4, 5.1).

use std::collections::HashMap;
use std::sync::Arc;

use pulpo_access::caller::Grants;
use pulpo_access::grant::{Coverage, Grant};
use pulpo_access::permissions::Permission;
use pulpo_domain::account::{EVERYONE, ScopedUserRole, Team, UserRole};
use pulpo_domain::ids::{ProjectGroupId, ProjectId, SpaceId, TeamId, UserId, UserRoleId};
use pulpo_domain::project::Project;
use pulpo_store::{Query, Tx};

use super::guest;
use crate::error::Result;

/// How many teams are asked about at once.
const AT_ONCE: usize = 500;

/// The grants of an account: its teams' roles, everyone's among them, with groups expanded to projects.
pub(crate) fn grants_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Grants> {
    let mut making = Making::default();
    let mut grants = Vec::new();
    for holding in holdings_of(tx, user)? {
        making.add(tx, &holding, &mut grants)?;
    }
    Ok(as_held_by(user, grants))
}

/// What is left of an account's grants: a guest only looks.
pub(crate) fn as_held_by(user: &UserId, grants: Vec<Grant>) -> Grants {
    let grants = Grants::new(grants);
    if guest::is_guest(user) { guest::only_to_look(grants) } else { grants }
}

/// A role that a team holds.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    pub(crate) team: Team,
    pub(crate) scoped: ScopedUserRole,
    pub(crate) role: UserRole,
}

/// The teams that an account is in, the one of everybody among them.
pub(crate) fn teams_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Vec<Team>> {
    let mut teams = tx.list::<Team>(&Query::new().order("name_key"))?;
    teams.retain(|team| team.id.as_str() == EVERYONE || team.member_user_ids.contains(user));
    Ok(teams)
}

/// The roles that an account holds through its teams.
pub(crate) fn holdings_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Vec<Holding>> {
    let teams = teams_of(tx, user)?;
    holdings_of_teams(tx, &teams)
}

/// The roles that a team holds.
pub(crate) fn holdings_of_team(tx: &mut Tx<'_>, team: &Team) -> Result<Vec<Holding>> {
    holdings_of_teams(tx, std::slice::from_ref(team))
}

/// In the order of the teams. A role that is gone grants nothing.
fn holdings_of_teams(tx: &mut Tx<'_>, teams: &[Team]) -> Result<Vec<Holding>> {
    let mut held: HashMap<TeamId, Vec<ScopedUserRole>> = HashMap::new();
    for some in teams.chunks(AT_ONCE) {
        let of_these = Query::new().one_of("team_id", some.iter().map(|team| team.id.as_str())).order("id");
        for scoped in tx.list::<ScopedUserRole>(&of_these)? {
            held.entry(scoped.team_id.clone()).or_default().push(scoped);
        }
    }
    let mut roles: HashMap<UserRoleId, Option<UserRole>> = HashMap::new();
    let mut holdings = Vec::new();
    for team in teams {
        for scoped in held.remove(&team.id).unwrap_or_default() {
            if !roles.contains_key(&scoped.user_role_id) {
                let found = tx.load::<UserRole>(scoped.user_role_id.as_str())?.map(|found| found.record);
                roles.insert(scoped.user_role_id.clone(), found);
            }
            if let Some(Some(role)) = roles.get(&scoped.user_role_id) {
                holdings.push(Holding { team: team.clone(), scoped, role: role.clone() });
            }
        }
    }
    Ok(holdings)
}

impl Holding {
    pub(crate) fn grants(&self, tx: &mut Tx<'_>) -> Result<Vec<Grant>> {
        let mut grants = Vec::new();
        Making::default().add(tx, self, &mut grants)?;
        Ok(grants)
    }
}

/// Grants of many roles under way: what several of them name is looked up once.
#[derive(Default)]
struct Making {
    roles: HashMap<UserRoleId, Arc<Names>>,
    projects: HashMap<(SpaceId, Vec<ProjectGroupId>), Vec<ProjectId>>,
}

/// The permissions of a role, by level.
struct Names {
    space: Vec<Permission>,
    system: Vec<Permission>,
}

impl Making {
    fn add(&mut self, tx: &mut Tx<'_>, holding: &Holding, grants: &mut Vec<Grant>) -> Result<()> {
        let team: Arc<str> = holding.team.name.as_str().into();
        let names = self.names(&holding.role);
        let mut give = |permissions: &[Permission], coverage: &Arc<Coverage>| {
            let grant = |permission: &Permission| Grant {
                permission: *permission,
                coverage: coverage.clone(),
                team: team.clone(),
            };
            grants.extend(permissions.iter().map(grant));
        };
        if !names.system.is_empty() {
            give(&names.system, &Arc::new(Coverage::default()));
        }
        if let Some(coverage) = self.coverage(tx, &holding.scoped)? {
            give(&names.space, &Arc::new(coverage));
        }
        Ok(())
    }

    fn names(&mut self, role: &UserRole) -> Arc<Names> {
        if let Some(known) = self.roles.get(&role.id) {
            return known.clone();
        }
        let parsed = |names: &[String], fits: fn(Permission) -> bool| {
            names.iter().filter_map(|name| Permission::parse(name)).filter(|permission| fits(*permission)).collect()
        };
        let names = Arc::new(Names {
            space: parsed(&role.space_permissions, Permission::at_space_level),
            system: parsed(&role.system_permissions, Permission::at_system_level),
        });
        self.roles.insert(role.id.clone(), names.clone());
        names
    }

    /// Where the space permissions of a scoped role hold, with its groups expanded; at system level nowhere.
    fn coverage(&mut self, tx: &mut Tx<'_>, scoped: &ScopedUserRole) -> Result<Option<Coverage>> {
        let Some(space) = scoped.space_id.as_ref().filter(|_| !scoped.project_group_ids.is_empty()) else {
            return Ok(Coverage::of(scoped, []));
        };
        let key = (space.clone(), scoped.project_group_ids.clone());
        if !self.projects.contains_key(&key) {
            let groups = scoped.project_group_ids.iter().map(AsRef::<str>::as_ref);
            let query = Query::new().eq("space_id", space.as_str()).one_of("project_group_id", groups);
            let found = tx.list::<Project>(&query)?.into_iter().map(|project| project.id).collect();
            self.projects.insert(key.clone(), found);
        }
        Ok(Coverage::of(scoped, self.projects[&key].iter().cloned()))
    }
}
