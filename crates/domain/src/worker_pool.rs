//! Worker pools and machine policies, as far as a space must have one of each (domain.md WK-02, MA-01).

use serde::{Deserialize, Serialize};

use crate::ids::{MachinePolicyId, SpaceId, WorkerPoolId};

/// A pool of workers. The default pool, being empty, means the built-in worker (WK-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerPool {
    pub id: WorkerPoolId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub is_default: bool,
    pub sort_order: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachinePolicy {
    pub id: MachinePolicyId,
    pub space_id: SpaceId,
    pub name: String,
    pub description: String,
    pub is_default: bool,
}
