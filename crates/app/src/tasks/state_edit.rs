//! Setting the state of a completed task by hand (TK-21).

use pulpo_access::permissions::TaskEdit;
use pulpo_access::{Caller, Granted};
use pulpo_domain::event::Category;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::{Outcome, Task, TaskState};
use pulpo_store::Topic;

use super::{deployment_of, open, related};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};

/// Sets a completed task to another outcome, with a reason; what the outcome lets the release do follows.
pub async fn edit_state(
    app: &App,
    caller: &Caller,
    space: Option<&SpaceId>,
    id: &str,
    state: &str,
    reason: &str,
) -> Result<Task> {
    let (caller, space, id) = (caller.clone(), space.cloned(), id.to_owned());
    let (wanted, reason) = (state.trim().to_owned(), reason.trim().to_owned());
    app.write(move |tx| {
        let granted = open::<TaskEdit>(tx, &caller, space.as_ref(), &id)?;
        let state = allowed(&wanted)?;
        if reason.is_empty() {
            return Err(Error::invalid("please give a reason for the change of the task's state"));
        }
        if !granted.state.is_completed() {
            let present = granted.state.name();
            return Err(Error::invalid(format!(
                "the state of the task {id} can be edited only once it is completed; it is {present}"
            )));
        }
        let before = granted.state;
        let mut task = granted.clone();
        task.state = state;
        task.state_reason = Some(reason.clone());
        task.last_updated_time = tx.now();
        let granted = granted.changed_to(task, &caller)?;
        tx.update(&granted)?;
        let deployment = deployment_of(tx, &granted)?;
        if let Some(mut deployment) = deployment.clone() {
            deployment.succeeded = state == TaskState::Finished(Outcome::Success);
            // It stands where its task stands, whose change the caller was just granted.
            tx.update(&Granted::<TaskEdit, _>::by_server(deployment.clone()))?;
            tx.rebuild_dashboard_cell(&deployment)?;
        }
        let message = format!(
            "The state of {} was changed from {} to {}: {reason}",
            granted.description,
            before.name(),
            state.name()
        );
        let ids = related(&granted, deployment.as_ref());
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        audit::event(tx, &caller, Category::Modified, granted.space_id.as_ref(), message, &ids)?;
        tx.wake(Topic::Task(granted.id.clone()));
        Ok(granted.into_inner())
    })
    .await
}

fn allowed(name: &str) -> Result<TaskState> {
    let state = TaskState::parse(name)
        .filter(|state| matches!(state, TaskState::Finished(Outcome::Success | Outcome::Failed | Outcome::Canceled)));
    state.ok_or_else(|| {
        Error::invalid(format!("a task can be set to Success, Failed or Canceled by hand, not to \"{name}\""))
    })
}
