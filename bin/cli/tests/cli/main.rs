//! Commands against a stub server: the arguments go in, the requests, the console and the exit code come out.
//!
//! The pairs of request and answer are composed from the facts about the public API; each test says which requests a
//! command makes and what it prints, word for word.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod clean;
mod create;
mod create_release;
mod delete;
mod deploy;
mod dump;
mod lists;
mod overrides;
mod pack;
mod package_commands;
mod program;
mod progression;
mod promote;
mod push;
mod runbook;
mod start_up;
mod stub;
mod tokens;
mod variables;
mod waiting;
mod world;
