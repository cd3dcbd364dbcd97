//! What a runner tells.

use serde::{Deserialize, Serialize};

/// One thing that happened in a job, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobEvent {
    /// A line for the task log, already masked.
    Log { at_us: i64, level: LogLevel, text: String },
    /// `setVariable`: an output variable.
    OutputVariable { name: String, value: String, sensitive: bool },
    /// `progress`.
    Progress { percentage: u8, message: String },
    /// `mask`: hide this text in everything that follows, in later steps too.
    Mask { value: String },
    /// `createArtifact`: the bytes follow as [`ArtifactChunk`]s with this number, then [`JobEvent::ArtifactEnd`].
    ArtifactStart { number: u32, name: String, length: u64 },
    /// The artifact's bytes are complete.
    ArtifactEnd { number: u32 },
    /// Another service message, for the server to act on.
    ServiceMessage { name: String, attributes: Vec<(String, String)> },
    /// The last event of every job that its runner could see to the end.
    Finished(JobResult),
}

/// How an action ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobResult {
    /// Zero for success.
    pub exit_code: i32,
    /// Why it failed, for people; absent on success.
    pub error: Option<String>,
}

/// Levels of a log line; the API calls them categories (domain.md TL-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogLevel {
    Verbose,
    Info,
    Highlight,
    Wait,
    Warning,
    Error,
    Fatal,
}

/// A piece of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactChunk {
    pub number: u32,
    pub bytes: Vec<u8>,
}
