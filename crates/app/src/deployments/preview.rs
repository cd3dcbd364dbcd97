//! What a deployment would do (DE-09).

use pulpo_access::permissions::DeploymentCreate;
use pulpo_access::{Caller, Place};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::plan::{self, Choice, Plan, PlanInput};
use pulpo_domain::process::Process;
use pulpo_domain::project::{Project, guided_failure};
use pulpo_domain::release::Release;
use pulpo_domain::variables::{Context, Reference, ScopeField, Variable, VariableSet, VariableValue, resolve};
use pulpo_store::Tx;

use super::create::machines;
use crate::app::App;
use crate::error::Result;
use crate::{named, releases};

/// A variable that the deployment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompted {
    pub id: String,
    pub name: String,
    pub label: String,
    pub description: Option<String>,
    pub is_required: bool,
    pub is_sensitive: bool,
    /// The stored value, shown as the default; never a secret.
    pub default: Option<String>,
    pub has_value: bool,
    pub display_settings: std::collections::BTreeMap<String, String>,
    /// What kind of document the answer names, if it names one.
    pub reference: Option<Reference>,
}

/// A plan, and what must be asked before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub plan: Plan,
    pub prompts: Vec<Prompted>,
    pub guided_failure: bool,
}

pub async fn preview(app: &App, caller: &Caller, space: &SpaceId, release: &str, environment: &str) -> Result<Preview> {
    let (caller, space, id, environment) = (caller.clone(), space.clone(), release.to_owned(), environment.to_owned());
    app.read(move |tx| {
        let release = releases::see(tx, &caller, &space, &id)?;
        let project = tx.must::<Project>(release.project_id.as_str())?;
        let environment = named::get_in::<Environment>(tx, &caller, &space, &environment)?;
        caller.require::<DeploymentCreate>(&Place::space(&space).project(&project.id).environment(&environment.id))?;
        let process = tx.must::<Process>(release.process_snapshot_id.as_str())?;
        let machines = machines(tx, &space)?;
        let plan = plan::plan(&PlanInput {
            process: &process,
            environment: &environment.id,
            channel: &release.channel_id,
            tenant_tags: None,
            machines: &machines,
            connectivity: &project.settings.connectivity,
            choice: &Choice::default(),
        });
        let prompts = prompts(tx, &release, &environment)?;
        let mode = project.settings.default_guided_failure_mode;
        Ok(Preview { plan, prompts, guided_failure: guided_failure(None, mode, environment.use_guided_failure) })
    })
    .await
}

/// The variables that a deployment to this environment asks for, in the order of their labels (VA-15). Found by
/// the resolver of the deployment itself (VA-21).
pub(super) fn prompts(tx: &mut Tx<'_>, release: &Release, environment: &Environment) -> Result<Vec<Prompted>> {
    let mut sets = vec![tx.must::<VariableSet>(release.variable_set_snapshot_id.as_str())?];
    for library in &release.library_variable_set_snapshot_ids {
        sets.push(tx.must::<VariableSet>(library.as_str())?);
    }
    let context = Context {
        environment: Some(environment.id.clone()),
        channel: Some(release.channel_id.clone()),
        project: Some(release.project_id.to_string()),
        process_owner: Some(release.project_id.to_string()),
        ..Context::default()
    };
    let resolved = resolve(&sets, &context);
    let is_asked = |variable: &&Variable| {
        // Which of them applies to a step or a target is only known when it is there: each is asked for.
        let inside = [ScopeField::Action, ScopeField::Machine, ScopeField::Role];
        if inside.into_iter().all(|field| variable.scope.of(field).is_empty()) {
            return resolved.iter().any(|winner| winner.id == variable.id);
        }
        let mut outside = variable.scope.clone();
        outside.0.retain(|field, _| !inside.contains(field));
        outside.rank(&context).is_ok()
    };
    let mut prompts: Vec<Prompted> = sets
        .iter()
        .flat_map(|set| &set.variables)
        .filter(is_asked)
        .filter_map(|variable| {
            let prompt = variable.prompt.as_ref()?;
            let (default, has_value) = match &variable.value {
                VariableValue::Plain(text) => (Some(text.clone()), !text.trim().is_empty()),
                VariableValue::Sealed(_) => (None, true),
                VariableValue::None => (None, false),
            };
            Some(Prompted {
                id: variable.id.clone(),
                name: variable.name.clone(),
                label: if prompt.label.is_empty() { variable.name.clone() } else { prompt.label.clone() },
                description: prompt.description.clone(),
                is_required: prompt.required,
                is_sensitive: variable.kind == "Sensitive",
                default,
                has_value,
                display_settings: prompt.display_settings.clone(),
                reference: variable.reference(),
            })
        })
        .collect();
    prompts.sort_by_key(|prompt| prompt.label.to_lowercase());
    Ok(prompts)
}
