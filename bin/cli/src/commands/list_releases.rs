//! `list-releases`: the releases of the projects named, or of all.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::release_text::{lines, member, notes, package_versions};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "list-releases",
    aliases: &[],
    summary: "Lists releases by project.",
    groups: &[Group {
        title: "Listing",
        options: &[value(&["project"], "PROJECT", "Only releases of this project, by name. May be repeated.")],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let printer = &context.printer;
    printer.debug("Loading projects...");
    let projects = chosen(client, lookup::PROJECT, context.values.all("project"), "projects")?;
    printer.debug("Loading releases...");
    let mut releases: Vec<Resource> = Vec::new();
    client.each_item(&client.root_link("Releases")?, &Parameters::none(), |release| {
        if projects.iter().any(|project| project.id() == release.text("ProjectId")) {
            releases.push(release);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let of = |project: &Resource| -> Vec<&Resource> {
        releases.iter().filter(|release| release.text("ProjectId") == project.id()).collect()
    };
    if context.wants_json() {
        let items = projects.iter().map(|project| {
            let releases = of(project).into_iter().map(as_json).collect::<Value>();
            json!({ "Project": { "Id": project.id(), "Name": project.name() }, "Releases": releases })
        });
        printer.json(&items.collect::<Value>());
        return Ok(());
    }
    printer.information(&format!("Releases: {}", releases.len()));
    for project in &projects {
        printer.information(&format!(" - Project: {}", project.name()));
        for release in of(project) {
            for line in lines(release, "    ").into_iter().chain(git_lines(release)) {
                printer.information(&line);
            }
            printer.information("");
        }
    }
    Ok(())
}

/// The things of a kind that the user named, by name; everything if none was.
pub(super) fn chosen(
    client: &Client,
    kind: lookup::Kind,
    names: &[String],
    noun: &str,
) -> Result<Vec<Resource>, Failure> {
    if names.is_empty() {
        return lookup::every(client, kind);
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for name in names {
        match lookup::by_name(client, kind, name)? {
            Some(item) => found.push(item),
            None => missing.push(name.as_str()),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    Err(Failure::command(format!("Could not find {noun}: {}", missing.join(","))))
}

fn git_lines(release: &Resource) -> Vec<String> {
    let git = release.child("VersionControlReference").unwrap_or_default();
    let line = |label: &str, key: &str| git.some_text(key).map(|text| format!("    {label}: {text}"));
    [line("Git Reference", "GitRef"), line("Git Commit", "GitCommit")].into_iter().flatten().collect()
}

fn as_json(release: &Resource) -> Value {
    let git = release.child("VersionControlReference").unwrap_or_default();
    json!({
        "Version": release.text("Version"),
        "Assembled": member(release, "Assembled"),
        "PackageVersions": package_versions(release),
        "ReleaseNotes": notes(release),
        "GitReference": member(&git, "GitRef"),
        "GitCommit": member(&git, "GitCommit"),
    })
}
