//! What people ask about permissions: why, the least, what if. The rules are in `pulpo_access`; here are the accounts,
//! teams and roles that they are asked about, and what the one who asks may see of them (access.md 9).

pub mod least;
mod rehearsal;
pub mod used;
pub mod what_if;
pub mod why;

use jiff::Timestamp;
use pulpo_access::permissions::UserView;
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Grant, Permission, Place, Sealed};
use pulpo_domain::account::{ScopedUserRole, Team, User};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::names;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::space::Space;
use pulpo_store::{Query, Tx};

use super::users;
use crate::app::App;
use crate::error::{Error, Result};
use crate::named::Named;
use crate::sign_in::callers::Holding;

/// Something by its id, and its name for those who may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    pub name: Option<String>,
}

/// Where something holds or happens. An empty list says nothing about its dimension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Where {
    /// Absent: at system level.
    pub space: Option<Known>,
    pub projects: Vec<Known>,
    pub project_groups: Vec<Known>,
    pub environments: Vec<Known>,
    pub tenants: Vec<Known>,
}

/// A role that a team holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub team: Known,
    pub role: Known,
    pub scoped_role_id: String,
    pub scope: Where,
}

/// Who looks at whom.
pub(super) struct Look<'c> {
    pub(super) caller: &'c Caller,
    /// At oneself: everything that one holds may be told by its name.
    pub(super) own: bool,
}

impl<'c> Look<'c> {
    /// The account by its id or name: one's own, or another for whoever sees accounts, teams and roles.
    fn at(tx: &mut Tx<'_>, caller: &'c Caller, user: &str) -> Result<(Self, User)> {
        let actor = &caller.actor;
        let own = user == actor.user_id.as_str() || names::key(user) == names::key(&actor.username);
        if own {
            let user = users::find(tx, actor.user_id.as_str())?;
            return Ok((Self { caller, own }, user));
        }
        may_look_at_others(caller)?;
        let found = match tx.load::<User>(user)? {
            Some(found) => Some(found.record),
            None => tx.list::<User>(&Query::new().eq("name_key", names::key(user)).take(1))?.pop(),
        };
        Ok((Self { caller, own }, found.ok_or_else(|| Error::not_found("user", user))?))
    }

    fn sees_team(&self, team: &Team) -> bool {
        self.own || Sealed::new(team.clone()).open_to_see(self.caller, super::teams::VIEW, "").is_ok()
    }

    fn enters(&self, space: Option<&SpaceId>) -> bool {
        self.own || space.is_none_or(|space| self.caller.may_enter(space))
    }

    /// Whether the one who looks may know that a team holds this.
    fn sees(&self, holding: &Holding) -> bool {
        self.sees_team(&holding.team) && self.enters(holding.scoped.space_id.as_ref())
    }

    fn known<T: Named>(&self, tx: &mut Tx<'_>, id: &str) -> Result<Known> {
        let found = tx.load::<T>(id)?.map(|found| found.record);
        let name = found.as_ref().map(|found| found.name().to_owned());
        let seen =
            self.own || found.is_some_and(|found| Sealed::new(found).open_to_see(self.caller, T::VIEW, id).is_ok());
        Ok(Known { id: id.to_owned(), name: name.filter(|_| seen) })
    }

