//! Deployment processes and their release template (http-api.md 6.3, 6.4).

use std::collections::BTreeMap;

use super::values::{Links, PropertyValue};

wire! {
    pub struct ProcessResource {
        pub id: String,
        pub project_id: String,
        pub space_id: String,
        pub version: i64,
        pub last_snapshot_id: Option<String>,
        pub steps: Vec<StepResource>,
        pub links: Links,
    }

    pub struct StepResource {
        pub id: String,
        pub name: String,
        pub slug: String,
        pub package_requirement: String,
        pub properties: BTreeMap<String, PropertyValue>,
        pub condition: String,
        pub start_trigger: String,
        pub actions: Vec<ActionResource>,
    }

    pub struct ActionResource {
        pub id: String,
        pub name: String,
        pub slug: String,
        pub action_type: String,
        pub notes: Option<String>,
        pub is_disabled: bool,
        pub can_be_used_for_project_versioning: bool,
        pub is_required: bool,
        pub worker_pool_id: Option<String>,
        pub worker_pool_variable: Option<String>,
        pub container: ContainerResource,
        pub environments: Vec<String>,
        pub excluded_environments: Vec<String>,
        pub channels: Vec<String>,
        pub tenant_tags: Vec<String>,
        pub condition: String,
        pub packages: Vec<PackageReferenceResource>,
        pub git_dependencies: Vec<serde_json::Value>,
        pub properties: BTreeMap<String, PropertyValue>,
        pub links: Links,
    }

    pub struct ContainerResource {
        pub image: Option<String>,
        pub feed_id: Option<String>,
        pub git_url: Option<String>,
        pub dockerfile: Option<String>,
    }

    pub struct PackageReferenceResource {
        pub id: String,
        pub name: String,
        pub package_id: String,
        pub feed_id: String,
        pub acquisition_location: String,
        pub version: Option<String>,
        pub properties: BTreeMap<String, String>,
    }

    /// What a client builds a release from.
    pub struct ReleaseTemplateResource {
        pub deployment_process_id: String,
        pub last_release_version: Option<String>,
        pub next_version_increment: Option<String>,
        pub versioning_package_step_name: Option<String>,
        pub versioning_package_reference_name: Option<String>,
        pub packages: Vec<TemplatePackage>,
        pub git_resources: Vec<serde_json::Value>,
        pub links: Links,
    }

    pub struct TemplatePackage {
        pub action_name: String,
        pub step_name: String,
        pub package_reference_name: String,
        pub package_id: String,
        pub project_name: Option<String>,
        pub feed_id: String,
        pub feed_name: Option<String>,
        pub nu_get_package_id: String,
        pub nu_get_feed_id: String,
        pub nu_get_feed_name: Option<String>,
        pub version_selected_last_release: Option<String>,
        pub fixed_version: Option<String>,
        pub is_resolvable: bool,
    }
}
