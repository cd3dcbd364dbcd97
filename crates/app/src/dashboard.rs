//! The dashboard: the last attempt of each project in each environment, from cells that are kept at every change
//! (domain.md DB).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pulpo_access::{Caller, Permission};
use pulpo_domain::channel::Channel;
use pulpo_domain::dashboard::Cell;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, LifecycleId, ProjectId, SpaceId};
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::Result;
use crate::named::{self, Filter};

mod configuration;

pub use configuration::{Configuration, configuration, configure};

/// What a dashboard is asked for; empty lists do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub projects: Vec<String>,
    pub environments: Vec<String>,
    /// Only cells that show this release.
    pub release: Option<String>,
    /// What the caller has chosen to see, unless the request names things itself.
    pub configured: bool,
}

/// What a dashboard shows. Nothing of it is hidden from the caller.
#[derive(Debug, Clone)]
pub struct Dashboard {
    pub projects: Vec<ProjectRow>,
    pub groups: Vec<ProjectGroup>,
    pub environments: Vec<Environment>,
    pub cells: Vec<Cell>,
    /// The caller's configuration leaves something out.
    pub is_filtered: bool,
    pub project_limit: Option<u32>,
}

/// A project with the environments to which it can go, in their order.
#[derive(Debug, Clone)]
pub struct ProjectRow {
    pub project: Project,
    pub environment_ids: Vec<EnvironmentId>,
}

pub async fn dashboard(app: &App, caller: &Caller, space: &SpaceId, asked: Asked) -> Result<Dashboard> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| dashboard_in(tx, &caller, &space, &asked)).await
}

fn dashboard_in(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, asked: &Asked) -> Result<Dashboard> {
    let chosen = if asked.configured { configuration::load(tx, caller, space)? } else { Configuration::default() };
    let environments = Filter { ids: asked.environments.clone(), ..Filter::all() };
    let mut environments = named::list_in::<Environment>(tx, caller, space, Query::new(), &environments)?.items;
    environments.retain(|environment| chosen.includes_environment(&environment.id));
    let projects = Filter { ids: asked.projects.clone(), ..Filter::all() };
    let mut projects = named::list_in::<Project>(tx, caller, space, Query::new(), &projects)?.items;
    projects.retain(|project| chosen.includes_project(project));
    if let Some(limit) = chosen.project_limit {
        projects.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    let groups: BTreeSet<&str> = projects.iter().map(|project| project.project_group_id.as_str()).collect();
    let all_groups = named::list_in::<ProjectGroup>(tx, caller, space, Query::new(), &Filter::all())?.items;
    let groups = all_groups.into_iter().filter(|group| groups.contains(group.id.as_str())).collect();

    let scope = caller.scope(Permission::DeploymentView, Some(space));
    let mut cells = tx.dashboard(space, &scope, &asked.projects, &asked.environments)?;
    let shown: BTreeSet<&ProjectId> = projects.iter().map(|project| &project.id).collect();
    let columns: BTreeSet<&EnvironmentId> = environments.iter().map(|environment| &environment.id).collect();
    cells.retain(|cell| {
        let item = &cell.latest;
        let is_asked = asked.release.as_ref().is_none_or(|release| item.release_id.as_str() == release);
        is_asked && shown.contains(&item.project_id) && columns.contains(&item.environment_id)
    });
    let reach = Reaches::load(tx, space)?;
    let rows = projects.into_iter().map(|project| {
        let environment_ids = reach.of(&project, &environments);
        ProjectRow { project, environment_ids }
    });
    Ok(Dashboard {
        projects: rows.collect(),
        groups,
        environments,
        cells,
        is_filtered: chosen.is_filtering(),
        project_limit: chosen.project_limit,
    })
}

/// To which environments lifecycles lead, and which lifecycles projects have.
struct Reaches {
    /// Nothing: to all of the space (LC-05).
    lifecycles: HashMap<LifecycleId, Option<BTreeSet<EnvironmentId>>>,
    /// Lifecycles of channels, beside those of the projects themselves.
    channels: BTreeMap<ProjectId, Vec<LifecycleId>>,
}

impl Reaches {
    fn load(tx: &mut Tx<'_>, space: &SpaceId) -> Result<Self> {
        let in_space = Query::new().eq("space_id", space.as_str());
        let lifecycles = tx.list::<Lifecycle>(&in_space)?.into_iter().map(|lifecycle| {
            let environments = lifecycle.phases.iter().flat_map(|phase| phase.environments().cloned()).collect();
            // A phase without environments stands for all that no earlier one names (LC-06).
            let all = lifecycle.phases.is_empty()
                || lifecycle.phases.iter().any(|phase| phase.environments().next().is_none());
            (lifecycle.id, (!all).then_some(environments))
        });
        let lifecycles = lifecycles.collect();
        let mut channels: BTreeMap<ProjectId, Vec<LifecycleId>> = BTreeMap::new();
        for channel in tx.list::<Channel>(&in_space.raw("lifecycle_id IS NOT NULL", &[]))? {
            channels.entry(channel.project_id).or_default().extend(channel.lifecycle_id);
        }
        Ok(Self { lifecycles, channels })
    }

    fn of(&self, project: &Project, environments: &[Environment]) -> Vec<EnvironmentId> {
        let own = std::iter::once(&project.lifecycle_id).chain(self.channels.get(&project.id).into_iter().flatten());
        let sets: Vec<&Option<BTreeSet<EnvironmentId>>> = own.filter_map(|id| self.lifecycles.get(id)).collect();
        let leads = |id: &EnvironmentId| sets.iter().any(|set| set.as_ref().is_none_or(|set| set.contains(id)));
        environments.iter().map(|environment| &environment.id).filter(|id| leads(id)).cloned().collect()
    }
}
