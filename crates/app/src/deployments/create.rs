//! Making deployments.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use pulpo_access::permissions::{DeploymentCreate, ProjectView};
use pulpo_access::{Caller, Granted, Permission, Place, Placed};
use pulpo_domain::dashboard::Item;
use pulpo_domain::deployment::{self, Deployment, DeploymentError, FormValue};
use pulpo_domain::environment::Environment;
use pulpo_domain::event::Category;
use pulpo_domain::ids::{DeploymentId, MachineId, SpaceId, TaskId};
use pulpo_domain::lifecycle::Progress;
use pulpo_domain::machine::{Machine, TenantedDeploymentMode};
use pulpo_domain::plan::{self, Choice, PlanInput};
use pulpo_domain::process::Process;
use pulpo_domain::project::{Project, guided_failure};
use pulpo_domain::release::Release;
use pulpo_domain::task::{Task, TaskState, concurrency_tag};
use pulpo_store::secrets::MasterKey;
use pulpo_store::{Query, StoreError, Topic, Tx};

use super::preview::prompts;
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::releases;
use crate::variables::references;

/// How long a deployment waits in the queue unless it says otherwise (DE-13).
const DEFAULT_EXPIRY: SignedDuration = SignedDuration::from_hours(24);

/// A deployment that somebody wants to make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewDeployment {
    pub release_id: String,
    pub environment_id: String,
    pub tenant_id: Option<String>,
    pub skip_actions: Vec<String>,
    pub specific_machine_ids: Vec<String>,
    pub excluded_machine_ids: Vec<String>,
    pub force_package_download: bool,
    pub force_package_redeployment: bool,
    pub use_guided_failure: Option<bool>,
    /// Answers to prompts, by variable id, label or name.
    pub form_values: BTreeMap<String, String>,
    pub queue_time: Option<Timestamp>,
    pub queue_time_expiry: Option<Timestamp>,
    pub comments: Option<String>,
}

/// Makes a deployment and queues its task.
pub async fn create(app: &App, caller: &Caller, space: &SpaceId, new: NewDeployment) -> Result<Deployment> {
    let (caller, space) = (caller.clone(), space.clone());
    let master_key = app.store().master_key().clone();
    app.write(move |tx| create_in(tx, &caller, &space, &master_key, new)).await
}

/// The same inside a larger transaction, so that a command is all or nothing.
pub fn create_in(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    master_key: &MasterKey,
    new: NewDeployment,
) -> Result<Deployment> {
    make(tx, caller, space, Some(master_key), new)
}

fn make(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    master_key: Option<&MasterKey>,
    new: NewDeployment,
) -> Result<Deployment> {
    let release = releases::see(tx, caller, space, &new.release_id)?;
    let project = tx.must::<Project>(release.project_id.as_str())?;
    caller.require::<ProjectView>(&project.place())?;
    let environment = environment(tx, caller, space, &project, &new.environment_id)?;
    if let Some(tenant) = new.tenant_id.as_deref().filter(|tenant| !tenant.is_empty()) {
        return Err(match project.tenanted_deployment_mode {
            TenantedDeploymentMode::Untenanted => Error::invalid(DeploymentError::TenantNotAllowed(project.name)),
            TenantedDeploymentMode::TenantedOrUntenanted | TenantedDeploymentMode::Tenanted => {
                Error::not_found("tenant", tenant)
            }
        });
    }
    check_rules(tx, &release, &project, &environment)?;
    let choice = choice(tx, caller, &environment, &new)?;
    let process = tx.must::<Process>(release.process_snapshot_id.as_str())?;
    check_plan(tx, &release, &project, &process, &environment, &choice)?;
    let form_values = answers(tx, caller, master_key, &release, &environment, &new.form_values)?;
    deployment::check_schedule(tx.now(), new.queue_time, new.queue_time_expiry).map_err(Error::invalid)?;

    let id = DeploymentId::numbered(tx.next_number(DeploymentId::COLLECTION)?);
    let task_id = TaskId::numbered(tx.next_number(TaskId::COLLECTION)?);
    let deployment = Deployment {
        id,
        space_id: space.clone(),
        name: format!("Deploy to {}", environment.name),
        release_id: release.id.clone(),
        project_id: project.id.clone(),
        channel_id: release.channel_id.clone(),
        environment_id: environment.id.clone(),
        tenant_id: None,
        task_id,
        process_snapshot_id: release.process_snapshot_id.clone(),
        created: tx.now(),
        queue_time: new.queue_time,
        queue_time_expiry: new.queue_time_expiry,
        force_package_download: new.force_package_download,
        force_package_redeployment: new.force_package_redeployment,
        use_guided_failure: guided_failure(
            new.use_guided_failure,
            project.settings.default_guided_failure_mode,
            environment.use_guided_failure,
        ),
        skip_actions: choice.skip_actions,
        specific_machine_ids: choice.specific_machines,
        excluded_machine_ids: choice.excluded_machines,
        deployed_to_machine_ids: Vec::new(),
        form_values,
        comments: new.comments.filter(|comments| !comments.is_empty()),
        deployed_by: caller.actor.username.clone(),
        deployed_by_id: caller.actor.user_id.clone(),
        failure_encountered: false,
        succeeded: false,
    };
    let granted = Granted::<DeploymentCreate, _>::create(deployment, caller)?;
    tx.insert(&granted)?;
    queue(tx, caller, &granted, &release, &project, &environment)?;
    Ok(granted.into_inner())
}

