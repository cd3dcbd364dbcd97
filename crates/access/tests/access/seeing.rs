//! What people ask about decisions: why, the least, what if. Each against the decision itself or the model.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use pulpo_access::caller::Grants;
use pulpo_access::explain::{Verdict, explain};
use pulpo_access::least::{Least, Proposal, least};
use pulpo_access::place::Asked;
use pulpo_access::usage::Need;
use pulpo_access::what_if::effect;
use pulpo_access::{Grant, Place};

use crate::model::{
    Enough, Groups, PERMISSIONS, Role, Thing, caller, covers, grant, grants, groups, place, role, space, thing,
};

/// Something that was needed: one or two permissions at a place, or anywhere in its space.
#[derive(Debug, Clone)]
struct Needed {
    any_of: Vec<usize>,
    thing: Thing,
    one: bool,
    anywhere: bool,
}

fn needed() -> impl Strategy<Value = Needed> {
    (vec(0..PERMISSIONS.len(), 1..3), thing(), any::<bool>(), prop::bool::weighted(0.2))
        .prop_map(|(any_of, thing, one, anywhere)| Needed { any_of, thing, one, anywhere })
}

impl Needed {
    fn need(&self) -> Need {
        let place = if self.anywhere {
            Place::anywhere(Some(&space(self.thing.space)))
        } else {
            place(&self.thing, self.enough())
        };
        Need { any_of: self.any_of.iter().map(|number| PERMISSIONS[*number]).collect(), place }
    }

    fn enough(&self) -> Enough {
        if self.one { Enough::One } else { Enough::All }
    }

    /// In the words of the model.
    fn is_met_by(&self, roles: &[Role], groups: &Groups) -> bool {
        let met = |number: &usize| {
            let permission = PERMISSIONS[*number];
            let by = permission.restrictable();
            // A role about groups alone that is restricted to single projects holds nowhere.
            let nowhere =
                |role: &Role| by.project_groups && !by.projects && !role.projects.is_empty() && role.groups.is_empty();
            let somewhere =
                |role: &Role| role.permission == permission && role.space == self.thing.space && !nowhere(role);
            let covered = |role: &Role| covers(role, groups, permission, &self.thing, self.enough());
            roles.iter().any(|role| if self.anywhere { somewhere(role) } else { covered(role) })
        };
        self.any_of.iter().any(met)
    }
}

fn allowed(proposals: &[Proposal], needs: &[Need]) -> bool {
    let grants = Grants::new(proposals.iter().flat_map(Proposal::grants).collect());
    needs.iter().all(|need| need.allowed_by(&grants))
}

/// Every state of the proposals that is smaller by one part: a permission, or one id of a restriction. An id that no
/// need names was taken over as it is held, where nothing in particular was needed.
fn smaller(proposals: &[Proposal], needs: &[Need]) -> Vec<Vec<Proposal>> {
    let mut all = Vec::new();
    for (at, proposal) in proposals.iter().enumerate() {
        let mut less: Vec<Proposal> = Vec::new();
        less.extend(proposal.permissions.iter().map(|permission| {
            let mut smaller = proposal.clone();
            smaller.permissions.remove(permission);
            smaller
        }));
        let place = |need: &Need| need.place.clone();
        let projects = without_one(&proposal.projects, needs, |need| place(need).projects);
        less.extend(projects.map(|projects| Proposal { projects, ..proposal.clone() }));
        let groups = without_one(&proposal.project_groups, needs, |need| place(need).groups);
        less.extend(groups.map(|project_groups| Proposal { project_groups, ..proposal.clone() }));
        let environments = without_one(&proposal.environments, needs, |need| place(need).environments);
        less.extend(environments.map(|environments| Proposal { environments, ..proposal.clone() }));
        let tenants = without_one(&proposal.tenants, needs, |need| place(need).tenants);
        less.extend(tenants.map(|tenants| Proposal { tenants, ..proposal.clone() }));
        for smaller in less {
            let mut state = proposals.to_vec();
            state[at] = smaller;
            all.push(state);
        }
    }
    all
}

