//! What the server knows of a deployment and its place, as variables (variables.md VY). What belongs to tenants,
//! triggers, runbooks, version control or endpoints is not here, since there are none.

use std::collections::BTreeMap;

use pulpo_domain::build_information::PackageBuild;
use pulpo_domain::ids::MachineId;
use pulpo_domain::plan::{PlannedAction, Target};
use pulpo_domain::process::{PropertyValue, RunsOn};
use pulpo_domain::release::Release;
use pulpo_domain::worker_pool::WorkerPool;
use serde_json::{Value, json};

use super::{Scene, VariableList};
use crate::pools;
use crate::work::Work;

/// What the server knows, over everything that a project says (VA-17).
pub(super) fn put(variables: &mut VariableList, scene: &Scene<'_>) {
    put_packages_of_all(variables, scene.work);
    put_deployment(variables, scene);
    put_changes(variables, scene.work);
    put_targets(variables, scene);
    put_actions(variables, scene.work);
    put_statuses(variables, scene);
    put_step(variables, scene);
}

fn put_packages_of_all(variables: &mut VariableList, work: &Work) {
    for selected in &work.release.selected_packages {
        let (action, reference) = (&selected.action_name, &selected.reference_name);
        variables.set(format!("Octopus.Action[{action}].Package[{reference}].PackageVersion"), &selected.version);
        if reference.is_empty() {
            variables.set(format!("Octopus.Action[{action}].Package.PackageVersion"), &selected.version);
        }
    }
}

