//! `list-machines`: deployment targets with their state and environments.

use serde_json::{Value, json};

use super::machine_filter::{FILTER, MachineFilter, status_of};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "list-machines",
    aliases: &[],
    summary: "Lists all machines.",
    groups: &[
        Group {
            title: "Listing",
            options: &[value(
                &["environment"],
                "ENVIRONMENT",
                "Only machines in this environment, by name. May be repeated.",
            )],
        },
        FILTER,
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let filter = MachineFilter::read(context)?;
    context.printer.debug("Loading environments...");
    let environments = lookup::every(client, lookup::ENVIRONMENT)?;
    let wanted = named(&environments, context.values.all("environment"), "environment(s)")?;
    context.printer.debug("Loading machines...");
    let mut machines = lookup::every(client, lookup::MACHINE)?;
    machines.retain(|machine| {
        let ids = machine.texts("EnvironmentIds");
        filter.accepts(machine) && (wanted.is_empty() || ids.iter().any(|id| wanted.contains(id)))
    });
    let listing =
        Listing { heading: "Machines", ids_key: "EnvironmentIds", groups_key: "Environments", groups: &environments };
    listing.print(context, machines);
    Ok(())
}

/// The ids of the groups the user named; every name must exist.
pub(super) fn named(groups: &[Resource], names: &[String], noun: &str) -> Result<Vec<String>, Failure> {
    let find = |name: &String| groups.iter().find(|group| group.is_named(name));
    let missing: Vec<&str> = names.iter().filter(|name| find(name).is_none()).map(String::as_str).collect();
    if !missing.is_empty() {
        return Err(Failure::command(format!("Could not find {noun} named: {}", missing.join(", "))));
    }
    Ok(names.iter().filter_map(find).map(|group| group.id().to_owned()).collect())
}

/// How machines or workers are listed.
pub(super) struct Listing<'a> {
    pub(super) heading: &'a str,
    /// The member with the ids of the groups a machine is in.
    pub(super) ids_key: &'a str,
    /// What the groups are called in JSON.
    pub(super) groups_key: &'a str,
    pub(super) groups: &'a [Resource],
}

impl Listing<'_> {
    /// A count and a line each, sorted by name, with the names of the groups each one is in.
    pub(super) fn print(&self, context: &Context<'_>, mut machines: Vec<Resource>) {
        if context.wants_json() {
            let items = machines.iter().map(|machine| {
                json!({
                    "Id": machine.id(), "Name": machine.name(), "Status": status_of(machine),
                    self.groups_key: self.group_names(machine),
                })
            });
            context.printer.json(&items.collect::<Value>());
            return;
        }
        machines.sort_by_key(|machine| machine.name().to_lowercase());
        context.printer.information(&format!("{}: {}", self.heading, machines.len()));
        for machine in &machines {
            context.printer.information(&format!(
                " - {} {} (ID: {}) in {}",
                machine.name(),
                status_of(machine),
                machine.id(),
                self.group_names(machine).join(" and ")
            ));
        }
    }

    fn group_names(&self, machine: &Resource) -> Vec<&str> {
        let name = |id: &String| self.groups.iter().find(|group| group.id() == id).map(Resource::name);
        machine.texts(self.ids_key).iter().filter_map(name).collect()
    }
}
