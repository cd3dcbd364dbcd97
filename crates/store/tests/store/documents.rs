//! Documents: found, listed, changed and removed alike on each engine.

use pulpo_access::permissions::{EnvironmentCreate, EnvironmentDelete, EnvironmentEdit};
use pulpo_access::{Granted, Scope};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, SpaceId};
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Query, StoreError, Tx};
use pulpo_testkit::runtime::block_on;
use pulpo_testkit::scratch::ScratchStore;

fn environment(number: i64, name: &str) -> Environment {
    Environment {
        id: EnvironmentId::numbered(number),
        space_id: SpaceId::new("Spaces-1"),
        name: name.to_owned(),
        slug: name.to_lowercase(),
        description: String::new(),
        sort_order: number,
        use_guided_failure: false,
        allow_dynamic_infrastructure: false,
    }
}

fn insert(tx: &mut Tx<'_>, environment: Environment) -> Result<(), StoreError> {
    tx.insert(&Granted::<EnvironmentCreate, _>::by_server(environment))
}

#[test]
fn a_change_on_an_old_copy_is_refused() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let outcome = scratch.store.write::<_, StoreError, _>(|tx| {
                insert(tx, environment(1, "Test"))?;
                let copy = tx.load::<Environment>("Environments-1")?.unwrap();
                tx.update(&Granted::<EnvironmentEdit, _>::by_server(environment(1, "Shop")))?;
                Ok(tx.update_at(&Granted::<EnvironmentEdit, _>::by_server(environment(1, "Store")), copy.version))
            });
            assert!(matches!(outcome.await.unwrap(), Err(StoreError::Stale { .. })));
        });
    });
}

#[test]
fn two_records_cannot_have_the_same_name() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let work = scratch.store.write::<(), StoreError, _>(|tx| {
                insert(tx, environment(1, "Test"))?;
                insert(tx, environment(2, "TEST"))
            });
            assert!(matches!(work.await, Err(StoreError::Taken(_))));
        });
    });
}

#[test]
fn lists_are_filtered_ordered_and_paged_alike() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let names = ["zebra", "Äpfel", "Test_1", "Test%2", "alpha", "Beta"];
            let work = scratch.store.write::<_, StoreError, _>(move |tx| {
                for (name, number) in names.iter().zip(1..) {
                    insert(tx, environment(number, name))?;
                }
                let names = |found: Vec<Environment>| found.into_iter().map(|found| found.name).collect::<Vec<_>>();
                let all = Query::new().order("name_key");
                let page = tx.page::<Environment>(&all, 1, 2)?;
                // What LIKE takes for a wildcard is a plain letter here.
                let contained = tx.list::<Environment>(&all.clone().contains("name_key", "T_1"))?;
                let none = tx.list::<Environment>(&all.clone().one_of("id", Vec::<&str>::new()))?;
                let scope = Scope { any_of: Vec::new() };
                let hidden = tx.count::<Environment>(&all.clone().scope(&scope, ScopeColumns::default()))?;
                Ok((names(tx.list(&all)?), names(page.items), page.total, names(contained), none.len(), hidden))
            });
            let (all, page, total, contained, none, hidden) = work.await.unwrap();
            assert_eq!(all, ["alpha", "Beta", "Test%2", "Test_1", "zebra", "Äpfel"]);
            assert_eq!((page, total), (vec!["Beta".to_owned(), "Test%2".to_owned()], 6));
            assert_eq!(contained, ["Test_1"]);
            assert_eq!((none, hidden), (0, 0));
        });
    });
}

#[test]
fn what_is_deleted_is_gone() {
    ScratchStore::on_each_engine(|scratch| {
        block_on(async {
            let work = scratch.store.write::<_, StoreError, _>(|tx| {
                insert(tx, environment(1, "Test"))?;
                tx.delete(&Granted::<EnvironmentDelete, _>::by_server(environment(1, "Test")))?;
                Ok(tx.find::<Environment>("Environments-1")?.is_none())
            });
            assert!(work.await.unwrap());
        });
    });
}
