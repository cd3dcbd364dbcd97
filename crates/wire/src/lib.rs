//! Every type that crosses a wire: the HTTP API's JSON and the job contract between engine and runner.
//!
//! Knows nothing of the domain; conversions live at the two ends. [`http`] has one file a noun, with the API's
//! PascalCase and its quirks; [`job`] is what a runner is told and tells.

pub mod http;
pub mod job;
