//! `/projects` and their deployment settings (http-api.md 6.1, 6.2).

use pulpo_access::Permission::{ProcessEdit, ProcessView, ProjectCreate, ProjectDelete, ProjectEdit, ProjectView};
use pulpo_app::named;
use pulpo_app::projects::{self, Edit};
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_domain::project::{
    ConnectivityPolicy, DeploymentSettings, GuidedFailureMode, Project, SkipMachineBehavior, VersioningStrategy,
};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::projects as wire;
use pulpo_wire::http::projects::{DeploymentSettingsResource, ProjectResource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("projects", Needs(&[ProjectView]), list)
            .about("Lists the projects of the space")
            .queries(&["name", "partialName", "ids", "skip", "take"])
            .gives::<Collection<ProjectResource>>(),
        get("projects/all", Needs(&[ProjectView]), all)
            .about("Lists all projects of the space, without paging")
            .gives::<Vec<ProjectResource>>(),
        get("projects/{id}", Needs(&[ProjectView]), one).about("Shows a project").gives::<ProjectResource>(),
        post("projects", Needs(&[ProjectCreate]), create)
            .about("Creates a project with an empty process, no variables and a default channel")
            .takes::<ProjectResource>()
            .gives::<ProjectResource>(),
        put("projects/{id}", Needs(&[ProjectEdit]), modify)
            .about("Changes a project")
            .takes::<ProjectResource>()
            .gives::<ProjectResource>(),
        delete("projects/{id}", Needs(&[ProjectDelete]), remove)
            .about("Deletes a project with its releases, deployments, channels and variables"),
        get("projects/{id}/deploymentsettings", Needs(&[ProcessView, ProjectView]), settings)
            .about("Shows the deployment settings of a project")
            .gives::<DeploymentSettingsResource>(),
        put("projects/{id}/deploymentsettings", Needs(&[ProcessEdit]), modify_settings)
            .about("Changes the deployment settings of a project")
            .takes::<DeploymentSettingsResource>()
            .gives::<DeploymentSettingsResource>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<Project>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Project", page, "skip,take,ids,name,partialName,clonedFromProjectId")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<Project>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    if cx.query("clone").is_some() {
        return Err(ApiError::bad_request("this server cannot clone projects yet; create one and copy what you need"));
    }
    let body: ProjectResource = cx.json().await?;
    answer::created(&resource(&projects::create(&cx.app, &cx.caller, cx.space(), edit(body)?).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ProjectResource = cx.json().await?;
    answer::ok(&resource(&projects::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)?).await?))
}

async fn remove(cx: Cx) -> Answer {
    projects::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn settings(cx: Cx) -> Answer {
    let own = &[ProcessView];
    let project = projects::get_around(&cx.app, &cx.caller, cx.space(), cx.param("id"), own).await?;
    answer::ok(&settings_resource(&project))
}

async fn modify_settings(mut cx: Cx) -> Answer {
    let body: DeploymentSettingsResource = cx.json().await?;
    let settings = settings_of(body)?;
    answer::ok(&settings_resource(
        &projects::modify_settings(&cx.app, &cx.caller, cx.space(), cx.param("id"), settings).await?,
    ))
}

fn edit(body: ProjectResource) -> Result<Edit, ApiError> {
    if body.is_version_controlled || body.persistence_settings.r#type.eq_ignore_ascii_case("VersionControlled") {
        return Err(ApiError::bad_request(
            "this server keeps projects in its database; version-controlled projects are not supported",
        ));
    }
    let settings = settings_of(DeploymentSettingsResource {
        connectivity_policy: body.project_connectivity_policy,
        default_guided_failure_mode: body.default_guided_failure_mode,
        versioning_strategy: body.versioning_strategy,
        release_notes_template: body.release_notes_template,
        deployment_changes_template: body.deployment_changes_template,
        default_to_skip_if_already_installed: body.default_to_skip_if_already_installed,
        force_package_download: body.force_package_download,
        ..DeploymentSettingsResource::default()
    })?;
    Ok(Edit {
        name: body.name,
        slug: Some(body.slug),
        description: body.description,
        is_disabled: body.is_disabled,
        project_group_id: body.project_group_id,
        lifecycle_id: body.lifecycle_id,
        included_library_variable_set_ids: body.included_library_variable_set_ids,
        tenanted_deployment_mode: Some(tenanted_mode("TenantedDeploymentMode", &body.tenanted_deployment_mode)?),
        discrete_channel_release: body.discrete_channel_release,
        auto_create_release: body.auto_create_release,
        allow_ignore_channel_rules: body.allow_ignore_channel_rules,
        settings: Some(settings),
    })
}

