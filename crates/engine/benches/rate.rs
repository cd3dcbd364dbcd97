//! How many one-step deployments a second the engine runs with the real launcher and runner, and how long one takes
//! from the queue to its first line, beside the least that running bash costs in the same run (speed.md goals 1, 2).
//!
//! Programs are looked for beside this one: `cargo build --release -p pulpo-keeper -p pulpo-runner` first.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_domain::ambient::{Clock, Random};
use pulpo_domain::ids::TaskId;
use pulpo_domain::task::Task;
use pulpo_engine::{Engine, EngineConfig, LauncherConfig, OwnLauncher};
use pulpo_store::secrets::MasterKey;
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Config, Database, Store, StoreError, Topic};
use pulpo_testkit::ambient::TestRandom;
use pulpo_testkit::lab::{StepPlan, World, world};

const DEPLOYMENTS: usize = 400;
const SINGLE: usize = 50;
const CAP: usize = 8;

struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

fn open(folder: &Path) -> Store {
    let random: Arc<dyn Random> = Arc::new(TestRandom::default());
    Store::open(Config {
        database: Database::Sqlite(folder.join("pulpo.db")),
        blobs: folder.join("blobs"),
        master_key: MasterKey::generate(&*random),
        clock: Arc::new(WallClock),
        random,
    })
    .expect("a scratch store")
}

fn programs() -> PathBuf {
    let own = std::env::current_exe().expect("this program has a path");
    own.parent().and_then(Path::parent).expect("it lies in a folder of a target").to_owned()
}

/// A folder, a script file, bash with its output read to the end: what a step costs without anybody around it.
#[expect(clippy::disallowed_methods, reason = "the floor is a bare process")]
fn bare_step(folder: &Path, number: usize) -> Duration {
    let own = folder.join(number.to_string());
    std::fs::create_dir(&own).expect("a scratch folder");
    let script = own.join("script.sh");
    std::fs::write(&script, "echo hello").expect("a scratch file");
    let begun = Instant::now();
    let output = std::process::Command::new("bash").arg(&script).output().expect("bash is here");
    let took = begun.elapsed();
    assert!(output.status.success(), "bash failed");
    std::fs::remove_dir_all(&own).expect("a scratch folder");
    took
}

/// Bare steps a second, two at a time.
fn floor(folder: &Path) -> f64 {
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            scope.spawn(move || {
                for number in 0..DEPLOYMENTS / 2 {
                    bare_step(folder, thread * DEPLOYMENTS + number);
                }
            });
        }
    });
    rate(DEPLOYMENTS, begun.elapsed())
}

fn rate(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a small number")) / took.as_secs_f64()
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() - 1) * percent / 100]
}

async fn queue(store: &Store, count: usize) -> Vec<TaskId> {
    let queued = store.write(move |tx| {
        (0..count)
            .map(|_| world::deploy(tx, |_, task| task.concurrency_tag = None))
            .collect::<Result<Vec<_>, StoreError>>()
    });
    queued.await.expect("tasks can be queued")
}

async fn end_of(store: &Store, task: &TaskId) {
    let mut changes = store.wakes().listen(Topic::Task(task.clone()));
    loop {
        let id = task.clone();
        let now = store.read(move |tx| tx.must::<Task>(id.as_str())).await.expect("the task is there");
        if now.state.is_completed() {
            assert_eq!(now.state.name(), "Success", "{}", now.error_message);
            return;
        }
        changes.changed().await.expect("the store is there");
    }
}

async fn first_line(store: &Store, logs: &TaskLogs, task: &TaskId) {
    let mut changes = store.wakes().listen(Topic::Task(task.clone()));
    loop {
        let lines = logs.page(task, 1, 10, false).expect("a log");
        if lines.iter().any(|line| line.text == "hello") {
            return;
        }
        changes.changed().await.expect("the store is there");
    }
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let (program, runner) = (programs().join("pulpo-keeper"), programs().join("pulpo-runner"));
    if !program.is_file() || !runner.is_file() {
        println!("SKIPPED: {} or {} is not built", program.display(), runner.display());
        return;
    }
    let work_dir = folder.path().join("work");
    std::fs::DirBuilder::new().mode(0o700).create(&work_dir).expect("a scratch folder");
    let store = open(folder.path());
    let logs = TaskLogs::open(&folder.path().join("task-logs")).expect("a folder of logs");
    World::new(vec![StepPlan::script("Say", "echo hello")]).build(&store).await;
    let engine = Engine::start(EngineConfig {
        store: store.clone(),
        task_logs: logs.clone(),
        node_name: "bench".to_owned(),
        task_cap: CAP,
        launcher: LauncherConfig {
            socket: folder.path().join("launcher.sock"),
            own: Some(OwnLauncher { program, runner, work_dir }),
        },
        built_in_worker: Arc::new(BuiltInWorker::same_user(None)),
        server_uri: None,
    });
    end_of(&store, &queue(&store, 1).await[0]).await;
    for round in 1..=3 {
        let floor = floor(folder.path());
        let begun = Instant::now();
        for task in queue(&store, DEPLOYMENTS).await {
            end_of(&store, &task).await;
        }
        let rate = rate(DEPLOYMENTS, begun.elapsed());
        let (mut bare, mut lines, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..SINGLE {
            bare.push(bare_step(folder.path(), number));
            let begun = Instant::now();
            let task = queue(&store, 1).await.remove(0);
            first_line(&store, &logs, &task).await;
            lines.push(begun.elapsed());
            end_of(&store, &task).await;
            ends.push(begun.elapsed());
        }
        println!("round {round}: {rate:.0} deployments/s, floor {floor:.0}/s, ratio {:.2}", rate / floor);
        println!(
            "  queued to first line p50 {:?} p99 {:?}, to the end p50 {:?}; bare step p50 {:?}",
            percentile(&mut lines, 50),
            percentile(&mut lines, 99),
            percentile(&mut ends, 50),
            percentile(&mut bare, 50),
        );
    }
    engine.drain().await;
}
