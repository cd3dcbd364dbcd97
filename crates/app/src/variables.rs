//! Variable sets: reading them as far as the caller may, saving them without losing what he may not see
//! (domain.md VA, access.md 5.3).

mod changes;
mod effective;
pub(crate) mod references;

use std::collections::BTreeMap;

use pulpo_access::permissions::VariableEdit;
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Granted, Permission, Place};
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, LibraryVariableSetId, ProjectId, SpaceId, VariableSetId};
use pulpo_domain::machine::Machine;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::variables::{
    Prompt, Scope, ScopeField, Variable, VariableSet, VariableValue, indistinct, is_system_name,
};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::library_variable_sets;
use crate::named;
use crate::projects::{self, fresh_id};

pub use effective::{Explanation, Judged, Verdict, Wanted, explain, preview};

/// A value as a person sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueEdit {
    None,
    Plain(String),
    NewSecret(String),
    /// The secret that the variable of this id has.
    KeepSecret,
}

/// A variable as a person sends it; without an id it is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableEditing {
    pub id: String,
    pub name: String,
    pub value: ValueEdit,
    pub description: Option<String>,
    pub kind: String,
    pub scope: BTreeMap<String, Vec<String>>,
    pub prompt: Option<Prompt>,
}

/// What may stand in scopes, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeChoices {
    pub environments: Vec<(String, String)>,
    pub machines: Vec<(String, String)>,
    pub actions: Vec<(String, String)>,
    pub roles: Vec<String>,
    pub channels: Vec<(String, String)>,
    pub process: Option<(String, String)>,
}

/// The set with this id, with only the values that the caller may see.
pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<(VariableSet, ScopeChoices)> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let set = open_to_see(tx, &caller, &space, &id)?;
        let choices = choices(tx, &caller, &set)?;
        Ok((set, choices))
    })
    .await
}

/// Every live set of a space that the caller may see something of.
pub async fn all(app: &App, caller: &Caller, space: &SpaceId) -> Result<Vec<VariableSet>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| {
        let sets =
            tx.list::<VariableSet>(&Query::new().eq("space_id", space.as_str()).eq("is_snapshot", false).order("id"))?;
        let seen = sets.into_iter().filter_map(|set| visible(&caller, set)).collect();
        Ok(seen)
    })
    .await
}

/// The names of a project's variables that the caller may see.
pub async fn names(app: &App, caller: &Caller, space: &SpaceId, project: Option<&str>) -> Result<Vec<String>> {
    let sets = match project {
        Some(project) => {
            let project = projects::get_around(app, caller, space, project, SHOWN).await?;
            vec![get(app, caller, space, project.variable_set_id.as_str()).await?.0]
        }
        None => all(app, caller, space).await?,
    };
    let mut names: Vec<String> = sets.into_iter().flat_map(|set| set.variables).map(|variable| variable.name).collect();
    names.sort_unstable_by_key(|name| name.to_lowercase());
    names.dedup();
    Ok(names)
}

