//! Waiting for a task to change its state, without asking again and again.

use std::time::Duration;

use pulpo_access::Caller;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::{Task, TaskState};
use pulpo_store::Topic;
use tokio::time::{Instant, timeout_at};

use super::get;
use crate::app::App;
use crate::error::Result;

/// Longer than this no request waits: what stands between client and server closes silent connections.
pub const LONGEST_WAIT_SECONDS: u64 = 60;

/// The task, as soon as its state is another one than the caller knows, or when the time is up. Without a known
/// state the present one is meant.
pub async fn wait(
    app: &App,
    caller: &Caller,
    space: Option<&SpaceId>,
    id: &str,
    known: Option<TaskState>,
    seconds: u64,
) -> Result<Task> {
    let deadline = Instant::now() + Duration::from_secs(seconds.min(LONGEST_WAIT_SECONDS));
    let task = get(app, caller, space, id).await?;
    let known = known.unwrap_or(task.state);
    if task.state != known {
        return Ok(task);
    }
    let mut wakes = app.store().wakes().listen(Topic::Task(task.id.clone()));
    loop {
        // Read after listening began: a change in between is not missed.
        let task = get(app, caller, space, id).await?;
        if task.state != known {
            return Ok(task);
        }
        match timeout_at(deadline, wakes.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return Ok(task),
        }
    }
}
