//! The decision against a slow, obvious model, over random worlds (access.md 5, 8): what one grant covers, what a
//! list shows, and that nobody gives more than he has.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use pulpo_access::caller::{Restriction, Scope};
use pulpo_access::place::Asked;
use pulpo_access::{Permission, Place, elevation};

use crate::model::{
    Enough, PERMISSIONS, PROJECTS, Role, Thing, caller, covers, grant, grants, groups, id, place, role, space, thing,
};

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
    fn many_grants_decide_as_few_do(
        roles in vec(role(), 20..60), groups in groups(), things in vec((thing(), any::<bool>()), 1..6)
    ) {
        let caller = caller(&roles, &groups);
        for (thing, one) in things {
            let enough = if one { Enough::One } else { Enough::All };
            let mut row = thing.clone();
            row.environments.truncate(1);
            for permission in PERMISSIONS {
                let expected = roles.iter().any(|role| covers(role, &groups, permission, &thing, enough));
                prop_assert_eq!(caller.may(permission, &place(&thing, enough)), expected, "{:?}", permission);
                // What a place leaves open is decided by looking at all of them.
                let open = Place { projects: Asked::Any, tenants: Asked::Any, ..place(&thing, enough) };
                let looked = caller.grants().of(permission).iter().any(|grant| grant.covers(&open));
                prop_assert_eq!(caller.may(permission, &open), looked);
                let scope = caller.scope(permission, Some(&space(row.space)));
                prop_assert_eq!(selects(&scope, &row), caller.may(permission, &place(&row, Enough::All)), "{:?}", scope);
            }
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