fn open_to_see(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<VariableSet> {
    let set = find(tx, space, id)?;
    visible(caller, set).ok_or_else(|| Error::not_found("variable set", id))
}

fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<VariableSet> {
    let found = tx.load::<VariableSet>(id)?.map(|found| found.record).filter(|set| set.space_id == *space);
    found.ok_or_else(|| Error::not_found("variable set", id))
}

/// The set cut down to what the caller may see; nothing, if he may see no variable of its project at all.
fn visible(caller: &Caller, mut set: VariableSet) -> Option<VariableSet> {
    let anywhere = place(&set, None).any_environment();
    let may = |permission, place: &Place| caller.may(permission, place);
    if !may(Permission::VariableView, &anywhere) && !may(Permission::VariableViewUnscoped, &anywhere) {
        return None;
    }
    let (space, owner) = (set.space_id.clone(), set.owner_id.clone());
    set.variables.retain(|variable| covers(caller, Rights::VIEW, &space, &owner, &variable.scope));
    Some(set)
}

fn place(set: &VariableSet, environments: Option<Vec<EnvironmentId>>) -> Place {
    place_of(&set.space_id, &set.owner_id, environments)
}

fn place_of(space: &SpaceId, owner: &str, environments: Option<Vec<EnvironmentId>>) -> Place {
    let mut place = Place::space(space);
    if owner.starts_with(ProjectId::COLLECTION) {
        place = place.project(&ProjectId::new(owner));
    }
    if let Some(environments) = environments {
        place.environments = Asked::All(environments);
    }
    place
}

/// The permissions any of which shows a set to its holder.
const SHOWN: &[Permission] = &[Permission::VariableView, Permission::VariableViewUnscoped];

/// The pair of permissions for values that are scoped to environments and for those that are not.
#[derive(Debug, Clone, Copy)]
struct Rights {
    scoped: Permission,
    unscoped: Permission,
}

impl Rights {
    const VIEW: Self = Self { scoped: Permission::VariableView, unscoped: Permission::VariableViewUnscoped };
    const EDIT: Self = Self { scoped: Permission::VariableEdit, unscoped: Permission::VariableEditUnscoped };
}

/// Whether the caller's rights cover a value (access.md 5.3): all of its environments; for a value without any,
/// the unscoped permission, or the scoped one where it is not restricted to environments.
fn covers(caller: &Caller, rights: Rights, space: &SpaceId, owner: &str, scope: &Scope) -> bool {
    let environments = scope.of(ScopeField::Environment);
    if environments.is_empty() {
        let place = place_of(space, owner, None);
        return caller.may(rights.unscoped, &place) || caller.may(rights.scoped, &place);
    }
    let environments = environments.iter().map(|id| EnvironmentId::new(id.as_str())).collect();
    caller.may(rights.scoped, &place_of(space, owner, Some(environments)))
}

/// Saves a set over the version that the person has seen. What he may not see stays untouched (VA-13).
///
/// Gives warnings, too: values that no place tells apart, and names that the server sets itself.
pub async fn save(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    version: i64,
    variables: Vec<VariableEditing>,
) -> Result<(VariableSet, ScopeChoices, Vec<String>)> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    let master_key = app.store().master_key().clone();
    app.write(move |tx| {
        let before = find(tx, &space, &id)?;
        visible(&caller, before.clone()).ok_or_else(|| Error::not_found("variable set", id.as_str()))?;
        if before.is_snapshot {
            return Err(Error::invalid("a variable snapshot belongs to a release and cannot be changed; update the release's snapshot instead"));
        }
        if before.version != version {
            return Err(Error::Conflict(format!(
                "the variables were changed by somebody else: you have version {version}, it is now {}; reload them and try again",
                before.version
            )));
        }
        let mut after = before.clone();
        after.version += 1;
        after.variables.clear();
        let (hidden, seen): (Vec<_>, Vec<_>) = before
            .variables
            .iter()
            .cloned()
            .partition(|variable| !covers(&caller, Rights::VIEW, &space, &before.owner_id, &variable.scope));
        for edit in variables {
            // He has seen it and may not any more: what he sends would stand beside what he cannot see.
            if hidden.iter().any(|variable| variable.id == edit.id) {
                return Err(Error::invalid("what you may see of these variables has changed; reload them and try again"));
            }
            let known = seen.iter().find(|variable| variable.id == edit.id);
            let seal = |text: &str, tx: &Tx<'_>| master_key.seal(text, tx.random());
            after.variables.push(changed(tx, known, edit, &seal)?);
        }
        after.variables.extend(hidden);
        let errors = after.check();
        if !errors.is_empty() {
            return Err(Error::all_invalid(errors));
        }
        check_rights(&caller, &before, &after)?;
        check_scopes(tx, &caller, &before, &after)?;
        references::check(tx, &caller, &before, &after)?;
        let details = changes::between(&before, &after);
        let granted = Granted::<VariableEdit, _>::by_server(after);
        tx.update(&granted)?;
        let related = [id.as_str(), granted.owner_id.as_str()];
        let message = format!("Variables of {} were changed", granted.owner_id);
        audit::modified_with(tx, &caller, Some(&space), message, &related, details)?;
        let set = granted.into_inner();
        let choices = choices(tx, &caller, &set)?;
        let seen = visible(&caller, set).ok_or_else(|| Error::not_found("variable set", id))?;
        let mut warnings: Vec<String> = indistinct(&seen).into_iter().map(|(one, _)| warning(one)).collect();
        let system = seen.variables.iter().filter(|variable| is_system_name(&variable.name));
        warnings.extend(system.map(|variable| {
            format!("variable \"{}\" is never used: the server itself gives this name its value", variable.name)
        }));
        Ok((seen, choices, warnings))
    })
    .await
}

