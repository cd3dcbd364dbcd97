//! What every use case works with.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pulpo_domain::ambient::{Nowhere, Outside};
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Store, StoreError, Tx};

use crate::audit::flood::Flood;
use crate::built_in_worker::BuiltInWorker;
use crate::configuration::{Live, NoTls, Tls};
use crate::error::Error;
use crate::sign_in::Callers;
use crate::sign_in::issuers::Issuers;
use crate::usage::Usage;

/// Settings that use cases need.
#[derive(Clone)]
pub struct Settings {
    /// The name of this server node: `OctopusServerNodes-<name>`.
    pub node_name: String,
    /// How many tasks the node runs at once (TK-07).
    pub task_cap: u32,
    /// Where people reach the portal, if the administrator said.
    pub public_address: Option<String>,
    /// What runs steps on this server.
    pub built_in_worker: Arc<BuiltInWorker>,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    store: Store,
    logs: TaskLogs,
    callers: Arc<Callers>,
    usage: Arc<Usage>,
    live: Arc<Live>,
    flood: Arc<Flood>,
    issuers: Arc<Issuers>,
    tls: Arc<dyn Tls>,
    /// How long a refusal is held back from somebody who keeps guessing.
    slowness: Duration,
    started: Timestamp,
    pub settings: Arc<Settings>,
}

impl App {
    pub fn new(store: Store, logs: TaskLogs, settings: Settings) -> Self {
        let started = store.clock().now();
        Self {
            callers: Arc::new(Callers::new(&store)),
            usage: Arc::default(),
            live: Arc::default(),
            flood: Arc::default(),
            issuers: Arc::new(Issuers::new(Arc::new(Nowhere))),
            tls: Arc::new(NoTls),
            slowness: Duration::from_secs(1),
            store,
            logs,
            started,
            settings: Arc::new(settings),
        }
    }

    /// The same, with a way to ask issuers of identity tokens for their keys.
    #[must_use]
    pub fn with_outside(self, outside: Arc<dyn Outside>) -> Self {
        Self { issuers: Arc::new(Issuers::new(outside)), ..self }
    }

    /// The same, with what connections are encrypted with.
    #[must_use]
    pub fn with_tls(self, tls: Arc<dyn Tls>) -> Self {
        Self { tls, ..self }
    }

    /// The same, slower or quicker in refusing those who keep guessing.
    #[must_use]
    pub fn with_slowness(self, slowness: Duration) -> Self {
        Self { slowness, ..self }
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

    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    pub(crate) fn flood(&self) -> &Flood {
        &self.flood
    }

    pub(crate) fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    pub(crate) fn tls(&self) -> &Arc<dyn Tls> {
        &self.tls
    }

    /// Holds an answer back, from whoever keeps guessing (access.md 11).
    pub(crate) async fn slow_down(&self) {
        tokio::time::sleep(self.slowness).await;
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
