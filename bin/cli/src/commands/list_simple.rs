//! `list-environments`, `list-projects`, `list-tenants` and `list-workerpools`: a count, then a line each.

use serde_json::{Value, json};

use super::{Action, Command};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup::{self, Kind};

pub(super) const ENVIRONMENTS: Command = Command {
    name: "list-environments",
    aliases: &[],
    summary: "Lists environments.",
    groups: &[],
    action: Action::Server(|context, client| list(context, client, lookup::ENVIRONMENT, "Environments")),
};

pub(super) const PROJECTS: Command = Command {
    name: "list-projects",
    aliases: &[],
    summary: "Lists all projects.",
    groups: &[],
    action: Action::Server(|context, client| list(context, client, lookup::PROJECT, "Projects")),
};

pub(super) const WORKER_POOLS: Command = Command {
    name: "list-workerpools",
    aliases: &[],
    summary: "Lists worker pools.",
    groups: &[],
    action: Action::Server(|context, client| list(context, client, lookup::WORKER_POOL, "WorkerPools")),
};

pub(super) const TENANTS: Command = Command {
    name: "list-tenants",
    aliases: &[],
    summary: "Lists tenants.",
    groups: &[],
    action: Action::Server(|context, client| {
        if !tenants_are_enabled(client)? {
            return Err(Failure::command("Multi-Tenancy is not enabled"));
        }
        list(context, client, lookup::TENANT, "Tenants")
    }),
};

/// Whether the space uses tenants at all.
pub(super) fn tenants_are_enabled(client: &Client) -> Result<bool, Failure> {
    Ok(client.get(&client.root_link("TenantsStatus")?, &Parameters::none())?.flag("Enabled"))
}

fn list(context: &Context<'_>, client: &Client, kind: Kind, heading: &str) -> Result<(), Failure> {
    let items = lookup::every(client, kind)?;
    if context.wants_json() {
        let short = |item: &Resource| json!({ "Id": item.id(), "Name": item.name() });
        context.printer.json(&items.iter().map(short).collect::<Value>());
        return Ok(());
    }
    context.printer.information(&format!("{heading}: {}", items.len()));
    for item in &items {
        context.printer.information(&format!(" - {} (ID: {})", item.name(), item.id()));
    }
    Ok(())
}