fn warning(variable: &Variable) -> String {
    let fields: Vec<&str> =
        variable.scope.0.iter().filter(|(_, ids)| !ids.is_empty()).map(|(field, _)| field.name()).collect();
    let scope = if fields.is_empty() {
        "neither has a scope".to_owned()
    } else {
        format!("both are scoped by {}", fields.join(" and "))
    };
    format!(
        "variable \"{}\" has two values that may apply at the same place and are equally specific: {scope}; the one that stands \
         first is used",
        variable.name
    )
}

fn changed(
    tx: &Tx<'_>,
    known: Option<&Variable>,
    edit: VariableEditing,
    seal: &impl Fn(&str, &Tx<'_>) -> String,
) -> Result<Variable> {
    let value = match edit.value {
        ValueEdit::None => VariableValue::None,
        ValueEdit::Plain(text) => VariableValue::Plain(text),
        ValueEdit::NewSecret(text) => VariableValue::Sealed(seal(&text, tx)),
        ValueEdit::KeepSecret => match known.map(|known| &known.value) {
            Some(sealed @ VariableValue::Sealed(_)) => sealed.clone(),
            // A plain value that becomes sensitive is sealed as it stands.
            Some(VariableValue::Plain(text)) => VariableValue::Sealed(seal(text, tx)),
            Some(VariableValue::None) | None => VariableValue::None,
        },
    };
    let mut scope = Scope::default();
    for (name, entries) in edit.scope.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        let field = ScopeField::parse(&name);
        let field = field.ok_or_else(|| {
            Error::invalid(format!("variable \"{}\" is scoped by \"{name}\", which is no scope", edit.name))
        })?;
        scope.0.insert(field, entries);
    }
    Ok(Variable {
        id: if edit.id.is_empty() { fresh_id(tx) } else { edit.id },
        name: edit.name.trim().to_owned(),
        value,
        description: edit.description,
        kind: edit.kind,
        is_editable: true,
        scope,
        prompt: edit.prompt,
    })
}

/// Every value that is new, changed or gone needs the right to its old and its new scope.
fn check_rights(caller: &Caller, before: &VariableSet, after: &VariableSet) -> Result<()> {
    let needed = |scope: &Scope| {
        if scope.of(ScopeField::Environment).is_empty() {
            Permission::VariableEditUnscoped
        } else {
            Permission::VariableEdit
        }
    };
    let place_of_scope = |scope: &Scope| {
        let environments: Vec<EnvironmentId> =
            scope.of(ScopeField::Environment).iter().map(|id| EnvironmentId::new(id.as_str())).collect();
        place(before, (!environments.is_empty()).then_some(environments))
    };
    let refused = |scope: &Scope| {
        let covered = covers(caller, Rights::EDIT, &before.space_id, &before.owner_id, scope);
        if covered {
            let either = [needed(scope), Permission::VariableEdit];
            caller.note(if either[0] == either[1] { &either[1..] } else { &either }, &place_of_scope(scope));
        }
        !covered
    };
    for old in &before.variables {
        let new = after.variables.iter().find(|new| new.id == old.id);
        if new != Some(old) && refused(&old.scope) {
            return Err(caller.forbidden(needed(&old.scope), &place_of_scope(&old.scope)).into());
        }
    }
    for new in &after.variables {
        let old = before.variables.iter().find(|old| old.id == new.id);
        if old != Some(new) && refused(&new.scope) {
            return Err(caller.forbidden(needed(&new.scope), &place_of_scope(&new.scope)).into());
        }
    }
    Ok(())
}

