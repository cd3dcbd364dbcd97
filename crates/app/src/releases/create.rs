//! Making, changing and removing releases.

use std::collections::BTreeMap;

use pulpo_access::permissions::{ReleaseCreate, ReleaseDelete, ReleaseEdit};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed};
use pulpo_domain::ambient;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::{ProcessId, ReleaseId, SpaceId};
use pulpo_domain::process::Process;
use pulpo_domain::project::{Project, VersioningStrategy};
use pulpo_domain::release::{self, Release, ReleaseError, SelectedPackage};
use pulpo_domain::task::Task;
use pulpo_store::{Query, Tx, version_key};

use super::{VIEW, channel_of, find, versioning};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::{build_information, named, processes, variables};

/// A release that somebody wants to make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRelease {
    pub project: String,
    /// Id, slug or name; absent means the default one.
    pub channel: Option<String>,
    /// A version, or a mask; absent means the project's strategy.
    pub version: Option<String>,
    pub release_notes: Option<String>,
    pub selected_packages: Vec<SelectedPackage>,
    pub ignore_channel_rules: bool,
    pub custom_fields: BTreeMap<String, String>,
    pub git_ref: Option<String>,
}

/// What can be changed on a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub version: String,
    pub channel_id: String,
    pub release_notes: Option<String>,
    pub selected_packages: Vec<SelectedPackage>,
}

/// Makes a release, all or nothing.
pub async fn create(app: &App, caller: &Caller, space: &SpaceId, new: NewRelease) -> Result<Release> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let project = named::get_in::<Project>(tx, &caller, &space, &new.project)?;
        create_in(tx, &caller, &project, new)
    })
    .await
}

/// Makes a release of a project that the caller may see.
pub fn create_in(tx: &mut Tx<'_>, caller: &Caller, project: &Project, new: NewRelease) -> Result<Release> {
    let place = Place::space(&project.space_id).project(&project.id);
    caller.require::<ReleaseCreate>(&place)?;
    caller.require::<pulpo_access::permissions::ProcessView>(&place)?;
    if project.is_disabled {
        return Err(Error::invalid(ReleaseError::ProjectDisabled(project.name.clone())));
    }
    if new.git_ref.as_deref().is_some_and(|git_ref| !git_ref.is_empty()) {
        return Err(Error::invalid(format!(
            "project \"{}\" keeps its process in the database; a git reference cannot be given",
            project.name
        )));
    }
    if new.ignore_channel_rules && !project.allow_ignore_channel_rules {
        return Err(Error::invalid(ReleaseError::IgnoringRulesNotAllowed(project.name.clone())));
    }
    let channel = channel_of(tx, project, new.channel.as_deref())?;
    let process = tx.must::<Process>(project.deployment_process_id.as_str())?;
    let selected = release::check_packages(&process, &channel, &new.selected_packages, new.ignore_channel_rules)
        .map_err(Error::all_invalid)?;
    check_feeds(tx, project, &process, &channel, &selected)?;
    let version = version_of(tx, project, &channel, new.version.as_deref(), &selected)?;
    check_version_free(tx, project, &version, "")?;

    let notes = match new.release_notes.filter(|notes| !notes.is_empty()) {
        Some(notes) => Some(notes),
        None => project.settings.release_notes_template.clone(),
    };
    let notes = match notes {
        Some(notes) if notes.contains("#{") => {
            Some(versioning::template_variables(tx, project, &channel)?.evaluate(&notes).text)
        }
        notes => notes,
    };
    let needed = release::needed_packages(&process, &channel.id).into_iter();
    let packages = needed.map(|needed| needed.reference.package_id.as_str()).zip(&selected);
    let builds = build_information::of_packages(tx, &project.space_id, packages)?;
    let process_snapshot = snapshot(tx, process)?;
    let (variable_snapshot, library_snapshots) = variables::snapshots(tx, project)?;
    let release = Release {
        id: ReleaseId::numbered(tx.next_number(ReleaseId::COLLECTION)?),
        space_id: project.space_id.clone(),
        project_id: project.id.clone(),
        channel_id: channel.id.clone(),
        version,
        release_notes: notes,
        assembled: tx.now(),
        selected_packages: selected,
        process_snapshot_id: process_snapshot,
        variable_set_snapshot_id: variable_snapshot,
        library_variable_set_snapshot_ids: library_snapshots,
        ignore_channel_rules: new.ignore_channel_rules,
        custom_fields: new.custom_fields,
        variable_snapshot_version: 0,
        defects: Vec::new(),
        builds,
    };
    let granted = Granted::<ReleaseCreate, _>::create(release, caller)?;
    tx.insert(&granted)?;
    record(tx, caller, Change::Created, &granted, project)?;
    crate::deployments::automatic(tx, &granted)?;
    Ok(granted.into_inner())
}

