//! One machine runs one script at a time, across all deployments (domain.md SC-11).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use pulpo_domain::ids::MachineId;
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// The locks of all machines. A project that bypasses them is a reader, any other a writer: the writer waits for all
/// that run, and all who come later wait for it.
#[derive(Debug, Default)]
pub(crate) struct Mutexes(Mutex<HashMap<MachineId, Arc<RwLock<()>>>>);

/// The right to run a script on a machine, until it is dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "guards are held, not looked at")]
pub(crate) enum Turn {
    Alone(OwnedRwLockWriteGuard<()>),
    Shared(OwnedRwLockReadGuard<()>),
}

impl Mutexes {
    fn lock(&self, machine: &MachineId) -> Arc<RwLock<()>> {
        let mut locks = self.0.lock().expect("no holder of this lock panics");
        if locks.len() > 4096 {
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
        }
        locks.entry(machine.clone()).or_default().clone()
    }

    pub(crate) async fn turn(&self, machine: &MachineId, bypass: bool) -> Turn {
        let lock = self.lock(machine);
        if bypass { Turn::Shared(lock.read_owned().await) } else { Turn::Alone(lock.write_owned().await) }
    }

    /// The turn at once, if nobody has it.
    pub(crate) fn try_turn(&self, machine: &MachineId, bypass: bool) -> Option<Turn> {
        let lock = self.lock(machine);
        if bypass { lock.try_read_owned().ok().map(Turn::Shared) } else { lock.try_write_owned().ok().map(Turn::Alone) }
    }
}
