//! The queue and the three ways to stop, with a launcher that plays.

use std::sync::Arc;

use jiff::SignedDuration;
use pulpo_access::Granted;
use pulpo_access::permissions::SpaceEdit;
use pulpo_app::built_in_worker::{BuiltInWorker, FEATURE_OFF, Report};
use pulpo_domain::deployment::Deployment;
use pulpo_domain::process::property;
use pulpo_domain::space::Space;
use pulpo_domain::task::{Task, TaskState};
use pulpo_engine::LauncherConfig;
use pulpo_store::{StoreError, Topic};
use pulpo_testkit::lab::{StepPlan, World};
use pulpo_testkit::scratch::ScratchStore;

use crate::bench::{Bench, fake};

fn waiting() -> World {
    World::new(vec![StepPlan::script("Wait", "say begun\nwait")])
}

#[tokio::test]
async fn of_the_deployments_of_a_project_to_an_environment_only_one_executes() {
    // TK-08.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let (first, second) = (bench.deploy().await, bench.deploy().await);
    let engine = bench.engine();
    launcher.started(1).await;
    assert_eq!(bench.task(&second).await.state, TaskState::Queued);
    bench.cancel(&first).await;
    assert_eq!(bench.end_of(&first).await.state.name(), "Canceled");
    launcher.started(2).await;
    bench.cancel(&second).await;
    bench.end_of(&second).await;
    engine.drain().await;
}

#[tokio::test]
async fn a_scheduled_task_waits_for_its_time_and_an_expired_one_never_starts() {
    // DE-12, DE-13.
    let scratch = ScratchStore::sqlite();
    let (_launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    let later = SignedDuration::from_hours(2);
    let scheduled = bench.deploy_with(move |_, task| task.queue_time += later).await;
    let expiring = bench
        .deploy_with(move |_, task| {
            task.queue_time += later;
            task.queue_time_expiry = Some(task.queue_time - SignedDuration::from_hours(1));
        })
        .await;
    let engine = bench.engine();
    scratch.clock.advance(SignedDuration::from_mins(61));
    bench.store.wakes().wake(&Topic::TaskQueue);
    assert_eq!(bench.end_of(&expiring).await.state.name(), "TimedOut");
    assert_eq!(bench.task(&scheduled).await.state, TaskState::Queued);
    scratch.clock.advance(SignedDuration::from_mins(60));
    bench.store.wakes().wake(&Topic::TaskQueue);
    assert_eq!(bench.end_of(&scheduled).await.state.name(), "Success");
    engine.drain().await;
}

#[tokio::test]
async fn a_space_whose_queue_is_stopped_holds_its_tasks_back() {
    // SP-07.
    let scratch = ScratchStore::sqlite();
    let (_launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    stop_queue(&bench, true).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    // A queue that had looked past the stop would have begun the task by the time this one has ended.
    let unbound = bench.deploy_with(|_, task| (task.space_id, task.concurrency_tag) = (None, None)).await;
    bench.end_of(&unbound).await;
    assert_eq!(bench.task(&task).await.state, TaskState::Queued);
    stop_queue(&bench, false).await;
    assert_eq!(bench.end_of(&task).await.state.name(), "Success");
    engine.drain().await;
}

async fn stop_queue(bench: &Bench, stopped: bool) {
    let change = bench.store.write(move |tx| {
        let mut space: Space = tx.must("Spaces-1")?;
        space.task_queue_stopped = stopped;
        tx.update(&Granted::<SpaceEdit, _>::by_server(space))?;
        tx.wake(Topic::TaskQueue);
        Ok::<_, StoreError>(())
    });
    change.await.unwrap();
}

#[tokio::test]
async fn a_drained_engine_leaves_its_jobs_running_and_the_next_one_follows_them() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    launcher.started(1).await;
    engine.drain().await;
    assert_eq!(launcher.kept(), 1);
    assert_eq!(bench.task(&task).await.state, TaskState::Executing);
    let engine = bench.engine();
    bench.cancel(&task).await;
    assert_eq!(bench.end_of(&task).await.state.name(), "Canceled");
    launcher.all_complete().await;
    assert_eq!(launcher.plays().len(), 1);
    engine.drain().await;
}

#[tokio::test]
async fn a_job_is_lost_with_its_launcher_and_the_step_says_so() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    launcher.started(1).await;
    launcher.restart();
    let ended = bench.end_of(&task).await;
    assert!(
        ended.error_message.contains("the launcher was restarted; the job was lost with its launcher"),
        "{}",
        ended.error_message
    );
    engine.drain().await;
}