fn put_deployment(variables: &mut VariableList, scene: &Scene<'_>) {
    let Work { task, deployment, release, project, group, channel, environment, space, previous, creator, .. } =
        scene.work;
    let ids = |ids: &[MachineId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let flag = |flag: bool| if flag { "True" } else { "False" };
    let mut set = |name: &str, value: &str| variables.set(format!("Octopus.{name}"), value);

    set("Space.Id", space.id.as_str());
    set("Space.Name", &space.name);
    set("Project.Id", project.id.as_str());
    set("Project.Name", &project.name);
    set("ProjectGroup.Id", group.id.as_str());
    set("ProjectGroup.Name", &group.name);
    set("Environment.Id", environment.id.as_str());
    set("Environment.Name", &environment.name);
    set("Environment.SortOrder", &environment.sort_order.to_string());
    set("Release.Id", release.id.as_str());
    set("Release.Number", &release.version);
    set("Release.Notes", release.release_notes.as_deref().unwrap_or_default());
    set("Release.Created", &release.assembled.to_string());
    set("Release.Channel.Name", &channel.name);
    for (name, value) in &release.custom_fields {
        set(&format!("Release.CustomFields[{name}]"), value);
    }
    if let Some(before) = &previous.of_project {
        set("Release.Previous.Id", before.id.as_str());
        set("Release.Previous.Number", &before.version);
    }
    if let Some(before) = &previous.for_environment {
        set("Release.PreviousForEnvironment.Id", before.id.as_str());
        set("Release.PreviousForEnvironment.Number", &before.version);
    }
    if let Some((current, success)) = &previous.current {
        set("Release.CurrentForEnvironment.Id", current.id.as_str());
        set("Release.CurrentForEnvironment.Number", &current.version);
        set("Deployment.PreviousSuccessful.Id", success.id.as_str());
    }
    set("Deployment.Id", deployment.id.as_str());
    set("Deployment.Name", &deployment.name);
    set("Deployment.Comments", deployment.comments.as_deref().unwrap_or_default());
    set("Deployment.Created", &deployment.created.to_string());
    set("Deployment.CreatedBy.Id", deployment.deployed_by_id.as_str());
    set("Deployment.CreatedBy.Username", &deployment.deployed_by);
    if let Some(user) = creator {
        set("Deployment.CreatedBy.DisplayName", &user.display_name);
        set("Deployment.CreatedBy.EmailAddress", user.email_address.as_deref().unwrap_or_default());
    }
    set("Deployment.ForcePackageDownload", flag(deployment.force_package_download));
    set("Deployment.SpecificMachines", &ids(&deployment.specific_machine_ids));
    set("Deployment.ExcludedMachines", &ids(&deployment.excluded_machine_ids));
    if let Some(tenant) = &deployment.tenant_id {
        set("Deployment.Tenant.Id", tenant.as_str());
    }
    set("Task.Id", task.id.as_str());
    set("Task.Name", &task.name);
    set("Task.QueueTime", &task.queue_time.to_string());
    if let Some(expiry) = task.queue_time_expiry {
        set("Task.QueueTimeExpiry", &expiry.to_string());
    }
    for (name, value) in &task.arguments {
        set(&format!("Task.Argument[{name}]"), value);
    }
    set("Web.ProjectLink", &format!("/app#/{}/projects/{}", space.id, project.slug));
    set("Web.ReleaseLink", &format!("/app#/{}/releases/{}", space.id, release.id));
    set("Web.DeploymentLink", &format!("/app#/{}/deployments/{}", space.id, deployment.id));
    if let Some(uri) = scene.server_uri {
        set("Web.ServerUri", uri);
    }
}

fn put_targets(variables: &mut VariableList, scene: &Scene<'_>) {
    let plan = &scene.work.plan;
    let mut all: BTreeMap<&MachineId, &Target> = BTreeMap::new();
    for target in plan.steps.iter().flat_map(|step| &step.targets) {
        all.insert(&target.id, target);
    }
    let ids: Vec<&str> = all.keys().map(|id| id.as_str()).collect();
    variables.set("Octopus.Deployment.Machines", ids.join(","));
    for target in all.values() {
        variables.set(format!("Octopus.Deployment.Targets[{}].Id", target.id), target.id.as_str());
        variables.set(format!("Octopus.Deployment.Targets[{}].Name", target.id), &target.name);
    }
    let mut in_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for machine in &scene.work.machines {
        for role in &machine.roles {
            in_role.entry(role).or_default().push(machine.id.as_str());
        }
    }
    for (role, machines) in in_role {
        variables.set(format!("Octopus.Environment.MachinesInRole[{role}]"), machines.join(","));
    }
    let Some(target) = scene.target else { return };
    let machine = scene.work.machines.iter().find(|machine| machine.id == target.id);
    variables.set("Octopus.Machine.Id", target.id.as_str());
    variables.set("Octopus.Machine.Name", &target.name);
    variables.set("Octopus.Machine.Roles", machine.map(|machine| machine.roles.join(",")).unwrap_or_default());
}

/// The releases that come along with this one: those since the last that succeeded here.
fn put_changes(variables: &mut VariableList, work: &Work) {
    let releases = &work.previous.changes;
    let commits = |build: &PackageBuild| -> Vec<Value> {
        let commits = build.build.commits.iter();
        commits.map(|commit| json!({ "Id": commit.id, "Comment": commit.comment })).collect()
    };
    let told = |of: &PackageBuild| {
        let build = &of.build;
        json!({
            "PackageId": of.package_id, "Version": of.version, "BuildEnvironment": build.environment,
            "BuildNumber": build.number, "BuildUrl": build.url, "Branch": build.branch, "VcsType": build.vcs_type,
            "VcsRoot": build.vcs_root, "VcsCommitNumber": build.commit, "WorkItems": [], "Commits": commits(of),
        })
    };
    let change = |release: &Release| {
        let builds = &release.builds;
        json!({
            "Version": release.version, "ReleaseNotes": release.release_notes, "WorkItems": [],
            "BuildInformation": builds.iter().map(told).collect::<Value>(),
            "Commits": builds.iter().flat_map(commits).collect::<Value>(),
        })
    };
    let changes: Value = releases.iter().map(change).collect();
    variables.set("Octopus.Deployment.Changes", changes.to_string());
    let builds: Value = releases.iter().flat_map(|release| &release.builds).map(told).collect();
    variables.set("Octopus.Deployment.PackageBuildInformation", builds.to_string());
    // No issue tracker is asked.
    variables.set("Octopus.Deployment.WorkItems", "[]");
    let markdown = |release: &Release| match release.release_notes.as_deref().unwrap_or_default().trim() {
        "" => format!("**{}**\n", release.version),
        notes => format!("**{}**\n\n{notes}\n", release.version),
    };
    let markdown: Vec<String> = releases.iter().map(markdown).collect();
    variables.set("Octopus.Deployment.ChangesMarkdown", markdown.join("\n"));
}

/// What every action is, by its name: for whoever asks about another one.
fn put_actions(variables: &mut VariableList, work: &Work) {
    for planned in work.plan.steps.iter().flat_map(|step| &step.actions) {
        let name = &planned.action.name;
        for (property, value) in &planned.action.properties.0 {
            let PropertyValue::Plain(text) = value else { continue };
            let Some(rest) = property.strip_prefix("Octopus.Action.") else { continue };
            // The text of another step's script is nothing that one asks for, and there is much of it.
            if !is_script(rest) {
                variables.set(format!("Octopus.Action[{name}].{rest}"), text);
            }
        }
        variables.set(format!("Octopus.Action[{name}].Id"), &planned.action.id);
        variables.set(format!("Octopus.Action[{name}].Name"), name);
        variables.set(format!("Octopus.Action[{name}].Number"), &planned.number);
        variables.set(format!("Octopus.Action[{name}].IsSkipped"), if planned.skip.is_some() { "True" } else { "" });
    }
}

fn is_script(property: &str) -> bool {
    property.eq_ignore_ascii_case("Script.ScriptBody") || property.starts_with("CustomScripts.")
}

/// How the steps stand: pending until they have ended (VA-19).
fn put_statuses(variables: &mut VariableList, scene: &Scene<'_>) {
    for planned in &scene.work.plan.steps {
        variables.set(format!("Octopus.Step[{}].Status.Code", planned.step.name), "Pending");
    }
    for status in scene.statuses {
        variables.set(format!("Octopus.Step[{}].Status.Code", status.step), status.code);
        let Some(error) = &status.error else { continue };
        let planned = scene.work.plan.steps.iter().find(|planned| planned.step.name == status.step);
        // Of a step with several actions nobody can tell whose error it is.
        let action = planned.and_then(|planned| <&[_; 1]>::try_from(planned.actions.as_slice()).ok());
        let action = action.map(|[only]| format!("Action[{}]", only.action.name));
        for about in std::iter::once(format!("Step[{}]", status.step)).chain(action) {
            variables.set(format!("Octopus.{about}.Status.Error"), error);
            variables.set(format!("Octopus.{about}.Status.ErrorDetail"), error);
        }
    }
    // Set once a step has failed, and only then: conditions ask whether it is there at all.
    if let Some(error) = scene.statuses.iter().find_map(|status| status.error.as_ref()) {
        variables.set("Octopus.Deployment.Error", error);
        variables.set("Octopus.Deployment.ErrorDetail", error);
    }
}

fn put_step(variables: &mut VariableList, scene: &Scene<'_>) {
    let (Some(step), Some(action)) = (scene.step, scene.action) else { return };
    variables.set("Octopus.Step.Id", &step.step.id);
    variables.set("Octopus.Step.Name", &step.step.name);
    variables.set("Octopus.Step.Number", step.number.to_string());
    variables.set("Octopus.Step.Status.Code", "Running");
    variables.set(format!("Octopus.Step[{}].Status.Code", step.step.name), "Running");
    variables.set("Octopus.Action.Id", &action.action.id);
    variables.set("Octopus.Action.Name", &action.action.name);
    variables.set("Octopus.Action.Number", &action.number);
    variables.set("Octopus.Action.IsSkipped", "");
    if action.runs_on != RunsOn::Targets
        && let Some(pool) = pool(variables, scene.work, action)
    {
        variables.set("Octopus.WorkerPool.Id", pool.id.as_str());
        variables.set("Octopus.WorkerPool.Name", &pool.name);
    }
}

/// The pool whose worker runs the action.
fn pool<'a>(variables: &VariableList, work: &'a Work, action: &PlannedAction) -> Option<&'a WorkerPool> {
    let named = action.action.worker_pool_variable.as_deref().filter(|name| !name.is_empty());
    let wanted = match named {
        Some(name) => Some(variables.evaluator().get(name)?),
        None => action.action.worker_pool_id.as_ref().map(ToString::to_string),
    };
    match wanted {
        Some(wanted) => pools::find(&work.pools, wanted.trim()),
        None => work.pools.iter().find(|pool| pool.is_default),
    }
}
