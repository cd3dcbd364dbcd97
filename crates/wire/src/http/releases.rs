//! Releases, their progression, defects and deployment template (http-api.md 8.1, 8.2, 15.2).

use std::collections::BTreeMap;

use super::build_information::ReleaseBuildInformation;
use super::dashboard::DashboardItem;
use super::deployments::DeploymentResource;
use super::tasks::TaskResource;
use super::values::{Links, NamedReference};

wire! {
    pub struct ReleaseResource {
        pub id: String,
        pub space_id: String,
        pub project_id: String,
        pub version: String,
        pub channel_id: String,
        pub release_notes: Option<String>,
        pub project_deployment_process_snapshot_id: String,
        pub project_variable_set_snapshot_id: String,
        pub library_variable_set_snapshot_ids: Vec<String>,
        pub ignore_channel_rules: bool,
        pub build_information: Vec<ReleaseBuildInformation>,
        pub assembled: String,
        pub selected_packages: Vec<SelectedPackage>,
        pub selected_git_resources: Vec<serde_json::Value>,
        pub version_control_reference: Option<VersionControlReference>,
        pub custom_fields: BTreeMap<String, String>,
        pub variable_snapshot_concurrency_token: String,
        pub links: Links,
    }

    pub struct SelectedPackage {
        pub action_name: String,
        pub package_reference_name: String,
        /// What older clients name instead of the action.
        pub step_name: String,
        pub version: String,
    }

    pub struct VersionControlReference {
        pub git_ref: Option<String>,
        pub git_commit: Option<String>,
    }

    pub struct DeploymentTemplateResource {
        pub is_deployment_process_modified: bool,
        pub is_variable_set_modified: bool,
        pub is_library_variable_set_modified: bool,
        pub is_git_resource_modified: bool,
        pub deployment_notes: Option<String>,
        pub promote_to: Vec<PromotionTarget>,
        pub tenant_promotions: Vec<serde_json::Value>,
        /// Ours: why an environment that the caller may deploy to is not among `PromoteTo`.
        pub not_promotable: Vec<NotPromotable>,
        pub links: Links,
    }

    pub struct PromotionTarget {
        pub id: String,
        pub name: String,
        pub links: Links,
    }

    pub struct NotPromotable {
        pub id: String,
        pub name: String,
        pub reason: String,
    }

    pub struct ReleaseProgressionResource {
        pub phases: Vec<ProgressionPhase>,
        pub next_deployments: Vec<String>,
        pub next_deployments_minimum_required: u32,
        pub links: Links,
    }

    pub struct ProgressionPhase {
        pub id: String,
        pub name: String,
        pub blocked: bool,
        pub progress: String,
        pub deployments: Vec<PhaseDeployment>,
        pub automatic_deployment_targets: Vec<String>,
        pub optional_deployment_targets: Vec<String>,
        pub minimum_environments_before_promotion: u32,
        pub is_optional_phase: bool,
        pub is_priority_phase: bool,
    }

    pub struct PhaseDeployment {
        pub task: TaskResource,
        pub deployment: DeploymentResource,
    }

    pub struct ProjectProgressionResource {
        pub environments: Vec<NamedReference>,
        pub channel_environments: BTreeMap<String, Vec<NamedReference>>,
        pub releases: Vec<ProgressionRelease>,
        pub links: Links,
    }

    pub struct ProgressionRelease {
        pub release: ReleaseResource,
        pub channel: super::channels::ChannelResource,
        pub deployments: BTreeMap<String, Vec<DashboardItem>>,
        pub next_deployments: Vec<String>,
        pub has_unresolved_defect: bool,
        pub release_retention_period: Option<serde_json::Value>,
        pub tentacle_retention_period: Option<serde_json::Value>,
    }

    pub struct DefectResource {
        pub id: String,
        pub description: String,
        pub status: String,
        pub links: Links,
    }

    pub struct MissingPackages {
        pub packages: Vec<MissingPackage>,
    }

    pub struct MissingPackage {
        pub id: String,
        pub version: String,
    }
}
