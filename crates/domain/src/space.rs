//! Spaces: hard walls between documents (domain.md SP).

use serde::{Deserialize, Serialize};

use crate::ids::{SpaceId, TeamId, UserId};

/// The longest name of a space (SP-02).
pub const LONGEST_NAME: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    pub id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: Option<String>,
    pub is_default: bool,
    pub is_private: bool,
    /// Keeps queued tasks of the space from starting (SP-07).
    pub task_queue_stopped: bool,
    pub space_managers_teams: Vec<TeamId>,
    pub space_managers_team_members: Vec<UserId>,
}
