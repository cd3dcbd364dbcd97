//! Waiting for deployments: success, failure, time-out, progress.

use std::time::Duration;

use serde_json::json;

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, task, task_goes_through};

fn deploy(stub: &Stub, line: &str) -> Outcome {
    program(stub, line).run()
}

fn program(stub: &Stub, line: &str) -> Program {
    let line = format!("deploy-release --project='Web Shop' --deployTo=Test --version=1.0.5 {line}");
    Program::octo(&line).at(stub)
}

#[test]
fn a_failed_deployment_prints_its_raw_log_and_ends_with_minus_one() {
    let stub = world::start();
    task_goes_through(&stub, &["Executing", "Failed"]);
    let outcome = deploy(&stub, "--waitForDeployment");
    assert_eq!(outcome.answer().0, 255);
    let end = "Waiting for 1 deployment(s) to complete....\n\
               Deploy Web Shop release 1.0.5 to Test: Failed, The step failed.\n\
               Task log\n16:17:48   Error    |   boom\n\
               One or more deployment tasks failed.\nExit code: -1\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
}

#[test]
fn the_raw_log_can_go_to_a_file_or_nowhere() {
    let stub = world::start();
    task_goes_through(&stub, &["Failed"]);
    let folder = tempfile::tempdir().unwrap();
    let outcome = program(&stub, "--waitForDeployment --rawLogFile=raw.txt").in_folder(folder.path()).run();
    assert!(!outcome.stdout.contains("boom"));
    let written = std::fs::read_to_string(folder.path().join("raw.txt")).unwrap();
    assert_eq!(written, "Task log\n16:17:48   Error    |   boom\n");
    let outcome = deploy(&stub, "--waitForDeployment --noRawLog");
    assert!(!outcome.stdout.contains("boom"));
}

#[test]
fn without_the_servers_help_it_asks_every_ten_seconds() {
    let stub = world::start();
    task_goes_through(&stub, &["Queued", "Executing", "Executing", "Executing", "Success"]);
    let outcome = deploy(&stub, "--waitForDeployment");
    assert_eq!((outcome.code, outcome.slept), (0, Duration::from_secs(30)));
    task_goes_through(&stub, &["Queued", "Executing", "Executing", "Success"]);
    let outcome = deploy(&stub, "--waitForDeployment --deploymentCheckSleepCycle=00:07:03");
    assert_eq!(outcome.slept, Duration::from_secs(6), "only the seconds of the cycle count");
}

#[test]
fn a_server_that_can_wait_is_asked_to() {
    let stub = world::start();
    let mut root = world::root();
    root["Links"]["TaskWait"] = "/api/tasks/{id}{?waitForChange,knownState}".into();
    stub.get("/api", &root);
    task_goes_through(&stub, &["Queued", "Queued", "Success"]);
    stub.get("/api/tasks/ServerTasks-500?waitForChange=30&knownState=Queued", &task("Executing"));
    let outcome = deploy(&stub, "--waitForDeployment");
    assert_eq!((outcome.code, outcome.slept), (0, Duration::ZERO), "{}", outcome.stdout);
    let waits: Vec<String> = stub.lines().into_iter().filter(|line| line.contains("waitForChange")).collect();
    assert_eq!(waits, ["GET /api/tasks/ServerTasks-500?waitForChange=30&knownState=Queued"]);
}

#[test]
fn an_answer_without_news_does_not_make_it_spin() {
    let stub = world::start();
    let mut root = world::root();
    root["Links"]["TaskWait"] = "/api/tasks/{id}{?waitForChange,knownState}".into();
    stub.get("/api", &root);
    task_goes_through(&stub, &["Queued", "Queued", "Queued", "Success"]);
    stub.get("/api/tasks/ServerTasks-500?waitForChange=30&knownState=Queued", &task("Queued"));
    assert_eq!(deploy(&stub, "--waitForDeployment").slept, Duration::from_secs(20));
}

#[test]
fn a_server_that_restarts_does_not_end_the_wait() {
    let stub = world::start();
    let away = Reply::error(503, "Restarting", &[]);
    let states = [task("Queued"), task("Executing")].map(|task| Reply::json(200, &task));
    let replies = states.into_iter().chain([away.clone(), away, Reply::json(200, &task("Success"))]);
    stub.reply("GET /api/tasks/ServerTasks-500", replies);
    let outcome = deploy(&stub, "--waitForDeployment");
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}