/// The version: what was given, or what the project's strategy says; a mask counts on (RE-04, PR-08).
fn version_of(
    tx: &mut Tx<'_>,
    project: &Project,
    channel: &Channel,
    given: Option<&str>,
    selected: &[SelectedPackage],
) -> Result<String> {
    let text = match (given.filter(|given| !given.is_empty()), &project.settings.versioning) {
        (Some(given), _) => versioning::resolve_mask(tx, project, given)?,
        (None, VersioningStrategy::Manual) => return Err(Error::invalid(ReleaseError::NoVersion)),
        (None, VersioningStrategy::Template(template)) => versioning::next(tx, project, channel, template)?,
        (None, VersioningStrategy::DonorPackage { action, reference }) => {
            let donor = selected.iter().find(|package| {
                package.action_name.eq_ignore_ascii_case(action)
                    && package.reference_name.eq_ignore_ascii_case(reference)
            });
            let missing = || ReleaseError::DonorPackageMissing { action: action.clone(), reference: reference.clone() };
            donor.ok_or_else(|| Error::invalid(missing()))?.version.clone()
        }
    };
    release::check_version(&text).map_err(Error::invalid)?;
    Ok(text)
}

/// Versions are compared semantically: `1.0.0` and `1.0.0.0` are the same (RE-02).
fn check_version_free(tx: &mut Tx<'_>, project: &Project, version: &str, own_id: &str) -> Result<()> {
    let same = Query::new()
        .eq("project_id", project.id.as_str())
        .eq("version_key", version_key(version))
        .compare("id", "<>", own_id);
    if tx.exists::<Release>(&same)? {
        return Err(Error::invalid(ReleaseError::VersionExists { version: version.to_owned() }));
    }
    Ok(())
}

/// Every package must be in its feed (RE-07, X-16).
fn check_feeds(
    tx: &mut Tx<'_>,
    project: &Project,
    process: &Process,
    channel: &Channel,
    selected: &[SelectedPackage],
) -> Result<()> {
    let mut errors = Vec::new();
    for (needed, chosen) in release::needed_packages(process, &channel.id).into_iter().zip(selected) {
        let reference = needed.reference;
        if !reference.is_resolvable() {
            continue;
        }
        let action = needed.action.to_owned();
        let Some(feed) = processes::feed(tx, &project.space_id, &reference.feed_id)? else {
            errors.push(ReleaseError::FeedNotFound { action, feed: reference.feed_id.clone() });
            continue;
        };
        if crate::packages::find_version(tx, &project.space_id, &reference.package_id, &chosen.version)?.is_none() {
            let (package_id, version) = (reference.package_id.clone(), chosen.version.clone());
            errors.push(ReleaseError::PackageNotFound { action, package_id, version, feed: feed.name });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::all_invalid(errors)) }
}

/// The frozen copy of the process, one for each version of it, shared by releases (RE-08).
fn snapshot(tx: &mut Tx<'_>, mut process: Process) -> Result<ProcessId> {
    if let Some(id) = &process.last_snapshot_id {
        return Ok(id.clone());
    }
    let id = ProcessId::new(format!("{}-s-{}-{}", process.id, process.version, ambient::code(tx.random(), 5)));
    let copy = Process { id: id.clone(), is_snapshot: true, ..process.clone() };
    tx.insert(&Granted::<ReleaseCreate, _>::by_server(copy))?;
    process.last_snapshot_id = Some(id.clone());
    tx.update(&Granted::<ReleaseCreate, _>::by_server(process))?;
    Ok(id)
}

