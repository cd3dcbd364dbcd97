//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod artifacts;
mod dashboard;
mod events;
mod files;
mod machines;
mod packages;
mod packages_access;
mod packages_client;
mod packages_files;
mod packages_nuget;
mod server_nodes;
mod tasks;
mod world;
