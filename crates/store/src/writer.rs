//! The one writer: many requests' transactions in one durable commit.
//!
//! Each piece of work runs in a savepoint of its own, so that one that fails takes only itself back; the commit,
//! which waits for the disk, is shared by all that arrived meanwhile. Nobody is answered before it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use jiff::Timestamp;
use pulpo_domain::ambient::{Clock, Random};
use tokio::sync::oneshot;

use crate::dialect::Connection;
use crate::life::Life;
use crate::tx::{StoreError, Tx};
use crate::wake::{Topic, Wakes};

/// How many pieces of work one commit carries at most, so that none waits long for the others.
const BATCH: usize = 128;

/// What is left to do once the commit is known to have held or failed.
type Answer = Box<dyn FnOnce(Result<(), Arc<StoreError>>) + Send>;

/// A piece of work: runs in a savepoint, says whether to keep it, and gives back what to answer. Without a
/// transaction to run in it does nothing and can only be told so: outside one its savepoint would be a commit.
type Work = Box<dyn FnOnce(Option<&mut dyn Connection>, Timestamp) -> (bool, Vec<Topic>, Answer) + Send>;

/// A handle to the writer's thread.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: Sender<Work>,
    random: Arc<dyn Random>,
}

impl Writer {
    pub(crate) fn start(
        connection: Box<dyn Connection>,
        life: Life,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        wakes: Wakes,
    ) -> std::io::Result<Self> {
        let (queue, work) = channel();
        thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || run(connection, life, &work, &*clock, &wakes))?;
        Ok(Self { queue, random })
    }

    /// Runs `work` in a transaction and answers once it is durable.
    pub(crate) async fn write<R, E, F>(&self, work: F) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let random = self.random.clone();
        let job: Work = Box::new(move |connection, now| {
            let (result, wakes) = match connection {
                Some(connection) => {
                    let (result, wakes) = attempt(connection, now, &*random, work);
                    (Some(result), wakes)
                }
                None => (None, Vec::new()),
            };
            let keep = matches!(result, Some(Ok(_)));
            let answer: Answer = Box::new(move |committed| {
                let outcome = match (result, committed) {
                    (Some(result), Ok(())) => result,
                    (Some(Err(own)), Err(_)) => Err(own),
                    (Some(Ok(_)) | None, Err(error)) => Err(StoreError::Commit(error).into()),
                    (None, Ok(())) => Err(StoreError::NoTransaction.into()),
                };
                // Whoever asked may have gone; the work is durable all the same.
                let _ = sender.send(outcome);
            });
            (keep, wakes, answer)
        });
        if self.queue.send(job).is_err() {
            return Err(StoreError::Closed.into());
        }
        receiver.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

fn attempt<R, E, F>(
    connection: &mut dyn Connection,
    now: Timestamp,
    random: &dyn Random,
    work: F,
) -> (Result<R, E>, Vec<Topic>)
where
    E: From<StoreError>,
    F: FnOnce(&mut Tx<'_>) -> Result<R, E>,
{
    if let Err(error) = connection.batch("SAVEPOINT work") {
        return (Err(error.into()), Vec::new());
    }
    let mut tx = Tx::new(connection, now, random);
    let result = match catch_unwind(AssertUnwindSafe(|| work(&mut tx))) {
        Ok(result) => result,
        Err(_) => Err(StoreError::Panicked.into()),
    };
    let wakes = tx.into_wakes();
    let ended = match &result {
        Ok(_) => connection.batch("RELEASE SAVEPOINT work"),
        Err(_) => connection.batch("ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work"),
    };
    match ended {
        Ok(()) => (result, wakes),
        // The engine may have rolled back everything by itself, as SQLite does on a full disk.
        Err(error) => (result.and(Err(error.into())), Vec::new()),
    }
}

fn run(mut connection: Box<dyn Connection>, mut life: Life, queue: &Receiver<Work>, clock: &dyn Clock, wakes: &Wakes) {
    while let Ok(first) = queue.recv() {
        let mut answers = Vec::new();
        let mut topics = Vec::new();
        let mut broken = life.begin(&mut *connection).err();
        let mut next = Some(first);
        while let Some(work) = next.take() {
            let (keep, woken, answer) = match &broken {
                None => work(Some(&mut *connection), clock.now()),
                Some(_) => work(None, clock.now()),
            };
            if keep {
                topics.extend(woken);
            }
            answers.push(answer);
            if broken.is_none() && !connection.in_transaction() {
                broken = Some(StoreError::NoTransaction);
            }
            // Once the transaction is gone the rest waits for the next one.
            if answers.len() < BATCH && broken.is_none() {
                next = queue.try_recv().ok();
            }
        }
        if broken.is_none() {
            broken = connection.batch("COMMIT").err();
        }
        match broken {
            None => {
                // Whoever is answered must already see what the change has made stale.
                for topic in &topics {
                    wakes.wake(topic);
                }
                for answer in answers {
                    answer(Ok(()));
                }
            }
            Some(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a commit failed; nothing of it was kept");
                let _ = connection.batch("ROLLBACK"); // It may have been rolled back already.
                let error = Arc::new(error);
                for answer in answers {
                    answer(Err(error.clone()));
                }
            }
        }
    }
}
