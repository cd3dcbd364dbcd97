//! People and programs: accounts, their keys, teams, roles, and who may give what to whom (access.md 1 to 4, 8).
//!
//! Start with `rules`: every change of what somebody holds goes through it, within the transaction that makes
//! the change.

pub mod invitations;
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
