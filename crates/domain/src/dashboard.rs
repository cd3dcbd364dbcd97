//! A cell of the dashboard: the last attempt to deploy a project to an environment (domain.md DB).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::deployment::Deployment;
use crate::ids::{ChannelId, DeploymentId, EnvironmentId, ProjectId, ReleaseId, SpaceId, TaskId, TenantId};
use crate::task::{Task, TaskState};

/// One deployment as the dashboard shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub space_id: SpaceId,
    pub deployment_id: DeploymentId,
    pub project_id: ProjectId,
    pub environment_id: EnvironmentId,
    pub tenant_id: Option<TenantId>,
    pub release_id: ReleaseId,
    pub channel_id: ChannelId,
    pub task_id: TaskId,
    pub release_version: String,
    pub created: Timestamp,
    pub queue_time: Timestamp,
    pub start_time: Option<Timestamp>,
    pub completed_time: Option<Timestamp>,
    pub state: TaskState,
    pub has_warnings_or_errors: bool,
    pub error_message: String,
}

impl Item {
    pub fn of(deployment: &Deployment, task: &Task, release_version: &str) -> Self {
        Self {
            space_id: deployment.space_id.clone(),
            deployment_id: deployment.id.clone(),
            project_id: deployment.project_id.clone(),
            environment_id: deployment.environment_id.clone(),
            tenant_id: deployment.tenant_id.clone(),
            release_id: deployment.release_id.clone(),
            channel_id: deployment.channel_id.clone(),
            task_id: deployment.task_id.clone(),
            release_version: release_version.to_owned(),
            created: deployment.created,
            queue_time: task.queue_time,
            start_time: task.start_time,
            completed_time: task.completed_time,
            state: task.state,
            has_warnings_or_errors: task.has_warnings_or_errors,
            error_message: task.error_message.clone(),
        }
    }
}

/// A cell: the last attempt, and the last success, which is what runs there now (DB-03, W-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub latest: Item,
    pub success: Option<Item>,
}
