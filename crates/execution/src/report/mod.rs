//! What a job tells: events for the engine, lines for the log, everything masked.

mod lines;
mod reporter;
mod streams;

pub use reporter::Clock;
pub(crate) use reporter::Reporter;
pub(crate) use streams::Streams;