#[test]
fn when_the_time_is_up_it_can_cancel_and_says_where_to_look() {
    let stub = world::start();
    task_goes_through(&stub, &["Executing"]);
    let mut deployment = world::deployment();
    deployment["UseGuidedFailure"] = true.into();
    stub.get(&at("deployments/Deployments-40"), &deployment);
    stub.reply("POST /api/tasks/ServerTasks-500/cancel", [Reply::json(200, &task("Cancelling"))]);
    let outcome = deploy(&stub, "--waitForDeployment --deploymentTimeout=00:00:25 --cancelOnTimeout");
    assert_eq!((outcome.answer().0, outcome.slept), (255, Duration::from_secs(25)));
    let text = "One or more tasks did not complete before the timeout was reached. We waited 00:00:25  for the tasks \
                to complete.\n";
    let end = format!(
        "Deploying Web Shop \"1.0.5\" to: Test (Guided Failure: Enabled)\n\
         Waiting for 1 deployment(s) to complete....\n\
         {text}\
         Cancelling deployment task 'Deploy Web Shop release 1.0.5 to Test'\n\
         One or more deployment are using guided failure. Use the links below to check if intervention is required:\n\
         \x20 - Test: {}/app#/projects/web-shop/releases/1.0.5/deployments/Deployments-40\n\
         {text}Exit code: -1\n",
        stub.url()
    );
    assert!(outcome.stdout.ends_with(&end), "{}", outcome.stdout);
    assert!(stub.lines().contains(&"POST /api/tasks/ServerTasks-500/cancel".to_owned()));
}

/// Details of the task: the step is finished from the second look on.
fn with_details(stub: &Stub) {
    let details = |status: &str| {
        let worker = json!({
            "Id": "T/1a", "Name": "WEB01", "Status": status, "Children": [], "LogElements": [
                { "Category": "Info", "MessageText": "Hello from WEB01" },
                { "Category": "Warning", "MessageText": "it's [hot]\n\n##teamcity[progressMessage 'x']" },
            ],
        });
        let step = json!({
            "Id": "T/1", "Name": "Step 1: Deploy web", "Status": status, "LogElements": [], "Children": [worker],
        });
        let root = json!({
            "Id": "T/0", "Name": "Deploy", "Status": "Running", "LogElements": [], "Children": [step],
        });
        Reply::json(200, &json!({ "ActivityLogs": [root] }))
    };
    stub.reply("GET /api/tasks/ServerTasks-500/details", [details("Running"), details("Success")]);
}

#[test]
fn progress_prints_each_finished_element_once() {
    let stub = world::start();
    with_details(&stub);
    task_goes_through(&stub, &["Queued", "Executing", "Executing", "Success"]);
    let outcome = deploy(&stub, "--progress");
    let end = "Waiting for 1 deployment(s) to complete....\n\
               \x20        Success: Step 1: Deploy web\n\
               \x20          Success: WEB01\n\
               \x20 Info       Hello from WEB01\n\
               \x20 Warning    it's [hot]\n             \n             ##teamcity[progressMessage 'x']\n\
               Deploy Web Shop release 1.0.5 to Test: Success\nDone!\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
}

#[test]
fn teamcity_gets_nested_blocks() {
    let stub = world::start();
    with_details(&stub);
    let outcome = program(&stub, "--progress --enableServiceMessages").variable("TEAMCITY_VERSION", "2024").run();
    let end = "##teamcity[blockOpened name='Success: Step 1: Deploy web']\n\
               ##teamcity[blockOpened name='Success: WEB01']\n\
               ##teamcity[message text='Hello from WEB01' status='NORMAL']\n\
               ##teamcity[message text='it|'s |[hot|]' status='WARNING']\n\
               ##teamcity[progressMessage 'x']\n\
               ##teamcity[blockClosed name='Success: WEB01']\n\
               ##teamcity[blockClosed name='Success: Step 1: Deploy web']\n\
               Deploy Web Shop release 1.0.5 to Test: Success\nDone!\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
    let stub = world::start();
    with_details(&stub);
    let azure = program(&stub, "--progress --enableServiceMessages").variable("TF_BUILD", "True").run();
    assert!(azure.stdout.contains("\n         Success: Step 1: Deploy web\n"), "{}", azure.stdout);
}
