//! `deploy-release`: deploys a release that exists.

use pulpo_domain::versions::Version;
use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::deploy::{DEPLOYMENT, DeploymentRequest, SCHEDULE_AND_TARGETS, deploy, deployments_as_json};
use crate::failure::Failure;
use crate::lookup;
use crate::output::Printer;

pub(super) const COMMAND: Command = Command {
    name: "deploy-release",
    aliases: &[],
    summary: "Deploys a release.",
    groups: &[
        Group {
            title: "Release",
            options: &[
                value(&["project"], "PROJECT", "Name or id of the project."),
                value(&["deployTo"], "ENVIRONMENT", "Name or id of an environment to deploy to. May be repeated."),
                value(&["version", "releaseNumber"], "VERSION", "Number of the release, or latest."),
                value(&["channel"], "CHANNEL", "Name or id of the channel whose latest release is meant."),
                flag(&["updateVariables"], "First take the project's present variables into the release."),
            ],
        },
        DEPLOYMENT,
        SCHEDULE_AND_TARGETS,
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    values.required("deployTo", "an environment name or ID")?;
    let version = values.text("version").ok_or_else(|| {
        Failure::command(
            "Please specify a release version using the parameter: --version=1.0.0.0 or --version=latest for the \
             latest release",
        )
    })?;
    let project_text = values.required("project", "a project name or ID")?;
    let request = DeploymentRequest::read(context, "deployTo")?;
    request.check(context, client)?;
    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    printer.debug(&format!("Found project: {} ({})", project.name(), project.id()));
    let channel = match values.text("channel") {
        Some(text) => Some(lookup::channel(client, &project, text)?),
        None => None,
    };
    let mut release = if version.eq_ignore_ascii_case("latest") {
        latest_release(client, &project, channel.as_ref())?
    } else {
        lookup::release(client, &project, version)?
    };
    if values.flag("updateVariables") {
        release = update_variables(client, printer, &release)?;
    }
    let started = deploy(context, client, &project, &release, &request)?;
    if context.wants_json() {
        printer.json(&json!({
            "ProjectName": project.name(),
            "Version": release.text("Version"),
            "Deployments": deployments_as_json(&started, "EnvironmentName"),
        }));
    }
    Ok(())
}

/// Takes the project's present variables into the release.
pub(super) fn update_variables(client: &Client, printer: &Printer, release: &Resource) -> Result<Resource, Failure> {
    printer.debug("Updating the release variable snapshot with variables from the project");
    client.post(release.link("SnapshotVariables")?, &Parameters::none(), &json!({}))?;
    client.get(release.link("Self")?, &Parameters::none())
}

/// The highest number on the first page of releases; with a channel, the channel's newest release.
pub(super) fn latest_release(
    client: &Client,
    project: &Resource,
    channel: Option<&Resource>,
) -> Result<Resource, Failure> {
    let link = project.link("Releases")?;
    let found = if let Some(channel) = channel {
        client.first(link, &Parameters::none(), |release| release.text("ChannelId") == channel.id())?
    } else {
        let newest = client.get(link, &Parameters::none())?.children("Items");
        newest.into_iter().max_by_key(|release| Version::parse(release.text("Version")).ok())
    };
    found.ok_or_else(|| {
        let place = channel.map(|channel| format!(" in the channel '{}'", channel.name())).unwrap_or_default();
        Failure::command(format!("Could not find the latest release of project '{}'{place}", project.name()))
    })
}
