//! `delete-package`.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters};
use crate::context::Context;
use crate::failure::Failure;

pub(super) const COMMAND: Command = Command {
    name: "delete-package",
    aliases: &[],
    summary: "Deletes a package from the built-in package repository.",
    groups: &[Group {
        title: "Deletion",
        options: &[
            value(&["packageId"], "ID", "Id of the package."),
            value(&["version"], "VERSION", "Version of the package."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let printer = &context.printer;
    let id = context.values.required("packageId", "a package id")?;
    let version = context.values.required("version", "a package version")?;
    printer.debug(&format!("Finding package: {id} with version {version}"));
    let parameters = Parameters::none().with("id", &format!("{id}.{version}"));
    let package = client.get(&client.root_link("Packages")?, &parameters)?;
    printer.debug(&format!("Found package with id: {}... Deleting package", package.text("PackageId")));
    client.delete(package.link("Self")?)?;
    printer.information("Package deleted");
    if context.wants_json() {
        printer.json(&json!({ "Status": "Success", "Package": { "PackageId": id, "Version": version } }));
    }
    Ok(())
}
