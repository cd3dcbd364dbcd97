//! One grant: a permission, and the places it covers (access.md 5.1).

use std::collections::BTreeSet;
use std::sync::Arc;

use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use crate::permissions::Permission;
use crate::place::{Asked, Place};

/// Where a grant holds. An empty restriction restricts nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Absent: at system level.
    pub space: Option<SpaceId>,
    /// Projects and groups are joined by OR; `projects` holds the groups' projects already.
    pub projects: Option<Arc<BTreeSet<ProjectId>>>,
    pub project_groups: BTreeSet<ProjectGroupId>,
    pub environments: BTreeSet<EnvironmentId>,
    pub tenants: BTreeSet<TenantId>,
}

impl Coverage {
    /// Where the space permissions of a team's role hold; nowhere for a role at system level. `of_groups` are the
    /// projects that are in its project groups now.
    pub fn of(scoped: &ScopedUserRole, of_groups: impl IntoIterator<Item = ProjectId>) -> Option<Self> {
        let restricted = !scoped.project_ids.is_empty() || !scoped.project_group_ids.is_empty();
        let projects = || scoped.project_ids.iter().cloned().chain(of_groups).collect();
        Some(Self {
            space: Some(scoped.space_id.clone()?),
            projects: restricted.then(projects).map(Arc::new),
            project_groups: scoped.project_group_ids.iter().cloned().collect(),
            environments: scoped.environment_ids.iter().cloned().collect(),
            tenants: scoped.tenant_ids.iter().cloned().collect(),
        })
    }
}

/// In what a grant can be restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Space,
    Projects,
    ProjectGroups,
    Environments,
    Tenants,
}

impl Dimension {
    pub fn name(self) -> &'static str {
        match self {
            Self::Space => "Space",
            Self::Projects => "Projects",
            Self::ProjectGroups => "ProjectGroups",
            Self::Environments => "Environments",
            Self::Tenants => "Tenants",
        }
    }
}

/// A permission somebody holds, with the team and role it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub permission: Permission,
    pub coverage: Arc<Coverage>,
    pub team: Arc<str>,
}

impl Grant {
    /// Whether this one grant covers everything asked: grants add up but are never mixed (access.md 5.2).
    pub fn covers(&self, place: &Place) -> bool {
        self.coverage.space == place.space
            && self.covers_project_side(place)
            && self.covers_environments(place)
            && self.covers_tenants(place)
    }

    /// The dimensions in which this grant does not cover what is asked.
    pub fn failing(&self, place: &Place) -> Vec<Dimension> {
        let project_side =
            if self.permission.restrictable().projects { Dimension::Projects } else { Dimension::ProjectGroups };
        let covered = [
            (Dimension::Space, self.coverage.space == place.space),
            (project_side, self.covers_project_side(place)),
            (Dimension::Environments, self.covers_environments(place)),
            (Dimension::Tenants, self.covers_tenants(place)),
        ];
        covered.into_iter().filter(|(_, covered)| !covered).map(|(dimension, _)| dimension).collect()
    }

    fn covers_project_side(&self, place: &Place) -> bool {
        let restrictable = self.permission.restrictable();
        if restrictable.projects {
            return self.covers_projects(place);
        }
        !restrictable.project_groups || self.covers_group(place)
    }

    fn covers_environments(&self, place: &Place) -> bool {
        !self.permission.restrictable().environments || place.environments.covered_by(&self.coverage.environments)
    }

    fn covers_tenants(&self, place: &Place) -> bool {
        let untenanted = place.tenants == Asked::Nothing && !self.permission.needs_explicit_tenant();
        !self.permission.restrictable().tenants || untenanted || place.tenants.covered_by(&self.coverage.tenants)
    }

    fn covers_projects(&self, place: &Place) -> bool {
        match &self.coverage.projects {
            None => true,
            // Groups without a project cover none, and must not read as "no restriction".
            Some(covered) if covered.is_empty() => place.projects == Asked::Any,
            Some(covered) => place.projects.covered_by(covered),
        }
    }

    fn covers_group(&self, place: &Place) -> bool {
        !self.covers_no_group() && place.groups.covered_by(&self.coverage.project_groups)
    }

    /// Whether it is restricted to groups in which there is no project, and so covers none for now.
    pub(crate) fn covers_no_project(&self) -> bool {
        self.permission.restrictable().projects
            && self.coverage.projects.as_ref().is_some_and(|projects| projects.is_empty())
    }

    /// Whether the permission is about groups alone, and its restriction names single projects alone: that says
    /// nothing about groups, so it covers none.
    pub(crate) fn covers_no_group(&self) -> bool {
        let restrictable = self.permission.restrictable();
        restrictable.project_groups
            && !restrictable.projects
            && self.coverage.projects.is_some()
            && self.coverage.project_groups.is_empty()
    }

    /// Whether this one grant covers every place that the other one covers, and every place it ever will.
    pub fn contains(&self, other: &Self) -> bool {
        let restrictable = self.permission.restrictable();
        let (own, given) = (&*self.coverage, &*other.coverage);
        if self.permission != other.permission || own.space != given.space {
            return false;
        }
        if restrictable.projects && !contains_projects(own, given) {
            return false;
        }
        if !restrictable.projects && restrictable.project_groups && !contains_groups(own, given) {
            return false;
        }
        (!restrictable.environments || contains_all(&own.environments, &given.environments))
            && (!restrictable.tenants || contains_all(&own.tenants, &given.tenants))
    }
}

/// A group's projects of tomorrow are within nothing but the group itself.
fn contains_projects(own: &Coverage, given: &Coverage) -> bool {
    match (&own.projects, &given.projects) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(own_projects), Some(given_projects)) => {
            given_projects.is_subset(own_projects) && given.project_groups.is_subset(&own.project_groups)
        }
    }
}

fn contains_groups(own: &Coverage, given: &Coverage) -> bool {
    let restricted = |coverage: &Coverage| coverage.projects.is_some() || !coverage.project_groups.is_empty();
    !restricted(own) || (restricted(given) && given.project_groups.is_subset(&own.project_groups))
}

/// An empty set restricts nothing.
fn contains_all<T: Ord>(own: &BTreeSet<T>, given: &BTreeSet<T>) -> bool {
    own.is_empty() || (!given.is_empty() && given.is_subset(own))
}
