//! What a list may show, as a restriction for its query.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use crate::grant::Grant;
use crate::permissions::Permission;

/// What a list may show: whatever one of the restrictions lets through. No restriction at all shows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub any_of: Vec<Restriction>,
}

impl Scope {
    /// What the grants of one permission show in a space, in as few restrictions as say the same.
    pub(crate) fn of(grants: &[Grant], permission: Permission, space: Option<&SpaceId>) -> Self {
        let restrictable = permission.restrictable();
        let of_groups_only = restrictable.project_groups && !restrictable.projects;
        let covering = grants.iter().filter(|grant| grant.coverage.space.as_ref() == space && !grant.covers_no_group());
        let any_of = covering.map(|grant| Restriction {
            projects: grant.coverage.projects.clone().filter(|_| restrictable.projects),
            project_groups: if of_groups_only { grant.coverage.project_groups.clone() } else { BTreeSet::new() },
            environments: if restrictable.environments { grant.coverage.environments.clone() } else { BTreeSet::new() },
            tenants: if restrictable.tenants { grant.coverage.tenants.clone() } else { BTreeSet::new() },
            untenanted: !permission.needs_explicit_tenant(),
        });
        Self { any_of: any_of.collect() }.merged()
    }

    pub fn is_unrestricted(&self) -> bool {
        self.any_of.iter().any(Restriction::is_none)
    }

    /// The same with fewer restrictions: where two differ in one dimension alone, what either lets through there is
    /// let through by one. A thousand teams' worth of them would be no query any more.
    fn merged(self) -> Self {
        if self.is_unrestricted() {
            return Self { any_of: vec![Restriction::default()] };
        }
        let any_of = merge(
            self.any_of,
            |one| one.projects.as_deref().cloned(),
            |one, projects| one.projects = projects.map(Arc::new),
        );
        let any_of = merge(
            any_of,
            |one| restricted(&one.project_groups),
            |one, set| one.project_groups = set.unwrap_or_default(),
        );
        let any_of =
            merge(any_of, |one| restricted(&one.environments), |one, set| one.environments = set.unwrap_or_default());
        let any_of = merge(any_of, |one| restricted(&one.tenants), |one, set| one.tenants = set.unwrap_or_default());
        Self { any_of }
    }
}

/// An empty set does not restrict.
fn restricted<T: Clone>(set: &BTreeSet<T>) -> Option<BTreeSet<T>> {
    (!set.is_empty()).then(|| set.clone())
}

/// Joins the restrictions that are alike but for one dimension; nothing in it means everything.
fn merge<T: Ord + Clone>(
    any_of: Vec<Restriction>,
    get: impl Fn(&Restriction) -> Option<BTreeSet<T>>,
    set: impl Fn(&mut Restriction, Option<BTreeSet<T>>),
) -> Vec<Restriction> {
    let mut alike: BTreeMap<Restriction, Option<BTreeSet<T>>> = BTreeMap::new();
    for mut one in any_of {
        let own = get(&one);
        set(&mut one, None);
        let joined = alike.entry(one).or_insert_with(|| Some(BTreeSet::new()));
        *joined = match (joined.take(), own) {
            (Some(mut known), Some(own)) => {
                known.extend(own);
                Some(known)
            }
            _ => None,
        };
    }
    let whole = alike.into_iter().map(|(mut one, joined)| {
        set(&mut one, joined);
        one
    });
    whole.collect()
}

/// One conjunction of a [`Scope`]; an empty set does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Restriction {
    /// An empty set of projects lets none through.
    pub projects: Option<Arc<BTreeSet<ProjectId>>>,
    pub project_groups: BTreeSet<ProjectGroupId>,
    pub environments: BTreeSet<EnvironmentId>,
    pub tenants: BTreeSet<TenantId>,
    /// Whether documents without a tenant pass a restriction to tenants.
    pub untenanted: bool,
}

impl Restriction {
    pub fn is_none(&self) -> bool {
        self.projects.is_none()
            && self.project_groups.is_empty()
            && self.environments.is_empty()
            && self.tenants.is_empty()
    }
}
