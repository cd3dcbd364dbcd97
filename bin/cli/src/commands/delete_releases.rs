//! `delete-releases`: deletes the releases of a project between two versions.

use std::ops::ControlFlow;

use pulpo_domain::versions::Version;
use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource, same};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "delete-releases",
    aliases: &[],
    summary: "Deletes a range of releases.",
    groups: &[Group {
        title: "Deletion",
        options: &[
            value(&["project"], "PROJECT", "Name or id of the project."),
            value(&["minVersion"], "VERSION", "Lowest version to delete."),
            value(&["maxVersion"], "VERSION", "Highest version to delete."),
            value(&["channel"], "CHANNEL", "Only releases in this channel, by name. May be repeated."),
            flag(&["whatIf"], "Only say what would be deleted."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let project_text = values.required("project", "a project name")?;
    let lowest = version(values.required("minVersion", "a minimum version number")?)?;
    let highest = version(values.required("maxVersion", "a maximum version number")?)?;
    let what_if = values.flag("whatIf");
    printer.debug(&format!("Finding project: {project_text}"));
    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    let channels = channel_ids(client, &project, values.all("channel"))?;

    printer.debug("Finding releases for project...");
    let mut chosen: Vec<Resource> = Vec::new();
    client.each_item(project.link("Releases")?, &Parameters::none(), |release| {
        let in_channel = channels.is_empty() || channels.iter().any(|id| id == release.text("ChannelId"));
        let in_range =
            Version::parse(release.text("Version")).is_ok_and(|version| lowest <= version && version <= highest);
        if in_channel && in_range {
            chosen.push(release);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for release in &chosen {
        let version = release.text("Version");
        if what_if {
            printer.information(&format!("[WhatIf] Version {version} would have been deleted"));
        } else {
            printer.information(&format!("Deleting version {version}"));
            client.delete(release.link("Self")?)?;
        }
    }
    if context.wants_json() {
        let releases = chosen.iter().map(|release| json!({ "Version": release.text("Version"), "Deleted": !what_if }));
        printer.json(&json!({
            "Project": { "Id": project.id(), "Name": project.name() },
            "Releases": releases.collect::<Value>(),
        }));
    }
    Ok(())
}

fn version(text: &str) -> Result<Version, Failure> {
    Version::parse(text).map_err(|error| Failure::command(format!("The version '{text}' is not valid: {error}")))
}

fn channel_ids(client: &Client, project: &Resource, names: &[String]) -> Result<Vec<String>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let channels = client.pages(project.link("Channels")?, &Parameters::none())?;
    let find = |name: &String| channels.iter().find(|channel| same(channel.name(), name));
    let missing: Vec<&str> = names.iter().filter(|name| find(name).is_none()).map(String::as_str).collect();
    if missing.is_empty() {
        return Ok(names.iter().filter_map(find).map(|channel| channel.id().to_owned()).collect());
    }
    // Going on without them would delete in every channel.
    Err(Failure::command(format!("Could not find the channels named: {}", missing.join(", "))))
}
