//! Artifacts: files that a step leaves with its task (domain.md AR).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ArtifactId, EnvironmentId, ProjectId, SpaceId, TaskId, TenantId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    pub id: ArtifactId,
    pub space_id: SpaceId,
    pub filename: String,
    pub source: Option<String>,
    pub task_id: TaskId,
    pub project_id: Option<ProjectId>,
    pub environment_id: Option<EnvironmentId>,
    pub tenant_id: Option<TenantId>,
    pub created: Timestamp,
    pub log_correlation_id: Option<String>,
    /// The content: a blob's name and size; absent until it is uploaded.
    pub blob: Option<String>,
    pub size: u64,
}

/// Why a file name was refused (AR-02).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the artifact's file name \"{0}\" must be a plain name without a path")]
pub struct BadFilename(pub String);

/// Checks that a file name is a plain name.
pub fn check_filename(name: &str) -> Result<(), BadFilename> {
    let plain = !name.trim().is_empty() && !name.contains(['/', '\\', '\0']) && name != "." && name != "..";
    if plain { Ok(()) } else { Err(BadFilename(name.to_owned())) }
}
