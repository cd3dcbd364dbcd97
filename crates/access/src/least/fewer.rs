//! The last look: what came in early may have become unnecessary by what came later.

use std::collections::BTreeSet;

use super::Proposal;
use crate::caller::Grants;
use crate::place::Asked;
use crate::usage::Need;

/// Beyond this many looks a smaller answer is not worth the time.
const MOST: usize = 2_000_000;

pub(super) fn drop_what_nothing_needs(proposals: &mut Vec<Proposal>, needs: &[&Need]) {
    let parts = proposals.iter().map(|proposal| {
        proposal.permissions.len() + proposal.projects.len() + proposal.environments.len() + proposal.tenants.len()
    });
    if parts.sum::<usize>() * needs.len() > MOST {
        return;
    }
    for at in 0..proposals.len() {
        for permission in proposals[at].permissions.clone() {
            try_smaller(proposals, at, needs, |proposal| {
                proposal.permissions.remove(&permission);
            });
        }
        // What no need names was taken over as it is held, and stays.
        for project in named(needs, |need| &need.place.projects) {
            try_without(proposals, at, needs, project, |proposal| &mut proposal.projects);
        }
        for group in named(needs, |need| &need.place.groups) {
            try_without(proposals, at, needs, group, |proposal| &mut proposal.project_groups);
        }
        for environment in named(needs, |need| &need.place.environments) {
            try_without(proposals, at, needs, environment, |proposal| &mut proposal.environments);
        }
        for tenant in named(needs, |need| &need.place.tenants) {
            try_without(proposals, at, needs, tenant, |proposal| &mut proposal.tenants);
        }
    }
    proposals.retain(|proposal| !proposal.permissions.is_empty());
}

fn named<'n, T: Ord + 'n>(needs: &[&'n Need], of: impl Fn(&'n Need) -> &'n Asked<T>) -> BTreeSet<&'n T> {
    let values = needs.iter().flat_map(|need| match of(need) {
        Asked::All(values) | Asked::OneOf(values) => values.as_slice(),
        Asked::Nothing | Asked::Any => &[],
    });
    values.collect()
}

fn try_without<T: Ord>(
    proposals: &mut [Proposal],
    at: usize,
    needs: &[&Need],
    value: &T,
    of: impl Fn(&mut Proposal) -> &mut BTreeSet<T>,
) {
    let values = of(&mut proposals[at]);
    // A list that lost its last member would restrict nothing.
    if values.len() > 1 && values.contains(value) {
        try_smaller(proposals, at, needs, |proposal| {
            of(proposal).remove(value);
        });
    }
}

fn try_smaller(proposals: &mut [Proposal], at: usize, needs: &[&Need], smaller: impl FnOnce(&mut Proposal)) {
    let before = proposals[at].clone();
    smaller(&mut proposals[at]);
    let grants = Grants::new(proposals.iter().flat_map(Proposal::grants).collect());
    if !needs.iter().all(|need| need.allowed_by(&grants)) {
        proposals[at] = before;
    }
}
