//! Why somebody may or may not: the grant that covers, or each near miss and the dimension in which it fails
//! (access.md 9).

use crate::grant::{Dimension, Grant};
use crate::permissions::Permission;
use crate::place::Place;

/// The answer, about grants that come from somewhere (`S`: a team's role, say).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'g, S> {
    /// This one grant covers everything that is asked.
    Yes(&'g S, &'g Grant),
    /// None does. These hold the permission, somewhere else.
    No(Vec<NearMiss<'g, S>>),
}

/// A grant of the right permission that does not cover the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss<'g, S> {
    pub source: &'g S,
    pub grant: &'g Grant,
    /// Never empty.
    pub failed: Vec<Dimension>,
}

/// Explains a decision. Its yes and no are the ones of [`crate::Caller::may`] on the same grants.
pub fn explain<'g, S>(held: &'g [(S, Grant)], permission: Permission, place: &Place) -> Verdict<'g, S> {
    let mut near = Vec::new();
    for (source, grant) in held.iter().filter(|(_, grant)| grant.permission == permission) {
        let failed = grant.failing(place);
        if failed.is_empty() {
            return Verdict::Yes(source, grant);
        }
        near.push(NearMiss { source, grant, failed });
    }
    // The nearest first: what fails in one dimension before what fails in three.
    near.sort_by_key(|miss| miss.failed.len());
    Verdict::No(near)
}
