//! The variables of a job: what the project says, what people answered, what earlier jobs set, what the server knows.

mod system;

use std::collections::HashMap;

use pulpo_domain::deployment::FormValue;
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
    system::put(&mut variables, scene);
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
    // An answer counts where its variable applies, and there before every value that nobody was asked for (VP-03,
    // VS-11); of several answers the most specific one does.
    let context = context(scene);
    let answered = work.sets.iter().flat_map(|set| &set.variables).filter_map(|variable| {
        let answer = work.deployment.form_values.get(&variable.id)?;
        Some((variable.scope.rank(&context).ok()?, variable, answer))
    });
    let mut answered: Vec<_> = answered.collect();
    answered.reverse();
    answered.sort_by_key(|(rank, ..)| *rank);
    for (_, variable, answer) in answered {
        put_document(variables, work, variable);
        match answer {
            FormValue::Plain(text) => variables.put(&variable.name, text, false),
            FormValue::Sealed(sealed) => variables.put(&variable.name, work.secret(sealed), true),
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
