//! Deployments and their previews (http-api.md 8.3, 8.4).

use std::collections::BTreeMap;

use super::values::{Links, NamedReference};

wire! {
    pub struct DeploymentResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub release_id: String,
        pub project_id: String,
        pub channel_id: String,
        pub environment_id: String,
        pub tenant_id: Option<String>,
        pub task_id: String,
        pub deployment_process_id: String,
        pub manifest_variable_set_id: String,
        pub created: String,
        pub queue_time: Option<String>,
        pub queue_time_expiry: Option<String>,
        pub force_package_download: bool,
        pub force_package_redeployment: bool,
        pub use_guided_failure: Option<bool>,
        pub skip_actions: Vec<String>,
        pub specific_machine_ids: Vec<String>,
        pub excluded_machine_ids: Vec<String>,
        pub deployed_to_machine_ids: Vec<String>,
        pub form_values: BTreeMap<String, Option<String>>,
        pub changes: Vec<serde_json::Value>,
        pub changes_markdown: String,
        pub comments: Option<String>,
        pub priority: Option<String>,
        pub deployed_by: String,
        pub deployed_by_id: String,
        pub failure_encountered: bool,
        pub tentacle_retention_period: Option<serde_json::Value>,
        pub links: Links,
    }

    pub struct DeploymentPreviewResource {
        pub steps_to_execute: Vec<PreviewStep>,
        pub form: FormResource,
        pub use_guided_failure_mode_by_default: bool,
        pub changes: Vec<serde_json::Value>,
        pub changes_markdown: String,
        pub links: Links,
    }

    pub struct PreviewStep {
        pub action_id: String,
        pub action_name: String,
        pub action_number: String,
        pub roles: Vec<String>,
        pub machine_names: Vec<String>,
        pub machines: Vec<PreviewMachine>,
        pub can_be_skipped: bool,
        pub is_disabled: bool,
        pub has_no_applicable_machines: bool,
        pub unavailable_machines: Vec<NamedReference>,
        pub excluded_machines: Vec<NamedReference>,
    }

    pub struct PreviewMachine {
        pub id: String,
        pub name: String,
        pub has_latest_calamari: bool,
        pub links: Links,
    }

    pub struct FormResource {
        pub values: BTreeMap<String, Option<String>>,
        pub elements: Vec<FormElement>,
    }

    pub struct FormElement {
        pub name: String,
        pub is_value_required: bool,
        pub control: FormControl,
    }

    pub struct FormControl {
        pub r#type: String,
        pub name: String,
        pub label: String,
        pub description: Option<String>,
        pub is_secure: bool,
        pub required: bool,
        pub display_settings: BTreeMap<String, String>,
    }

    pub struct PreviewRequests {
        pub deployment_previews: Vec<PreviewRequest>,
    }

    pub struct PreviewRequest {
        pub environment_id: String,
        pub tenant_id: Option<String>,
    }
}
