//! Projects and their deployment settings (domain.md PR).

use serde::{Deserialize, Serialize};

use crate::ids::{LifecycleId, ProcessId, ProjectGroupId, ProjectId, SpaceId, VariableSetId};
use crate::machine::TenantedDeploymentMode;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    pub id: ProjectId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub is_disabled: bool,
    pub project_group_id: ProjectGroupId,
    pub lifecycle_id: LifecycleId,
    pub variable_set_id: VariableSetId,
    pub deployment_process_id: ProcessId,
    pub included_library_variable_set_ids: Vec<String>,
    pub tenanted_deployment_mode: TenantedDeploymentMode,
    pub discrete_channel_release: bool,
    pub auto_create_release: bool,
    pub allow_ignore_channel_rules: bool,
    pub cloned_from_project_id: Option<ProjectId>,
    pub settings: DeploymentSettings,
}

/// Settings that old clients find on the project and new ones in a document of their own (PR-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentSettings {
    pub connectivity: ConnectivityPolicy,
    pub default_guided_failure_mode: GuidedFailureMode,
    pub versioning: VersioningStrategy,
    pub release_notes_template: Option<String>,
    pub deployment_changes_template: Option<String>,
    pub default_to_skip_if_already_installed: bool,
    pub force_package_download: bool,
    pub fail_target_discovery: bool,
    pub cancel_queued_tasks: bool,
    pub cancel_running_tasks: bool,
}

impl Default for DeploymentSettings {
    fn default() -> Self {
        Self {
            connectivity: ConnectivityPolicy::default(),
            default_guided_failure_mode: GuidedFailureMode::EnvironmentDefault,
            versioning: VersioningStrategy::Template(DEFAULT_VERSION_TEMPLATE.to_owned()),
            release_notes_template: None,
            deployment_changes_template: None,
            default_to_skip_if_already_installed: false,
            force_package_download: false,
            fail_target_discovery: false,
            cancel_queued_tasks: false,
            cancel_running_tasks: false,
        }
    }
}

/// The next patch after the last release: what a new project starts with (http-api.md 6.1).
pub const DEFAULT_VERSION_TEMPLATE: &str =
    "#{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.#{Octopus.Version.NextPatch}";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuidedFailureMode {
    EnvironmentDefault,
    Off,
    On,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkipMachineBehavior {
    #[default]
    None,
    SkipUnavailableMachines,
}

/// Which targets may be missing (PR-09).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectivityPolicy {
    pub skip_machine_behavior: SkipMachineBehavior,
    pub target_roles: Vec<String>,
    pub allow_deployments_to_no_targets: bool,
    pub exclude_unhealthy_targets: bool,
}

/// Where the version of a new release comes from (PR-08).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersioningStrategy {
    /// The user gives it.
    Manual,
    Template(String),
    /// The release takes the version of this action's package.
    DonorPackage {
        action: String,
        reference: String,
    },
}

/// How guided failure is decided: the deployment, else the project, else the environment (GF-01).
pub fn guided_failure(asked: Option<bool>, project: GuidedFailureMode, environment: bool) -> bool {
    asked.unwrap_or(match project {
        GuidedFailureMode::On => true,
        GuidedFailureMode::Off => false,
        GuidedFailureMode::EnvironmentDefault => environment,
    })
}
