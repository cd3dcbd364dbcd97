//! `build-information`, and its older form `push-metadata`.

use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, lists};
use crate::context::Context;
use crate::failure::Failure;
use crate::package::OverwriteMode;

const OPTIONS: &[Group] = &[Group {
    title: "Build information pushing",
    options: &[
        value(&["package-id"], "ID", "Id of the package it belongs to. May be repeated."),
        value(&["version"], "VERSION", "Version of the package."),
        value(&["file", "metadata-file"], "FILE", "JSON file with the build information."),
        value(
            &["overwrite-mode"],
            "MODE",
            "FailIfExists (default), OverwriteExisting or IgnoreIfExists: what happens if there is some already.",
        ),
        flag(&["replace-existing"], "The same as --overwrite-mode=OverwriteExisting."),
    ],
}];

pub(super) const BUILD_INFORMATION: Command = Command {
    name: "build-information",
    aliases: &[],
    summary: "Pushes build information.",
    groups: OPTIONS,
    action: Action::Server(|context, client| run(context, client, "BuildInformation", "OctopusBuildInformation")),
};

pub(super) const PUSH_METADATA: Command = Command {
    name: "push-metadata",
    aliases: &[],
    summary: "",
    groups: OPTIONS,
    action: Action::Server(|context, client| {
        context.printer.warning("push-metadata is deprecated: use build-information");
        run(context, client, "PackageMetadata", "OctopusPackageMetadata")
    }),
};

fn run(context: &Context<'_>, client: &Client, link: &str, member: &str) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let file = values.text("file").ok_or_else(|| Failure::command("Please specify the build information file."))?;
    let ids = values.all("package-id");
    if ids.is_empty() {
        return Err(Failure::command("Please specify at least one package id."));
    }
    let version = values.text("version").ok_or_else(|| Failure::command("Please specify the package version."))?;
    let mode = OverwriteMode::read(values)?;
    if !context.path(file).is_file() {
        return Err(Failure::command(format!("Build information file '{file}' does not exist")));
    }
    let text = context.read_file(file)?;
    let information: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::command(format!("The build information file '{file}' is not JSON: {error}")))?;
    let link = client.root_link(link)?;
    let parameters = if lists(&link, "overwriteMode") {
        Parameters::none().with("overwriteMode", mode.text())
    } else {
        Parameters::none().with_flag("replace", mode == OverwriteMode::OverwriteExisting)
    };
    let mut pushed = Vec::new();
    for id in ids {
        printer.debug(&format!("Pushing build information for package {id} version {version}..."));
        let body = json!({ "PackageId": id, "Version": version, member: information });
        pushed.push(client.post(&link, &parameters, &body)?);
    }
    printer.debug("Push successful");
    if context.wants_json() {
        printer.json(&Value::Array(pushed));
    }
    Ok(())
}
