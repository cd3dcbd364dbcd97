//! `pulpo-launcher` as a server and as hostile jobs see it: real accounts, real programs, real jobs.
//!
//! All of it needs root. Accounts are made for each test, with the prefix `pulpotest`, and removed after it.
#![expect(clippy::disallowed_methods, reason = "a test of starting processes starts processes")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, too, fail loudly")]
#![cfg_attr(test, expect(unused_crate_dependencies, reason = "of the program, not of its tests"))]

mod accounts;
mod client;
mod ground;
mod jobs;
