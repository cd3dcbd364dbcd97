//! How a task begins and ends for everybody else: its document, its deployment, the audit, the dashboard, the queue.

use pulpo_access::Granted;
use pulpo_access::permissions::{DeploymentCreate, TaskEdit};
use pulpo_domain::dashboard::Item;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::environment::Environment;
use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_domain::ids::MachineId;
use pulpo_domain::project::Project;
use pulpo_domain::release::Release;
use pulpo_domain::task::{Event, Outcome, Task, TaskState};
use pulpo_store::{StoreError, Topic, Tx};

use crate::lease::Lease;
use crate::trouble::Trouble;

/// What a driver has to say at the end.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    pub(crate) outcome: Outcome,
    pub(crate) error: String,
    pub(crate) has_trouble: bool,
    pub(crate) failure_encountered: bool,
    pub(crate) deployed_to: Vec<MachineId>,
}

/// Ends the task, in one transaction with all that follows from it.
pub(crate) fn end(tx: &mut Tx<'_>, lease: &Lease, ending: &Ending) -> Result<TaskState, Trouble> {
    lease.check(tx)?;
    let mut task: Task = tx.must(lease.task.as_str())?;
    let Ok((state, _)) = task.state.on(Event::WorkEnded(ending.outcome)) else { return Ok(task.state) };
    task.state = state;
    task.completed_time = Some(tx.now());
    task.last_updated_time = tx.now();
    task.has_warnings_or_errors = ending.has_trouble;
    task.error_message = match state {
        TaskState::Finished(Outcome::Success) => String::new(),
        TaskState::Finished(Outcome::Canceled) => "the task was canceled".to_owned(),
        TaskState::Queued | TaskState::Executing | TaskState::Cancelling | TaskState::Finished(_) => {
            ending.error.clone()
        }
    };
    let succeeded = state == TaskState::Finished(Outcome::Success);
    tx.update(&Granted::<TaskEdit, _>::by_server(task.clone()))?;
    if let Some(mut deployment) = deployment_of(tx, &task)? {
        deployment.succeeded = succeeded;
        deployment.failure_encountered |= ending.failure_encountered;
        deployment.deployed_to_machine_ids.clone_from(&ending.deployed_to);
        let deployment = Granted::<DeploymentCreate, _>::by_server(deployment);
        tx.update(&deployment)?;
        let release: Release = tx.must(deployment.release_id.as_str())?;
        let (category, what) = ended(&task);
        tell(tx, &task, &deployment, &release, category, what)?;
        if succeeded {
            // A success may open a phase with automatic deployments (LC-15): they are queued in the same transaction.
            pulpo_app::deployments::automatic(tx, &release)?;
        }
    }
    tx.execute("UPDATE task SET lease_holder = NULL, lease_until = 0 WHERE id = $1", &[lease.task.as_str().into()])?;
    tx.execute("DELETE FROM task_manifest WHERE task_id = $1", &[lease.task.as_str().into()])?;
    tx.wake(Topic::TaskQueue);
    tx.wake(Topic::Task(task.id.clone()));
    Ok(state)
}

/// The deployment that a task is about.
pub(crate) fn deployment_of(tx: &mut Tx<'_>, task: &Task) -> Result<Option<Deployment>, StoreError> {
    let Some(id) = task.arguments.get("DeploymentId") else { return Ok(None) };
    Ok(tx.load::<Deployment>(id)?.map(|found| found.record))
}

/// A task has begun: audit and dashboard.
pub(crate) fn tell_started(tx: &mut Tx<'_>, task: &Task) -> Result<(), StoreError> {
    let Some(deployment) = deployment_of(tx, task)? else { return Ok(()) };
    let release: Release = tx.must(deployment.release_id.as_str())?;
    tell(tx, task, &deployment, &release, Category::DeploymentStarted, "started")
}

/// A task has come to its end without having been worked on: audit and dashboard.
pub(crate) fn tell_ended(tx: &mut Tx<'_>, task: &Task) -> Result<(), StoreError> {
    let Some(deployment) = deployment_of(tx, task)? else { return Ok(()) };
    let release: Release = tx.must(deployment.release_id.as_str())?;
    let (category, what) = ended(task);
    tell(tx, task, &deployment, &release, category, what)
}

fn ended(task: &Task) -> (Category, &'static str) {
    match task.state {
        TaskState::Finished(Outcome::Success) => (Category::DeploymentSucceeded, "succeeded"),
        TaskState::Finished(Outcome::Canceled) => (Category::TaskCanceled, "was canceled"),
        TaskState::Finished(Outcome::TimedOut) => (Category::DeploymentFailed, "timed out"),
        TaskState::Finished(Outcome::Failed) | TaskState::Queued | TaskState::Executing | TaskState::Cancelling => {
            (Category::DeploymentFailed, "failed")
        }
    }
}

fn tell(
    tx: &mut Tx<'_>,
    task: &Task,
    deployment: &Deployment,
    release: &Release,
    category: Category,
    what: &str,
) -> Result<(), StoreError> {
    let project: Project = tx.must(deployment.project_id.as_str())?;
    let environment: Environment = tx.must(deployment.environment_id.as_str())?;
    tx.record_on_dashboard(&Item::of(deployment, task, &release.version))?;
    let mut related = vec![
        deployment.id.to_string(),
        deployment.project_id.to_string(),
        deployment.release_id.to_string(),
        deployment.environment_id.to_string(),
        deployment.channel_id.to_string(),
        task.id.to_string(),
    ];
    related.extend(deployment.tenant_id.as_ref().map(ToString::to_string));
    tx.audit(NewEvent {
        space_id: Some(deployment.space_id.clone()),
        category,
        actor: Actor::system(),
        message: format!("Deploy {} release {} to {} {what}", project.name, release.version, environment.name),
        related,
        details: (!task.error_message.is_empty()).then(|| task.error_message.clone()),
    })
}
