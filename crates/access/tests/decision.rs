//! The decision against a slow, obvious model, over random worlds (access.md 5, 8): what one grant covers, what a
//! list shows, and that nobody gives more than he has.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use pulpo_access::caller::{Grants, Restriction, Scope};
use pulpo_access::grant::Coverage;
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Grant, Permission, Place, elevation};
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::event::Actor;
use pulpo_domain::ids::SpaceId;

/// One permission for each combination of dimensions, with and without explicit tenants.
const PERMISSIONS: [Permission; 10] = [
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
const PROJECTS: u8 = 5;
const GROUPS: u8 = 3;
const ENVIRONMENTS: u8 = 3;
const TENANTS: u8 = 2;

/// A role of a team, with small numbers for ids.
#[derive(Debug, Clone)]
struct Role {
    permission: Permission,
    space: u8,
    projects: BTreeSet<u8>,
    groups: BTreeSet<u8>,
    environments: BTreeSet<u8>,
    tenants: BTreeSet<u8>,
}

/// Which group each project is in.
type Groups = Vec<u8>;

/// A document: where it stands.
#[derive(Debug, Clone)]
struct Thing {
    space: u8,
    project: Option<u8>,
    /// For a project group itself.
    group: Option<u8>,
    environments: Vec<u8>,
    tenant: Option<u8>,
}

fn role() -> impl Strategy<Value = Role> {
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

fn thing() -> impl Strategy<Value = Thing> {
    (0..2u8, option::of(0..PROJECTS), option::of(0..GROUPS), vec(0..ENVIRONMENTS, 0..3), option::of(0..TENANTS))
        .prop_map(|(space, project, group, environments, tenant)| Thing { space, project, group, environments, tenant })
}

fn groups() -> impl Strategy<Value = Groups> {
    vec(0..GROUPS, usize::from(PROJECTS))
}

/// The model: what a role covers, in the words of access.md 5.2.
fn covers(role: &Role, groups: &Groups, permission: Permission, thing: &Thing, enough: Enough) -> bool {
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
enum Enough {
    All,
    One,
}

fn id(collection: &str, number: u8) -> String {
    format!("{collection}-{number}")
}

fn space(number: u8) -> SpaceId {
    SpaceId::new(id("Spaces", number))
}

fn grant(role: &Role, groups: &Groups) -> Grant {
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

fn grants(roles: &[Role], groups: &Groups) -> Vec<Grant> {
    roles.iter().map(|role| grant(role, groups)).collect()
}

fn caller(roles: &[Role], groups: &Groups) -> Caller {
    Caller::new(Actor::system(), Arc::new(Grants::new(grants(roles, groups))))
}

fn place(thing: &Thing, enough: Enough) -> Place {
    let mut place = Place::space(&space(thing.space));
    if let Some(project) = thing.project {
        place = place.project(&id("Projects", project).into());
    }
    place.project_group = thing.group.map(|group| id("ProjectGroups", group).into());
    let environments = thing.environments.iter().map(|environment| id("Environments", *environment).into()).collect();
    place.environments = match enough {
        Enough::All => Asked::All(environments),
        Enough::One => Asked::OneOf(environments),
    };
    place.tenant = thing.tenant.map(|tenant| id("Tenants", tenant).into());
    place
}

/// What the SQL made of a scope selects: each column of a document with at most one environment.
fn selects(scope: &Scope, thing: &Thing) -> bool {
    let one = |restriction: &Restriction| {
        let project = restriction.projects.as_ref().is_none_or(|projects| {
            thing.project.is_some_and(|project| projects.contains(&id("Projects", project).into()))
        });
        let group = restriction.project_groups.is_empty()
            || thing.group.is_some_and(|group| restriction.project_groups.contains(&id("ProjectGroups", group).into()));
        let environment = restriction.environments.is_empty()
            || thing
                .environments
                .iter()
                .any(|environment| restriction.environments.contains(&id("Environments", *environment).into()));
        let tenant = restriction.tenants.is_empty()
            || match thing.tenant {
                Some(tenant) => restriction.tenants.contains(&id("Tenants", tenant).into()),
                None => restriction.untenanted,
            };
        project && group && environment && tenant
    };
    scope.any_of.iter().any(one)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn one_grant_alone_must_cover_all_that_is_asked(
        roles in vec(role(), 0..5), groups in groups(), thing in thing(), one in any::<bool>()
    ) {
        let caller = caller(&roles, &groups);
        let enough = if one { Enough::One } else { Enough::All };
        for permission in PERMISSIONS {
            let expected = roles.iter().any(|role| covers(role, &groups, permission, &thing, enough));
            prop_assert_eq!(caller.may(permission, &place(&thing, enough)), expected, "{:?}", permission);
        }
    }

    #[test]
    fn a_list_shows_just_what_may_be_seen_one_by_one(
        roles in vec(role(), 0..5), groups in groups(), mut thing in thing()
    ) {
        // A row has one environment or none.
        thing.environments.truncate(1);
        let caller = caller(&roles, &groups);
        for permission in PERMISSIONS {
            let scope = caller.scope(permission, Some(&space(thing.space)));
            let expected = caller.may(permission, &place(&thing, Enough::All));
            prop_assert_eq!(selects(&scope, &thing), expected, "{:?} {:?}", permission, scope);
            prop_assert!(!expected || caller.may_anywhere(permission, Some(&space(thing.space))));
        }
    }

    #[test]
    fn a_list_of_two_permissions_shows_what_either_shows(
        roles in vec(role(), 0..5), groups in groups(), mut thing in thing()
    ) {
        thing.environments.truncate(1);
        let caller = caller(&roles, &groups);
        let either = [Permission::EnvironmentView, Permission::DeploymentCreate];
        let scope = caller.scope_of_any(&either, Some(&space(thing.space)));
        let apart = either.iter().any(|permission| selects(&caller.scope(*permission, Some(&space(thing.space))), &thing));
        prop_assert_eq!(selects(&scope, &thing), apart);
    }

    #[test]
    fn what_lies_within_ones_own_grants_opens_nothing_that_one_cannot_open(
        own in vec(role(), 1..4), given in vec((role(), any::<[bool; 4]>()), 1..4), groups in groups(), moved in groups(),
        thing in thing()
    ) {
        let actor = caller(&own, &groups);
        // Much of what is given resembles what the giver has, or next to nothing would lie within it.
        let like_own = |(role, same): &(Role, [bool; 4])| Role {
            permission: own[0].permission,
            space: own[0].space,
            projects: if same[0] { own[0].projects.clone() } else { role.projects.clone() },
            groups: if same[1] { own[0].groups.clone() } else { role.groups.clone() },
            environments: if same[2] { own[0].environments.clone() } else { role.environments.clone() },
            tenants: if same[3] { own[0].tenants.clone() } else { role.tenants.clone() },
        };
        let given = given.iter().map(like_own).filter(|role| elevation::beyond(&actor, &[grant(role, &groups)]).is_empty());
        let given: Vec<Role> = given.collect();
        // It holds today; and what was given by groups, not by name, when projects have moved between them since.
        let by_groups = given.iter().all(|role| role.projects.is_empty());
        for groups in [Some(&groups), Some(&moved).filter(|_| by_groups)].into_iter().flatten() {
            let (actor, receiver) = (caller(&own, groups), caller(&given, groups));
            for permission in PERMISSIONS {
                let place = place(&thing, Enough::All);
                prop_assert!(!receiver.may(permission, &place) || actor.may(permission, &place), "{:?}", permission);
            }
        }
    }

    #[test]
    fn nothing_is_beyond_the_one_whose_grants_they_are(own in vec(role(), 0..4), groups in groups()) {
        prop_assert_eq!(elevation::beyond(&caller(&own, &groups), &grants(&own, &groups)), BTreeSet::new());
    }

    #[test]
    fn states_that_grant_the_same_do_not_differ(own in vec(role(), 0..4), groups in groups()) {
        let grants = grants(&own, &groups);
        prop_assert_eq!(elevation::difference(&grants, &grants), Vec::new());
    }
}

#[test]
fn two_grants_are_never_mixed() {
    // #947, CVE-2018-10581: the project from one grant, the environment from the other.
    let role = |project, environment| Role {
        permission: Permission::DeploymentCreate,
        space: 1,
        projects: BTreeSet::from([project]),
        groups: BTreeSet::new(),
        environments: BTreeSet::from([environment]),
        tenants: BTreeSet::new(),
    };
    let groups = vec![0; usize::from(PROJECTS)];
    let caller = caller(&[role(0, 0), role(1, 1)], &groups);
    let thing = |project, environment| Thing {
        space: 1,
        project: Some(project),
        group: None,
        environments: vec![environment],
        tenant: None,
    };
    let may = |project, environment| {
        caller.may(Permission::DeploymentCreate, &place(&thing(project, environment), Enough::All))
    };
    assert!(may(0, 0) && may(1, 1));
    assert!(!may(0, 1) && !may(1, 0));
}
