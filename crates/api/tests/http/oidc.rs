//! Signing in without a secret: identity tokens of a local issuer, with real TLS and real signatures (access.md 13).

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;
use pulpo_testkit::issuer::{Issuer, Reply as Issued, Signer};
use serde_json::{Value, json};

use crate::world::{ADMIN, Reply, Within, World, id_of};

const SUBJECT: &str = "repo:pulpo/web:ref:refs/heads/main";

/// A server, an issuer that signs with one key, and a service account that its jobs may sign in as.
struct Ci {
    world: World,
    issuer: Issuer,
    signer: Signer,
    user: String,
    identity: String,
    /// What the issuer must call the account.
    audience: String,
}

impl Ci {
    async fn new(subject: &str) -> Self {
        Self::signing(Signer::es256("one"), subject).await
    }

    async fn signing(signer: Signer, subject: &str) -> Self {
        let world = World::new().await;
        let issuer = Issuer::start(&[&signer]);
        let body = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
        let user = id_of(&world.post("/api/users", body).await.is(201));
        let identity = json!({ "ServiceAccountId": user, "Name": "main", "Issuer": issuer.url(), "Subject": subject });
        let path = format!("/api/serviceaccounts/{user}/oidcidentities");
        let identity = id_of(&world.post(&format!("{path}/create/v1"), identity).await.is(201));
        let listed = world.get(&format!("{path}/v1?skip=0&take=30")).await.is(200);
        assert_eq!((&listed["Count"], &listed["OidcIdentities"][0]["Id"]), (&json!(1), &json!(identity)));
        let audience = listed["ExternalId"].as_str().expect("a GUID").to_owned();
        Self { world, issuer, signer, user, identity, audience }
    }

    fn now(&self) -> i64 {
        self.world.app.now().as_second()
    }

    /// What a job's token says.
    fn claims(&self) -> Value {
        let now = self.now();
        json!({
            "iss": self.issuer.url(), "sub": SUBJECT, "aud": self.audience,
            "iat": now, "nbf": now - 10, "exp": now + 300, "jti": format!("job-{}", rand()),
        })
    }

    /// The same with one claim changed; null takes it away.
    fn claims_with(&self, name: &str, value: Value) -> Value {
        let mut claims = self.claims();
        claims[name] = value;
        if claims[name].is_null() {
            claims.as_object_mut().expect("claims").remove(name);
        }
        claims
    }

    async fn exchange(&self, claims: &Value) -> Reply {
        self.exchange_token(&self.signer.token(claims)).await
    }

    async fn exchange_token(&self, token: &str) -> Reply {
        exchange(&self.world, &self.audience, token).await
    }

    /// The access token that a good identity token gives.
    async fn token(&self) -> String {
        let reply = self.exchange(&self.claims()).await.is(200);
        reply["access_token"].as_str().expect("a token").to_owned()
    }

    async fn as_bearer(&self, token: &str, method: &str, path: &str, body: Value) -> Reply {
        bearer(&self.world, token, method, path, &body.to_string()).await
    }

    async fn me(&self, token: &str) -> Reply {
        self.as_bearer(token, "GET", "/api/users/me", Value::Null).await
    }
}

/// A number that no other token of this process has.
fn rand() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

async fn exchange(world: &World, audience: &str, token: &str) -> Reply {
    let body = json!({
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "audience": audience,
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "subject_token": token,
    });
    world.send("", "POST", "/token/v1", body.to_string()).await
}

async fn bearer(world: &World, token: &str, method: &str, path: &str, body: &str) -> Reply {
    let request = Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {token}"));
    world.request(request.body(Body::from(body.to_owned())).expect("a request")).await
}

/// The refusal has the one error that all have, and says why.
#[track_caller]
fn refused(reply: &Reply, why: &str) {
    let body = reply.is(400);
    assert_eq!(body["error"], "invalid_request");
    let description = body["error_description"].as_str().expect("a description");
    assert!(description.contains(why), "{description}");
}

