//! The API as its clients see it: requests against the whole router, on a store of the test's own.

mod machines;
mod tasks;
mod world;
