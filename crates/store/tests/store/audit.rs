//! The audit's chain: whoever removes or alters an event is found out.

use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_store::{Broken, Noted, Store, StoreError};
use pulpo_testkit::runtime::block_on;
use pulpo_testkit::scratch::ScratchStore;

async fn three_events(store: &Store) {
    for number in 1..=3 {
        let event = NewEvent {
            space_id: None,
            category: Category::Created,
            actor: Actor::system(),
            message: format!("event {number}"),
            related: vec!["Projects-1".to_owned()],
            details: None,
        };
        store.write::<_, StoreError, _>(move |tx| tx.audit(event)).await.unwrap();
    }
}

/// Does something to the tables behind the program's back and tells what the check finds.
#[track_caller]
fn check(tampering: &'static str, expected: Result<i64, Broken>) {
    check_noted(tampering, None, expected);
}

#[track_caller]
fn check_noted(tampering: &'static str, noted: Option<(i64, &str)>, expected: Result<i64, Broken>) {
    ScratchStore::on_each_engine(|scratch| {
        let noted = noted.map(|(number, hash)| Noted { number, hash: hash.to_owned() });
        // A real clock tells more than a column keeps.
        scratch.clock.advance(jiff::SignedDuration::from_nanos(1_444));
        let found = block_on(async {
            three_events(&scratch.store).await;
            for statement in tampering.split(';').filter(|statement| !statement.trim().is_empty()) {
                let statement = statement.to_owned();
                let changed = scratch.store.write::<_, StoreError, _>(move |tx| tx.execute(&statement, &[])).await;
                assert!(changed.unwrap() > 0, "{tampering} does nothing");
            }
            scratch.store.read::<_, StoreError, _>(move |tx| tx.verify_audit(noted.as_ref())).await.unwrap()
        });
        assert_eq!(found.map(|verified| verified.events), expected, "{tampering}");
    });
}

#[test]
fn an_untouched_chain_holds() {
    check("", Ok(3));
}

#[test]
fn an_altered_event_is_named() {
    for tampering in [
        "UPDATE event SET document = REPLACE(document, 'event 2', 'nothing') WHERE number = 2",
        "UPDATE event SET document = 'nonsense' WHERE number = 2",
        "UPDATE event SET hash = '0' WHERE number = 2",
    ] {
        check(tampering, Err(Broken::Content { number: 2 }));
    }
    check("UPDATE event SET previous_hash = hash WHERE number = 2", Err(Broken::Link { number: 2 }));
}

#[test]
fn the_first_of_several_broken_links_is_named() {
    check(
        "DELETE FROM event WHERE number = 3; UPDATE event SET hash = '0' WHERE number = 1",
        Err(Broken::Content { number: 1 }),
    );
}

#[test]
fn a_removed_event_is_named() {
    check("DELETE FROM event WHERE number = 2", Err(Broken::Gap { expected: 2, found: 3 }));
    check("DELETE FROM event WHERE number = 1", Err(Broken::Gap { expected: 1, found: 2 }));
    check("DELETE FROM event", Err(Broken::Gap { expected: 1, found: 4 }));
}

#[test]
fn a_removed_event_whose_followers_move_up_is_named() {
    check(
        "DELETE FROM event WHERE number = 2; UPDATE event SET number = 2 WHERE number = 3",
        Err(Broken::Link { number: 2 }),
    );
}

#[test]
fn an_event_cut_off_at_the_end_is_named() {
    check("DELETE FROM event WHERE number = 3", Err(Broken::Gap { expected: 3, found: 4 }));
}

#[test]
fn an_event_that_is_hidden_from_a_filter_is_named() {
    // What a reader looks by must say what the event says, or one could make it disappear without touching it.
    for tampering in [
        "UPDATE event SET user_id = 'Users-9' WHERE number = 2",
        "UPDATE event SET category = 'Deleted' WHERE number = 2",
        "UPDATE event SET space_id = 'Spaces-9' WHERE number = 2",
        "UPDATE event SET occurred = occurred + 1 WHERE number = 2",
        "DELETE FROM event_related WHERE number = 2",
        "INSERT INTO event_related (document_id, number) VALUES ('Projects-2', 2)",
    ] {
        check(tampering, Err(Broken::Filing { number: 2 }));
    }
    check(
        "INSERT INTO event_related (document_id, number) VALUES ('Projects-2', 9)",
        Err(Broken::Filing { number: 9 }),
    );
}

#[test]
fn a_chain_that_was_written_anew_is_found_out_by_a_hash_noted_elsewhere() {
    let cut = "DELETE FROM event_related WHERE number = 3; DELETE FROM event WHERE number = 3; \
               UPDATE counter SET value = 2 WHERE collection = 'Events'";
    // Nothing in the database tells of it any more.
    check(cut, Ok(2));
    check_noted(cut, Some((3, "abc")), Err(Broken::Gap { expected: 3, found: 4 }));
    check_noted("", Some((2, "abc")), Err(Broken::Known { number: 2 }));
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            three_events(&scratch.store).await;
            let verify = async |noted: Option<Noted>| {
                scratch
                    .store
                    .read::<_, StoreError, _>(move |tx| tx.verify_audit(noted.as_ref()))
                    .await
                    .unwrap()
                    .unwrap()
            };
            let before = verify(None).await;
            three_events(&scratch.store).await;
            let after = verify(Some(Noted { number: 3, hash: before.hash.to_uppercase() })).await;
            assert_eq!(after.events, 6);
        });
    });
}