/// A list that lost its last member would restrict nothing, which is more and not less.
fn without_one<'s, T: Clone + Ord + 's>(
    set: &'s BTreeSet<T>,
    needs: &'s [Need],
    asked: impl Fn(&Need) -> Asked<T> + 's,
) -> impl Iterator<Item = BTreeSet<T>> + 's {
    let named = move |value: &T| {
        needs.iter().any(|need| match asked(need) {
            Asked::All(values) | Asked::OneOf(values) => values.contains(value),
            Asked::Nothing | Asked::Any => false,
        })
    };
    let less = move |gone: &T| set.iter().filter(|value| *value != gone).cloned().collect();
    set.iter().filter(move |value| set.len() > 1 && named(value)).map(less)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn why_agrees_with_the_decision(
        roles in vec(role(), 0..6), groups in groups(), thing in thing(), one in any::<bool>()
    ) {
        let held: Vec<(usize, Grant)> = grants(&roles, &groups).into_iter().enumerate().collect();
        let caller = caller(&roles, &groups);
        let place = place(&thing, if one { Enough::One } else { Enough::All });
        for permission in PERMISSIONS {
            match explain(&held, permission, &place) {
                Verdict::Yes(_, grant) => {
                    prop_assert!(caller.may(permission, &place));
                    prop_assert!(grant.permission == permission && grant.covers(&place));
                }
                Verdict::No(near) => {
                    prop_assert!(!caller.may(permission, &place));
                    let holding = roles.iter().filter(|role| role.permission == permission).count();
                    prop_assert_eq!(near.len(), holding, "every grant of the permission is a near miss");
                    prop_assert!(near.iter().all(|miss| !miss.failed.is_empty() && !miss.grant.covers(&place)));
                }
            }
        }
    }

    #[test]
    fn a_near_miss_fails_just_where_it_says(
        roles in vec(role(), 1..4), groups in groups(), thing in thing()
    ) {
        use pulpo_access::grant::Dimension;
        let held: Vec<(usize, Grant)> = grants(&roles, &groups).into_iter().enumerate().collect();
        let there = place(&thing, Enough::All);
        for permission in PERMISSIONS {
            let Verdict::No(near) = explain(&held, permission, &there) else { continue };
            for miss in near {
                // Lifting what failed makes it cover; lifting all but one of them does not.
                let lifted = |but: Option<Dimension>| {
                    let mut place = there.clone();
                    for dimension in miss.failed.iter().filter(|dimension| Some(**dimension) != but) {
                        match dimension {
                            Dimension::Space => place.space.clone_from(&miss.grant.coverage.space),
                            Dimension::Projects => place.projects = Asked::Any,
                            Dimension::ProjectGroups => place.groups = Asked::Any,
                            Dimension::Environments => place.environments = Asked::Any,
                            Dimension::Tenants => place.tenants = Asked::Any,
                        }
                    }
                    place
                };
                // A restriction to single projects covers no group at all, and no lifting helps.
                if !miss.failed.contains(&Dimension::ProjectGroups) {
                    prop_assert!(miss.grant.covers(&lifted(None)), "{:?}", miss);
                }
                for dimension in &miss.failed {
                    prop_assert!(!miss.grant.covers(&lifted(Some(*dimension))), "{:?}", miss);
                }
            }
        }
    }

    #[test]
    fn the_least_allows_all_that_was_needed_and_not_less_would_do(
        roles in vec(role(), 0..6), groups in groups(), needed in vec(needed(), 0..8)
    ) {
        let held = Grants::new(grants(&roles, &groups));
        let needs: Vec<Need> = needed.iter().map(Needed::need).collect();
        let Least { proposals, never_used, not_held } = least(&needs, &held);
        let met = |(at, need): (usize, Need)| (!not_held.contains(&at)).then_some(need);
        let needs: Vec<Need> = needs.into_iter().enumerate().filter_map(met).collect();
        prop_assert!(allowed(&proposals, &needs), "{:?}", proposals);
        for smaller in smaller(&proposals, &needs) {
            prop_assert!(!allowed(&smaller, &needs), "{:?} would do instead of {:?}", smaller, proposals);
        }
        for grant in held.iter() {
            let proposed = proposals.iter().any(|proposal| {
                proposal.space == grant.coverage.space && proposal.permissions.contains(&grant.permission)
            });
            let unused = never_used.contains(&(grant.coverage.space.clone(), grant.permission));
            prop_assert!(proposed != unused, "{:?} is either used or not", grant.permission);
        }
    }

    #[test]
    fn the_least_opens_nothing_that_is_not_held(
        roles in vec(role(), 1..6), groups in groups(), needed in vec(needed(), 0..8), things in vec(thing(), 1..8)
    ) {
        let caller = caller(&roles, &groups);
        let needs: Vec<Need> = needed.iter().map(Needed::need).collect();
        let least = least(&needs, caller.grants());
        let proposed = Grants::new(least.proposals.iter().flat_map(Proposal::grants).collect());
        // A group without a project covers nothing that could be proposed.
        let empty = |grant: &&Grant| grant.coverage.projects.as_ref().is_some_and(|projects| projects.is_empty());
        let of_projects = |grant: &&Grant| grant.permission.restrictable().projects;
        let reaching = caller.grants().iter().filter(|grant| !(of_projects(grant) && empty(grant))).cloned().collect();
        let reaching = Grants::new(reaching);
        for (at, need) in needs.iter().enumerate() {
            prop_assert!(need.allowed_by(&reaching) != least.not_held.contains(&at));
        }
        for thing in &things {
            let there = place(thing, Enough::All);
            for permission in PERMISSIONS {
                let opened = proposed.of(permission).iter().any(|grant| grant.covers(&there));
                prop_assert!(!opened || caller.may(permission, &there), "{:?} {:?}", permission, least.proposals);
            }
        }
    }

    #[test]
    fn what_if_says_what_the_model_says(
        before in vec(role(), 0..5), after in vec(role(), 0..5), same in any::<bool>(), groups in groups(),
        needed in vec(needed(), 0..8), things in vec(thing(), 0..8)
    ) {
        // Much of what changes is a little more or less of what was there.
        let after: Vec<Role> = if same { before.iter().skip(1).cloned().chain(after.into_iter().take(1)).collect() } else { after };
        let (old, new) = (Grants::new(grants(&before, &groups)), Grants::new(grants(&after, &groups)));
        let needs: Vec<Need> = needed.iter().map(Needed::need).collect();
        let found = effect(&old, &new, &needs);
        let refused: Vec<usize> = needed
            .iter()
            .enumerate()
            .filter(|(_, needed)| needed.is_met_by(&before, &groups) && !needed.is_met_by(&after, &groups))
            .map(|(at, _)| at)
            .collect();
        prop_assert_eq!(found.refused, refused);
        // Whatever becomes possible is possible by something that is said to be gained, and so with what is lost.
        for thing in &things {
            for permission in PERMISSIONS {
                let there = place(thing, Enough::All);
                let (was, will) = (
                    before.iter().any(|role| covers(role, &groups, permission, thing, Enough::All)),
                    after.iter().any(|role| covers(role, &groups, permission, thing, Enough::All)),
                );
                let by = |list: &[Grant]| list.iter().any(|grant| grant.permission == permission && grant.covers(&there));
                prop_assert!(was || !will || by(&found.gained));
                prop_assert!(!was || will || by(&found.lost));
            }
        }
    }

    #[test]
    fn a_change_to_the_same_changes_nothing(roles in vec(role(), 0..5), groups in groups(), needed in vec(needed(), 0..5)) {
        let grants = Grants::new(roles.iter().map(|role| grant(role, &groups)).collect());
        let needs: Vec<Need> = needed.iter().map(Needed::need).collect();
        let found = effect(&grants, &grants, &needs);
        prop_assert!(found.refused.is_empty() && found.gained.is_empty() && found.lost.is_empty());
    }
}
