//! Lifecycles: making, changing, removing them (domain.md LC).

use pulpo_access::Caller;
use pulpo_access::permissions::{LifecycleCreate, LifecycleDelete, LifecycleEdit};
use pulpo_domain::ambient;
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, LifecycleId, SpaceId};
use pulpo_domain::lifecycle::{Lifecycle, Phase};
use pulpo_domain::project::Project;
use pulpo_domain::retention::RetentionPolicy;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Named};

const LONGEST_NAME: usize = 200;

/// What a person can say about a lifecycle. A phase without an id is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    pub phases: Vec<Phase>,
    pub release_retention: RetentionPolicy,
    pub tentacle_retention: RetentionPolicy,
}

impl Changing for Lifecycle {}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Lifecycle> {
    let make = |tx: &mut Tx<'_>, space: SpaceId| {
        let blank = Lifecycle {
            id: LifecycleId::numbered(tx.next_number(LifecycleId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            phases: Vec::new(),
            release_retention: RetentionPolicy::FOREVER,
            tentacle_retention: RetentionPolicy::FOREVER,
            is_default: false,
        };
        edited(tx, blank, edit)
    };
    change::create::<LifecycleCreate, _>(app, caller, space, make).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Lifecycle> {
    change::modify::<LifecycleEdit, _>(app, caller, space, id, |tx, lifecycle| edited(tx, lifecycle, edit)).await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    change::delete::<LifecycleDelete, _>(app, caller, space, id, may_go).await
}

fn may_go(tx: &mut Tx<'_>, lifecycle: &Lifecycle) -> Result<()> {
    let on_it = Query::new().eq("lifecycle_id", lifecycle.id.as_str());
    let projects = tx.list::<Project>(&on_it)?.into_iter().map(|project| format!("project \"{}\"", project.name));
    let channels = tx
        .list::<Channel>(&on_it)?
        .into_iter()
        .map(|channel| format!("channel \"{}\" of {}", channel.name, channel.project_id));
    change::unused(lifecycle, &projects.chain(channels).collect::<Vec<_>>(), "")?;
    if tx.count::<Lifecycle>(&Query::new().eq("space_id", lifecycle.space_id.as_str()))? == 1 {
        return Err(Error::invalid(format!(
            "lifecycle \"{}\" is the only one of its space and cannot be deleted",
            lifecycle.name
        )));
    }
    Ok(())
}

/// The lifecycle with the phases that it implies (LC-05, LC-06).
pub async fn preview(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Lifecycle> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let mut lifecycle = named::get_in::<Lifecycle>(tx, &caller, &space, &id)?;
        lifecycle.phases = lifecycle.implied_phases(&ordered_environments(tx, &space)?);
        Ok(lifecycle)
    })
    .await
}

/// The projects on a lifecycle that the caller may see.
pub async fn projects(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Vec<Project>> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let lifecycle = named::get_in::<Lifecycle>(tx, &caller, &space, &id)?;
        let on_it = Query::new().eq("lifecycle_id", lifecycle.id.as_str());
        Ok(named::list_in(tx, &caller, &space, on_it, &named::Filter::all())?.items)
    })
    .await
}

/// The environments of a space in their sort order, with their names: what implied phases are made of.
pub(crate) fn ordered_environments(tx: &mut Tx<'_>, space: &SpaceId) -> Result<Vec<(EnvironmentId, String)>> {
    let query = Query::new().eq("space_id", space.as_str()).order(Environment::ORDER);
    let environments = tx.list::<Environment>(&query)?;
    Ok(environments.into_iter().map(|environment| (environment.id, environment.name)).collect())
}

fn edited(tx: &mut Tx<'_>, mut lifecycle: Lifecycle, edit: Edit) -> Result<Lifecycle> {
    let id = lifecycle.id.to_string();
    let unique = Query::new().eq("space_id", lifecycle.space_id.as_str());
    lifecycle.name = named::free_name::<Lifecycle>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    if lifecycle.slug.is_empty() {
        lifecycle.slug = named::free_slug::<Lifecycle>(tx, &unique, &lifecycle.name, &id)?;
    }
    lifecycle.description = edit.description;
    lifecycle.phases = edit.phases;
    lifecycle.release_retention = edit.release_retention;
    lifecycle.tentacle_retention = edit.tentacle_retention;
    for phase in &mut lifecycle.phases {
        if phase.id.is_empty() {
            phase.id = ambient::guid(tx.random());
        }
    }
    lifecycle.check().map_err(Error::invalid)?;
    let named: Vec<&EnvironmentId> = lifecycle.phases.iter().flat_map(Phase::environments).collect();
    for environment in named {
        let present = tx.load::<Environment>(environment.as_str())?;
        if present.is_none_or(|found| found.record.space_id != lifecycle.space_id) {
            return Err(Error::invalid(format!("a phase names environment {environment}, which is not in this space")));
        }
    }
    Ok(lifecycle)
}
