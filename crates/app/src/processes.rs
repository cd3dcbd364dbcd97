//! Deployment processes: reading, saving, and what a release of one needs (domain.md DP, RE-06).

use std::collections::BTreeSet;

use pulpo_access::permissions::ProcessEdit;
use pulpo_access::{Caller, Permission, Sealed};
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::feed::{BUILT_IN_ALIAS, Feed};
use pulpo_domain::ids::{ProjectId, SpaceId};
use pulpo_domain::names;
use pulpo_domain::process::{Action, Process, Properties, PropertyValue, Step, check};
use pulpo_domain::project::{Project, VersioningStrategy};
use pulpo_domain::release::{Release, needed_packages};
use pulpo_store::{Query, Tx, params};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named;
use crate::projects::{self, fresh_id};
use crate::releases::versioning;
use crate::variables::references;

const VIEW: &[Permission] = &[Permission::ProcessView];

/// A property as a person sends it: a text, or a secret that is new, kept or cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyEdit {
    Plain(String),
    NewSecret(String),
    KeepSecret,
    ClearSecret,
}

/// A step as a person sends it; properties come beside it, because their secrets are not sealed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepEdit {
    pub step: Step,
    pub properties: Vec<(String, PropertyEdit)>,
    /// One entry an action, in order.
    pub action_properties: Vec<Vec<(String, PropertyEdit)>>,
}

/// The process with this id; a snapshot is readable by the same id (http-api.md 6.3).
pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Process> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| open_to_see(tx, &caller, &space, &id)).await
}

