//! Project groups: making, changing, removing them (domain.md PG).

use pulpo_access::Caller;
use pulpo_access::permissions::{ProjectGroupCreate, ProjectGroupDelete, ProjectGroupEdit};
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, SpaceId};
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_store::{Page, Query, Topic, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Filter};

const LONGEST_NAME: usize = 200;

/// What a person can say about a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    pub environment_ids: Vec<EnvironmentId>,
}

impl Changing for ProjectGroup {}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<ProjectGroup> {
    let make = |tx: &mut Tx<'_>, space: SpaceId| {
        let blank = ProjectGroup {
            id: ProjectGroupId::numbered(tx.next_number(ProjectGroupId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            environment_ids: Vec::new(),
            is_default: false,
        };
        edited(tx, blank, edit)
    };
    change::create::<ProjectGroupCreate, _>(app, caller, space, make).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<ProjectGroup> {
    change::modify::<ProjectGroupEdit, _>(app, caller, space, id, |tx, group| edited(tx, group, edit)).await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    change::delete::<ProjectGroupDelete, _>(app, caller, space, id, may_go).await
}

fn may_go(tx: &mut Tx<'_>, group: &ProjectGroup) -> Result<()> {
    let name = &group.name;
    if group.is_default {
        return Err(Error::invalid(format!(
            "project group \"{name}\" is the default group of its space and cannot be deleted"
        )));
    }
    if tx.exists::<Project>(&Query::new().eq("project_group_id", group.id.as_str()))? {
        return Err(Error::invalid(format!(
            "project group \"{name}\" still holds projects; move or delete the projects first"
        )));
    }
    let restricted = tx.list::<ScopedUserRole>(&Query::new().eq("space_id", group.space_id.as_str()))?;
    if let Some(role) = restricted.iter().find(|role| role.project_group_ids.contains(&group.id)) {
        return Err(Error::invalid(format!(
            "project group \"{name}\" restricts a role of team {}; remove it there first",
            role.team_id
        )));
    }
    tx.wake(Topic::Access);
    Ok(())
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
