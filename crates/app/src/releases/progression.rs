//! How far releases have come (LC-13, DB-05).

use std::collections::{BTreeMap, BTreeSet};

use pulpo_access::{Caller, Permission};
use pulpo_domain::channel::Channel;
use pulpo_domain::dashboard::Item;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, SpaceId, TenantId};
use pulpo_domain::lifecycle::{self, Lifecycle, PhaseProgress, Progression};
use pulpo_domain::project::Project;
use pulpo_domain::release::Release;
use pulpo_domain::task::Task;
use pulpo_store::{Query, Tx};

use super::{SCOPE, VIEW, see};
use crate::app::App;
use crate::deployments;
use crate::error::Result;
use crate::lifecycles::ordered_environments;
use crate::{named, projects};

/// The lifecycle that counts for a release, read as it is now: the channel's, else the project's (LC-07).
pub fn lifecycle_of(tx: &mut Tx<'_>, release: &Release, project: &Project) -> Result<Lifecycle> {
    let channel = tx.must::<Channel>(release.channel_id.as_str())?;
    let id = channel.lifecycle_id.unwrap_or_else(|| project.lifecycle_id.clone());
    Ok(tx.must::<Lifecycle>(id.as_str())?)
}

/// The way of a release for one tenant or none, with its lifecycle (LC-08).
pub fn way_of(
    tx: &mut Tx<'_>,
    release: &Release,
    project: &Project,
    tenant: Option<&TenantId>,
) -> Result<(Progression, Lifecycle)> {
    let lifecycle = lifecycle_of(tx, release, project)?;
    let phases = lifecycle.implied_phases(&ordered_environments(tx, &release.space_id)?);
    let succeeded = tx.environments_reached(release, tenant)?;
    Ok((lifecycle::progression(phases, &succeeded, release.has_open_defect()), lifecycle))
}

/// A phase with the deployments that the caller may see.
#[derive(Debug, Clone)]
pub struct PhaseView {
    pub progress: PhaseProgress,
    pub deployments: Vec<(Deployment, Task)>,
}

/// A release's way as the caller may see it.
pub async fn of_release(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
) -> Result<(Progression, Vec<PhaseView>)> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let release = see(tx, &caller, &space, &id)?;
        let project = tx.must::<Project>(release.project_id.as_str())?;
        let (mut way, _) = way_of(tx, &release, &project, None)?;
        let query = Query::new()
            .eq("release_id", release.id.as_str())
            .scope(&caller.scope(Permission::DeploymentView, Some(&space)), deployments::SCOPE)
            .order("created DESC");
        let mut by_environment: BTreeMap<EnvironmentId, Vec<(Deployment, Task)>> = BTreeMap::new();
        for deployment in tx.list::<Deployment>(&query)? {
            let task = tx.must::<Task>(deployment.task_id.as_str())?;
            by_environment.entry(deployment.environment_id.clone()).or_default().push((deployment, task));
        }
        hide(tx, &caller, &space, &mut way)?;
        let phases = way.phases.iter().map(|progress| PhaseView {
            progress: progress.clone(),
            deployments: progress.phase.environments().filter_map(|id| by_environment.remove(id)).flatten().collect(),
        });
        let phases = phases.collect();
        Ok((way, phases))
    })
    .await
}

/// Leaves out the environments that the caller may not know of.
fn hide(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, way: &mut Progression) -> Result<()> {
    let seen = named::list_in::<Environment>(tx, caller, space, Query::new(), &named::Filter::all())?.items;
    let seen: BTreeSet<EnvironmentId> = seen.into_iter().map(|environment| environment.id).collect();
    way.deployable.retain(|id| seen.contains(id));
    way.next.retain(|id| seen.contains(id));
    for entry in &mut way.phases {
        entry.phase.automatic.retain(|id| seen.contains(id));
        entry.phase.manual.retain(|id| seen.contains(id));
    }
    way.phases.retain(|entry| entry.phase.environments().next().is_some());
    Ok(())
}

/// A project's releases beside each other.
#[derive(Debug, Clone)]
pub struct ProjectProgression {
    pub environments: Vec<Environment>,
    pub releases: Vec<ReleaseView>,
}

#[derive(Debug, Clone)]
pub struct ReleaseView {
    pub release: Release,
    pub channel: Channel,
    pub deployments: BTreeMap<EnvironmentId, Vec<Item>>,
    pub next: Vec<EnvironmentId>,
}

/// How many releases a project's overview shows at most, unless more are asked for.
const SHOWN: i64 = 30;

/// The newest releases of a project with their deployments.
pub async fn of_project(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    project: &str,
    count: Option<i64>,
) -> Result<ProjectProgression> {
    let (caller, space, project) = (caller.clone(), space.clone(), project.to_owned());
    app.read(move |tx| {
        let project = projects::around(tx, &caller, &space, &project, VIEW)?;
        let environments =
            named::list_in::<Environment>(tx, &caller, &space, Query::new(), &named::Filter::all())?.items;
        let query = Query::new()
            .eq("project_id", project.id.as_str())
            .scope(&caller.scope_of_any(VIEW, Some(&space)), SCOPE)
            .order("assembled DESC, id DESC")
            .take(count.unwrap_or(SHOWN).clamp(1, 1000));
        let mut releases = Vec::new();
        for release in tx.list::<Release>(&query)? {
            let channel = tx.must::<Channel>(release.channel_id.as_str())?;
            let (mut way, _) = way_of(tx, &release, &project, None)?;
            hide(tx, &caller, &space, &mut way)?;
            let own = Query::new()
                .eq("release_id", release.id.as_str())
                .scope(&caller.scope(Permission::DeploymentView, Some(&space)), deployments::SCOPE)
                .order("created DESC");
            let mut deployments: BTreeMap<EnvironmentId, Vec<Item>> = BTreeMap::new();
            for deployment in tx.list::<Deployment>(&own)? {
                let task = tx.must::<Task>(deployment.task_id.as_str())?;
                let item = Item::of(&deployment, &task, &release.version);
                deployments.entry(deployment.environment_id).or_default().push(item);
            }
            releases.push(ReleaseView { release, channel, deployments, next: way.next });
        }
        Ok(ProjectProgression { environments, releases })
    })
    .await
}
