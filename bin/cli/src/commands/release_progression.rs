//! `allow-releaseprogression` and `prevent-releaseprogression`: a defect blocks a release until it is resolved.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, Opt, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

const PROJECT: Opt = value(&["project"], "PROJECT", "Name or id of the project.");
const VERSION: Opt = value(&["version", "releaseNumber"], "VERSION", "Number of the release.");

pub(super) const ALLOW: Command = Command {
    name: "allow-releaseprogression",
    aliases: &[],
    summary: "Allows a release to progress to the next phase.",
    groups: &[Group { title: "Allowing release progression", options: &[PROJECT, VERSION] }],
    action: Action::Server(allow),
};

pub(super) const PREVENT: Command = Command {
    name: "prevent-releaseprogression",
    aliases: &[],
    summary: "Prevents a release from progressing to the next phase.",
    groups: &[Group {
        title: "Preventing release progression",
        options: &[PROJECT, VERSION, value(&["reason"], "TEXT", "Why the release must not go on.")],
    }],
    action: Action::Server(prevent),
};

fn allow(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (project, release) = find(context, client)?;
    let defects = client.pages(release.link("Defects")?, &Parameters::none())?;
    if defects.iter().any(|defect| defect.text("Status") != "Resolved") {
        client.post(release.link("ResolveDefect")?, &Parameters::none(), &json!({}))?;
    } else {
        let version = release.text("Version");
        context.printer.debug(&format!("Release '{version}' is already allowed to progress to next phase."));
    }
    context.printer.information("Allowed successfully.");
    if context.wants_json() {
        context.printer.json(&json!({
            "SpaceId": project.text("SpaceId"),
            "Project": { "Id": project.id(), "Name": project.name() },
            "Release": {
                "Id": release.id(), "Version": release.text("Version"), "IsPreventedFromProgressing": false,
            },
        }));
    }
    Ok(())
}

fn prevent(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let reason = context.values.required("reason", "a reason why the release must not progress")?;
    let (project, release) = find(context, client)?;
    client.post(release.link("ReportDefect")?, &Parameters::none(), &json!({ "Description": reason }))?;
    context.printer.information("Prevented successfully.");
    if context.wants_json() {
        context.printer.json(&json!({
            "SpaceId": project.text("SpaceId"),
            "Project": { "Id": project.id(), "Name": project.name() },
            "Release": {
                "Id": release.id(), "Version": release.text("Version"), "IsPreventedFromProgressing": true,
            },
            "ReasonToPrevent": reason,
        }));
    }
    Ok(())
}

fn find(context: &Context<'_>, client: &Client) -> Result<(Resource, Resource), Failure> {
    let project = context.values.required("project", "a project name or ID")?;
    let version = context.values.required("version", "a release version number")?;
    let project = lookup::one(client, lookup::PROJECT, project)?;
    let release = lookup::release(client, &project, version)?;
    Ok((project, release))
}
