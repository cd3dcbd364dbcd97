//! `list-latestdeployments`: what is where now, from the dashboard.

use serde_json::{Value, json};

use super::list_deployments::{name_of, reference, release_and_channel};
use super::list_releases::chosen;
use super::release_text::{lines, member, notes, package_versions};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "list-latestdeployments",
    aliases: &[],
    summary: "Lists the releases last deployed in each environment.",
    groups: &[Group {
        title: "Listing",
        options: &[
            value(&["project"], "PROJECT", "Only this project, by name. May be repeated."),
            value(&["environment"], "ENVIRONMENT", "Only this environment, by name. May be repeated."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    printer.debug("Loading projects...");
    let projects = chosen(client, lookup::PROJECT, values.all("project"), "projects")?;
    printer.debug("Loading environments...");
    let environments = chosen(client, lookup::ENVIRONMENT, values.all("environment"), "environments")?;
    printer.debug("Loading dashboard...");
    let ids = |items: &[Resource]| items.iter().map(|item| item.id().to_owned()).collect::<Vec<_>>();
    let question =
        Parameters::none().with_list("projects", &ids(&projects)).with_list("environments", &ids(&environments));
    let dashboard = client.get(&client.root_link("DashboardDynamic")?, &question)?;
    let tenants = dashboard.children("Tenants");

    let mut items = Vec::new();
    for item in dashboard.children("Items") {
        let (release, channel) = release_and_channel(client, &item)?;
        items.push((item, release, channel));
    }
    if context.wants_json() {
        let documents = items.iter().map(|(item, release, channel)| {
            json!({
                "Project": reference(&projects, item.text("ProjectId")),
                "Environment": reference(&environments, item.text("EnvironmentId")),
                "Tenant": reference(&tenants, item.text("TenantId")),
                "Channel": channel.as_ref().map(|channel| json!({ "Id": channel.id(), "Name": channel.name() })),
                "Date": member(item, "QueueTime"),
                "Duration": member(item, "Duration"),
                "State": item.text("State"),
                "Version": release.text("Version"),
                "Assembled": member(release, "Assembled"),
                "PackageVersion": package_versions(release),
                "ReleaseNotes": notes(release),
            })
        });
        printer.json(&documents.collect::<Value>());
        return Ok(());
    }
    if items.is_empty() {
        printer.information("Did not find any releases matching the search criteria.");
    }
    for (item, release, channel) in &items {
        printer.information(&format!(" - Project: {}", name_of(&projects, item.text("ProjectId"))));
        printer.information(&format!(" - Environment: {}", name_of(&environments, item.text("EnvironmentId"))));
        if let Some(tenant) = item.some_text("TenantId") {
            printer.information(&format!(" - Tenant: {}", name_of(&tenants, tenant)));
        }
        if let Some(channel) = channel {
            printer.information(&format!(" - Channel: {}", channel.name()));
        }
        printer.information(&format!("   Date: {}", item.text("QueueTime")));
        printer.information(&format!("   Duration: {}", item.text("Duration")));
        let state = format!("   State: {}", item.text("State"));
        if item.text("State") == "Failed" {
            printer.error(&state);
        } else {
            printer.information(&state);
        }
        for line in lines(release, "   ") {
            printer.information(&line);
        }
        printer.information("");
    }
    Ok(())
}
