//! A slow, obvious model of who may do what, over random worlds of small numbers.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use pulpo_access::caller::Grants;
use pulpo_access::grant::Coverage;
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Grant, Permission, Place};
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::event::Actor;
use pulpo_domain::ids::SpaceId;

/// One permission for each combination of dimensions, with and without explicit tenants.
pub(crate) const PERMISSIONS: [Permission; 10] = [
    Permission::DeploymentCreate,
    Permission::TaskView,
    Permission::ProjectView,
    Permission::ProcessView,
    Permission::VariableEdit,
    Permission::ProjectGroupView,
    Permission::EnvironmentView,
    Permission::MachineView,
    Permission::TenantView,
    Permission::FeedView,
];
pub(crate) const PROJECTS: u8 = 5;
pub(crate) const GROUPS: u8 = 3;
pub(crate) const ENVIRONMENTS: u8 = 3;
pub(crate) const TENANTS: u8 = 2;

/// A role of a team, with small numbers for ids.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) permission: Permission,
    pub(crate) space: u8,
    pub(crate) projects: BTreeSet<u8>,
    pub(crate) groups: BTreeSet<u8>,
    pub(crate) environments: BTreeSet<u8>,
    pub(crate) tenants: BTreeSet<u8>,
}

/// Which group each project is in.
pub(crate) type Groups = Vec<u8>;

/// A document: where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) space: u8,
    pub(crate) project: Option<u8>,
    /// For a project group itself.
    pub(crate) group: Option<u8>,
    pub(crate) environments: Vec<u8>,
    pub(crate) tenant: Option<u8>,
}

pub(crate) fn role() -> impl Strategy<Value = Role> {
    (
        0..PERMISSIONS.len(),
        0..2u8,
        btree_set(0..PROJECTS, 0..3),
        btree_set(0..GROUPS, 0..2),
        btree_set(0..ENVIRONMENTS, 0..3),
        btree_set(0..TENANTS, 0..2),
    )
        .prop_map(|(permission, space, projects, groups, environments, tenants)| Role {
            permission: PERMISSIONS[permission],
            space,
            projects,
            groups,
            environments,
            tenants,
        })
}

pub(crate) fn thing() -> impl Strategy<Value = Thing> {
    (0..2u8, option::of(0..PROJECTS), option::of(0..GROUPS), vec(0..ENVIRONMENTS, 0..3), option::of(0..TENANTS))
        .prop_map(|(space, project, group, environments, tenant)| Thing { space, project, group, environments, tenant })
}

pub(crate) fn groups() -> impl Strategy<Value = Groups> {
    vec(0..GROUPS, usize::from(PROJECTS))
}

/// The model: what a role covers, in the words of access.md 5.2.
pub(crate) fn covers(role: &Role, groups: &Groups, permission: Permission, thing: &Thing, enough: Enough) -> bool {
    let by = permission.restrictable();
    let unrestricted = role.projects.is_empty() && role.groups.is_empty();
    let in_groups = |project: u8| role.groups.contains(&groups[usize::from(project)]);
    let project_side = if by.projects {
        unrestricted || thing.project.is_some_and(|project| role.projects.contains(&project) || in_groups(project))
    } else if by.project_groups {
        unrestricted || thing.group.is_some_and(|group| role.groups.contains(&group))
    } else {
        true
    };
    let covered = |environment: &u8| role.environments.contains(environment);
    let environment_side = !by.environments
        || role.environments.is_empty()
        || match enough {
            Enough::All => !thing.environments.is_empty() && thing.environments.iter().all(covered),
            Enough::One => thing.environments.iter().any(covered),
        };
    let tenant_side = !by.tenants
        || role.tenants.is_empty()
        || match thing.tenant {
            Some(tenant) => role.tenants.contains(&tenant),
            None => !permission.needs_explicit_tenant(),
        };
    role.permission == permission && role.space == thing.space && project_side && environment_side && tenant_side
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Enough {
    All,
    One,
}

pub(crate) fn id(collection: &str, number: u8) -> String {
    format!("{collection}-{number}")
}

pub(crate) fn space(number: u8) -> SpaceId {
    SpaceId::new(id("Spaces", number))
}

pub(crate) fn grant(role: &Role, groups: &Groups) -> Grant {
    let scoped = ScopedUserRole {
        id: "ScopedUserRoles-1".into(),
        team_id: "Teams-1".into(),
        user_role_id: "UserRoles-1".into(),
        space_id: Some(space(role.space)),
        project_ids: role.projects.iter().map(|project| id("Projects", *project).into()).collect(),
        project_group_ids: role.groups.iter().map(|group| id("ProjectGroups", *group).into()).collect(),
        environment_ids: role.environments.iter().map(|environment| id("Environments", *environment).into()).collect(),
        tenant_ids: role.tenants.iter().map(|tenant| id("Tenants", *tenant).into()).collect(),
    };
    let of_groups = (0..PROJECTS)
        .filter(|project| role.groups.contains(&groups[usize::from(*project)]))
        .map(|project| id("Projects", project).into());
    let coverage = Coverage::of(&scoped, of_groups).expect("a role in a space");
    Grant { permission: role.permission, coverage: Arc::new(coverage), team: "a team".into() }
}

pub(crate) fn grants(roles: &[Role], groups: &Groups) -> Vec<Grant> {
    roles.iter().map(|role| grant(role, groups)).collect()
}

pub(crate) fn caller(roles: &[Role], groups: &Groups) -> Caller {
    Caller::new(Actor::system(), Arc::new(Grants::new(grants(roles, groups))))
}

pub(crate) fn place(thing: &Thing, enough: Enough) -> Place {
    let mut place = Place::space(&space(thing.space));
    if let Some(project) = thing.project {
        place = place.project(&id("Projects", project).into());
    }
    if let Some(group) = thing.group {
        place = place.group(&id("ProjectGroups", group).into());
    }
    let environments = thing.environments.iter().map(|environment| id("Environments", *environment).into()).collect();
    place.environments = match enough {
        Enough::All => Asked::All(environments),
        Enough::One => Asked::OneOf(environments),
    };
    place.tenant(thing.tenant.map(|tenant| id("Tenants", tenant).into()).as_ref())
}
