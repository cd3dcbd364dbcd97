//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod artifacts;
mod dashboard;
mod events;
mod machines;
mod server_nodes;
mod tasks;
mod world;