pub(crate) fn open_to_see(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Process> {
    Ok(Sealed::new(find(tx, space, id)?).open_to_see(caller, VIEW, id)?)
}

fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Process> {
    let found = tx.load::<Process>(id)?.map(|found| found.record).filter(|process| process.space_id == *space);
    found.ok_or_else(|| Error::not_found("deployment process", id))
}

/// The id of a project's process; the project may be named by its slug.
pub async fn id_of_project(app: &App, caller: &Caller, space: &SpaceId, project: &str) -> Result<String> {
    let own = [VIEW, &[Permission::ProcessEdit]].concat();
    let project = projects::get_around(app, caller, space, project, &own).await?;
    Ok(project.deployment_process_id.to_string())
}

/// Saves a process over the version that the person has seen (DP-02, DP-06).
pub async fn save(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    version: i64,
    steps: Vec<StepEdit>,
) -> Result<Process> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    let master_key = app.store().master_key().clone();
    app.write(move |tx| {
        let process = find(tx, &space, &id)?;
        if process.is_snapshot {
            return Err(Error::invalid("a process snapshot belongs to a release and cannot be changed"));
        }
        let granted = Sealed::new(process).open::<ProcessEdit>(&caller, VIEW, &id)?;
        if granted.version != version {
            return Err(Error::Conflict(format!(
                "the deployment process was changed by somebody else: you have version {version}, it is now {}; reload it and try again",
                granted.version
            )));
        }
        let seal = |text: &str, tx: &Tx<'_>| master_key.seal(text, tx.random());
        let mut changed = granted.clone();
        changed.steps = steps.into_iter().map(|step| finished(tx, &granted, step, &seal)).collect();
        changed.version += 1;
        changed.last_snapshot_id = None;
        let mut errors: Vec<String> = check(&changed).iter().map(ToString::to_string).collect();
        errors.extend(check_references(tx, &changed)?);
        errors.extend(check_documents(tx, &caller, &granted, &changed)?);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let before = granted.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        index_packages(tx, &granted)?;
        let project = tx.must::<Project>(granted.project_id.as_str())?;
        let related = [granted.id.as_str(), project.id.as_str()];
        let what = ("deployment process of", project.name.as_str());
        audit::modified(tx, &caller, Some(&space), what, &related, (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

/// Gives new steps and actions their ids and slugs, and seals new secrets; what is kept is taken from `before`.
fn finished(tx: &Tx<'_>, before: &Process, edit: StepEdit, seal: &impl Fn(&str, &Tx<'_>) -> String) -> Step {
    let StepEdit { mut step, properties, action_properties } = edit;
    let old_step = before.steps.iter().find(|old| old.id == step.id);
    step.properties = merged(tx, old_step.map(|old| &old.properties), properties, seal);
    if step.id.is_empty() {
        step.id = fresh_id(tx);
    }
    step.name = step.name.trim().to_owned();
    if step.slug.is_empty() {
        step.slug = names::slug(&step.name);
    }
    for (action, properties) in step.actions.iter_mut().zip(action_properties) {
        let old = before.steps.iter().flat_map(|step| &step.actions).find(|old| old.id == action.id);
        action.properties = merged(tx, old.map(|old| &old.properties), properties, seal);
        if action.id.is_empty() {
            action.id = fresh_id(tx);
        }
        action.name = match action.name.trim() {
            "" => step.name.clone(),
            name => name.to_owned(),
        };
        if action.slug.is_empty() {
            action.slug = names::slug(&action.name);
        }
        bring_package_up(tx, action);
        for package in &mut action.packages {
            if package.id.is_empty() {
                package.id = fresh_id(tx);
            }
        }
    }
    step
}

/// Old clients name the primary package by two properties only; new ones by a package reference. Both agree.
fn bring_package_up(tx: &Tx<'_>, action: &mut Action) {
    use pulpo_domain::process::{PackageReference, property};
    let text = |name| action.properties.text(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    if action.packages.iter().any(|package| package.name.is_empty()) {
        return;
    }
    if let Some(package_id) = text(property::PACKAGE_ID) {
        let feed_id = text(property::PACKAGE_FEED_ID).unwrap_or_else(|| BUILT_IN_ALIAS.to_owned());
        action.packages.insert(
            0,
            PackageReference {
                id: fresh_id(tx),
                name: String::new(),
                package_id,
                feed_id,
                acquisition_location: "Server".to_owned(),
                version: None,
                properties: std::collections::BTreeMap::new(),
            },
        );
    }
}

fn merged(
    tx: &Tx<'_>,
    before: Option<&Properties>,
    edits: Vec<(String, PropertyEdit)>,
    seal: &impl Fn(&str, &Tx<'_>) -> String,
) -> Properties {
    let mut properties = Properties::default();
    for (name, edit) in edits {
        let value = match edit {
            PropertyEdit::Plain(text) => Some(PropertyValue::Plain(text)),
            PropertyEdit::NewSecret(text) => Some(PropertyValue::Sealed { sealed: seal(&text, tx) }),
            PropertyEdit::KeepSecret => before
                .and_then(|before| before.get(&name))
                .filter(|value| matches!(value, PropertyValue::Sealed { .. }))
                .cloned(),
            PropertyEdit::ClearSecret => None,
        };
        if let Some(value) = value {
            properties.0.insert(name, value);
        }
    }
    properties
}

/// Whatever a process names must exist in its space (DP-06, G-08).
fn check_references(tx: &mut Tx<'_>, process: &Process) -> Result<Vec<String>> {
    let space = &process.space_id;
    let mut errors = Vec::new();
    for action in process.steps.iter().flat_map(|step| &step.actions) {
        for id in action.environments.iter().chain(&action.excluded_environments) {
            if tx.load::<Environment>(id.as_str())?.is_none_or(|found| found.record.space_id != *space) {
                errors.push(format!("step \"{}\" names environment {id}, which is not in this space", action.name));
            }
        }
        for id in &action.channels {
            if tx.load::<Channel>(id.as_str())?.is_none_or(|found| found.record.project_id != process.project_id) {
                errors.push(format!("step \"{}\" names channel {id}, which is not of this project", action.name));
            }
        }
        for package in action.packages.iter().filter(|package| package.is_resolvable() && !package.feed_id.is_empty()) {
            if feed(tx, space, &package.feed_id)?.is_none() {
                errors.push(format!(
                    "step \"{}\" names feed \"{}\", which is not in this space",
                    action.name, package.feed_id
                ));
            }
        }
    }
    Ok(errors)
}

/// Accounts and certificates that properties name must be there for whoever writes them down (CVE-2018-4862). What
/// stood there before stays, whoever saves the rest.
fn check_documents(tx: &mut Tx<'_>, caller: &Caller, before: &Process, after: &Process) -> Result<Vec<String>> {
    let named = |process: &Process| -> BTreeSet<(String, String)> {
        let steps = process.steps.iter().flat_map(|step| {
            let actions = step.actions.iter().map(|action| (action.name.as_str(), &action.properties));
            std::iter::once((step.name.as_str(), &step.properties)).chain(actions)
        });
        let texts = steps.flat_map(|(name, properties)| properties.0.values().map(move |value| (name, value)));
        texts
            .filter_map(|(name, value)| match value {
                PropertyValue::Plain(text) if references::is_id(text) => Some((name.to_owned(), text.clone())),
                PropertyValue::Plain(_) | PropertyValue::Sealed { .. } => None,
            })
            .collect()
    };
    let known: BTreeSet<String> = named(before).into_iter().map(|(_, id)| id).collect();
    let mut errors = Vec::new();
    for (step, id) in named(after).into_iter().filter(|(_, id)| !known.contains(id)) {
        if !references::is_seen(tx, caller, &after.space_id, &id)? {
            errors.push(format!("step \"{step}\" names \"{id}\", which is not in this space"));
        }
    }
    Ok(errors)
}

/// A feed by its id, slug, name, or the name that every built-in feed answers to.
pub(crate) fn feed(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Option<Feed>> {
    if text.eq_ignore_ascii_case(BUILT_IN_ALIAS) {
        let all = tx.list::<Feed>(&Query::new().eq("space_id", space.as_str()))?;
        return Ok(all.into_iter().find(|feed| feed.feed_type == pulpo_domain::feed::FeedType::BuiltIn));
    }
    named::find_by_any::<Feed>(tx, space, text)
}

/// Keeps which packages a live process names: who pushes one must hold the right on all projects that use it.
fn index_packages(tx: &mut Tx<'_>, process: &Process) -> Result<()> {
    tx.execute("DELETE FROM process_package WHERE project_id = $1", params![process.project_id.as_str()])?;
    let packages = process.steps.iter().flat_map(|step| &step.actions).flat_map(|action| &action.packages);
    let keys: BTreeSet<String> = packages.map(|package| names::key(&package.package_id)).collect();
    for key in keys {
        let sql = "INSERT INTO process_package (space_id, package_key, project_id) VALUES ($1, $2, $3)";
        tx.execute(sql, params![process.space_id.as_str(), key, process.project_id.as_str()])?;
    }
    Ok(())
}

/// What a client builds a release from (RE-06).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub process_id: String,
    pub last_release: Option<Release>,
    /// The next version, by the project's template.
    pub next_version: Option<String>,
    /// The step and package reference whose version the release takes.
    pub donor: Option<(String, String)>,
    pub packages: Vec<TemplatePackage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePackage {
    pub step: String,
    pub action: String,
    pub reference: String,
    pub package_id: String,
    pub feed_id: String,
    pub feed_name: Option<String>,
    pub last_version: Option<String>,
    pub fixed_version: Option<String>,
    pub is_resolvable: bool,
}

/// The template for a release in a channel, or in the default one.
pub async fn template(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    channel: Option<&str>,
) -> Result<Template> {
    let (caller, space, id, channel) = (caller.clone(), space.clone(), id.to_owned(), channel.map(str::to_owned));
    app.read(move |tx| {
        let process = open_to_see(tx, &caller, &space, &id)?;
        let project = tx.must::<Project>(process.project_id.as_str())?;
        let channel = crate::releases::channel_of(tx, &project, channel.as_deref())?;
        build_template(tx, &project, &process, &channel)
    })
    .await
}

pub(crate) fn build_template(
    tx: &mut Tx<'_>,
    project: &Project,
    process: &Process,
    channel: &Channel,
) -> Result<Template> {
    let last_release = last_release(tx, &project.id)?;
    let mut packages = Vec::new();
    for needed in needed_packages(process, &channel.id) {
        let reference = needed.reference;
        let feed = feed(tx, &project.space_id, &reference.feed_id)?;
        let last = last_release.as_ref().and_then(|release| release.selected_version(needed.action, &reference.name));
        packages.push(TemplatePackage {
            step: needed.step.to_owned(),
            action: needed.action.to_owned(),
            reference: reference.name.clone(),
            package_id: reference.package_id.clone(),
            // The feed's real id: clients look it up by exactly this text.
            feed_id: feed.as_ref().map_or_else(|| reference.feed_id.clone(), |feed| feed.id.to_string()),
            feed_name: feed.map(|feed| feed.name),
            last_version: last.map(str::to_owned),
            fixed_version: reference.version.clone().filter(|version| !version.is_empty()),
            is_resolvable: reference.is_resolvable(),
        });
    }
    let (next_version, donor) = match &project.settings.versioning {
        VersioningStrategy::Manual => (None, None),
        VersioningStrategy::Template(template) => (Some(versioning::next(tx, project, channel, template)?), None),
        VersioningStrategy::DonorPackage { action, reference } => (None, Some((action.clone(), reference.clone()))),
    };
    Ok(Template { process_id: process.id.to_string(), last_release, next_version, donor, packages })
}

fn last_release(tx: &mut Tx<'_>, project: &ProjectId) -> Result<Option<Release>> {
    let query = Query::new().eq("project_id", project.as_str()).order("assembled DESC, id DESC").take(1);
    Ok(tx.list::<Release>(&query)?.pop())
}
