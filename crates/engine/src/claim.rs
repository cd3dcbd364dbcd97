//! Taking tasks off the queue: one transaction, compare-and-set, several tasks at once.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;
use pulpo_access::Granted;
use pulpo_access::permissions::TaskEdit;
use pulpo_domain::ids::TaskId;
use pulpo_domain::space::Space;
use pulpo_domain::task::{Event, Task, TaskState};
use pulpo_store::{Row, StoreError, Topic, Tx, Value, params};

use crate::ending;
use crate::lease::{self, Lease};

/// What the queue gave.
#[derive(Debug, Default)]
pub(crate) struct Claimed {
    pub(crate) leases: Vec<Lease>,
    /// When the queue must be looked at again even if nobody wakes it.
    pub(crate) next: Option<Timestamp>,
}

/// How many tasks the node runs, and how many it may, unless the administrator has set another cap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) running: usize,
    pub(crate) cap: usize,
}

impl Load {
    /// How many more tasks may start: none while the node is being drained (HA-02, TK-07).
    fn free(self, tx: &mut Tx<'_>) -> Result<usize, StoreError> {
        let settings = tx.node_settings()?;
        if settings.is_draining {
            return Ok(0);
        }
        let cap = settings.task_cap.map_or(self.cap, |cap| usize::try_from(cap).unwrap_or(usize::MAX));
        Ok(cap.saturating_sub(self.running))
    }
}

/// Whether there is anything to write: asked on a reader, so that an idle queue costs no commit.
pub(crate) fn look(tx: &mut Tx<'_>, node: &str, load: Load) -> Result<(bool, Option<Timestamp>), StoreError> {
    let free = load.free(tx)?;
    let now = tx.now();
    let expired = "SELECT id FROM task WHERE is_completed = 0 AND queue_time_expiry <= $1 AND state = 'Queued' LIMIT 1";
    let some = !tx.query(expired, params![now])?.is_empty()
        || (free > 0 && !candidates(tx, node, 1, &BTreeSet::new())?.is_empty());
    Ok((some, next_deadline(tx)?))
}

/// Ends what waited too long, takes what no living node drives, and starts what may start.
pub(crate) fn claim(tx: &mut Tx<'_>, node: &str, load: Load) -> Result<Claimed, StoreError> {
    expire(tx)?;
    let free = load.free(tx)?;
    let mut claimed = Claimed::default();
    let mut stopped = BTreeSet::new();
    while claimed.leases.len() < free {
        let found = candidates(tx, node, free - claimed.leases.len(), &stopped)?;
        if found.is_empty() {
            break;
        }
        let known_before = stopped.len();
        for candidate in found {
            if is_stopped(tx, &candidate)? {
                stopped.extend(candidate.space);
                continue;
            }
            // The candidates were found together: one with the same tag may have been started since.
            if candidate.state == TaskState::Queued && tag_is_taken(tx, &candidate)? {
                continue;
            }
            let Some(lease) = lease::take(tx, &candidate.id, node, candidate.epoch)? else { continue };
            if candidate.state == TaskState::Queued {
                begin(tx, &lease, node)?;
            }
            claimed.leases.push(lease);
        }
        // Candidates that were passed over would be found again and again.
        if stopped.len() == known_before {
            break;
        }
    }
    claimed.next = next_deadline(tx)?;
    Ok(claimed)
}

/// The leases that this node's own name holds and none of its drivers has: those of its life before this one, and
/// those of a claim of which the database did not say that it held.
pub(crate) fn take_back(tx: &mut Tx<'_>, node: &str, driven: &[TaskId]) -> Result<Vec<Lease>, StoreError> {
    let sql = "SELECT id, lease_epoch FROM task WHERE is_completed = 0 AND lease_holder = $1 ORDER BY number";
    let mut leases = Vec::new();
    for row in tx.query(sql, params![node])? {
        if driven.iter().any(|task| task.as_str() == row.text(0).unwrap_or_default()) {
            continue;
        }
        leases.extend(lease::take(tx, row.text(0)?, node, row.int(1)?)?);
    }
    Ok(leases)
}

struct Candidate {
    id: String,
    state: TaskState,
    space: Option<String>,
    tag: Option<String>,
    epoch: i64,
}

impl Candidate {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let id = row.text(0)?.to_owned();
        let state = TaskState::parse(row.text(1)?);
        let state =
            state.ok_or_else(|| StoreError::Row { table: "task", id: id.clone(), why: "unknown state".to_owned() })?;
        Ok(Self {
            id,
            state,
            space: row.optional_text(2)?.map(str::to_owned),
            tag: row.optional_text(3)?.map(str::to_owned),
            epoch: row.int(4)?,
        })
    }
}

