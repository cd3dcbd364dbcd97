//! `run-runbook`: runs a runbook, and waits for it if asked to.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::deploy::{
    Execution, SCHEDULE_AND_TARGETS, Waiting, Watched, comma_separated, parse_variables, wait_for_all,
};
use crate::failure::Failure;
use crate::lookup;
use crate::times;

pub(super) const COMMAND: Command = Command {
    name: "run-runbook",
    aliases: &[],
    summary: "Runs a runbook.",
    groups: &[
        Group {
            title: "Run runbook",
            options: &[
                value(&["project"], "PROJECT", "Name or id of the project."),
                value(&["runbook"], "RUNBOOK", "Name or id of the runbook."),
                value(&["environment"], "ENVIRONMENT", "Name or id of an environment to run in. May be repeated."),
                value(&["snapshot"], "SNAPSHOT", "Name or id of the snapshot; the published one if left out."),
                flag(&["forcePackageDownload"], "Download packages again that the targets have already."),
                value(&["guidedFailure"], "TRUE|FALSE", "Whether a failing step asks for guidance; default False."),
                value(&["runAt"], "TIME", "When to start, in the local time zone unless an offset is given."),
                value(&["noRunAfter"], "TIME", "When a run that has not started by then is given up."),
                flag(&["waitForRun"], "Wait until the run is finished."),
                flag(&["progress"], "Show the log while the run goes on. Implies --waitForRun and --noRawLog."),
                value(&["runTimeout"], "TIMESPAN", "How long to wait, default 00:10:00. The run itself goes on."),
                flag(&["cancelOnTimeout"], "Cancel the run when the time to wait is over."),
                value(
                    &["runCheckSleepCycle"],
                    "TIMESPAN",
                    "Time between two looks at the run, default 00:00:10. Only the seconds count.",
                ),
                flag(&["noRawLog"], "Do not print the raw log of failed tasks."),
                value(&["rawLogFile"], "FILE", "Write the raw log of failed tasks to this file."),
            ],
        },
        SCHEDULE_AND_TARGETS,
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let values = &context.values;
    let project_text = values.required("project", "a project name or ID")?;
    let runbook_text = values.required("runbook", "a runbook name or ID")?;
    values.required("environment", "an environment name or ID")?;
    let tenant_names = values.all("tenant");
    let (run_at, no_run_after) = (context.instant("runAt")?, context.instant("noRunAfter")?);
    let (included, excluded) =
        (comma_separated(values.all("specificMachines")), comma_separated(values.all("excludeMachines")));
    check(context, &included, &excluded, run_at, no_run_after)?;
    let guided_failure = values.boolean("guidedFailure")?.unwrap_or(false);
    let wait = values.flag("waitForRun") || values.flag("progress");
    let waiting = if wait { Some(Waiting::read_keys(context, "runTimeout", "runCheckSleepCycle")?) } else { None };

    let project = lookup::one(client, lookup::PROJECT, project_text)?;
    let runbook = lookup::runbook(client, &project, runbook_text)?;
    let environments = lookup::all(client, lookup::ENVIRONMENT, values.all("environment"))?;
    let tenants = if tenant_names.iter().any(|name| name == "*") {
        vec!["*".to_owned()]
    } else {
        let tenants = lookup::all(client, lookup::TENANT, tenant_names)?;
        tenants.iter().map(|tenant| tenant.id().to_owned()).collect()
    };
    if let Some(start) = run_at {
        let wait = times::friendly_duration(start.duration_since(context.clock.now()));
        context.printer.information(&format!("Runbook run will be scheduled to start in: {wait}"));
    }
    let variables = parse_variables(values.all("variable"));
    let form_values: Map<String, Value> =
        variables.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let body = json!({
        "RunbookId": runbook.id(),
        "ProjectId": project.id(),
        "EnvironmentIds": environments.iter().map(Resource::id).collect::<Vec<_>>(),
        "RunbookSnapshotNameOrId": values.text("snapshot"),
        "UseDefaultSnapshot": false,
        "ForcePackageDownload": values.flag("forcePackageDownload"),
        "UseGuidedFailure": guided_failure,
        "SpecificMachineIds": included,
        "ExcludedMachineIds": excluded,
        "TenantIds": tenants,
        "TenantTagNames": values.all("tenantTag"),
        "SkipActions": values.all("skip"),
        "QueueTime": run_at.map(times::wire_instant),
        "QueueTimeExpiry": no_run_after.map(times::wire_instant),
        "FormValues": form_values,
    });
    let runs = client.post(runbook.link("CreateRunbookRun")?, &Parameters::none(), &body)?;
    let runs = Resource::list_from_value(runs)?;
    if let Some(waiting) = waiting.filter(|_| !runs.is_empty()) {
        let watched: Vec<Watched> = runs.iter().map(|run| watched(&project, run)).collect();
        wait_for_all(context, client, &waiting, Execution::RunbookRun, &watched)?;
    }
    if context.wants_json() {
        for run in &runs {
            context.printer.json(&as_json(run));
        }
    }
    Ok(())
}

fn check(
    context: &Context<'_>,
    included: &[String],
    excluded: &[String],
    run_at: Option<Timestamp>,
    no_run_after: Option<Timestamp>,
) -> Result<(), Failure> {
    let start = run_at.unwrap_or_else(|| context.clock.now());
    if no_run_after.is_some_and(|expiry| start > expiry) {
        return Err(Failure::command(
            "The run would expire before it starts: choose a --noRunAfter later than --runAt.",
        ));
    }
    let both: Vec<&str> = included.iter().filter(|name| excluded.contains(name)).map(String::as_str).collect();
    if !both.is_empty() {
        let both = both.join(", ");
        return Err(Failure::command(format!("Cannot specify the same machine as both included and excluded: {both}")));
    }
    let (tenants, tags) = (context.values.all("tenant"), context.values.all("tenantTag"));
    if tenants.iter().any(|tenant| tenant == "*") && (tenants.len() > 1 || !tags.is_empty()) {
        return Err(Failure::command(
            "--tenant=* means all tenants and cannot be combined with other tenants or tags.",
        ));
    }
    Ok(())
}

fn watched(project: &Resource, run: &Resource) -> Watched {
    Watched {
        task_id: run.text("TaskId").to_owned(),
        guided_failure: run.flag("UseGuidedFailure"),
        environment_link: run.find_link("Environment").map(str::to_owned),
        portal_path: format!(
            "/app#/projects/{}/operations/runbooks/{}/snapshots/{}/runs/{}",
            project.text("Slug"),
            run.text("RunbookId"),
            run.text("RunbookSnapshotId"),
            run.id()
        ),
    }
}

fn as_json(run: &Resource) -> Value {
    let member = |key: &str| run.get(key).cloned().unwrap_or(Value::Null);
    json!({
        "SpaceId": member("SpaceId"),
        "ProjectId": member("ProjectId"),
        "RunbookId": member("RunbookId"),
        "Environment": member("EnvironmentId"),
        "Snapshot": member("RunbookSnapshotId"),
        "Tenant": member("TenantId"),
        "ForcePackageDownload": member("ForcePackageDownload"),
        "SkipActions": member("SkipActions"),
        "IncludedMachines": member("SpecificMachineIds"),
        "ExcludedMachines": member("ExcludedMachineIds"),
        "UseGuidedFailure": member("UseGuidedFailure"),
        "QueueTime": member("QueueTime"),
        "QueueTimeExpiry": member("QueueTimeExpiry"),
        "Machines": run.texts("DeployedToMachineIds").join(", "),
    })
}
