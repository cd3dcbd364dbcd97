//! Task logs: one append-only file a task, outside the database.
//!
//! A file is a row of chunks (`chunk`), each written by one call and guarded by a checksum, so that a crash loses at
//! most the chunk that was being written, and never half a line. What comes from elsewhere - a job's stream, a
//! decision of the engine - is written together with a mark of how far that [source](Source) was taken: after a crash
//! the log itself tells where to go on, so no line is lost and none comes twice. Heads of chunks say which activities
//! have lines in them, which makes a page of a long log cheap: chunks that do not matter are skipped unread.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use pulpo_domain::ids::TaskId;
use sha2::{Digest, Sha256};

use crate::wake::{Topic, Wakes};

mod append;
mod chunk;
mod raw;
mod read;
mod record;
#[cfg(test)]
mod tests;

pub use append::{Batch, TaskLog};
pub use raw::RawLog;
pub use read::{ActivityLog, Details, View};
pub use record::{Activity, Category, Line, Source, Status};

/// What a task may write before its log is cut off: enough for everything but a script that has run wild.
pub const DEFAULT_LIMIT: u64 = 4 << 30;

/// Files in a folder: few enough for every file system and every person.
const TASKS_A_FOLDER: u64 = 1000;

/// The logs of all tasks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TaskLogs {
    folder: PathBuf,
    limit: u64,
}

impl TaskLogs {
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), limit: DEFAULT_LIMIT })
    }

    /// Sets how many bytes the log of one task may have.
    #[must_use]
    pub fn with_limit(self, limit: u64) -> Self {
        Self { limit, ..self }
    }

    /// The file of a task; nothing for an id that is none of ours, for ids come from outside.
    fn path(&self, task: &TaskId) -> Option<PathBuf> {
        let number: u64 = task.as_str().strip_prefix("ServerTasks-")?.parse().ok()?;
        let folder = (number / TASKS_A_FOLDER).to_string();
        Some(self.folder.join(folder).join(format!("ServerTasks-{number}.log")))
    }

    fn path_of(&self, task: &TaskId) -> io::Result<PathBuf> {
        self.path(task).ok_or_else(|| io::Error::other(format!("\"{task}\" is no id of a task")))
    }

    /// Opens a task's log to go on with it; whatever a crash left half-written at its end is cut off.
    ///
    /// `wakes` learns of every batch. There must be one writer of a log at a time: the holder of the task's lease.
    pub fn append(&self, task: &TaskId, wakes: &Wakes) -> io::Result<TaskLog> {
        let path = self.path_of(task)?;
        fs::create_dir_all(path.parent().expect("a log lies in a folder"))?;
        let (wakes, topic) = (wakes.clone(), Topic::Task(task.clone()));
        TaskLog::open(&path, self.limit, Box::new(move || wakes.wake(&topic)))
    }

    fn file(&self, task: &TaskId) -> io::Result<Option<File>> {
        let Some(path) = self.path(task) else { return Ok(None) };
        match File::open(path) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The id of the activity above all others; the same before the task has begun.
    pub fn root_id(&self, task: &TaskId) -> String {
        format!("{}/0", id_prefix(task))
    }

    /// The tree of a task's activities with their lines; nothing while the task has not begun.
    pub fn details(&self, task: &TaskId, view: View) -> io::Result<Option<Details>> {
        self.file(task)?.map(|file| read::details(file, &id_prefix(task), view)).transpose()
    }

    /// `take` lines from the one with this number on; lines are counted from one.
    pub fn page(&self, task: &TaskId, from: u64, take: usize, verbose: bool) -> io::Result<Vec<Line>> {
        self.file(task)?.map_or(Ok(Vec::new()), |file| read::page(file, from, take, verbose))
    }

    /// The whole log as text, `header` first.
    pub fn raw(&self, task: &TaskId, header: &str) -> io::Result<RawLog> {
        Ok(RawLog::new(self.file(task)?, header))
    }

    /// Removes a task's log.
    pub fn delete(&self, task: &TaskId) -> io::Result<()> {
        match self.path(task).map(fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// The part of an element's id that is the same for the whole task: `ServerTasks-120_0F3A2B`.
fn id_prefix(task: &TaskId) -> String {
    let hash = Sha256::new().chain_update(b"activity").chain_update(task.as_str()).finalize();
    format!("{task}_{}", hex::encode_upper(&hash[..5]))
}
