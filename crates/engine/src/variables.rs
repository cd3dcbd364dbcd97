//! The variables of a job: what the project says, what people answered, what earlier jobs set, what the server knows.

use std::collections::{BTreeMap, HashMap};

use pulpo_domain::deployment::FormValue;
use pulpo_domain::ids::MachineId;
use pulpo_domain::plan::{PlannedAction, PlannedStep, Target};
use pulpo_domain::process::{Properties, PropertyValue};
use pulpo_domain::variables::{Context, Reference, Variable, VariableValue, resolve, ties as ties_of};
use pulpo_store::task_log::Category;
use pulpo_wire::job::JobVariable;

use crate::documents::id_of;
use crate::outputs::Output;
use crate::work::Work;

/// What is known of a step that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepStatus {
    pub(crate) block: usize,
    pub(crate) step: String,
    pub(crate) code: &'static str,
    pub(crate) error: Option<String>,
}

/// The place that variables are wanted for.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) work: &'a Work,
    pub(crate) server_uri: Option<&'a str>,
    pub(crate) step: Option<&'a PlannedStep>,
    pub(crate) action: Option<&'a PlannedAction>,
    pub(crate) target: Option<&'a Target>,
    pub(crate) outputs: &'a [(String, &'a Output)],
    pub(crate) statuses: &'a [StepStatus],
}

/// Variables by name, ignoring case; a later one replaces an earlier one.
#[derive(Debug, Default)]
pub(crate) struct VariableList {
    list: Vec<JobVariable>,
    positions: HashMap<String, usize>,
}

impl VariableList {
    fn put(&mut self, name: impl Into<String>, value: impl Into<String>, sensitive: bool) {
        let variable = JobVariable { name: name.into(), value: value.into(), sensitive };
        let key = variable.name.to_lowercase();
        if let Some(position) = self.positions.get(&key) {
            self.list[*position] = variable;
        } else {
            self.positions.insert(key, self.list.len());
            self.list.push(variable);
        }
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.put(name, value, false);
    }

    pub(crate) fn into_vec(self) -> Vec<JobVariable> {
        self.list
    }

    /// The same variables, ready to evaluate expressions.
    pub(crate) fn evaluator(&self) -> octostache::Variables {
        let mut variables = octostache::Variables::new();
        for variable in &self.list {
            variables.set(&variable.name, &variable.value);
        }
        variables
    }
}

/// All variables of a scene, weakest source first (variables.md VS-11).
pub(crate) fn of(scene: &Scene<'_>) -> VariableList {
    let mut variables = VariableList::default();
    put_project(&mut variables, scene);
    for (name, output) in scene.outputs {
        variables.put(name, &output.value, output.sensitive);
    }
    if let Some(step) = scene.step {
        put_properties(&mut variables, scene.work, &step.step.properties);
    }
    if let Some(action) = scene.action {
        put_properties(&mut variables, scene.work, &action.action.properties);
    }
    put_packages_of_all(&mut variables, scene.work);
    put_deployment(&mut variables, scene);
    put_targets(&mut variables, scene);
    put_step(&mut variables, scene);
    variables
}

fn context(scene: &Scene<'_>) -> Context {
    let deployment = &scene.work.deployment;
    Context {
        environment: Some(deployment.environment_id.clone()),
        machine: scene.target.map(|target| target.id.clone()),
        machine_roles: scene.target.map(|target| target.roles.clone()).unwrap_or_default(),
        step_roles: scene.step.map(|step| step.step.target_roles()).unwrap_or_default(),
        tenant: deployment.tenant_id.clone(),
        tenant_tags: std::collections::BTreeSet::new(),
        channel: Some(deployment.channel_id.clone()),
        action: scene.action.map(|action| action.action.id.clone()),
        process_owner: Some(deployment.project_id.to_string()),
        project: Some(deployment.project_id.to_string()),
    }
}

/// Names whose value here was decided by nothing but order (VA-06), unless the author has said that he knows (VA-16).
pub(crate) fn ties(scene: &Scene<'_>) -> Vec<(String, Category, String)> {
    let context = context(scene);
    let ties = ties_of(&scene.work.sets, &context);
    if ties.is_empty() {
        return Vec::new();
    }
    let is_known = resolve(&scene.work.sets, &context).iter().any(|variable| {
        let is_true = matches!(&variable.value, VariableValue::Plain(text) if text.trim().eq_ignore_ascii_case("true"));
        is_true && variable.name.eq_ignore_ascii_case("OctopusSuppressDuplicateVariableWarning")
    });
    let category = if is_known { Category::Verbose } else { Category::Warning };
    let told = |(won, lost): (&Variable, &Variable)| {
        let text = format!(
            "Variable \"{}\" has several values that are equally specific here; the one that stands first is used.",
            won.name
        );
        (lost.id.clone(), category, text)
    };
    ties.into_iter().map(told).collect()
}

