//! `create-autodeployoverride` and `delete-autodeployoverride`: which release automatic deployments take.

use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, Opt, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

const PROJECT: Opt = value(&["project"], "PROJECT", "Name or id of the project.");
const ENVIRONMENT: Opt = value(&["environment"], "ENVIRONMENT", "Name or id of an environment. May be repeated.");
const TENANT: Opt = value(&["tenant"], "TENANT", "Name or id of a tenant, or * for all. May be repeated.");
const TENANT_TAG: Opt = value(&["tenantTag"], "SET/TAG", "All tenants with this tag. May be repeated.");
const VERSION: Opt = value(&["version", "releaseNumber"], "VERSION", "Number of the release to deploy, or latest.");

pub(super) const CREATE: Command = Command {
    name: "create-autodeployoverride",
    aliases: &[],
    summary: "Overrides the release that auto deploy will use.",
    groups: &[Group {
        title: "Auto deploy release override",
        options: &[PROJECT, ENVIRONMENT, VERSION, TENANT, TENANT_TAG],
    }],
    action: Action::Server(create),
};

pub(super) const DELETE: Command = Command {
    name: "delete-autodeployoverride",
    aliases: &[],
    summary: "Deletes auto deploy release overrides.",
    groups: &[Group {
        title: "Delete auto deploy release override",
        options: &[PROJECT, ENVIRONMENT, TENANT, TENANT_TAG],
    }],
    action: Action::Server(delete),
};

/// What became of one environment and tenant; the names are those of the JSON answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Created,
    NotConnectedToProject,
    NotConnectedToEnvironment,
    Deleted,
    NotFound,
}

/// The project, and every environment and tenant that is meant.
struct Selection {
    project: Resource,
    environments: Vec<Resource>,
    tenants: Vec<Resource>,
}

fn create(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let version = context.values.required("version", "a release version number")?;
    let Selection { mut project, environments, tenants } = select(context, client)?;
    let release = match version {
        latest if latest.eq_ignore_ascii_case("latest") => {
            super::deploy_release::latest_release(client, &project, None)?
        }
        version => lookup::release(client, &project, version)?,
    };
    let mut overrides = project.children("AutoDeployReleaseOverrides");
    let mut results = Vec::new();
    for (environment, tenant) in pairs(&environments, &tenants) {
        let outcome = connection(&project, environment, tenant);
        let (name, place) = (project.name(), environment.name());
        let skipped_for = match outcome {
            Outcome::NotConnectedToProject => Some(format!("project {name}")),
            Outcome::NotConnectedToEnvironment => Some(format!("environment {place}")),
            Outcome::Created | Outcome::Deleted | Outcome::NotFound => None,
        };
        if let Some(missing) = skipped_for {
            context.printer.warning(&format!(
                "The tenant {} was skipped because it has not been connected to the {missing}",
                tenant.map_or("", Resource::name)
            ));
        } else {
            overrides.retain(|known| !concerns(known, environment, tenant));
            overrides.push(Resource::from_value(json!({
                "EnvironmentId": environment.id(), "TenantId": tenant.map(Resource::id), "ReleaseId": release.id(),
            }))?);
            let whose = tenant.map(|tenant| format!(" for the tenant {}", tenant.name())).unwrap_or_default();
            context.printer.information(&format!(
                "Auto deploy will deploy version {} of the project {name} to the environment {place}{whose}",
                release.text("Version")
            ));
        }
        results.push(result(environment, tenant, outcome));
    }
    project.set("AutoDeployReleaseOverrides", overrides.iter().map(Resource::as_value).collect::<Value>());
    let project = client.update(&project)?;
    if context.wants_json() {
        context.printer.json(&json!({
            "Project": { "Id": project.id(), "Name": project.name() },
            "AutoDeployVersion": release.text("Version"),
            "AutoDeployOveridesCreated": results,
        }));
    }
    Ok(())
}