    /// The names of these, or the bare ids of what may not be known by its name.
    pub(super) fn names<T: Named>(&self, tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<String>> {
        let known = self.all_known::<T, _>(tx, ids)?;
        Ok(known.into_iter().map(|known| known.name.unwrap_or(known.id)).collect())
    }

    fn all_known<T: Named, I: AsRef<str>>(
        &self,
        tx: &mut Tx<'_>,
        ids: impl IntoIterator<Item = I>,
    ) -> Result<Vec<Known>> {
        ids.into_iter().map(|id| self.known::<T>(tx, id.as_ref())).collect()
    }

    fn space(&self, tx: &mut Tx<'_>, space: Option<&SpaceId>) -> Result<Option<Known>> {
        let Some(id) = space else { return Ok(None) };
        let name = tx.load::<Space>(id.as_str())?.map(|found| found.record.name);
        Ok(Some(Known { id: id.to_string(), name: name.filter(|_| self.enters(space)) }))
    }

    fn scope(&self, tx: &mut Tx<'_>, scoped: &ScopedUserRole) -> Result<Where> {
        Ok(Where {
            space: self.space(tx, scoped.space_id.as_ref())?,
            projects: self.all_known::<Project, _>(tx, &scoped.project_ids)?,
            project_groups: self.all_known::<ProjectGroup, _>(tx, &scoped.project_group_ids)?,
            environments: self.all_known::<Environment, _>(tx, &scoped.environment_ids)?,
            tenants: scoped.tenant_ids.iter().map(unnamed).collect(),
        })
    }

    fn held(&self, tx: &mut Tx<'_>, holding: &Holding) -> Result<Held> {
        Ok(Held {
            team: Known { id: holding.team.id.to_string(), name: Some(holding.team.name.clone()) },
            role: Known { id: holding.role.id.to_string(), name: Some(holding.role.name.clone()) },
            scoped_role_id: holding.scoped.id.to_string(),
            scope: self.scope(tx, &holding.scoped)?,
        })
    }

    /// Where something happens; the group that a project is in goes without saying.
    fn place(&self, tx: &mut Tx<'_>, place: &Place) -> Result<Where> {
        let groups = if values(&place.projects).is_empty() { values(&place.groups) } else { &[] };
        Ok(Where {
            space: self.space(tx, place.space.as_ref())?,
            projects: self.all_known::<Project, _>(tx, values(&place.projects))?,
            project_groups: self.all_known::<ProjectGroup, _>(tx, groups)?,
            environments: self.all_known::<Environment, _>(tx, values(&place.environments))?,
            tenants: values(&place.tenants).iter().map(unnamed).collect(),
        })
    }

    fn coverage(&self, tx: &mut Tx<'_>, grant: &Grant) -> Result<Where> {
        let coverage = &*grant.coverage;
        let by = grant.permission.restrictable();
        // A grant that names groups holds their projects already expanded; the groups say it better.
        let projects = coverage.projects.iter().filter(|_| by.projects && coverage.project_groups.is_empty());
        Ok(Where {
            space: self.space(tx, coverage.space.as_ref())?,
            projects: self.all_known::<Project, _>(tx, projects.flat_map(|projects| projects.iter()))?,
            project_groups: if by.project_groups {
                self.all_known::<ProjectGroup, _>(tx, &coverage.project_groups)?
            } else {
                Vec::new()
            },
            environments: if by.environments {
                self.all_known::<Environment, _>(tx, &coverage.environments)?
            } else {
                Vec::new()
            },
            tenants: coverage.tenants.iter().filter(|_| by.tenants).map(unnamed).collect(),
        })
    }
}

/// What somebody other than oneself may do is for those who see accounts, teams and roles.
pub(super) fn may_look_at_others(caller: &Caller) -> Result<()> {
    caller.require::<UserView>(&Place::SYSTEM)?;
    for permission in [Permission::TeamView, Permission::UserRoleView] {
        if caller.grants().of(permission).is_empty() {
            return Err(caller.forbidden(permission, &Place::SYSTEM).into());
        }
    }
    Ok(())
}

fn unnamed<T: AsRef<str>>(id: &T) -> Known {
    Known { id: id.as_ref().to_owned(), name: None }
}

fn values<T>(asked: &Asked<T>) -> &[T] {
    match asked {
        Asked::All(values) | Asked::OneOf(values) => values,
        Asked::Nothing | Asked::Any => &[],
    }
}

/// The time since which use counts: what was asked for, or all that is remembered.
pub(super) fn since(app: &App, asked: Option<Timestamp>) -> Timestamp {
    asked.unwrap_or_else(|| app.now() - crate::usage::KEPT)
}
