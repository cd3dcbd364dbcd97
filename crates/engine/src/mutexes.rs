//! Who may run a script at the same time as whom: fair locks by name (domain.md SC-11, builtin-worker.md A6).
//!
//! A deployment target runs one script at a time unless its project bypasses the lock; the built-in worker runs many
//! unless a project asks to be alone. One that bypasses is a reader, any other a writer: the writer waits for all that
//! run, and all who come later wait for it. Locks of different names never hold each other up.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};

use pulpo_domain::ids::{MachineId, TaskId};
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// Names that are kept although nobody holds them; more are swept.
const IDLE: usize = 4096;

/// Which lock a job needs, and how. Kept with the job, so that a restarted server gives it back its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Isolation {
    name: String,
    /// Nothing else of that name may run meanwhile.
    alone: bool,
}

impl Isolation {
    pub(crate) fn on_target(machine: &MachineId, bypass: Option<bool>) -> Self {
        Self { name: format!("target {machine}"), alone: !bypass.unwrap_or(false) }
    }

    pub(crate) fn on_worker(bypass: Option<bool>) -> Self {
        Self { name: "built-in worker".to_owned(), alone: !bypass.unwrap_or(true) }
    }
}

/// All locks of this node.
#[derive(Debug, Default)]
pub(crate) struct Mutexes(Mutex<HashMap<String, Arc<Lock>>>);

#[derive(Debug, Default)]
struct Lock {
    fair: Arc<RwLock<()>>,
    /// The tasks that have a turn or wait for one, in the order in which they came.
    tasks: Mutex<BTreeMap<u64, TaskId>>,
}

impl Lock {
    fn tasks(&self) -> MutexGuard<'_, BTreeMap<u64, TaskId>> {
        self.tasks.lock().expect("no holder of this lock panics")
    }
}

/// A place in the queue, or the turn itself, until it is dropped.
#[derive(Debug)]
struct Place {
    lock: Arc<Lock>,
    number: u64,
}

impl Place {
    fn take(lock: Arc<Lock>, task: &TaskId) -> Self {
        let mut tasks = lock.tasks();
        let number = tasks.last_key_value().map_or(0, |(last, _)| last + 1);
        tasks.insert(number, task.clone());
        drop(tasks);
        Self { lock, number }
    }

    /// The tasks before this one.
    fn before(&self) -> Vec<TaskId> {
        let mut tasks: Vec<TaskId> = self.lock.tasks().range(..self.number).map(|(_, task)| task.clone()).collect();
        tasks.sort();
        tasks.dedup();
        tasks
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lock.tasks().remove(&self.number);
    }
}

/// The right to run a script, until it is dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "guards are held, not looked at")]
pub(crate) struct Turn {
    guard: Guard,
    // Last, so that whoever is woken finds the place empty no earlier than the lock.
    place: Place,
}

#[derive(Debug)]
#[expect(dead_code, reason = "guards are held, not looked at")]
enum Guard {
    Alone(OwnedRwLockWriteGuard<()>),
    Shared(OwnedRwLockReadGuard<()>),
}

impl Mutexes {
    fn lock(&self, name: &str) -> Arc<Lock> {
        let mut locks = self.0.lock().expect("no holder of this lock panics");
        if locks.len() > IDLE {
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
        }
        locks.entry(name.to_owned()).or_default().clone()
    }

    /// The turn at once, if nobody stands in the way.
    pub(crate) fn try_turn(&self, isolation: &Isolation, task: &TaskId) -> Option<Turn> {
        let lock = self.lock(&isolation.name);
        let guard = if isolation.alone {
            lock.fair.clone().try_write_owned().ok().map(Guard::Alone)
        } else {
            lock.fair.clone().try_read_owned().ok().map(Guard::Shared)
        };
        Some(Turn { guard: guard?, place: Place::take(lock, task) })
    }

