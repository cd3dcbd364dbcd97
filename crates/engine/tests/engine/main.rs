//! The engine as a whole: on a scratch store, with a launcher that plays, with a crash at every write, and with the
//! real launcher and runner.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod bench;
mod crash;
mod flow;
mod real;
mod tasks;
mod variables;