/// Changes a release; its packages and channel only until it has been deployed (RE-11).
pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Release> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<ReleaseEdit>(&caller, VIEW, &id)?;
        let project = tx.must::<Project>(granted.project_id.as_str())?;
        let mut changed = granted.clone();
        if !edit.version.is_empty() && edit.version != changed.version {
            release::check_version(&edit.version).map_err(Error::invalid)?;
            check_version_free(tx, &project, &edit.version, changed.id.as_str())?;
            changed.version = edit.version;
        }
        changed.release_notes = edit.release_notes;
        let channel = channel_of(
            tx,
            &project,
            Some(edit.channel_id.as_str()).filter(|id| !id.is_empty()).or(Some(granted.channel_id.as_str())),
        )?;
        let process = tx.must::<Process>(granted.process_snapshot_id.as_str())?;
        let wanted =
            if edit.selected_packages.is_empty() { changed.selected_packages.clone() } else { edit.selected_packages };
        let selected = release::check_packages(&process, &channel, &wanted, changed.ignore_channel_rules)
            .map_err(Error::all_invalid)?;
        if channel.id != changed.channel_id || selected != changed.selected_packages {
            if tx.exists::<Deployment>(&Query::new().eq("release_id", granted.id.as_str()))? {
                return Err(Error::invalid(format!(
                    "release {} has been deployed; its channel and packages cannot be changed any more",
                    granted.version
                )));
            }
            check_feeds(tx, &project, &process, &channel, &selected)?;
        }
        changed.channel_id = channel.id;
        changed.selected_packages = selected;
        let before = granted.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        record_change(tx, &caller, (&before, &granted), &project)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Takes the project's variables of today into the release (RE-10).
pub async fn update_variables(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Release> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let release = find(tx, &space, &id)?;
        refresh_variables(tx, &caller, release)
    })
    .await
}

pub(crate) fn refresh_variables(tx: &mut Tx<'_>, caller: &Caller, release: Release) -> Result<Release> {
    let id = release.id.to_string();
    let granted = Sealed::new(release).open::<ReleaseEdit>(caller, VIEW, &id)?;
    let project = tx.must::<Project>(granted.project_id.as_str())?;
    let (own, libraries) = variables::snapshots(tx, &project)?;
    let mut changed = granted.clone();
    changed.variable_set_snapshot_id = own;
    changed.library_variable_set_snapshot_ids = libraries;
    changed.variable_snapshot_version += 1;
    let before = granted.clone();
    let granted = granted.changed_to(changed, caller)?;
    tx.update(&granted)?;
    record_change(tx, caller, (&before, &granted), &project)?;
    Ok(granted.into_inner())
}

/// Removes a release with its deployments, tasks and artifacts; packages stay (RE-17).
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<ReleaseDelete>(&caller, VIEW, &id)?;
        let project = tx.must::<Project>(granted.project_id.as_str())?;
        let deployments = tx.list::<Deployment>(&Query::new().eq("release_id", granted.id.as_str()))?;
        for deployment in &deployments {
            let task = tx.load::<Task>(deployment.task_id.as_str())?.map(|found| found.record);
            if task.is_some_and(|task| !task.state.is_completed()) {
                return Err(Error::invalid(format!(
                    "release {} has a deployment that is queued or executing; cancel it first",
                    granted.version
                )));
            }
        }
        for deployment in deployments {
            crate::deployments::remove::<ReleaseDelete>(tx, deployment)?;
        }
        tx.delete(&granted)?;
        record(tx, &caller, Change::Deleted, &granted, &project)?;
        Ok(())
    })
    .await
}

fn named(release: &Release, project: &Project) -> String {
    format!("{} of project {}", release.version, project.name)
}

fn related<'a>(release: &'a Release, project: &'a Project) -> [&'a str; 3] {
    [release.id.as_str(), project.id.as_str(), release.channel_id.as_str()]
}

fn record_change(
    tx: &mut Tx<'_>,
    caller: &Caller,
    (before, after): (&Release, &Release),
    project: &Project,
) -> Result<()> {
    let (name, related) = (named(after, project), related(after, project));
    Ok(audit::modified(tx, caller, Some(&after.space_id), ("release", &name), &related, (before, after))?)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, release: &Release, project: &Project) -> Result<()> {
    let (name, related) = (named(release, project), related(release, project));
    Ok(audit::changed(tx, caller, change, Some(&release.space_id), ("release", &name), &related)?)
}

/// Whether the caller may look packages up in feeds.
pub(crate) fn may_look_up(caller: &Caller, space: &SpaceId) -> bool {
    caller.may(Permission::FeedView, &Place::space(space))
}
