//! Looking at releases.

use std::collections::BTreeSet;

use pulpo_access::{Caller, Permission, Place, Sealed};
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::release::{Release, needed_packages};
use pulpo_domain::variables::VariableSet;
use pulpo_store::{Page, Query, Tx};

use super::{SCOPE, VIEW, progression, see};
use crate::app::App;
use crate::error::{Error, Result};
use crate::library_variable_sets;
use crate::named::{self, Filter, Named};
use crate::projects;

/// Newest first.
const ORDER: &str = "assembled DESC, id DESC";

pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Release> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| see(tx, &caller, &space, &id)).await
}

pub async fn list(app: &App, caller: &Caller, space: &SpaceId, filter: Filter) -> Result<Page<Release>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| page(tx, &caller, &space, Query::new(), &filter)).await
}

fn page(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, query: Query, filter: &Filter) -> Result<Page<Release>> {
    let mut query =
        query.eq("space_id", space.as_str()).scope(&caller.scope_of_any(VIEW, Some(space)), SCOPE).order(ORDER);
    if !filter.ids.is_empty() {
        query = query.one_of("id", &filter.ids);
    }
    Ok(tx.page(&query, filter.skip, filter.take)?)
}

/// The releases of a project, newest first; `search` is a part of the version.
pub async fn of_project(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    project: &str,
    search: Option<&str>,
    filter: Filter,
) -> Result<Page<Release>> {
    let (caller, space, project, search) =
        (caller.clone(), space.clone(), project.to_owned(), search.map(str::to_owned));
    app.read(move |tx| {
        let project = projects::around(tx, &caller, &space, &project, VIEW)?;
        let mut query = Query::new().eq("project_id", project.id.as_str());
        if let Some(search) = search {
            query = query.contains("LOWER(version_text)", &search);
        }
        page(tx, &caller, &space, query, &filter)
    })
    .await
}

pub async fn of_channel(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    channel: &str,
    search: Option<&str>,
    filter: Filter,
) -> Result<Page<Release>> {
    let (caller, space, channel, search) =
        (caller.clone(), space.clone(), channel.to_owned(), search.map(str::to_owned));
    app.read(move |tx| {
        let channel = named::get_in::<Channel>(tx, &caller, &space, &channel)?;
        let mut query = Query::new().eq("channel_id", channel.id.as_str());
        if let Some(search) = search {
            query = query.contains("LOWER(version_text)", &search);
        }
        page(tx, &caller, &space, query, &filter)
    })
    .await
}

/// The release with exactly this version text.
pub async fn by_version(app: &App, caller: &Caller, space: &SpaceId, project: &str, version: &str) -> Result<Release> {
    let (caller, space, project, version) = (caller.clone(), space.clone(), project.to_owned(), version.to_owned());
    app.read(move |tx| {
        let project = projects::around(tx, &caller, &space, &project, VIEW)?;
        by_version_in(tx, &caller, &project, &version)
    })
    .await
}

pub(crate) fn by_version_in(tx: &mut Tx<'_>, caller: &Caller, project: &Project, version: &str) -> Result<Release> {
    let query = Query::new().eq("project_id", project.id.as_str()).eq("version_text", version).take(1);
    caller.require_somewhere(VIEW, &project.space_id)?;
    let found = tx.list::<Release>(&query)?.pop().ok_or_else(|| Error::not_found("release", version))?;
    Ok(Sealed::new(found).open_to_see(caller, VIEW, version)?)
}

/// Whether the project includes other library sets than the release has frozen, or other versions of them.
fn libraries_differ(tx: &mut Tx<'_>, release: &Release, project: &Project) -> Result<bool> {
    let of = |set: &VariableSet| (set.owner_id.clone(), set.version);
    let live: Vec<_> = library_variable_sets::included(tx, project)?.iter().map(of).collect();
    let mut frozen = Vec::new();
    for id in &release.library_variable_set_snapshot_ids {
        frozen.push(of(&tx.must::<VariableSet>(id.as_str())?));
    }
    Ok(live != frozen)
}

/// What a client needs to deploy a release (RE-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub is_process_modified: bool,
    pub is_variable_set_modified: bool,
    pub is_library_variable_set_modified: bool,
    /// Where the caller may deploy the release now.
    pub promote_to: Vec<Environment>,
    /// Where the caller might, but the release may not go now, and why.
    pub not_now: Vec<(Environment, String)>,
}

pub async fn template(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<(Release, Template)> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let release = see(tx, &caller, &space, &id)?;
        let project = tx.must::<Project>(release.project_id.as_str())?;
        let live = tx.must::<Process>(project.deployment_process_id.as_str())?;
        let frozen = tx.must::<Process>(release.process_snapshot_id.as_str())?;
        let variables = tx.must::<VariableSet>(project.variable_set_id.as_str())?;
        let frozen_variables = tx.must::<VariableSet>(release.variable_set_snapshot_id.as_str())?;
        let (way, lifecycle) = progression::way_of(tx, &release, &project, None)?;
        let defect = release
            .defects
            .iter()
            .find(|defect| !defect.is_resolved)
            .map(|defect| defect.description.clone())
            .unwrap_or_default();
        let mut template = Template {
            is_process_modified: live.version != frozen.version,
            is_variable_set_modified: variables.version != frozen_variables.version,
            is_library_variable_set_modified: libraries_differ(tx, &release, &project)?,
            promote_to: Vec::new(),
            not_now: Vec::new(),
        };
        let deployable: BTreeSet<_> = way.deployable.iter().cloned().collect();
        // What the caller may not deploy to is left out, name and all (access.md 6.1).
        for environment in
            tx.list::<Environment>(&Query::new().eq("space_id", space.as_str()).order(Environment::ORDER))?
        {
            let place = Place::space(&space).project(&project.id).environment(&environment.id);
            if !caller.may(Permission::DeploymentCreate, &place) {
                continue;
            }
            if deployable.contains(&environment.id) {
                template.promote_to.push(environment);
            } else if let Err(refusal) = way.check(&environment.id) {
                let error = pulpo_domain::deployment::DeploymentError::from_lifecycle(
                    refusal,
                    &release.version,
                    &environment.name,
                    &lifecycle.name,
                    &defect,
                );
                template.not_now.push((environment, error.to_string()));
            }
        }
        Ok((release, template))
    })
    .await
}

/// The packages of a release that are no longer in their feeds (RE-19).
pub async fn missing_packages(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Vec<(String, String)>> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let release = see(tx, &caller, &space, &id)?;
        let process = tx.must::<Process>(release.process_snapshot_id.as_str())?;
        let mut missing = Vec::new();
        for needed in needed_packages(&process, &release.channel_id) {
            let Some(version) = release.selected_version(needed.action, &needed.reference.name) else { continue };
            let id = &needed.reference.package_id;
            if needed.reference.is_resolvable() && crate::packages::find_version(tx, &space, id, version)?.is_none() {
                missing.push((id.clone(), version.to_owned()));
            }
        }
        Ok(missing)
    })
    .await
}