/// The environment, for a caller who may deploy the project there. Whoever may not even know it gets the answer
/// of one that does not exist; whoever may gets the missing permission.
fn environment(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, project: &Project, id: &str) -> Result<Environment> {
    let environment = crate::named::get_in::<Environment>(tx, caller, space, id)?;
    caller.require::<DeploymentCreate>(&Place::space(space).project(&project.id).environment(&environment.id))?;
    Ok(environment)
}

/// The rules of project and lifecycle, in the order of DE-05.
fn check_rules(tx: &mut Tx<'_>, release: &Release, project: &Project, environment: &Environment) -> Result<()> {
    if project.is_disabled {
        return Err(Error::invalid(DeploymentError::ProjectDisabled(project.name.clone())));
    }
    if project.tenanted_deployment_mode == TenantedDeploymentMode::Tenanted {
        return Err(Error::invalid(DeploymentError::TenantRequired(project.name.clone())));
    }
    let (way, lifecycle) = releases::way_of(tx, release, project, None)?;
    let defect = release.defects.iter().find(|defect| !defect.is_resolved).map(|defect| defect.description.as_str());
    way.check(&environment.id).map_err(|refusal| {
        Error::invalid(DeploymentError::from_lifecycle(
            refusal,
            &release.version,
            &environment.name,
            &lifecycle.name,
            defect.unwrap_or_default(),
        ))
    })
}

fn choice(tx: &mut Tx<'_>, caller: &Caller, environment: &Environment, new: &NewDeployment) -> Result<Choice> {
    let specific_machines: Vec<MachineId> =
        new.specific_machine_ids.iter().map(|id| MachineId::new(id.as_str())).collect();
    for id in &specific_machines {
        let machine = tx
            .load::<Machine>(id.as_str())?
            .map(|found| found.record)
            .filter(|found| found.space_id == environment.space_id);
        // A target that the caller may not see is as if it did not exist.
        let seen = machine.filter(|machine| caller.may(Permission::MachineView, &machine.place_to_see()));
        if seen.is_none() {
            return Err(Error::invalid(DeploymentError::UnknownMachine(id.to_string())));
        }
    }
    Ok(Choice {
        skip_actions: new.skip_actions.clone(),
        specific_machines,
        excluded_machines: new.excluded_machine_ids.iter().map(|id| MachineId::new(id.as_str())).collect(),
    })
}

/// All targets of a space: what a plan chooses from.
pub(super) fn machines(tx: &mut Tx<'_>, space: &SpaceId) -> Result<Vec<Machine>> {
    Ok(tx.list::<Machine>(&Query::new().eq("space_id", space.as_str()).order("name_key"))?)
}

fn check_plan(
    tx: &mut Tx<'_>,
    release: &Release,
    project: &Project,
    process: &Process,
    environment: &Environment,
    choice: &Choice,
) -> Result<()> {
    let machines = machines(tx, &release.space_id)?;
    let input = PlanInput {
        process,
        environment: &environment.id,
        channel: &release.channel_id,
        tenant_tags: None,
        machines: &machines,
        connectivity: &project.settings.connectivity,
        choice,
    };
    let plan = plan::plan(&input);
    let mut errors = plan::check(&input, &plan, &environment.name);
    if process.steps.is_empty() {
        errors.push(DeploymentError::NothingToRun);
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::all_invalid(errors)) }
}

