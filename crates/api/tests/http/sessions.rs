//! How long sessions last, who sees and ends them, and the guest (access.md 1.3, 11).

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::sign_in::{cookies, log_in, pair, with_cookies};
use crate::world::{ADMIN, Reply, World, id_of};

async fn remembered(world: &World, username: &str, password: &str) -> Reply {
    let body = json!({ "Username": username, "Password": password, "RememberMe": true });
    world.send("", "POST", "/api/users/login", body.to_string()).await
}

async fn me(world: &World, cookies: &[String]) -> u16 {
    with_cookies(world, cookies, None, "GET", "/api/users/me", "").await.status.as_u16()
}

async fn person(world: &World, name: &str) -> String {
    let body = json!({ "Username": name, "DisplayName": name, "Password": "Password01" });
    id_of(&world.post("/api/users", body).await.is(201))
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_lives_while_somebody_does() {
    let world = World::new().await;
    let kept = cookies(&log_in(&world, "admin", "a good password").await);
    assert!(!kept[0].contains("Max-Age"), "it goes with the browser");
    for _ in 0..6 {
        world.scratch.clock.advance(SignedDuration::from_mins(19));
        assert_eq!(me(&world, &kept).await, 200);
    }
    world.scratch.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(me(&world, &kept).await, 401);
}

#[tokio::test]
async fn no_session_lives_for_ever() {
    // CVE-2022-2782: the end is kept by the server.
    let world = World::new().await;
    let short = json!({ "MaximumSessionDurationInSeconds": 7200, "SessionTimeoutInSeconds": 3600 });
    world.put("/api/configuration/sessions/values", short).await.is(200);
    let used = cookies(&log_in(&world, "admin", "a good password").await);
    let reply = remembered(&world, "admin", "a good password").await;
    let kept = cookies(&reply);
    assert!(kept.iter().all(|cookie| cookie.contains("Max-Age=7200")), "{kept:?}");
    world.scratch.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(me(&world, &used).await, 200);
    world.scratch.clock.advance(SignedDuration::from_mins(59));
    assert_eq!((me(&world, &used).await, me(&world, &kept).await), (200, 200), "remembered though idle");
    world.scratch.clock.advance(SignedDuration::from_mins(2));
    assert_eq!((me(&world, &used).await, me(&world, &kept).await), (401, 401));
}

#[tokio::test]
async fn shorter_settings_hold_for_sessions_that_are_there() {
    let world = World::new().await;
    let kept = cookies(&remembered(&world, "admin", "a good password").await);
    world.scratch.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(me(&world, &kept).await, 200);
    world.scratch.clock.advance(SignedDuration::from_hours(1));
    world.put("/api/configuration/sessions/values", json!({ "RememberMeEnabled": false })).await.is(200);
    assert_eq!(me(&world, &kept).await, 401);
    assert!(
        cookies(&remembered(&world, "admin", "a good password").await).iter().all(|cookie| !cookie.contains("Max-Age"))
    );
}

#[tokio::test]
async fn one_sees_ones_sessions_and_ends_them_one_by_one() {
    let world = World::new().await;
    person(&world, "ann").await;
    let first = cookies(&log_in(&world, "ann", "Password01").await);
    world.scratch.clock.advance(SignedDuration::from_mins(1));
    let second = cookies(&remembered(&world, "ann", "Password01").await);
    let own = with_cookies(&world, &first, None, "GET", "/api/users/me", "").await.is(200);
    let path = own["Links"]["Sessions"].as_str().expect("a link").to_owned();
    let list = with_cookies(&world, &first, None, "GET", &path, "").await.is(200);
    let flags: Vec<(bool, bool)> = list
        .as_array()
        .expect("sessions")
        .iter()
        .map(|session| (session["IsCurrent"] == true, session["IsRemembered"] == true))
        .collect();
    assert_eq!(flags, [(false, true), (true, false)]);
    assert!(!list.to_string().contains(pair(&first[0]).split_once('=').expect("a value").1), "no cookie is shown");
    let token = pair(&first[1]).split_once('=').expect("a value").1.to_owned();
    let other = list[0]["Links"]["Self"].as_str().expect("a link");
    with_cookies(&world, &first, Some(&token), "DELETE", other, "").await.is(200);
    assert_eq!((me(&world, &first).await, me(&world, &second).await), (200, 401));
    with_cookies(&world, &first, Some(&token), "DELETE", other, "").await.is(404);
}

#[tokio::test]
async fn anothers_sessions_are_for_who_may_edit_accounts() {
    let world = World::new().await;
    let ann = person(&world, "ann").await;
    person(&world, "bob").await;
    let kept = cookies(&log_in(&world, "ann", "Password01").await);
    let bobs = cookies(&log_in(&world, "bob", "Password01").await);
    let token = pair(&bobs[1]).split_once('=').expect("a value").1.to_owned();
    let path = format!("/api/users/{ann}/sessions");
    with_cookies(&world, &bobs, None, "GET", &path, "").await.is(403);
    let list = world.get(&path).await.is(200);
    let one = list[0]["Links"]["Self"].as_str().expect("a link").to_owned();
    with_cookies(&world, &bobs, Some(&token), "DELETE", &one, "").await.is(403);
    with_cookies(&world, &bobs, Some(&token), "PUT", &format!("/api/users/{ann}/revoke-sessions"), "").await.is(403);
    // A session under another account's name is not there.
    let wrong = one.replace(&ann, &id_of(&with_cookies(&world, &bobs, None, "GET", "/api/users/me", "").await.is(200)));
    with_cookies(&world, &bobs, Some(&token), "DELETE", &wrong, "").await.is(404);
    assert_eq!(me(&world, &kept).await, 200);
    world.delete(&one).await.is(200);
    assert_eq!(me(&world, &kept).await, 401);
    assert_eq!(world.get(&path).await.is(200), json!([]));
}

#[tokio::test]
async fn a_token_of_a_session_ends_with_it() {
    let world = World::new().await;
    let kept = cookies(&log_in(&world, "admin", "a good password").await);
    let csrf = pair(&kept[1]).split_once('=').expect("a value").1.to_owned();
    let made = with_cookies(&world, &kept, Some(&csrf), "POST", "/api/users/access-token", "").await.is(200);
    let bearer = format!("Bearer {}", made["AccessToken"].as_str().expect("a token"));
    let ask = async || {
        let request = Request::builder().uri("/api/users/me").header("Authorization", &bearer);
        world.request(request.body(Body::empty()).expect("a request")).await.status.as_u16()
    };
    assert_eq!(ask().await, 200);
    with_cookies(&world, &kept, None, "POST", "/api/users/logout", "").await.is(200);
    assert_eq!(ask().await, 401);
}

#[tokio::test]
async fn disabling_cuts_sessions_however_many_requests_race_with_it() {
    let world = World::new().await;
    let ann = person(&world, "ann").await;
    let kept = cookies(&log_in(&world, "ann", "Password01").await);
    let user = json!({ "Username": "robot", "DisplayName": "Robot", "IsService": true });
    let robot = id_of(&world.post("/api/users", user).await.is(201));
    let key = world.post(&format!("/api/users/{robot}/apikeys"), json!({ "Purpose": "CI" })).await.is(201);
    let key = key["ApiKey"].as_str().expect("a key").to_owned();
    for round in 0..10 {
        for (id, is_active) in [(&ann, false), (&robot, false), (&ann, true), (&robot, true)] {
            let path = format!("/api/users/{id}");
            let mut user = world.get(&path).await.is(200);
            user["IsActive"] = json!(is_active);
            // Requests of both are under way while the account changes.
            let (changed, ..) = tokio::join!(
                world.put(&path, user),
                world.get_as(&key, "/api/users/me"),
                me(&world, &kept),
                world.get_as(&key, "/api/users/me"),
            );
            changed.is(200);
            let expected = if is_active { 200 } else { 401 };
            if *id == robot {
                assert_eq!(world.get_as(&key, "/api/users/me").await.status.as_u16(), expected, "round {round}");
            } else if !is_active {
                assert_eq!(me(&world, &kept).await, 401, "round {round}");
                log_in(&world, "ann", "Password01").await.is(400);
            }
        }
        // Being enabled again does not bring the old session back.
        assert_eq!(me(&world, &kept).await, 401);
    }
}

#[tokio::test]
async fn the_guest_is_outside_until_let_in_and_then_only_looks() {
    let world = World::new().await;
    world.get_as("API-GUEST", "/api/users/me").await.is(401);
    log_in(&world, "guest", "").await.is(400);
    let types = async || {
        let told = world.get_as("", "/api/authentication").await.is(200);
        told["AuthenticationProviders"].as_array().expect("providers").len()
    };
    assert_eq!(types().await, 1);
    world.put("/api/configuration/guest-login/values", json!({ "IsEnabled": true })).await.is(200);
    assert_eq!(types().await, 2);
    let own = world.get_as("API-GUEST", "/api/users/me").await.is(200);
    assert_eq!((&own["Username"], &own["Id"]), (&json!("guest"), &json!("users-guest")));
    let kept = cookies(&log_in(&world, "Guest", "").await);
    assert_eq!(me(&world, &kept).await, 200);
    // Even among the administrators and managers of a space he changes nothing and sees no secrets (CVE-2017-15610).
    for team in ["teams-administrators", "teams-spacemanagers-Spaces-1"] {
        let mut team_now = world.get(&format!("/api/teams/{team}")).await.is(200);
        team_now["MemberUserIds"].as_array_mut().expect("members").push(json!("users-guest"));
        world.put(&format!("/api/teams/{team}"), team_now).await.is(200);
    }
    world.get_as("API-GUEST", "/api/environments").await.is(200);
    for (method, path) in [
        ("POST", "/api/environments"),
        ("PUT", "/api/users/users-guest"),
        ("POST", "/api/users/users-guest/apikeys"),
        ("POST", "/api/users/access-token"),
        ("PUT", "/api/configuration/guest-login/values"),
        ("DELETE", "/api/users/Users-1"),
    ] {
        let reply = world.send("API-GUEST", method, path, "{}").await;
        assert_eq!(reply.status, 403, "{method} {path}: {}", reply.text());
    }
    for path in ["/api/configuration", "/api/licenses/licenses-current", "/api/serverconfiguration"] {
        world.get_as("API-GUEST", path).await.is(403);
    }
    let csrf = pair(&kept[1]).split_once('=').expect("a value").1.to_owned();
    with_cookies(&world, &kept, Some(&csrf), "POST", "/api/environments", r#"{"Name":"X"}"#).await.is(403);
    // Nobody can make him more than that: no password, no other name, no other account of his name.
    let mut guest = world.get("/api/users/users-guest").await.is(200);
    guest["Username"] = json!("ghost");
    world.put("/api/users/users-guest", guest).await.is(400);
    world.delete("/api/users/users-guest").await.is(400);
    world
        .post("/api/users", json!({ "Username": "GUEST", "DisplayName": "x", "Password": "Password01" }))
        .await
        .is(400);
    world.put("/api/configuration/guest-login/values", json!({ "IsEnabled": false })).await.is(200);
    world.get_as("API-GUEST", "/api/users/me").await.is(401);
    assert_eq!(me(&world, &kept).await, 401);
    log_in(&world, "guest", "").await.is(400);
}

#[tokio::test]
async fn guessing_passwords_ends_soon_and_no_spelling_slips_through() {
    // CVE-2022-2778, #4163, #6136.
    let world = World::new().await;
    person(&world, "ann").await;
    for spelling in ["ann", "ANN", " ann", "a\u{0}nn", "ann\u{0}", "Ann", "ann\u{7}", "ann", "ann", "ann"] {
        log_in(&world, spelling, "wrong").await.is(400);
    }
    let banned = log_in(&world, "ann", "Password01").await.is(400);
    assert!(banned["Errors"][0].as_str().expect("words").contains("too many"), "{banned}");
    let events = world.get("/api/events?includeSystem=true&eventCategories=LoginFailed").await.is(200);
    assert_eq!(events["TotalResults"], 10);
    assert!(events["Items"][0]["Message"].as_str().expect("words").contains("further attempts"), "the ban is written");
    world.scratch.clock.advance(SignedDuration::from_mins(10));
    log_in(&world, "ann", "Password01").await.is(200);
}

#[tokio::test]
async fn attempts_at_once_are_counted_before_they_fail() {
    let world = World::new().await;
    person(&world, "ann").await;
    let attempts = (0..30).map(|_| log_in(&world, "ann", "wrong"));
    let replies = futures_util::future::join_all(attempts).await;
    let looked_at = replies.iter().filter(|reply| reply.text().contains("Invalid username")).count();
    assert_eq!(looked_at, 10);
}

#[tokio::test]
async fn signing_in_and_out_is_written_down() {
    let world = World::new().await;
    let kept = cookies(&log_in(&world, "admin", "a good password").await);
    with_cookies(&world, &kept, None, "POST", "/api/users/logout", "").await.is(200);
    let page = world.send(ADMIN, "GET", "/api/events?includeSystem=true&take=2", Body::empty()).await.is(200);
    let seen: Vec<&Value> = page["Items"].as_array().expect("events").iter().map(|event| &event["Category"]).collect();
    assert_eq!(seen, ["LoggedOut", "LoginSucceeded"]);
    assert_eq!(page["Items"][0]["IdentityEstablishedWith"], "Session cookie");
}
