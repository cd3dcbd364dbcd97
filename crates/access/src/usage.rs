//! What requests have needed: the ground on which `least` and `what_if` stand.
//!
//! A need is noted where a decision lets somebody through, and only of requests that succeed. Where any of several
//! permissions would have done, all of them are noted, so that nobody is taken to need one that he can do without.

use std::sync::Mutex;

use crate::caller::Grants;
use crate::permissions::Permission;
use crate::place::{Asked, Place};

/// Something that a request could not do without: one of these permissions at a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need {
    /// The usual one first.
    pub any_of: Vec<Permission>,
    pub place: Place,
}

impl Need {
    pub fn allowed_by(&self, grants: &Grants) -> bool {
        self.any_of.iter().any(|permission| grants.of(*permission).iter().any(|grant| grant.covers(&self.place)))
    }

    /// Whether whoever has what `other` needs has what this needs, too: the door of a route is implied by the
    /// document behind it.
    fn is_implied_by(&self, other: &Self) -> bool {
        let implied = |own: &Place, other: &Place| {
            own.space == other.space
                && own.projects.is_implied_by(&other.projects)
                && own.groups.is_implied_by(&other.groups)
                && own.environments.is_implied_by(&other.environments)
                && own.tenants.is_implied_by(&other.tenants)
        };
        other.any_of.iter().all(|permission| self.any_of.contains(permission)) && implied(&self.place, &other.place)
    }
}

impl<T: PartialEq> Asked<T> {
    fn is_implied_by(&self, other: &Self) -> bool {
        *self == Self::Any || self == other
    }
}

/// The needs of one request while it is under way.
#[derive(Debug, Default)]
pub(crate) struct Trail(Mutex<Vec<Need>>);

impl Trail {
    pub(crate) fn note(&self, any_of: &[Permission], place: &Place) {
        let mut needs = self.0.lock().expect("no holder of this lock panics");
        if !needs.iter().any(|known| known.any_of == any_of && known.place == *place) {
            needs.push(Need { any_of: any_of.to_vec(), place: place.clone() });
        }
    }

    /// What was noted, without what the rest implies.
    pub(crate) fn take(&self) -> Vec<Need> {
        let all = std::mem::take(&mut *self.0.lock().expect("no holder of this lock panics"));
        let implied = |at: usize| {
            // Of two that imply each other the first one stays.
            all.iter().enumerate().any(|(other, need)| {
                other != at && all[at].is_implied_by(need) && (other < at || !need.is_implied_by(&all[at]))
            })
        };
        let kept: Vec<bool> = (0..all.len()).map(|at| !implied(at)).collect();
        all.into_iter().zip(kept).filter_map(|(need, kept)| kept.then_some(need)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_of_a_route_is_implied_by_the_document_behind_it() {
        let space = "Spaces-1".into();
        let trail = Trail::default();
        trail.note(&[Permission::DeploymentCreate], &Place::anywhere(Some(&space)));
        let there = Place::space(&space).project(&"Projects-1".into()).environment(&"Environments-1".into());
        trail.note(&[Permission::DeploymentCreate], &there);
        trail.note(&[Permission::DeploymentCreate], &there);
        trail.note(&[Permission::EnvironmentView, Permission::DeploymentCreate], &Place::anywhere(Some(&space)));
        trail.note(&[Permission::ReleaseView], &Place::anywhere(Some(&space)));
        let needs = trail.take();
        let expected =
            [(Permission::DeploymentCreate, there), (Permission::ReleaseView, Place::anywhere(Some(&space)))];
        assert_eq!(needs, expected.map(|(permission, place)| Need { any_of: vec![permission], place }));
        assert_eq!(trail.take(), []);
    }
}