/// The answers to the prompts; what fits none is ignored, a required one without an answer is refused (DE-10).
fn answers(
    tx: &mut Tx<'_>,
    caller: &Caller,
    master_key: Option<&MasterKey>,
    release: &Release,
    environment: &Environment,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, FormValue>> {
    let mut values = BTreeMap::new();
    let mut problems = Vec::new();
    for prompted in prompts(tx, release, environment)? {
        let names = [&prompted.id, &prompted.label, &prompted.name];
        let answer = given
            .iter()
            .find(|(key, _)| names.iter().any(|name| name.eq_ignore_ascii_case(key)))
            .map(|(_, value)| value);
        if let (Some(reference), Some(id)) = (prompted.reference, answer.filter(|id| !id.trim().is_empty()))
            && let Some(problem) = references::problem(tx, caller, &release.space_id, reference, id.trim())?
        {
            problems.push(format!("\"{}\": {problem}", prompted.label));
            continue;
        }
        match (answer.filter(|answer| !answer.trim().is_empty()), master_key) {
            (Some(answer), Some(key)) if prompted.is_sensitive => {
                values.insert(prompted.id, FormValue::Sealed(key.seal(answer, tx.random())));
            }
            (Some(answer), _) => {
                values.insert(prompted.id, FormValue::Plain(answer.clone()));
            }
            (None, _) if prompted.is_required && !prompted.has_value => {
                problems.push(DeploymentError::PromptUnanswered(prompted.label).to_string());
            }
            (None, _) => {}
        }
    }
    if problems.is_empty() { Ok(values) } else { Err(Error::Invalid(problems)) }
}

/// Writes the task, the dashboard's cell and the audit event, and wakes the queue.
fn queue(
    tx: &mut Tx<'_>,
    caller: &Caller,
    deployment: &Granted<DeploymentCreate, Deployment>,
    release: &Release,
    project: &Project,
    environment: &Environment,
) -> Result<()> {
    let queue_time = deployment.queue_time.unwrap_or(deployment.created);
    let description = format!("Deploy {} release {} to {}", project.name, release.version, environment.name);
    let task = Task {
        id: deployment.task_id.clone(),
        space_id: Some(deployment.space_id.clone()),
        name: "Deploy".to_owned(),
        description: description.clone(),
        arguments: BTreeMap::from([("DeploymentId".to_owned(), deployment.id.to_string())]),
        state: TaskState::Queued,
        queue_time,
        queue_time_expiry: Some(deployment.queue_time_expiry.unwrap_or(queue_time + DEFAULT_EXPIRY)),
        start_time: None,
        completed_time: None,
        last_updated_time: deployment.created,
        server_node: None,
        error_message: String::new(),
        has_warnings_or_errors: false,
        project_id: Some(deployment.project_id.clone()),
        environment_id: Some(deployment.environment_id.clone()),
        tenant_id: deployment.tenant_id.clone(),
        concurrency_tag: Some(concurrency_tag(
            &deployment.project_id,
            &deployment.environment_id,
            deployment.tenant_id.as_ref(),
        )),
        queued_by: caller.actor.username.clone(),
        state_reason: None,
    };
    let task = Granted::<DeploymentCreate, _>::by_server(task);
    tx.insert(&task)?;
    tx.record_on_dashboard(&Item::of(deployment, &task, &release.version))?;
    let related = [
        deployment.id.as_str(),
        release.id.as_str(),
        project.id.as_str(),
        environment.id.as_str(),
        release.channel_id.as_str(),
        task.id.as_str(),
    ];
    audit::event(
        tx,
        caller,
        Category::DeploymentQueued,
        Some(&deployment.space_id),
        format!("{description} was queued"),
        &related,
    )?;
    tx.wake(Topic::TaskQueue);
    Ok(())
}

/// Queues the automatic deployments of a release's current phase (LC-15 to LC-18).
///
/// Called when a release is made and whenever a deployment of it succeeds; an environment that has had a
/// deployment of this release gets no second one, so that it may be called again at any time. What cannot be
/// deployed is left for a person, with the reason in the server's log.
pub fn automatic(tx: &mut Tx<'_>, release: &Release) -> std::result::Result<(), StoreError> {
    match try_automatic(tx, release) {
        Ok(()) => Ok(()),
        // A record that makes no sense must not turn the success of what was deployed into a failure.
        Err(Error::Store(error @ StoreError::Row { .. })) => {
            tracing::error!(release = %release.id, error = &error as &dyn std::error::Error, "nothing is deployed automatically");
            Ok(())
        }
        Err(Error::Store(error)) => Err(error),
        Err(refusal) => {
            tracing::info!(release = %release.id, reason = %refusal, "nothing is deployed automatically");
            Ok(())
        }
    }
}

fn try_automatic(tx: &mut Tx<'_>, release: &Release) -> Result<()> {
    let project = tx.must::<Project>(release.project_id.as_str())?;
    let (way, _) = releases::way_of(tx, release, &project, None)?;
    let Some(current) = way.phases.iter().find(|entry| entry.progress == Progress::Current && !entry.blocked) else {
        return Ok(());
    };
    if current.phase.automatic.is_empty() {
        return Ok(());
    }
    let had = tx.environments_tried(release)?;
    let server = Caller::server();
    for environment in current.phase.automatic.iter().filter(|id| !had.contains(*id)) {
        let new = NewDeployment {
            release_id: release.id.to_string(),
            environment_id: environment.to_string(),
            comments: Some("Deployed automatically by the lifecycle".to_owned()),
            ..NewDeployment::default()
        };
        // An automatic deployment has nobody to answer prompts, so there is nothing to seal.
        match make(tx, &server, &release.space_id, None, new) {
            Ok(_) => {}
            Err(Error::Store(error)) => return Err(Error::Store(error)),
            Err(refusal) => {
                let reason =
                    if let Error::Invalid(problems) = &refusal { problems.join("; ") } else { refusal.to_string() };
                tracing::info!(release = %release.id, environment = %environment, reason, "not deployed automatically");
            }
        }
    }
    Ok(())
}
