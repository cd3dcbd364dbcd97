//! `create-environment`.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "create-environment",
    aliases: &[],
    summary: "Creates a deployment environment.",
    groups: &[Group {
        title: "Environment creation",
        options: &[
            value(&["name"], "NAME", "Name of the environment."),
            flag(&["ignoreIfExists"], "Do nothing if it exists already."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let name = context.values.required("name", "an environment name")?;
    let printer = &context.printer;
    let environment = match lookup::by_name(client, lookup::ENVIRONMENT, name)? {
        Some(known) if context.values.flag("ignoreIfExists") => {
            printer.information(&format!("The environment {} (ID {}) already exists", known.name(), known.id()));
            known
        }
        Some(known) => {
            let id = known.id();
            return Err(Failure::command(format!("The environment {} (ID {id}) already exists", known.name())));
        }
        None => {
            printer.information(&format!("Creating environment: {name}"));
            let link = client.root_link("Environments")?;
            let created = client.create(&link, &Parameters::none(), &json!({ "Name": name }))?;
            printer.information(&format!("Environment created. ID: {}", created.id()));
            created
        }
    };
    if context.wants_json() {
        printer.json(&json!({ "Id": environment.id(), "Name": environment.name() }));
    }
    Ok(())
}
