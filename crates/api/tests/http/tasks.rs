//! Tasks and their logs (http-api.md 10.1, 10.2; domain.md TK, TL).

use std::time::Duration;

use pulpo_domain::ids::TaskId;
use pulpo_domain::task::{Event, Outcome};
use pulpo_store::Topic;
use pulpo_store::task_log::{Category, Status};
use serde_json::{Value, json};

use crate::world::{ADMIN, Within, World, ids};

#[tokio::test]
async fn a_queued_deployment_has_the_shape_of_a_task() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let shown = world.get(&format!("/api/tasks/{task}")).await.is(200);
    let expected = json!({
        "Id": "ServerTasks-1", "SpaceId": "Spaces-1", "Name": "Deploy",
        "Description": "Deploy Web Shop release 1.0.4 to Test", "Arguments": { "DeploymentId": "Deployments-1" },
        "State": "Queued", "Completed": "Queued...", "QueueTime": "2026-01-02T03:04:05.000+00:00",
        "QueueTimeExpiry": "2026-01-03T03:04:05.000+00:00", "StartTime": null, "LastUpdatedTime": "2026-01-02T03:04:05.000+00:00",
        "CompletedTime": null, "ServerNode": null, "Duration": "0 seconds", "ErrorMessage": "",
        "HasBeenPickedUpByProcessor": false, "IsCompleted": false, "FinishedSuccessfully": false,
        "HasPendingInterruptions": false, "PendingInterruptionTypes": [], "HasPendingPreconditions": false,
        "PendingPreconditionTypes": [], "CanRerun": false, "HasWarningsOrErrors": false, "ProjectId": "Projects-1",
        "EstimatedRemainingQueueDurationSeconds": 0,
        "Links": {
            "Self": "/api/tasks/ServerTasks-1", "Web": "/app#/Spaces-1/tasks/ServerTasks-1",
            "Raw": "/api/tasks/ServerTasks-1/raw", "Rerun": "/api/tasks/rerun/ServerTasks-1",
            "Cancel": "/api/tasks/ServerTasks-1/cancel", "State": "/api/tasks/ServerTasks-1/state",
            "QueuedBehind": "/api/tasks/ServerTasks-1/queued-behind{?skip,take}",
            "Details": "/api/tasks/ServerTasks-1/details{?verbose,tail}",
            "Prioritize": "/api/tasks/ServerTasks-1/prioritize",
            "Artifacts": "/api/Spaces-1/artifacts?regarding=ServerTasks-1",
            "Interruptions": "/api/Spaces-1/interruptions?regarding=ServerTasks-1",
        },
    });
    assert_eq!(shown, expected);
    for spelling in ["/api/Spaces-1/tasks/ServerTasks-1", "/api/spaces/default/tasks/ServerTasks-1"] {
        assert_eq!(world.get(spelling).await.is(200), expected);
    }
}

#[tokio::test]
async fn a_finished_task_says_when_where_and_how_long() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    world.happens(&task, Event::Started).await;
    let path = format!("/api/tasks/{task}");
    let running = world.get(&path).await.is(200);
    assert_eq!(
        [&running["State"], &running["Completed"], &running["ServerNode"]],
        ["Executing", "Executing...", "OctopusServerNodes-host1"]
    );
    world.scratch.clock.advance(jiff::SignedDuration::from_secs(125));
    world.happens(&task, Event::WorkEnded(Outcome::Success)).await;
    let done = world.get(&path).await.is(200);
    assert_eq!([&done["State"], &done["Duration"]], ["Success", "2 minutes"]);
    assert_eq!(done["Completed"], "Friday, 2 January 2026 3:06 AM");
    assert_eq!([&done["IsCompleted"], &done["FinishedSuccessfully"]], [true, true]);
}

