//! Slots of the built-in worker, as many as its launcher has: whoever finds all of them taken waits here, where waiting
//! can be canceled and takes nothing from the time that a step may run (builtin-worker.md A6, B4).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::oneshot;

#[derive(Debug, Default)]
pub(crate) struct Slots(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    all: usize,
    taken: usize,
    /// First come, first served.
    waiting: VecDeque<oneshot::Sender<Slot>>,
}

/// A slot, until this is dropped.
#[derive(Debug)]
pub(crate) struct Slot(Arc<Mutex<State>>);

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no holder of this lock panics")
}

/// Gives free slots to those who wait.
fn hand_out(slots: &Arc<Mutex<State>>) {
    loop {
        let next = {
            let mut state = lock(slots);
            if state.taken >= state.all {
                return;
            }
            let Some(next) = state.waiting.pop_front() else { return };
            state.taken += 1;
            next
        };
        // Whoever has given up leaves the slot to the next, by dropping it.
        drop(next.send(Slot(slots.clone())));
    }
}

impl Slots {
    /// A slot at once, however many are taken: for a job that runs already.
    pub(crate) fn take(&self) -> Slot {
        lock(&self.0).taken += 1;
        Slot(self.0.clone())
    }

    /// A slot of so many. The first look puts who has to wait into the queue.
    pub(crate) async fn wait(&self, all: usize) -> Slot {
        let handed = {
            let mut state = lock(&self.0);
            state.all = all;
            let (give, handed) = oneshot::channel();
            state.waiting.push_back(give);
            handed
        };
        hand_out(&self.0);
        handed.await.expect("who waits is only taken off the list with a slot")
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        lock(&self.0).taken -= 1;
        hand_out(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, poll};

    use super::*;

    #[tokio::test]
    async fn who_comes_first_has_the_first_free_slot_and_who_gives_up_holds_nobody_up() {
        let slots = Slots::default();
        let wait = || Box::pin(slots.wait(2));
        let (first, second) = (wait().now_or_never().unwrap(), wait().now_or_never().unwrap());
        let (mut third, mut fourth, mut fifth) = (wait(), wait(), wait());
        assert!(poll!(&mut third).is_pending() && poll!(&mut fourth).is_pending() && poll!(&mut fifth).is_pending());
        drop(third);
        drop(first);
        assert!(poll!(&mut fifth).is_pending());
        let fourth = fourth.now_or_never().unwrap();
        drop((second, fourth));
        assert!(fifth.now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_job_that_runs_already_has_its_slot_and_the_number_of_slots_may_change() {
        let slots = Slots::default();
        let (found, more) = (slots.take(), slots.take());
        let mut waiting = Box::pin(slots.wait(1));
        assert!(poll!(&mut waiting).is_pending());
        drop(found);
        assert!(poll!(&mut waiting).is_pending(), "two were there before, and there is one slot");
        let another = slots.wait(2).now_or_never();
        assert!(another.is_none(), "it came later");
        assert!(waiting.now_or_never().is_some());
        drop(more);
    }
}
