//! An engine at work, and what came of it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::TaskId;
use pulpo_domain::task::Task;
use pulpo_engine::{Engine, EngineConfig, LauncherConfig, OwnLauncher};
use pulpo_store::task_log::{ActivityLog, TaskLogs, View};
use pulpo_store::{Store, StoreError, Topic};
use pulpo_testkit::lab::{Button, FakeLauncher, World, world};
use pulpo_testkit::scratch::ScratchStore;

/// Where an engine finds its store and its launcher.
pub(crate) struct Bench {
    pub(crate) store: Store,
    pub(crate) logs: TaskLogs,
    pub(crate) launcher: LauncherConfig,
    pub(crate) worker: Arc<BuiltInWorker>,
}

impl Bench {
    pub(crate) fn new(store: &Store, folder: &Path, launcher: LauncherConfig) -> Self {
        let logs = TaskLogs::open(&folder.join("task-logs")).unwrap();
        Self { store: store.clone(), logs, launcher, worker: Arc::new(BuiltInWorker::same_user(None)) }
    }

    fn config(&self) -> EngineConfig {
        EngineConfig {
            store: self.store.clone(),
            task_logs: self.logs.clone(),
            node_name: "node".to_owned(),
            task_cap: 8,
            launcher: self.launcher.clone(),
            built_in_worker: self.worker.clone(),
            server_uri: None,
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        Engine::start(self.config())
    }

    pub(crate) fn engine_with(&self, button: Arc<Button>) -> Engine {
        Engine::start_with_crash_button(self.config(), button)
    }

    pub(crate) async fn world(&self, world: World) {
        world.build(&self.store).await;
    }

    pub(crate) async fn deploy(&self) -> TaskId {
        self.deploy_with(|_, _| {}).await
    }

    pub(crate) async fn deploy_with(&self, change: impl FnOnce(&mut Deployment, &mut Task) + Send + 'static) -> TaskId {
        self.store.write(move |tx| world::deploy(tx, change)).await.unwrap()
    }

    pub(crate) async fn cancel(&self, task: &TaskId) {
        let id = task.clone();
        self.store.write(move |tx| world::cancel(tx, &id)).await.unwrap();
    }

    pub(crate) async fn task(&self, task: &TaskId) -> Task {
        let id = task.clone();
        self.store.read(move |tx| tx.must::<Task>(id.as_str())).await.unwrap()
    }

    pub(crate) async fn deployment(&self, task: &TaskId) -> Deployment {
        let id = self.task(task).await.arguments["DeploymentId"].clone();
        self.store.read(move |tx| tx.must::<Deployment>(&id)).await.unwrap()
    }

    /// Waits for the task's end.
    pub(crate) async fn end_of(&self, task: &TaskId) -> Task {
        let mut changes = self.store.wakes().listen(Topic::Task(task.clone()));
        loop {
            let now = self.task(task).await;
            if now.state.is_completed() {
                return now;
            }
            changes.changed().await.unwrap();
        }
    }

    pub(crate) fn log(&self, task: &TaskId) -> ActivityLog {
        let view = View { verbose: true, tail: None };
        self.logs.details(task, view).unwrap().and_then(|details| details.root).expect("the task has a log")
    }

    /// Whether there is anything in the log yet.
    pub(crate) fn has_log(&self, task: &TaskId) -> bool {
        let view = View { verbose: true, tail: None };
        self.logs.details(task, view).unwrap().and_then(|details| details.root).is_some()
    }

    /// The log as an outline: states, names, lines.
    pub(crate) fn outline(&self, task: &TaskId) -> String {
        let mut text = String::new();
        outline(&self.log(task), 0, &mut text);
        text
    }

    /// What a person would tell of a deployment: its outline, its state, its outputs, its events.
    pub(crate) async fn story(&self, task: &TaskId) -> String {
        let ended = self.task(task).await;
        let deployment = self.deployment(task).await;
        let id = task.to_string();
        let rows = self.store.read(move |tx| {
            let jobs = tx.query("SELECT state FROM job WHERE task_id = $1 ORDER BY id", &[id.as_str().into()])?;
            let events = tx.query(
                "SELECT category FROM event e JOIN event_related r ON r.number = e.number WHERE r.document_id = $1 \
                 ORDER BY e.number",
                &[id.as_str().into()],
            )?;
            let texts = |rows: Vec<pulpo_store::Row>| {
                rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<Vec<_>, _>>()
            };
            Ok::<_, StoreError>((texts(jobs)?, texts(events)?))
        });
        let (jobs, events) = rows.await.unwrap();
        let error = &ended.error_message;
        let succeeded = deployment.succeeded;
        let machines = &deployment.deployed_to_machine_ids;
        format!(
            "{}: {error}\nsucceeded {succeeded} on {machines:?}\njobs {jobs:?}\nevents {events:?}\n{}",
            ended.state.name(),
            self.outline(task)
        )
    }
}

fn outline(activity: &ActivityLog, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    writeln!(text, "{indent}[{}] {}", activity.status.name(), activity.name).unwrap();
    for line in &activity.lines {
        writeln!(text, "{indent}  {}: {}", line.category.name(), line.text).unwrap();
    }
    let mut children: Vec<&ActivityLog> = activity.children.iter().collect();
    // Targets run side by side, in any order.
    children.sort_by(|a, b| a.name.cmp(&b.name));
    for child in children {
        outline(child, depth + 1, text);
    }
}

/// A launcher that plays, in a scratch folder.
pub(crate) fn fake(scratch: &ScratchStore) -> (FakeLauncher, LauncherConfig) {
    let folder = scratch.folder.path();
    let socket = folder.join("launcher.sock");
    let nothing = folder.join("no-such-program");
    let own = OwnLauncher { program: nothing.clone(), runner: nothing, work_dir: folder.join("work") };
    let config = LauncherConfig { socket: socket.clone(), own: Some(own) };
    (FakeLauncher::start(&socket), config)
}

/// The folder in which this test's own program lies: programs of the workspace are beside it when they were built.
pub(crate) fn programs() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.parent().and_then(Path::parent).unwrap().to_owned()
}
