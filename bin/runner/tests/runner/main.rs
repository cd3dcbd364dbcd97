//! The runner as its engine sees it: a real process, a document, descriptors, a stream of events.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on says so by panicking")]

mod harness;
mod languages;
mod output;
mod packages;
mod retention;
mod scripts;
mod steering;
mod transforms;
mod trees;
