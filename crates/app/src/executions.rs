//! Commands that take names: what newer clients send in one call (http-api.md 9, CI-21).

use std::collections::BTreeMap;

use jiff::Timestamp;
use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::{Deployment, DeploymentError};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::machine::Machine;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::release::{self, Release, SelectedPackage, needed_packages};
use pulpo_store::{Query, Tx, version_key};

use crate::app::App;
use crate::deployments::{self, NewDeployment};
use crate::error::{Error, Result};
use crate::named;
use crate::releases::packages::{Choice, Override, choose};
use crate::releases::{self, NewRelease};

/// `releases/create/v1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateRelease {
    pub project: String,
    pub channel: Option<String>,
    pub version: Option<String>,
    pub package_version: Option<String>,
    /// `Step:Version` and its kin.
    pub packages: Vec<String>,
    pub package_prerelease: Option<String>,
    pub release_notes: Option<String>,
    pub ignore_if_already_exists: bool,
    pub ignore_channel_rules: bool,
    pub custom_fields: BTreeMap<String, String>,
    pub git_ref: Option<String>,
}

/// Makes a release, choosing channel and package versions as a client would, in one transaction.
pub async fn create_release(app: &App, caller: &Caller, space: &SpaceId, command: CreateRelease) -> Result<Release> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let project = releases::project_by_any(tx, &caller, &space, &command.project)?;
        if command.ignore_if_already_exists
            && let Some(version) = &command.version
            && let Some(existing) = existing(tx, &project, version)?
        {
            return Ok(existing);
        }
        let overrides = command.packages.iter().map(|text| Override::parse(text)).collect::<Result<_>>()?;
        let choice = Choice {
            default_version: command.package_version.clone().filter(|version| !version.is_empty()),
            overrides,
            prerelease: command.package_prerelease.clone().filter(|tag| !tag.is_empty()),
        };
        let process = tx.must::<Process>(project.deployment_process_id.as_str())?;
        let may_look = releases::may_look_up(&caller, &space);
        let (channel, selected_packages) = match &command.channel {
            Some(text) if !text.is_empty() => {
                let channel = releases::channel_of(tx, &project, Some(text))?;
                let needed = needed_packages(&process, &channel.id);
                let selected = choose(tx, &project, &channel, &needed, &choice, may_look)?.map_err(Error::Invalid)?;
                (channel, selected)
            }
            _ => best_channel(tx, &project, &process, &choice, command.ignore_channel_rules, may_look)?,
        };
        let new = NewRelease {
            project: project.id.to_string(),
            channel: Some(channel.id.to_string()),
            version: command.version,
            release_notes: command.release_notes,
            selected_packages,
            ignore_channel_rules: command.ignore_channel_rules,
            custom_fields: command.custom_fields,
            git_ref: command.git_ref,
        };
        releases::create_in(tx, &caller, &project, new)
    })
    .await
}

fn existing(tx: &mut Tx<'_>, project: &Project, version: &str) -> Result<Option<Release>> {
    let query = Query::new().eq("project_id", project.id.as_str()).eq("version_key", version_key(version)).take(1);
    Ok(tx.list::<Release>(&query)?.pop())
}

/// The one channel whose rules fit; of several the default one (CH-13).
fn best_channel(
    tx: &mut Tx<'_>,
    project: &Project,
    process: &Process,
    choice: &Choice,
    ignore_rules: bool,
    may_look: bool,
) -> Result<(Channel, Vec<SelectedPackage>)> {
    let channels = tx.list::<Channel>(&Query::new().eq("project_id", project.id.as_str()).order("name_key"))?;
    let mut viable = Vec::new();
    let mut problems = Vec::new();
    for channel in channels {
        let needed = needed_packages(process, &channel.id);
        let runs = process.actions_in_channel(&channel.id).next().is_some();
        let plan = if process.steps.is_empty() || runs {
            choose(tx, project, &channel, &needed, choice, may_look)?
        } else {
            Err(vec!["no step runs in it".to_owned()])
        };
        let checked = plan.and_then(|selected| {
            release::check_packages(process, &channel, &selected, ignore_rules)
                .map_err(|errors| errors.iter().map(ToString::to_string).collect())
        });
        match checked {
            Ok(selected) => viable.push((channel, selected)),
            Err(reasons) => {
                problems.extend(reasons.into_iter().map(|reason| format!("channel \"{}\": {reason}", channel.name)));
            }
        }
    }
    if viable.len() > 1 {
        viable.retain(|(channel, _)| channel.is_default);
        if viable.is_empty() {
            return Err(Error::invalid(
                "several channels fit this release and the default channel is not among them; name one",
            ));
        }
    }
    viable.pop().ok_or(Error::Invalid(problems))
}

