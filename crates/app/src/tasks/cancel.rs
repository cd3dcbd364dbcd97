//! Cancelling (TK-18).

use pulpo_access::Caller;
use pulpo_access::permissions::TaskCancel;
use pulpo_domain::event::Category;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::{Effect, Event, Task};
use pulpo_store::Topic;

use super::{deployment_of, open, related, show_on_dashboard};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};

/// Asks for the end of a task: one that waits ends at once, one that runs is told to stop.
pub async fn cancel(app: &App, caller: &Caller, space: Option<&SpaceId>, id: &str) -> Result<Task> {
    let (caller, space, id) = (caller.clone(), space.cloned(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<TaskCancel>(tx, &caller, space.as_ref(), &id)?;
        let Ok((state, effects)) = granted.state.on(Event::CancelAsked) else {
            let state = granted.state.name();
            return Err(Error::invalid(format!(
                "the task {id} is already completed with the state {state} and cannot be canceled"
            )));
        };
        if state == granted.state {
            return Ok(granted.into_inner());
        }
        let mut task = granted.clone();
        task.state = state;
        task.last_updated_time = tx.now();
        task.completed_time = state.is_completed().then(|| tx.now());
        let granted = granted.changed_to(task, &caller)?;
        tx.update(&granted)?;
        let deployment = deployment_of(tx, &granted)?;
        if let Some(deployment) = &deployment {
            show_on_dashboard(tx, deployment, &granted)?;
        }
        let message = format!("{} was canceled", granted.description);
        let ids = related(&granted, deployment.as_ref());
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        audit::event(tx, &caller, Category::TaskCanceled, granted.space_id.as_ref(), message, &ids)?;
        tx.wake(Topic::Task(granted.id.clone()));
        if effects.contains(&Effect::WakeQueue) {
            tx.wake(Topic::TaskQueue);
        }
        Ok(granted.into_inner())
    })
    .await
}
