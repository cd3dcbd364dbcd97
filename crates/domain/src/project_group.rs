//! Project groups: every project is in exactly one (domain.md PG).

use serde::{Deserialize, Serialize};

use crate::ids::{EnvironmentId, ProjectGroupId, SpaceId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectGroup {
    pub id: ProjectGroupId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub environment_ids: Vec<EnvironmentId>,
    /// The group that a space starts with; it cannot be deleted (PG-02).
    pub is_default: bool,
}
