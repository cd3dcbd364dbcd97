//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod access;
mod accounts;
mod artifacts;
mod ci_account;
mod dashboard;
mod drill;
mod elevation;
mod events;
mod files;
mod machines;
mod packages;
mod packages_access;
mod packages_client;
mod packages_files;
mod packages_nuget;
mod seed;
mod seeing;
mod server_nodes;
mod sign_in;
mod spaces;
mod tasks;
mod world;