fn put_project(variables: &mut VariableList, scene: &Scene<'_>) {
    let work = scene.work;
    let resolved = resolve(&work.sets, &context(scene));
    // Before the rest: who sets `Account.Password` himself means it.
    for variable in &resolved {
        put_document(variables, work, variable);
    }
    for variable in resolved {
        match &variable.value {
            VariableValue::None => variables.set(&variable.name, ""),
            VariableValue::Plain(text) => variables.put(&variable.name, text, variable.kind == "Sensitive"),
            VariableValue::Sealed(sealed) => variables.put(&variable.name, work.secret(sealed), true),
        }
    }
    // Answers to prompts replace the value, whatever its scope (VP-03).
    for variable in work.sets.iter().flat_map(|set| &set.variables) {
        match work.deployment.form_values.get(&variable.id) {
            Some(FormValue::Plain(text)) => variables.put(&variable.name, text, false),
            Some(FormValue::Sealed(sealed)) => variables.put(&variable.name, work.secret(sealed), true),
            None => {}
        }
    }
}

/// What a variable comes to that names an account or a certificate (VA-03).
fn put_document(variables: &mut VariableList, work: &Work, variable: &Variable) {
    if variable.reference().is_none() {
        return;
    }
    let document = id_of(variable, &work.deployment).and_then(|id| work.documents.get(id));
    for sub in document.iter().flat_map(|document| &document.variables) {
        variables.put(format!("{}.{}", variable.name, sub.name), &sub.value, sub.is_secret);
    }
}

/// Why a job cannot have its variables: one names an account or a certificate that is gone, or not for this
/// environment (AC-02, AC-07).
pub(crate) fn unavailable(scene: &Scene<'_>) -> Option<String> {
    let work = scene.work;
    let environment = &work.environment.name;
    resolve(&work.sets, &context(scene)).into_iter().find_map(|variable| {
        let reference = variable.reference().filter(|reference| *reference != Reference::WorkerPool)?;
        let id = id_of(variable, &work.deployment)?;
        let name = &variable.name;
        match work.documents.get(id) {
            None => Some(format!("{} \"{id}\", which the variable \"{name}\" names, is not there", reference.noun())),
            Some(document) if !document.is_available => Some(format!(
                "{}, which the variable \"{name}\" names, is not available in {environment}",
                document.title
            )),
            Some(_) => None,
        }
    })
}

fn put_properties(variables: &mut VariableList, work: &Work, properties: &Properties) {
    for (name, value) in &properties.0 {
        match value {
            PropertyValue::Plain(text) => variables.put(name, text, false),
            PropertyValue::Sealed { sealed } => variables.put(name, work.secret(sealed), true),
        }
    }
}

fn put_packages_of_all(variables: &mut VariableList, work: &Work) {
    for selected in &work.release.selected_packages {
        let (action, reference) = (&selected.action_name, &selected.reference_name);
        variables.set(format!("Octopus.Action[{action}].Package[{reference}].PackageVersion"), &selected.version);
        if reference.is_empty() {
            variables.set(format!("Octopus.Action[{action}].Package.PackageVersion"), &selected.version);
        }
    }
}