#[tokio::test]
async fn whoever_lost_the_lease_writes_nothing_more() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    launcher.started(1).await;
    let id = task.clone();
    let taken = bench.store.write(move |tx| {
        let sql = "UPDATE task SET lease_holder = 'other', lease_epoch = lease_epoch + 1 WHERE id = $1";
        tx.execute(sql, &[id.as_str().into()])
    });
    let taken: Result<u64, StoreError> = taken.await;
    assert_eq!(taken.unwrap(), 1);
    bench.cancel(&task).await;
    engine.drain().await;
    assert_eq!(bench.task(&task).await.state, TaskState::Cancelling, "the other node ends it");
}

#[tokio::test]
async fn a_step_that_runs_longer_than_it_may_is_stopped_and_has_failed() {
    // SC-18: the time counts from the start of the job, across restarts.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Wait", "wait").property(property::TIMEOUT, "2")])).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    launcher.started(1).await;
    engine.drain().await;
    scratch.clock.advance(SignedDuration::from_mins(2));
    let engine = bench.engine();
    let ended = bench.end_of(&task).await;
    assert_eq!(ended.error_message, "step \"Wait\" failed: the step ran longer than its 2 minutes and was stopped");
    engine.drain().await;
}

#[tokio::test]
async fn a_task_that_nobody_can_run_ends_with_the_reason() {
    let scratch = ScratchStore::sqlite();
    let (_launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let engine = bench.engine();
    let odd = bench.deploy_with(|_, task| (task.name = "Health".to_owned(), task.arguments.clear()).0).await;
    assert_eq!(bench.end_of(&odd).await.error_message, "a task of the type \"Health\" cannot be run by this server");
    engine.drain().await;
}

#[tokio::test]
async fn beginning_and_end_are_audited_and_shown_on_the_dashboard() {
    let scratch = ScratchStore::sqlite();
    let (_launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Say", "say hello").on("web")]).target("A", "web")).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    bench.end_of(&task).await;
    engine.drain().await;
    let story = bench.story(&task).await;
    assert!(story.contains("succeeded true on [MachineId(\"Machines-1\")]"), "{story}");
    assert!(story.contains("events [\"DeploymentStarted\", \"DeploymentSucceeded\"]"), "{story}");
    let rows =
        bench.store.read(|tx| tx.query("SELECT latest_deployment_id, success_deployment_id FROM dashboard_item", &[]));
    let rows: Result<Vec<pulpo_store::Row>, StoreError> = rows.await;
    assert_eq!(rows.unwrap()[0].text(1).unwrap(), "Deployments-1");
}

#[tokio::test]
async fn a_step_fails_with_the_reason_why_the_built_in_worker_may_not_run_it() {
    // BW-06: everything else of the server goes on, and nothing runs with a weaker fence.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let mut bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.worker = Arc::new(BuiltInWorker::same_user(Some("the server runs as root".to_owned())));
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    let ended = bench.end_of(&task).await;
    assert_eq!(ended.error_message, "step \"Say\" failed: the server runs as root");
    assert_eq!(launcher.plays().len(), 0);
    engine.drain().await;
}

#[tokio::test]
async fn a_step_fails_when_the_feature_is_off() {
    // BW-08.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    let off = bench.store.write(|tx| tx.set_setting("is-built-in-worker-enabled", "false"));
    let off: Result<(), StoreError> = off.await;
    off.unwrap();
    let task = bench.deploy().await;
    let engine = bench.engine();
    let ended = bench.end_of(&task).await;
    assert_eq!(ended.error_message, format!("step \"Say\" failed: {FEATURE_OFF}"));
    assert_eq!(launcher.plays().len(), 0);
    engine.drain().await;
}

#[tokio::test]
async fn a_launcher_with_another_fence_than_the_settings_ask_for_is_refused() {
    let scratch = ScratchStore::sqlite();
    // It says that it fences nothing.
    let (launcher, config) = fake(&scratch);
    let mut bench = Bench::new(&scratch.store, scratch.folder.path(), LauncherConfig { own: None, ..config });
    let passed = || Report::new("pulpo".to_owned(), vec!["pulpo-worker-1".to_owned()]);
    bench.worker = Arc::new(BuiltInWorker::launcher(None, Arc::new(passed)));
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    let ended = bench.end_of(&task).await;
    let why = "the launcher runs jobs in the mode same-user, and this server's settings ask for launcher";
    assert_eq!(ended.error_message, format!("step \"Say\" failed: {why}"));
    assert_eq!(launcher.plays().len(), 0);
    engine.drain().await;
}

#[tokio::test]
async fn a_privileged_launcher_that_is_not_there_is_not_replaced_by_one_of_the_servers_own() {
    let scratch = ScratchStore::sqlite();
    let config = LauncherConfig { socket: scratch.folder.path().join("nobody.sock"), own: None };
    let mut bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    let absent = || {
        let mut report = Report::new("pulpo".to_owned(), vec!["pulpo-worker-1".to_owned()]);
        report.fail(2, "nobody answers", "start the launcher");
        report
    };
    bench.worker = Arc::new(BuiltInWorker::launcher(None, Arc::new(absent)));
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")])).await;
    let task = bench.deploy().await;
    let engine = bench.engine();
    let ended = bench.end_of(&task).await;
    let why =
        "the built-in worker is unavailable: its self-test failed at \"Testing thread impersonation\": nobody answers";
    assert_eq!(ended.error_message, format!("step \"Say\" failed: {why}"));
    engine.drain().await;
}

#[tokio::test]
async fn a_project_that_wants_to_be_alone_on_the_worker_waits_and_says_for_whom() {
    // A6: without a word steps of different deployments run side by side.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting().variable("OctopusBypassDeploymentMutex", "False")).await;
    let together = |_: &mut Deployment, task: &mut Task| task.concurrency_tag = None;
    let (first, second) = (bench.deploy_with(together).await, bench.deploy_with(together).await);
    let mut changes = bench.store.wakes().listen(Topic::Task(second.clone()));
    let engine = bench.engine();
    launcher.started(1).await;
    let waits = format!("Info: Waiting for the scripts of {first} to end: they must not run at the same time.");
    while !bench.has_log(&second) || !bench.outline(&second).contains(&waits) {
        changes.changed().await.unwrap();
    }
    assert_eq!(launcher.plays().len(), 1);
    bench.cancel(&first).await;
    launcher.started(2).await;
    bench.cancel(&second).await;
    assert_eq!(bench.end_of(&second).await.state.name(), "Canceled");
    engine.drain().await;
}

#[tokio::test]
async fn a_step_that_waits_for_its_turn_can_be_canceled() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting().variable("OctopusBypassDeploymentMutex", "False")).await;
    let together = |_: &mut Deployment, task: &mut Task| task.concurrency_tag = None;
    let (first, second) = (bench.deploy_with(together).await, bench.deploy_with(together).await);
    let engine = bench.engine();
    launcher.started(1).await;
    bench.cancel(&second).await;
    assert_eq!(bench.end_of(&second).await.state.name(), "Canceled");
    assert_eq!(launcher.plays().len(), 1);
    bench.cancel(&first).await;
    bench.end_of(&first).await;
    engine.drain().await;
}

