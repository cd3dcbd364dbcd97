//! What variables come to in a place, and why: the same resolver as a deployment's (domain.md VA-06, VA-20).

use std::collections::{BTreeSet, HashMap, HashSet};

use octostache::{Template, Variables};
use pulpo_access::Caller;
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::library_variable_set::LibraryVariableSet;
use pulpo_domain::machine::Machine;
use pulpo_domain::names;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::variables::{self, Context, Deciding, Fate, ScopeField, Variable, VariableSet, VariableValue};
use pulpo_store::{Query, Tx};

use super::{ScopeChoices, choices, references, visible};
use crate::app::App;
use crate::error::{Error, Result};
use crate::library_variable_sets;
use crate::named::{self, Named};

/// The place that somebody asks about, each thing by its id, slug or name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub project: String,
    pub environment: Option<String>,
    pub machine: Option<String>,
    /// Tags that the target has and the step names, beside those that are known of them.
    pub roles: Vec<String>,
    pub channel: Option<String>,
    pub action: Option<String>,
}

/// The place, found.
struct Scene {
    project: Project,
    context: Context,
    /// Of the project first, then of its library sets: what the caller may see of them.
    sets: Vec<VariableSet>,
    /// What the place itself is called, as variables.
    system: Vec<(&'static str, String)>,
}

/// Why a name has its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub name: String,
    /// The winner first.
    pub candidates: Vec<Judged>,
}

/// One value with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub variable: Variable,
    /// The name of the project or library set that it stands in.
    pub owner: String,
    pub verdict: Verdict,
    /// How specific it is, as fields, the most specific first; nothing if it does not apply.
    pub rank: Vec<ScopeField>,
    /// A sentence for people.
    pub why: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wins,
    Outranked,
    Tied,
    OutOfScope,
}

/// The values that a deployment would have there, evaluated. What is secret or made of a secret has no value.
pub async fn preview(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    wanted: Wanted,
) -> Result<(VariableSet, ScopeChoices)> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| {
        let scene = scene(tx, &caller, &space, &wanted)?;
        let mut chosen = variables::resolve(&scene.sets, &scene.context);
        let mut parts = Vec::new();
        for variable in &chosen {
            parts.extend(references::expanded(tx, &caller, &space, variable)?);
        }
        // Who sets `Account.Username` himself means it.
        parts.retain(|part| !chosen.iter().any(|one| one.name.eq_ignore_ascii_case(&part.name)));
        chosen.extend(&parts);
        let mut set = VariableSet { variables: evaluated(&chosen, &scene.system), ..scene.sets[0].clone() };
        set.variables.sort_by_key(|variable| variable.name.to_lowercase());
        let choices = choices(tx, &caller, &set)?;
        Ok((set, choices))
    })
    .await
}

/// Every value that a name could have there, and why it won or lost.
pub async fn explain(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    wanted: Wanted,
    name: &str,
) -> Result<(Explanation, ScopeChoices)> {
    let (caller, space, name) = (caller.clone(), space.clone(), name.to_owned());
    app.read(move |tx| {
        let scene = scene(tx, &caller, &space, &wanted)?;
        let choices = choices(tx, &caller, &scene.sets[0])?;
        let mut candidates = Vec::new();
        // `Account.Password` is explained by what decides over `Account`.
        let whole = whole_of(&scene.sets, &name);
        for candidate in variables::explain(&scene.sets, &scene.context, whole.unwrap_or(&name)) {
            let part = match whole {
                Some(_) => references::expanded(tx, &caller, &space, candidate.variable)?,
                None => vec![candidate.variable.clone()],
            };
            let Some(shown) = part.into_iter().find(|part| part.name.eq_ignore_ascii_case(&name)) else { continue };
            let owner = if candidate.set.owner_id == scene.project.id.as_str() {
                scene.project.name.clone()
            } else {
                tx.must::<LibraryVariableSet>(&candidate.set.owner_id)?.name
            };
            candidates.push(judged(&shown, owner, candidate.fate, &scene.context, &choices));
        }
        if candidates.is_empty() {
            return Err(Error::not_found("variable", name));
        }
        let name = candidates[0].variable.name.clone();
        Ok((Explanation { name, candidates }, choices))
    })
    .await
}

/// The variable of which `name` is a part, unless there is one of that very name.
fn whole_of<'a>(sets: &'a [VariableSet], name: &str) -> Option<&'a str> {
    let all = || sets.iter().flat_map(|set| &set.variables);
    let name = name.to_lowercase();
    if all().any(|variable| variable.name.to_lowercase() == name) {
        return None;
    }
    let mut wholes = all().filter(|variable| variable.reference().is_some()).map(|variable| variable.name.as_str());
    wholes.find(|whole| name.strip_prefix(&whole.to_lowercase()).is_some_and(|rest| rest.starts_with('.')))
}

