//! `promote-release`: deploys what is in one environment to another.

use pulpo_domain::versions::Version;
use serde_json::json;

use super::deploy_release::update_variables;
use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::deploy::{DEPLOYMENT, DeploymentRequest, SCHEDULE_AND_TARGETS, deploy, deployments_as_json};
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "promote-release",
    aliases: &[],
    summary: "Deploys the release of one environment to another.",
    groups: &[
        Group {
            title: "Release promotion",
            options: &[
                value(&["project"], "PROJECT", "Name or id of the project."),
                value(&["from"], "ENVIRONMENT", "Name or id of the environment whose release is taken."),
                value(
                    &["deployTo", "to"],
                    "ENVIRONMENT",
                    "Name or id of an environment to deploy to. May be repeated.",
                ),
                flag(&["updateVariables"], "First take the project's present variables into the release."),
                flag(&["latestSuccessful"], "Take the last release that was deployed with success."),
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
    let from = values.required("from", "a source environment name or ID")?;
    let project_text = values.required("project", "a project name or ID")?;
    let request = DeploymentRequest::read(context, "deployTo")?;
    request.check(context, client)?;
    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    printer.debug(&format!("Found project: {} ({})", project.name(), project.id()));
    let environment = lookup::one(client, lookup::ENVIRONMENT, from)?;
    let version = deployed_version(client, &project, &environment, values.flag("latestSuccessful"))?;
    printer.debug(&format!("Finding release details for release {version}"));
    let mut release = lookup::release(client, &project, &version)?;
    if values.flag("updateVariables") {
        release = update_variables(client, printer, &release)?;
    }
    let started = deploy(context, client, &project, &release, &request)?;
    if context.wants_json() {
        printer.json(&json!({
            "ProjectName": { "Id": project.id(), "Name": project.name() },
            "FromEnvironment": { "Id": environment.id(), "Name": environment.name() },
            "Version": release.text("Version"),
            "Deployments": deployments_as_json(&started, "Name"),
        }));
    }
    Ok(())
}

/// The highest release number that the dashboard shows for the project in the environment.
fn deployed_version(
    client: &Client,
    project: &Resource,
    environment: &Resource,
    only_successful: bool,
) -> Result<String, Failure> {
    let question = Parameters::none()
        .with_list("projects", &[project.id()])
        .with_list("environments", &[environment.id()])
        .with_flag("includePrevious", only_successful);
    let dashboard = client.get(&client.root_link("DashboardDynamic")?, &question)?;
    let mut items = dashboard.children("Items");
    if only_successful {
        items.extend(dashboard.children("PreviousItems"));
    }
    let newest = items
        .iter()
        .filter(|item| item.text("ProjectId") == project.id() && item.text("EnvironmentId") == environment.id())
        .filter(|item| !only_successful || item.text("State") == "Success")
        .max_by_key(|item| Version::parse(item.text("ReleaseVersion")).ok());
    newest.map(|item| item.text("ReleaseVersion").to_owned()).ok_or_else(|| {
        let kind = if only_successful { "successful " } else { "" };
        Failure::command(format!(
            "Could not find the latest {kind}deployment of project '{}' to environment '{}'. Please check that the \
             dashboard shows one.",
            project.name(),
            environment.name()
        ))
    })
}
