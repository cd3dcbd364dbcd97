//! Drives one task, from wherever it stands to its end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_util::future::{Either, select};
use jobframe::JobId;
use pulpo_domain::ids::MachineId;
use pulpo_domain::task::{Outcome, Task, TaskState};
use pulpo_store::task_log::{Activity, Category, Source, Status, TaskLog};
use pulpo_store::{StoreError, Topic, Tx};
use tokio::sync::watch;

use crate::core::Core;
use crate::ending::{self, Ending};
use crate::flow::Verdict;
use crate::job::Job;
use crate::lease::Lease;
use crate::masks::Masks;
use crate::mutexes::Turn;
use crate::outputs::Outputs;
use crate::trouble::Trouble;
use crate::variables::StepStatus;
use crate::work::{self, Work};

/// How often at most a driver looks whether its task is to be canceled, however fast its log grows.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// One task under work.
pub(crate) struct Driver {
    pub(crate) core: Arc<Core>,
    pub(crate) lease: Lease,
    pub(crate) work: Work,
    pub(crate) log: TaskLog,
    pub(crate) masks: Masks,
    pub(crate) root: Activity,
    pub(crate) cancel: watch::Receiver<bool>,
    progress: Mutex<Progress>,
}

/// How far the task has come. All of it can be made again from what is durable.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) jobs: HashMap<JobId, Job>,
    pub(crate) next_order: u32,
    pub(crate) outputs: Outputs,
    pub(crate) statuses: Vec<StepStatus>,
    /// Turns on machines that open jobs had before a restart.
    pub(crate) turns: HashMap<JobId, Turn>,
}

/// Drives the task until it has ended, or until something keeps the driver from going on.
pub(crate) async fn drive(core: Arc<Core>, lease: Lease, turns: HashMap<JobId, Turn>) -> Result<(), Trouble> {
    let (wanted, key) = (lease.clone(), core.store.master_key().clone());
    let work = core.store.read(move |tx| work::load(tx, &wanted, &key)).await?;
    let log = core.task_logs.append(&lease.task, core.store.wakes()).map_err(Trouble::Log)?;
    let root = log.activity("task", None, &work.task.description);
    let (asked, cancel) = watch::channel(work.task.state == TaskState::Cancelling);
    let masks = Masks::default();
    work.secrets().for_each(|secret| masks.add(secret));
    let next_order = work.jobs.values().filter_map(|job| job.result.as_ref()).map(|done| done.order + 1).max();
    let progress =
        Progress { jobs: work.jobs.clone(), next_order: next_order.unwrap_or_default(), turns, ..Progress::default() };
    for mask in progress.jobs.values().filter_map(|job| job.result.as_ref()).flat_map(|done| &done.masks) {
        masks.add(&core.store.master_key().open(mask)?);
    }
    let watching = watch_for_cancel(core.clone(), lease.clone(), asked);
    let driver = Driver { core, lease, work, log, masks, root, cancel, progress: Mutex::new(progress) };
    let driving = std::pin::pin!(driver.run());
    match select(driving, std::pin::pin!(watching)).await {
        Either::Left((ended, _)) => ended,
        Either::Right((trouble, _)) => Err(trouble),
    }
}

