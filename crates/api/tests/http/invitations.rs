//! Invitations and the accounts that come of them (access.md 12).

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::sign_in::{cookies, with_cookies};
use crate::world::{Reply, World, id_of};

async fn invite(world: &World, teams: &[&str]) -> Value {
    world.post("/api/users/invitations", json!({ "AddToTeamIds": teams, "SpaceId": "Spaces-1" })).await.is(201)
}

async fn register(world: &World, code: &str, name: &str) -> Reply {
    let body = json!({ "Username": name, "DisplayName": name, "Password": "Password01", "InvitationCode": code });
    world.send("", "POST", "/api/users/register", body.to_string()).await
}

fn code(invitation: &Value) -> String {
    invitation["InvitationCode"].as_str().expect("a code").to_owned()
}

async fn members(world: &World, team: &str) -> Vec<Value> {
    let team = world.get(&format!("/api/teams/{team}")).await.is(200);
    team["MemberUserIds"].as_array().expect("members").clone()
}

#[tokio::test]
async fn whoever_was_invited_makes_an_account_and_is_signed_in() {
    let world = World::new().await;
    let team = id_of(&world.post("/api/teams", json!({ "Name": "Watchers" })).await.is(201));
    let invitation = invite(&world, &[&team]).await;
    assert_eq!(invitation["Expires"], "2026-01-04T03:04:05.000+00:00", "48 hours");
    let shown = world.get(invitation["Links"]["Self"].as_str().expect("a link")).await;
    assert!(!shown.text().contains(&code(&invitation)), "the code is shown once");
    let reply = register(&world, &code(&invitation), "ann").await;
    let kept = cookies(&reply);
    let user = reply.is(201);
    assert_eq!(with_cookies(&world, &kept, None, "GET", "/api/users/me", "").await.is(200)["Id"], user["Id"]);
    assert_eq!(members(&world, &team).await, [user["Id"].clone()]);
    let events = world.get("/api/events?includeSystem=true&take=1000").await.text();
    assert!(events.contains("by invitation") && !events.contains(&code(&invitation)));
}

#[tokio::test]
async fn a_code_is_used_once_however_many_bring_it_at_once() {
    // CVE-2022-1670.
    let world = World::new().await;
    let code = code(&invite(&world, &[]).await);
    let (a, b, c) =
        tokio::join!(register(&world, &code, "a"), register(&world, &code, "b"), register(&world, &code, "c"));
    let made = [a, b, c].iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 1);
    register(&world, &code, "d").await.is(400);
    assert_eq!(world.get("/api/users/all").await.is(200).as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_code_that_does_not_hold_makes_nobody() {
    let world = World::new().await;
    let made = invite(&world, &[]).await;
    for wrong in ["", "x", "INVITE-", &code(&made).to_lowercase(), made["Id"].as_str().expect("an id")] {
        register(&world, wrong, "ann").await.is(400);
    }
    // A name that is taken does not use the code up.
    register(&world, &code(&made), "admin").await.is(400);
    world.scratch.clock.advance(SignedDuration::from_hours(48));
    register(&world, &code(&made), "ann").await.is(400);
    world.get(made["Links"]["Self"].as_str().expect("a link")).await.is(404);
    assert_eq!(world.get("/api/users/all").await.is(200).as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn nobody_invites_into_more_than_he_has() {
    // CVE-2017-15611.
    let world = World::new().await;
    let inviter = world.system_account("inviter", &["UserInvite", "TeamView"]).await;
    let ask = async |teams: Value| {
        let body = json!({ "AddToTeamIds": teams }).to_string();
        world.send(&inviter, "POST", "/api/users/invitations", body).await
    };
    ask(json!(["teams-administrators"])).await.is(403);
    ask(json!(["teams-managers"])).await.is(403);
    ask(json!(["TEAMS-ADMINISTRATORS"])).await.is(400);
    ask(json!(["teams-everyone"])).await.is(400);
    ask(json!(["teams-spacemanagers-Spaces-1"])).await.is(400);
    ask(json!([])).await.is(201);
    let blind = world.system_account("blind", &["TeamView"]).await;
    world.send(&blind, "POST", "/api/users/invitations", "{}").await.is(403);
}

#[tokio::test]
async fn what_the_inviter_may_give_is_judged_again_when_the_code_is_used() {
    let world = World::new().await;
    let inviter = world.system_account("inviter", &["UserInvite", "TeamView"]).await;
    let team = id_of(&world.post("/api/teams", json!({ "Name": "Harmless" })).await.is(201));
    let body = json!({ "AddToTeamIds": [team] }).to_string();
    let made = world.send(&inviter, "POST", "/api/users/invitations", body).await.is(201);
    let other = world.send(&inviter, "POST", "/api/users/invitations", "{}").await.is(201);
    // The team becomes more than its inviter is.
    let role = json!({ "TeamId": team, "UserRoleId": "userroles-spacemanager", "SpaceId": "Spaces-1" });
    world.post("/api/scopeduserroles", role).await.is(201);
    register(&world, &code(&made), "ann").await.is(403);
    assert!(members(&world, &team).await.is_empty());
    assert_eq!(world.get("/api/users?filter=ann").await.is(200)["TotalResults"], 0, "denied means nothing happened");
    // And an inviter who is no more has invited nobody.
    let mut user = world.get_as(&inviter, "/api/users/me").await.is(200);
    user["IsActive"] = json!(false);
    world.put(&format!("/api/users/{}", id_of(&user)), user).await.is(200);
    register(&world, &code(&other), "ann").await.is(400);
}

#[tokio::test]
async fn invitations_are_listed_and_withdrawn() {
    let world = World::new().await;
    let first = world.post("/api/users/invitations", json!({ "AddToTeamIds": [] })).await.is(201);
    let second = world.post("/api/users/invitations", json!({ "AddToTeamIds": [] })).await.is(201);
    let page = world.get("/api/users/invitations").await;
    let both = [id_of(&second), id_of(&first)];
    assert_eq!(crate::world::ids(&page.is(200)), both);
    for made in [&first, &second] {
        let code = made["InvitationCode"].as_str().expect("a code");
        assert!(!page.text().contains(code), "a code is shown once: {}", page.text());
    }
    let path = format!("/api/users/invitations/{}", both[1]);
    world.delete(&path).await.is(200);
    world.delete(&path).await.is(404);
    assert_eq!(crate::world::ids(&world.get("/api/users/invitations").await.is(200)), [both[0].as_str()]);
    let code = first["InvitationCode"].as_str().expect("a code");
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01", "InvitationCode": code });
    world.send("", "POST", "/api/users/register", ann.to_string()).await.is(400);
    let told = world.get(&format!("/api/events?includeSystem=true&regarding={}&take=1", both[1])).await.is(200);
    assert_eq!(told["Items"][0]["Category"], "Deleted", "{told}");
    // What has expired is not there any more.
    world.scratch.clock.advance(SignedDuration::from_hours(49));
    assert_eq!(world.get("/api/users/invitations").await.is(200)["TotalResults"], 0);
}
