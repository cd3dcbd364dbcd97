//! The audit's chain: whoever removes or alters an event is found out.

use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_store::{Broken, Store, StoreError};
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

/// Does something to the table behind the program's back and tells what the check finds.
#[track_caller]
fn check(tampering: &'static str, expected: Result<i64, Broken>) {
    ScratchStore::on_each_engine(|scratch| {
        let found = block_on(async {
            three_events(&scratch.store).await;
            if !tampering.is_empty() {
                scratch.store.write::<_, StoreError, _>(move |tx| tx.execute(tampering, &[])).await.unwrap();
            }
            #[expect(
                clippy::redundant_closure_for_method_calls,
                reason = "a path to the method has one lifetime, and any is needed"
            )]
            let verified = scratch.store.read::<_, StoreError, _>(|tx| tx.verify_audit());
            verified.await.unwrap()
        });
        assert_eq!(found, expected, "{tampering}");
    });
}

#[test]
fn an_untouched_chain_holds() {
    check("", Ok(3));
}

#[test]
fn an_altered_event_is_named() {
    check(
        "UPDATE event SET document = REPLACE(document, 'event 2', 'nothing') WHERE number = 2",
        Err(Broken::Content { number: 2 }),
    );
}

#[test]
fn a_removed_event_is_named() {
    check("DELETE FROM event WHERE number = 2", Err(Broken::Gap { expected: 2, found: 3 }));
}

#[test]
fn an_event_cut_off_at_the_end_is_named() {
    check("DELETE FROM event WHERE number = 3", Err(Broken::Gap { expected: 3, found: 4 }));
}
