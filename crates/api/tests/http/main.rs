//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod access;
mod accounts;
mod artifacts;
mod dashboard;
mod elevation;
mod events;
mod machines;
mod server_nodes;
mod sign_in;
mod spaces;
mod tasks;
mod world;