/// One of the three modes; blank means the first.
pub(crate) fn tenanted_mode(member: &str, text: &str) -> Result<TenantedDeploymentMode, ApiError> {
    match text.to_lowercase().as_str() {
        "" | "untenanted" => Ok(TenantedDeploymentMode::Untenanted),
        "tenantedoruntenanted" => Ok(TenantedDeploymentMode::TenantedOrUntenanted),
        "tenanted" => Ok(TenantedDeploymentMode::Tenanted),
        _ => Err(ApiError::bad_request(format!(
            "{member} \"{text}\" is not one of Untenanted, TenantedOrUntenanted, Tenanted"
        ))),
    }
}

pub(crate) fn tenanted_mode_name(mode: TenantedDeploymentMode) -> String {
    match mode {
        TenantedDeploymentMode::Untenanted => "Untenanted",
        TenantedDeploymentMode::TenantedOrUntenanted => "TenantedOrUntenanted",
        TenantedDeploymentMode::Tenanted => "Tenanted",
    }
    .to_owned()
}

fn settings_of(body: DeploymentSettingsResource) -> Result<DeploymentSettings, ApiError> {
    let connectivity = body.connectivity_policy;
    let skip_machine_behavior = match connectivity.skip_machine_behavior.to_lowercase().as_str() {
        "" | "none" => SkipMachineBehavior::None,
        "skipunavailablemachines" => SkipMachineBehavior::SkipUnavailableMachines,
        other => {
            return Err(ApiError::bad_request(format!(
                "SkipMachineBehavior \"{other}\" is not one of None, SkipUnavailableMachines"
            )));
        }
    };
    let default_guided_failure_mode = match body.default_guided_failure_mode.to_lowercase().as_str() {
        "" | "environmentdefault" => GuidedFailureMode::EnvironmentDefault,
        "on" => GuidedFailureMode::On,
        "off" => GuidedFailureMode::Off,
        other => {
            return Err(ApiError::bad_request(format!(
                "DefaultGuidedFailureMode \"{other}\" is not one of EnvironmentDefault, On, Off"
            )));
        }
    };
    Ok(DeploymentSettings {
        connectivity: ConnectivityPolicy {
            skip_machine_behavior,
            target_roles: connectivity.target_roles,
            allow_deployments_to_no_targets: connectivity.allow_deployments_to_no_targets,
            exclude_unhealthy_targets: connectivity.exclude_unhealthy_targets,
        },
        default_guided_failure_mode,
        versioning: versioning(body.versioning_strategy)?,
        release_notes_template: body.release_notes_template.filter(|template| !template.is_empty()),
        deployment_changes_template: body.deployment_changes_template.filter(|template| !template.is_empty()),
        default_to_skip_if_already_installed: body.default_to_skip_if_already_installed,
        force_package_download: body.force_package_download,
        fail_target_discovery: body.fail_target_discovery,
        cancel_queued_tasks: body.cancel_queued_tasks,
        cancel_running_tasks: body.cancel_running_tasks,
    })
}

fn versioning(body: Option<wire::VersioningStrategy>) -> Result<VersioningStrategy, ApiError> {
    let Some(body) = body else { return Ok(DeploymentSettings::default().versioning) };
    let template = body.template.filter(|template| !template.trim().is_empty());
    let donor = body.donor_package.filter(|donor| !donor.deployment_action.is_empty());
    match (template, donor) {
        (Some(_), Some(_)) => {
            Err(ApiError::bad_request("VersioningStrategy has a Template and a DonorPackage; give one of them"))
        }
        (Some(template), None) => Ok(VersioningStrategy::Template(template)),
        (None, Some(donor)) => {
            Ok(VersioningStrategy::DonorPackage { action: donor.deployment_action, reference: donor.package_reference })
        }
        (None, None) => Ok(VersioningStrategy::Manual),
    }
}

fn versioning_resource(versioning: &VersioningStrategy) -> wire::VersioningStrategy {
    match versioning {
        VersioningStrategy::Manual => wire::VersioningStrategy::default(),
        VersioningStrategy::Template(template) => {
            wire::VersioningStrategy { template: Some(template.clone()), ..wire::VersioningStrategy::default() }
        }
        VersioningStrategy::DonorPackage { action, reference } => wire::VersioningStrategy {
            donor_package: Some(wire::DonorPackage {
                deployment_action: action.clone(),
                package_reference: reference.clone(),
            }),
            ..wire::VersioningStrategy::default()
        },
    }
}

