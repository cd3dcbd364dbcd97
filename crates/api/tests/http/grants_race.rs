//! Grants are kept from request to request, and dropped the moment that something they depend on changes: the first
//! request after the answer to a change knows it, whoever else asks meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::json;

use crate::seed::{Account, EIGHT, Seed};
use crate::world::id_of;

const ROUNDS: usize = 25;
const OTHERS: usize = 4;

/// Whether the account may read the project, asked once.
async fn may(seed: &Seed, ci: &Account) -> bool {
    let reply = seed.world.get_as(&ci.key, &format!("/api/Spaces-1/projects/{}", seed.web)).await;
    assert!([200, 401, 403, 404].contains(&reply.status.as_u16()), "{}", reply.text());
    reply.status == 200
}

/// Does something on and off while others ask without a pause; the first look after each must tell.
async fn races(seed: Arc<Seed>, ci: Arc<Account>, on_and_off: impl AsyncFn(bool)) {
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let others: Vec<_> = (0..OTHERS)
        .map(|_| {
            let (seed, ci, stop, asked) = (seed.clone(), ci.clone(), stop.clone(), asked.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    may(&seed, &ci).await;
                    asked.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for round in 0..ROUNDS {
        for on in [false, true] {
            on_and_off(on).await;
            assert_eq!(may(&seed, &ci).await, on, "round {round}");
        }
    }
    stop.store(true, Ordering::Relaxed);
    for other in others {
        other.await.expect("the others end well");
    }
    assert!(asked.load(Ordering::Relaxed) > ROUNDS, "the others did ask");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_of_anything_that_grants_rest_on_counts_at_once() {
    let seed = Arc::new(Seed::new().await);
    let ci = Arc::new(seed.account("ci", &EIGHT, &json!({ "ProjectGroupIds": [seed.group] })).await);
    assert!(may(&seed, &ci).await);

    let team = seed.world.get(&format!("/api/teams/{}", ci.team)).await.is(200);
    races(seed.clone(), ci.clone(), async |on| {
        let mut team = team.clone();
        team["MemberUserIds"] = if on { json!([ci.id]) } else { json!([]) };
        seed.world.put(&format!("/api/teams/{}", ci.team), team).await.is(200);
    })
    .await;

    let account = seed.world.get(&format!("/api/users/{}", ci.id)).await.is(200);
    races(seed.clone(), ci.clone(), async |on| {
        let mut account = account.clone();
        account["IsActive"] = json!(on);
        seed.world.put(&format!("/api/users/{}", ci.id), account).await.is(200);
    })
    .await;

    let role = seed.world.get(&format!("/api/userroles/{}", ci.role)).await.is(200);
    races(seed.clone(), ci.clone(), async |on| {
        let mut role = role.clone();
        role["GrantedSpacePermissions"] = if on { json!(EIGHT) } else { json!(["TaskView"]) };
        seed.world.put(&format!("/api/userroles/{}", ci.role), role).await.is(200);
    })
    .await;

    let held = seed.world.get(&format!("/api/teams/{}/scopeduserroles", ci.team)).await.is(200);
    let scoped = held["Items"][0].clone();
    races(seed.clone(), ci.clone(), async |on| {
        let mut scoped = scoped.clone();
        scoped["ProjectGroupIds"] = if on { json!([seed.group]) } else { json!(["ProjectGroups-1"]) };
        seed.world.put(&format!("/api/scopeduserroles/{}", id_of(&scoped)), scoped).await.is(200);
    })
    .await;

    // A project that moves to another group leaves the grants of this one.
    let project = seed.world.get(&format!("/api/projects/{}", seed.web)).await.is(200);
    races(seed.clone(), ci.clone(), async |on| {
        let mut project = project.clone();
        project["ProjectGroupId"] = if on { json!(seed.group) } else { json!("ProjectGroups-1") };
        seed.world.put(&format!("/api/projects/{}", seed.web), project).await.is(200);
    })
    .await;
}
