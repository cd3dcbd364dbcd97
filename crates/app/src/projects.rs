//! Projects: making, changing, removing them, with all that belongs to one (domain.md PR).

mod around;

pub use around::get_around;

pub(crate) use around::around;

use pulpo_access::permissions::{ProjectCreate, ProjectDelete, ProjectEdit};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed};
use pulpo_domain::ambient;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::{ChannelId, LifecycleId, ProcessId, ProjectGroupId, ProjectId, SpaceId, VariableSetId};
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_domain::process::Process;
use pulpo_domain::project::{DeploymentSettings, Project, VersioningStrategy};
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::release::Release;
use pulpo_domain::task::Task;
use pulpo_domain::variables::VariableSet;
use pulpo_store::{Query, Topic, Tx, params};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::library_variable_sets;
use crate::named::{self, Named};

const LONGEST_NAME: usize = 200;

/// What a person can say about a project. What is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub slug: Option<String>,
    pub description: String,
    pub is_disabled: bool,
    pub project_group_id: String,
    pub lifecycle_id: String,
    pub included_library_variable_set_ids: Vec<String>,
    pub tenanted_deployment_mode: Option<TenantedDeploymentMode>,
    pub discrete_channel_release: bool,
    pub auto_create_release: bool,
    pub allow_ignore_channel_rules: Option<bool>,
    pub settings: Option<DeploymentSettings>,
}

/// Makes a project with an empty process, an empty variable set and a default channel (PR-03).
pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Project> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let id = ProjectId::numbered(tx.next_number(ProjectId::COLLECTION)?);
        let blank = Project {
            space_id: space.clone(),
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            is_disabled: false,
            project_group_id: ProjectGroupId::new(""),
            lifecycle_id: LifecycleId::new(""),
            variable_set_id: VariableSetId::new(format!("variableset-{id}")),
            deployment_process_id: ProcessId::new(format!("deploymentprocess-{id}")),
            included_library_variable_set_ids: Vec::new(),
            tenanted_deployment_mode: TenantedDeploymentMode::Untenanted,
            discrete_channel_release: false,
            auto_create_release: false,
            allow_ignore_channel_rules: true,
            cloned_from_project_id: None,
            settings: DeploymentSettings::default(),
            id,
        };
        let project = edited(tx, &caller, blank, edit)?;
        // Creating is scoped by the group alone: the project is not there yet (PG-04).
        caller.require::<ProjectCreate>(&Place::space(&space).group(&project.project_group_id))?;
        let granted = Granted::<ProjectCreate, _>::create(project, &caller)?;
        tx.insert(&granted)?;
        make_parts(tx, &granted)?;
        tx.wake(Topic::Access);
        record(tx, &caller, Change::Created, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

fn make_parts(tx: &mut Tx<'_>, project: &Project) -> Result<()> {
    let process = Process {
        id: project.deployment_process_id.clone(),
        space_id: project.space_id.clone(),
        project_id: project.id.clone(),
        steps: Vec::new(),
        version: 0,
        last_snapshot_id: None,
        is_snapshot: false,
    };
    tx.insert(&Granted::<ProjectCreate, _>::by_server(process))?;
    let variables = VariableSet {
        id: project.variable_set_id.clone(),
        space_id: project.space_id.clone(),
        owner_id: project.id.to_string(),
        version: 0,
        variables: Vec::new(),
        is_snapshot: false,
    };
    tx.insert(&Granted::<ProjectCreate, _>::by_server(variables))?;
    let channel = Channel {
        id: ChannelId::numbered(tx.next_number(ChannelId::COLLECTION)?),
        space_id: project.space_id.clone(),
        project_id: project.id.clone(),
        name: "Default".to_owned(),
        slug: "default".to_owned(),
        description: None,
        is_default: true,
        lifecycle_id: None,
        rules: Vec::new(),
        tenant_tags: Vec::new(),
    };
    tx.insert(&Granted::<ProjectCreate, _>::by_server(channel))?;
    Ok(())
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Project> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ProjectEdit>(tx, &caller, &space, &id)?;
        let changed = edited(tx, &caller, granted.clone(), edit)?;
        let moved = changed.project_group_id != granted.project_group_id;
        if moved {
            caller.require::<ProjectCreate>(&Place::space(&space).group(&changed.project_group_id))?;
            tx.wake(Topic::Access);
        }
        let before = granted.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        record_change(tx, &caller, &before, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Changes the deployment settings alone (PR-02).
pub async fn modify_settings(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    settings: DeploymentSettings,
) -> Result<Project> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<pulpo_access::permissions::ProcessEdit>(tx, &caller, &space, &id)?;
        let mut changed = granted.clone();
        changed.settings = settings;
        check_versioning(tx, &changed)?;
        let before = granted.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        record_change(tx, &caller, &before, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Removes a project and all that belongs to it (PR-15).
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ProjectDelete>(tx, &caller, &space, &id)?;
        let own = Query::new().eq("project_id", granted.id.as_str());
        if tx.exists::<Task>(&own.clone().eq("is_completed", false))? {
            return Err(Error::invalid(format!(
                "project \"{}\" has a deployment that is queued or executing; cancel it first",
                granted.name
            )));
        }
        let roles = tx.list::<pulpo_domain::account::ScopedUserRole>(&Query::new().eq("space_id", space.as_str()))?;
        // A restriction that loses its last project must not become a grant to all of them.
        if let Some(role) = roles.iter().find(|role| role.project_ids.contains(&granted.id)) {
            return Err(Error::invalid(format!(
                "project \"{}\" restricts a role of team {}; remove it there first",
                granted.name, role.team_id
            )));
        }
        for deployment in tx.list::<Deployment>(&own)? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(deployment))?;
        }
        for task in tx.list::<Task>(&own)? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(task))?;
        }
        for release in tx.list::<Release>(&own)? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(release))?;
        }
        for channel in tx.list::<Channel>(&own)? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(channel))?;
        }
        for process in tx.list::<Process>(&own)? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(process))?;
        }
        for set in tx.list::<VariableSet>(&Query::new().eq("owner_id", granted.id.as_str()))? {
            tx.delete(&Granted::<ProjectDelete, _>::by_server(set))?;
        }
        tx.execute("DELETE FROM process_package WHERE project_id = $1", params![granted.id.as_str()])?;
        tx.execute("DELETE FROM dashboard_item WHERE project_id = $1", params![granted.id.as_str()])?;
        tx.delete(&granted)?;
        tx.wake(Topic::Access);
        record(tx, &caller, Change::Deleted, &granted)?;
        Ok(())
    })
    .await
}