/// `deployments/create/untenanted/v1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateDeployments {
    pub project: String,
    pub release_version: String,
    pub environments: Vec<String>,
    pub force_package_download: bool,
    pub force_package_redeployment: bool,
    pub update_variable_snapshot: bool,
    pub specific_machines: Vec<String>,
    pub excluded_machines: Vec<String>,
    pub skip_steps: Vec<String>,
    pub use_guided_failure: Option<bool>,
    pub run_at: Option<Timestamp>,
    pub no_run_after: Option<Timestamp>,
    pub variables: BTreeMap<String, String>,
}

/// Deploys a release to one or more environments, all or nothing.
pub async fn create_deployments(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    command: CreateDeployments,
) -> Result<Vec<Deployment>> {
    let (caller, space) = (caller.clone(), space.clone());
    let master_key = app.store().master_key().clone();
    app.write(move |tx| {
        let project = releases::project_by_any(tx, &caller, &space, &command.project)?;
        let release = find_release(tx, &caller, &project, &command.release_version)?;
        let release = if command.update_variable_snapshot { releases::refresh(tx, &caller, release)? } else { release };
        if command.environments.is_empty() {
            return Err(Error::invalid("name at least one environment to deploy to"));
        }
        let process = tx.must::<Process>(release.process_snapshot_id.as_str())?;
        let steps = command.skip_steps.iter().filter_map(|text| process.find_action(text));
        let skip_actions: Vec<String> = steps.map(|(_, action)| action.id.clone()).collect();
        let specific_machine_ids = machine_ids(tx, &caller, &space, &command.specific_machines, true)?;
        let excluded_machine_ids = machine_ids(tx, &caller, &space, &command.excluded_machines, false)?;
        let mut made = Vec::new();
        for name in &command.environments {
            let environment = environment(tx, &caller, &space, &project, name)?;
            let new = NewDeployment {
                release_id: release.id.to_string(),
                environment_id: environment.id.to_string(),
                tenant_id: None,
                skip_actions: skip_actions.clone(),
                specific_machine_ids: specific_machine_ids.clone(),
                excluded_machine_ids: excluded_machine_ids.clone(),
                force_package_download: command.force_package_download,
                force_package_redeployment: command.force_package_redeployment,
                use_guided_failure: command.use_guided_failure,
                form_values: command.variables.clone(),
                queue_time: command.run_at,
                queue_time_expiry: command.no_run_after,
                comments: None,
            };
            made.push(deployments::create_in(tx, &caller, &space, &master_key, new)?);
        }
        Ok(made)
    })
    .await
}

/// A release by its version, or the newest one for `latest`.
fn find_release(tx: &mut Tx<'_>, caller: &Caller, project: &Project, version: &str) -> Result<Release> {
    if version.eq_ignore_ascii_case("latest") {
        caller.require_somewhere(releases::VIEW, &project.space_id)?;
        let newest = Query::new().eq("project_id", project.id.as_str()).order("version_key DESC").take(1);
        let found = tx.list::<Release>(&newest)?.pop().ok_or_else(|| Error::not_found("release", version))?;
        return Ok(pulpo_access::Sealed::new(found).open_to_see(caller, releases::VIEW, version)?);
    }
    releases::by_version_for(tx, caller, project, version)
}

/// An environment by name: the same words for one that is not there and one that is not the caller's.
fn environment(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    project: &Project,
    name: &str,
) -> Result<Environment> {
    let unknown = || {
        Error::invalid(format!(
            "there is no environment \"{name}\" that you may deploy project \"{}\" to",
            project.name
        ))
    };
    let found = named::find_by_any::<Environment>(tx, space, name)?.ok_or_else(unknown)?;
    let place = Place::space(space).project(&project.id).environment(&found.id);
    let known = caller.may(Permission::EnvironmentView, &Place::space(space).environment(&found.id));
    if caller.may(Permission::DeploymentCreate, &place) || known { Ok(found) } else { Err(unknown()) }
}

fn machine_ids(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    names: &[String],
    must_exist: bool,
) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for name in names {
        let found = named::find_by_any::<Machine>(tx, space, name)?;
        let place = found.as_ref().map(pulpo_access::Placed::place_to_see);
        let seen = place.is_some_and(|place| caller.may(Permission::MachineView, &place));
        match found.filter(|_| seen) {
            Some(machine) => ids.push(machine.id.to_string()),
            None if must_exist => return Err(Error::invalid(DeploymentError::UnknownMachine(name.clone()))),
            None => {}
        }
    }
    Ok(ids)
}
