//! The engine as the server sees it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::EngineConfig;
use crate::core::Core;
use crate::launcher::Launcher;
use crate::mutexes::Mutexes;
use crate::queue::Queue;
use crate::slots::Slots;
use crate::trouble::CrashButton;

/// A running engine. Dropped without [`Engine::drain`], it stops as in a crash: nothing is given back.
pub struct Engine {
    drain: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Engine {
    /// Starts to claim and drive tasks, on the caller's runtime.
    pub fn start(config: EngineConfig) -> Self {
        Self::start_with(config, None)
    }

    /// Starts an engine whose process can be made to vanish at any write: for tests of crashes.
    pub fn start_with_crash_button(config: EngineConfig, button: Arc<dyn CrashButton>) -> Self {
        Self::start_with(config, Some(button))
    }

    fn start_with(config: EngineConfig, button: Option<Arc<dyn CrashButton>>) -> Self {
        let core = Arc::new(Core {
            store: config.store,
            task_logs: config.task_logs,
            node: config.node_name,
            cap: config.task_cap,
            launcher: Launcher::new(config.launcher),
            built_in_worker: config.built_in_worker,
            server_uri: config.server_uri,
            slots: Slots::default(),
            mutexes: Mutexes::default(),
            button,
            crashed: AtomicBool::new(false),
        });
        let (drain, drained) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(Queue::new(core).run(drained));
        Self { drain, tasks }
    }

    /// Gives back the leases and stops. Jobs go on in the launcher, and whoever claims their tasks follows them again.
    pub async fn drain(mut self) {
        self.drain.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }

    /// Stops as in a crash, and returns once nothing of it runs any more.
    pub async fn crash(mut self) {
        self.tasks.shutdown().await;
    }
}
