//! `/dashboard` (http-api.md 15.1).

use pulpo_access::Permission::{DeploymentView, ProjectView};
use pulpo_app::dashboard::{self, Asked, Configuration, Dashboard, ProjectRow};
use pulpo_domain::environment::Environment;
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::task::{Outcome, TaskState};
use pulpo_wire::http::dashboard::{
    DashboardConfigurationResource, DashboardProject, DashboardProjectGroup, DashboardResource,
};
use pulpo_wire::http::values::{Links, NamedReference};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::dashboard_item::{self, Place};
use crate::paging::links;
use crate::route::Access::{Entry, Needs};
use crate::route::{Route, get, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("dashboard", Needs(&[ProjectView, DeploymentView]), whole)
            .about("Shows the last deployment of each project to each environment")
            .queries(&["projectId", "releaseId", "showAll"])
            .gives::<DashboardResource>(),
        get("dashboard/dynamic", Needs(&[ProjectView, DeploymentView]), dynamic)
            .about("Shows the last deployments of chosen projects to chosen environments")
            .queries(&["projects", "environments", "includePrevious"])
            .gives::<DashboardResource>(),
        get("dashboardconfiguration", Entry, configuration)
            .about("Shows what the caller has chosen to see on the dashboard")
            .gives::<DashboardConfigurationResource>(),
        put("dashboardconfiguration", Entry, configure)
            .about("Chooses what the caller sees on the dashboard")
            .takes::<DashboardConfigurationResource>()
            .gives::<DashboardConfigurationResource>(),
    ]
}

async fn whole(cx: Cx) -> Answer {
    let projects = cx.list("projectId");
    let release = cx.query("releaseId").map(str::to_owned);
    // Whoever names a project wants it, whatever he has chosen to see by default.
    let configured = projects.is_empty() && release.is_none() && !cx.flag("showAll");
    let asked = Asked { projects, release, configured, ..Asked::default() };
    let board = dashboard::dashboard(&cx.app, &cx.caller, cx.space(), asked).await?;
    answer::ok(&resource(&cx, &board, true))
}

async fn dynamic(cx: Cx) -> Answer {
    let asked = Asked { projects: cx.list("projects"), environments: cx.list("environments"), ..Asked::default() };
    let board = dashboard::dashboard(&cx.app, &cx.caller, cx.space(), asked).await?;
    answer::ok(&resource(&cx, &board, cx.flag("includePrevious")))
}

fn resource(cx: &Cx, board: &Dashboard, with_previous: bool) -> DashboardResource {
    let now = cx.app.now();
    let latest = board.cells.iter().map(|cell| dashboard_item::resource(&cell.latest, Place::Latest, now));
    // The previous one is of interest only where the latest is not itself a success.
    let previous = board.cells.iter().filter(|cell| cell.latest.state != TaskState::Finished(Outcome::Success));
    let previous = previous.filter_map(|cell| cell.success.as_ref()).filter(|_| with_previous);
    DashboardResource {
        projects: board.projects.iter().map(project).collect(),
        project_groups: board.groups.iter().map(group).collect(),
        environments: board.environments.iter().map(environment).collect(),
        tenants: Vec::new(),
        items: latest.collect(),
        previous_items: previous.map(|item| dashboard_item::resource(item, Place::Previous, now)).collect(),
        project_limit: board.project_limit,
        is_filtered: board.is_filtered,
        links: links([("Self", cx.path.clone())]),
    }
}

fn project(row: &ProjectRow) -> DashboardProject {
    let project = &row.project;
    let mode = match project.tenanted_deployment_mode {
        TenantedDeploymentMode::Untenanted => "Untenanted",
        TenantedDeploymentMode::TenantedOrUntenanted => "TenantedOrUntenanted",
        TenantedDeploymentMode::Tenanted => "Tenanted",
    };
    DashboardProject {
        id: project.id.to_string(),
        name: project.name.clone(),
        slug: project.slug.clone(),
        project_group_id: project.project_group_id.to_string(),
        environment_ids: row.environment_ids.iter().map(ToString::to_string).collect(),
        is_disabled: project.is_disabled,
        tenanted_deployment_mode: mode.to_owned(),
        can_perform_untenanted_deployment: project.tenanted_deployment_mode != TenantedDeploymentMode::Tenanted,
        links: links([("Self", format!("/api/{}/projects/{}", project.space_id, project.id))]),
    }
}

fn group(group: &ProjectGroup) -> DashboardProjectGroup {
    DashboardProjectGroup {
        id: group.id.to_string(),
        name: group.name.clone(),
        environment_ids: group.environment_ids.iter().map(ToString::to_string).collect(),
        links: links([("Self", format!("/api/{}/projectgroups/{}", group.space_id, group.id))]),
    }
}

fn environment(environment: &Environment) -> NamedReference {
    let own = format!("/api/{}/environments/{}", environment.space_id, environment.id);
    NamedReference {
        id: environment.id.to_string(),
        name: environment.name.clone(),
        links: Links::from([("Self".to_owned(), own)]),
    }
}

async fn configuration(cx: Cx) -> Answer {
    let chosen = dashboard::configuration(&cx.app, &cx.caller, cx.space()).await?;
    answer::ok(&configuration_resource(&cx, chosen))
}

async fn configure(mut cx: Cx) -> Answer {
    let body: DashboardConfigurationResource = cx.json().await?;
    let chosen = Configuration {
        projects: body.included_project_ids,
        project_groups: body.included_project_group_ids,
        environments: body.included_environment_ids,
        tenants: body.included_tenant_ids,
        tenant_tags: body.included_tenant_tags,
        project_limit: body.project_limit,
    };
    let chosen = dashboard::configure(&cx.app, &cx.caller, cx.space(), chosen).await?;
    answer::ok(&configuration_resource(&cx, chosen))
}

fn configuration_resource(cx: &Cx, chosen: Configuration) -> DashboardConfigurationResource {
    DashboardConfigurationResource {
        included_project_ids: chosen.projects,
        included_project_group_ids: chosen.project_groups,
        included_environment_ids: chosen.environments,
        included_tenant_ids: chosen.tenants,
        included_tenant_tags: chosen.tenant_tags,
        project_limit: chosen.project_limit,
        links: links([("Self", format!("/api/{}/dashboardconfiguration", cx.space()))]),
    }
}
