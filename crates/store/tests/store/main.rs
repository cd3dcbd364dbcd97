//! What the store promises, on each engine that is here.

mod audit;
mod blobs;
mod documents;
mod opening;
mod writing;
