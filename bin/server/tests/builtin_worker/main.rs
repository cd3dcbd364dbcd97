//! `builtin-worker` on the machine itself: as root, under an instance of its own, and nothing of it is left afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod machine;
mod refusals;
mod whole;
