//! Somebody who asks: made in one place, from a session, a key or a worker's name.

use std::sync::Arc;

use pulpo_domain::event::Actor;
use pulpo_domain::ids::SpaceId;

use crate::denied::{Denied, Missing};
use crate::grant::Grant;
pub use crate::grants::Grants;
use crate::permissions::{Permission, Permits};
use crate::place::Place;
pub use crate::scope::{Restriction, Scope};
use crate::usage::{Need, Trail};

/// What a caller has shown to prove who he is: what he gets in exchange must not outlive it (CVE-2026-3236).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Credential {
    /// Nothing: the server itself, or nobody.
    #[default]
    Nothing,
    Key,
    /// A sign-in with a password, by the session's name.
    Session(String),
    /// A token of an hour.
    Token,
}

/// Somebody who asks for something.
#[derive(Debug, Clone)]
pub struct Caller {
    pub actor: Arc<Actor>,
    grants: Arc<Grants>,
    /// The server itself, which its own rules bind and no permission.
    is_server: bool,
    credential: Credential,
    /// Where what is needed is noted; shared by all copies.
    trail: Option<Arc<Trail>>,
}

impl Caller {
    pub fn new(actor: Actor, grants: Arc<Grants>) -> Self {
        Self { actor: Arc::new(actor), grants, is_server: false, credential: Credential::Nothing, trail: None }
    }

    /// The server's own work: recovery, tasks, first start.
    pub fn server() -> Self {
        Self {
            actor: Arc::new(Actor::system()),
            grants: Arc::default(),
            is_server: true,
            credential: Credential::Nothing,
            trail: None,
        }
    }

    /// The same, who has shown this.
    #[must_use]
    pub fn having_shown(self, credential: Credential) -> Self {
        Self { credential, ..self }
    }

    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// The same caller for one request whose needs are noted.
    #[must_use]
    pub fn traced(mut self) -> Self {
        self.trail = Some(Arc::default());
        self
    }

    /// Notes that what goes on needs any of these permissions at a place; all of them are asked for elsewhere.
    pub fn note(&self, any_of: &[Permission], place: &Place) {
        if let Some(trail) = &self.trail {
            trail.note(any_of, place);
        }
    }

    /// What was noted since it was last asked.
    pub fn take_needs(&self) -> Vec<Need> {
        self.trail.as_ref().map(|trail| trail.take()).unwrap_or_default()
    }

    /// Whether one grant covers the whole place.
    pub fn may(&self, permission: Permission, place: &Place) -> bool {
        self.is_server || self.grants.allow(permission, place)
    }

    /// [`Caller::may`] for what an act depends on: a yes is noted as a need.
    pub fn uses(&self, permission: Permission, place: &Place) -> bool {
        let may = self.may(permission, place);
        if may {
            self.note(&[permission], place);
        }
        may
    }

    /// Whether the caller holds the permission anywhere in a space, or at system level for none.
    ///
    /// The first gate of a route; never an answer about a document.
    pub fn may_anywhere(&self, permission: Permission, space: Option<&SpaceId>) -> bool {
        let holds = |grant: &Grant| grant.coverage.space.as_ref() == space && !grant.covers_no_group();
        self.is_server || self.grants.of(permission).iter().any(holds)
    }

    /// Whether the caller may enter a space: any grant in it opens its root document.
    pub fn may_enter(&self, space: &SpaceId) -> bool {
        self.is_server || self.grants.iter().any(|grant| grant.coverage.space.as_ref() == Some(space))
    }

    /// The refusal for a permission that is missing at a place.
    pub fn forbidden(&self, permission: Permission, place: &Place) -> Denied {
        let held_elsewhere = !self.grants.of(permission).is_empty();
        Denied::Forbidden(Box::new(Missing { permission, place: place.clone(), held_elsewhere }))
    }

    /// Asks for a permission at a place that the caller knows of anyway.
    pub fn require<P: Permits>(&self, place: &Place) -> Result<(), Denied> {
        if self.uses(P::NAME, place) { Ok(()) } else { Err(self.forbidden(P::NAME, place)) }
    }

    /// Asks for any of several permissions anywhere in a space, before a document is looked for: whoever holds none
    /// of them is told so, whether the document is there or not (access.md 6.2).
    pub fn require_somewhere(&self, any_of: &[Permission], space: &SpaceId) -> Result<(), Denied> {
        if any_of.iter().any(|permission| self.may_anywhere(*permission, Some(space))) {
            return Ok(());
        }
        Err(self.forbidden(any_of[0], &Place::anywhere(Some(space))))
    }

    /// What a list may show to the caller, as a restriction for the query.
    pub fn scope(&self, permission: Permission, space: Option<&SpaceId>) -> Scope {
        if self.is_server {
            return Scope { any_of: vec![Restriction::default()] };
        }
        self.grants.scope(permission, space)
    }

    /// What either of two permissions shows: for what may be looked up in order to use a right (US-10).
    pub fn scope_of_any(&self, permissions: &[Permission], space: Option<&SpaceId>) -> Scope {
        let any_of = permissions.iter().flat_map(|permission| self.scope(*permission, space).any_of).collect();
        Scope { any_of }
    }
}