    /// Waits for the turn. Whoever has to wait is told first which tasks come before.
    pub(crate) async fn turn(&self, isolation: &Isolation, task: &TaskId, waits: impl FnOnce(Vec<TaskId>)) -> Turn {
        if let Some(turn) = self.try_turn(isolation, task) {
            return turn;
        }
        let place = Place::take(self.lock(&isolation.name), task);
        waits(place.before());
        let fair = place.lock.fair.clone();
        let guard = if isolation.alone {
            Guard::Alone(fair.write_owned().await)
        } else {
            Guard::Shared(fair.read_owned().await)
        };
        Turn { guard, place }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use futures_util::poll;

    use super::*;

    fn task(name: &str) -> TaskId {
        TaskId::new(name)
    }

    #[tokio::test]
    async fn the_worker_is_shared_unless_a_project_asks_to_be_alone_and_nobody_is_overtaken() {
        // A6: with 1 and 2 bypassing, 3 not, 4 and 5 bypassing, 1 and 2 run together, 3 waits for both, 4 and 5 for 3.
        let locks = Mutexes::default();
        let (shared, alone) = (Isolation::on_worker(None), Isolation::on_worker(Some(false)));
        let first = locks.try_turn(&shared, &task("1")).unwrap();
        let second = locks.try_turn(&shared, &task("2")).unwrap();
        let names = ["1", "2", "3", "4", "5"].map(task);
        let waits = Mutex::new(Vec::new());
        let heard = |before: Vec<TaskId>| waits.lock().unwrap().push(before);
        let mut third = Box::pin(locks.turn(&alone, &names[2], heard));
        assert!(poll!(&mut third).is_pending());
        let mut fourth = Box::pin(locks.turn(&shared, &names[3], heard));
        let mut fifth = Box::pin(locks.turn(&shared, &names[4], heard));
        assert!(poll!(&mut fourth).is_pending() && poll!(&mut fifth).is_pending());
        let named = |names: &[&str]| names.iter().map(|name| task(name)).collect::<Vec<_>>();
        let told = [named(&["1", "2"]), named(&["1", "2", "3"]), named(&["1", "2", "3", "4"])];
        assert_eq!(*waits.lock().unwrap(), told);
        drop(first);
        assert!(poll!(&mut third).is_pending());
        drop(second);
        let Poll::Ready(third) = poll!(&mut third) else { panic!("both are gone") };
        assert!(poll!(&mut fourth).is_pending() && poll!(&mut fifth).is_pending());
        drop(third);
        assert!(poll!(&mut fourth).is_ready() && poll!(&mut fifth).is_ready());
    }

    #[tokio::test]
    async fn whoever_gives_up_waiting_holds_nobody_up() {
        let locks = Mutexes::default();
        let (shared, alone) = (Isolation::on_worker(None), Isolation::on_worker(Some(false)));
        let first = locks.try_turn(&shared, &task("1")).unwrap();
        let name = task("2");
        let mut second = Box::pin(locks.turn(&alone, &name, |_| {}));
        assert!(poll!(&mut second).is_pending());
        drop(second);
        assert!(locks.try_turn(&shared, &task("3")).is_some());
        drop(first);
        assert!(locks.try_turn(&alone, &task("4")).is_some());
        assert!(locks.lock("built-in worker").tasks().is_empty());
    }

    #[test]
    fn a_target_runs_one_script_at_a_time_unless_its_project_bypasses_that() {
        // SC-11.
        let locks = Mutexes::default();
        let (web, mail) = (MachineId::new("Machines-1"), MachineId::new("Machines-2"));
        let turn = |machine, bypass, name| locks.try_turn(&Isolation::on_target(machine, bypass), &task(name));
        let first = turn(&web, None, "1").unwrap();
        assert!(turn(&web, None, "2").is_none() && turn(&web, Some(true), "3").is_none());
        assert!(turn(&mail, None, "4").is_some());
        assert!(locks.try_turn(&Isolation::on_worker(Some(false)), &task("5")).is_some());
        drop(first);
        let shared = turn(&web, Some(true), "6").unwrap();
        assert!(turn(&web, Some(true), "7").is_some() && turn(&web, None, "8").is_none());
        drop(shared);
    }
}