fn scene(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, wanted: &Wanted) -> Result<Scene> {
    let project: Project = by_any(tx, caller, space, &wanted.project)?;
    let own = tx.must::<VariableSet>(project.variable_set_id.as_str())?;
    let own = visible(caller, own).ok_or_else(|| Error::not_found("project", wanted.project.as_str()))?;
    let libraries = library_variable_sets::included(tx, &project)?;
    let sets = std::iter::once(own).chain(libraries.into_iter().filter_map(|set| visible(caller, set))).collect();

    let mut context = Context {
        process_owner: Some(project.id.to_string()),
        project: Some(project.id.to_string()),
        ..Context::default()
    };
    let mut system = vec![
        ("Octopus.Space.Id", space.to_string()),
        ("Octopus.Project.Id", project.id.to_string()),
        ("Octopus.Project.Name", project.name.clone()),
    ];
    if let Some(text) = &wanted.environment {
        let environment: Environment = by_any(tx, caller, space, text)?;
        system.push(("Octopus.Environment.Id", environment.id.to_string()));
        system.push(("Octopus.Environment.Name", environment.name));
        context.environment = Some(environment.id);
    }
    if let Some(text) = &wanted.channel {
        let found =
            named::find_optional::<Channel>(tx, space, text)?.filter(|channel| channel.project_id == project.id);
        let called = Query::new().eq("project_id", project.id.as_str()).eq("name_key", names::key(text)).take(1);
        let channel = match found {
            Some(channel) => channel,
            None => tx.list::<Channel>(&called)?.pop().ok_or_else(|| Error::not_found("channel", text.as_str()))?,
        };
        system.push(("Octopus.Release.Channel.Name", channel.name));
        context.channel = Some(channel.id);
    }
    if let Some(text) = &wanted.action {
        let process = tx.must::<Process>(project.deployment_process_id.as_str())?;
        let step = process.steps.iter().find_map(|step| {
            let named = |action: &&pulpo_domain::process::Action| {
                action.id == *text || action.name.eq_ignore_ascii_case(text) || step.name.eq_ignore_ascii_case(text)
            };
            step.actions.iter().find(named).map(|action| (step, action))
        });
        let (step, action) = step.ok_or_else(|| Error::not_found("step", text.as_str()))?;
        system.push(("Octopus.Action.Name", action.name.clone()));
        context.action = Some(action.id.clone());
        context.step_roles = step.target_roles();
    }
    let roles: BTreeSet<String> = wanted.roles.iter().map(|role| role.to_lowercase()).collect();
    if let Some(text) = &wanted.machine {
        let machine: Machine = by_any(tx, caller, space, text)?;
        system.push(("Octopus.Machine.Id", machine.id.to_string()));
        system.push(("Octopus.Machine.Name", machine.name));
        context.machine_roles = machine.roles.iter().map(|role| role.to_lowercase()).collect();
        context.machine = Some(machine.id);
    }
    context.machine_roles.extend(roles.iter().cloned());
    context.step_roles.extend(roles);
    Ok(Scene { project, context, sets, system })
}

fn by_any<T: Named>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, text: &str) -> Result<T> {
    let found = named::find_by_any::<T>(tx, space, text)?;
    let found = found.ok_or_else(|| Error::not_found(<T as pulpo_access::Placed>::NOUN, text))?;
    Ok(pulpo_access::Sealed::new(found).open_to_see(caller, T::VIEW, text)?)
}

fn judged(variable: &Variable, owner: String, fate: Fate, context: &Context, choices: &ScopeChoices) -> Judged {
    let (verdict, rank, why) = match fate {
        Fate::Wins(rank) => {
            let fields: Vec<&str> = rank.fields().map(words).collect();
            let why = match fields.as_slice() {
                [] => "it applies everywhere, and nothing more specific applies here".to_owned(),
                fields => format!("it is scoped to {}, and nothing more specific applies here", fields.join(" and ")),
            };
            (Verdict::Wins, rank.fields().collect(), why)
        }
        Fate::Outranked(rank, deciding) => {
            let why = match deciding {
                Deciding::Field(field) => format!("the winner is scoped to {}, and this value is not", words(field)),
                Deciding::StepTag => "the winner is scoped to a target tag that the step names".to_owned(),
            };
            (Verdict::Outranked, rank.fields().collect(), why)
        }
        Fate::Tied(rank) => {
            let why = "it is as specific as the winner, which comes before it".to_owned();
            (Verdict::Tied, rank.fields().collect(), why)
        }
        Fate::OutOfScope(field) => (Verdict::OutOfScope, Vec::new(), out_of_scope(field, variable, context, choices)),
    };
    Judged { variable: variable.clone(), owner, verdict, rank, why }
}

