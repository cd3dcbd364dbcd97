//! Scratch stores: empty, on a folder or database of their own, gone with the test.

use std::sync::Arc;

use pulpo_store::secrets::MasterKey;
use pulpo_store::{Config, Database, OpenError, Store};
use tempfile::TempDir;

use crate::ambient::{TestClock, TestRandom};
use crate::postgres::TestDatabase;

/// A store for one test.
pub struct ScratchStore {
    pub store: Store,
    pub clock: Arc<TestClock>,
    pub random: Arc<TestRandom>,
    pub folder: TempDir,
    database: Option<TestDatabase>,
    address: Database,
}

impl ScratchStore {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a scratch folder");
        let address = Database::Sqlite(folder.path().join("pulpo.db"));
        Self::open(folder, address, None)
    }

    /// A store on a database of its own in the tests' PostgreSQL.
    pub fn postgres(server: &crate::postgres::TestPostgres) -> Self {
        let database = server.database();
        let address = Database::Postgres(database.address());
        Self::open(TempDir::new().expect("a scratch folder"), address, Some(database))
    }

    fn open(folder: TempDir, address: Database, database: Option<TestDatabase>) -> Self {
        let (clock, random) = (Arc::new(TestClock::default()), Arc::new(TestRandom::default()));
        let store = open(&folder, &address, &clock, &random).expect("the scratch store opens");
        Self { store, clock, random, folder, database, address }
    }

    /// Opens the same data beside the store that is open.
    pub fn try_open_again(&self) -> Result<Store, OpenError> {
        open(&self.folder, &self.address, &self.clock, &self.random)
    }

    /// Opens the same data again, as a server does that starts after a crash. The first store must be dropped.
    #[must_use]
    pub fn reopen(self) -> Self {
        let Self { store, clock, random, folder, database, address } = self;
        drop(store);
        let store = open(&folder, &address, &clock, &random).expect("the scratch store opens");
        Self { store, clock, random, folder, database, address }
    }

    /// Runs the same test on every engine that is here; says so when PostgreSQL is not.
    pub fn on_each_engine(test: impl Fn(Self)) {
        test(Self::sqlite());
        match crate::postgres::shared() {
            Ok(server) => test(Self::postgres(server)),
            Err(reason) => crate::postgres::skipped(reason),
        }
    }
}

fn open(
    folder: &TempDir,
    address: &Database,
    clock: &Arc<TestClock>,
    random: &Arc<TestRandom>,
) -> Result<Store, OpenError> {
    let config = Config {
        database: address.clone(),
        blobs: folder.path().join("blobs"),
        master_key: MasterKey::parse(&"5a".repeat(32)).expect("a valid key"),
        clock: clock.clone(),
        random: random.clone(),
    };
    Store::open(config)
}
