//! One grant: a permission, and the places it covers (access.md 5.1).

use std::collections::BTreeSet;
use std::sync::Arc;

use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use crate::permissions::Permission;
use crate::place::Place;

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
        let restrictable = self.permission.restrictable();
        let coverage = &*self.coverage;
        if coverage.space != place.space {
            return false;
        }
        if restrictable.projects && !self.covers_projects(place) {
            return false;
        }
        if !restrictable.projects && restrictable.project_groups && !self.covers_group(place) {
            return false;
        }
        if restrictable.environments && !place.environments.covered_by(&coverage.environments) {
            return false;
        }
        if restrictable.tenants && !coverage.tenants.is_empty() {
            return match &place.tenant {
                Some(tenant) => coverage.tenants.contains(tenant),
                None => !self.permission.needs_explicit_tenant(),
            };
        }
        true
    }

    fn covers_projects(&self, place: &Place) -> bool {
        match &self.coverage.projects {
            None => true,
            Some(covered) => place.projects.covered_by(covered),
        }
    }

    fn covers_group(&self, place: &Place) -> bool {
        let groups = &self.coverage.project_groups;
        // A restriction to single projects says nothing about groups, so it covers none.
        let unrestricted = groups.is_empty() && self.coverage.projects.is_none();
        unrestricted || place.project_group.as_ref().is_some_and(|group| groups.contains(group))
    }
}
