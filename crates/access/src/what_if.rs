//! What a change of roles or teams would do: the recorded use replayed against the grants as they would be.

use crate::caller::Grants;
use crate::elevation;
use crate::grant::Grant;
use crate::usage::Need;

/// What one account would lose and gain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Positions of the needs that are met now and would not be met any more.
    pub refused: Vec<usize>,
    /// Grants that nothing which is held now contains.
    pub gained: Vec<Grant>,
    /// Grants that nothing which would be held contains.
    pub lost: Vec<Grant>,
}

pub fn effect<'n>(before: &Grants, after: &Grants, needs: impl IntoIterator<Item = &'n Need>) -> Effect {
    let refused = |need: &Need| need.allowed_by(before) && !need.allowed_by(after);
    let positions = needs.into_iter().enumerate().filter(|(_, need)| refused(need)).map(|(at, _)| at);
    Effect {
        refused: positions.collect(),
        gained: elevation::only_in(after.iter(), before),
        lost: elevation::only_in(before.iter(), after),
    }
}
