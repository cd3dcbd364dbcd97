//! `push`: uploads package files to the built-in feed.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::package::{OverwriteMode, Upload};

pub(super) const COMMAND: Command = Command {
    name: "push",
    aliases: &[],
    summary: "Pushes packages to the built-in package repository.",
    groups: &[Group {
        title: "Package pushing",
        options: &[
            value(&["package"], "FILE", "Package file to push. May be repeated."),
            value(
                &["overwrite-mode"],
                "MODE",
                "FailIfExists (default), OverwriteExisting or IgnoreIfExists: what happens if the package is there already.",
            ),
            flag(&["replace-existing"], "The same as --overwrite-mode=OverwriteExisting."),
            value(
                &["use-delta-compression"],
                "TRUE|FALSE",
                "Send only what differs from the package before; default True.",
            ),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let files = package_files(context)?;
    let upload = Upload {
        context,
        client,
        mode: OverwriteMode::read(values)?,
        delta: values.boolean("use-delta-compression")?.unwrap_or(true),
    };
    let (mut pushed, mut failed) = (Vec::new(), Vec::new());
    for file in &files {
        let shown = file.display().to_string();
        printer.debug(&format!("Pushing package: {shown}..."));
        match upload.send(file) {
            Ok(()) => pushed.push(shown),
            // In JSON the answer tells which packages failed, and the exit code stays 0, as octo has it.
            Err(failure) if context.wants_json() => {
                let reason = failure.to_string().replace("\r\n", "");
                failed.push(json!({ "Package": shown, "Reason": reason }));
            }
            Err(failure) => return Err(failure),
        }
    }
    if context.wants_json() {
        printer.json(&json!({ "SuccessfulPackages": pushed, "FailedPackages": Value::Array(failed) }));
    } else {
        printer.debug("Push successful");
    }
    Ok(())
}

fn package_files(context: &Context<'_>) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for text in context.values.all("package") {
        let path = context.path(text);
        if !path.is_file() {
            return Err(Failure::command(format!("Package file not found: {}", path.display())));
        }
        if !files.contains(&path) {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(Failure::command("Please specify a package to push"));
    }
    Ok(files)
}
