//! The least that would have allowed what was needed: a role for each scope that is needed, with nothing in it that
//! could be dropped without refusing something, and nothing that is not held today.
//!
//! Each need is met out of one grant that is held, so that no proposal mixes the project of one with the environment
//! of another. Needs that one permission alone meets are settled first; one that several could meet takes what is
//! proposed already, if it can.

mod extents;
mod fewer;

use std::collections::BTreeSet;
use std::sync::Arc;

use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};

use crate::caller::Grants;
use crate::grant::{Coverage, Grant};
use crate::permissions::Permission;
use crate::usage::Need;
use extents::Extents;

/// A role, and where a team should hold it. An empty list restricts nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Absent: at system level.
    pub space: Option<SpaceId>,
    pub permissions: BTreeSet<Permission>,
    pub projects: BTreeSet<ProjectId>,
    pub project_groups: BTreeSet<ProjectGroupId>,
    pub environments: BTreeSet<EnvironmentId>,
    pub tenants: BTreeSet<TenantId>,
}

/// What is needed, and what is held for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Least {
    pub proposals: Vec<Proposal>,
    /// Permissions that are held in a space, or at system level, and that no need asks for.
    pub never_used: Vec<(Option<SpaceId>, Permission)>,
    /// Positions of the needs that nothing meets today: they were allowed once.
    pub not_held: Vec<usize>,
}

/// What is needed out of one grant.
struct Share<'g> {
    grant: &'g Grant,
    extents: Extents,
}

pub fn least(needs: &[Need], held: &Grants) -> Least {
    let mut not_held = Vec::new();
    let mut open: Vec<(&Need, Vec<&Grant>)> = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        let grants = need.any_of.iter().flat_map(|permission| held.of(*permission));
        let meeting: Vec<&Grant> =
            grants.filter(|grant| grant.covers(&need.place) && !grant.covers_no_project()).collect();
        if meeting.is_empty() {
            not_held.push(at);
        } else {
            open.push((need, meeting));
        }
    }
    open.sort_by_key(|(need, meeting)| {
        let permissions: BTreeSet<Permission> = meeting.iter().map(|grant| grant.permission).collect();
        (permissions.len(), extents::is_choice(&need.place))
    });
    let mut shares: Vec<Share<'_>> = Vec::new();
    for (need, meeting) in &open {
        settle(&mut shares, need, meeting);
    }
    let mut proposals = together(shares);
    let met: Vec<&Need> = open.iter().map(|(need, _)| *need).collect();
    fewer::drop_what_nothing_needs(&mut proposals, &met);
    let used = |space: &Option<SpaceId>, permission: Permission| {
        proposals.iter().any(|proposal| proposal.space == *space && proposal.permissions.contains(&permission))
    };
    let held: BTreeSet<_> = held.iter().map(|grant| (grant.coverage.space.clone(), grant.permission)).collect();
    let never_used = held.into_iter().filter(|(space, permission)| !used(space, *permission)).collect();
    Least { proposals, never_used, not_held }
}

/// Meets a need out of what is proposed, or else out of one more grant.
fn settle<'g>(shares: &mut Vec<Share<'g>>, need: &Need, meeting: &[&'g Grant]) {
    let covered = |share: &Share<'_>| {
        need.any_of.contains(&share.grant.permission)
            && share.grant.coverage.space == need.place.space
            && share.extents.cover(share.grant.permission, &need.place)
    };
    if shares.iter().any(covered) {
        return;
    }
    let known = shares.iter().position(|share| meeting.iter().any(|grant| std::ptr::eq(*grant, share.grant)));
    let position = known.unwrap_or_else(|| {
        let same_permission =
            meeting.iter().find(|grant| shares.iter().any(|share| share.grant.permission == grant.permission));
        shares.push(Share { grant: same_permission.unwrap_or(&meeting[0]), extents: Extents::NONE });
        shares.len() - 1
    });
    let share = &mut shares[position];
    share.extents.widen(share.grant, &need.place);
}

/// As few roles as there are scopes: permissions share one where none of them gets further by it.
fn together(mut shares: Vec<Share<'_>>) -> Vec<Proposal> {
    let mut roles: Vec<(Option<SpaceId>, Extents, BTreeSet<Permission>)> = Vec::new();
    // Those that say most come first, so that the others find a scope to join.
    shares.sort_by_key(|share| (std::cmp::Reverse(share.extents.said()), share.grant.permission));
    for share in shares {
        let (permission, space) = (share.grant.permission, &share.grant.coverage.space);
        // What nobody asked for in particular may become as narrow as a scope that is there, or stays as it is held.
        let filled = share.extents.filled_from(share.grant);
        let fits = |extents: &Extents| {
            let merged = |role: &(Option<SpaceId>, Extents, _)| {
                let merged = role.1.with(extents).filter(|_| role.0 == *space)?;
                let proposed = merged.clone().proposal(space.clone(), BTreeSet::new()).grant(permission);
                (share.grant.contains(&proposed) && !proposed.covers_no_group()).then_some(merged)
            };
            roles.iter().enumerate().find_map(|(at, role)| merged(role).map(|merged| (at, merged)))
        };
        match fits(&share.extents).or_else(|| fits(&filled)) {
            Some((at, merged)) => {
                roles[at].1 = merged;
                roles[at].2.insert(permission);
            }
            None => roles.push((space.clone(), filled, BTreeSet::from([permission]))),
        }
    }
    let mut proposals: Vec<Proposal> =
        roles.into_iter().map(|(space, extents, permissions)| extents.proposal(space, permissions)).collect();
    proposals.sort_by(|left, right| left.space.cmp(&right.space));
    proposals
}

impl Proposal {
    fn grant(&self, permission: Permission) -> Grant {
        let restricted = !self.projects.is_empty() || !self.project_groups.is_empty();
        let coverage = Coverage {
            space: self.space.clone(),
            // Groups are not expanded: only permissions that know no projects are proposed for them.
            projects: restricted.then(|| Arc::new(self.projects.clone())),
            project_groups: self.project_groups.clone(),
            environments: self.environments.clone(),
            tenants: self.tenants.clone(),
        };
        Grant { permission, coverage: Arc::new(coverage), team: "proposed".into() }
    }

    /// What it would grant.
    pub fn grants(&self) -> impl Iterator<Item = Grant> + '_ {
        self.permissions.iter().map(|permission| self.grant(*permission))
    }
}
