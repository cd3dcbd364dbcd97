//! Deployments: one release, one environment, at most one tenant, one task (domain.md DE).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{
    ChannelId, DeploymentId, EnvironmentId, MachineId, ProcessId, ProjectId, ReleaseId, SpaceId, TaskId, TenantId,
    UserId,
};
use crate::lifecycle::NotDeployable;

/// How far ahead a deployment can be scheduled (DE-12).
pub const LONGEST_SCHEDULE_DAYS: i64 = 30;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    pub id: DeploymentId,
    pub space_id: SpaceId,
    pub name: String,
    pub release_id: ReleaseId,
    pub project_id: ProjectId,
    pub channel_id: ChannelId,
    pub environment_id: EnvironmentId,
    pub tenant_id: Option<TenantId>,
    pub task_id: TaskId,
    pub process_snapshot_id: ProcessId,
    pub created: Timestamp,
    pub queue_time: Option<Timestamp>,
    pub queue_time_expiry: Option<Timestamp>,
    pub force_package_download: bool,
    pub force_package_redeployment: bool,
    pub use_guided_failure: bool,
    /// Ids of actions to leave out.
    pub skip_actions: Vec<String>,
    pub specific_machine_ids: Vec<MachineId>,
    pub excluded_machine_ids: Vec<MachineId>,
    /// Targets that the deployment has come to, filled in as it goes (DE-18).
    pub deployed_to_machine_ids: Vec<MachineId>,
    /// Answers to prompts, by variable id; a secret one is sealed.
    pub form_values: BTreeMap<String, FormValue>,
    pub comments: Option<String>,
    pub deployed_by: String,
    pub deployed_by_id: UserId,
    pub failure_encountered: bool,
    /// Whether its task ended in Success: what lets the release go further.
    pub succeeded: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormValue {
    Plain(String),
    Sealed(String),
}

/// Why a deployment cannot be made. Each is a line of the refusal, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeploymentError {
    #[error("project \"{0}\" is disabled; nothing can be deployed until it is enabled again")]
    ProjectDisabled(String),
    #[error(
        "release {release} cannot go to {environment}: the environment is not part of its lifecycle \"{lifecycle}\""
    )]
    NotInLifecycle { release: String, environment: String, lifecycle: String },
    #[error("release {release} cannot go to {environment}: its lifecycle wants {missing} first")]
    NotReached { release: String, environment: String, missing: String },
    #[error("release {release} cannot go to {environment}: it is blocked by an unresolved defect: {defect}")]
    Blocked { release: String, environment: String, defect: String },
    #[error("step \"{0}\" is required and cannot be skipped")]
    RequiredStepSkipped(String),
    #[error("there is no step or action with the id \"{0}\" to skip")]
    UnknownStepSkipped(String),
    #[error("there is no deployment target \"{0}\" in this space")]
    UnknownMachine(String),
    #[error("deployment target \"{0}\" is disabled")]
    MachineDisabled(String),
    #[error("all deployment targets that the process needs are excluded from this deployment")]
    AllMachinesExcluded,
    #[error(
        "there are no deployment targets in {environment} with the tags {roles}; add one, or let the project deploy to no targets"
    )]
    NoTargets { environment: String, roles: String },
    #[error("please provide a value for the prompted variable \"{0}\"")]
    PromptUnanswered(String),
    #[error("a deployment can be scheduled at most {LONGEST_SCHEDULE_DAYS} days ahead")]
    TooFarAhead,
    #[error("the queue time expiry lies before the queue time; the deployment would never start")]
    ExpiryBeforeStart,
    #[error("project \"{0}\" does not allow deployments to tenants")]
    TenantNotAllowed(String),
    #[error("project \"{0}\" can only be deployed for a tenant, and none was given")]
    TenantRequired(String),
    #[error("the process has no step that can run")]
    NothingToRun,
    #[error("step \"{step}\" is of the type {action_type}, which this server cannot run")]
    UnknownActionType { step: String, action_type: String },
}

impl DeploymentError {
    /// The refusal of a lifecycle in words.
    pub fn from_lifecycle(
        refusal: NotDeployable,
        release: &str,
        environment: &str,
        lifecycle: &str,
        defect: &str,
    ) -> Self {
        let (release, environment) = (release.to_owned(), environment.to_owned());
        match refusal {
            NotDeployable::NotInLifecycle => {
                Self::NotInLifecycle { release, environment, lifecycle: lifecycle.to_owned() }
            }
            NotDeployable::NotReached { missing_phase } => {
                Self::NotReached { release, environment, missing: missing_phase }
            }
            NotDeployable::Blocked => Self::Blocked { release, environment, defect: defect.to_owned() },
        }
    }
}

/// When a deployment is to start (DE-12, DE-13).
pub fn check_schedule(
    now: Timestamp,
    queue: Option<Timestamp>,
    expiry: Option<Timestamp>,
) -> Result<(), DeploymentError> {
    let longest = jiff::SignedDuration::from_hours(24 * LONGEST_SCHEDULE_DAYS);
    if queue.is_some_and(|at| at.duration_since(now) > longest) {
        return Err(DeploymentError::TooFarAhead);
    }
    if expiry.is_some_and(|expiry| expiry <= queue.unwrap_or(now)) {
        return Err(DeploymentError::ExpiryBeforeStart);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_at_most_thirty_days_ahead_and_must_be_able_to_start() {
        //
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let at = |hours| now + jiff::SignedDuration::from_hours(hours);
        assert_eq!(check_schedule(now, Some(at(24 * 30)), None), Ok(()));
        assert_eq!(check_schedule(now, Some(at(24 * 30 + 1)), None), Err(DeploymentError::TooFarAhead));
        assert_eq!(check_schedule(now, Some(at(2)), Some(at(1))), Err(DeploymentError::ExpiryBeforeStart));
        assert_eq!(check_schedule(now, None, Some(at(-1))), Err(DeploymentError::ExpiryBeforeStart));
    }
}
