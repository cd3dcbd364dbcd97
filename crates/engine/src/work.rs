//! Everything a deployment is made of, loaded once when its driver begins or goes on.

use std::collections::HashMap;

use jobframe::JobId;
use pulpo_domain::account::User;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::{Deployment, FormValue};
use pulpo_domain::environment::Environment;
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::Machine;
use pulpo_domain::plan::{Choice, Plan, PlanInput, plan};
use pulpo_domain::process::{Process, PropertyValue};
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::release::Release;
use pulpo_domain::retention::RetentionPolicy;
use pulpo_domain::space::Space;
use pulpo_domain::task::Task;
use pulpo_domain::variables::{VariableSet, VariableValue};
use pulpo_domain::worker_pool::WorkerPool;
use pulpo_store::secrets::MasterKey;
use pulpo_store::{Query, StoreError, Tx, params};

use crate::documents::{self, Document};
use crate::job::{self, Job};
use crate::lease::Lease;
use crate::pools;
use crate::trouble::Trouble;

/// The most releases that are told of as changes.
const MOST_CHANGES: i64 = 50;

/// A deployment with all that it names.
pub(crate) struct Work {
    pub(crate) task: Task,
    pub(crate) deployment: Deployment,
    pub(crate) release: Release,
    pub(crate) project: Project,
    pub(crate) group: ProjectGroup,
    pub(crate) channel: Channel,
    pub(crate) environment: Environment,
    pub(crate) space: Space,
    pub(crate) machines: Vec<Machine>,
    /// Frozen with the release, in order of precedence.
    pub(crate) sets: Vec<VariableSet>,
    pub(crate) plan: Plan,
    pub(crate) previous: Previous,
    /// Who made the deployment, if the account is still there.
    pub(crate) creator: Option<User>,
    /// How long what is deployed stays on its targets.
    pub(crate) tentacle_retention: RetentionPolicy,
    /// What has run already, from an earlier life of this driver.
    pub(crate) jobs: HashMap<JobId, Job>,
    /// Whether the feature was on when the task began to be worked on: workers are chosen then (builtin-worker.md A2).
    pub(crate) built_in_worker_enabled: bool,
    /// The worker pools of the space.
    pub(crate) pools: Vec<WorkerPool>,
    /// The accounts and certificates that variables name, by id.
    pub(crate) documents: HashMap<String, Document>,
    secrets: HashMap<String, String>,
}

/// What was deployed before.
#[derive(Debug, Default)]
pub(crate) struct Previous {
    /// The release of the project that was made before this one.
    pub(crate) of_project: Option<Release>,
    /// The releases since the last that succeeded here, the newest first.
    pub(crate) changes: Vec<Release>,
    /// The last release that went to this environment, whatever came of it.
    pub(crate) for_environment: Option<Release>,
    /// The last one that succeeded there, with its deployment.
    pub(crate) current: Option<(Release, Deployment)>,
}

/// Loads the work. The targets are those of `manifest` when the task goes on, else those that are there now.
pub(crate) fn load(tx: &mut Tx<'_>, lease: &Lease, key: &MasterKey) -> Result<Work, Trouble> {
    let task: Task = tx.must(lease.task.as_str())?;
    let Some(id) = task.arguments.get("DeploymentId") else {
        return Err(Trouble::Hopeless(format!("a task of the type \"{}\" cannot be run by this server", task.name)));
    };
    let deployment: Deployment = tx.must(id)?;
    let release: Release = tx.must(deployment.release_id.as_str())?;
    let project: Project = tx.must(deployment.project_id.as_str())?;
    let process: Process = tx.must(deployment.process_snapshot_id.as_str())?;
    let environment: Environment = tx.must(deployment.environment_id.as_str())?;
    let mut sets = vec![tx.must::<VariableSet>(release.variable_set_snapshot_id.as_str())?];
    for set in &release.library_variable_set_snapshot_ids {
        sets.push(tx.must(set.as_str())?);
    }
    let needs_targets = process.steps.iter().any(|step| !step.target_roles().is_empty());
    let machines = if needs_targets { machines(tx, &task, &deployment)? } else { Vec::new() };
    let choice = Choice::of(&deployment);
    let plan = plan(&PlanInput {
        process: &process,
        environment: &deployment.environment_id,
        channel: &deployment.channel_id,
        tenant_tags: None,
        machines: &machines,
        connectivity: &project.settings.connectivity,
        choice: &choice,
    });
    let secrets = open_secrets(&sets, &process, &deployment, key)?;
    let documents = documents::load(tx, &sets, &deployment, key)?;
    let channel: Channel = tx.must(deployment.channel_id.as_str())?;
    let lifecycle = tx.load::<Lifecycle>(channel.lifecycle_id.as_ref().unwrap_or(&project.lifecycle_id).as_str())?;
    Ok(Work {
        group: tx.must(project.project_group_id.as_str())?,
        // Without a lifecycle nobody has said what may go.
        tentacle_retention: lifecycle
            .map_or(RetentionPolicy::FOREVER, |found| found.record.tentacle_retention_in(&environment.id)),
        channel,
        space: tx.must(deployment.space_id.as_str())?,
        previous: previous(tx, &deployment, &release)?,
        creator: tx.load::<User>(deployment.deployed_by_id.as_str())?.map(|found| found.record),
        jobs: job::of_task(tx, &task.id)?.into_iter().collect(),
        pools: pools::of_space(tx, &deployment.space_id)?,
        built_in_worker_enabled: pulpo_app::built_in_worker::is_enabled(tx)?,
        task,
        deployment,
        release,
        project,
        environment,
        machines,
        sets,
        plan,
        documents,
        secrets,
    })
}

