//! Server tasks, their details and logs (http-api.md 10.1, 10.2).

use std::collections::BTreeMap;

use super::collection::Collection;
use super::values::Links;

wire! {
    pub struct TaskResource {
        pub id: String,
        pub space_id: Option<String>,
        pub name: String,
        pub description: String,
        pub arguments: BTreeMap<String, Option<String>>,
        pub state: String,
        pub completed: String,
        pub queue_time: String,
        pub queue_time_expiry: Option<String>,
        pub start_time: Option<String>,
        pub last_updated_time: String,
        pub completed_time: Option<String>,
        pub server_node: Option<String>,
        pub duration: String,
        pub error_message: String,
        pub has_been_picked_up_by_processor: bool,
        pub is_completed: bool,
        pub finished_successfully: bool,
        pub has_pending_interruptions: bool,
        pub pending_interruption_types: Vec<String>,
        pub has_pending_preconditions: bool,
        pub pending_precondition_types: Vec<String>,
        pub can_rerun: bool,
        pub has_warnings_or_errors: bool,
        pub project_id: Option<String>,
        pub estimated_remaining_queue_duration_seconds: i64,
        pub links: Links,
    }

    pub struct TaskDetailsResource {
        pub task: TaskResource,
        pub activity_logs: Vec<ActivityElement>,
        pub physical_log_size: u64,
        pub progress: TaskProgress,
        pub links: Links,
    }

    pub struct TaskProgress {
        pub progress_percentage: u8,
        pub estimated_time_remaining: String,
    }

    pub struct ActivityElement {
        pub id: String,
        pub name: String,
        pub status: String,
        pub started: Option<String>,
        pub ended: Option<String>,
        pub show_at_summary_level: bool,
        pub progress_percentage: u8,
        pub progress_message: String,
        pub children: Vec<ActivityElement>,
        pub log_elements: Vec<LogElement>,
    }

    pub struct LogElement {
        pub category: String,
        pub occurred_at: String,
        pub message_text: String,
        pub detail: Option<String>,
        pub number: u64,
    }

    pub struct TaskStateChange {
        pub state: String,
        pub reason: String,
    }

    pub struct NewTask {
        pub name: String,
        pub description: String,
        pub arguments: serde_json::Map<String, serde_json::Value>,
        pub space_id: Option<String>,
    }

    pub struct TaskType {
        pub id: String,
        pub name: String,
    }
}

/// A page of tasks with how many are in each state.
#[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct TaskList {
    #[serde(flatten)]
    pub page: Collection<TaskResource>,
    pub total_counts: BTreeMap<String, i64>,
}

/// The tasks ahead of a queued one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct QueuedBehindList {
    #[serde(flatten)]
    pub page: Collection<TaskResource>,
    /// Ours: why the task waits, in words.
    pub reasons: Vec<String>,
}