fn edited(tx: &mut Tx<'_>, caller: &Caller, mut project: Project, edit: Edit) -> Result<Project> {
    let id = project.id.to_string();
    let space = project.space_id.clone();
    let unique = Query::new().eq("space_id", space.as_str());
    project.name = named::free_name::<Project>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    let wanted = edit.slug.filter(|slug| !slug.trim().is_empty() && *slug != project.slug);
    if let Some(slug) = wanted.as_ref().or(project.slug.is_empty().then_some(&project.name)) {
        project.slug = named::free_slug::<Project>(tx, &unique, slug, &id)?;
    }
    if edit.project_group_id.is_empty() {
        return Err(Error::invalid("a project needs a project group: give ProjectGroupId"));
    }
    if edit.lifecycle_id.is_empty() {
        return Err(Error::invalid("a project needs a lifecycle: give LifecycleId"));
    }
    let group = named::find_optional::<ProjectGroup>(tx, &space, &edit.project_group_id)?;
    let group = group.ok_or_else(|| {
        Error::invalid(format!("there is no project group \"{}\" in this space", edit.project_group_id))
    })?;
    let lifecycle = named::find_optional::<Lifecycle>(tx, &space, &edit.lifecycle_id)?;
    let lifecycle = lifecycle
        .ok_or_else(|| Error::invalid(format!("there is no lifecycle \"{}\" in this space", edit.lifecycle_id)))?;
    let (before, wanted) = (&project.included_library_variable_set_ids, &edit.included_library_variable_set_ids);
    library_variable_sets::check_included(tx, caller, &space, before, wanted)?;
    project.included_library_variable_set_ids = edit.included_library_variable_set_ids;
    project.project_group_id = group.id;
    project.lifecycle_id = lifecycle.id;
    project.description = edit.description;
    project.is_disabled = edit.is_disabled;
    project.tenanted_deployment_mode = edit.tenanted_deployment_mode.unwrap_or(project.tenanted_deployment_mode);
    project.discrete_channel_release = edit.discrete_channel_release;
    project.auto_create_release = edit.auto_create_release;
    project.allow_ignore_channel_rules = edit.allow_ignore_channel_rules.unwrap_or(project.allow_ignore_channel_rules);
    if let Some(settings) = edit.settings {
        // Settings belong to the process: whoever may only describe the project leaves them as they are.
        if caller.may(Permission::ProcessEdit, &Place::space(&space).project(&project.id))
            || project.settings == DeploymentSettings::default()
        {
            project.settings = settings;
            check_versioning(tx, &project)?;
        }
    }
    Ok(project)
}

/// A donor package must be one of the process (PR-08).
fn check_versioning(tx: &mut Tx<'_>, project: &Project) -> Result<()> {
    let VersioningStrategy::DonorPackage { action, reference } = &project.settings.versioning else { return Ok(()) };
    let process = tx.load::<Process>(project.deployment_process_id.as_str())?;
    let known = process.is_some_and(|found| {
        let donor = found.record.find_action(action);
        donor.is_some_and(|(_, action)| {
            action.packages.iter().any(|package| package.name.eq_ignore_ascii_case(reference))
        })
    });
    if known {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "the versioning strategy names package \"{reference}\" of step \"{action}\", which the process does not have"
    )))
}

fn open<P: pulpo_access::Permits>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
) -> Result<Granted<P, Project>> {
    Ok(Sealed::new(named::find::<Project>(tx, space, id)?).open::<P>(caller, Project::VIEW, id)?)
}

fn related(project: &Project) -> [&str; 3] {
    [project.id.as_str(), project.project_group_id.as_str(), project.lifecycle_id.as_str()]
}

fn record_change(tx: &mut Tx<'_>, caller: &Caller, before: &Project, after: &Project) -> Result<()> {
    let what = ("project", after.name.as_str());
    Ok(audit::modified(tx, caller, Some(&after.space_id), what, &related(after), (before, after))?)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, project: &Project) -> Result<()> {
    let related = related(project);
    Ok(audit::changed(tx, caller, change, Some(&project.space_id), ("project", &project.name), &related)?)
}

/// A new id for something inside a document.
pub(crate) fn fresh_id(tx: &Tx<'_>) -> String {
    ambient::guid(tx.random())
}