fn connectivity_resource(policy: &ConnectivityPolicy) -> wire::ConnectivityPolicy {
    let skip_machine_behavior = match policy.skip_machine_behavior {
        SkipMachineBehavior::None => "None",
        SkipMachineBehavior::SkipUnavailableMachines => "SkipUnavailableMachines",
    };
    wire::ConnectivityPolicy {
        skip_machine_behavior: skip_machine_behavior.to_owned(),
        target_roles: policy.target_roles.clone(),
        allow_deployments_to_no_targets: policy.allow_deployments_to_no_targets,
        exclude_unhealthy_targets: policy.exclude_unhealthy_targets,
    }
}

fn guided_name(mode: GuidedFailureMode) -> String {
    match mode {
        GuidedFailureMode::EnvironmentDefault => "EnvironmentDefault",
        GuidedFailureMode::Off => "Off",
        GuidedFailureMode::On => "On",
    }
    .to_owned()
}

pub(crate) fn resource(project: &Project) -> ProjectResource {
    let space = format!("/api/{}", project.space_id);
    let own = format!("{space}/projects/{}", project.id);
    let settings = &project.settings;
    ProjectResource {
        id: project.id.to_string(),
        space_id: project.space_id.to_string(),
        name: project.name.clone(),
        slug: project.slug.clone(),
        description: project.description.clone(),
        is_disabled: project.is_disabled,
        project_group_id: project.project_group_id.to_string(),
        lifecycle_id: project.lifecycle_id.to_string(),
        variable_set_id: project.variable_set_id.to_string(),
        deployment_process_id: project.deployment_process_id.to_string(),
        cloned_from_project_id: project.cloned_from_project_id.as_ref().map(ToString::to_string),
        auto_create_release: project.auto_create_release,
        is_version_controlled: false,
        persistence_settings: wire::PersistenceSettings { r#type: "Database".to_owned() },
        discrete_channel_release: project.discrete_channel_release,
        included_library_variable_set_ids: project.included_library_variable_set_ids.clone(),
        default_to_skip_if_already_installed: settings.default_to_skip_if_already_installed,
        tenanted_deployment_mode: tenanted_mode_name(project.tenanted_deployment_mode),
        default_guided_failure_mode: guided_name(settings.default_guided_failure_mode),
        versioning_strategy: Some(versioning_resource(&settings.versioning)),
        release_creation_strategy: wire::ReleaseCreationStrategy::default(),
        templates: Vec::new(),
        auto_deploy_release_overrides: Vec::new(),
        release_notes_template: settings.release_notes_template.clone(),
        deployment_changes_template: settings.deployment_changes_template.clone(),
        force_package_download: settings.force_package_download,
        allow_ignore_channel_rules: Some(project.allow_ignore_channel_rules),
        extension_settings: Vec::new(),
        project_tags: Vec::new(),
        icon: None,
        project_connectivity_policy: connectivity_resource(&settings.connectivity),
        links: links([
            ("Self", own.clone()),
            ("Variables", format!("{space}/variables/{}", project.variable_set_id)),
            ("Releases", format!("{own}/releases{{/version}}{{?skip,take,searchByVersion}}")),
            ("Channels", format!("{own}/channels{{/id}}{{?skip,take,partialName}}")),
            ("Progression", format!("{own}/progression{{?releaseHistoryCount}}")),
            ("DeploymentProcess", format!("{own}/deploymentprocesses")),
            ("DeploymentSettings", format!("{own}/deploymentsettings")),
            ("Web", format!("/app#/{}/projects/{}", project.space_id, project.id)),
        ]),
    }
}

fn settings_resource(project: &Project) -> DeploymentSettingsResource {
    let settings = &project.settings;
    let own = format!("/api/{}/projects/{}", project.space_id, project.id);
    DeploymentSettingsResource {
        id: format!("deploymentsettings-{}", project.id),
        project_id: project.id.to_string(),
        space_id: project.space_id.to_string(),
        connectivity_policy: connectivity_resource(&settings.connectivity),
        default_guided_failure_mode: guided_name(settings.default_guided_failure_mode),
        versioning_strategy: Some(versioning_resource(&settings.versioning)),
        release_notes_template: settings.release_notes_template.clone(),
        deployment_changes_template: settings.deployment_changes_template.clone(),
        default_to_skip_if_already_installed: settings.default_to_skip_if_already_installed,
        force_package_download: settings.force_package_download,
        fail_target_discovery: settings.fail_target_discovery,
        cancel_queued_tasks: settings.cancel_queued_tasks,
        cancel_running_tasks: settings.cancel_running_tasks,
        links: links([("Self", format!("{own}/deploymentsettings")), ("Project", own)]),
    }
}
