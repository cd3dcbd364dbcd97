//! What all tasks of an engine share.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Store, StoreError, params};

use crate::attempt::chain;
use crate::launcher::{Connection, Launcher, LauncherError, instance_text};
use crate::mutexes::Mutexes;
use crate::slots::Slots;
use crate::trouble::{CrashButton, Fate};

pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) task_logs: TaskLogs,
    pub(crate) node: String,
    pub(crate) cap: usize,
    pub(crate) launcher: Launcher,
    pub(crate) built_in_worker: Arc<BuiltInWorker>,
    /// Of the built-in worker, where accounts of their own limit how many jobs run at once.
    pub(crate) slots: Slots,
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

    /// The connection to the launcher. A new one begins with forgetting there what is done here.
    pub(crate) async fn connection(&self) -> Result<Arc<Connection>, LauncherError> {
        let (connection, is_new) = self.launcher.connection().await?;
        if is_new && let Err(error) = self.sweep(&connection).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "old jobs in the launcher are not looked at now");
        }
        Ok(connection)
    }

    /// The connection for a job that is not there yet; a text is why none may be started.
    pub(crate) async fn connection_for_new_job(&self) -> Result<Arc<Connection>, String> {
        let worker = &self.built_in_worker;
        if let Some(why) = worker.forbidden() {
            return Err(why.to_owned());
        }
        let reached = self.connection().await;
        let instance = reached.as_ref().ok().map(|connection| instance_text(connection.instance));
        // The test is asked even if nobody answers: it knows more about why, and shows it to administrators.
        worker.ready(instance.as_deref(), || self.now()).await?;
        reached.map_err(|error| chain(&error))
    }

    /// Completes jobs whose result is written: a crash or a lost connection can come between the two. A job without a
    /// row belongs to a task that was deleted.
    async fn sweep(&self, connection: &Connection) -> Result<(), StoreError> {
        let kept = connection.list().await;
        if kept.is_empty() {
            return Ok(());
        }
        let known = self.store.read(move |tx| {
            let mut known = Vec::new();
            for id in kept {
                let rows = tx.query("SELECT state FROM job WHERE id = $1", params![id.to_string()])?;
                known.push((id, rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()?));
            }
            Ok::<_, StoreError>(known)
        });
        for (id, state) in known.await? {
            match state.as_deref() {
                Some("Done") => connection.complete(id),
                Some(_) => {}
                None => {
                    connection.cancel(id);
                    connection.complete(id);
                }
            }
        }
        Ok(())
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
            pending::<()>().await;
        }
    }
}