#[tokio::test]
async fn lists_are_filtered_counted_and_paged_newest_first() {
    let world = World::new().await;
    let (shop, test, first) = world.queued_task("Web Shop", "Test").await;
    let (_, live, second) = world.queued_task("Library", "Live").await;
    world.happens(&first, Event::Started).await;
    world.happens(&first, Event::WorkEnded(Outcome::Failed)).await;
    let list = async |query: &str| world.get(&format!("/api/tasks{query}")).await.is(200);
    let all = list("").await;
    assert_eq!(ids(&all), [second.as_str(), first.as_str()]);
    assert_eq!(
        all["TotalCounts"],
        json!({ "Queued": 1, "Executing": 0, "Cancelling": 0, "Success": 0, "Failed": 1, "Canceled": 0, "TimedOut": 0, "Interrupted": 0 })
    );
    for (query, expected) in [
        (format!("?project={shop}"), vec![&first]),
        (format!("?environment={live}"), vec![&second]),
        (format!("?environment={test}&active=true"), vec![]),
        ("?active=True".to_owned(), vec![&second]),
        ("?running=true".to_owned(), vec![]),
        ("?states=Failed,TimedOut".to_owned(), vec![&first]),
        (format!("?ids={second},ServerTasks-99"), vec![&second]),
        ("?name=Deploy".to_owned(), vec![&second, &first]),
        ("?name=Health".to_owned(), vec![]),
        ("?partialName=LIBRARY".to_owned(), vec![&second]),
        ("?node=OctopusServerNodes-host1".to_owned(), vec![&first]),
        ("?hasPendingInterruptions=true".to_owned(), vec![]),
        ("?runbook=Runbooks-1".to_owned(), vec![]),
        ("?fromQueueDate=2026-01-03T00:00:00Z".to_owned(), vec![]),
        ("?toCompletedDate=2026-01-03T00:00:00Z".to_owned(), vec![&first]),
        ("?spaces=Spaces-2".to_owned(), vec![]),
        ("?spaces=all&includeSystem=true".to_owned(), vec![&second, &first]),
    ] {
        let page = list(&query).await;
        assert_eq!(ids(&page).iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let page = list("?name=Deploy&take=1").await;
    assert_eq!(page["TotalResults"], 2);
    assert_eq!(page["Links"]["Page.Next"], "/api/tasks?skip=1&take=1&name=Deploy");
    assert_eq!(list("?states=Failed").await["TotalCounts"]["Queued"], 1);
    world.get("/api/tasks?states=Paused").await.is(400);
}

#[tokio::test]
async fn a_task_elsewhere_is_not_there_at_all() {
    // access.md 5.5: project and environment both count; hidden and missing read the same.
    let world = World::new().await;
    let (_, test, first) = world.queued_task("Web Shop", "Test").await;
    let (_, _, second) = world.queued_task("Library", "Live").await;
    let key = world.account("tester", &["TaskView", "TaskCancel"], Within::environment(&test)).await;
    let page = world.get_as(&key, "/api/tasks").await.is(200);
    assert_eq!(ids(&page), [first.as_str()]);
    assert_eq!([&page["TotalResults"], &page["TotalCounts"]["Queued"]], [1, 1]);
    for path in ["", "/details", "/raw", "/queued-behind", "/cancel"] {
        let method = if path == "/cancel" { "POST" } else { "GET" };
        let hidden = world.send(&key, method, &format!("/api/tasks/{second}{path}"), "").await;
        let missing = world.send(&key, method, &format!("/api/tasks/ServerTasks-99{path}"), "").await;
        assert_eq!(hidden.status, 404, "{path}");
        assert_eq!(hidden.text().replace(&second, "ServerTasks-99"), missing.text(), "{path}");
    }
    let none = world.account("nobody", &["ProjectView"], Within::default()).await;
    let refusal = world.get_as(&none, "/api/tasks").await.is(403);
    assert!(refusal["ErrorMessage"].as_str().unwrap().contains("TaskView"), "{refusal}");
    let viewer = world.account("viewer", &["TaskView"], Within::default()).await;
    world.send(&viewer, "POST", &format!("/api/tasks/{first}/cancel"), "").await.is(403);
}

#[tokio::test]
async fn whoever_waits_is_woken_by_the_change() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let path = format!("/api/tasks/{task}?waitForChange=60&knownState=Queued");
    let started = std::time::Instant::now();
    let waiting = world.get(&path);
    let change = async {
        let topic = Topic::Task(TaskId::new(task.as_str()));
        while world.scratch.store.wakes().listeners(&topic) == 0 {
            tokio::task::yield_now().await;
        }
        world.happens(&task, Event::Started).await;
    };
    let (reply, ()) = tokio::join!(waiting, change);
    assert_eq!(reply.is(200)["State"], "Executing");
    assert!(started.elapsed() < Duration::from_secs(50), "the wait was not ended by the change");
    // Another state than the known one: at once.
    assert_eq!(world.get(&path).await.is(200)["State"], "Executing");
    // The time is up: the state as it is.
    let path = format!("/api/tasks/{task}?waitForChange=0&knownState=Executing");
    assert_eq!(world.get(&path).await.is(200)["State"], "Executing");
    world.get(&format!("/api/tasks/{task}?waitForChange=1&knownState=Paused")).await.is(400);
}

#[tokio::test]
async fn cancelling_ends_what_waits_and_stops_what_runs() {
    // TK-18.
    let world = World::new().await;
    let (_, _, waiting) = world.queued_task("Web Shop", "Test").await;
    let (_, _, running) = world.queued_task("Library", "Live").await;
    let cancel = |task: &str| format!("/api/tasks/{task}/cancel");
    let done = world.post(&cancel(&waiting), Value::Null).await.is(200);
    assert_eq!([&done["State"], &done["IsCompleted"]], [&json!("Canceled"), &json!(true)]);
    assert_ne!(done["CompletedTime"], Value::Null);
    let again = world.post(&cancel(&waiting), Value::Null).await.is(400);
    assert!(again["Errors"][0].as_str().unwrap().contains("already completed"), "{again}");

    world.happens(&running, Event::Started).await;
    let mut engine = world.scratch.store.wakes().listen(Topic::Task(TaskId::new(running.as_str())));
    engine.mark_unchanged();
    let stopping = world.post(&cancel(&running), Value::Null).await.is(200);
    assert_eq!([&stopping["State"], &stopping["IsCompleted"]], [&json!("Cancelling"), &json!(false)]);
    assert!(engine.has_changed().unwrap(), "the engine must hear of it");
    assert_eq!(world.post(&cancel(&running), Value::Null).await.is(200)["State"], "Cancelling");
    let cancels = world.write(|tx| {
        let rows = tx.query("SELECT COUNT(*) FROM event WHERE category = 'TaskCanceled'", &[])?;
        Ok(rows[0].int(0)?)
    });
    assert_eq!(cancels.await, 2, "a second cancel of the same task is no event");
}

#[tokio::test]
async fn a_completed_state_is_edited_with_a_reason() {
    // TK-21.
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let path = format!("/api/tasks/{task}/state");
    let edit = |state: &str, reason: &str| json!({ "State": state, "Reason": reason });
    world.post(&path, edit("Success", "checked by hand")).await.is(400);
    world.happens(&task, Event::Started).await;
    world.happens(&task, Event::WorkEnded(Outcome::Failed)).await;
    world.post(&path, edit("Success", " ")).await.is(400);
    world.post(&path, edit("Queued", "again")).await.is(400);
    let edited = world.post(&path, edit("Success", "checked by hand")).await.is(200);
    assert_eq!([&edited["State"], &edited["FinishedSuccessfully"]], [&json!("Success"), &json!(true)]);
    let succeeded = async || {
        world
            .write(|tx| {
                let deployments = tx.query("SELECT succeeded FROM deployment", &[])?;
                let cells = tx.query("SELECT COUNT(*) FROM dashboard_item WHERE success IS NOT NULL", &[])?;
                Ok((deployments[0].int(0)?, cells[0].int(0)?))
            })
            .await
    };
    assert_eq!(succeeded().await, (1, 1), "the release may go further, and the dashboard shows it");
    world.post(&path, edit("Failed", "no, it was not")).await.is(200);
    assert_eq!(succeeded().await, (0, 0));
}

#[tokio::test]
async fn the_log_is_a_tree_with_lines_on_its_third_level() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let path = format!("/api/tasks/{task}/details");
    let before = world.get(&path).await.is(200);
    assert_eq!(before["ActivityLogs"][0]["Status"], "Pending");
    assert_eq!(before["ActivityLogs"][0]["Children"], json!([]));
    assert_eq!(before["Progress"], json!({ "ProgressPercentage": 0, "EstimatedTimeRemaining": "" }));

    world.happens(&task, Event::Started).await;
    write_log(&world, &task);
    let details = world.get(&path).await.is(200);
    let root = &details["ActivityLogs"][0];
    assert_eq!(root["Id"], before["ActivityLogs"][0]["Id"], "clients print each element once, by its id");
    let step = &root["Children"][0];
    let worker = &step["Children"][0];
    assert_eq!(
        *worker,
        json!({
            "Id": worker["Id"], "Name": "Worker", "Status": "Success", "Started": "2026-01-02T03:04:05.000+00:00",
            "Ended": "2026-01-02T03:04:05.000+00:00", "ShowAtSummaryLevel": false, "ProgressPercentage": 100,
            "ProgressMessage": "", "Children": [], "LogElements": [
                { "Category": "Info", "OccurredAt": "2026-01-02T03:04:05.000+00:00", "MessageText": "Hello", "Detail": null, "Number": 1 },
                { "Category": "Error", "OccurredAt": "2026-01-02T03:04:05.000+00:00", "MessageText": "Oh", "Detail": null, "Number": 3 },
            ],
        })
    );
    assert_eq!(details["Progress"]["ProgressPercentage"], 100);
    let messages = |details: &Value| {
        let lines = details["ActivityLogs"][0]["Children"][0]["Children"][0]["LogElements"].clone();
        let lines = lines.as_array().unwrap().iter();
        lines.map(|line| line["MessageText"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(messages(&world.get(&format!("{path}?verbose=True")).await.is(200)), ["Hello", "quietly", "Oh"]);
    assert_eq!(messages(&world.get(&format!("{path}?tail=1")).await.is(200)), ["Oh"]);

    let raw = world.get(&format!("/api/tasks/{task}/raw")).await;
    assert_eq!(raw.headers["content-type"], "text/plain; charset=utf-8");
    assert!(raw.text().starts_with("Task ID:        ServerTasks-1\n"), "{}", raw.text());
    assert!(raw.text().contains("03:04:05   Info     |       Hello"), "{}", raw.text());
}

fn write_log(world: &World, task: &str) {
    let now = world.app.now();
    let log = world.app.logs().append(&TaskId::new(task), world.scratch.store.wakes()).expect("the log opens");
    let root = log.activity("root", None, "Deploy Web Shop release 1.0.4 to Test");
    let step = log.activity("step", Some(root), "Step 1: Say hello");
    let worker = log.activity("worker", Some(step), "Worker");
    let mut batch = log.batch();
    for activity in [root, step, worker] {
        batch.status(activity, now, Status::Running);
    }
    batch.line(worker, now, Category::Info, "Hello");
    batch.line(worker, now, Category::Verbose, "quietly");
    batch.line(worker, now, Category::Error, "Oh");
    batch.status(worker, now, Status::Success);
    batch.status(step, now, Status::Success);
    drop(batch);
    log.flush().expect("the log is written");
}

#[tokio::test]
async fn a_waiting_task_tells_what_it_waits_for() {
    // TK-08, TK-11.
    let world = World::new().await;
    let (project, environment, first) = world.queued_task("Web Shop", "Test").await;
    let release = world.release(&project, "1.0.5").await;
    let second = world.deploy(&release, &environment).await["TaskId"].as_str().unwrap().to_owned();
    let path = format!("/api/tasks/{second}/queued-behind");
    world.happens(&first, Event::Started).await;
    let behind = world.get(&path).await.is(200);
    assert_eq!(ids(&behind), [first.as_str()]);
    assert!(behind["Reasons"][0].as_str().unwrap().contains("same project"), "{behind}");
    world.happens(&first, Event::WorkEnded(Outcome::Success)).await;
    let behind = world.get(&path).await.is(200);
    assert_eq!([&behind["Items"], &behind["Reasons"]], [&json!([]), &json!([])]);
}

#[tokio::test]
async fn what_cannot_be_done_to_tasks_is_refused_in_words() {
    // TK-16: deployments are not made through their tasks.
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    for (path, body) in [
        ("/api/tasks".to_owned(), json!({ "Name": "Deploy", "Arguments": { "DeploymentId": "Deployments-1" } })),
        ("/api/tasks".to_owned(), json!({ "Name": "Health", "Arguments": { "MachineIds": null } })),
        (format!("/api/tasks/{task}/prioritize"), Value::Null),
        (format!("/api/tasks/{task}/abandon"), Value::Null),
        (format!("/api/tasks/rerun/{task}"), Value::Null),
    ] {
        let refusal = world.send(ADMIN, "POST", &path, body.to_string()).await.is(400);
        assert_ne!(refusal["Errors"][0], Value::Null, "{path}");
    }
    assert_eq!(world.get("/api/tasks/taskTypes").await.is(200), json!([{ "Id": "Deploy", "Name": "Deploy" }]));
}
