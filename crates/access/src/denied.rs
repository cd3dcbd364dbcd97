//! Refusals: not allowed, or not there for this caller (access.md 6).

use crate::permissions::Permission;
use crate::place::Place;

/// Why a caller may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The caller may know that it exists, but lacks this permission.
    #[error(
        "You do not have permission to perform this action. Please contact your Octopus administrator. Missing permission: {}",
        .0.permission.name()
    )]
    Forbidden(Box<Missing>),
    /// The caller holds the permission, but a rule about giving and taking rights forbids it (access.md 8).
    #[error("You do not have permission to perform this action. Please contact your Octopus administrator. {0}")]
    Refused(String),
    /// The caller may not even know that it exists: the same answer as for what is not there.
    #[error("The {noun} '{id}' was not found.")]
    Hidden { noun: &'static str, id: String },
}

/// A permission that was missing, and how nearly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub permission: Permission,
    /// Where it was asked for.
    pub place: Place,
    /// Whether the caller holds it somewhere, in a scope that does not cover this place.
    pub held_elsewhere: bool,
}

impl Missing {
    /// The text of `HelpText` (access.md 6.3).
    pub fn help_text(&self) -> String {
        let description = self.permission.description();
        let mut letters = description.chars();
        let lowered: String =
            letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
        let reason = if self.held_elsewhere {
            "At least one of your teams has this permission in a limited scope, but this doesn't cover the project or environment in question."
        } else {
            "None of your teams have this permission."
        };
        format!("This action requires permission to {lowered}. {reason}")
    }
}