/// What a scope names must be in the space (G-08). A library set knows no project's steps and channels (VA-14).
fn check_scopes(tx: &mut Tx<'_>, caller: &Caller, before: &VariableSet, set: &VariableSet) -> Result<()> {
    let mut errors = Vec::new();
    let is_library = set.owner_id.starts_with(LibraryVariableSetId::COLLECTION);
    // What stood there before is not asked again: only what somebody writes now can be wrong now.
    for variable in set.variables.iter().filter(|variable| !before.variables.contains(variable)) {
        let foreign = [ScopeField::Action, ScopeField::Channel, ScopeField::ProcessOwner].into_iter();
        for field in foreign.filter(|field| is_library && !variable.scope.of(*field).is_empty()) {
            errors.push(format!(
                "variable \"{}\" is scoped by {}, which belongs to a project: in a library variable set it cannot be",
                variable.name,
                field.name()
            ));
        }
        for id in variable.scope.of(ScopeField::Environment) {
            if tx.load::<Environment>(id)?.is_none_or(|found| found.record.space_id != set.space_id) {
                errors.push(format!(
                    "variable \"{}\" is scoped to environment {id}, which is not in this space",
                    variable.name
                ));
            }
        }
        for id in variable.scope.of(ScopeField::Machine) {
            let machine = tx.load::<Machine>(id)?.map(|found| found.record);
            let machine = machine.filter(|machine| machine.space_id == set.space_id);
            if !machine.is_some_and(|machine| reaches(caller, set, &machine)) {
                errors.push(format!(
                    "variable \"{}\" is scoped to target {id}, which is not in this space",
                    variable.name
                ));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Whether a caller's right to values reaches a target: through one of its environments (CVE-2018-9039).
fn reaches(caller: &Caller, set: &VariableSet, machine: &Machine) -> bool {
    let environments = Asked::OneOf(machine.environment_ids.clone());
    caller.may(Permission::VariableEdit, &Place { environments, ..place(set, None) })
}

/// What may be chosen for scopes. A name that the caller may not see is left out; its id stays where it is used.
fn choices(tx: &mut Tx<'_>, caller: &Caller, set: &VariableSet) -> Result<ScopeChoices> {
    let all = named::Filter::all();
    let space = &set.space_id;
    let environments = named::list_in::<Environment>(tx, caller, space, Query::new(), &all)?.items;
    let machines = named::list_in::<Machine>(tx, caller, space, Query::new(), &all)?.items;
    let mut choices = ScopeChoices {
        environments: environments
            .into_iter()
            .map(|environment| (environment.id.to_string(), environment.name))
            .collect(),
        roles: machines.iter().flat_map(|machine| machine.roles.clone()).collect(),
        machines: machines.into_iter().map(|machine| (machine.id.to_string(), machine.name)).collect(),
        ..ScopeChoices::default()
    };
    if let Some(project) = tx.load::<Project>(&set.owner_id)?.map(|found| found.record) {
        let channels =
            named::list_in::<Channel>(tx, caller, space, Query::new().eq("project_id", project.id.as_str()), &all)?
                .items;
        choices.channels = channels.into_iter().map(|channel| (channel.id.to_string(), channel.name)).collect();
        if let Some(process) = tx.load::<Process>(project.deployment_process_id.as_str())?.map(|found| found.record) {
            choices.roles.extend(process.steps.iter().flat_map(pulpo_domain::process::Step::target_roles));
            let actions = process.steps.into_iter().flat_map(|step| step.actions);
            choices.actions = actions.map(|action| (action.id, action.name)).collect();
        }
        choices.process = Some((project.id.to_string(), project.name));
    }
    choices.roles.sort_unstable();
    choices.roles.dedup();
    Ok(choices)
}

/// Frozen copies of a project's variables and of those of its library sets, for a release (RE-08).
pub(crate) fn snapshots(tx: &mut Tx<'_>, project: &Project) -> Result<(VariableSetId, Vec<VariableSetId>)> {
    let own = tx.must::<VariableSet>(project.variable_set_id.as_str())?;
    let own = snapshot(tx, own)?;
    let libraries = library_variable_sets::included(tx, project)?;
    let libraries = libraries.into_iter().map(|set| snapshot(tx, set)).collect::<Result<_>>()?;
    Ok((own, libraries))
}

fn snapshot(tx: &mut Tx<'_>, mut set: VariableSet) -> Result<VariableSetId> {
    let code = pulpo_domain::ambient::code(tx.random(), 5);
    set.id = format!("{}-s-{}-{code}", set.id, set.version).into();
    set.is_snapshot = true;
    let id = set.id.clone();
    tx.insert(&Granted::<pulpo_access::permissions::ReleaseCreate, _>::by_server(set))?;
    Ok(id)
}