#[tokio::test]
async fn steps_of_different_deployments_run_side_by_side_on_the_worker() {
    // A6.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(waiting()).await;
    let together = |_: &mut Deployment, task: &mut Task| task.concurrency_tag = None;
    let tasks = [bench.deploy_with(together).await, bench.deploy_with(together).await];
    let engine = bench.engine();
    launcher.started(2).await;
    for task in tasks {
        bench.cancel(&task).await;
        bench.end_of(&task).await;
    }
    engine.drain().await;
}

#[tokio::test]
async fn a_step_that_waits_for_a_slot_says_so_can_be_canceled_and_its_time_does_not_run() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    launcher.fences();
    let mut bench = Bench::new(&scratch.store, scratch.folder.path(), LauncherConfig { own: None, ..config });
    let passed = || {
        let mut report = Report::new("pulpo".to_owned(), vec!["pulpo-worker-1".to_owned()]);
        report.launcher = Some("00".repeat(16));
        report
    };
    bench.worker = Arc::new(BuiltInWorker::launcher(None, Arc::new(passed)));
    bench.world(World::new(vec![StepPlan::script("Wait", "wait").property(property::TIMEOUT, "2")])).await;
    let together = |_: &mut Deployment, task: &mut Task| task.concurrency_tag = None;
    let engine = bench.engine();
    let first = bench.deploy_with(together).await;
    launcher.started(1).await;
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let task = bench.deploy_with(together).await;
        let mut changes = bench.store.wakes().listen(Topic::Task(task.clone()));
        let waits = "Waiting for one of the 1 slots of the built-in worker, which are all taken.";
        while !bench.has_log(&task) || !bench.outline(&task).contains(waits) {
            changes.changed().await.unwrap();
        }
        waiting.push(task);
    }
    bench.cancel(&waiting[0]).await;
    assert_eq!(bench.end_of(&waiting[0]).await.state.name(), "Canceled");
    assert_eq!(launcher.plays().len(), 1, "it was never started");
    // A job that runs on while no server is there keeps its slot.
    engine.drain().await;
    scratch.clock.advance(SignedDuration::from_secs(90));
    let engine = bench.engine();
    bench.cancel(&first).await;
    launcher.started(2).await;
    engine.drain().await;
    scratch.clock.advance(SignedDuration::from_secs(60));
    let engine = bench.engine();
    bench.cancel(&waiting[1]).await;
    assert_eq!(bench.end_of(&waiting[1]).await.state.name(), "Canceled", "its two minutes are not over yet");
    engine.drain().await;
}
