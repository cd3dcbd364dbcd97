//! Signing in with a name and password, cookies, and the token against forged requests (http-api.md 1.7).

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::world::{Reply, World, id_of};

/// What a browser keeps of an answer: the pairs of its cookies.
pub(crate) fn cookies(reply: &Reply) -> Vec<String> {
    let set = reply.headers.get_all("set-cookie").iter();
    set.map(|cookie| cookie.to_str().expect("a readable cookie").to_owned()).collect()
}

pub(crate) fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap_or_default()
}

pub(crate) async fn log_in(world: &World, username: &str, password: &str) -> Reply {
    let body = json!({ "Username": username, "Password": password, "State": { "UsingSecureConnection": false } });
    world.send("", "POST", "/api/users/login", body.to_string()).await
}

pub(crate) async fn with_cookies(
    world: &World,
    cookies: &[String],
    token: Option<&str>,
    method: &str,
    path: &str,
    body: &str,
) -> Reply {
    let pairs: Vec<&str> = cookies.iter().map(|cookie| pair(cookie)).collect();
    let mut request = Request::builder().method(method).uri(path).header("Cookie", pairs.join("; "));
    if let Some(token) = token {
        request = request.header("X-Octopus-Csrf-Token", token);
    }
    world.request(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn a_session_has_a_hidden_cookie_and_just_one_for_the_token() {
    let world = World::new().await;
    let reply = log_in(&world, " ADMIN", "a good password").await;
    assert_eq!(reply.is(200)["IsRequestor"], true);
    let cookies = cookies(&reply);
    let installation = world.get("/api").await.json()["InstallationId"].as_str().expect("an id").to_owned();
    assert_eq!(cookies.len(), 2);
    assert!(cookies[0].starts_with(&format!("OctopusIdentificationToken_{installation}=")));
    assert!(cookies[0].contains("HttpOnly") && cookies[0].contains("SameSite=Lax"));
    assert!(cookies[1].starts_with(&format!("Octopus-Csrf-Token_{installation}=")));
    assert!(!cookies[1].contains("HttpOnly"));
    with_cookies(&world, &cookies, None, "GET", "/api/users/me", "").await.is(200);
}

#[tokio::test]
async fn a_changing_request_of_a_session_must_repeat_the_token() {
    let world = World::new().await;
    let cookies = cookies(&log_in(&world, "admin", "a good password").await);
    let token = pair(&cookies[1]).split_once('=').expect("a value").1.to_owned();
    let session = pair(&cookies[0]).split_once('=').expect("a value").1.to_owned();
    let body = json!({ "Name": "Test" }).to_string();
    // CVE-2022-2783: the session's own value is no token.
    for wrong in [None, Some("x"), Some(session.as_str())] {
        let reply = with_cookies(&world, &cookies, wrong, "POST", "/api/environments", &body).await;
        assert_eq!(reply.is(400)["Errors"][0], "A required anti-forgery token was not supplied or was invalid.");
    }
    with_cookies(&world, &cookies, Some(&token), "POST", "/api/environments", &body).await.is(201);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let world = World::new().await;
    let cookies = cookies(&log_in(&world, "admin", "a good password").await);
    with_cookies(&world, &cookies, None, "POST", "/api/users/logout", "").await.is(200);
    with_cookies(&world, &cookies, None, "GET", "/api/users/me", "").await.is(401);
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let world = World::new().await;
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let mut ann = world.post("/api/users", ann).await.is(201);
    let cookies = cookies(&log_in(&world, "ann", "Password01").await);
    with_cookies(&world, &cookies, None, "GET", "/api/users/me", "").await.is(200);
    ann["Password"] = json!("Password02");
    world.put(&format!("/api/users/{}", id_of(&ann)), ann.clone()).await.is(200);
    with_cookies(&world, &cookies, None, "GET", "/api/users/me", "").await.is(401);
    log_in(&world, "ann", "Password01").await.is(400);
    log_in(&world, "ann", "Password02").await.is(200);
    assert!(!world.get("/api/users/all").await.text().contains("Password0"));
}

#[tokio::test]
async fn the_answer_to_a_bad_sign_in_does_not_tell_who_exists() {
    let world = World::new().await;
    let wrong = log_in(&world, "admin", "wrong").await;
    let nobody = log_in(&world, "nobody", "wrong").await;
    assert_eq!((wrong.status, wrong.text()), (nobody.status, nobody.text()));
    assert_eq!(wrong.is(400)["Errors"][0], "Invalid username or password.");
}

#[tokio::test]
async fn sessions_can_be_ended_from_elsewhere() {
    let world = World::new().await;
    let reply = log_in(&world, "admin", "a good password").await;
    let path = format!("/api/users/{}/revoke-sessions", id_of(&reply.json()));
    world.put(&path, json!({})).await.is(200);
    with_cookies(&world, &cookies(&reply), None, "GET", "/api/users/me", "").await.is(401);
}

#[tokio::test]
async fn a_sign_in_page_learns_how_one_can_sign_in() {
    let world = World::new().await;
    let told = world.send("", "GET", "/api/authentication", "").await.is(200);
    assert_eq!(told["AuthenticationProviders"][0]["IdentityType"], "UsernamePassword");
    assert_eq!(told["AuthenticationProviders"][0]["FormsLoginEnabled"], true);
}

#[tokio::test]
async fn guessing_ends_after_ten_failures_and_the_audit_says_so() {
    let world = World::new().await;
    for _ in 0..10 {
        log_in(&world, "admin", "wrong").await.is(400);
    }
    let refused = log_in(&world, "admin", "a good password").await.is(400);
    assert!(refused["Errors"][0].as_str().expect("a reason").starts_with("There were too many failed attempts"));
    assert!(
        world.get("/api/events?includeSystem=true&take=1000").await.text().contains("and further attempts for a while")
    );
    world.scratch.clock.advance(jiff::SignedDuration::from_mins(10));
    log_in(&world, "admin", "a good password").await.is(200);
}

#[tokio::test]
async fn one_can_sign_in_with_an_address_that_is_ones_own_alone() {
    let world = World::new().await;
    let account = |name: &str| json!({ "Username": name, "DisplayName": name, "EmailAddress": "Ann@Example.com", "Password": "Password01" });
    world.post("/api/users", account("ann")).await.is(201);
    log_in(&world, "ann@example.com", "Password01").await.is(200);
    world.post("/api/users", account("ann2")).await.is(201);
    log_in(&world, "ann@example.com", "Password01").await.is(400);
}

#[tokio::test]
async fn a_disabled_account_is_told_so_only_with_its_password() {
    let world = World::new().await;
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01", "IsActive": false });
    world.post("/api/users", ann).await.is(201);
    let told = |reply: Reply| reply.is(400)["Errors"][0].clone();
    assert_eq!(told(log_in(&world, "ann", "wrong").await), "Invalid username or password.");
    assert_ne!(told(log_in(&world, "ann", "Password01").await), "Invalid username or password.");
}
