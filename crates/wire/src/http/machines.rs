//! Deployment targets, worker pools and machine policies (http-api.md 13.1 to 13.3).

use super::tasks::LogElement;
use super::values::Links;

wire! {
    pub struct MachineResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub slug: String,
        pub roles: Vec<String>,
        pub environment_ids: Vec<String>,
        pub tenant_ids: Vec<String>,
        pub tenant_tags: Vec<String>,
        pub tenanted_deployment_participation: String,
        pub thumbprint: String,
        pub uri: String,
        pub is_disabled: bool,
        pub machine_policy_id: String,
        pub status: String,
        pub health_status: String,
        pub has_latest_calamari: bool,
        pub status_summary: String,
        pub is_in_process: bool,
        pub operating_system: String,
        pub operating_system_version: String,
        pub shell_name: String,
        pub shell_version: String,
        pub architecture: String,
        pub skip_initial_health_check: bool,
        pub endpoint: EndpointResource,
        pub links: Links,
    }

    pub struct EndpointResource {
        pub communication_style: String,
        pub default_worker_pool_id: Option<String>,
        pub links: Links,
    }

    pub struct MachineConnection {
        pub machine_id: String,
        pub status: String,
        pub logs: Vec<LogElement>,
        pub current_tentacle_version: Option<String>,
        pub last_checked: String,
        pub links: Links,
    }

    pub struct WorkerPoolResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub slug: String,
        pub description: String,
        pub is_default: bool,
        pub sort_order: i64,
        pub worker_pool_type: String,
        pub can_add_workers: bool,
        pub links: Links,
    }

    pub struct MachinePolicyResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub description: String,
        pub is_default: bool,
        pub machine_health_check_policy: serde_json::Value,
        pub machine_connectivity_policy: serde_json::Value,
        pub machine_cleanup_policy: serde_json::Value,
        pub machine_update_policy: serde_json::Value,
        pub machine_rpc_call_retry_policy: serde_json::Value,
        pub machine_package_cache_retention_policy: Option<serde_json::Value>,
        pub polling_request_queue_timeout: String,
        pub polling_request_maximum_message_processing_timeout: String,
        pub connection_retry_sleep_interval: String,
        pub connection_retry_count_limit: u32,
        pub connection_retry_time_limit: String,
        pub connection_connect_timeout: String,
        pub links: Links,
    }
}
