//! Server tasks: looking at them, waiting for them, ending them by hand (domain.md TK, TL).

use pulpo_access::{Caller, Granted, Permission, Permits, Sealed};
use pulpo_domain::dashboard::Item;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::release::Release;
use pulpo_domain::task::Task;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};

mod cancel;
mod list;
mod log;
mod queue;
mod state_edit;
mod wait;

pub use cancel::cancel;
pub use list::{Filter, List, Span, list};
pub use log::{details, raw, root_id};
pub use pulpo_store::task_log::{ActivityLog, Details, Line, RawLog, Status, View};
pub use queue::{QueuedBehind, queued_behind};
pub use state_edit::edit_state;
pub use wait::{LONGEST_WAIT_SECONDS, wait};

/// The permissions any of which shows a task and its log (access.md 5.5).
pub(crate) const VIEW: &[Permission] = &[Permission::TaskView];

/// One task, for whoever may see it.
pub async fn get(app: &App, caller: &Caller, space: Option<&SpaceId>, id: &str) -> Result<Task> {
    let (caller, space, id) = (caller.clone(), space.cloned(), id.to_owned());
    app.read(move |tx| see(tx, &caller, space.as_ref(), &id)).await
}

fn find(tx: &mut Tx<'_>, space: Option<&SpaceId>, id: &str) -> Result<Task> {
    let found = tx.load::<Task>(id)?.map(|found| found.record);
    // A task of the system can be had under the address of any space, one of another space cannot.
    let found = found.filter(|task| space.is_none() || task.space_id.is_none() || task.space_id.as_ref() == space);
    found.ok_or_else(|| Error::not_found("task", id))
}

fn see(tx: &mut Tx<'_>, caller: &Caller, space: Option<&SpaceId>, id: &str) -> Result<Task> {
    Ok(Sealed::new(find(tx, space, id)?).open_to_see(caller, VIEW, id)?)
}

fn open<P: Permits>(tx: &mut Tx<'_>, caller: &Caller, space: Option<&SpaceId>, id: &str) -> Result<Granted<P, Task>> {
    Ok(Sealed::new(find(tx, space, id)?).open::<P>(caller, VIEW, id)?)
}

/// The deployment that a task makes, if it makes one.
fn deployment_of(tx: &mut Tx<'_>, task: &Task) -> Result<Option<Deployment>> {
    Ok(tx.list::<Deployment>(&Query::new().eq("task_id", task.id.as_str()).take(1))?.pop())
}

/// Brings the dashboard up to date with the task of a deployment.
fn show_on_dashboard(tx: &mut Tx<'_>, deployment: &Deployment, task: &Task) -> Result<()> {
    let release: Release = tx.must(deployment.release_id.as_str())?;
    Ok(tx.record_on_dashboard(&Item::of(deployment, task, &release.version))?)
}

/// Every document that an event about the task concerns.
fn related(task: &Task, deployment: Option<&Deployment>) -> Vec<String> {
    let mut ids = vec![task.id.to_string()];
    ids.extend(task.project_id.as_ref().map(ToString::to_string));
    ids.extend(task.environment_id.as_ref().map(ToString::to_string));
    ids.extend(task.tenant_id.as_ref().map(ToString::to_string));
    ids.extend(deployment.into_iter().flat_map(|made| [made.id.to_string(), made.release_id.to_string()]));
    ids
}
