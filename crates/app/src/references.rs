//! Who names an account or a certificate: the one search from which both the answer about usages and the refusal to
//! delete come (domain.md AC-09). It looks through everything that is there, so what is gone uses nothing.

use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::ids::{LibraryVariableSetId, ProjectId, ReleaseId, SpaceId};
use pulpo_domain::library_variable_set::LibraryVariableSet;
use pulpo_domain::process::{Process, PropertyValue};
use pulpo_domain::project::Project;
use pulpo_domain::release::Release;
use pulpo_domain::variables::{Variable, VariableSet, VariableValue};
use pulpo_store::{Query, Tx};

use crate::error::Result;

/// Something that names a document by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum User {
    ProjectVariable {
        project: Project,
        variable: String,
    },
    LibraryVariable {
        library: LibraryVariableSet,
        variable: String,
    },
    Step {
        project: Project,
        process_id: String,
        step_id: String,
        step: String,
    },
    /// A release whose frozen variables or steps name it.
    Release {
        project: Project,
        release_id: ReleaseId,
        version: String,
    },
}

impl User {
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::ProjectVariable { project, variable } => {
                format!("variable \"{variable}\" of project \"{}\"", project.name)
            }
            Self::LibraryVariable { library, variable } => {
                format!("variable \"{variable}\" of library variable set \"{}\"", library.name)
            }
            Self::Step { project, step, .. } => format!("step \"{step}\" of project \"{}\"", project.name),
            Self::Release { project, version, .. } => {
                format!("release {version} of project \"{}\", which has frozen it", project.name)
            }
        }
    }

    /// Whether it is only a frozen copy that names the document.
    pub(crate) fn is_frozen(&self) -> bool {
        matches!(self, Self::Release { .. })
    }

    fn is_visible(&self, caller: &Caller, space: &SpaceId) -> bool {
        let (project, permission) = match self {
            Self::LibraryVariable { .. } => {
                return caller.may(Permission::LibraryVariableSetView, &Place::space(space));
            }
            Self::ProjectVariable { project, .. } | Self::Step { project, .. } => (project, Permission::ProjectView),
            Self::Release { project, .. } => (project, Permission::ReleaseView),
        };
        caller.may(permission, &Place::space(space).project(&project.id).group(&project.project_group_id))
    }
}

/// Who names a document; of those whom the caller may not see there is only the number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usages {
    pub users: Vec<User>,
    pub hidden: usize,
}

pub(crate) fn usages(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Usages> {
    let all = users(tx, space, id)?;
    let (users, hidden): (Vec<User>, Vec<User>) = all.into_iter().partition(|user| user.is_visible(caller, space));
    Ok(Usages { users, hidden: hidden.len() })
}

/// Everything in a space that names the document with this id.
pub(crate) fn users(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Vec<User>> {
    let mut users = Vec::new();
    for set in tx.list::<VariableSet>(&naming(space, id))? {
        let Some(variable) = set.variables.iter().find(|variable| names(variable, id)) else { continue };
        if set.is_snapshot {
            users.extend(releases(tx, space, set.id.as_str())?);
            continue;
        }
        let variable = variable.name.clone();
        if set.owner_id.starts_with(ProjectId::COLLECTION) {
            users.push(User::ProjectVariable { project: tx.must(&set.owner_id)?, variable });
        } else if set.owner_id.starts_with(LibraryVariableSetId::COLLECTION) {
            users.push(User::LibraryVariable { library: tx.must(&set.owner_id)?, variable });
        }
    }
    for process in tx.list::<Process>(&naming(space, id))? {
        let Some((step_id, step)) = naming_step(&process, id) else { continue };
        if process.is_snapshot {
            users.extend(releases(tx, space, process.id.as_str())?);
        } else {
            let (project, process_id) = (tx.must(process.project_id.as_str())?, process.id.to_string());
            users.push(User::Step { project, process_id, step_id, step });
        }
    }
    let mut known = Vec::new();
    users.retain(|user| match user {
        User::Release { release_id, .. } if known.contains(release_id) => false,
        User::Release { release_id, .. } => {
            known.push(release_id.clone());
            true
        }
        User::ProjectVariable { .. } | User::LibraryVariable { .. } | User::Step { .. } => true,
    });
    Ok(users)
}

/// Documents with the id in quotes somewhere; what they mean by it is looked at afterwards.
fn naming(space: &SpaceId, id: &str) -> Query {
    Query::new().eq("space_id", space.as_str()).raw("document LIKE $1", &[format!("%\"{id}\"%").into()])
}

fn names(variable: &Variable, id: &str) -> bool {
    variable.reference().is_some() && matches!(&variable.value, VariableValue::Plain(text) if text == id)
}

/// The first step that names the document in a property of its own or of an action.
fn naming_step(process: &Process, id: &str) -> Option<(String, String)> {
    let named = |value: &PropertyValue| matches!(value, PropertyValue::Plain(text) if text == id);
    let step = process.steps.iter().find(|step| {
        let actions = step.actions.iter().map(|action| &action.properties);
        std::iter::once(&step.properties).chain(actions).any(|properties| properties.0.values().any(named))
    })?;
    Some((step.id.clone(), step.name.clone()))
}

/// The releases with a snapshot.
fn releases(tx: &mut Tx<'_>, space: &SpaceId, snapshot: &str) -> Result<Vec<User>> {
    let mut users = Vec::new();
    for release in tx.list::<Release>(&naming(space, snapshot))? {
        let project = tx.must(release.project_id.as_str())?;
        users.push(User::Release { project, release_id: release.id, version: release.version });
    }
    Ok(users)
}
