//! The server's settings, section by section (http-api.md 16), and what they change.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::Request;
use pulpo_api::Peer;
use serde_json::{Value, json};

use crate::world::{ADMIN, Reply, Within, World, id_of, ids};

async fn set(world: &World, section: &str, values: Value) -> Reply {
    world.put(&format!("/api/configuration/{section}/values"), values).await
}

/// A request as it arrives from somewhere.
async fn from(world: &World, peer: &str, is_tls: bool, headers: &[(&str, &str)], path: &str) -> Reply {
    let mut request = Request::builder().uri(path).header("X-Octopus-ApiKey", ADMIN);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let address: SocketAddr = format!("{peer}:4711").parse().expect("an address");
    world.request(request.extension(Peer { address, is_tls }).body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn sections_are_listed_with_their_values_and_what_they_mean() {
    let world = World::new().await;
    let page = world.get("/api/configuration").await.is(200);
    let all = ids(&page);
    assert_eq!(
        all,
        ["sessions", "passwords", "apikeys", "guest-login", "trusted-proxies", "transport-security", "tls-certificate"]
    );
    for section in &all {
        let one = world.get(&format!("/api/configuration/{section}")).await.is(200);
        let values = world.get(one["Links"]["Values"].as_str().expect("a link")).await.is(200);
        let metadata = world.get(one["Links"]["Metadata"].as_str().expect("a link")).await.is(200);
        let properties = metadata["Types"][0]["Properties"].as_array().expect("properties");
        for property in properties {
            assert!(!values[property["Name"].as_str().expect("a name")].is_null(), "{section}: {property}");
        }
        // What was read can be written back.
        assert_eq!(set(&world, section, values.clone()).await.is(200), values);
    }
    world.get("/api/configuration/nonsense").await.is(404);
}

#[tokio::test]
async fn each_section_asks_for_its_own_permission() {
    let world = World::new().await;
    let plain = world.account("plain", &["ProjectView"], Within::default()).await;
    world.get_as(&plain, "/api/configuration").await.is(403);
    let configures = world.system_account("configures", &["ConfigureServer"]).await;
    let listed = ids(&world.get_as(&configures, "/api/configuration").await.is(200));
    assert_eq!(listed.len(), 5);
    let reply = world.send(&configures, "PUT", "/api/configuration/trusted-proxies/values", "{}").await;
    assert!(reply.is(403)["ErrorMessage"].as_str().expect("words").ends_with("AdministerSystem"));
    let administers = world.system_account("administers", &["AdministerSystem"]).await;
    assert_eq!(
        ids(&world.get_as(&administers, "/api/configuration").await.is(200)),
        ["trusted-proxies", "tls-certificate"]
    );
    world.get_as(&administers, "/api/configuration/guest-login/values").await.is(403);
}

#[tokio::test]
async fn a_change_is_checked_audited_and_holds_at_once() {
    let world = World::new().await;
    for (section, values) in [
        ("sessions", json!({ "SessionTimeoutInSeconds": 1 })),
        ("apikeys", json!({ "ApiKeyMaxExpiryDays": 5000 })),
        ("passwords", json!({ "MinimumLength": "long" })),
        ("trusted-proxies", json!({ "TrustedProxies": ["10.0.0.0/99"] })),
        ("transport-security", json!({ "HstsMaxAgeInSeconds": -1 })),
        ("tls-certificate", json!({ "CertificateChain": "-----BEGIN CERTIFICATE-----" })),
        ("tls-certificate", json!({ "CertificateChain": "-----BEGIN CERTIFICATE-----", "PrivateKey": "nonsense" })),
    ] {
        let reply = set(&world, section, values.clone()).await;
        assert_eq!(reply.status, 400, "{values}: {}", reply.text());
    }
    set(&world, "apikeys", json!([])).await.is(400);
    let changed =
        set(&world, "apikeys", json!({ "apikeymaxexpirydays": 30, "ApiKeyDefaultExpiryDays": 7 })).await.is(200);
    assert_eq!((&changed["ApiKeyMaxExpiryDays"], &changed["UserApiKeysEnabled"]), (&json!(30), &json!(true)));
    let told = world.get_as("", "/api/authentication").await.is(200);
    assert_eq!((&told["ApiKeyMaxExpiryDays"], &told["ApiKeyDefaultExpiryDays"]), (&json!(30), &json!(7)));
    let events = world.get("/api/events?includeSystem=true&regarding=configuration-apikeys").await.is(200);
    let details: Value = serde_json::from_str(events["Items"][0]["Details"].as_str().expect("details")).expect("JSON");
    assert_eq!(details["ApiKeyMaxExpiryDays"], json!({ "Before": 1096, "After": 30 }));
    assert_eq!(details.as_object().map(serde_json::Map::len), Some(2), "only what has changed: {details}");
    // What changes nothing is no event.
    set(&world, "apikeys", json!({ "ApiKeyMaxExpiryDays": 30 })).await.is(200);
    let again = world.get("/api/events?includeSystem=true&regarding=configuration-apikeys").await.is(200);
    assert_eq!(again["TotalResults"], 1);
}

#[tokio::test]
async fn keys_live_as_long_as_the_policy_lets_them() {
    let world = World::new().await;
    set(&world, "apikeys", json!({ "ApiKeyMaxExpiryDays": 30, "ApiKeyDefaultExpiryDays": 7 })).await.is(200);
    let user = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let user = id_of(&world.post("/api/users", user).await.is(201));
    let keys = format!("/api/users/{user}/apikeys");
    let made = world.post(&keys, json!({ "Purpose": "CI" })).await.is(201);
    assert_eq!(made["Expires"], "2026-01-09T03:04:05.000+00:00");
    world.post(&keys, json!({ "Purpose": "CI", "Expires": "2026-01-31T00:00:00Z" })).await.is(201);
    world.post(&keys, json!({ "Purpose": "CI", "Expires": "2026-03-01T00:00:00Z" })).await.is(400);
    // People may be left without keys; service accounts are not, and those that are there keep working.
    set(&world, "apikeys", json!({ "UserApiKeysEnabled": false })).await.is(200);
    let own = id_of(&world.get("/api/users/me").await.is(200));
    world.post(&format!("/api/users/{own}/apikeys"), json!({ "Purpose": "mine" })).await.is(403);
    world.post(&keys, json!({ "Purpose": "CI" })).await.is(201);
}

#[tokio::test]
async fn passwords_are_as_strong_as_the_policy_wants_them() {
    let world = World::new().await;
    let ann = |name: &str, password: &str| json!({ "Username": name, "DisplayName": name, "Password": password });
    world.post("/api/users", ann("ann", "Password01")).await.is(201);
    set(&world, "passwords", json!({ "MinimumLength": 14 })).await.is(200);
    world.post("/api/users", ann("bob", "Password01")).await.is(400);
    world.post("/api/users", ann("bob", "Password01 and more")).await.is(201);
}

#[tokio::test]
async fn where_a_request_comes_from_is_believed_of_trusted_proxies_only() {
    // EV-09, access.md 14.
    let world = World::new().await;
    let seen = async |peer: &str, forwarded: &[(&str, &str)]| {
        let number = world.get("/api/environments").await.is(200)["TotalResults"].as_i64().expect("a number");
        let name = json!({ "Name": format!("E{number}") }).to_string();
        let mut request = Request::builder().method("POST").uri("/api/environments").header("X-Octopus-ApiKey", ADMIN);
        for (header, value) in forwarded {
            request = request.header(*header, *value);
        }
        let address: SocketAddr = format!("{peer}:1").parse().expect("an address");
        let request = request.extension(Peer { address, is_tls: false }).body(Body::from(name)).expect("a request");
        world.request(request).await.is(201);
        let events = world.get("/api/events?take=1").await.is(200);
        events["Items"][0]["IpAddress"].as_str().expect("an address").to_owned()
    };
    assert_eq!(seen("10.0.0.1", &[("X-Forwarded-For", "1.2.3.4")]).await, "10.0.0.1", "nobody is trusted by default");
    set(&world, "trusted-proxies", json!({ "TrustedProxies": ["10.0.0.0/8"] })).await.is(200);
    assert_eq!(seen("10.0.0.1", &[("X-Forwarded-For", "6.6.6.6, 1.2.3.4, 10.0.0.2")]).await, "1.2.3.4");
    assert_eq!(seen("10.0.0.1", &[("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "1.2.3.4")]).await, "1.2.3.4");
    assert_eq!(seen("203.0.113.9", &[("X-Forwarded-For", "1.2.3.4")]).await, "203.0.113.9");
}

#[tokio::test]
async fn browsers_are_told_to_come_by_tls_only_over_tls() {
    let world = World::new().await;
    let hsts =
        |reply: &Reply| reply.headers.get("strict-transport-security").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(hsts(&from(&world, "1.2.3.4", true, &[], "/api").await), None, "off by default");
    set(&world, "transport-security", json!({ "HstsEnabled": true, "HstsMaxAgeInSeconds": 600 })).await.is(200);
    for path in ["/api", "/api/nonsense", "/app", "/api/users/me"] {
        assert_eq!(hsts(&from(&world, "1.2.3.4", true, &[], path).await).as_deref(), Some("max-age=600"), "{path}");
    }
    let https = [("X-Forwarded-Proto", "https")];
    assert_eq!(hsts(&from(&world, "1.2.3.4", false, &[], "/api").await), None);
    assert_eq!(hsts(&from(&world, "10.0.0.1", false, &https, "/api").await), None, "no trusted proxy");
    set(&world, "trusted-proxies", json!({ "TrustedProxies": ["10.0.0.1"] })).await.is(200);
    assert!(hsts(&from(&world, "10.0.0.1", false, &https, "/api").await).is_some());
    assert_eq!(hsts(&from(&world, "10.0.0.1", false, &[("X-Forwarded-Proto", "https, http")], "/api").await), None);
}

#[tokio::test]
async fn the_key_of_the_certificate_is_shown_to_nobody() {
    // CVE-2019-14525: write-only everywhere, administrators included.
    let world = World::new().await;
    let key = "-----BEGIN PRIVATE KEY----- Marker-7d1e";
    let chain = "-----BEGIN CERTIFICATE----- first";
    let shown = json!({ "HasValue": true, "NewValue": null });
    let given = json!({ "CertificateChain": chain, "PrivateKey": { "HasValue": true, "NewValue": key } });
    let reply = set(&world, "tls-certificate", given).await.is(200);
    assert_eq!((&reply["CertificateChain"], &reply["PrivateKey"]), (&json!(chain), &shown));
    let values = world.get("/api/configuration/tls-certificate/values").await.is(200);
    assert_eq!(values, reply);
    // What was read and is sent back keeps the key.
    let mut renewed = values.clone();
    renewed["CertificateChain"] = json!("-----BEGIN CERTIFICATE----- second");
    assert_eq!(set(&world, "tls-certificate", renewed).await.is(200)["PrivateKey"], shown);
    let pair = pulpo_app::configuration::set_certificate(&world.app).await.expect("a read").expect("a certificate");
    assert_eq!((pair.chain.as_str(), pair.key.as_str()), ("-----BEGIN CERTIFICATE----- second", key));
    let events = world.get("/api/events?includeSystem=true&regarding=configuration-tls-certificate").await;
    assert!(events.text().contains("(another secret)"), "{}", events.text());
    let kept = world.write(|tx| Ok(tx.setting("configuration:tls-certificate")?.unwrap_or_default())).await;
    for text in [events.text(), kept, world.get("/api/configuration").await.text()] {
        assert!(!text.contains("Marker-7d1e"), "{text}");
    }
    let none = json!({ "CertificateChain": "", "PrivateKey": { "HasValue": false } });
    assert_eq!(set(&world, "tls-certificate", none).await.is(200)["PrivateKey"]["HasValue"], false);
    assert!(pulpo_app::configuration::set_certificate(&world.app).await.expect("a read").is_none());
}