#[tokio::test]
async fn a_job_signs_in_with_its_token_and_deploys_with_it() {
    for signer in [Signer::es256("one"), Signer::rs256("two")] {
        let ci = Ci::signing(signer, SUBJECT).await;
        let found = ci.world.send("", "GET", "/.well-known/openid-configuration", "").await.is(200);
        assert_eq!(found["token_endpoint"], "http://localhost/token/v1");
        let reply = ci.exchange(&ci.claims()).await;
        assert_eq!(reply.headers["cache-control"], "no-store");
        let body = reply.is(200);
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
        assert_eq!(body["issued_token_type"], "urn:ietf:params:oauth:token-type:access_token");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        let own = ci.me(&token).await.is(200);
        assert_eq!((&own["Id"], &own["IsService"]), (&json!(ci.user), &json!(true)));
        let events =
            ci.world.get("/api/events?includeSystem=true&eventCategories=TokenExchangeSucceeded").await.is(200);
        let event = &events["Items"][0];
        let established = event["IdentityEstablishedWith"].as_str().expect("how");
        assert!(established.contains(SUBJECT) && established.contains(&ci.issuer.url()), "{event}");
        assert_eq!(event["RelatedDocumentIds"], json!([ci.user, ci.identity]));
        let all = ci.world.get("/api/events?includeSystem=true&take=1000").await.text();
        assert!(!all.contains(&token), "the audit holds no token");
    }
}

#[tokio::test]
async fn the_exchange_takes_forms_too() {
    let ci = Ci::new(SUBJECT).await;
    let body = format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&audience={}&subject_token_type=urn:ietf:params:oauth:token-type:jwt&subject_token={}",
        ci.audience.to_uppercase(),
        ci.signer.token(&ci.claims())
    );
    let request = Request::builder().method("POST").uri("/api/token/v1");
    let request = request.header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    ci.world.request(request.body(Body::from(body)).expect("a request")).await.is(200);
}

#[tokio::test]
async fn a_token_is_used_once() {
    let ci = Ci::new(SUBJECT).await;
    let token = ci.signer.token(&ci.claims());
    ci.exchange_token(&token).await.is(200);
    refused(&ci.exchange_token(&token).await, "used before");
    // Also without an id of its own, and with another signature over the same.
    let claims = ci.claims_with("jti", Value::Null);
    ci.exchange(&claims).await.is(200);
    refused(&ci.exchange(&claims).await, "used before");
    // The same id in another token is the same job's.
    let (first, mut second) = (ci.claims(), ci.claims());
    second["jti"] = first["jti"].clone();
    second["exp"] = json!(ci.now() + 301);
    ci.exchange(&first).await.is(200);
    refused(&ci.exchange(&second).await, "used before");
}

#[tokio::test]
async fn of_two_that_bring_the_same_token_at_once_one_gets_in() {
    let ci = Ci::new(SUBJECT).await;
    let token = ci.signer.token(&ci.claims());
    let (a, b, c) = tokio::join!(ci.exchange_token(&token), ci.exchange_token(&token), ci.exchange_token(&token));
    let succeeded = [a, b, c].iter().filter(|reply| reply.status == 200).count();
    assert_eq!(succeeded, 1);
}

#[tokio::test]
async fn an_issuer_may_change_its_keys() {
    let mut ci = Ci::new(SUBJECT).await;
    ci.token().await;
    let new = Signer::es256("two");
    // A minute must pass before the issuer is asked again, or strangers could make us ask it without end.
    refused(&ci.exchange_token(&new.token(&ci.claims())).await, "publishes no key");
    ci.issuer.publish(&[&new, &ci.signer]);
    refused(&ci.exchange_token(&new.token(&ci.claims())).await, "publishes no key");
    let asked = ci.issuer.asked().len();
    ci.world.scratch.clock.advance(SignedDuration::from_secs(60));
    ci.exchange_token(&new.token(&ci.claims())).await.is(200);
    assert_eq!(ci.issuer.asked().len(), asked + 2, "its discovery document and its keys");
    // The old key goes: within the hour its tokens are refused.
    ci.issuer.publish(&[&new]);
    ci.world.scratch.clock.advance(SignedDuration::from_hours(1));
    refused(&ci.exchange(&ci.claims()).await, "publishes no key");
    ci.signer = new;
    ci.token().await;
}

