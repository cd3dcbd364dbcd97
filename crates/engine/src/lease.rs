//! Who drives a task: a name, a time and a number that grows with each change of hands.

use jiff::{SignedDuration, Timestamp};
use pulpo_domain::ids::TaskId;
use pulpo_store::{Tx, params};

use crate::trouble::Trouble;

/// How long a node that has died keeps its tasks from others. Renewed three times in that time.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(10);

/// The right to drive a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) task: TaskId,
    pub(crate) holder: String,
    pub(crate) epoch: i64,
}

impl Lease {
    /// Every write of a driver begins with this, so that one who lost his lease cannot scribble.
    pub(crate) fn check(&self, tx: &mut Tx<'_>) -> Result<(), Trouble> {
        let sql = "SELECT lease_holder, lease_epoch FROM task WHERE id = $1";
        let rows = tx.query(sql, params![self.task.as_str()])?;
        let Some(row) = rows.first() else { return Err(Trouble::Lost) };
        let mine = row.optional_text(0)? == Some(self.holder.as_str()) && row.int(1)? == self.epoch;
        if mine { Ok(()) } else { Err(Trouble::Lost) }
    }
}

/// Takes a task; `from` is the epoch at which it was seen free.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    task: &str,
    holder: &str,
    from: i64,
) -> Result<Option<Lease>, pulpo_store::StoreError> {
    let until = until(tx.now());
    let sql = "UPDATE task SET lease_holder = $1, lease_until = $2, lease_epoch = lease_epoch + 1 \
               WHERE id = $3 AND lease_epoch = $4";
    let taken = tx.execute(sql, params![holder, until, task, from])? == 1;
    Ok(taken.then(|| Lease { task: task.into(), holder: holder.to_owned(), epoch: from + 1 }))
}

pub(crate) fn until(now: Timestamp) -> Timestamp {
    now.checked_add(LEASE).unwrap_or(Timestamp::MAX)
}
