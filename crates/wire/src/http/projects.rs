//! Projects and their deployment settings (http-api.md 6.1, 6.2).

use super::values::Links;

wire! {
    pub struct ProjectResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub slug: String,
        pub description: String,
        pub is_disabled: bool,
        pub project_group_id: String,
        pub lifecycle_id: String,
        pub variable_set_id: String,
        pub deployment_process_id: String,
        pub cloned_from_project_id: Option<String>,
        pub auto_create_release: bool,
        pub is_version_controlled: bool,
        pub persistence_settings: PersistenceSettings,
        pub discrete_channel_release: bool,
        pub included_library_variable_set_ids: Vec<String>,
        pub default_to_skip_if_already_installed: bool,
        pub tenanted_deployment_mode: String,
        pub default_guided_failure_mode: String,
        pub versioning_strategy: Option<VersioningStrategy>,
        pub release_creation_strategy: ReleaseCreationStrategy,
        pub templates: Vec<serde_json::Value>,
        pub auto_deploy_release_overrides: Vec<serde_json::Value>,
        pub release_notes_template: Option<String>,
        pub deployment_changes_template: Option<String>,
        pub force_package_download: bool,
        /// Absent means allowed.
        pub allow_ignore_channel_rules: Option<bool>,
        pub extension_settings: Vec<serde_json::Value>,
        pub project_tags: Vec<String>,
        pub icon: Option<serde_json::Value>,
        pub project_connectivity_policy: ConnectivityPolicy,
        pub links: Links,
    }

    pub struct PersistenceSettings {
        pub r#type: String,
    }

    /// A template or a donor package, never both (PR-08).
    pub struct VersioningStrategy {
        pub template: Option<String>,
        pub donor_package: Option<DonorPackage>,
        pub donor_package_step_id: Option<String>,
    }

    pub struct DonorPackage {
        pub deployment_action: String,
        pub package_reference: String,
    }

    pub struct ReleaseCreationStrategy {
        pub channel_id: Option<String>,
        pub release_creation_package: Option<DonorPackage>,
        pub release_creation_package_step_id: Option<String>,
    }

    pub struct ConnectivityPolicy {
        pub skip_machine_behavior: String,
        pub target_roles: Vec<String>,
        pub allow_deployments_to_no_targets: bool,
        pub exclude_unhealthy_targets: bool,
    }

    pub struct DeploymentSettingsResource {
        pub id: String,
        pub project_id: String,
        pub space_id: String,
        pub connectivity_policy: ConnectivityPolicy,
        pub default_guided_failure_mode: String,
        pub versioning_strategy: Option<VersioningStrategy>,
        pub release_notes_template: Option<String>,
        pub deployment_changes_template: Option<String>,
        pub default_to_skip_if_already_installed: bool,
        pub force_package_download: bool,
        pub fail_target_discovery: bool,
        pub cancel_queued_tasks: bool,
        pub cancel_running_tasks: bool,
        pub links: Links,
    }
}
