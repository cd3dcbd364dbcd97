//! `list-deployments`: the newest deployments, by project, environment and tenant.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::list_releases::chosen;
use super::list_simple::tenants_are_enabled;
use super::release_text::{lines, member, notes, package_versions};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "list-deployments",
    aliases: &[],
    summary: "Lists a number of deployments by project, environment or by tenant.",
    groups: &[Group {
        title: "Listing",
        options: &[
            value(&["project"], "PROJECT", "Only deployments of this project, by name. May be repeated."),
            value(&["environment"], "ENVIRONMENT", "Only deployments to this environment, by name. May be repeated."),
            value(&["tenant"], "TENANT", "Only deployments for this tenant, by name. May be repeated."),
            value(&["number"], "NUMBER", "How many to show; default 30."),
        ],
    }],
    action: Action::Server(run),
};

const USUAL_NUMBER: usize = 30;

/// A deployment with what its ids stand for.
struct Shown<'a> {
    deployment: Resource,
    release: Resource,
    channel: Option<Resource>,
    names: &'a Names,
}

struct Names {
    projects: Vec<Resource>,
    environments: Vec<Resource>,
    tenants: Vec<Resource>,
}

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let asked = values.number("number")?;
    let number = asked.unwrap_or(USUAL_NUMBER);
    printer.information("Loading projects...");
    let projects = chosen(client, lookup::PROJECT, values.all("project"), "projects")?;
    printer.information("Loading environments...");
    let environments = chosen(client, lookup::ENVIRONMENT, values.all("environment"), "environments")?;
    // A server may say that tenants are enabled and yet have no list of them.
    let has_tenants = client.find_root_link("Tenants").is_some() || !values.all("tenant").is_empty();
    let tenants = if has_tenants && tenants_are_enabled(client)? {
        printer.information("Loading tenants...");
        chosen(client, lookup::TENANT, values.all("tenant"), "tenants")?
    } else {
        Vec::new()
    };
    let names = Names { projects, environments, tenants };

    printer.debug("Loading deployments...");
    let by_tenant = !values.all("tenant").is_empty();
    let shown = load(client, &names, by_tenant, number)?;
    if context.wants_json() {
        printer.json(&shown.iter().map(Shown::as_json).collect::<Value>());
        return Ok(());
    }
    if shown.is_empty() {
        printer.information("Did not find any deployments matching the search criteria.");
    }
    printer.debug(&format!("Showing {} results...", shown.len()));
    for line in shown.iter().flat_map(Shown::lines) {
        printer.information(&line);
    }
    if let Some(asked) = asked.filter(|&asked| asked != shown.len()) {
        let found = shown.len();
        printer.debug(&format!("You asked for {asked} results, but only {found} matched your criteria"));
    }
    Ok(())
}

fn load<'a>(client: &Client, names: &'a Names, by_tenant: bool, number: usize) -> Result<Vec<Shown<'a>>, Failure> {
    let ids = |items: &[Resource]| items.iter().map(|item| item.id().to_owned()).collect::<Vec<_>>();
    let filter = Parameters::none()
        .with_list("projects", &ids(&names.projects))
        .with_list("environments", &ids(&names.environments))
        .with_list("tenants", &if by_tenant { ids(&names.tenants) } else { Vec::new() });
    let mut deployments = Vec::new();
    // Newest first: the pages after the last one shown need not be read.
    client.each_item(&client.root_link("Deployments")?, &filter, |deployment| {
        if deployments.len() < number {
            deployments.push(deployment);
        }
        Ok(if deployments.len() < number { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let shown = deployments.into_iter().map(|deployment| {
        let (release, channel) = release_and_channel(client, &deployment)?;
        Ok(Shown { deployment, release, channel, names })
    });
    shown.collect()
}

/// The release of a deployment (or of an item of the dashboard) and its channel.
pub(super) fn release_and_channel(client: &Client, item: &Resource) -> Result<(Resource, Option<Resource>), Failure> {
    let get = |link: &str, id: &str| client.get(&client.root_link(link)?, &Parameters::none().with("id", id));
    let release = get("Releases", item.text("ReleaseId"))?;
    let channel = match item.some_text("ChannelId") {
        Some(id) => Some(get("Channels", id)?),
        None => None,
    };
    Ok((release, channel))
}

/// `{Id, Name}` of the thing with this id; null when there is no id.
pub(super) fn reference(items: &[Resource], id: &str) -> Value {
    if id.is_empty() {
        return Value::Null;
    }
    json!({ "Id": id, "Name": name_of(items, id) })
}

/// The name of the thing with this id; it may have been deleted since.
pub(super) fn name_of<'a>(items: &'a [Resource], id: &str) -> &'a str {
    items.iter().find(|item| item.id() == id).map_or("<Removed>", Resource::name)
}

impl Shown<'_> {
    fn as_json(&self) -> Value {
        let id = |key: &str| self.deployment.text(key);
        json!({
            "Project": reference(&self.names.projects, id("ProjectId")),
            "Environment": reference(&self.names.environments, id("EnvironmentId")),
            "Tenant": reference(&self.names.tenants, id("TenantId")),
            "Channel": self.channel.as_ref().map(|channel| json!({ "Id": channel.id(), "Name": channel.name() })),
            "Created": member(&self.deployment, "Created"),
            "Version": self.release.text("Version"),
            "Assembled": member(&self.release, "Assembled"),
            "PackageVersions": package_versions(&self.release),
            "ReleaseNotes": notes(&self.release),
        })
    }

    fn lines(&self) -> Vec<String> {
        let id = |key: &str| self.deployment.text(key);
        let mut text = vec![
            format!(" - Project: {}", name_of(&self.names.projects, id("ProjectId"))),
            format!(" - Environment: {}", name_of(&self.names.environments, id("EnvironmentId"))),
        ];
        if !id("TenantId").is_empty() {
            text.push(format!(" - Tenant: {}", name_of(&self.names.tenants, id("TenantId"))));
        }
        text.extend(self.channel.as_ref().map(|channel| format!(" - Channel: {}", channel.name())));
        text.push(format!("\tCreated: {}", self.deployment.text("Created")));
        text.extend(lines(&self.release, "\t"));
        text.push(String::new());
        text
    }
}
