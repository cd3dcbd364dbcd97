//! The queue of this node: claims tasks as there is room, renews leases, and looks again only when woken, when a task
//! ends, or at the clock's next deadline.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jobframe::JobId;
use pulpo_domain::ids::TaskId;
use pulpo_domain::task::Outcome;
use pulpo_store::{StoreError, Topic, params};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};

use crate::attempt::chain;
use crate::claim::{self, Claimed};
use crate::core::Core;
use crate::driver;
use crate::ending::{self, Ending};
use crate::job;
use crate::lease::{self, LEASE, Lease};
use crate::mutexes::Turn;
use crate::trouble::Trouble;

/// After trouble a driver begins again after 1, 2, 4, 8, 16 and then always 30 seconds.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub(crate) struct Queue {
    core: Arc<Core>,
    running: JoinSet<()>,
    leases: HashMap<Id, (Lease, AbortHandle)>,
    /// What has this node's lease is driven: what it drove in its life before is taken back first.
    taken_back: bool,
}

impl Queue {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core, running: JoinSet::new(), leases: HashMap::new(), taken_back: false }
    }

    /// Runs until told to drain; then gives back the leases and lets the jobs work on in the launcher.
    pub(crate) async fn run(mut self, mut drain: watch::Receiver<bool>) {
        let mut wake = self.core.store.wakes().listen(Topic::TaskQueue);
        let renewal = Duration::try_from(LEASE).expect("a positive time") / 3;
        let mut renew = tokio::time::interval(renewal);
        renew.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            wake.borrow_and_update();
            let was_idle = self.leases.is_empty();
            if !self.taken_back {
                self.take_back().await;
            }
            let next = if self.taken_back { self.claim().await } else { self.soon() };
            if was_idle {
                renew.reset();
            }
            tokio::select! {
                () = driver::told(&mut drain) => break,
                _ = wake.changed() => {}
                Some(ended) = self.running.join_next_with_id(), if !self.running.is_empty() => self.ended(ended).await,
                () = deadline(&self.core, next) => {}
                _ = renew.tick(), if !self.leases.is_empty() => self.renew().await,
            }
        }
        self.give_back().await;
    }

    /// Takes back what this node drove in its life before. What ran then may run still, so its turns on machines come
    /// before those of anything new.
    async fn take_back(&mut self) {
        let node = self.core.node.clone();
        let driven: Vec<TaskId> = self.leases.values().map(|(lease, _)| lease.task.clone()).collect();
        let taken = self.core.store.write(move |tx| {
            let leases = claim::take_back(tx, &node, &driven)?;
            leases
                .into_iter()
                .map(|lease| Ok((job::of_task(tx, &lease.task)?, lease)))
                .collect::<Result<Vec<_>, StoreError>>()
        });
        let taken = match taken.await {
            Ok(taken) => taken,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "tasks of an earlier life are not taken back yet"
                );
                return;
            }
        };
        self.taken_back = true;
        let mut all: Vec<(Lease, HashMap<JobId, Turn>)> = Vec::new();
        for (jobs, lease) in taken {
            let mut turns = HashMap::new();
            for (id, job) in jobs.into_iter().filter(|(_, job)| job.result.is_none()) {
                let turn = job.isolation.and_then(|isolation| self.core.mutexes.try_turn(&isolation, &lease.task));
                turns.extend(turn.map(|turn| (id, turn)));
            }
            all.push((lease, turns));
        }
        for (lease, turns) in all {
            tracing::info!(task = %lease.task, "going on with a task of the life before");
            self.spawn(lease, turns);
        }
        self.forget_done_jobs();
    }

    /// Jobs that were done when this server went need not wait for the next one to be forgotten. Comes after the
    /// leases were taken back: from then on nobody else writes results.
    fn forget_done_jobs(&mut self) {
        if !self.core.launcher.seems_to_run() {
            return;
        }
        let core = self.core.clone();
        self.running.spawn(async move {
            if let Err(error) = core.connection().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "the launcher of the life before is gone");
            }
        });
    }

    fn spawn(&mut self, lease: Lease, turns: HashMap<JobId, Turn>) {
        let handle = self.running.spawn(work_on(self.core.clone(), lease.clone(), turns));
        self.leases.insert(handle.id(), (lease, handle));
    }

    /// Claims as many tasks as there is room for; gives the next time at which the clock matters.
    async fn claim(&mut self) -> Option<Timestamp> {
        let load = claim::Load { running: self.running.len(), cap: self.core.cap };
        let node = self.core.node.clone();
        let looked = self.core.store.read({
            let node = node.clone();
            move |tx| claim::look(tx, &node, load)
        });
        let claimed = match looked.await {
            Ok((false, next)) => return next,
            Ok((true, _)) => {
                let fate = self.core.before_write("claim").await;
                let claimed = self.core.store.write(move |tx| claim::claim(tx, &node, load)).await;
                self.core.after_write(fate).await;
                claimed
            }
            Err(error) => Err(error),
        };
        match claimed {
            Ok(Claimed { leases, next }) => {
                for lease in leases {
                    self.spawn(lease, HashMap::new());
                }
                next
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the task queue cannot be read now");
                // A commit whose answer was lost may have held.
                self.taken_back = false;
                self.soon()
            }
        }
    }

    /// When to try again what the database refused.
    fn soon(&self) -> Option<Timestamp> {
        self.core.now().checked_add(jiff::SignedDuration::from_secs(1)).ok()
    }

    async fn ended(&mut self, ended: Result<(Id, ()), JoinError>) {
        let (id, panicked) = match ended {
            Ok((id, ())) => (id, false),
            Err(error) => (error.id(), error.is_panic()),
        };
        let lease = self.leases.remove(&id);
        if let (Some((lease, _)), true) = (lease, panicked) {
            tracing::error!(task = %lease.task, "a driver panicked; its task is ended");
            give_up(&self.core, &lease, "an internal error of the server ended the task; its own log has more").await;
        }
    }

    /// Renews all leases at once; whoever lost one stops.
    async fn renew(&mut self) {
        let (node, leases) =
            (self.core.node.clone(), self.leases.values().map(|(lease, _)| lease.clone()).collect::<Vec<_>>());
        let renewed = self.core.store.write(move |tx| {
            let sql = "UPDATE task SET lease_until = $1 WHERE lease_holder = $2 AND is_completed = 0";
            tx.execute(sql, params![lease::until(tx.now()), node])?;
            let mut lost = Vec::new();
            for lease in leases {
                match lease.check(tx) {
                    Ok(()) => {}
                    Err(Trouble::Lost) => lost.push(lease),
                    Err(other) => return Err(other),
                }
            }
            Ok(lost)
        });
        match renewed.await {
            Ok(lost) => {
                // A task that has just ended has given its lease up, too; stopping its driver then changes nothing.
                for (_, handle) in self.leases.values().filter(|(lease, _)| lost.contains(lease)) {
                    handle.abort();
                }
            }
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "leases are not renewed now"),
        }
    }

    async fn give_back(&mut self) {
        self.running.abort_all();
        while self.running.join_next().await.is_some() {}
        let leases: Vec<Lease> = self.leases.drain().map(|(_, (lease, _))| lease).collect();
        let given = self.core.store.write(move |tx| {
            for lease in leases {
                let sql = "UPDATE task SET lease_holder = NULL, lease_until = 0 \
                           WHERE id = $1 AND lease_holder = $2 AND lease_epoch = $3";
                tx.execute(sql, params![lease.task.as_str(), lease.holder, lease.epoch])?;
            }
            Ok::<_, StoreError>(())
        });
        if let Err(error) = given.await {
            tracing::error!(error = &error as &dyn std::error::Error, "leases are not given back; they will run out");
        }
    }
}

