//! The dashboard (http-api.md 15.1).

use super::values::{Links, NamedReference};

wire! {
    pub struct DashboardResource {
        pub projects: Vec<DashboardProject>,
        pub project_groups: Vec<DashboardProjectGroup>,
        pub environments: Vec<NamedReference>,
        pub tenants: Vec<NamedReference>,
        pub items: Vec<DashboardItem>,
        pub previous_items: Vec<DashboardItem>,
        pub project_limit: Option<u32>,
        pub is_filtered: bool,
        pub links: Links,
    }

    pub struct DashboardProject {
        pub id: String,
        pub name: String,
        pub slug: String,
        pub project_group_id: String,
        pub environment_ids: Vec<String>,
        pub is_disabled: bool,
        pub tenanted_deployment_mode: String,
        pub can_perform_untenanted_deployment: bool,
        pub links: Links,
    }

    pub struct DashboardProjectGroup {
        pub id: String,
        pub name: String,
        pub environment_ids: Vec<String>,
        pub links: Links,
    }

    pub struct DashboardItem {
        pub id: String,
        pub project_id: String,
        pub environment_id: String,
        pub release_id: String,
        pub deployment_id: String,
        pub task_id: String,
        pub tenant_id: Option<String>,
        pub channel_id: String,
        pub release_version: String,
        pub created: String,
        pub queue_time: String,
        pub start_time: Option<String>,
        pub completed_time: Option<String>,
        pub state: String,
        pub has_pending_interruptions: bool,
        pub pending_interruption_types: Vec<String>,
        pub has_warnings_or_errors: bool,
        pub error_message: String,
        pub duration: String,
        pub is_current: bool,
        pub is_previous: bool,
        pub is_completed: bool,
        pub links: Links,
    }
}

wire! {
    pub struct DashboardConfigurationResource {
        pub included_project_ids: Vec<String>,
        pub included_project_group_ids: Vec<String>,
        pub included_environment_ids: Vec<String>,
        pub included_tenant_ids: Vec<String>,
        pub included_tenant_tags: Vec<String>,
        pub project_limit: Option<u32>,
        pub links: Links,
    }
}
