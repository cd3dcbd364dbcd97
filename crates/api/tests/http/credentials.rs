//! Every carrier of a credential, and what two of them together mean (access.md 2, 3).

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::sign_in::{cookies, log_in, pair, with_cookies};
use crate::world::{ADMIN, Reply, Within, World, id_of};

async fn ask(world: &World, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.request(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn every_carrier_carries() {
    let world = World::new().await;
    let bearer = format!("Bearer {ADMIN}");
    let lower = format!("bearer  {ADMIN}");
    let blanks = format!("  {ADMIN} ");
    for headers in [
        [("X-Octopus-ApiKey", ADMIN)],
        [("x-octopus-apikey", blanks.as_str())],
        [("X-NuGet-ApiKey", ADMIN)],
        [("Authorization", bearer.as_str())],
        [("Authorization", lower.as_str())],
    ] {
        ask(&world, "/api/users/me", &headers).await.is(200);
    }
    for path in ["/api/users/me?ApiKey=", "/api/users/me?apikey=", "/api/users/me?x=1&APIKEY="] {
        ask(&world, &format!("{path}{ADMIN}"), &[]).await.is(200);
    }
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("anybody:{ADMIN}"));
    let basic = format!("Basic {basic}");
    // Basic authorization is the feed's only.
    ask(&world, "/api/users/me", &[("Authorization", &basic)]).await.is(401);
    // A blank header is as if absent; one of the feed's keys names the same account twice.
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", " "), ("X-NuGet-ApiKey", ADMIN)]).await.is(200);
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", ADMIN), ("X-NuGet-ApiKey", ADMIN)]).await.is(200);
}

#[tokio::test]
async fn a_key_in_an_address_is_not_repeated_and_can_be_switched_off() {
    let world = World::new().await;
    let page = ask(&world, &format!("/api/environments?ApiKey={ADMIN}&take=1"), &[]).await;
    assert!(!page.text().contains(ADMIN), "{}", page.text());
    let off = json!({ "KeysInAddressesEnabled": false });
    world.put("/api/configuration/apikeys/values", off).await.is(200);
    let reply = ask(&world, &format!("/api/users/me?ApiKey={ADMIN}"), &[]).await;
    assert_eq!(reply.status, 400);
    assert!(!reply.text().contains(ADMIN));
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", ADMIN)]).await.is(200);
}

#[tokio::test]
async fn credentials_of_two_accounts_are_refused() {
    let world = World::new().await;
    let other = world.account("other", &["ProjectView"], Within::default()).await;
    let bearer = format!("Bearer {other}");
    for headers in [
        [("X-Octopus-ApiKey", ADMIN), ("X-NuGet-ApiKey", other.as_str())],
        [("X-Octopus-ApiKey", ADMIN), ("Authorization", bearer.as_str())],
        [("X-NuGet-ApiKey", ADMIN), ("Authorization", bearer.as_str())],
    ] {
        assert!(
            ask(&world, "/api/users/me", &headers).await.is(400)["Errors"][0]
                .as_str()
                .expect("words")
                .contains("two accounts")
        );
    }
    let in_query = format!("/api/users/me?apikey={other}");
    ask(&world, &in_query, &[("X-Octopus-ApiKey", ADMIN)]).await.is(400);
    // A key that holds does not make up for one that does not.
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", ADMIN), ("X-NuGet-ApiKey", "API-NONSENSE00000000")])
        .await
        .is(401);
    let token = world.send(&other, "POST", "/api/users/access-token", "").await.is(200);
    let bearer = format!("Bearer {}", token["AccessToken"].as_str().expect("a token"));
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", ADMIN), ("Authorization", &bearer)]).await.is(400);
    ask(&world, "/api/users/me", &[("X-Octopus-ApiKey", &other), ("Authorization", &bearer)]).await.is(200);
}

#[tokio::test]
async fn a_session_beside_a_key_must_be_of_the_same_account() {
    let world = World::new().await;
    let other = world.account("other", &["ProjectView"], Within::default()).await;
    let kept = cookies(&log_in(&world, "admin", "a good password").await);
    let cookie = kept.iter().map(|cookie| pair(cookie)).collect::<Vec<_>>().join("; ");
    ask(&world, "/api/users/me", &[("Cookie", &cookie), ("X-Octopus-ApiKey", &other)]).await.is(400);
    // The key is the credential then, so no anti-forgery token is wanted.
    let request = Request::builder().method("POST").uri("/api/environments");
    let request = request.header("Cookie", &cookie).header("X-Octopus-ApiKey", ADMIN);
    world.request(request.body(Body::from(r#"{"Name":"Test"}"#)).expect("a request")).await.is(201);
    with_cookies(&world, &kept, None, "POST", "/api/users/logout", "").await.is(200);
    ask(&world, "/api/users/me", &[("Cookie", &cookie), ("X-Octopus-ApiKey", &other)]).await.is(200);
}

#[tokio::test]
async fn the_cookie_of_another_server_on_the_same_host_is_none_of_ours() {
    let world = World::new().await;
    let kept = cookies(&log_in(&world, "admin", "a good password").await);
    let foreign = "OctopusIdentificationToken_0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0=abc";
    let both = format!("{foreign}; {}", pair(&kept[0]));
    ask(&world, "/api/users/me", &[("Cookie", &both)]).await.is(200);
    let reply = ask(&world, "/api/users/me", &[("Cookie", foreign)]).await.is(401);
    assert!(reply["ErrorMessage"].as_str().expect("words").contains("must be logged in"));
}

#[tokio::test]
async fn the_last_use_of_a_key_is_noted_to_the_hour() {
    let world = World::new().await;
    let user = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let user = id_of(&world.post("/api/users", user).await.is(201));
    let keys = format!("/api/users/{user}/apikeys");
    let made = world.post(&keys, json!({ "Purpose": "CI" })).await.is(201);
    let key = made["ApiKey"].as_str().expect("a key").to_owned();
    let one = format!("{keys}/{}", id_of(&made));
    assert_eq!(world.get(&one).await.is(200)["LastUsed"], Value::Null);
    world.get_as(&key, "/api/users/me").await.is(200);
    assert_eq!(world.get(&one).await.is(200)["LastUsed"], "2026-01-02T03:00:00.000+00:00");
    world.scratch.clock.advance(SignedDuration::from_mins(59));
    world.get_as(&key, "/api/users/me").await.is(200);
    assert_eq!(world.get(&keys).await.is(200)["Items"][0]["LastUsed"], "2026-01-02T04:00:00.000+00:00");
}

#[tokio::test]
async fn a_key_that_does_not_hold_is_written_down_without_its_text() {
    // CVE-2023-4509.
    let world = World::new().await;
    let user = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let user = id_of(&world.post("/api/users", user).await.is(201));
    let made = world
        .post(&format!("/api/users/{user}/apikeys"), json!({ "Purpose": "CI", "Expires": "2026-01-02T04:00:00Z" }))
        .await
        .is(201);
    let key = made["ApiKey"].as_str().expect("a key").to_owned();
    world.scratch.clock.advance(SignedDuration::from_hours(1));
    for text in [key.as_str(), "API-NEVERSEEN000000000", "my secret passw0rd"] {
        world.get_as(text, "/api/users/me").await.is(401);
    }
    let reply = world.get("/api/events?includeSystem=true&eventCategories=CredentialRefused").await;
    let text = reply.text();
    let events = reply.is(200);
    let messages: Vec<&str> = events["Items"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["Message"].as_str().expect("words"))
        .collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(
        messages[0].contains("no API key") && messages[1].contains("unknown API key API-NEVERSEE..."),
        "{messages:?}"
    );
    assert!(messages[2].contains(&format!("expired API key {}... of ci", &key[..12])), "{messages:?}");
    assert_eq!(events["Items"][2]["RelatedDocumentIds"], json!([user, id_of(&made)]));
    assert!(!text.contains(&key) && !text.contains("passw0rd") && !text.contains("NEVERSEEN"));
}

#[tokio::test]
async fn a_key_is_said_to_end_twenty_and_ten_days_before_and_when_it_has_ended() {
    // access.md 3: a build must not stop overnight without a word.
    let world = World::new().await;
    let ci = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let ci = id_of(&world.post("/api/users", ci).await.is(201));
    let path = format!("/api/users/{ci}/apikeys");
    let key = json!({ "Purpose": "build", "Expires": "2026-03-01T03:04:05.000+00:00" });
    let key = world.post(&path, key).await.is(201);
    let text = key["ApiKey"].as_str().expect("a key").to_owned();
    let told = async || -> Vec<String> {
        // A second look, after a restart or from another node, tells nothing anew.
        pulpo_app::people::key_expiry::tell(&world.app).await.expect("told");
        assert_eq!(pulpo_app::people::key_expiry::tell(&world.app).await.expect("told"), 0);
        let query = format!("includeSystem=true&eventGroups=ApiKeyExpiry&regarding={ci}");
        let page = world.get(&format!("/api/events?{query}")).await.is(200);
        let items = page["Items"].as_array().expect("events").iter();
        items.map(|event| event["Category"].as_str().expect("a category").to_owned()).collect()
    };
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    assert_eq!(told().await, [] as [&str; 0]);
    world.scratch.clock.advance(days(38));
    assert_eq!(told().await, ["ApiKeyExpiry20Days"]);
    world.scratch.clock.advance(days(10));
    assert_eq!(told().await, ["ApiKeyExpiry10Days", "ApiKeyExpiry20Days"]);
    world.scratch.clock.advance(days(10));
    assert_eq!(told().await, ["ApiKeyExpired", "ApiKeyExpiry10Days", "ApiKeyExpiry20Days"]);
    let event = world.get(&format!("/api/events?includeSystem=true&regarding={}&take=1", id_of(&key))).await.is(200);
    let event = &event["Items"][0];
    assert_eq!((&event["Username"], &event["Category"]), (&json!("system"), &json!("ApiKeyExpired")));
    let message = event["Message"].as_str().expect("a message");
    assert!(message.contains("(build) of ci expired at 2026-03-01") && !message.contains(&text), "{message}");
    world.get_as(&text, "/api/users/me").await.is(401);
}
