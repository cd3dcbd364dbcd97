//! An account's grants, made once and asked often: also by the member of a thousand teams.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use crate::grant::Grant;
use crate::permissions::Permission;
use crate::place::{Asked, Place};
use crate::scope::Scope;

/// Up to so many grants of one permission are looked through; more are indexed.
const FEW: usize = 8;
/// A restriction to more than so many values is looked at each time instead of being indexed by each of them.
const MANY: usize = 64;

/// An account's grants, looked up by permission; shared by all its requests until something changes.
#[derive(Default)]
pub struct Grants {
    /// Sorted by permission.
    all: Vec<Grant>,
    /// Of the permissions with many grants, sorted.
    indexes: Vec<(Permission, Index)>,
    /// What lists may show, as far as it was asked.
    scopes: Mutex<HashMap<(Permission, Option<SpaceId>), Scope>>,
}

/// The grants of one permission, each under the values of the first dimension in which it is restricted.
#[derive(Default)]
struct Index {
    by_project: HashMap<ProjectId, Vec<usize>>,
    by_group: HashMap<ProjectGroupId, Vec<usize>>,
    by_environment: HashMap<EnvironmentId, Vec<usize>>,
    by_tenant: HashMap<TenantId, Vec<usize>>,
    rest: Vec<usize>,
}

impl Grants {
    pub fn new(mut grants: Vec<Grant>) -> Self {
        grants.sort_by_key(|grant| grant.permission);
        let indexes = grants.chunk_by(|left, right| left.permission == right.permission);
        let indexes = indexes.filter(|of_one| of_one.len() > FEW);
        let indexes = indexes.map(|of_one| (of_one[0].permission, Index::of(of_one))).collect();
        Self { all: grants, indexes, scopes: Mutex::default() }
    }

    pub fn of(&self, permission: Permission) -> &[Grant] {
        let start = self.all.partition_point(|grant| grant.permission < permission);
        let end = self.all.partition_point(|grant| grant.permission <= permission);
        &self.all[start..end]
    }

    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.all.iter()
    }

    /// Whether one of the grants covers the whole place.
    pub fn allow(&self, permission: Permission, place: &Place) -> bool {
        let of_one = self.of(permission);
        match self.indexes.binary_search_by_key(&permission, |(indexed, _)| *indexed) {
            Ok(at) => self.indexes[at].1.allows(of_one, permission, place),
            Err(_) => of_one.iter().any(|grant| grant.covers(place)),
        }
    }

    /// What a list of a permission may show, made when it is first asked for.
    pub(crate) fn scope(&self, permission: Permission, space: Option<&SpaceId>) -> Scope {
        let mut scopes = self.scopes.lock().expect("no holder of this lock panics");
        let made = scopes.entry((permission, space.cloned()));
        made.or_insert_with(|| Scope::of(self.of(permission), permission, space)).clone()
    }
}

impl fmt::Debug for Grants {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.all).finish()
    }
}

impl PartialEq for Grants {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Grants {}

impl Index {
    fn of(grants: &[Grant]) -> Self {
        let mut index = Self::default();
        for (at, grant) in grants.iter().enumerate() {
            let (by, coverage) = (grant.permission.restrictable(), &*grant.coverage);
            let few = |count: usize| count <= MANY;
            match &coverage.projects {
                Some(projects) if by.projects && few(projects.len()) => {
                    put(&mut index.by_project, projects.iter(), at);
                }
                _ if by.projects && coverage.projects.is_some() => index.rest.push(at),
                _ if by.project_groups && !by.projects && !coverage.project_groups.is_empty() => {
                    put(&mut index.by_group, &coverage.project_groups, at);
                }
                _ if by.environments && !coverage.environments.is_empty() && few(coverage.environments.len()) => {
                    put(&mut index.by_environment, &coverage.environments, at);
                }
                _ if by.tenants && !coverage.tenants.is_empty() && few(coverage.tenants.len()) => {
                    put(&mut index.by_tenant, &coverage.tenants, at);
                }
                _ => index.rest.push(at),
            }
        }
        index
    }

    fn allows(&self, grants: &[Grant], permission: Permission, place: &Place) -> bool {
        // What belongs to no tenant is covered by restrictions to any of them, unless the permission says otherwise.
        let untenanted = place.tenants == Asked::Nothing && !permission.needs_explicit_tenant();
        let any_tenant = (untenanted || place.tenants == Asked::Any) && !self.by_tenant.is_empty();
        if any_tenant || place.projects == Asked::Any || place.groups == Asked::Any || place.environments == Asked::Any
        {
            return grants.iter().any(|grant| grant.covers(place));
        }
        let covers = |at: &usize| grants[*at].covers(place);
        self.rest.iter().any(covers)
            || under(&self.by_project, &place.projects).any(covers)
            || under(&self.by_group, &place.groups).any(covers)
            || under(&self.by_environment, &place.environments).any(covers)
            || under(&self.by_tenant, &place.tenants).any(covers)
    }
}

fn put<'v, T: Clone + Eq + std::hash::Hash + 'v>(
    index: &mut HashMap<T, Vec<usize>>,
    values: impl IntoIterator<Item = &'v T>,
    at: usize,
) {
    for value in values {
        index.entry(value.clone()).or_default().push(at);
    }
}

/// The grants that can cover what is asked: of values that must all be covered, those under the first are enough.
fn under<'i, T: Eq + std::hash::Hash>(
    index: &'i HashMap<T, Vec<usize>>,
    asked: &'i Asked<T>,
) -> impl Iterator<Item = &'i usize> {
    let values = match asked {
        Asked::All(values) => &values[..values.len().min(1)],
        Asked::OneOf(values) => values,
        Asked::Nothing | Asked::Any => &[],
    };
    values.iter().filter_map(|value| index.get(value)).flatten()
}
