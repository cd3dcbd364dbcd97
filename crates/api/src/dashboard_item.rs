//! A cell of the dashboard as the API shows it (http-api.md 15.1).

use jiff::Timestamp;
use pulpo_domain::dashboard::Item;
use pulpo_domain::task::{Outcome, TaskState};
use pulpo_wire::http::dashboard::DashboardItem;

use crate::paging::links;
use crate::time;

/// What a cell shows: the latest attempt, or the success before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Latest,
    Previous,
}

pub(crate) fn resource(item: &Item, place: Place, now: Timestamp) -> DashboardItem {
    let space = format!("/api/{}", item.space_id);
    let length = item.start_time.map(|start| time::duration(item.completed_time.unwrap_or(now).duration_since(start)));
    DashboardItem {
        id: item.deployment_id.to_string(),
        project_id: item.project_id.to_string(),
        environment_id: item.environment_id.to_string(),
        release_id: item.release_id.to_string(),
        deployment_id: item.deployment_id.to_string(),
        task_id: item.task_id.to_string(),
        tenant_id: item.tenant_id.as_ref().map(ToString::to_string),
        channel_id: item.channel_id.to_string(),
        release_version: item.release_version.clone(),
        created: time::text(item.created),
        queue_time: time::text(item.queue_time),
        start_time: item.start_time.map(time::text),
        completed_time: item.completed_time.map(time::text),
        state: item.state.name().to_owned(),
        has_pending_interruptions: false,
        pending_interruption_types: Vec::new(),
        has_warnings_or_errors: item.has_warnings_or_errors,
        error_message: item.error_message.clone(),
        duration: length.unwrap_or_default(),
        // What runs there now is the last success (DB-03).
        is_current: place == Place::Latest && item.state == TaskState::Finished(Outcome::Success)
            || place == Place::Previous,
        is_previous: place == Place::Previous,
        is_completed: item.state.is_completed(),
        links: links([
            ("Self", format!("{space}/deployments/{}", item.deployment_id)),
            ("Release", format!("{space}/releases/{}", item.release_id)),
            ("Task", format!("/api/tasks/{}", item.task_id)),
        ]),
    }
}