async fn deadline(core: &Core, next: Option<Timestamp>) {
    match next {
        Some(at) => core.sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Drives a task to its end, beginning again after whatever may pass.
async fn work_on(core: Arc<Core>, lease: Lease, mut turns: HashMap<JobId, Turn>) {
    let mut wait = FIRST_WAIT;
    loop {
        match driver::drive(core.clone(), lease.clone(), std::mem::take(&mut turns)).await {
            Ok(()) => return,
            Err(Trouble::Lost) => {
                tracing::warn!(task = %lease.task, "the lease of the task is lost; another node drives it");
                return;
            }
            Err(error @ (Trouble::Hopeless(_) | Trouble::Store(StoreError::Row { .. } | StoreError::Secret(_)))) => {
                tracing::error!(task = %lease.task, error = &error as &dyn std::error::Error, "the task cannot be run");
                return give_up(&core, &lease, &chain(&error)).await;
            }
            Err(error @ (Trouble::Store(_) | Trouble::Log(_))) => {
                tracing::error!(task = %lease.task, error = &error as &dyn std::error::Error, "the task waits");
                tokio::time::sleep(wait).await;
                wait = LONGEST_WAIT.min(wait * 2);
            }
        }
    }
}

/// Ends a task that cannot be driven.
async fn give_up(core: &Core, lease: &Lease, why: &str) {
    let ending = Ending {
        outcome: Outcome::Failed,
        error: why.to_owned(),
        has_trouble: true,
        failure_encountered: true,
        deployed_to: Vec::new(),
    };
    let lease = lease.clone();
    if let Err(error) = core.store.write(move |tx| ending::end(tx, &lease, &ending)).await {
        tracing::error!(error = &error as &dyn std::error::Error, "a task that cannot be run cannot be ended either");
    }
}
