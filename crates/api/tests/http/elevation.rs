//! No one gives more than he has (access.md 8): each test is named after the hole that it keeps closed.

use serde_json::{Value, json};

use crate::world::{Within, World, id_of};

/// An account with permissions at system level beside those in the default space, and its key.
async fn manager(world: &World, name: &str, space: &[&str], system: &[&str]) -> String {
    let key = world.account(name, space, Within::default()).await;
    let role = json!({ "Name": format!("system {name}"), "GrantedSystemPermissions": system });
    let role = id_of(&world.post("/api/userroles", role).await.is(201));
    let own = id_of(&world.get_as(&key, "/api/users/me").await.is(200));
    let team = json!({ "Name": format!("system {name}"), "MemberUserIds": [own] });
    let team = id_of(&world.post("/api/teams", team).await.is(201));
    world.post("/api/scopeduserroles", json!({ "TeamId": team, "UserRoleId": role })).await.is(201);
    key
}

async fn put_as(world: &World, key: &str, path: &str, body: &Value) -> crate::world::Reply {
    world.send(key, "PUT", path, body.to_string()).await
}

async fn post_as(world: &World, key: &str, path: &str, body: &Value) -> crate::world::Reply {
    world.send(key, "POST", path, body.to_string()).await
}

async fn own_id(world: &World, key: &str) -> String {
    id_of(&world.get_as(key, "/api/users/me").await.is(200))
}

#[tokio::test]
async fn who_may_edit_teams_cannot_join_the_administrators() {
    // CVE-2018-5706, #4167.
    let world = World::new().await;
    let key = manager(&world, "teams", &["TeamEdit", "TeamView"], &["TeamEdit", "TeamView"]).await;
    let own = own_id(&world, &key).await;
    let mut team = world.get("/api/teams/teams-administrators").await.is(200);
    team["MemberUserIds"].as_array_mut().expect("members").push(json!(own));
    let reply = put_as(&world, &key, "/api/teams/teams-administrators", &team).await;
    let message = reply.is(403)["ErrorMessage"].as_str().expect("a message").to_owned();
    assert!(message.contains("(AdministerSystem, "), "{message}");
    let after = world.get("/api/teams/teams-administrators").await.is(200);
    assert_eq!(after["MemberUserIds"].as_array().map(Vec::len), Some(1), "nothing happened");
}

#[tokio::test]
async fn who_may_edit_teams_cannot_give_a_role_that_holds_more() {
    let world = World::new().await;
    let key = manager(&world, "teams", &["TeamEdit", "TeamView"], &["TeamEdit", "TeamView"]).await;
    let own = own_id(&world, &key).await;
    let team = id_of(&world.post("/api/teams", json!({ "Name": "T", "MemberUserIds": [own] })).await.is(201));
    for (role, space) in [("userroles-systemadministrator", json!(null)), ("userroles-spacemanager", json!("Spaces-1"))]
    {
        let scoped = json!({ "TeamId": team, "UserRoleId": role, "SpaceId": space });
        post_as(&world, &key, "/api/scopeduserroles", &scoped).await.is(403);
    }
}

#[tokio::test]
async fn who_may_edit_roles_cannot_add_permissions_to_his_own() {
    // CVE-2018-5706: UserRoleEdit was as good as AdministerSystem.
    let world = World::new().await;
    let key = manager(&world, "roles", &["ProjectView"], &["UserRoleEdit", "UserRoleView"]).await;
    let roles = world.get("/api/userroles/all").await.is(200);
    let own =
        roles.as_array().expect("roles").iter().find(|role| role["Name"] == "system roles").expect("his role").clone();
    let mut more = own.clone();
    more["GrantedSystemPermissions"].as_array_mut().expect("permissions").push(json!("AdministerSystem"));
    let path = format!("/api/userroles/{}", id_of(&own));
    put_as(&world, &key, &path, &more).await.is(403);
    let blank = json!({ "Name": "for later", "GrantedSpacePermissions": ["DeploymentCreate"] });
    post_as(&world, &key, "/api/userroles", &blank).await.is(403);
    assert_eq!(world.get(&path).await.is(200)["GrantedSystemPermissions"], own["GrantedSystemPermissions"]);
}

