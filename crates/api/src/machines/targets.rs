//! Deployment targets.

use pulpo_access::Permission::{MachineCreate, MachineDelete, MachineEdit, MachineView, TaskView};
use pulpo_app::machines::{self, Edit, Filter};
use pulpo_app::named;
use pulpo_domain::environment::Environment;
use pulpo_domain::machine::{Endpoint, HealthStatus, Machine};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::machines::{EndpointResource, MachineConnection, MachineResource};
use pulpo_wire::http::tasks::TaskResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::projects::{tenanted_mode, tenanted_mode_name};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};
use crate::time;

const PARAMETERS: &str = "skip,take,name,ids,partialName,roles,isDisabled,healthStatuses,commStyles,tenantIds,tenantTags,environmentIds,thumbprint,deploymentId,shellNames";

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("machines", Needs(&[MachineView]), list)
            .about("Lists the deployment targets of the space")
            .queries(&[
                "skip",
                "take",
                "ids",
                "name",
                "partialName",
                "roles",
                "isDisabled",
                "healthStatuses",
                "commStyles",
                "environmentIds",
            ])
            .gives::<Collection<MachineResource>>(),
        get("machines/all", Needs(&[MachineView]), all)
            .about("Lists all deployment targets of the space, without paging")
            .gives::<Vec<MachineResource>>(),
        get("machines/discover", Needs(&[MachineCreate, MachineEdit]), discover)
            .about("Refused so far: there is nothing to discover about targets without an endpoint"),
        get("machines/operatingsystem/names/all", Needs(&[MachineView]), nothing)
            .about("Lists the operating systems of the targets: none is known, they have no endpoint")
            .gives::<Vec<String>>(),
        get("machines/operatingsystem/shells/all", Needs(&[MachineView]), nothing)
            .about("Lists the shells of the targets: none is known, they have no endpoint")
            .gives::<Vec<String>>(),
        get("machineroles/all", Needs(&[MachineView]), roles)
            .about("Lists the target tags in use")
            .gives::<Vec<String>>(),
        get("environments/{id}/machines", Needs(&[MachineView]), of_environment)
            .about("Lists the deployment targets of an environment")
            .queries(&["skip", "take", "partialName", "roles", "isDisabled", "healthStatuses", "commStyles"])
            .gives::<Collection<MachineResource>>(),
        get("machines/{id}", Needs(&[MachineView]), one).about("Shows a deployment target").gives::<MachineResource>(),
        get("machines/{id}/connection", Needs(&[MachineView]), connection)
            .about("Shows the last contact with a deployment target")
            .gives::<MachineConnection>(),
        get("machines/{id}/tasks", Needs(&[TaskView]), tasks)
            .about("Lists the tasks about a deployment target alone: none, its health needs no check")
            .gives::<Collection<TaskResource>>(),
        post("machines", Needs(&[MachineCreate]), create)
            .about("Registers a deployment target")
            .takes::<MachineResource>()
            .gives::<MachineResource>(),
        put("machines/{id}", Needs(&[MachineEdit]), modify)
            .about("Changes a deployment target")
            .takes::<MachineResource>()
            .gives::<MachineResource>(),
        delete("machines/{id}", Needs(&[MachineDelete]), remove).about("Deletes a deployment target that nothing uses"),
    ]
}

fn filter(cx: &Cx, named: named::Filter) -> Result<Filter, ApiError> {
    let health = |name: String| {
        health_status(&name)
            .ok_or_else(|| ApiError::bad_request(format!("healthStatuses: \"{name}\" is no health status")))
    };
    let asked = |name: &str| cx.query(name).is_some();
    Ok(Filter {
        named,
        environments: cx.list("environmentIds"),
        roles: cx.list("roles"),
        is_disabled: cx.maybe_flag("isDisabled"),
        health_statuses: cx.list("healthStatuses").into_iter().map(health).collect::<Result<_, _>>()?,
        styles: cx.list("commStyles"),
        // No target so far has a tenant, a thumbprint or a shell.
        nothing: ["tenantIds", "tenantTags", "thumbprint", "shellNames"].into_iter().any(asked),
    })
}

async fn list(cx: Cx) -> Answer {
    let filter = filter(&cx, cx.filter()?)?;
    page(cx, filter).await
}

async fn of_environment(cx: Cx) -> Answer {
    let environment = named::get::<Environment>(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let filter = Filter { environments: vec![environment.id.to_string()], ..filter(&cx, cx.filter()?)? };
    page(cx, filter).await
}

async fn page(cx: Cx, filter: Filter) -> Answer {
    let page = machines::list(&cx.app, &cx.caller, cx.space(), filter).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "DeploymentTarget", page, PARAMETERS)?)
}

