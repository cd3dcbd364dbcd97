//! Library variable sets and script modules: making, changing, removing them (domain.md VA-14).

use std::collections::BTreeMap;

use pulpo_access::permissions::{LibraryVariableSetCreate, LibraryVariableSetDelete, LibraryVariableSetEdit};
use pulpo_access::{Caller, Granted, Permission, Place};
use pulpo_domain::ids::{LibraryVariableSetId, ProjectId, SpaceId, VariableSetId};
use pulpo_domain::library_variable_set::{ContentType, LibraryVariableSet};
use pulpo_domain::project::Project;
use pulpo_domain::variables::VariableSet;
use pulpo_store::{Page, Query, Tx, params};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Filter};

const LONGEST_NAME: usize = 200;

/// What a person can say about a library set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    /// Counts only when the set is made.
    pub content_type: ContentType,
}

pub async fn list(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    content_type: Option<ContentType>,
    filter: Filter,
) -> Result<Page<LibraryVariableSet>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| {
        let mut query = Query::new();
        if let Some(wanted) = content_type {
            query = query.eq("content_type", wanted.name());
        }
        named::list_in(tx, &caller, &space, query, &filter)
    })
    .await
}

impl Changing for LibraryVariableSet {
    fn related(&self) -> Vec<&str> {
        vec![self.variable_set_id.as_str()]
    }
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<LibraryVariableSet> {
    let make = |tx: &mut Tx<'_>, space: SpaceId| {
        let id = LibraryVariableSetId::numbered(tx.next_number(LibraryVariableSetId::COLLECTION)?);
        let blank = LibraryVariableSet {
            variable_set_id: VariableSetId::new(format!("variableset-{id}")),
            id,
            space_id: space,
            name: String::new(),
            description: String::new(),
            content_type: edit.content_type,
            saves: 0,
        };
        let set = edited(tx, blank, edit)?;
        // A refusal that comes later takes this along: it is one transaction.
        let variables = VariableSet {
            id: set.variable_set_id.clone(),
            space_id: set.space_id.clone(),
            owner_id: set.id.to_string(),
            version: 0,
            variables: Vec::new(),
            is_snapshot: false,
        };
        tx.insert(&Granted::<LibraryVariableSetCreate, _>::by_server(variables))?;
        Ok(set)
    };
    change::create::<LibraryVariableSetCreate, _>(app, caller, space, make).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<LibraryVariableSet> {
    let change = |tx: &mut Tx<'_>, set: LibraryVariableSet| {
        let saves = set.saves + 1;
        Ok(LibraryVariableSet { saves, ..edited(tx, set, edit)? })
    };
    change::modify::<LibraryVariableSetEdit, _>(app, caller, space, id, change).await
}

/// Deletes a set that no project includes and that no release has frozen.
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    change::delete::<LibraryVariableSetDelete, _>(app, caller, space, id, may_go).await
}

fn may_go(tx: &mut Tx<'_>, library: &LibraryVariableSet) -> Result<()> {
    let users = users(tx, library)?;
    let including = users.values().filter(|usage| usage.is_included).count();
    let frozen: usize = users.values().map(|usage| usage.releases.len()).sum();
    if including + frozen > 0 {
        return Err(Error::invalid(format!(
            "library variable set \"{}\" is included in {including} projects and frozen in {frozen} releases; \
             take it out of the projects and delete the releases first",
            library.name
        )));
    }
    for set in tx.list::<VariableSet>(&Query::new().eq("owner_id", library.id.as_str()))? {
        tx.delete(&Granted::<LibraryVariableSetDelete, _>::by_server(set))?;
    }
    Ok(())
}

/// What a project has of a library set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub is_included: bool,
    /// Id and version of each release that has frozen it.
    pub releases: Vec<(String, String)>,
}

/// Who uses a library set; of what the caller may not see there are only counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usages {
    pub projects: Vec<(Project, Usage)>,
    pub hidden_projects: usize,
    pub hidden_releases: usize,
}

pub async fn usages(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Usages> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let set = named::get_in::<LibraryVariableSet>(tx, &caller, &space, &id)?;
        let mut usages = Usages::default();
        for (project, mut usage) in users(tx, &set)? {
            let project = tx.must::<Project>(project.as_str())?;
            let place = Place::space(&space).project(&project.id).group(&project.project_group_id);
            if !caller.may(Permission::ReleaseView, &place) {
                usages.hidden_releases += usage.releases.len();
                usage.releases.clear();
            }
            if caller.may(Permission::ProjectView, &place) {
                usages.projects.push((project, usage));
            } else {
                usages.hidden_projects += 1;
            }
        }
        Ok(usages)
    })
    .await
}

/// Every project that includes the set or has a release with it.
fn users(tx: &mut Tx<'_>, set: &LibraryVariableSet) -> Result<BTreeMap<ProjectId, Usage>> {
    let mut users: BTreeMap<ProjectId, Usage> = BTreeMap::new();
    for project in tx.list::<Project>(&Query::new().eq("space_id", set.space_id.as_str()))? {
        if project.included_library_variable_set_ids.iter().any(|id| id == set.id.as_str()) {
            users.entry(project.id).or_default().is_included = true;
        }
    }
    // The ids of snapshots begin with that of their set; a quote before it keeps longer names apart.
    let frozen = format!("%\"{}-s-%", set.variable_set_id);
    let sql = "SELECT project_id, id, version_text FROM release WHERE space_id = $1 AND document LIKE $2";
    for row in tx.query(sql, params![set.space_id.as_str(), frozen])? {
        let usage = users.entry(ProjectId::new(row.text(0)?)).or_default();
        usage.releases.push((row.text(1)?.to_owned(), row.text(2)?.to_owned()));
    }
    Ok(users)
}

/// The sets that a project shall include: each exists, and those that are new the caller may see (PR-16).
pub(crate) fn check_included(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    before: &[String],
    wanted: &[String],
) -> Result<()> {
    for (position, id) in wanted.iter().enumerate() {
        if wanted[..position].contains(id) {
            return Err(Error::invalid(format!("library variable set \"{id}\" is included twice")));
        }
        if before.contains(id) {
            continue;
        }
        let found = named::find_optional::<LibraryVariableSet>(tx, space, id)?.filter(|set| set.id.as_str() == id);
        if !found.is_some_and(|_| caller.may(Permission::LibraryVariableSetView, &Place::space(space))) {
            return Err(Error::invalid(format!("there is no library variable set \"{id}\" in this space")));
        }
    }
    Ok(())
}

/// The live variables of the sets that a project includes, in its order.
pub(crate) fn included(tx: &mut Tx<'_>, project: &Project) -> Result<Vec<VariableSet>> {
    let mut sets = Vec::new();
    for id in &project.included_library_variable_set_ids {
        let library = tx.must::<LibraryVariableSet>(id)?;
        sets.push(tx.must::<VariableSet>(library.variable_set_id.as_str())?);
    }
    Ok(sets)
}

fn edited(tx: &mut Tx<'_>, mut set: LibraryVariableSet, edit: Edit) -> Result<LibraryVariableSet> {
    let id = set.id.to_string();
    let unique = Query::new().eq("space_id", set.space_id.as_str());
    set.name = named::free_name::<LibraryVariableSet>(tx, unique, &edit.name, LONGEST_NAME, &id)?;
    set.description = edit.description;
    Ok(set)
}
