//! A task as the API shows it.

use jiff::Timestamp;
use pulpo_app::nodes;
use pulpo_domain::task::{Outcome, Task, TaskState};
use pulpo_wire::http::tasks::TaskResource;

use crate::paging::links;
use crate::time;

/// What people read for the task's end (http-api.md 1.9).
pub(super) fn completed(task: &Task) -> String {
    match (task.state, task.completed_time) {
        (TaskState::Queued, _) => "Queued...".to_owned(),
        (TaskState::Executing, _) => "Executing...".to_owned(),
        (TaskState::Cancelling, _) => "Cancelling...".to_owned(),
        (TaskState::Finished(Outcome::TimedOut), _) => "Timed out".to_owned(),
        (TaskState::Finished(_), Some(at)) => time::long_text(at),
        (TaskState::Finished(_), None) => String::new(),
    }
}

/// How long it ran, or has run so far.
pub(crate) fn duration(start: Option<Timestamp>, end: Option<Timestamp>, now: Timestamp) -> String {
    let length = start.map(|start| end.unwrap_or(now).duration_since(start)).unwrap_or_default();
    time::duration(length)
}

/// The forms in which a task may carry the node that a filter names.
pub(super) fn node_names(node: &str) -> [String; 2] {
    let id = nodes::id_of(node);
    let name = id.strip_prefix("OctopusServerNodes-").unwrap_or(&id).to_owned();
    [id, name]
}

pub(crate) fn resource(task: &Task, now: Timestamp) -> TaskResource {
    let own = format!("/api/tasks/{}", task.id);
    let mut links = links([
        ("Self", own.clone()),
        ("Raw", format!("{own}/raw")),
        ("Rerun", format!("/api/tasks/rerun/{}", task.id)),
        ("Cancel", format!("{own}/cancel")),
        ("State", format!("{own}/state")),
        ("QueuedBehind", format!("{own}/queued-behind{{?skip,take}}")),
        ("Details", format!("{own}/details{{?verbose,tail}}")),
        ("Prioritize", format!("{own}/prioritize")),
    ]);
    if let Some(space) = &task.space_id {
        links.insert("Web".to_owned(), format!("/app#/{space}/tasks/{}", task.id));
        links.insert("Artifacts".to_owned(), format!("/api/{space}/artifacts?regarding={}", task.id));
        links.insert("Interruptions".to_owned(), format!("/api/{space}/interruptions?regarding={}", task.id));
    }
    let optional = |at: Option<Timestamp>| at.map(time::text);
    TaskResource {
        id: task.id.to_string(),
        space_id: task.space_id.as_ref().map(ToString::to_string),
        name: task.name.clone(),
        description: task.description.clone(),
        arguments: task.arguments.iter().map(|(name, value)| (name.clone(), Some(value.clone()))).collect(),
        state: task.state.name().to_owned(),
        completed: completed(task),
        queue_time: time::text(task.queue_time),
        queue_time_expiry: optional(task.queue_time_expiry),
        start_time: optional(task.start_time),
        last_updated_time: time::text(task.last_updated_time),
        completed_time: optional(task.completed_time),
        server_node: task.server_node.as_deref().map(nodes::id_of),
        duration: duration(task.start_time, task.completed_time, now),
        error_message: task.error_message.clone(),
        has_been_picked_up_by_processor: task.start_time.is_some(),
        is_completed: task.state.is_completed(),
        finished_successfully: task.state == TaskState::Finished(Outcome::Success),
        has_pending_interruptions: false,
        pending_interruption_types: Vec::new(),
        has_pending_preconditions: false,
        pending_precondition_types: Vec::new(),
        can_rerun: false,
        has_warnings_or_errors: task.has_warnings_or_errors,
        project_id: task.project_id.as_ref().map(ToString::to_string),
        estimated_remaining_queue_duration_seconds: 0,
        links,
    }
}
