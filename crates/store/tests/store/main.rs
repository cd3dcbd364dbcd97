//! What the store promises, on each engine that is here.

#![expect(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod audit;
mod blobs;
mod documents;
mod opening;
mod permission_use;
mod writing;
