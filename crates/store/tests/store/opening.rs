//! Opening: what cannot be opened says why, and nothing is changed.

use std::sync::Arc;

use pulpo_store::secrets::MasterKey;
use pulpo_store::{Config, Database, OpenError, Store, StoreError};
use pulpo_testkit::ambient::{TestClock, TestRandom};
use pulpo_testkit::runtime::block_on;
use pulpo_testkit::scratch::ScratchStore;

fn open_with(scratch: &ScratchStore, key: &str) -> Result<Store, OpenError> {
    Store::open(Config {
        database: Database::Sqlite(scratch.folder.path().join("pulpo.db")),
        blobs: scratch.folder.path().join("blobs"),
        master_key: MasterKey::parse(key).unwrap(),
        clock: Arc::new(TestClock::default()),
        random: Arc::new(TestRandom::default()),
    })
}

#[test]
fn another_master_key_is_told_at_once() {
    let scratch = ScratchStore::sqlite();
    assert!(matches!(open_with(&scratch, &"ab".repeat(32)), Err(OpenError::WrongMasterKey { .. })));
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let scratch = ScratchStore::sqlite();
    block_on(async {
        let newer =
            scratch.store.write::<_, StoreError, _>(|tx| tx.execute("UPDATE schema_version SET version = 99", &[]));
        newer.await.unwrap();
    });
    assert!(matches!(open_with(&scratch, &"5a".repeat(32)), Err(OpenError::NewerDatabase { present: 99, .. })));
    let version = block_on(async {
        let read = scratch.store.read::<_, StoreError, _>(|tx| tx.query("SELECT version FROM schema_version", &[]));
        read.await.unwrap()[0].int(0).unwrap()
    });
    assert_eq!(version, 99);
}
