//! A task's activities and lines as the API shows them (http-api.md 10.2).

use jiff::Timestamp;
use pulpo_app::tasks::{ActivityLog, Details, Line, Status};
use pulpo_domain::task::{Outcome, Task, TaskState};
use pulpo_wire::http::tasks::{ActivityElement, LogElement, TaskDetailsResource, TaskProgress};

use crate::paging::links;
use crate::time;

pub(super) fn resource(task: &Task, log: Option<Details>, root_id: String, now: Timestamp) -> TaskDetailsResource {
    let size = log.as_ref().map_or(0, |log| log.size);
    // Clients look into the first element without asking whether there is one.
    let root = log.and_then(|log| log.root).unwrap_or_else(|| not_begun(task, root_id));
    let percentage = progress(task, &root);
    TaskDetailsResource {
        task: super::resource(task, now),
        activity_logs: vec![element(root)],
        physical_log_size: size,
        progress: TaskProgress { progress_percentage: percentage, estimated_time_remaining: String::new() },
        links: links([("Self", format!("/api/tasks/{}/details", task.id))]),
    }
}

/// The root of a task that has no log yet, or never got one because it ended in the queue.
fn not_begun(task: &Task, id: String) -> ActivityLog {
    let status = match task.state {
        TaskState::Queued | TaskState::Executing | TaskState::Cancelling => Status::Pending,
        TaskState::Finished(Outcome::Success) => Status::Success,
        TaskState::Finished(Outcome::Failed) => Status::Failed,
        TaskState::Finished(Outcome::Canceled | Outcome::TimedOut) => Status::Canceled,
    };
    ActivityLog {
        id,
        name: task.description.clone(),
        status,
        started: task.start_time,
        ended: task.completed_time,
        show_at_summary_level: true,
        progress: None,
        lines: Vec::new(),
        children: Vec::new(),
    }
}

/// How far the task has come: what it says itself, else the share of its steps that are done.
fn progress(task: &Task, root: &ActivityLog) -> u8 {
    if task.state.is_completed() {
        return 100;
    }
    if let Some((percentage, _)) = &root.progress {
        return (*percentage).min(100);
    }
    let done = root.children.iter().filter(|child| child.status.is_final()).count();
    u8::try_from(done * 100 / root.children.len().max(1)).unwrap_or(100)
}

fn element(log: ActivityLog) -> ActivityElement {
    let (percentage, message) = log.progress.unwrap_or_default();
    ActivityElement {
        id: log.id,
        name: log.name,
        status: log.status.name().to_owned(),
        started: log.started.map(time::text),
        ended: log.ended.map(time::text),
        show_at_summary_level: log.show_at_summary_level,
        progress_percentage: if log.status.is_final() { 100 } else { percentage.min(100) },
        progress_message: message,
        children: log.children.into_iter().map(element).collect(),
        log_elements: log.lines.into_iter().map(line).collect(),
    }
}

fn line(line: Line) -> LogElement {
    LogElement {
        category: line.category.name().to_owned(),
        occurred_at: time::text(line.at),
        message_text: line.text,
        detail: None,
        number: line.number,
    }
}

/// What stands above a log as text (TL-06).
pub(super) fn header(task: &Task) -> String {
    let at = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), time::text);
    let mut lines = vec![
        format!("Task ID:        {}", task.id),
        format!("Description:    {}", one_line(&task.description)),
        format!("Task status:    {}", task.state.name()),
        format!("Task queued:    {}", time::text(task.queue_time)),
        format!("Task started:   {}", at(task.start_time)),
        format!("Task completed: {}", at(task.completed_time)),
    ];
    if !task.error_message.is_empty() {
        lines.push(format!("Error:          {}", one_line(&task.error_message)));
    }
    lines.join("\n") + "\n\n"
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" ")
}
