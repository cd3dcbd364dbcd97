//! How far a permission must reach, dimension by dimension.

use std::collections::BTreeSet;

use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use super::Proposal;
use crate::grant::Grant;
use crate::permissions::Permission;
use crate::place::{Asked, Place};

/// In one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Extent<T> {
    /// The permission does not know the dimension, or nobody asked for anything in particular.
    Whatever,
    Some(BTreeSet<T>),
    Everything,
}

/// In all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extents {
    projects: Extent<ProjectId>,
    groups: Extent<ProjectGroupId>,
    environments: Extent<EnvironmentId>,
    tenants: Extent<TenantId>,
}

/// Which dimensions a permission's own restrictions are about: projects, groups of them, environments, tenants.
fn knows(permission: Permission) -> [bool; 4] {
    let by = permission.restrictable();
    [by.projects, by.project_groups && !by.projects, by.environments, by.tenants]
}

/// Whether one of several values of a dimension would be enough.
pub(super) fn is_choice(place: &Place) -> bool {
    fn several<T>(asked: &Asked<T>) -> bool {
        matches!(asked, Asked::OneOf(_) | Asked::Any)
    }
    several(&place.projects) || several(&place.groups) || several(&place.environments) || several(&place.tenants)
}

impl<T: Clone + Ord> Extent<T> {
    fn covers(&self, known: bool, asked: &Asked<T>) -> bool {
        !known
            || *asked == Asked::Any
            || match self {
                Self::Whatever => false,
                Self::Some(values) => asked.covered_by(values),
                Self::Everything => true,
            }
    }

    /// Widens it to what is asked; of several values that would do, one that `held` has.
    fn widen(&mut self, known: bool, asked: &Asked<T>, held: &BTreeSet<T>) {
        let values = match asked {
            Asked::Any => return,
            _ if !known => return,
            Asked::Nothing => Vec::new(),
            Asked::All(values) => values.clone(),
            Asked::OneOf(values) => {
                let one = values.iter().find(|value| held.is_empty() || held.contains(value));
                one.cloned().into_iter().collect()
            }
        };
        match self {
            Self::Everything => {}
            // What stands nowhere is covered by no restriction.
            _ if values.is_empty() => *self = Self::Everything,
            Self::Whatever => *self = Self::Some(values.into_iter().collect()),
            Self::Some(known) => known.extend(values),
        }
    }

    /// Both at once, if neither reaches further than it must.
    fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Whatever, extent) | (extent, Self::Whatever) => Some(extent.clone()),
            (Self::Some(_) | Self::Everything, _) => (self == other).then(|| self.clone()),
        }
    }

    fn filled_from(&self, known: bool, held: &BTreeSet<T>, restricted: bool) -> Self {
        match self {
            Self::Whatever if known && restricted => Self::Some(held.clone()),
            Self::Whatever if known => Self::Everything,
            Self::Whatever | Self::Some(_) | Self::Everything => self.clone(),
        }
    }

    fn restriction(self) -> BTreeSet<T> {
        if let Self::Some(values) = self { values } else { BTreeSet::new() }
    }

    fn says(&self) -> bool {
        *self != Self::Whatever
    }
}

impl Extents {
    pub(super) const NONE: Self = Self {
        projects: Extent::Whatever,
        groups: Extent::Whatever,
        environments: Extent::Whatever,
        tenants: Extent::Whatever,
    };

    pub(super) fn cover(&self, permission: Permission, place: &Place) -> bool {
        let [projects, groups, environments, tenants] = knows(permission);
        self.projects.covers(projects, &place.projects)
            && self.groups.covers(groups, &place.groups)
            && self.environments.covers(environments, &place.environments)
            && self.tenants.covers(tenants && !is_untenanted(permission, place), &place.tenants)
    }

    pub(super) fn widen(&mut self, grant: &Grant, place: &Place) {
        let (permission, coverage) = (grant.permission, &*grant.coverage);
        let [projects, groups, environments, tenants] = knows(permission);
        let none = BTreeSet::new();
        self.projects.widen(projects, &place.projects, coverage.projects.as_deref().unwrap_or(&none));
        self.groups.widen(groups, &place.groups, &coverage.project_groups);
        self.environments.widen(environments, &place.environments, &coverage.environments);
        self.tenants.widen(tenants && !is_untenanted(permission, place), &place.tenants, &coverage.tenants);
    }

    pub(super) fn with(&self, other: &Self) -> Option<Self> {
        let merged = Self {
            projects: self.projects.with(&other.projects)?,
            groups: self.groups.with(&other.groups)?,
            environments: self.environments.with(&other.environments)?,
            tenants: self.tenants.with(&other.tenants)?,
        };
        // Projects and groups of one scope are joined by OR: each would widen what the other one restricts.
        let apart = !merged.projects.says() || !merged.groups.says();
        let unrestricted = merged.projects == Extent::Everything && merged.groups == Extent::Everything;
        (apart || unrestricted).then_some(merged)
    }

    /// What nobody asked for in particular, as the grant has it.
    pub(super) fn filled_from(&self, grant: &Grant) -> Self {
        let coverage = &*grant.coverage;
        let [projects, groups, environments, tenants] = knows(grant.permission);
        let (none, restricted) = (BTreeSet::new(), coverage.projects.is_some());
        let of_grant = coverage.projects.as_deref().unwrap_or(&none);
        Self {
            projects: self.projects.filled_from(projects, of_grant, restricted),
            groups: self.groups.filled_from(groups, &coverage.project_groups, restricted),
            environments: self.environments.filled_from(
                environments,
                &coverage.environments,
                !coverage.environments.is_empty(),
            ),
            tenants: self.tenants.filled_from(tenants, &coverage.tenants, !coverage.tenants.is_empty()),
        }
    }

    /// In how many dimensions something is said.
    pub(super) fn said(&self) -> usize {
        let says = [self.projects.says(), self.groups.says(), self.environments.says(), self.tenants.says()];
        says.into_iter().filter(|says| *says).count()
    }

    pub(super) fn proposal(self, space: Option<SpaceId>, permissions: BTreeSet<Permission>) -> Proposal {
        Proposal {
            space,
            permissions,
            projects: self.projects.restriction(),
            project_groups: self.groups.restriction(),
            environments: self.environments.restriction(),
            tenants: self.tenants.restriction(),
        }
    }
}

/// Whether what belongs to no tenant may be reached by a restriction to tenants (access.md 5.2).
fn is_untenanted(permission: Permission, place: &Place) -> bool {
    place.tenants == Asked::Nothing && !permission.needs_explicit_tenant()
}
