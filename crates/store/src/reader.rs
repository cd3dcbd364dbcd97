//! Readers: connections that never wait for the writer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use jiff::Timestamp;
use pulpo_domain::ambient::{Clock, Random};
use tokio::sync::oneshot;

use crate::dialect::Connection;
use crate::postgres::Postgres;
use crate::tx::{StoreError, Tx};

type Work = Box<dyn FnOnce(&mut dyn Connection) + Send>;

/// How reads are done.
#[derive(Clone)]
pub(crate) enum Readers {
    /// SQLite: a point read takes ten microseconds, less than handing it to another thread would.
    Here(Arc<Mutex<Vec<Box<dyn Connection>>>>, Arc<dyn Fn() -> Result<Box<dyn Connection>, StoreError> + Send + Sync>),
    /// PostgreSQL: threads of the store's own, for the client blocks.
    Threads(Sender<Work>),
}

/// Reader threads on PostgreSQL.
const THREADS: usize = 4;

impl Readers {
    pub(crate) fn threads(address: &str) -> Result<Self, StoreError> {
        let (queue, work) = channel::<Work>();
        let work = Arc::new(Mutex::new(work));
        for number in 0..THREADS {
            let mut connection = Postgres::connect(address)?;
            let work = work.clone();
            thread::Builder::new()
                .name(format!("store-reader-{number}"))
                .spawn(move || {
                    loop {
                        let job = work.lock().expect("no holder of this lock panics").recv();
                        let Ok(job) = job else { return };
                        job(&mut connection);
                    }
                })
                .map_err(StoreError::Io)?;
        }
        Ok(Self::Threads(queue))
    }

    pub(crate) async fn read<R, E, F>(&self, clock: &dyn Clock, random: Arc<dyn Random>, work: F) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    {
        let now = clock.now();
        match self {
            Self::Here(idle, open) => {
                let pooled = idle.lock().expect("no holder of this lock panics").pop();
                let mut connection = match pooled {
                    Some(connection) => connection,
                    None => open()?,
                };
                let result = attempt(&mut *connection, now, &*random, work);
                idle.lock().expect("no holder of this lock panics").push(connection);
                result
            }
            Self::Threads(queue) => {
                let (sender, receiver) = oneshot::channel();
                let job: Work = Box::new(move |connection| {
                    let _ = sender.send(attempt(connection, now, &*random, work)); // The asker may have gone.
                });
                if queue.send(job).is_err() {
                    return Err(StoreError::Closed.into());
                }
                receiver.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
            }
        }
    }
}

fn attempt<R, E, F>(connection: &mut dyn Connection, now: Timestamp, random: &dyn Random, work: F) -> Result<R, E>
where
    E: From<StoreError>,
    F: FnOnce(&mut Tx<'_>) -> Result<R, E>,
{
    connection.begin_read()?;
    let mut tx = Tx::new(connection, now, random);
    let result = match catch_unwind(AssertUnwindSafe(|| work(&mut tx))) {
        Ok(result) => result,
        Err(_) => Err(StoreError::Panicked.into()),
    };
    connection.batch("COMMIT")?;
    result
}
