//! The server itself: status, health, nodes (http-api.md 16).

use super::tasks::TaskResource;
use super::values::Links;

wire! {
    pub struct ServerStatusResource {
        pub is_database_encrypted: bool,
        pub is_upgrade_available: bool,
        pub maximum_available_version: Option<String>,
        pub maximum_available_version_covered_by_license: Option<String>,
        pub maintenance_expires: Option<String>,
        pub is_in_maintenance_mode: bool,
        pub is_major_minor_upgrade: bool,
        pub is_potential_clone: bool,
        /// Ours: what an administrator should know.
        pub warnings: Vec<String>,
        pub links: Links,
    }

    pub struct ServerHealth {
        pub description: String,
        pub is_operating_normally: bool,
        pub is_entire_cluster_read_only: bool,
        pub is_entire_cluster_draining_tasks: bool,
        pub is_compliant_with_license: bool,
    }

    pub struct SystemInfo {
        pub version: String,
        #[serde(rename = "OSVersion")]
        pub os_version: String,
        pub clr_version: String,
        pub working_set_bytes: u64,
        pub thread_count: u32,
        pub min_thread_pool_count: u32,
        pub uptime: String,
    }

    pub struct ServerNodeResource {
        pub id: String,
        pub name: String,
        pub max_concurrent_tasks: u32,
        pub is_in_maintenance_mode: bool,
        /// Ours: what runs steps on this node.
        pub built_in_worker: BuiltInWorkerResource,
        pub links: Links,
    }

    pub struct BuiltInWorkerResource {
        /// `off`, `same-user` or `launcher`.
        pub mode: String,
        pub is_available: bool,
        /// Why steps cannot run.
        pub reason: Option<String>,
        pub self_test: Option<SelfTestResource>,
    }

    pub struct SelfTestResource {
        pub at: String,
        pub passed: bool,
        pub current_user: String,
        pub target_users: Vec<String>,
        pub steps: Vec<SelfTestStep>,
        /// Controls that are weaker on this machine than they could be.
        pub reduced: Vec<String>,
    }

    pub struct SelfTestStep {
        pub number: usize,
        pub title: String,
        pub passed: bool,
        pub failures: Vec<SelfTestFailure>,
    }

    pub struct SelfTestFailure {
        pub cause: String,
        pub remedy: String,
    }

    pub struct FeaturesConfigurationResource {
        pub id: String,
        pub is_built_in_worker_enabled: bool,
        pub is_community_action_templates_enabled: bool,
        pub is_automatic_step_updates_enabled: bool,
        pub links: Links,
    }

    pub struct NodeSummary {
        pub nodes: Vec<NodeSummaryEntry>,
        pub links: Links,
    }

    pub struct NodeSummaryEntry {
        pub id: String,
        pub name: String,
        pub max_concurrent_tasks: u32,
        pub is_in_maintenance_mode: bool,
        pub is_offline: bool,
        pub last_seen: String,
        pub running_task_count: i64,
        pub links: Links,
    }

    pub struct NodeDetails {
        pub running_tasks: Vec<TaskResource>,
        pub links: Links,
    }
}
