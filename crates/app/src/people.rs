//! People and programs: accounts, their keys, teams, roles, and who may give what to whom (access.md 1 to 4, 8).
//!
//! Start with `rules`: every change of what somebody holds goes through it, within the transaction that makes
//! the change.

pub mod invitations;
pub mod key_expiry;
pub mod keys;
pub mod oidc;
pub mod password;
pub mod permissions;
pub mod roles;
pub(crate) mod rules;
pub mod scoped_roles;
pub mod seeing;
pub mod teams;
pub mod users;

use pulpo_access::Placed;
use pulpo_domain::account::{ScopedUserRole, Team};
use pulpo_domain::ids::SpaceId;
use pulpo_store::Document;

use crate::app::App;
use crate::error::{Error, Result};

/// A kind of document that belongs to a space or to the system.
pub trait OfSpaceOrSystem: Document + Placed {
    fn space_id(&self) -> Option<&SpaceId>;
}

impl OfSpaceOrSystem for Team {
    fn space_id(&self) -> Option<&SpaceId> {
        self.space_id.as_ref()
    }
}

impl OfSpaceOrSystem for ScopedUserRole {
    fn space_id(&self) -> Option<&SpaceId> {
        self.space_id.as_ref()
    }
}

/// Refuses what belongs to another space than the one that the address names, as if it were not there (SP-01).
pub async fn must_be_within<T: OfSpaceOrSystem>(app: &App, space: Option<&SpaceId>, id: &str) -> Result<()> {
    let Some(space) = space.cloned() else { return Ok(()) };
    let id = id.to_owned();
    app.read(move |tx| {
        let found = tx.load::<T>(&id)?.map(|found| found.record);
        if found.is_some_and(|found| found.space_id().is_some_and(|other| *other != space)) {
            return Err(Error::not_found(<T as Placed>::NOUN, id));
        }
        Ok(())
    })
    .await
}
