//! The Octopus variable and template language: `#{Name}`, filters, conditions, loops, calculations.

mod error;
mod variables;

pub use error::Error;
pub use variables::{Evaluated, Variables};
