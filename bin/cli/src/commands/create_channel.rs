//! `create-channel`: creates a channel, or brings an existing one into the wanted form.

use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "create-channel",
    aliases: &[],
    summary: "Creates a channel for a project.",
    groups: &[Group {
        title: "Channel creation",
        options: &[
            value(&["project"], "PROJECT", "Name or id of the project."),
            value(&["channel"], "NAME", "Name of the channel."),
            value(&["description"], "TEXT", "What the channel is for."),
            value(&["lifecycle"], "NAME", "Name of its lifecycle; the project's own if left out."),
            flag(&["make-default-channel"], "Make it the project's default channel."),
            flag(&["update-existing"], "Change the channel if it exists already."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let project_text = values.required("project", "a project")?;
    let name = values.required("channel", "a channel name")?;
    printer.debug(&format!("Loading project {project_text}..."));
    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    let lifecycle = if let Some(text) = values.text("lifecycle") {
        printer.debug(&format!("Loading lifecycle {text}..."));
        Some(lookup::one(client, lookup::LIFECYCLE, text)?)
    } else {
        printer.debug("No lifecycle specified. Going to inherit the project lifecycle...");
        None
    };
    let known = client.first(project.link("Channels")?, &Parameters::none(), |channel| channel.is_named(name))?;
    let (channel, action) = match known {
        None => {
            printer.debug(&format!("Creating channel {name}"));
            let body = json!({
                "ProjectId": project.id(), "Name": name, "Description": values.text("description").unwrap_or_default(),
                "LifecycleId": lifecycle.as_ref().map(Resource::id),
                "IsDefault": values.flag("make-default-channel"), "Rules": [],
            });
            let created = client.create(&client.root_link("Channels")?, &Parameters::none(), &body)?;
            printer.information(&format!("Channel {name} created"));
            (created, "Created")
        }
        Some(_) if !values.flag("update-existing") => {
            return Err(Failure::command(
                "This channel already exists. If you would like to update it, please use the parameter: \
                 --update-existing",
            ));
        }
        Some(known) => update(context, client, &project, lifecycle.as_ref(), known)?,
    };
    if context.wants_json() {
        let member = |key: &str| channel.get(key).cloned().unwrap_or(Value::Null);
        printer.json(&json!({ "Action": action, "Channel": {
            "Id": channel.id(), "Name": channel.name(), "Description": member("Description"),
            "ProjectId": member("ProjectId"), "LifecycleId": member("LifecycleId"),
        } }));
    }
    Ok(())
}

fn update(
    context: &Context<'_>,
    client: &Client,
    project: &Resource,
    lifecycle: Option<&Resource>,
    mut channel: Resource,
) -> Result<(Resource, &'static str), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let name = channel.name().to_owned();
    let before = channel.clone();
    let wanted_lifecycle = lifecycle.map(Resource::id);
    if channel.some_text("LifecycleId") != wanted_lifecycle {
        let text = lifecycle.map_or_else(
            || "inherit the project lifecycle".to_owned(),
            |lifecycle| format!("use lifecycle {}", lifecycle.name()),
        );
        printer.information(&format!("Updating this channel to {text} for promoting releases"));
        channel.set("LifecycleId", wanted_lifecycle.map_or(Value::Null, Value::from));
    }
    if values.flag("make-default-channel") && !channel.flag("IsDefault") {
        printer.information(&format!("Making this the default channel for {}", project.name()));
        channel.set("IsDefault", true);
    }
    if let Some(description) = values.text("description").filter(|&text| text != before.text("Description")) {
        printer.information(&format!("Updating channel description to '{description}'"));
        channel.set("Description", description);
    }
    if channel == before {
        printer.information("The channel already looks exactly the way it should, no need to update it.");
        return Ok((channel, "None"));
    }
    printer.debug(&format!("Updating channel {name}"));
    let channel = client.update(&channel)?;
    printer.information(&format!("Channel {name} updated"));
    Ok((channel, "Updated"))
}
