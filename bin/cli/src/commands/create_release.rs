//! `create-release`: plans, creates, and deploys if asked to.

use serde_json::{Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::deploy::{DEPLOYMENT, DeploymentRequest, SCHEDULE_AND_TARGETS, deploy};
use crate::failure::Failure;
use crate::lookup;
use crate::output::Automation;
use crate::release::{PackageVersions, PlanBuilder, PlanRequest, ReleasePlan, add_folder, choose_channel};

pub(super) const COMMAND: Command = Command {
    name: "create-release",
    aliases: &[],
    summary: "Creates a release and, if asked to, deploys it.",
    groups: &[
        Group {
            title: "Release creation",
            options: &[
                value(&["project"], "PROJECT", "Name or id of the project."),
                value(
                    &["version", "releaseNumber"],
                    "VERSION",
                    "Number of the new release; the project's own rule if left out.",
                ),
                value(&["channel"], "CHANNEL", "Name or id of the channel; the one whose rules fit if left out."),
                value(
                    &["packageVersion", "defaultPackageVersion"],
                    "VERSION",
                    "Version of every package that --package does not name.",
                ),
                value(
                    &["package"],
                    "NAME:VERSION",
                    "Version of one package: StepName:Version, PackageId:Version or StepName:PackageName:Version; * is any. May be repeated.",
                ),
                value(&["packagesFolder"], "FOLDER", "Take versions from the package files in this folder."),
                value(&["packagePrerelease"], "TAG", "Pre-release tag of the packages to look for."),
                value(&["gitRef", "ref"], "REFERENCE", "Branch or tag, for projects in Git."),
                value(&["gitCommit"], "HASH", "Commit, for projects in Git."),
                value(&["releaseNotes"], "TEXT", "Release notes, in Markdown."),
                value(&["releaseNotesFile", "releaseNoteFile"], "FILE", "File with the release notes."),
                flag(&["ignoreExisting"], "Do nothing if the release exists already."),
                flag(&["ignoreChannelRules"], "Create the release even if the channel's rules refuse its packages."),
                flag(&["whatIf"], "Show the plan and create nothing."),
                value(
                    &["deployTo"],
                    "ENVIRONMENT",
                    "Name or id of an environment to deploy to at once. May be repeated.",
                ),
            ],
        },
        DEPLOYMENT,
        SCHEDULE_AND_TARGETS,
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let project_text = values.required("project", "a project name or ID")?;
    let deployment = DeploymentRequest::read(context, "deployTo")?;
    let request = PlanRequest {
        versions: package_versions(context)?,
        prerelease: values.text("packagePrerelease").map(str::to_owned),
        git_reference: values.text("gitRef").map(str::to_owned),
        git_commit: values.text("gitCommit").map(str::to_owned),
    };
    let notes = release_notes(context)?;
    deployment.check(context, client)?;

    printer.debug("This Octopus Server supports channels");
    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    printer.debug(&format!("Found project: {} ({})", project.name(), project.id()));
    let builder = PlanBuilder { client, printer, project: &project, request: &request };
    let plan = choose_channel(&builder, values.text("channel"))?;
    let version = release_version(context, &plan)?;
    show(context, &project, &version, &plan);
    refuse_impossible(context, &plan)?;

    if values.flag("ignoreExisting") {
        let name = project.name();
        printer.debug(&format!("Checking for existing release for {name} {version} because of --ignoreExisting..."));
        if let Some(existing) = lookup::find_release(client, &project, &version)? {
            printer.information(&format!(
                "A release of {name} with the number {version} already exists, and you specified --ignoreExisting, so \
                 we won't even attempt to create the release."
            ));
            print_json(context, &project, &plan, &existing);
            return Ok(());
        }
    }
    if values.flag("whatIf") {
        let place = match &deployment.environments[..] {
            [] => String::new(),
            environments => format!(" and deployed to {}", environments.join(", ")),
        };
        printer.information(&format!("[WhatIf] This release would have been created using the release plan{place}"));
        print_json(context, &project, &plan, &Resource::from_value(json!({ "Version": version }))?);
        return Ok(());
    }
    let wanted = Wanted { project: &project, plan: &plan, version: &version, notes, request: &request };
    let release = create(context, client, wanted)?;
    deploy(context, client, &project, &release, &deployment)?;
    print_json(context, &project, &plan, &release);
    Ok(())
}

fn package_versions(context: &Context<'_>) -> Result<PackageVersions, Failure> {
    let values = &context.values;
    let mut versions = PackageVersions::default();
    if let Some(default) = values.text("packageVersion") {
        versions.set_default(default)?;
    }
    for text in values.all("package") {
        versions.add(text)?;
    }
    for folder in values.all("packagesFolder") {
        add_folder(&mut versions, &context.path(folder))?;
    }
    Ok(versions)
}

fn release_notes(context: &Context<'_>) -> Result<Option<String>, Failure> {
    match context.values.text("releaseNotesFile") {
        Some(file) => context.read_file(file).map(Some),
        None => Ok(context.values.text("releaseNotes").map(str::to_owned)),
    }
}

/// The number the user gave, else what the project's versioning says.
fn release_version(context: &Context<'_>, plan: &ReleasePlan) -> Result<String, Failure> {
    let printer = &context.printer;
    if let Some(version) = context.values.text("version") {
        if version.contains(char::is_whitespace) {
            return Err(Failure::command(format!(
                "Release version '{version}' is invalid, version cannot contain whitespace."
            )));
        }
        printer.debug(&format!("Using version number provided on command-line: {version}"));
        return Ok(version.to_owned());
    }
    if let Some(version) = plan.template.some_text("NextVersionIncrement") {
        printer.debug(&format!("Using version number from release template: {version}"));
        return Ok(version.to_owned());
    }
    if let Some(step) = plan.template.some_text("VersioningPackageStepName") {
        let version = plan.version_of(step, plan.template.text("VersioningPackageReferenceName"))?;
        printer.debug(&format!("Using version number from package step: {version}"));
        return Ok(version.to_owned());
    }
    Err(Failure::command("A version number was not specified and could not be automatically selected."))
}

fn show(context: &Context<'_>, project: &Resource, version: &str, plan: &ReleasePlan) {
    let mut lines = vec![format!("Release plan for {} {version}", project.name())];
    lines.extend(plan.table());
    let text = lines.join("\n");
    if plan.is_viable() {
        context.printer.information(&text);
    } else {
        context.printer.warning(&text);
    }
}

fn refuse_impossible(context: &Context<'_>, plan: &ReleasePlan) -> Result<(), Failure> {
    let channel = plan.channel_name();
    if plan.has_unresolved() {
        return Err(Failure::command(
            "Package versions could not be resolved for one or more of the package packageSteps in this release. The \
             lines above say which. Push the missing packages, or give their versions with --package.",
        ));
    }
    if !plan.has_steps() {
        return Err(Failure::command(format!("Channel {channel} has no available steps")));
    }
    if !plan.violates_rules() {
        return Ok(());
    }
    let violation = format!("At least one step violates the package version rules for the Channel '{channel}'.");
    if context.values.flag("ignoreChannelRules") {
        context.printer.warning(&format!("{violation} Forcing the release to be created ignoring these rules..."));
        return Ok(());
    }
    Err(Failure::command(format!(
        "{violation} Either choose other package versions, leave --channel out so that a fitting channel is found, or \
         use --ignoreChannelRules."
    )))
}

struct Wanted<'a> {
    project: &'a Resource,
    plan: &'a ReleasePlan,
    version: &'a str,
    notes: Option<String>,
    request: &'a PlanRequest,
}

fn create(context: &Context<'_>, client: &Client, wanted: Wanted<'_>) -> Result<Resource, Failure> {
    let printer = &context.printer;
    printer.debug("Creating release...");
    let notes = match wanted.notes {
        Some(notes) => Some(notes),
        None => notes_template(client, &wanted)?,
    };
    let body = json!({
        "Version": wanted.version,
        "ProjectId": wanted.project.id(),
        "ChannelId": wanted.plan.channel.id(),
        "ReleaseNotes": notes,
        "SelectedPackages": wanted.plan.selected_packages(),
        "SelectedGitResources": [],
        "VersionControlReference": {
            "GitRef": wanted.request.git_reference, "GitCommit": wanted.request.git_commit,
        },
    });
    let ignore_rules = context.values.flag("ignoreChannelRules");
    let parameters = Parameters::none().with_flag("ignoreChannelRules", ignore_rules);
    let release = client.create(&client.root_link("Releases")?, &parameters, &body)?;
    let version = release.text("Version");
    printer.information(&format!("Release {version} created successfully!"));
    let git = release.child("VersionControlReference").unwrap_or_default();
    if let Some(commit) = git.some_text("GitCommit") {
        let reference = git.text("GitRef");
        printer.information(&format!("Release created from commit {commit} of git reference {reference}."));
    }
    context.service_messages.write(printer, "setParameter", &[("name", "octo.releaseNumber"), ("value", version)]);
    attach_summary(context, client, wanted.project, &release)?;
    Ok(release)
}

fn notes_template(client: &Client, wanted: &Wanted<'_>) -> Result<Option<String>, Failure> {
    let Some(link) = wanted.project.find_link("DeploymentSettings") else {
        return Ok(wanted.project.some_text("ReleaseNotesTemplate").map(str::to_owned));
    };
    let git = wanted.request.git_commit.as_deref().or(wanted.request.git_reference.as_deref());
    let settings = client.get(link, &Parameters::none().with_some("gitRef", git))?;
    Ok(settings.some_text("ReleaseNotesTemplate").map(str::to_owned))
}

/// Azure DevOps shows a Markdown file as part of the build's summary.
fn attach_summary(
    context: &Context<'_>,
    client: &Client,
    project: &Resource,
    release: &Resource,
) -> Result<(), Failure> {
    let here = matches!(context.automation, Automation::AzureDevOps | Automation::None);
    let Some(folder) = context.environment.get("SYSTEM_DEFAULTWORKINGDIRECTORY") else { return Ok(()) };
    if !here || !context.service_messages.enabled {
        return Ok(());
    }
    // A name per release is as good as a random one: a second release of this number cannot be created.
    let path = context.path(folder).join(format!("{}-{}.md", context.identity.program(), release.id()));
    let link = format!("{}{}", client.base_address(), release.find_link("Web").unwrap_or_default());
    let text = format!("[Release {} created for '{}']({link})", release.text("Version"), project.name());
    std::fs::write(&path, text).map_err(|error| Failure::file("write", &path, &error))?;
    context.printer.information(&format!(
        "##vso[task.addattachment type=Distributedtask.Core.Summary;name=Octopus Deploy;]{}",
        path.display()
    ));
    Ok(())
}

fn print_json(context: &Context<'_>, project: &Resource, plan: &ReleasePlan, release: &Resource) {
    if !context.wants_json() {
        return;
    }
    context.printer.json(&json!({
        "ReleaseId": release.some_text("Id"),
        "Assembled": release.get("Assembled").cloned().unwrap_or(Value::Null),
        "Version": release.text("Version"),
        "Project": { "Id": project.id(), "Name": project.name() },
        "Channel": { "Id": plan.channel.id(), "Name": plan.channel.name() },
        "Steps": plan.steps_as_json(),
    }));
}