fn delete(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let Selection { mut project, environments, tenants } = select(context, client)?;
    let mut overrides = project.children("AutoDeployReleaseOverrides");
    let mut results = Vec::new();
    for (environment, tenant) in pairs(&environments, &tenants) {
        let before = overrides.len();
        overrides.retain(|known| !concerns(known, environment, tenant));
        let (name, place) = (project.name(), environment.name());
        let whose = tenant.map(|tenant| format!(" and tenant {}", tenant.name())).unwrap_or_default();
        if overrides.len() < before {
            context.printer.information(&format!(
                "Deleted auto deploy release override for the project {name} to the environment {place}{whose}"
            ));
            results.push(result(environment, tenant, Outcome::Deleted));
        } else {
            context.printer.warning(&format!(
                "Did not find an auto deploy override for the project {name} and environment {place}{whose}"
            ));
            results.push(result(environment, tenant, Outcome::NotFound));
        }
    }
    project.set("AutoDeployReleaseOverrides", overrides.iter().map(Resource::as_value).collect::<Value>());
    let project = client.update(&project)?;
    if context.wants_json() {
        context.printer.json(&json!({
            "Project": { "Id": project.id(), "Name": project.name() },
            "AutoDeployOverridesRemoved": results,
        }));
    }
    Ok(())
}

fn select(context: &Context<'_>, client: &Client) -> Result<Selection, Failure> {
    let values = &context.values;
    let project = values.required("project", "a project")?;
    values.required("environment", "an environment")?;
    let environments = lookup::all(client, lookup::ENVIRONMENT, values.all("environment"))?;
    let (names, tags) = (values.all("tenant"), values.all("tenantTag"));
    let mut tenants = if names.iter().any(|name| name == "*") {
        lookup::every(client, lookup::TENANT)?
    } else {
        lookup::all(client, lookup::TENANT, names)?
    };
    if !tags.is_empty() {
        let question = Parameters::none().with_list("tags", tags);
        for tenant in client.pages(&client.root_link("Tenants")?, &question)? {
            if !tenants.iter().any(|known| known.id() == tenant.id()) {
                tenants.push(tenant);
            }
        }
    }
    // A tag that nobody has must not turn into an override for everybody.
    if tenants.is_empty() && (!names.is_empty() || !tags.is_empty()) {
        return Err(Failure::command("No tenants match the names and tags given."));
    }
    Ok(Selection { project: lookup::one(client, lookup::PROJECT, project)?, environments, tenants })
}

/// Every environment with every tenant; without tenants, the environments alone.
fn pairs<'a>(environments: &'a [Resource], tenants: &'a [Resource]) -> Vec<(&'a Resource, Option<&'a Resource>)> {
    let with_tenants = |environment| {
        let none = tenants.is_empty().then_some((environment, None));
        tenants.iter().map(move |tenant| (environment, Some(tenant))).chain(none)
    };
    environments.iter().flat_map(with_tenants).collect()
}

/// Whether an existing override is the one for this environment and tenant.
fn concerns(known: &Resource, environment: &Resource, tenant: Option<&Resource>) -> bool {
    known.text("EnvironmentId") == environment.id() && known.some_text("TenantId") == tenant.map(Resource::id)
}

/// Whether a tenant is connected to the project and the environment. No tenant needs no connection.
fn connection(project: &Resource, environment: &Resource, tenant: Option<&Resource>) -> Outcome {
    let Some(tenant) = tenant else { return Outcome::Created };
    let connected = tenant.child("ProjectEnvironments").unwrap_or_default();
    if connected.get(project.id()).is_none() {
        return Outcome::NotConnectedToProject;
    }
    let in_environment = connected.texts(project.id()).iter().any(|id| id == environment.id());
    if in_environment { Outcome::Created } else { Outcome::NotConnectedToEnvironment }
}

fn result(environment: &Resource, tenant: Option<&Resource>, outcome: Outcome) -> Value {
    json!({
        "Environment": { "Id": environment.id(), "Name": environment.name() },
        "Tenant": tenant.map(|tenant| json!({ "Id": tenant.id(), "Name": tenant.name() })),
        "Outcome": format!("{outcome:?}"),
    })
}
