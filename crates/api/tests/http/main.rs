//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod access;
mod accounts;
mod artifacts;
mod configuration;
mod credentials;
mod dashboard;
mod elevation;
mod events;
mod files;
mod invitations;
mod machines;
mod oidc;
mod packages;
mod packages_access;
mod packages_client;
mod packages_files;
mod packages_nuget;
mod refusals;
mod server_nodes;
mod sessions;
mod sign_in;
mod spaces;
mod tasks;
mod walls;
mod world;
