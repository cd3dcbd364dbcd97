//! What all tasks of an engine share.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use pulpo_store::Store;
use pulpo_store::task_log::TaskLogs;

use crate::launcher::Launcher;
use crate::mutexes::Mutexes;
use crate::trouble::{CrashButton, Fate};

pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) task_logs: TaskLogs,
    pub(crate) node: String,
    pub(crate) cap: usize,
    pub(crate) launcher: Launcher,
    pub(crate) server_uri: Option<String>,
    pub(crate) mutexes: Mutexes,
    pub(crate) button: Option<Arc<dyn CrashButton>>,
    /// The button was pressed: as in a process that is gone, nothing happens any more.
    pub(crate) crashed: AtomicBool,
}

impl Core {
    pub(crate) fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    /// Waits until the clock shows this time.
    pub(crate) async fn sleep_until(&self, at: Timestamp) {
        let rest = at.duration_since(self.now());
        tokio::time::sleep(rest.try_into().unwrap_or_default()).await;
    }

    /// Asks the crash button; comes back only if the process lives on.
    pub(crate) async fn before_write(&self, what: &'static str) -> Fate {
        let Some(button) = &self.button else { return Fate::GoOn };
        if self.crashed.load(Ordering::SeqCst) {
            return pending().await;
        }
        let fate = button.at_write(what);
        if fate == Fate::CrashBefore {
            self.crashed.store(true, Ordering::SeqCst);
            return pending().await;
        }
        fate
    }

    pub(crate) async fn after_write(&self, fate: Fate) {
        if fate == Fate::CrashAfter {
            self.crashed.store(true, Ordering::SeqCst);
            pending().await
        }
    }
}