async fn all(cx: Cx) -> Answer {
    let filter = filter(&cx, cx.filter_all()?)?;
    let page = machines::list(&cx.app, &cx.caller, cx.space(), filter).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn roles(cx: Cx) -> Answer {
    answer::ok(&machines::roles(&cx.app, &cx.caller, cx.space()).await?)
}

async fn nothing(_: Cx) -> Answer {
    answer::ok(&Vec::<String>::new())
}

async fn discover(_: Cx) -> Answer {
    Err(ApiError::bad_request(
        "this server cannot connect to targets yet; it supports targets of the communication style None (cloud regions), which have nothing to discover",
    ))
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn connection(cx: Cx) -> Answer {
    let machine: Machine = named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let own = address(&machine);
    answer::ok(&MachineConnection {
        machine_id: machine.id.to_string(),
        status: status(&machine).to_owned(),
        logs: Vec::new(),
        current_tentacle_version: None,
        last_checked: time::text(cx.app.now()),
        links: links([("Self", format!("{own}/connection")), ("Machine", own)]),
    })
}

async fn tasks(cx: Cx) -> Answer {
    named::get::<Machine>(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let none = Paged { items: Vec::<TaskResource>::new(), total: 0 };
    answer::ok(&collection(&cx, "Task", none, "skip,take,type")?)
}

async fn create(mut cx: Cx) -> Answer {
    let body: MachineResource = cx.json().await?;
    answer::created(&resource(&machines::create(&cx.app, &cx.caller, cx.space(), edit(body)?).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: MachineResource = cx.json().await?;
    let edit = edit(body)?;
    answer::ok(&resource(&machines::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit).await?))
}

async fn remove(cx: Cx) -> Answer {
    machines::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: MachineResource) -> Result<Edit, ApiError> {
    let style = body.endpoint.communication_style.trim();
    if !style.eq_ignore_ascii_case("None") {
        return Err(ApiError::bad_request(format!(
            "the communication style \"{style}\" is not supported by this server yet; targets can have the style None (cloud region), whose steps run on a worker"
        )));
    }
    let participation = tenanted_mode("TenantedDeploymentParticipation", &body.tenanted_deployment_participation)?;
    let set = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    Ok(Edit {
        name: body.name,
        slug: set(body.slug),
        roles: body.roles,
        environment_ids: body.environment_ids.into_iter().map(Into::into).collect(),
        tenant_ids: body.tenant_ids,
        tenant_tags: body.tenant_tags,
        tenanted_deployment_participation: participation,
        machine_policy_id: set(body.machine_policy_id).map(Into::into),
        is_disabled: body.is_disabled,
        default_worker_pool_id: body.endpoint.default_worker_pool_id.and_then(set).map(Into::into),
    })
}

const HEALTH: [(HealthStatus, &str); 5] = [
    (HealthStatus::Healthy, "Healthy"),
    (HealthStatus::HasWarnings, "HasWarnings"),
    (HealthStatus::Unhealthy, "Unhealthy"),
    (HealthStatus::Unavailable, "Unavailable"),
    (HealthStatus::Unknown, "Unknown"),
];

fn health_status(name: &str) -> Option<HealthStatus> {
    HEALTH.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(status, _)| *status)
}

fn health_name(status: HealthStatus) -> &'static str {
    HEALTH.iter().find(|(known, _)| *known == status).map_or("Unknown", |(_, name)| name)
}

/// The older of the two words for a target's health.
fn status(machine: &Machine) -> &'static str {
    match machine.health_status {
        _ if machine.is_disabled => "Disabled",
        HealthStatus::Healthy | HealthStatus::HasWarnings => "Online",
        HealthStatus::Unhealthy | HealthStatus::Unavailable => "Offline",
        HealthStatus::Unknown => "Unknown",
    }
}

fn address(machine: &Machine) -> String {
    format!("/api/{}/machines/{}", machine.space_id, machine.id)
}

pub(super) fn resource(machine: &Machine) -> MachineResource {
    let own = address(machine);
    let Endpoint::None { default_worker_pool_id } = &machine.endpoint;
    MachineResource {
        id: machine.id.to_string(),
        space_id: machine.space_id.to_string(),
        name: machine.name.clone(),
        slug: machine.slug.clone(),
        roles: machine.roles.clone(),
        environment_ids: machine.environment_ids.iter().map(ToString::to_string).collect(),
        tenant_ids: machine.tenant_ids.iter().map(ToString::to_string).collect(),
        tenant_tags: machine.tenant_tags.clone(),
        tenanted_deployment_participation: tenanted_mode_name(machine.tenanted_deployment_participation),
        thumbprint: String::new(),
        uri: String::new(),
        is_disabled: machine.is_disabled,
        machine_policy_id: machine.machine_policy_id.to_string(),
        status: status(machine).to_owned(),
        health_status: health_name(machine.health_status).to_owned(),
        has_latest_calamari: true,
        status_summary: "A cloud region has no endpoint of its own; its steps run on a worker".to_owned(),
        is_in_process: false,
        operating_system: String::new(),
        operating_system_version: String::new(),
        shell_name: String::new(),
        shell_version: String::new(),
        architecture: String::new(),
        skip_initial_health_check: false,
        endpoint: EndpointResource {
            communication_style: "None".to_owned(),
            default_worker_pool_id: default_worker_pool_id.as_ref().map(ToString::to_string),
            ..EndpointResource::default()
        },
        links: links([
            ("Self", own.clone()),
            ("Connection", format!("{own}/connection")),
            ("TasksTemplate", format!("{own}/tasks{{?skip,take,type}}")),
        ]),
    }
}
