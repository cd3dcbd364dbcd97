//! Lists that are about one space or about all of them (http-api.md 1.2, access.md 4).

use std::collections::BTreeSet;

use pulpo_access::{Caller, Permission};
use pulpo_domain::ids::SpaceId;
use pulpo_store::query::SpaceScope;

/// What such a list is asked to cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The space of the address; without one, all spaces.
    pub space: Option<SpaceId>,
    /// Ids to which all spaces are narrowed; empty or `all` for no narrowing.
    pub spaces: Vec<String>,
    /// Also what belongs to no space.
    pub include_system: bool,
}

impl Reach {
    /// The places that are covered and that the caller may look into.
    pub(crate) fn scopes(&self, caller: &Caller, permission: Permission) -> Vec<SpaceScope> {
        let mut spaces: BTreeSet<SpaceId> =
            caller.grants().of(permission).iter().filter_map(|grant| grant.coverage.space.clone()).collect();
        let named = |space: &SpaceId| self.spaces.iter().any(|named| named.eq_ignore_ascii_case(space.as_str()));
        let all = self.spaces.is_empty() || self.spaces.iter().any(|named| named.eq_ignore_ascii_case("all"));
        spaces.retain(|space| match &self.space {
            Some(asked) => space == asked,
            None => all || named(space),
        });
        let mut scopes: Vec<SpaceScope> = spaces
            .into_iter()
            .map(|space| {
                let scope = caller.scope(permission, Some(&space));
                (Some(space), scope)
            })
            .collect();
        if self.include_system && caller.may_anywhere(permission, None) {
            scopes.push((None, caller.scope(permission, None)));
        }
        scopes
    }
}
