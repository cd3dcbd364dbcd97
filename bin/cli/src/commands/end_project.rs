//! `delete-project` and `disable-project`.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const DELETE: Command = Command {
    name: "delete-project",
    aliases: &[],
    summary: "Deletes a project.",
    groups: &[Group { title: "Project deletion", options: &[value(&["name"], "NAME", "Name of the project.")] }],
    action: Action::Server(delete),
};

pub(super) const DISABLE: Command = Command {
    name: "disable-project",
    aliases: &[],
    summary: "Disables a project.",
    groups: &[Group { title: "Project disablement", options: &[value(&["name"], "NAME", "Name of the project.")] }],
    action: Action::Server(disable),
};

fn delete(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let project = find(context, client)?;
    context.printer.information(&format!("Deleting project: {}", project.name()));
    client.delete(project.link("Self")?)?;
    context.printer.information(&format!("Project deleted. ID: {}", project.id()));
    if context.wants_json() {
        context.printer.json(&json!({ "Project": { "Id": project.id(), "Name": project.name() } }));
    }
    Ok(())
}

fn disable(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let mut project = find(context, client)?;
    if project.flag("IsDisabled") {
        context.printer.information(&format!("The project {} is already disabled.", project.name()));
    } else {
        context.printer.information(&format!("Disabling project: {}", project.name()));
        project.set("IsDisabled", true);
        project = client.update(&project)?;
    }
    context.printer.information(&format!("Project {} disabled. ID: {}", project.name(), project.id()));
    if context.wants_json() {
        let project = json!({ "Id": project.id(), "Name": project.name(), "IsDisabled": project.flag("IsDisabled") });
        context.printer.json(&json!({ "Project": project }));
    }
    Ok(())
}

/// Only by its exact name: what cannot be taken back should not be reached by an id mistaken for a name.
fn find(context: &Context<'_>, client: &Client) -> Result<Resource, Failure> {
    let name = context.values.required("name", "a project name")?;
    context.printer.information(&format!("Finding project: {name}"));
    lookup::by_name(client, lookup::PROJECT, name)?
        .ok_or_else(|| Failure::command(format!("The project {name} does not exist.")))
}
