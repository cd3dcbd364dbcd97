//! `access why`: why an account may or may not do something somewhere.

use crate::arguments::{Group, value};
use crate::client::{Client, Parameters};
use crate::commands::{Action, Command};
use crate::context::Context;
use crate::failure::Failure;

pub(in crate::commands) const COMMAND: Command = Command {
    name: "access why",
    aliases: &[],
    summary: "Tells why an account may or may not do something.",
    groups: &[Group {
        title: "Question",
        options: &[
            value(&["account", "user"], "NAME", "The account; your own if left out."),
            value(&["permission"], "PERMISSION", "For example DeploymentCreate."),
            value(&["project"], "PROJECT", "Name, slug or id of a project."),
            value(&["projectGroup"], "GROUP", "Name, slug or id of a project group."),
            value(&["environment"], "ENVIRONMENT", "Name, slug or id of an environment."),
            value(&["tenant"], "TENANT", "Id of a tenant."),
            value(&["level"], "LEVEL", "System, for what is asked at system level."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let permission = values.required("permission", "a permission")?;
    let parameters = Parameters::none()
        .with("permission", permission)
        .with_some("user", values.text("account"))
        .with_some("project", values.text("project"))
        .with_some("projectGroup", values.text("projectGroup"))
        .with_some("environment", values.text("environment"))
        .with_some("tenant", values.text("tenant"))
        .with_some("level", values.text("level"));
    let answer = client.get(&client.root_link("AccessWhy")?, &parameters)?;
    if context.wants_json() {
        printer.json(&answer.as_value());
        return Ok(());
    }
    printer.information(answer.text("Explanation"));
    let could: Vec<String> = answer.children("TeamsThatCould").iter().map(super::named).collect();
    if !answer.flag("IsAllowed") && !could.is_empty() {
        printer.information(&format!("Teams that could: {}", could.join(", ")));
    }
    if !answer.flag("IsComplete") {
        printer.information("There are teams in this that you may not see.");
    }
    Ok(())
}