/// Tasks that may be driven now, in the order of TK-05: those that a dead node left, then the queue.
fn candidates(
    tx: &mut Tx<'_>,
    node: &str,
    most: usize,
    stopped: &BTreeSet<String>,
) -> Result<Vec<Candidate>, StoreError> {
    let columns = "id, state, space_id, concurrency_tag, lease_epoch";
    let orphans = format!(
        "SELECT {columns} FROM task WHERE is_completed = 0 AND state <> 'Queued' AND lease_until <= $1 \
         AND (lease_holder IS NULL OR lease_holder <> $3) ORDER BY queue_time, number LIMIT $2"
    );
    let (now, limit) = (tx.now(), i64::try_from(most).unwrap_or(i64::MAX));
    let rows = tx.query(&orphans, params![now, limit, node])?;
    let mut found: Vec<Candidate> = rows.iter().map(Candidate::read).collect::<Result<_, _>>()?;
    let mut values: Vec<Value> = vec![now.into(), limit.into()];
    let mut outside = String::new();
    for space in stopped {
        values.push(space.into());
        let place = values.len();
        let _ = write!(outside, " AND (t.space_id IS NULL OR t.space_id <> ${place})"); // Writing to a String cannot fail.
    }
    // Of the tasks with one tag only one executes (TK-08); of those that wait, only the first is looked at.
    let queued = format!(
        "SELECT {columns} FROM task t WHERE t.is_completed = 0 AND t.state = 'Queued' AND t.queue_time <= $1 \
         AND (t.concurrency_tag IS NULL OR NOT EXISTS (SELECT 1 FROM task o WHERE o.concurrency_tag = t.concurrency_tag \
         AND o.is_completed = 0 AND o.state <> 'Queued')){outside} ORDER BY t.queue_time, t.number LIMIT $2"
    );
    for row in tx.query(&queued, &values)? {
        found.push(Candidate::read(&row)?);
    }
    found.truncate(most);
    Ok(found)
}

fn is_stopped(tx: &mut Tx<'_>, candidate: &Candidate) -> Result<bool, StoreError> {
    // A task that runs already goes on to its end (SP-07 is about the queue).
    let (Some(space), TaskState::Queued) = (&candidate.space, candidate.state) else { return Ok(false) };
    Ok(tx.load::<Space>(space)?.is_some_and(|space| space.record.task_queue_stopped))
}

fn tag_is_taken(tx: &mut Tx<'_>, candidate: &Candidate) -> Result<bool, StoreError> {
    let Some(tag) = &candidate.tag else { return Ok(false) };
    let sql = "SELECT id FROM task WHERE concurrency_tag = $1 AND is_completed = 0 AND state <> 'Queued' LIMIT 1";
    Ok(!tx.query(sql, params![tag])?.is_empty())
}

fn begin(tx: &mut Tx<'_>, lease: &Lease, node: &str) -> Result<(), StoreError> {
    let mut task: Task = tx.must(lease.task.as_str())?;
    let Ok((state, _)) = task.state.on(Event::Started) else { return Ok(()) };
    task.state = state;
    task.start_time = Some(tx.now());
    task.last_updated_time = tx.now();
    task.server_node = Some(node.to_owned());
    tx.update(&Granted::<TaskEdit, _>::by_server(task.clone()))?;
    ending::tell_started(tx, &task)?;
    tx.wake(Topic::Task(lease.task.clone()));
    Ok(())
}

/// DE-13: what was not started in time never will be.
fn expire(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sql = "SELECT id FROM task WHERE is_completed = 0 AND queue_time_expiry <= $1 AND state = 'Queued'";
    let ids: Vec<String> =
        tx.query(sql, params![tx.now()])?.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<_, _>>()?;
    for id in ids {
        let mut task: Task = tx.must(&id)?;
        let Ok((state, _)) = task.state.on(Event::Expired) else { continue };
        let message = "the task was not started before its queue time expired";
        task.state = state;
        task.completed_time = Some(tx.now());
        task.last_updated_time = tx.now();
        message.clone_into(&mut task.error_message);
        tx.update(&Granted::<TaskEdit, _>::by_server(task.clone()))?;
        ending::tell_ended(tx, &task)?;
        tx.wake(Topic::Task(TaskId::new(id)));
    }
    Ok(())
}

/// The next time at which the clock alone changes what may be claimed.
fn next_deadline(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let now = tx.now();
    let mut next: Option<i64> = None;
    for sql in [
        "SELECT MIN(queue_time) FROM task WHERE is_completed = 0 AND state = 'Queued' AND queue_time > $1",
        "SELECT MIN(queue_time_expiry) FROM task WHERE is_completed = 0 AND state = 'Queued' AND queue_time_expiry > $1",
        "SELECT MIN(lease_until) FROM task WHERE is_completed = 0 AND state <> 'Queued' AND lease_until > $1",
    ] {
        let at = tx.query(sql, params![now])?.first().and_then(|row| row.int(0).ok());
        next = match (next, at) {
            (Some(known), Some(at)) => Some(known.min(at)),
            (known, at) => known.or(at),
        };
    }
    Ok(next.and_then(|at| Timestamp::from_microsecond(at).ok()))
}
