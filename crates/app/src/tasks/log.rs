//! Logs of tasks; who may see a task may see its log (access.md 5.5).

use pulpo_access::Caller;
use pulpo_domain::ids::{SpaceId, TaskId};
use pulpo_domain::task::Task;
use pulpo_store::task_log::{Details, RawLog, View};

use super::get;
use crate::app::App;
use crate::error::Result;

/// The task with the tree of its activities; without a tree while it has not begun.
pub async fn details(
    app: &App,
    caller: &Caller,
    space: Option<&SpaceId>,
    id: &str,
    view: View,
) -> Result<(Task, Option<Details>)> {
    // The log is read after the task: a task that is shown as completed has its whole log with it.
    let task = get(app, caller, space, id).await?;
    let (logs, task_id) = (app.logs().clone(), task.id.clone());
    let details = blocking(move || logs.details(&task_id, view)).await?;
    Ok((task, details))
}

/// The task's log as text below a header, made while it is read.
pub async fn raw(
    app: &App,
    caller: &Caller,
    space: Option<&SpaceId>,
    id: &str,
    header: impl FnOnce(&Task) -> String,
) -> Result<RawLog> {
    let task = get(app, caller, space, id).await?;
    let (logs, header) = (app.logs().clone(), header(&task));
    blocking(move || logs.raw(&task.id, &header)).await
}

/// The id of the topmost activity of a task.
pub fn root_id(app: &App, task: &TaskId) -> String {
    app.logs().root_id(task)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(std::io::Error::other)??)
}
