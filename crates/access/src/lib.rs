//! Who may do what: permissions, grants, callers, and records that open only for those who may.
//!
//! Knows neither SQL nor HTTP. Start with [`caller`] for the decision and [`sealed`] for how it is enforced;
//! [`explain`], [`least`] and [`what_if`] answer what people ask about it.

pub mod built_in_roles;
pub mod caller;
pub mod denied;
pub mod elevation;
pub mod explain;
pub mod grant;
pub mod grants;
pub mod least;
pub mod permissions;
pub mod place;
pub mod scope;
pub mod sealed;
pub mod usage;
pub mod what_if;

pub use caller::{Caller, Credential, Scope};
pub use denied::Denied;
pub use grant::Grant;
pub use permissions::{Permission, Permits};
pub use place::{Place, Placed};
pub use sealed::{Granted, MayChange, Sealed};
