//! The row of a job: written before it starts, finished with its result.

use jiff::Timestamp;
use jobframe::JobId;
use pulpo_domain::ids::{MachineId, TaskId};
use pulpo_store::{StoreError, Tx, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::mutexes::Isolation;

/// One action on one target, tried once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) action_id: String,
    pub(crate) machine_id: Option<MachineId>,
    /// Counted from one.
    pub(crate) attempt: u32,
    /// The launcher that was told to run it: in another life of it the job is lost.
    pub(crate) launcher: String,
    /// What it must not run beside; nothing if it never began.
    #[serde(default)]
    pub(crate) isolation: Option<Isolation>,
    pub(crate) started: Timestamp,
    pub(crate) result: Option<Done>,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Counts the jobs of the task in the order in which they ended: the last to end wins (VO-02).
    pub(crate) order: u32,
    pub(crate) finished: Timestamp,
    pub(crate) outcome: JobOutcome,
    pub(crate) exit_code: Option<i32>,
    pub(crate) error: Option<String>,
    pub(crate) has_trouble: bool,
    pub(crate) outputs: Vec<StoredOutput>,
    /// Secrets that later jobs must hide, too; sealed.
    pub(crate) masks: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JobOutcome {
    Success,
    Failed,
    Canceled,
}

/// An output variable. The value is sealed if it is sensitive, or has a secret in it whatever the script says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredOutput {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) sensitive: bool,
    pub(crate) is_sealed: bool,
}

/// The id of a job: the same whenever the task is worked on again.
pub(crate) fn id(task: &TaskId, action: &str, machine: Option<&MachineId>, attempt: u32) -> JobId {
    let machine = machine.map(AsRef::as_ref).unwrap_or_default();
    let digest = Sha256::digest(format!("{task}/{action}/{machine}/{attempt}"));
    let first = digest.first_chunk::<16>().expect("a digest has 32 bytes");
    JobId::from_bytes(*first)
}

fn encode(id: JobId, job: &Job) -> Result<String, StoreError> {
    serde_json::to_string(job).map_err(|error| bad(&id.to_string(), &error))
}

fn bad(id: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Row { table: "job", id: id.to_owned(), why: error.to_string() }
}

/// Writes that a job is meant to run.
pub(crate) fn intend(tx: &mut Tx<'_>, id: JobId, task: &TaskId, job: &Job) -> Result<(), StoreError> {
    // A launcher that was found anew takes the place of the one noted before.
    let sql = "INSERT INTO job (id, task_id, state, document) VALUES ($1, $2, 'Open', $3) \
               ON CONFLICT (id) DO UPDATE SET document = $3";
    tx.execute(sql, params![id.to_string(), task.as_str(), encode(id, job)?])?;
    Ok(())
}

/// Writes what came of a job.
pub(crate) fn finish(tx: &mut Tx<'_>, id: JobId, task: &TaskId, job: &Job) -> Result<(), StoreError> {
    let sql = "INSERT INTO job (id, task_id, state, document) VALUES ($1, $2, 'Done', $3) \
               ON CONFLICT (id) DO UPDATE SET state = 'Done', document = $3";
    tx.execute(sql, params![id.to_string(), task.as_str(), encode(id, job)?])?;
    Ok(())
}

/// All jobs of a task.
pub(crate) fn of_task(tx: &mut Tx<'_>, task: &TaskId) -> Result<Vec<(JobId, Job)>, StoreError> {
    let rows = tx.query("SELECT id, document FROM job WHERE task_id = $1", params![task.as_str()])?;
    let decode = |row: &pulpo_store::Row| {
        let id = row.text(0)?;
        let job = serde_json::from_str(row.text(1)?).map_err(|error| bad(id, &error))?;
        let parsed = id.parse().map_err(|_| StoreError::Shape(format!("\"{id}\" is no id of a job")))?;
        Ok((parsed, job))
    };
    rows.iter().map(decode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_has_the_same_id_in_every_life_of_the_server_and_another_for_each_attempt() {
        let (task, machine) = (TaskId::numbered(1), MachineId::numbered(2));
        let first = id(&task, "a", Some(&machine), 1);
        assert_eq!(first, id(&task, "a", Some(&machine), 1));
        for other in [id(&task, "a", None, 1), id(&task, "b", Some(&machine), 1), id(&task, "a", Some(&machine), 2)] {
            assert_ne!(first, other);
        }
    }
}
