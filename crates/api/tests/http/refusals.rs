//! Refusals in the audit: who, what, from where, and not so many that they fill the disk (access.md 14).

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::Request;
use pulpo_api::Peer;
use serde_json::{Value, json};

use crate::world::{Within, World, id_of};

async fn events(world: &World, category: &str) -> Value {
    world.get(&format!("/api/events?includeSystem=true&take=1000&eventCategories={category}")).await.is(200)
}

#[tokio::test]
async fn who_asks_for_too_much_is_written_down() {
    let world = World::new().await;
    let key = world.account("nosy", &["ProjectView"], Within::default()).await;
    let user = id_of(&world.get_as(&key, "/api/users/me").await.is(200));
    let request =
        Request::builder().method("POST").uri("/api/Spaces-1/environments?apikey=").header("X-Octopus-ApiKey", &key);
    let peer = Peer { address: "203.0.113.9:1".parse::<SocketAddr>().expect("an address"), is_tls: false };
    let request = request.header("User-Agent", "curl/8").extension(peer);
    world.request(request.body(Body::from(r#"{"Name":"secret plan"}"#)).expect("a request")).await.is(403);
    let page = events(&world, "AccessRefused").await;
    let event = &page["Items"][0];
    let message = event["Message"].as_str().expect("words");
    assert!(
        message.starts_with("nosy was refused POST /api/Spaces-1/environments: ")
            && message.ends_with("EnvironmentCreate"),
        "{message}"
    );
    assert!(!page.to_string().contains("secret plan"));
    assert_eq!(
        (&event["UserId"], &event["IpAddress"], &event["UserAgent"]),
        (&json!(user), &json!("203.0.113.9"), &json!("curl/8"))
    );
    assert_eq!((&event["IdentityEstablishedWith"], &event["SpaceId"]), (&json!("API key"), &Value::Null));
    assert!(event["ApiKeyHint"].is_string());
    // Found by the account as well; and seen by those only who may see the system's events.
    let by_user = world
        .get(&format!("/api/events?includeSystem=true&regarding={user}&eventCategories=AccessRefused"))
        .await
        .is(200);
    assert_eq!(by_user["TotalResults"], 1);
    let auditor = world.account("auditor", &["EventView"], Within::default()).await;
    let seen = world.get_as(&auditor, "/api/events?includeSystem=true&eventCategories=AccessRefused").await.is(200);
    assert_eq!(seen["TotalResults"], 0);
}

#[tokio::test]
async fn a_flood_of_refusals_does_not_fill_the_audit() {
    let world = World::new().await;
    let key = world.account("nosy", &["ProjectView"], Within::default()).await;
    for _ in 0..100 {
        world.get_as(&key, "/api/users").await.is(403);
        world.get_as("API-WRONG0000000000000", "/api/users").await.is(401);
    }
    assert_eq!(events(&world, "AccessRefused").await["TotalResults"], 20);
    assert_eq!(events(&world, "CredentialRefused").await["TotalResults"], 20);
    // The next one that is written says how many were not.
    world.scratch.clock.advance(jiff::SignedDuration::from_mins(10));
    world.get_as(&key, "/api/users").await.is(403);
    let page = events(&world, "AccessRefused").await;
    assert!(
        page["Items"][0]["Message"].as_str().expect("words").contains("(160 refusals before this one"),
        "{}",
        page["Items"][0]
    );
    let verdict = world.scratch.store.read::<_, pulpo_store::StoreError, _>(|tx| tx.verify_audit(None)).await;
    assert!(verdict.expect("the store").is_ok());
}
