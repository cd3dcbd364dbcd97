//! The file that says how a privileged launcher fences its jobs: `/etc/pulpo/worker.conf`.
//!
//! ```text
//! # one `name = value` in a line
//! server = pulpo
//! socket = /run/pulpo/launcher.sock
//! work = /var/lib/pulpo-work
//! runner = /usr/lib/pulpo/pulpo-runner
//! slot = pulpo-worker-1
//! slot = pulpo-worker-2
//! cover = /var/lib/pulpo
//! class.default = memory=2G pids=512 cpu=100 fsize=8G nofile=4096 tmp=512M network=host files=read-only
//! ```
//!
//! Who reads it as root has this crate in its trusted part, so it uses the standard library only and knows nothing of
//! accounts or file systems: whether what is written there exists is for the reader to find out.

mod class;
mod parse;
mod render;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use class::{Class, Files, Network};
pub use parse::ConfError;

/// Where the file is unless a command line says otherwise.
pub const USUAL_PLACE: &str = "/etc/pulpo/worker.conf";
/// The class of a job that asks for none.
pub const DEFAULT_CLASS: &str = "default";
/// More slots than this are a mistake: each is an account, and a job that may use all of its class's memory.
pub const MAX_SLOTS: usize = 64;

/// What the file says, with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerConf {
    /// The account that may ask for jobs.
    pub server: String,
    /// Where it asks.
    pub socket: PathBuf,
    /// Root's folder with a folder for each slot.
    pub work: PathBuf,
    /// The only program that is ever started for a job.
    pub runner: PathBuf,
    /// The program that keeps jobs and their output; beside the runner unless told otherwise.
    pub keeper: PathBuf,
    /// Accounts, each for one job at a time.
    pub slots: Vec<String>,
    /// Folders that no job sees.
    pub covers: Vec<PathBuf>,
    /// How jobs can be confined; `default` is always among them.
    pub classes: BTreeMap<String, Class>,
    /// How long a job goes on without any server.
    pub grace_seconds: u64,
    /// From a cancel to the kill.
    pub cancel_seconds: u64,
    /// Between two looks for what is left in slots.
    pub sweep_seconds: u64,
    /// Bytes of output that a job may write.
    pub spool_bytes: u64,
    /// While the work folder's file system has less free than this, the job that holds most of it is ended; 0 for never.
    pub free_bytes: u64,
    /// The same for files: percent of all that the file system can hold.
    pub free_files_percent: u64,
}

impl WorkerConf {
    /// The least that must be said, everything else as usual.
    pub fn new(server: &str, socket: &Path, work: &Path, runner: &Path, slots: &[&str]) -> Self {
        Self {
            server: server.to_owned(),
            socket: socket.to_owned(),
            work: work.to_owned(),
            runner: runner.to_owned(),
            keeper: runner.with_file_name("pulpo-keeper"),
            slots: slots.iter().map(|&slot| slot.to_owned()).collect(),
            covers: Vec::new(),
            classes: BTreeMap::from([(DEFAULT_CLASS.to_owned(), Class::default())]),
            grace_seconds: 600,
            cancel_seconds: 10,
            sweep_seconds: 7200,
            spool_bytes: 4 << 30,
            free_bytes: 500 << 20,
            free_files_percent: 5,
        }
    }

    /// Reads the text of the file. An error names the line and what to do about it.
    pub fn parse(text: &str) -> Result<Self, ConfError> {
        parse::parse(text)
    }

    /// The text that is read back as the same.
    pub fn render(&self) -> String {
        render::render(self)
    }

    /// The folder of a slot's jobs, counted from one.
    pub fn slot_folder(&self, slot: usize) -> PathBuf {
        self.work.join(format!("slot-{slot}"))
    }
}
