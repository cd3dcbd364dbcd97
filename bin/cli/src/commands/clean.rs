//! `clean-environment` and `clean-workerpool`: removes machines by their state.

use serde_json::{Value, json};

use super::machine_filter::{FILTER, MachineFilter};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup::{self, Kind};

pub(super) const ENVIRONMENT: Command = Command {
    name: "clean-environment",
    aliases: &[],
    summary: "Removes machines in the states given from an environment.",
    groups: &[
        Group { title: "Cleanup", options: &[value(&["environment"], "ENVIRONMENT", "Name of the environment.")] },
        FILTER,
    ],
    action: Action::Server(|context, client| {
        let cleaning = Cleaning {
            kind: lookup::ENVIRONMENT,
            option: "environment",
            what: "an environment name",
            place: "environment",
            json_key: "Environment",
            machines_link: "Machines",
            noun: "machines",
            ids_key: "EnvironmentIds",
            removed: "RemovedFromEnvironment",
        };
        cleaning.run(context, client)
    }),
};

pub(super) const WORKER_POOL: Command = Command {
    name: "clean-workerpool",
    aliases: &[],
    summary: "Removes workers in the states given from a worker pool.",
    groups: &[
        Group { title: "Cleanup", options: &[value(&["workerpool"], "POOL", "Name of the worker pool.")] },
        FILTER,
    ],
    action: Action::Server(|context, client| {
        let cleaning = Cleaning {
            kind: lookup::WORKER_POOL,
            option: "workerpool",
            what: "a worker pool name",
            place: "worker pool",
            json_key: "WorkerPool",
            machines_link: "Workers",
            noun: "workers",
            ids_key: "WorkerPoolIds",
            removed: "RemovedFromPool",
        };
        cleaning.run(context, client)
    }),
};

/// What the two commands differ in.
struct Cleaning {
    kind: Kind,
    option: &'static str,
    what: &'static str,
    place: &'static str,
    json_key: &'static str,
    machines_link: &'static str,
    noun: &'static str,
    ids_key: &'static str,
    removed: &'static str,
}

impl Cleaning {
    fn run(&self, context: &Context<'_>, client: &Client) -> Result<(), Failure> {
        let printer = &context.printer;
        let name = context.values.required(self.option, self.what)?;
        let filter = MachineFilter::read(context)?;
        // Without this a forgotten option would remove every machine.
        if !filter.names_a_status() {
            return Err(Failure::command("Please specify a status using the parameter: --status or --health-status"));
        }
        let group = lookup::by_name(client, self.kind, name)?
            .ok_or_else(|| Failure::command(format!("Could not find the {} named '{name}'", self.place)))?;
        printer.debug(&format!("Loading {}...", self.noun));
        let mut machines = client.pages(&client.root_link(self.machines_link)?, &Parameters::none())?;
        machines
            .retain(|machine| machine.texts(self.ids_key).iter().any(|id| id == group.id()) && filter.accepts(machine));
        printer.information(&format!(
            "Found {} {} in {} with the status {}",
            machines.len(),
            self.noun,
            group.name(),
            filter.description()
        ));
        if machines.iter().any(|machine| machine.texts(self.ids_key).len() > 1) {
            printer.information(&format!(
                "Note: some of these {} belong elsewhere as well. They are not deleted but removed from {}.",
                self.noun,
                group.name()
            ));
        }
        let results = machines.into_iter().map(|machine| self.clean(context, client, &group, machine));
        let results: Vec<Value> = results.collect::<Result<_, _>>()?;
        if context.wants_json() {
            printer.json(&Value::Array(results));
        }
        Ok(())
    }

    /// Deletes a machine, or takes it out of the group if it is in others too.
    fn clean(
        &self,
        context: &Context<'_>,
        client: &Client,
        group: &Resource,
        mut machine: Resource,
    ) -> Result<Value, Failure> {
        let (name, id, status) =
            (machine.name().to_owned(), machine.id().to_owned(), machine.text("Status").to_owned());
        let others: Vec<String> = machine.texts(self.ids_key).into_iter().filter(|other| other != group.id()).collect();
        let (action, place) = if others.is_empty() {
            context.printer.information(&format!("Deleting {name} {status} (ID: {id})"));
            client.delete(machine.link("Self")?)?;
            ("Deleted", Value::Null)
        } else {
            context.printer.information(&format!("Removing {name} {status} (ID: {id}) from {}", group.name()));
            machine.set(self.ids_key, others);
            client.update(&machine)?;
            (self.removed, json!({ "Id": group.id(), "Name": group.name() }))
        };
        Ok(json!({
            "Machine": { "Id": id, "Name": name, "Status": status }, self.json_key: place, "Action": action,
        }))
    }
}
