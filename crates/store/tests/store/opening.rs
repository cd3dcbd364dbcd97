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

/// The database's own end of every other connection is cut, as a restart of it does.
fn cut_all_others(scratch: &ScratchStore) {
    let sql = "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    block_on(scratch.store.read::<_, StoreError, _>(|tx| tx.query(sql, &[]))).unwrap();
}

/// Until the database has seen that the connection with the lock was closed.
async fn until_unlocked(store: &Store) {
    let sql = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    while !store.read::<_, StoreError, _>(|tx| tx.query(sql, &[])).await.unwrap().is_empty() {}
}

fn on_postgres(test: impl Fn(ScratchStore)) {
    match pulpo_testkit::postgres::shared() {
        Ok(server) => test(ScratchStore::postgres(server)),
        Err(reason) => pulpo_testkit::postgres::skipped(reason),
    }
}

#[test]
fn a_lost_connection_is_made_anew_before_anything_is_done_on_it() {
    on_postgres(|scratch| {
        let store = &scratch.store;
        cut_all_others(&scratch);
        block_on(async {
            store.write::<_, StoreError, _>(|tx| tx.set_setting("kept", "yes")).await.unwrap();
            // As many as there are readers, and more.
            for _ in 0..10 {
                let read = store.read::<_, StoreError, _>(|tx| tx.setting("kept")).await.unwrap();
                assert_eq!(read.as_deref(), Some("yes"));
            }
        });
        assert!(matches!(scratch.try_open_again(), Err(OpenError::InUse)), "the lock came back with the connection");
    });
}

#[test]
fn a_connection_that_is_lost_in_a_transaction_keeps_nothing_of_it() {
    on_postgres(|scratch| {
        let store = &scratch.store;
        block_on(async {
            let lost = store.write::<_, StoreError, _>(|tx| {
                tx.set_setting("lost", "yes")?;
                tx.query("SELECT pg_terminate_backend(pg_backend_pid())::text", &[])?;
                Ok(())
            });
            lost.await.unwrap_err();
            assert_eq!(store.read::<_, StoreError, _>(|tx| tx.setting("lost")).await.unwrap(), None);
            store.write::<_, StoreError, _>(|tx| tx.set_setting("kept", "yes")).await.unwrap();
        });
    });
}

#[test]
fn a_server_whose_database_had_another_one_meanwhile_writes_nothing_more() {
    on_postgres(|scratch| {
        let store = &scratch.store;
        cut_all_others(&scratch);
        let other = scratch.try_open_again().expect("the lock went with the connection");
        block_on(async {
            let refused = store.write::<_, StoreError, _>(|tx| tx.set_setting("mine", "yes")).await.unwrap_err();
            assert!(matches!(refused, StoreError::Commit(why) if matches!(*why, StoreError::Locked)));
            other.write::<_, StoreError, _>(|tx| tx.set_setting("others", "yes")).await.unwrap();
            drop(other);
            // The lock is free again, but what this server knows by heart is old.
            until_unlocked(store).await;
            let refused = store.write::<_, StoreError, _>(|tx| tx.set_setting("mine", "yes")).await.unwrap_err();
            assert!(matches!(refused, StoreError::Commit(why) if matches!(*why, StoreError::Replaced)));
            let read = store.read::<_, StoreError, _>(|tx| Ok((tx.setting("mine")?, tx.setting("others")?)));
            assert_eq!(read.await.unwrap(), (None, Some("yes".to_owned())));
        });
    });
}