#[tokio::test]
async fn a_scope_counts_as_much_as_a_permission() {
    // #5537: who may do it in one environment cannot let others do it in all.
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let key = world
        .account("lead", &["TeamEdit", "TeamView", "MachineView", "EnvironmentView"], Within::environment(&test))
        .await;
    let narrow = json!({ "Name": "seeing machines", "GrantedSpacePermissions": ["MachineView"] });
    let role = id_of(&world.post("/api/userroles", narrow).await.is(201));
    let team = id_of(&world.post("/api/Spaces-1/teams", json!({ "Name": "T", "SpaceId": "Spaces-1" })).await.is(201));
    let scoped = |environments: Value| json!({ "TeamId": team, "UserRoleId": role, "SpaceId": "Spaces-1", "EnvironmentIds": environments });
    post_as(&world, &key, "/api/Spaces-1/scopeduserroles", &scoped(json!([]))).await.is(403);
    // An environment that he does not see is not there for him.
    post_as(&world, &key, "/api/Spaces-1/scopeduserroles", &scoped(json!([production]))).await.is(400);
    let given = post_as(&world, &key, "/api/Spaces-1/scopeduserroles", &scoped(json!([test]))).await.is(201);
    let path = format!("/api/Spaces-1/scopeduserroles/{}", id_of(&given));
    put_as(&world, &key, &path, &scoped(json!([]))).await.is(403);
}

#[tokio::test]
async fn what_was_there_and_stays_is_nobodys_concern() {
    // #5611: the real server complained about scoped roles that nobody had touched.
    let world = World::new().await;
    let key = manager(&world, "teams", &["TeamEdit", "TeamView"], &["TeamEdit", "TeamView"]).await;
    let mut team = world.get("/api/teams/teams-managers").await.is(200);
    team["Description"] = json!("They manage");
    put_as(&world, &key, "/api/teams/teams-managers", &team).await.is(200);
}

#[tokio::test]
async fn who_may_edit_users_cannot_take_over_a_stronger_account() {
    // #5766: setting a password is as good as being the one.
    let world = World::new().await;
    let key = manager(&world, "users", &["ProjectView"], &["UserEdit", "UserView"]).await;
    let mut admin = world.get("/api/users/me").await.is(200);
    let path = format!("/api/users/{}", id_of(&admin));
    admin["Password"] = json!("Password01");
    put_as(&world, &key, &path, &admin).await.is(403);
    admin["Password"] = json!(null);
    admin["IsActive"] = json!(false);
    put_as(&world, &key, &path, &admin).await.is(403);
    world.send(&key, "DELETE", &path, "").await.is(403);
    let weak = json!({ "Username": "weak", "DisplayName": "Weak", "Password": "Password01" });
    let mut weak = post_as(&world, &key, "/api/users", &weak).await.is(201);
    weak["Password"] = json!("Password02");
    put_as(&world, &key, &format!("/api/users/{}", id_of(&weak)), &weak).await.is(200);
}

#[tokio::test]
async fn the_keys_of_a_person_are_that_persons_alone() {
    let world = World::new().await;
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let ann = id_of(&world.post("/api/users", ann).await.is(201));
    let path = format!("/api/users/{ann}/apikeys");
    world.post(&path, json!({ "Purpose": "to be Ann" })).await.is(403);
    world.get(&path).await.is(403);
}

#[tokio::test]
async fn who_may_edit_users_cannot_make_a_key_for_a_stronger_service() {
    let world = World::new().await;
    let strong = json!({ "Username": "strong", "DisplayName": "Strong", "IsService": true });
    let strong = id_of(&world.post("/api/users", strong).await.is(201));
    let mut team = world.get("/api/teams/teams-managers").await.is(200);
    team["MemberUserIds"] = json!([strong]);
    world.put("/api/teams/teams-managers", team).await.is(200);
    let key = manager(&world, "users", &["ProjectView"], &["UserEdit", "UserView"]).await;
    post_as(&world, &key, &format!("/api/users/{strong}/apikeys"), &json!({ "Purpose": "more" })).await.is(403);
}

