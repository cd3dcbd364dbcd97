//! The record of what permissions are used for.

use jiff::SignedDuration;
use pulpo_access::place::Asked;
use pulpo_access::usage::Need;
use pulpo_access::{Permission, Place};
use pulpo_domain::ids::{SpaceId, UserId};
use pulpo_store::{StoreError, Use};
use pulpo_testkit::runtime::block_on;
use pulpo_testkit::scratch::ScratchStore;

fn place() -> Place {
    Place {
        environments: Asked::OneOf(vec!["Environments-1".into(), "Environments-2".into()]),
        tenants: Asked::Any,
        ..Place::space(&SpaceId::new("Spaces-1")).project(&"Projects-1".into())
    }
}

#[test]
fn uses_add_up_and_come_back_as_they_were() {
    ScratchStore::on_each_engine(|scratch| {
        let user = UserId::new("Users-1");
        let at = |hours: i64| scratch.store.clock().now() + SignedDuration::from_hours(hours);
        let used = |place: Place, any_of: &[Permission], hours: i64, count: i64| Use {
            user: user.clone(),
            operation: "GET /api/{space}/x".to_owned(),
            need: Need { any_of: any_of.to_vec(), place },
            first: at(hours),
            last: at(hours),
            count,
        };
        let either = [Permission::TaskView, Permission::TaskEdit];
        let first = [used(place(), &either, 0, 2), used(Place::SYSTEM, &[Permission::UserView], 0, 1)];
        let second = [used(place(), &either, 5, 3)];
        let found = block_on(scratch.store.write({
            let user = user.clone();
            move |tx| {
                tx.record_uses(&first)?;
                tx.record_uses(&second)?;
                tx.uses_of(&user, jiff::Timestamp::UNIX_EPOCH)
            }
        }));
        let found: Result<Vec<Use>, StoreError> = found;
        let mut both = used(place(), &either, 5, 5);
        both.first = at(0);
        assert_eq!(found.expect("the uses"), [both.clone(), used(Place::SYSTEM, &[Permission::UserView], 0, 1)]);
        // What is old is not asked for, and can be forgotten; somebody else's is his own.
        let (since, other) = (at(1), UserId::new("Users-2"));
        let left: Result<_, StoreError> = block_on(scratch.store.write(move |tx| {
            let recent = tx.uses_of(&user, since)?;
            let gone = tx.forget_uses_before(since)?;
            let of_other = tx.forget_uses_of(&other)?;
            Ok((recent, gone, of_other, tx.forget_uses_of(&user)?))
        }));
        assert_eq!(left.expect("the uses"), (vec![both], 1, 0, 1));
    });
}
