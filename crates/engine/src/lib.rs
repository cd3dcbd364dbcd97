//! Drives tasks: claims them, plans them, has their jobs run, and writes down how they ended.
//!
//! A task is a durable state machine with a lease. Each step writes what it means to do, does it, and writes the
//! result; so recovery is claiming again, by the code of every day: jobs with a result are not run again, open ones
//! are followed again in the launcher that kept them. Nothing polls: the queue wakes by [`pulpo_store::Topic`] or by
//! the clock's next deadline. Knows no HTTP.
//!
//! Start with [`Engine`]; then `queue` (claiming), `driver` (one task), `flow` (steps), `job` (one job).

mod acquire;
mod attempt;
mod claim;
mod config;
mod core;
mod documents;
mod driver;
mod ending;
mod engine;
mod flow;
mod follow;
mod job;
mod launcher;
mod lease;
mod masks;
mod mutexes;
mod outputs;
mod packages;
mod pools;
mod queue;
mod slots;
mod trouble;
mod variables;
mod work;

pub use config::{EngineConfig, LauncherConfig, OwnLauncher};
pub use engine::Engine;
pub use trouble::{CrashButton, Fate};
