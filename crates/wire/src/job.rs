//! The job contract: what the engine hands to a place where scripts run, and what comes back.
//!
//! One job is one action on one target (or on the server). Its document travels over a pipe; packages
//! travel as open descriptors; everything that happens comes back as one ordered stream of [frames](stream),
//! which the launcher keeps by byte offset until the engine says that the job is complete. The engine
//! remembers the offset up to which it has taken the stream, so nothing is lost and nothing comes twice.

mod document;
mod event;
pub mod stream;

pub use document::{ActionKind, JobDocument, JobPackage, JobRetention, JobVariable, PackageUse};
pub use event::{ArtifactChunk, JobEvent, JobResult, LogLevel};
