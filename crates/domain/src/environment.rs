//! Environments: where releases go (domain.md EN).

use serde::{Deserialize, Serialize};

use crate::ids::{EnvironmentId, SpaceId};

/// The longest name of an environment (EN-01, X-06).
pub const LONGEST_NAME: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub id: EnvironmentId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    /// Order on the dashboard, and of the implied phases of a lifecycle without phases (EN-02).
    pub sort_order: i64,
    pub use_guided_failure: bool,
    pub allow_dynamic_infrastructure: bool,
}
