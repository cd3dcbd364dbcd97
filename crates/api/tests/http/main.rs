//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod files;
mod machines;
mod packages;
mod packages_access;
mod packages_client;
mod packages_files;
mod packages_nuget;
mod tasks;
mod world;
