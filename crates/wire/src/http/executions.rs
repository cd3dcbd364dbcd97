//! The executions API: creating releases and deployments by name (http-api.md 9).

use std::collections::BTreeMap;

wire! {
    pub struct CreateReleaseCommand {
        pub space_id: Option<String>,
        pub space_id_or_name: Option<String>,
        pub project_name: String,
        pub package_version: Option<String>,
        pub git_ref: Option<String>,
        pub git_commit: Option<String>,
        pub release_version: Option<String>,
        pub channel_name: Option<String>,
        pub packages: Vec<String>,
        pub release_notes: Option<String>,
        pub ignore_if_already_exists: bool,
        pub ignore_channel_rules: bool,
        pub package_prerelease: Option<String>,
        pub custom_fields: BTreeMap<String, String>,
    }

    pub struct CreateReleaseResponse {
        pub release_id: String,
        pub release_version: String,
    }

    pub struct CreateDeploymentsCommand {
        pub space_id: Option<String>,
        pub space_id_or_name: Option<String>,
        pub project_name: String,
        pub release_version: String,
        pub environment_names: Vec<String>,
        /// Of the tenanted form.
        pub environment_name: Option<String>,
        pub tenants: Vec<String>,
        pub tenant_tags: Vec<String>,
        pub force_package_download: bool,
        pub force_package_redeployment: bool,
        pub update_variable_snapshot: bool,
        pub specific_machine_names: Vec<String>,
        pub excluded_machine_names: Vec<String>,
        pub skip_step_names: Vec<String>,
        pub use_guided_failure: Option<bool>,
        pub run_at: Option<String>,
        pub no_run_after: Option<String>,
        pub variables: BTreeMap<String, String>,
        pub priority: Option<String>,
    }

    pub struct CreateDeploymentsResponse {
        pub deployment_server_tasks: Vec<DeploymentServerTask>,
    }

    pub struct DeploymentServerTask {
        pub deployment_id: String,
        pub server_task_id: String,
    }
}