#[tokio::test]
async fn a_key_cannot_make_one_that_outlives_it() {
    // CVE-2026-3236.
    let world = World::new().await;
    let ci = json!({ "Username": "ci", "DisplayName": "CI", "IsService": true });
    let ci = id_of(&world.post("/api/users", ci).await.is(201));
    let path = format!("/api/users/{ci}/apikeys");
    let short = json!({ "Purpose": "short", "Expires": "2026-02-01T00:00:00.000+00:00" });
    let short = world.post(&path, short).await.is(201)["ApiKey"].as_str().expect("a key").to_owned();
    let long = json!({ "Purpose": "long", "Expires": "2026-02-01T00:00:00.001+00:00" });
    post_as(&world, &short, &path, &long).await.is(400);
    let unsaid = post_as(&world, &short, &path, &json!({ "Purpose": "unsaid" })).await.is(201);
    assert_eq!(unsaid["Expires"], "2026-02-01T00:00:00.000+00:00");
}

#[tokio::test]
async fn a_key_cannot_set_the_password_of_its_own_account() {
    // What CVE-2026-3236 did with tokens, a password would do, too.
    let world = World::new().await;
    let mut own = world.get("/api/users/me").await.is(200);
    own["Password"] = json!("Password01");
    world.put(&format!("/api/users/{}", id_of(&own)), own).await.is(400);
}

#[tokio::test]
async fn a_weakened_built_in_role_does_not_make_its_team_harmless() {
    // CVE-2026-102478: weaken the role, join the team, let others restore the role.
    let world = World::new().await;
    let mut role = world.get("/api/userroles/userroles-systemmanager").await.is(200);
    role["GrantedSystemPermissions"] = json!(["TeamView"]);
    // Even if an administrator has weakened it himself,
    world.put("/api/userroles/userroles-systemmanager", role.clone()).await.is(200);
    let key = manager(&world, "teams", &["TeamEdit", "TeamView"], &["TeamEdit", "TeamView", "UserRoleEdit"]).await;
    let own = own_id(&world, &key).await;
    let mut team = world.get("/api/teams/teams-managers").await.is(200);
    team["MemberUserIds"] = json!([own]);
    // nobody who is weaker than the role is documented to be can join.
    put_as(&world, &key, "/api/teams/teams-managers", &team).await.is(403);
}

#[tokio::test]
async fn a_role_cannot_be_weakened_by_who_does_not_hold_it() {
    let world = World::new().await;
    let key = manager(&world, "roles", &["ProjectView"], &["UserRoleEdit", "UserRoleView"]).await;
    let mut role = world.get("/api/userroles/userroles-systemmanager").await.is(200);
    role["GrantedSystemPermissions"] = json!(["UserRoleView"]);
    put_as(&world, &key, "/api/userroles/userroles-systemmanager", &role).await.is(403);
}

