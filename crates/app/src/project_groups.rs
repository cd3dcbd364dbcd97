//! Project groups: making, changing, removing them (domain.md PG).

use pulpo_access::permissions::{ProjectGroupCreate, ProjectGroupDelete, ProjectGroupEdit};
use pulpo_access::{Caller, Granted, Sealed};
use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, SpaceId};
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_store::{Page, Query, Topic, Tx};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::named::{self, Filter, Named};

const LONGEST_NAME: usize = 200;

/// What a person can say about a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    pub environment_ids: Vec<EnvironmentId>,
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<ProjectGroup> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let id = ProjectGroupId::numbered(tx.next_number(ProjectGroupId::COLLECTION)?);
        let blank = ProjectGroup {
            id,
            space_id: space,
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            environment_ids: Vec::new(),
            is_default: false,
        };
        let granted = Granted::<ProjectGroupCreate, _>::create(edited(tx, blank, edit)?, &caller)?;
        tx.insert(&granted)?;
        record(tx, &caller, Change::Created, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<ProjectGroup> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ProjectGroupEdit>(tx, &caller, &space, &id)?;
        let before = granted.clone();
        let changed = edited(tx, before.clone(), edit)?;
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        let what = ("project group", granted.name.as_str());
        audit::modified(tx, &caller, Some(&space), what, &[granted.id.as_str()], (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ProjectGroupDelete>(tx, &caller, &space, &id)?;
        if granted.is_default {
            return Err(Error::invalid(format!(
                "project group \"{}\" is the default group of its space and cannot be deleted",
                granted.name
            )));
        }
        if tx.exists::<Project>(&Query::new().eq("project_group_id", granted.id.as_str()))? {
            return Err(Error::invalid(format!(
                "project group \"{}\" still holds projects; move or delete the projects first",
                granted.name
            )));
        }
        let restricted =
            tx.list::<pulpo_domain::account::ScopedUserRole>(&Query::new().eq("space_id", space.as_str()))?;
        if let Some(role) = restricted.iter().find(|role| role.project_group_ids.contains(&granted.id)) {
            return Err(Error::invalid(format!(
                "project group \"{}\" restricts a role of team {}; remove it there first",
                granted.name, role.team_id
            )));
        }
        tx.delete(&granted)?;
        tx.wake(Topic::Access);
        record(tx, &caller, Change::Deleted, &granted)?;
        Ok(())
    })
    .await
}

/// The projects of a group that the caller may see.
pub async fn projects(app: &App, caller: &Caller, space: &SpaceId, id: &str, filter: Filter) -> Result<Page<Project>> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let group = named::get_in::<ProjectGroup>(tx, &caller, &space, &id)?;
        named::list_in(tx, &caller, &space, Query::new().eq("project_group_id", group.id.as_str()), &filter)
    })
    .await
}

fn edited(tx: &mut Tx<'_>, mut group: ProjectGroup, edit: Edit) -> Result<ProjectGroup> {
    let id = group.id.to_string();
    let unique = Query::new().eq("space_id", group.space_id.as_str());
    group.name = named::free_name::<ProjectGroup>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    if group.slug.is_empty() {
        group.slug = named::free_slug::<ProjectGroup>(tx, &unique, &group.name, &id)?;
    }
    group.description = edit.description;
    group.environment_ids = edit.environment_ids;
    Ok(group)
}

fn open<P: pulpo_access::Permits>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
) -> Result<Granted<P, ProjectGroup>> {
    Ok(Sealed::new(named::find::<ProjectGroup>(tx, space, id)?).open::<P>(caller, ProjectGroup::VIEW, id)?)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, group: &ProjectGroup) -> Result<()> {
    Ok(audit::changed(tx, caller, change, Some(&group.space_id), ("project group", &group.name), &[group.id.as_str()])?)
}
