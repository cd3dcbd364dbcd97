//! Opening the store, and running work in it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use pulpo_domain::ambient::{Clock, Random};

use crate::blobs::Blobs;
use crate::dialect::Connection;
use crate::life::Life;
use crate::migrate::migrate;
use crate::postgres::Postgres;
use crate::reader::Readers;
use crate::secrets::MasterKey;
use crate::sqlite::Sqlite;
use crate::tx::{StoreError, Tx};
use crate::wake::Wakes;
use crate::writer::Writer;

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    /// The address as its client takes it: `host=/run/postgresql dbname=pulpo`.
    Postgres(String),
}

/// What a store is opened with.
pub struct Config {
    pub database: Database,
    /// The folder of blobs.
    pub blobs: PathBuf,
    pub master_key: MasterKey,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

/// Why a store cannot be opened. Nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the database has schema version {present}, but this program knows only up to {known}: it was written by a newer version of Pulpo; start that one"
    )]
    NewerDatabase { present: i64, known: i64 },
    #[error(
        "the master key is not the one that this database was made with (key {given}, database {wanted}); give the right key file"
    )]
    WrongMasterKey { given: String, wanted: String },
    #[error("another server is running on this database; stop it first")]
    InUse,
    #[error("could not open the database")]
    Database(#[from] StoreError),
    #[error("could not open the folder of blobs {}", .0.display())]
    Blobs(PathBuf, #[source] std::io::Error),
    #[error("could not start the store's threads")]
    Threads(#[source] std::io::Error),
}

/// Everything durable. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    writer: Writer,
    readers: Readers,
    wakes: Wakes,
    blobs: Blobs,
    master_key: MasterKey,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Store {
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let Config { database, blobs, master_key, clock, random } = config;
        let (mut connection, readers): (Box<dyn Connection>, Readers) = match &database {
            Database::Sqlite(file) => (Box::new(Sqlite::writer(file)?), Readers::here(file)),
            Database::Postgres(address) => (Box::new(Postgres::connect(address)?), Readers::threads(address)?),
        };
        if !connection.lock_server()? {
            return Err(OpenError::InUse);
        }
        migrate(&mut *connection)?;
        check_master_key(&mut *connection, &master_key, &*clock, &*random)?;
        let life = match &database {
            Database::Sqlite(_) => Life::local(),
            Database::Postgres(_) => Life::start(&mut *connection, &*random)?,
        };
        let blobs = Blobs::open(&blobs).map_err(|error| OpenError::Blobs(blobs, error))?;
        let wakes = Wakes::default();
        let writer = Writer::start(connection, life, clock.clone(), random.clone(), wakes.clone())
            .map_err(OpenError::Threads)?;
        Ok(Self { writer, readers, wakes, blobs, master_key, clock, random })
    }

    /// Runs `work` in a transaction; it is durable when this returns. Whoever waits for what it
    /// [woke](Tx::wake) is told.
    pub async fn write<R, E, F>(&self, work: F) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Runs `work`, which only reads, on one state of the data.
    pub async fn read<R, E, F>(&self, work: F) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    {
        self.readers.read(&*self.clock, self.random.clone(), work).await
    }

    pub fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    pub fn master_key(&self) -> &MasterKey {
        &self.master_key
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub fn random(&self) -> &Arc<dyn Random> {
        &self.random
    }
}

impl Readers {
    fn here(file: &Path) -> Self {
        let file = file.to_owned();
        let open = move || Ok(Box::new(Sqlite::reader(&file)?) as Box<dyn Connection>);
        Self::Here(Arc::new(Mutex::new(Vec::new())), Arc::new(open))
    }
}

/// The database remembers which key it was made with, so that a wrong one is told at start and not by garbage.
fn check_master_key(
    connection: &mut dyn Connection,
    key: &MasterKey,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<(), OpenError> {
    connection.begin_write()?;
    let mut tx = Tx::new(connection, clock.now(), random);
    let known = tx.setting("master-key-id")?;
    if known.is_none() {
        tx.set_setting("master-key-id", &key.id())?;
    }
    connection.batch("COMMIT")?;
    match known {
        Some(wanted) if wanted != key.id() => Err(OpenError::WrongMasterKey { given: key.id(), wanted }),
        Some(_) | None => Ok(()),
    }
}
