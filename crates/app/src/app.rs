//! What every use case works with.

use std::sync::Arc;

use pulpo_store::{Store, StoreError, Tx};

use crate::error::Error;
use crate::sign_in::Callers;

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
    callers: Arc<Callers>,
    pub settings: Arc<Settings>,
}

impl App {
    pub fn new(store: Store, settings: Settings) -> Self {
        let callers = Arc::new(Callers::new(&store));
        Self { store, callers, settings: Arc::new(settings) }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn callers(&self) -> &Callers {
        &self.callers
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

    /// Whether the database answers.
    pub async fn is_healthy(&self) -> bool {
        self.store.read::<_, StoreError, _>(|tx| tx.setting("installation-id")).await.is_ok()
    }
}
