//! What every use case works with.

use std::sync::Arc;

use jiff::Timestamp;
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Store, StoreError, Tx};

use crate::error::Error;
use crate::sign_in::Callers;
use crate::usage::Usage;

/// Settings that use cases need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name of this server node: `OctopusServerNodes-<name>`.
    pub node_name: String,
    /// How many tasks the node runs at once (TK-07).
    pub task_cap: u32,
    /// Where people reach the portal, if the administrator said.
    pub public_address: Option<String>,
    /// What an administrator should know, shown on the status page.
    pub warnings: Vec<String>,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    store: Store,
    logs: TaskLogs,
    callers: Arc<Callers>,
    usage: Arc<Usage>,
    started: Timestamp,
    pub settings: Arc<Settings>,
}

impl App {
    pub fn new(store: Store, logs: TaskLogs, settings: Settings) -> Self {
        let callers = Arc::new(Callers::new(&store));
        let started = store.clock().now();
        Self { store, logs, callers, usage: Arc::default(), started, settings: Arc::new(settings) }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The logs of tasks.
    pub fn logs(&self) -> &TaskLogs {
        &self.logs
    }

    pub(crate) fn callers(&self) -> &Callers {
        &self.callers
    }

    pub(crate) fn usage(&self) -> &Usage {
        &self.usage
    }

    /// Since when the server runs.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// One transaction that may write.
    pub(crate) async fn write<R, F>(&self, work: F) -> Result<R, Error>
    where
        R: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    {
        self.store.write(work).await
    }

    /// One transaction that only reads.
    pub(crate) async fn read<R, F>(&self, work: F) -> Result<R, Error>
    where
        R: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    {
        self.store.read(work).await
    }

    /// The time, by the server's clock.
    pub fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    /// Whether the database answers.
    pub async fn is_healthy(&self) -> bool {
        self.store.read::<_, StoreError, _>(|tx| tx.setting("installation-id")).await.is_ok()
    }
}