/// Tells the driver when a person wants the task ended. Never comes back but with trouble.
async fn watch_for_cancel(core: Arc<Core>, lease: Lease, asked: watch::Sender<bool>) -> Trouble {
    let mut changes = core.store.wakes().listen(Topic::Task(lease.task.clone()));
    loop {
        let id = lease.task.clone();
        let state = core.store.read(move |tx| Ok::<_, StoreError>(tx.must::<Task>(id.as_str())?.state)).await;
        match state {
            Ok(TaskState::Cancelling) => {
                asked.send_replace(true);
                return std::future::pending().await;
            }
            Ok(TaskState::Queued | TaskState::Executing | TaskState::Finished(_)) => {}
            Err(error) => return error.into(),
        }
        if changes.changed().await.is_err() {
            return std::future::pending().await;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Waits until a flag is raised.
pub(crate) async fn told(flag: &mut watch::Receiver<bool>) {
    if flag.wait_for(|raised| *raised).await.is_err() {
        // Nobody is left who could raise it.
        std::future::pending::<()>().await;
    }
}

impl Driver {
    async fn run(&self) -> Result<(), Trouble> {
        if !self.work.machines.is_empty() && self.progress().jobs.is_empty() {
            let machines = self.work.machines.clone();
            let task = self.lease.task.clone();
            self.write("manifest", move |tx| Ok(work::keep_manifest(tx, task.as_str(), &machines)?)).await?;
        }
        self.status(self.root, Status::Running);
        let verdict = self.deploy().await?;
        let ending = self.say_the_end(&verdict);
        self.sync_log().await?;
        let lease = self.lease.clone();
        self.write("end", move |tx| ending::end(tx, &lease, &ending)).await?;
        Ok(())
    }

    fn say_the_end(&self, verdict: &Verdict) -> Ending {
        let canceled = *self.cancel.borrow();
        let (outcome, status, category, text) = match verdict {
            _ if canceled => (Outcome::Canceled, Status::Canceled, Category::Warning, "The deployment was canceled."),
            Verdict::Success => {
                let status = if self.log.has_trouble() { Status::SuccessWithWarning } else { Status::Success };
                (Outcome::Success, status, Category::Info, "The deployment succeeded.")
            }
            Verdict::Failed(_) => (Outcome::Failed, Status::Failed, Category::Fatal, "The deployment failed."),
        };
        let error = match verdict {
            Verdict::Failed(error) => error.clone(),
            Verdict::Success => String::new(),
        };
        self.note(self.root, "end", category, text);
        self.status(self.root, status);
        let progress = self.progress();
        let mut deployed_to: Vec<MachineId> = progress.jobs.values().filter_map(|job| job.machine_id.clone()).collect();
        deployed_to.sort();
        deployed_to.dedup();
        Ending {
            outcome,
            error,
            has_trouble: self.log.has_trouble(),
            failure_encountered: matches!(verdict, Verdict::Failed(_)),
            deployed_to,
        }
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().expect("no holder of this lock panics")
    }

    pub(crate) fn is_canceled(&self) -> bool {
        *self.cancel.borrow()
    }

    /// A write of this driver: nothing if the lease is gone.
    pub(crate) async fn write<R, F>(&self, what: &'static str, work: F) -> Result<R, Trouble>
    where
        R: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, Trouble> + Send + 'static,
    {
        let fate = self.core.before_write(what).await;
        let lease = self.lease.clone();
        let written = self.core.store.write(move |tx| {
            lease.check(tx)?;
            work(tx)
        });
        let result = written.await;
        self.core.after_write(fate).await;
        result
    }

    /// Writes what has gathered in the log.
    pub(crate) async fn flush_log(&self) -> Result<(), Trouble> {
        let fate = self.core.before_write("log").await;
        let result = self.log.flush().map_err(Trouble::Log);
        self.core.after_write(fate).await;
        result
    }

    /// Waits until the disk has the log: nothing is said to have succeeded whose log could be lost.
    async fn sync_log(&self) -> Result<(), Trouble> {
        self.flush_log().await?;
        let file = self.log.file().map_err(Trouble::Log)?;
        let synced = tokio::task::spawn_blocking(move || file.sync_data()).await;
        synced.map_err(|error| Trouble::Log(std::io::Error::other(error)))?.map_err(Trouble::Log)
    }

    /// A line of the engine's own, written once however often the task is worked on again.
    pub(crate) fn note(&self, activity: Activity, what: &str, category: Category, text: &str) {
        let source = Source::named(&format!("{}/{what}", activity.0));
        self.log.batch().line_once(source, activity, self.core.now(), category, &self.masks.hide(text));
    }

    pub(crate) fn status(&self, activity: Activity, status: Status) {
        self.log.batch().status(activity, self.core.now(), status);
    }
}
