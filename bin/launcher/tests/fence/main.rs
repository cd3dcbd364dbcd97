//! `pulpo-launcher` as a server and as hostile jobs see it: real accounts, real programs, real jobs.
//!
//! All of it needs root. Accounts are made for each test, with the prefix `pulpotest`, and removed after it.
#![expect(clippy::disallowed_methods, reason = "a test of starting processes starts processes")]
#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]
#![expect(clippy::print_stdout, reason = "what is skipped is said, and what a launcher said when a test fails")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, too, fail loudly")]

mod accounts;
mod client;
mod crashes;
mod ground;
mod inside;
mod jobs;
mod outside;
mod refusals;
mod slots;