#[tokio::test]
async fn a_forged_token_is_refused() {
    let ci = Ci::new(SUBJECT).await;
    // Another key under the known name; a real key that the issuer does not publish.
    refused(&ci.exchange_token(&Signer::es256("one").token(&ci.claims())).await, "signature");
    refused(&ci.exchange_token(&Signer::rs256("one").token(&ci.claims())).await, "publishes no key");
    let good = ci.signer.token(&ci.claims());
    let (head, rest) = good.split_once('.').expect("a token");
    let header = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
    };
    assert!(!head.is_empty());
    for (text, why) in [
        (r#"{"alg":"none"}"#, "algorithm"),
        (r#"{"alg":"HS256","kid":"one"}"#, "algorithm"),
        (r#"{"alg":"RS256","kid":"one"}"#, "publishes no key"),
        (r#"{"alg":"ES256","kid":"../../keys"}"#, "publishes no key"),
        (r#"{"alg":"ES256","kid":"one","jku":"https://evil.example/keys"}"#, "signature"),
        (r#"{"alg":"ES256","kid":"one","crit":["exp"]}"#, "crit"),
    ] {
        refused(&ci.exchange_token(&format!("{}.{rest}", header(text))).await, why);
    }
    for token in ["", "x", "a.b.c", "API-ADMINISTRATOR0000000000"] {
        refused(&ci.exchange_token(token).await, "token");
    }
    refused(&ci.exchange_token(&"a".repeat(20_000)).await, "longer than");
    assert!(ci.issuer.asked().iter().all(|path| path.starts_with("/.well-known/") || path == "/keys"));
}

#[tokio::test]
async fn claims_that_do_not_fit_are_refused() {
    let ci = Ci::new("repo:pulpo/*:ref:refs/heads/main").await;
    let now = ci.now();
    let other = Issuer::start(&[&ci.signer]);
    for (name, value, why) in [
        ("aud", json!("somebody-else"), "audience"),
        ("aud", json!(["a", "b"]), "audience"),
        ("aud", Value::Null, "audience"),
        ("aud", json!(format!("{}x", ci.audience)), "audience"),
        ("sub", json!("repo:pulpo/web:ref:refs/heads/main2"), "letter for letter"),
        ("sub", json!("repo:Pulpo/web:ref:refs/heads/main"), "letter for letter"),
        ("sub", json!("x:repo:pulpo/web:ref:refs/heads/main"), "letter for letter"),
        ("sub", json!(""), "letter for letter"),
        ("sub", Value::Null, "cannot be read"),
        ("iss", json!(format!("{}/", ci.issuer.url())), "letter for letter"),
        ("iss", json!(other.url()), "letter for letter"),
        ("iss", json!("https://evil.example"), "letter for letter"),
        ("exp", json!(now - 60), "expired"),
        ("exp", Value::Null, "cannot be read"),
        ("exp", json!("9999999999"), "cannot be read"),
        ("nbf", json!(now + 61), "not valid yet"),
        ("nbf", json!("0"), "cannot be read"),
        ("iat", json!(now + 61), "future"),
        ("iat", json!(now - 3661), "too long ago"),
        ("iat", Value::Null, "cannot be read"),
    ] {
        refused(&ci.exchange(&ci.claims_with(name, value)).await, why);
    }
    // Clocks may differ by a minute.
    for (name, value) in [("exp", now - 59), ("nbf", now + 60), ("iat", now + 60), ("iat", now - 3600)] {
        ci.exchange(&ci.claims_with(name, json!(value))).await.is(200);
    }
    ci.exchange(&ci.claims_with("sub", json!("repo:pulpo/other:ref:refs/heads/main"))).await.is(200);
    ci.exchange(&ci.claims_with("aud", json!([ci.audience, "other"]))).await.is(200);
    // Whom nobody has named is not asked for keys.
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn an_unknown_account_and_an_unknown_subject_are_told_alike() {
    let ci = Ci::new(SUBJECT).await;
    let unknown = exchange(&ci.world, "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0", &ci.signer.token(&ci.claims())).await;
    let subject = ci.exchange(&ci.claims_with("sub", json!("else"))).await;
    assert_eq!((unknown.status, unknown.text()), (subject.status, subject.text()));
    assert!(ci.issuer.asked().is_empty(), "nobody is asked for a token that fits nothing");
}

#[tokio::test]
async fn what_an_issuer_answers_is_bounded() {
    let ci = Ci::new(SUBJECT).await;
    let discovery = "/.well-known/openid-configuration";
    let other = Issuer::start(&[&ci.signer]);
    let answers = [
        Issued::Redirect(format!("{}{discovery}", other.url())),
        Issued::Huge(2 * 1024 * 1024),
        Issued::Json(json!({ "issuer": other.url(), "jwks_uri": format!("{}/keys", other.url()) })),
        Issued::Json(json!({ "issuer": ci.issuer.url(), "jwks_uri": "http://localhost/keys" })),
        Issued::Json(json!({ "issuer": ci.issuer.url(), "jwks_uri": "file:///etc/passwd" })),
        // The keys of a cloud's metadata service: an address that only this network can reach.
        Issued::Json(json!({ "issuer": ci.issuer.url(), "jwks_uri": "https://169.254.169.254/keys" })),
        Issued::Json(json!({ "issuer": ci.issuer.url(), "jwks_uri": format!("{}/gone", ci.issuer.url()) })),
    ];
    let before = ci.world.get("/api/events?includeSystem=true&eventCategories=TokenExchangeFailed").await.is(200);
    assert_eq!(before["TotalResults"], 0);
    for answer in answers {
        ci.issuer.reply(discovery, answer.clone());
        refused(&ci.exchange(&ci.claims()).await, "could not be had");
        ci.world.scratch.clock.advance(SignedDuration::from_secs(61));
        let events =
            ci.world.get("/api/events?includeSystem=true&eventCategories=TokenExchangeFailed&take=1").await.is(200);
        let message = events["Items"][0]["Message"].as_str().expect("a message").to_owned();
        assert!(message.contains("could not be had") && message.len() > 150, "the audit says why: {message}");
    }
    assert!(other.asked().is_empty());
    ci.issuer.reply(
        discovery,
        Issued::Json(json!({ "issuer": ci.issuer.url(), "jwks_uri": format!("{}/keys", ci.issuer.url()) })),
    );
    ci.token().await;
}

#[tokio::test]
async fn a_token_holds_for_an_hour_and_dies_with_what_it_came_from() {
    let ci = Ci::new(SUBJECT).await;
    let token = ci.token().await;
    ci.me(&token).await.is(200);
    ci.world.scratch.clock.advance(SignedDuration::from_mins(60));
    ci.me(&token).await.is(401);

    // The identity is changed, deleted; the account is disabled, deleted.
    let path = format!("/api/serviceaccounts/{}/oidcidentities/{}/v1", ci.user, ci.identity);
    let token = ci.token().await;
    ci.me(&token).await.is(200);
    let mut identity = ci.world.get(&path).await.is(200);
    identity["Subject"] = json!("repo:pulpo/*");
    assert_eq!(ci.world.put(&path, identity).await.is(200), json!({}));
    ci.me(&token).await.is(401);

    let token = ci.token().await;
    ci.me(&token).await.is(200);
    let mut user = ci.world.get(&format!("/api/users/{}", ci.user)).await.is(200);
    user["IsActive"] = json!(false);
    ci.world.put(&format!("/api/users/{}", ci.user), user.clone()).await.is(200);
    ci.me(&token).await.is(401);
    refused(&ci.exchange(&ci.claims()).await, "letter for letter");
    user["IsActive"] = json!(true);
    ci.world.put(&format!("/api/users/{}", ci.user), user).await.is(200);
    ci.me(&token).await.is(401);

    let token = ci.token().await;
    ci.world.delete(&path).await.is(200);
    ci.me(&token).await.is(401);
    refused(&ci.exchange(&ci.claims()).await, "letter for letter");
    ci.world.delete(&format!("/api/users/{}", ci.user)).await.is(200);
    refused(&ci.exchange(&ci.claims()).await, "letter for letter");
}

#[tokio::test]
async fn a_token_makes_nothing_that_outlives_it() {
    // CVE-2026-3236.
    let ci = Ci::new(SUBJECT).await;
    let token = ci.token().await;
    let keys = format!("/api/users/{}/apikeys", ci.user);
    ci.as_bearer(&token, "POST", &keys, json!({ "Purpose": "for ever" })).await.is(403);
    ci.as_bearer(&token, "POST", "/api/users/access-token", json!({})).await.is(400);
    let path = format!("/api/serviceaccounts/{}/oidcidentities/create/v1", ci.user);
    let identity = json!({ "Name": "x", "Issuer": ci.issuer.url(), "Subject": "repo:evil/*" });
    ci.as_bearer(&token, "POST", &path, identity).await.is(403);
    assert_eq!(ci.world.get(&keys).await.is(200)["TotalResults"], 0);
}

#[tokio::test]
async fn tokens_for_oneself_end_with_the_key_they_were_got_with() {
    let world = World::new().await;
    let body = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let user = id_of(&world.post("/api/users", body).await.is(201));
    let keys = format!("/api/users/{user}/apikeys");
    let made = world.post(&keys, json!({ "Purpose": "CI", "Expires": "2026-01-02T03:34:05Z" })).await.is(201);
    let key = made["ApiKey"].as_str().expect("a key").to_owned();
    let token = |reply: Value| reply["AccessToken"].as_str().expect("a token").to_owned();
    let first = token(world.send(&key, "POST", "/api/users/access-token", "").await.is(200));
    bearer(&world, &first, "GET", "/api/users/me", "").await.is(200);
    bearer(&world, &first, "POST", &keys, r#"{"Purpose":"longer"}"#).await.is(403);
    // The key had half an hour left, and so has the token.
    world.scratch.clock.advance(SignedDuration::from_mins(30));
    bearer(&world, &first, "GET", "/api/users/me", "").await.is(401);
    let made = world.post(&keys, json!({ "Purpose": "CI" })).await.is(201);
    let key = made["ApiKey"].as_str().expect("a key").to_owned();
    let second = token(world.send(&key, "POST", "/api/users/access-token", "").await.is(200));
    bearer(&world, &second, "GET", "/api/users/me", "").await.is(200);
    world.delete(&format!("{keys}/{}", id_of(&made))).await.is(200);
    bearer(&world, &second, "GET", "/api/users/me", "").await.is(401);
}

#[tokio::test]
async fn identities_are_for_service_accounts_and_name_somebody() {
    let ci = Ci::new(SUBJECT).await;
    let admin = id_of(&ci.world.get("/api/users/me").await.is(200));
    let good = json!({ "Name": "x", "Issuer": "https://issuer.example", "Subject": "repo:a/b:*" });
    ci.world.post(&format!("/api/serviceaccounts/{admin}/oidcidentities/create/v1"), good.clone()).await.is(403);
    let person = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let person = id_of(&ci.world.post("/api/users", person).await.is(201));
    ci.world.post(&format!("/api/serviceaccounts/{person}/oidcidentities/create/v1"), good.clone()).await.is(400);
    let path = format!("/api/serviceaccounts/{}/oidcidentities/create/v1", ci.user);
    for (name, value) in [
        ("Subject", json!("*")),
        ("Subject", json!("*:*/?")),
        ("Subject", json!("")),
        ("Issuer", json!("http://issuer.example")),
        ("Issuer", json!("https://issuer.example/.well-known/openid-configuration")),
        ("Issuer", json!("https://user:pass@issuer.example")),
        ("Name", json!("")),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let reply = ci.world.post(&path, bad.clone()).await;
        assert_eq!(reply.status, 400, "{bad}: {}", reply.text());
    }
    ci.world.post(&path, good).await.is(201);
    // Who may not deal with accounts sees none of it.
    let key = ci.world.account("viewer", &["ProjectView"], Within::default()).await;
    let list = format!("/api/serviceaccounts/{}/oidcidentities/v1", ci.user);
    ci.world.get_as(&key, &list).await.is(403);
    let own = id_of(&ci.world.get_as(&key, "/api/users/me").await.is(200));
    ci.world.get_as(&key, &format!("/api/serviceaccounts/{own}/oidcidentities/v1")).await.is(200);
    assert_eq!(ci.world.send(ADMIN, "GET", &list, "").await.is(200)["Count"], 2);
}