#[tokio::test]
async fn the_role_of_the_administrators_is_frozen_in_any_spelling() {
    let world = World::new().await;
    let mut role = world.get("/api/userroles/userroles-systemadministrator").await.is(200);
    role["GrantedSystemPermissions"] = json!(["TeamView"]);
    for id in ["userroles-systemadministrator", "UserRoles-SystemAdministrator"] {
        world.put(&format!("/api/userroles/{id}"), role.clone()).await.is(400);
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    // #6293 and US-15: the door that must stay open.
    let world = World::new().await;
    let mut team = world.get("/api/teams/teams-administrators").await.is(200);
    let admin = team["MemberUserIds"][0].clone();
    team["MemberUserIds"] = json!([]);
    world.put("/api/teams/teams-administrators", team.clone()).await.is(400);
    let robot = json!({ "Username": "robot", "DisplayName": "Robot", "IsService": true });
    let robot = id_of(&world.post("/api/users", robot).await.is(201));
    // A program cannot sign in to mend anything.
    team["MemberUserIds"] = json!([robot]);
    world.put("/api/teams/teams-administrators", team.clone()).await.is(400);
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let mut ann = world.post("/api/users", ann).await.is(201);
    team["MemberUserIds"] = json!([admin, id_of(&ann)]);
    world.put("/api/teams/teams-administrators", team.clone()).await.is(200);
    ann["IsActive"] = json!(false);
    world.put(&format!("/api/users/{}", id_of(&ann)), ann.clone()).await.is(200);
    team["MemberUserIds"] = json!([id_of(&ann)]);
    world.put("/api/teams/teams-administrators", team).await.is(400);
}

#[tokio::test]
async fn malformed_requests_fail_before_anything_is_judged() {
    // CVE-2019-19376.
    let world = World::new().await;
    let key = manager(&world, "teams", &["TeamEdit", "TeamView"], &["TeamEdit", "TeamView"]).await;
    world.send(&key, "PUT", "/api/teams/teams-administrators", "{").await.is(400);
    let body = json!({ "Name": "Octopus Administrators", "MemberUserIds": ["Users-99"] });
    put_as(&world, &key, "/api/teams/teams-administrators", &body).await.is(400);
}

#[tokio::test]
async fn a_refused_change_has_not_happened() {
    // CVE-2026-4881 applied the change and then reported the refusal.
    let world = World::new().await;
    let before = world.get("/api/events?includeSystem=true&take=1").await.is(200)["Items"][0]["Id"].clone();
    let mut team = world.get("/api/teams/teams-administrators").await.is(200);
    team["MemberUserIds"] = json!([]);
    team["Description"] = json!("empty");
    world.put("/api/teams/teams-administrators", team).await.is(400);
    let after = world.get("/api/teams/teams-administrators").await.is(200);
    assert_eq!((&after["Description"], after["MemberUserIds"].as_array().map(Vec::len)), (&json!(""), Some(1)));
    assert_eq!(world.get("/api/events?includeSystem=true&take=1").await.is(200)["Items"][0]["Id"], before);
}

#[tokio::test]
async fn what_restricts_a_role_cannot_be_deleted() {
    // An emptied list would mean everything (access.md 5.2).
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let team = id_of(&world.post("/api/Spaces-1/teams", json!({ "Name": "T", "SpaceId": "Spaces-1" })).await.is(201));
    let scoped = json!({ "TeamId": team, "UserRoleId": "userroles-projectviewer", "EnvironmentIds": [environment] });
    world.post("/api/Spaces-1/scopeduserroles", scoped).await.is(201);
    world.delete(&format!("/api/environments/{environment}")).await.is(400);
}

#[tokio::test]
async fn hidden_teams_and_roles_of_other_spaces_are_not_there() {
    // CVE-2022-2828: a team's data by its id.
    let world = World::new().await;
    let key = world.account("viewer", &["TeamView", "TeamEdit"], Within::default()).await;
    let hidden = world.get_as(&key, "/api/teams/teams-administrators").await;
    let nothing = world.get_as(&key, "/api/teams/Teams-99").await;
    assert_eq!(hidden.status, 404);
    assert_eq!(hidden.text().replace("teams-administrators", "Teams-99"), nothing.text());
    world.send(&key, "PUT", "/api/teams/teams-administrators", "{}").await.is(404);
}

#[tokio::test]
async fn a_whole_team_is_restricted_in_one_call_or_not_at_all() {
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let team = id_of(&world.post("/api/Spaces-1/teams", json!({ "Name": "T", "SpaceId": "Spaces-1" })).await.is(201));
    for role in ["userroles-projectviewer", "userroles-deploymentcreator"] {
        world.post("/api/scopeduserroles", json!({ "TeamId": team, "UserRoleId": role })).await.is(201);
    }
    let path = format!("/api/Spaces-1/teams/{team}/restriction");
    // Who holds less than the team cannot take it away, either.
    let key = world.account("weak", &["TeamEdit", "TeamView", "EnvironmentView"], Within::default()).await;
    put_as(&world, &key, &path, &json!({ "EnvironmentIds": [environment] })).await.is(403);
    world.put(&path, json!({ "EnvironmentIds": [environment] })).await.is(200);
    let held = world.get(&format!("/api/teams/{team}/scopeduserroles")).await.is(200);
    let lists: Vec<&Value> =
        held["Items"].as_array().expect("roles").iter().map(|role| &role["EnvironmentIds"]).collect();
    assert_eq!(lists, [&json!([environment]), &json!([environment])]);
    world.put(&path, json!({ "EnvironmentIds": ["Environments-99"] })).await.is(400);
    assert_eq!(world.get(&format!("/api/teams/{team}/scopeduserroles")).await.is(200), held);
}
