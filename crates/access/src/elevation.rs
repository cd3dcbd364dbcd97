//! No one gives more than he has (access.md 8): what a change adds to or takes from anybody's grants must lie
//! within the grants of the one who changes it.
//!
//! What is taken away counts like what is added: a privileged team that was made to look harmless could be joined
//! and then be given its rights back by others (CVE-2026-102478).

use std::collections::BTreeSet;

use crate::caller::{Caller, Grants};
use crate::denied::Denied;
use crate::grant::Grant;
use crate::permissions::Permission;
use crate::place::Place;

/// The grants in which two states differ: what only one of them has.
pub fn difference(before: &[Grant], after: &[Grant]) -> Vec<Grant> {
    let mut difference = only_in(before, &Grants::new(after.to_vec()));
    difference.extend(only_in(after, &Grants::new(before.to_vec())));
    difference
}

/// Those of the grants that no single one of the others contains.
pub(crate) fn only_in<'g>(these: impl IntoIterator<Item = &'g Grant>, those: &Grants) -> Vec<Grant> {
    let contained = |grant: &Grant| those.of(grant.permission).iter().any(|other| other.contains(grant));
    these.into_iter().filter(|grant| !contained(grant)).cloned().collect()
}

/// The permissions of grants that reach beyond what the caller holds.
///
/// Whoever administers the system can make himself manager of any space, and the audit shows it (access.md 4): for
/// him there is nothing beyond.
pub fn beyond<'g>(caller: &Caller, grants: impl IntoIterator<Item = &'g Grant>) -> BTreeSet<Permission> {
    if caller.may(Permission::AdministerSystem, &Place::SYSTEM) {
        return BTreeSet::new();
    }
    let held = |grant: &Grant| caller.grants().of(grant.permission).iter().any(|held| held.contains(grant));
    grants.into_iter().filter(|grant| !held(grant)).map(|grant| grant.permission).collect()
}

/// Whether the caller may turn what somebody holds from one state into another. Only the difference counts: what
/// was there and stays is nobody's concern.
pub fn may_change(caller: &Caller, before: &[Grant], after: &[Grant]) -> Result<(), Denied> {
    refuse(&beyond(caller, &difference(before, after)), "it would change who holds permissions above your own")
}

/// Whether the caller may change who belongs to a team that holds these grants.
pub fn may_change_members(caller: &Caller, of_team: &[Grant]) -> Result<(), Denied> {
    refuse(&beyond(caller, of_team), "the team holds permissions above your own")
}

/// Whether the caller may act on an account: disabling it, or setting its password, is as good as being it.
pub fn may_act_on(caller: &Caller, account: &Grants) -> Result<(), Denied> {
    refuse(&beyond(caller, account.iter()), "the account holds permissions above your own")
}

/// Whether the caller may write these permissions into a role, or take them out of it: he must hold each of them
/// somewhere, or the role is a blank that others sign.
pub fn may_define(caller: &Caller, changed: impl IntoIterator<Item = Permission>) -> Result<(), Denied> {
    let above = if caller.may(Permission::AdministerSystem, &Place::SYSTEM) {
        BTreeSet::new()
    } else {
        changed.into_iter().filter(|permission| caller.grants().of(*permission).is_empty()).collect()
    };
    refuse(&above, "the role would change by permissions above your own")
}

fn refuse(above: &BTreeSet<Permission>, why: &str) -> Result<(), Denied> {
    if above.is_empty() {
        return Ok(());
    }
    Err(Denied::Refused(format!("This is not allowed, because {why}: {}.", listed(above))))
}

/// `(A, B and C)`.
fn listed(permissions: &BTreeSet<Permission>) -> String {
    let names: Vec<&str> = permissions.iter().map(|permission| permission.name()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("({} and {last})", rest.join(", ")),
        _ => format!("({})", names.join("")),
    }
}
