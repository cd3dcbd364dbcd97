//! What an engine is started with.

use std::path::PathBuf;
use std::sync::Arc;

use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_store::Store;
use pulpo_store::task_log::TaskLogs;

/// What an engine is started with.
pub struct EngineConfig {
    pub store: Store,
    pub task_logs: TaskLogs,
    /// The name under which this server holds leases; the same after a restart, so that it takes its own back at once.
    pub node_name: String,
    /// How many tasks run at once (domain.md TK-07).
    pub task_cap: usize,
    pub launcher: LauncherConfig,
    /// Whether steps may run on this server, and why not.
    pub built_in_worker: Arc<BuiltInWorker>,
    /// The public address that links in variables begin with.
    pub server_uri: Option<String>,
}

/// Where the launcher is, and how it is started when it is not there.
#[derive(Debug, Clone)]
pub struct LauncherConfig {
    pub socket: PathBuf,
    /// Absent in the mode `launcher`: a privileged one is started by the machine's administrator, never from here.
    pub own: Option<OwnLauncher>,
}

/// A launcher under the server's own account, started when nobody answers.
#[derive(Debug, Clone)]
pub struct OwnLauncher {
    /// `pulpo-keeper`.
    pub program: PathBuf,
    /// `pulpo-runner`.
    pub runner: PathBuf,
    /// The folder of jobs; made if it is missing, mode 0700.
    pub work_dir: PathBuf,
}
