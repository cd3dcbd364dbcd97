//! What an engine is started with.

use std::path::PathBuf;

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
    /// The public address that links in variables begin with.
    pub server_uri: Option<String>,
}

/// Where the launcher is, and how it is started when it is not there.
#[derive(Debug, Clone)]
pub struct LauncherConfig {
    /// `pulpo-keeper`.
    pub program: PathBuf,
    /// `pulpo-runner`.
    pub runner: PathBuf,
    /// The folder of jobs; made if it is missing, mode 0700.
    pub work_dir: PathBuf,
    pub socket: PathBuf,
}