fn out_of_scope(field: ScopeField, variable: &Variable, context: &Context, choices: &ScopeChoices) -> String {
    let known = match field {
        ScopeField::Environment => &choices.environments,
        ScopeField::Machine => &choices.machines,
        ScopeField::Action => &choices.actions,
        ScopeField::Channel => &choices.channels,
        ScopeField::Role
        | ScopeField::Tenant
        | ScopeField::TenantTag
        | ScopeField::ProcessOwner
        | ScopeField::Project => &Vec::new(),
    };
    let named = |id: &String| known.iter().find(|(known, _)| known == id).map_or(id.clone(), |(_, name)| name.clone());
    let entries = variable.scope.of(field).iter().map(named).collect::<Vec<_>>().join(", ");
    let is_asked = match field {
        ScopeField::Environment => context.environment.is_some(),
        ScopeField::Machine => context.machine.is_some(),
        ScopeField::Action => context.action.is_some(),
        ScopeField::Channel => context.channel.is_some(),
        ScopeField::Role => !context.machine_roles.is_empty(),
        ScopeField::Tenant | ScopeField::TenantTag => false,
        ScopeField::ProcessOwner | ScopeField::Project => true,
    };
    let tail = if is_asked { "" } else { ", and none was asked about" };
    format!("it applies only to {} {entries}{tail}", words(field))
}

/// A field as it is called in a sentence.
fn words(field: ScopeField) -> &'static str {
    match field {
        ScopeField::Action => "the step",
        ScopeField::Machine => "the target",
        ScopeField::Role => "the target tag",
        ScopeField::Tenant => "the tenant",
        ScopeField::TenantTag => "the tenant tag",
        ScopeField::Environment => "the environment",
        ScopeField::Channel => "the channel",
        ScopeField::ProcessOwner => "the process",
        ScopeField::Project => "the project",
    }
}

/// The chosen values with their references filled in.
///
/// No secret is opened for it. Each stands there as a mark, and a value that changes with the mark, or that asks for a
/// secret anywhere on its way, is as secret as what it asks for.
fn evaluated(chosen: &[&Variable], system: &[(&'static str, String)]) -> Vec<Variable> {
    let with_mark = |mark: &str| {
        let mut all = Variables::new();
        for variable in chosen {
            match &variable.value {
                VariableValue::None => all.set(&variable.name, ""),
                VariableValue::Plain(text) if variable.kind != "Sensitive" => all.set(&variable.name, text),
                VariableValue::Plain(_) | VariableValue::Sealed(_) => all.set(&variable.name, mark),
            }
        }
        for (name, value) in system {
            all.set(*name, value);
        }
        all
    };
    let (one, other) = (with_mark("one secret"), with_mark("another"));
    let asks = Asks::of(chosen);
    let shown = |variable: &&Variable| {
        let mut shown = (*variable).clone();
        let is_secret = matches!(variable.value, VariableValue::Sealed(_)) || variable.kind == "Sensitive";
        if is_secret || asks.for_secret(&variable.name) || one.get(&variable.name) != other.get(&variable.name) {
            (shown.value, shown.kind) = (VariableValue::Sealed(String::new()), "Sensitive".to_owned());
        } else if let VariableValue::Plain(text) = &variable.value {
            shown.value = VariableValue::Plain(one.get(&variable.name).unwrap_or_else(|| text.clone()));
        }
        shown
    };
    chosen.iter().map(shown).collect()
}

/// Which names are secret or ask for one that is, on whatever way.
struct Asks(HashSet<String>);

impl Asks {
    fn of(chosen: &[&Variable]) -> Self {
        let mut askers: HashMap<String, Vec<String>> = HashMap::new();
        let mut found: Vec<String> = Vec::new();
        for variable in chosen {
            let name = variable.name.to_lowercase();
            match &variable.value {
                VariableValue::Plain(text) if variable.kind != "Sensitive" => {
                    let template = Template::parse_file(text);
                    for argument in template.map(|template| template.arguments()).unwrap_or_default() {
                        askers.entry(argument.to_lowercase()).or_default().push(name.clone());
                    }
                }
                VariableValue::None => {}
                VariableValue::Plain(_) | VariableValue::Sealed(_) => found.push(name),
            }
        }
        let mut secret = HashSet::new();
        while let Some(name) = found.pop() {
            if secret.insert(name.clone()) {
                found.extend(askers.get(&name).into_iter().flatten().cloned());
            }
        }
        Self(secret)
    }

    fn for_secret(&self, name: &str) -> bool {
        self.0.contains(&name.to_lowercase())
    }
}
