//! A task as the API shows it (http-api.md 10.1).

use std::collections::BTreeMap;

use jiff::Timestamp;
use pulpo_domain::task::{Outcome, Task, TaskState};
use pulpo_wire::http::tasks::TaskResource;

use crate::paging::links;
use crate::time;

/// The resource; `now` tells how long an executing task has taken.
pub(crate) fn resource(task: &Task, now: Timestamp) -> TaskResource {
    let own = format!("/api/tasks/{}", task.id);
    let space = task.space_id.as_ref().map(ToString::to_string);
    let in_space = space.as_ref().map_or_else(|| "/api".to_owned(), |space| format!("/api/{space}"));
    let completed = match task.state {
        TaskState::Queued => "Queued...".to_owned(),
        TaskState::Executing => "Executing...".to_owned(),
        TaskState::Cancelling => "Cancelling...".to_owned(),
        TaskState::Finished(Outcome::TimedOut) => "Timed out".to_owned(),
        TaskState::Finished(_) => task.completed_time.map(time::long_text).unwrap_or_default(),
    };
    TaskResource {
        id: task.id.to_string(),
        name: task.name.clone(),
        description: task.description.clone(),
        arguments: task
            .arguments
            .iter()
            .map(|(name, value)| (name.clone(), Some(value.clone())))
            .collect::<BTreeMap<_, _>>(),
        state: task.state.name().to_owned(),
        completed,
        queue_time: time::text(task.queue_time),
        queue_time_expiry: task.queue_time_expiry.map(time::text),
        start_time: task.start_time.map(time::text),
        last_updated_time: time::text(task.last_updated_time),
        completed_time: task.completed_time.map(time::text),
        server_node: task.server_node.as_ref().map(|node| format!("OctopusServerNodes-{node}")),
        duration: duration(task, now),
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
        links: links([
            ("Self", own.clone()),
            ("Web", format!("/app#/{}/tasks/{}", space.clone().unwrap_or_default(), task.id)),
            ("Raw", format!("{own}/raw")),
            ("Rerun", format!("/api/tasks/rerun/{}", task.id)),
            ("Cancel", format!("{own}/cancel")),
            ("State", format!("{own}/state")),
            ("QueuedBehind", format!("{own}/queued-behind{{?skip,take}}")),
            ("Details", format!("{own}/details{{?verbose,tail}}")),
            ("Prioritize", format!("{own}/prioritize")),
            ("Artifacts", format!("{in_space}/artifacts?regarding={}", task.id)),
            ("Interruptions", format!("{in_space}/interruptions?regarding={}", task.id)),
        ]),
        space_id: space,
    }
}

fn duration(task: &Task, now: Timestamp) -> String {
    let Some(start) = task.start_time else { return String::new() };
    time::duration(task.completed_time.unwrap_or(now).duration_since(start))
}
