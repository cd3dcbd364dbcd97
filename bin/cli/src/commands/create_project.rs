//! `create-project`.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "create-project",
    aliases: &[],
    summary: "Creates a project.",
    groups: &[Group {
        title: "Project creation",
        options: &[
            value(&["name"], "NAME", "Name of the project."),
            value(&["projectGroup"], "NAME", "Name of its project group, which is created if need be."),
            value(&["lifecycle"], "NAME", "Name of the lifecycle it uses."),
            flag(&["ignoreIfExists"], "Do nothing if it exists already."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let group_name = values.required("projectGroup", "a project group name")?;
    let name = values.required("name", "a project name")?;
    let lifecycle_name = values.required("lifecycle", "a lifecycle name")?;

    printer.information(&format!("Finding project group: {group_name}"));
    let known_group = lookup::by_name(client, lookup::PROJECT_GROUP, group_name)?;
    let group_is_new = known_group.is_none();
    let group = if let Some(group) = known_group {
        group
    } else {
        printer.information("Project group does not exist, it will be created");
        let link = client.root_link("ProjectGroups")?;
        client.create(&link, &Parameters::none(), &json!({ "Name": group_name }))?
    };
    printer.information(&format!("Finding lifecycle: {lifecycle_name}"));
    let lifecycle = lookup::by_name(client, lookup::LIFECYCLE, lifecycle_name)?
        .ok_or_else(|| Failure::command(format!("The lifecycle {lifecycle_name} does not exist.")))?;
    let project = match lookup::by_name(client, lookup::PROJECT, name)? {
        Some(known) if values.flag("ignoreIfExists") => {
            printer.information(&format!("The project {} (ID {}) already exists", known.name(), known.id()));
            known
        }
        Some(known) => {
            let id = known.id();
            return Err(Failure::command(format!("The project {} (ID {id}) already exists", known.name())));
        }
        None => {
            printer.information(&format!("Creating project: {name}"));
            let body = json!({
                "Name": name, "ProjectGroupId": group.id(), "LifecycleId": lifecycle.id(), "IsDisabled": false,
            });
            let created = client.create(&client.root_link("Projects")?, &Parameters::none(), &body)?;
            printer.information(&format!("Project created. ID: {}", created.id()));
            created
        }
    };
    if context.wants_json() {
        printer.json(&json!({
            "Project": { "Id": project.id(), "Name": project.name() },
            "Group": { "Id": group.id(), "Name": group.name(), "NewGroupCreated": group_is_new },
        }));
    }
    Ok(())
}
