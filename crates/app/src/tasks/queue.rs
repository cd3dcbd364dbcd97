//! Why a task waits (TK-11).

use jiff::Timestamp;
use pulpo_access::Caller;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::space::Space;
use pulpo_domain::task::{Task, TaskState};
use pulpo_store::{Page, Query, Tx};

use super::{list, see};
use crate::app::App;
use crate::error::Result;
use crate::nodes;

/// What holds a task back.
#[derive(Debug, Clone)]
pub struct QueuedBehind {
    pub task: Task,
    /// The tasks ahead that the caller may see.
    pub ahead: Page<Task>,
    /// In words, the causes that hold together.
    pub reasons: Vec<String>,
}

/// The tasks that a queued task waits for, and why.
pub async fn queued_behind(
    app: &App,
    caller: &Caller,
    space: Option<&SpaceId>,
    id: &str,
    (skip, take): (i64, i64),
) -> Result<QueuedBehind> {
    let (caller, space, id) = (caller.clone(), space.cloned(), id.to_owned());
    let settings = app.settings.clone();
    app.read(move |tx| {
        let task = see(tx, &caller, space.as_ref(), &id)?;
        if task.state != TaskState::Queued {
            return Ok(QueuedBehind { task, ahead: Page { items: Vec::new(), total: 0 }, reasons: Vec::new() });
        }
        let node = nodes::settings_in(tx, &settings)?;
        let mut reasons = Vec::new();
        if let Some(reason) = scheduled(&task, tx.now()) {
            reasons.push(reason);
        }
        if is_stopped(tx, &task)? {
            reasons.push("the task queue of the space is stopped".to_owned());
        }
        if node.is_draining {
            reasons.push("the server node is draining: it starts no tasks".to_owned());
        }
        let locking = locking(&task);
        let lock = locking.clone().map(|query| tx.count::<Task>(&query)).transpose()?.unwrap_or_default();
        if lock > 0 {
            reasons.push(format!(
                "{lock} earlier {} the same project, environment and tenant, and one of these runs at a time",
                if lock == 1 { "task has" } else { "tasks have" }
            ));
        }
        let running = Query::new().eq("is_completed", false).compare("state", "<>", "Queued");
        let count = tx.count::<Task>(&running)?;
        let full = count >= i64::from(node.task_cap);
        if full {
            reasons.push(format!("{count} tasks are running, and the node runs at most {} at once", node.task_cap));
        }
        let ahead = if full { Some(running_or_before(&task)) } else { locking };
        let ahead = match ahead {
            Some(query) => tx.page(&list::visible(query, &caller).order("queue_time, number"), skip, take)?,
            None => Page { items: Vec::new(), total: 0 },
        };
        Ok(QueuedBehind { task, ahead, reasons })
    })
    .await
}

fn scheduled(task: &Task, now: Timestamp) -> Option<String> {
    (task.queue_time > now).then(|| format!("it is scheduled for {}", task.queue_time))
}

fn is_stopped(tx: &mut Tx<'_>, task: &Task) -> Result<bool> {
    let Some(space) = &task.space_id else { return Ok(false) };
    Ok(tx.load::<Space>(space.as_str())?.is_some_and(|found| found.record.task_queue_stopped))
}

/// Tasks with the same tag that run or come first (TK-08).
fn locking(task: &Task) -> Option<Query> {
    let tag = task.concurrency_tag.as_deref()?;
    Some(running_or_before(task).eq("concurrency_tag", tag))
}

/// Open tasks that run or come first in the queue.
fn running_or_before(task: &Task) -> Query {
    Query::new().eq("is_completed", false).compare("id", "<>", task.id.as_str()).raw(
        "(state <> 'Queued' OR queue_time < $1 OR (queue_time = $1 AND number < $2))",
        &[task.queue_time.into(), number(task).into()],
    )
}

fn number(task: &Task) -> i64 {
    task.id.as_str().rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or(i64::MAX)
}