/// The targets that the task began with, or those of now.
fn machines(tx: &mut Tx<'_>, task: &Task, deployment: &Deployment) -> Result<Vec<Machine>, StoreError> {
    let kept = tx.query("SELECT document FROM task_manifest WHERE task_id = $1", params![task.id.as_str()])?;
    if let Some(row) = kept.first() {
        let bad = |error: serde_json::Error| StoreError::Row {
            table: "task_manifest",
            id: task.id.to_string(),
            why: error.to_string(),
        };
        return serde_json::from_str(row.text(0)?).map_err(bad);
    }
    let mut machines: Vec<Machine> =
        tx.list(&Query::new().eq("space_id", deployment.space_id.as_str()).order("name_key"))?;
    machines.retain(|machine| machine.environment_ids.contains(&deployment.environment_id));
    Ok(machines)
}

/// Keeps the targets, so that the task finds the same ones when it goes on after a crash.
pub(crate) fn keep_manifest(tx: &mut Tx<'_>, task: &str, machines: &[Machine]) -> Result<(), StoreError> {
    let document = serde_json::to_string(machines).map_err(|error| StoreError::Row {
        table: "task_manifest",
        id: task.to_owned(),
        why: error.to_string(),
    })?;
    let sql = "INSERT INTO task_manifest (task_id, document) VALUES ($1, $2) ON CONFLICT (task_id) DO NOTHING";
    tx.execute(sql, params![task, document])?;
    Ok(())
}

fn previous(tx: &mut Tx<'_>, deployment: &Deployment, release: &Release) -> Result<Previous, StoreError> {
    let here = Query::new()
        .eq("project_id", deployment.project_id.as_str())
        .eq("environment_id", deployment.environment_id.as_str())
        .eq("tenant_id", deployment.tenant_id.as_ref().map(AsRef::<str>::as_ref))
        .compare("created", "<", deployment.created)
        .order("created DESC")
        .take(1);
    let last: Option<Deployment> = tx.list(&here)?.pop();
    let for_environment = match last {
        Some(last) => tx.load::<Release>(last.release_id.as_str())?.map(|found| found.record),
        None => None,
    };
    let success: Option<Deployment> = tx.list(&here.eq("succeeded", true))?.pop();
    let current = match success {
        Some(success) => tx.load::<Release>(success.release_id.as_str())?.map(|found| (found.record, success)),
        None => None,
    };
    let own = || Query::new().eq("project_id", release.project_id.as_str()).order("assembled DESC, id DESC");
    let of_project = tx.list(&own().compare("assembled", "<", release.assembled).take(1))?.pop();
    let mut changes = own().compare("assembled", "<=", release.assembled).take(MOST_CHANGES);
    if let Some((current, _)) = &current {
        let current: &Release = current;
        changes = changes.compare("assembled", ">", current.assembled);
    }
    let changes = tx.list(&changes)?;
    Ok(Previous { of_project, changes, for_environment, current })
}

/// Opens every sealed value once; jobs take them from here.
fn open_secrets(
    sets: &[VariableSet],
    process: &Process,
    deployment: &Deployment,
    key: &MasterKey,
) -> Result<HashMap<String, String>, StoreError> {
    let variables = sets.iter().flat_map(|set| &set.variables).filter_map(|variable| match &variable.value {
        VariableValue::Sealed(sealed) => Some(sealed),
        VariableValue::None | VariableValue::Plain(_) => None,
    });
    let steps = process
        .steps
        .iter()
        .flat_map(|step| std::iter::once(&step.properties).chain(step.actions.iter().map(|action| &action.properties)));
    let properties = steps.flat_map(|properties| properties.0.values()).filter_map(|value| match value {
        PropertyValue::Sealed { sealed } => Some(sealed),
        PropertyValue::Plain(_) => None,
    });
    let answers = deployment.form_values.values().filter_map(|value| match value {
        FormValue::Sealed(sealed) => Some(sealed),
        FormValue::Plain(_) => None,
    });
    variables.chain(properties).chain(answers).map(|sealed| Ok((sealed.clone(), key.open(sealed)?))).collect()
}

impl Work {
    /// Whether some variable set speaks of this name.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        self.sets.iter().flat_map(|set| &set.variables).any(|variable| variable.name.eq_ignore_ascii_case(name))
    }

    /// What a sealed text of this work holds.
    pub(crate) fn secret(&self, sealed: &str) -> &str {
        self.secrets.get(sealed).map(String::as_str).unwrap_or_default()
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let of_documents = self.documents.values().flat_map(|document| &document.variables);
        let of_documents = of_documents.filter(|variable| variable.is_secret).map(|variable| variable.value.as_str());
        self.secrets.values().map(String::as_str).chain(of_documents)
    }
}