fn put_deployment(variables: &mut VariableList, scene: &Scene<'_>) {
    let Work { task, deployment, release, project, group, channel, environment, space, previous, .. } = scene.work;
    let ids = |ids: &[MachineId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let flag = |flag: bool| if flag { "True" } else { "False" };
    let mut set = |name: &str, value: &str| variables.set(format!("Octopus.{name}"), value);

    set("Space.Id", space.id.as_str());
    set("Space.Name", &space.name);
    set("Project.Id", project.id.as_str());
    set("Project.Name", &project.name);
    set("ProjectGroup.Id", group.id.as_str());
    set("ProjectGroup.Name", &group.name);
    set("Environment.Id", environment.id.as_str());
    set("Environment.Name", &environment.name);
    set("Environment.SortOrder", &environment.sort_order.to_string());
    set("Release.Id", release.id.as_str());
    set("Release.Number", &release.version);
    set("Release.Notes", release.release_notes.as_deref().unwrap_or_default());
    set("Release.Created", &release.assembled.to_string());
    set("Release.Channel.Name", &channel.name);
    for (name, value) in &release.custom_fields {
        set(&format!("Release.CustomFields[{name}]"), value);
    }
    if let Some(before) = &previous.for_environment {
        set("Release.PreviousForEnvironment.Id", before.id.as_str());
        set("Release.PreviousForEnvironment.Number", &before.version);
    }
    if let Some((current, success)) = &previous.current {
        set("Release.CurrentForEnvironment.Id", current.id.as_str());
        set("Release.CurrentForEnvironment.Number", &current.version);
        set("Deployment.PreviousSuccessful.Id", success.id.as_str());
    }
    set("Deployment.Id", deployment.id.as_str());
    set("Deployment.Name", &deployment.name);
    set("Deployment.Comments", deployment.comments.as_deref().unwrap_or_default());
    set("Deployment.Created", &deployment.created.to_string());
    set("Deployment.CreatedBy.Id", deployment.deployed_by_id.as_str());
    set("Deployment.CreatedBy.Username", &deployment.deployed_by);
    set("Deployment.ForcePackageDownload", flag(deployment.force_package_download));
    set("Deployment.SpecificMachines", &ids(&deployment.specific_machine_ids));
    set("Deployment.ExcludedMachines", &ids(&deployment.excluded_machine_ids));
    if let Some(tenant) = &deployment.tenant_id {
        set("Deployment.Tenant.Id", tenant.as_str());
    }
    set("Task.Id", task.id.as_str());
    set("Task.Name", &task.name);
    set("Task.QueueTime", &task.queue_time.to_string());
    if let Some(expiry) = task.queue_time_expiry {
        set("Task.QueueTimeExpiry", &expiry.to_string());
    }
    for (name, value) in &task.arguments {
        set(&format!("Task.Argument[{name}]"), value);
    }
    set("Web.ProjectLink", &format!("/app#/{}/projects/{}", space.id, project.slug));
    set("Web.ReleaseLink", &format!("/app#/{}/releases/{}", space.id, release.id));
    set("Web.DeploymentLink", &format!("/app#/{}/deployments/{}", space.id, deployment.id));
    if let Some(uri) = scene.server_uri {
        set("Web.ServerUri", uri);
    }
}

fn put_targets(variables: &mut VariableList, scene: &Scene<'_>) {
    let plan = &scene.work.plan;
    let mut all: BTreeMap<&MachineId, &Target> = BTreeMap::new();
    for target in plan.steps.iter().flat_map(|step| &step.targets) {
        all.insert(&target.id, target);
    }
    let ids: Vec<&str> = all.keys().map(|id| id.as_str()).collect();
    variables.set("Octopus.Deployment.Machines", ids.join(","));
    for target in all.values() {
        variables.set(format!("Octopus.Deployment.Targets[{}].Id", target.id), target.id.as_str());
        variables.set(format!("Octopus.Deployment.Targets[{}].Name", target.id), &target.name);
    }
    let mut in_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for machine in &scene.work.machines {
        for role in &machine.roles {
            in_role.entry(role).or_default().push(machine.id.as_str());
        }
    }
    for (role, machines) in in_role {
        variables.set(format!("Octopus.Environment.MachinesInRole[{role}]"), machines.join(","));
    }
    let Some(target) = scene.target else { return };
    let machine = scene.work.machines.iter().find(|machine| machine.id == target.id);
    variables.set("Octopus.Machine.Id", target.id.as_str());
    variables.set("Octopus.Machine.Name", &target.name);
    variables.set("Octopus.Machine.Roles", machine.map(|machine| machine.roles.join(",")).unwrap_or_default());
}

fn put_step(variables: &mut VariableList, scene: &Scene<'_>) {
    for status in scene.statuses {
        variables.set(format!("Octopus.Step[{}].Status.Code", status.step), status.code);
        if let Some(error) = &status.error {
            variables.set(format!("Octopus.Step[{}].Status.Error", status.step), error);
            variables.set(format!("Octopus.Step[{}].Status.ErrorDetail", status.step), error);
        }
    }
    // Set once a step has failed, and only then: conditions ask whether it is there at all.
    if let Some(error) = scene.statuses.iter().find_map(|status| status.error.as_ref()) {
        variables.set("Octopus.Deployment.Error", error);
        variables.set("Octopus.Deployment.ErrorDetail", error);
    }
    let (Some(step), Some(action)) = (scene.step, scene.action) else { return };
    variables.set("Octopus.Step.Id", &step.step.id);
    variables.set("Octopus.Step.Name", &step.step.name);
    variables.set("Octopus.Step.Number", step.number.to_string());
    variables.set("Octopus.Step.Status.Code", "Running");
    variables.set("Octopus.Action.Id", &action.action.id);
    variables.set("Octopus.Action.Name", &action.action.name);
    variables.set("Octopus.Action.Number", &action.number);
    for planned in scene.work.plan.steps.iter().flat_map(|step| &step.actions) {
        let name = &planned.action.name;
        variables.set(format!("Octopus.Action[{name}].Name"), name);
        variables.set(format!("Octopus.Action[{name}].Number"), &planned.number);
        variables.set(format!("Octopus.Action[{name}].IsSkipped"), if planned.skip.is_some() { "True" } else { "" });
    }
}
