//! Accounts that have lately shown who they are, with their grants compiled; dropped the moment that an account,
//! a team, a role or a project changes.

use std::collections::HashMap;
use std::sync::RwLock;

use jiff::Timestamp;
use pulpo_store::{Store, Topic};
use tokio::sync::watch;

use super::Known;
pub(crate) use super::holdings::{Holding, as_held_by, grants_of, holdings_of, holdings_of_team, teams_of};
use super::throttle::Throttle;

/// The most that are remembered; past that all are forgotten, which costs each one look-up.
const MOST: usize = 10_000;

/// The cache of callers.
pub struct Callers {
    known: RwLock<HashMap<String, Remembered>>,
    changes: watch::Receiver<u64>,
    /// Who has lately failed to show who he is.
    pub(super) throttle: Throttle,
}

#[derive(Clone)]
struct Remembered {
    known: Known,
    expires: Option<Timestamp>,
    epoch: u64,
}

impl Callers {
    pub(crate) fn new(store: &Store) -> Self {
        Self { known: RwLock::default(), changes: store.wakes().listen(Topic::Access), throttle: Throttle::default() }
    }

    /// Counts the changes of anything that grants depend on. Read it before what is to be remembered.
    pub(crate) fn epoch(&self) -> u64 {
        *self.changes.borrow()
    }

    pub(crate) fn find(&self, credential: &str, now: Timestamp) -> Option<Known> {
        let known = self.known.read().expect("no holder of this lock panics");
        let found = known.get(credential)?;
        let holds = found.epoch == self.epoch() && found.expires.is_none_or(|expires| expires > now);
        holds.then(|| found.known.clone())
    }

    pub(crate) fn remember(&self, credential: String, account: Known, expires: Option<Timestamp>, epoch: u64) {
        let mut known = self.known.write().expect("no holder of this lock panics");
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(credential, Remembered { known: account, expires, epoch });
    }
}
