//! What tests share: a clock that they set, chance that repeats itself, scratch stores on either engine.
//!
//! For tests only; no other room may depend on it but as a dev-dependency.

pub mod ambient;
pub mod issuer;
pub mod lab;
pub mod postgres;
pub mod runtime;
pub mod scratch;
