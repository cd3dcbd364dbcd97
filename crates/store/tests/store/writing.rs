//! One writer, many requests: each is whole or not there.

use pulpo_store::{StoreError, Topic};
use pulpo_testkit::runtime::block_on;
use pulpo_testkit::scratch::ScratchStore;

#[test]
fn numbers_of_a_collection_are_given_out_once_however_many_ask() {
    // G-01.
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let asked = (0..200).map(|_| {
                let store = scratch.store.clone();
                tokio::spawn(async move { store.write::<_, StoreError, _>(|tx| tx.next_number("Projects")).await })
            });
            let mut numbers = Vec::new();
            for number in asked.collect::<Vec<_>>() {
                numbers.push(number.await.unwrap().unwrap());
            }
            numbers.sort_unstable();
            assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
        });
    });
}

#[test]
fn work_that_fails_takes_back_itself_and_nothing_else() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let store = &scratch.store;
            let good = store.write::<_, StoreError, _>(|tx| tx.set_setting("kept", "yes"));
            let bad = store.write::<(), StoreError, _>(|tx| {
                tx.set_setting("lost", "yes")?;
                tx.query("SELECT nonsense FROM nowhere", &[])?;
                Ok(())
            });
            let (good, bad) = tokio::join!(good, bad);
            good.unwrap();
            bad.unwrap_err();
            let read =
                store.read::<_, StoreError, _>(|tx| Ok((tx.setting("kept")?, tx.setting("lost")?))).await.unwrap();
            assert_eq!(read, (Some("yes".to_owned()), None));
        });
    });
}

#[test]
fn work_that_panics_is_an_error_and_the_store_goes_on() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let store = &scratch.store;
            let panicked = store.write::<(), StoreError, _>(|tx| {
                tx.set_setting("lost", "yes")?;
                panic!("a bug");
            });
            assert!(matches!(panicked.await, Err(StoreError::Panicked)));
            store.write::<_, StoreError, _>(|tx| tx.set_setting("kept", "yes")).await.unwrap();
            assert_eq!(store.read::<_, StoreError, _>(|tx| tx.setting("lost")).await.unwrap(), None);
        });
    });
}

#[test]
fn a_commit_wakes_who_listens_and_work_that_fails_wakes_nobody() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let store = &scratch.store;
            let listener = store.wakes().listen(Topic::TaskQueue);
            let failing = store.write::<(), StoreError, _>(|tx| {
                tx.wake(Topic::TaskQueue);
                Err(StoreError::Shape("on purpose".to_owned()))
            });
            failing.await.unwrap_err();
            assert!(!listener.has_changed().unwrap());
            let working = store.write::<_, StoreError, _>(|tx| {
                tx.wake(Topic::TaskQueue);
                Ok(())
            });
            working.await.unwrap();
            // Whoever was answered finds the listeners woken.
            assert!(listener.has_changed().unwrap());
        });
    });
}

#[test]
fn what_was_answered_is_there_after_the_store_is_opened_again() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(scratch.store.write::<_, StoreError, _>(|tx| tx.set_setting("kept", "yes"))).unwrap();
        let scratch = scratch.reopen();
        let kept = block_on(scratch.store.read::<_, StoreError, _>(|tx| tx.setting("kept"))).unwrap();
        assert_eq!(kept.as_deref(), Some("yes"));
    });
}

#[test]
fn a_transaction_that_the_engine_takes_back_is_never_half_answered() {
    // SQLite does this by itself on a full disk; only there does a ROLLBACK stand for it.
    let scratch = ScratchStore::sqlite();
    block_on(async {
        let asked = (0..50).map(|number| {
            let store = scratch.store.clone();
            tokio::spawn(async move {
                let work = store.write::<_, StoreError, _>(move |tx| {
                    tx.set_setting(&format!("number {number}"), "yes")?;
                    if number % 10 == 3 { tx.execute("ROLLBACK", &[]).map(|_| ()) } else { Ok(()) }
                });
                (number, work.await.is_ok())
            })
        });
        for answer in asked.collect::<Vec<_>>() {
            let (number, answered) = answer.await.unwrap();
            let read = scratch.store.read::<_, StoreError, _>(move |tx| tx.setting(&format!("number {number}")));
            assert_eq!(read.await.unwrap().is_some(), answered, "number {number}");
        }
    });
}

#[test]
fn a_read_that_panics_is_an_error_and_the_store_goes_on() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            // More often than there are readers.
            for _ in 0..10 {
                let panicked = scratch.store.read::<(), StoreError, _>(|_| panic!("a bug")).await;
                assert!(matches!(panicked, Err(StoreError::Panicked)));
            }
            assert_eq!(scratch.store.read::<_, StoreError, _>(|tx| tx.setting("none")).await.unwrap(), None);
        });
    });
}
