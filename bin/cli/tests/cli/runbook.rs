//! `run-runbook`.

use serde_json::{Value, json};

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page, task_goes_through};

fn with_runbook(stub: &Stub) {
    let own = at("runbooks/Runbooks-1");
    let runbook = json!({
        "Id": "Runbooks-1", "Name": "Restart", "Links": { "Self": own, "CreateRunbookRun": format!("{own}/run") },
    });
    stub.get(&at("projects/Projects-7/runbooks"), &page("runbooks", &[runbook]));
    let run = json!({
        "Id": "RunbookRuns-3", "TaskId": "ServerTasks-500", "RunbookId": "Runbooks-1", "EnvironmentId": "Environments-11",
        "RunbookSnapshotId": "RunbookSnapshots-1", "UseGuidedFailure": true, "DeployedToMachineIds": [],
        "Links": { "Environment": at("environments/Environments-11") },
    });
    stub.reply(&format!("POST {own}/run"), [Reply::json(201, &json!([run]))]);
}

fn run(stub: &Stub, line: &str) -> Outcome {
    let line = format!("run-runbook --project='Web Shop' --runbook=restart --environment=Test {line}");
    Program::octo(&line).at(stub).run()
}

#[test]
fn a_run_is_asked_for_with_names_as_typed() {
    let stub = world::start();
    with_runbook(&stub);
    let outcome = run(
        &stub,
        "--snapshot='Snapshot 1' --specificMachines=WEB01 --excludeMachines=WEB02 --skip=Mail --tenant=* -v Slot=blue \
         --guidedFailure=true --forcePackageDownload --runAt=2024-08-21T17:17:46Z",
    );
    assert_eq!(outcome.answer(), (0, "Runbook run will be scheduled to start in: 1 hour\n"));
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/runbooks/Runbooks-1/run"),
        json!({
            "RunbookId": "Runbooks-1", "ProjectId": "Projects-7", "EnvironmentIds": ["Environments-11"],
            "RunbookSnapshotNameOrId": "Snapshot 1", "UseDefaultSnapshot": false, "ForcePackageDownload": true,
            "UseGuidedFailure": true, "SpecificMachineIds": ["WEB01"], "ExcludedMachineIds": ["WEB02"],
            "TenantIds": ["*"], "TenantTagNames": [], "SkipActions": ["Mail"],
            "QueueTime": "2024-08-21T17:17:46.000+00:00", "QueueTimeExpiry": null, "FormValues": { "Slot": "blue" },
        })
    );
}

#[test]
fn waiting_speaks_of_runs() {
    let stub = world::start();
    with_runbook(&stub);
    task_goes_through(&stub, &["Failed"]);
    let outcome = run(&stub, "--waitForRun --noRawLog");
    assert_eq!(
        outcome.answer(),
        (
            255,
            "Waiting for 1 runbook run(s) to complete....\n\
             Deploy Web Shop release 1.0.5 to Test: Failed, The step failed.\n\
             One or more runbook run tasks failed.\nExit code: -1\n"
        )
    );
    task_goes_through(&stub, &["Executing"]);
    let outcome = run(&stub, "--waitForRun --runTimeout=00:00:05 --runCheckSleepCycle=00:00:02");
    let path = "/app#/projects/web-shop/operations/runbooks/Runbooks-1/snapshots/RunbookSnapshots-1/runs/RunbookRuns-3";
    assert!(outcome.stdout.contains(&format!("  - Test: {}{path}\n", stub.url())), "{}", outcome.stdout);
}

#[test]
fn contradictions_are_found_first_and_json_describes_each_run() {
    let stub = world::start();
    with_runbook(&stub);
    let outcome = run(&stub, "--specificMachines=A --excludeMachines=A");
    assert!(outcome.stdout.contains("Cannot specify the same machine as both included and excluded: A"));
    let outcome = run(&stub, "--noRunAfter=2024-08-20");
    assert!(outcome.stdout.contains("The run would expire before it starts"), "{}", outcome.stdout);
    let outcome = run(&stub, "--outputFormat=Json");
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        (&printed["Environment"], &printed["Snapshot"]),
        (&"Environments-11".into(), &"RunbookSnapshots-1".into())
    );
}
