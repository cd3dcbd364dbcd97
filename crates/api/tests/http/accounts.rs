//! Accounts, keys, teams and roles as clients use them (http-api.md 3).

use serde_json::{Value, json};

use crate::world::{Within, World, id_of, ids};

/// Makes a service account and gives its id.
async fn service(world: &World, name: &str) -> String {
    let body = json!({ "Username": name, "DisplayName": name, "IsService": true });
    id_of(&world.post("/api/users", body).await.is(201))
}

/// Makes a key and gives its text.
async fn key(world: &World, user: &str) -> String {
    let made = world.post(&format!("/api/users/{user}/apikeys"), json!({ "Purpose": "CI" })).await.is(201);
    made["ApiKey"].as_str().expect("the key's text").to_owned()
}

#[tokio::test]
async fn a_service_account_gets_a_role_and_uses_it_with_its_key() {
    // The way of the CI account (access.md 10): user, role, team, scoped role, key.
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let user = service(&world, "ci").await;
    let role = json!({ "Name": "CI", "GrantedSpacePermissions": ["EnvironmentView", "taskview", "TaskViewLog"], "GrantedSystemPermissions": [] });
    let role = world.post("/api/userroles", role).await.is(201);
    assert_eq!(role["GrantedSpacePermissions"], json!(["EnvironmentView", "TaskView"]));
    assert_eq!(role["SupportedRestrictions"], json!(["Environments", "ProjectGroups", "Projects", "Tenants"]));
    let team = json!({ "Name": "CI", "MemberUserIds": [user], "SpaceId": "Spaces-1" });
    let team = id_of(&world.post("/api/Spaces-1/teams", team).await.is(201));
    let key = key(&world, &user).await;
    world.get_as(&key, "/api/Spaces-1/environments").await.is(404);
    let scoped =
        json!({ "TeamId": team, "UserRoleId": role["Id"], "SpaceId": "Spaces-1", "EnvironmentIds": [environment] });
    let scoped = world.post("/api/scopeduserroles", scoped).await.is(201);
    world.environment("Production").await;
    assert_eq!(
        ids(&world.get_as(&key, "/api/Spaces-1/environments").await.is(200)),
        std::slice::from_ref(&environment)
    );
    let own = world.get_as(&key, "/api/users/me").await.is(200);
    assert_eq!((&own["Id"], &own["IsRequestor"], &own["IsService"]), (&json!(user), &json!(true), &json!(true)));
    let spaces = world.get_as(&key, &format!("/api/users/{user}/spaces")).await.is(200);
    assert_eq!(spaces[0]["Id"], "Spaces-1");
    let permissions = world.get_as(&key, &format!("/api/users/{user}/permissions")).await.is(200);
    assert_eq!(
        permissions["SpacePermissions"]["EnvironmentView"][0]["RestrictedToEnvironmentIds"],
        json!([environment])
    );
    assert_eq!(permissions["IsPermissionsComplete"], true);
    let of_team = world.get(&format!("/api/teams/{team}/scopeduserroles")).await.is(200);
    assert_eq!(ids(&of_team), [id_of(&scoped)]);
    world.delete(&format!("/api/scopeduserroles/{}", id_of(&scoped))).await.is(200);
    world.get_as(&key, "/api/Spaces-1/environments").await.is(404);
}

#[tokio::test]
async fn a_key_is_shown_once_and_then_only_its_hint() {
    let world = World::new().await;
    let user = service(&world, "ci").await;
    let path = format!("/api/users/{user}/apikeys");
    let made = world.post(&path, json!({ "Purpose": "CI", "Expires": null })).await.is(201);
    let text = made["ApiKey"].as_str().expect("the key's text").to_owned();
    assert!(
        text.starts_with("API-") && text[4..].bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    );
    let listed = world.get(&path).await;
    assert!(!listed.text().contains(&text));
    let item = listed.json()["Items"][0].clone();
    assert_eq!(item["ApiKey"], json!({ "HasValue": true, "NewValue": null, "Hint": &text[..12] }));
    let one = world.get(&format!("{path}/{}", id_of(&item))).await.is(200);
    assert_eq!(one["ApiKey"]["HasValue"], true);
    world.get_as(&text, "/api/users/me").await.is(200);
    world.delete(&format!("{path}/{}", id_of(&item))).await.is(200);
    world.get_as(&text, "/api/users/me").await.is(401);
    let events = world.get("/api/events?includeSystem=true&take=1000").await.text();
    assert!(events.contains(&text[..12]), "the audit names the key by its hint");
    assert!(!events.contains(&text), "the audit holds no key");
}

#[tokio::test]
async fn a_key_needs_a_purpose_and_a_time_to_come() {
    let world = World::new().await;
    let user = service(&world, "ci").await;
    let path = format!("/api/users/{user}/apikeys");
    world.post(&path, json!({ "Purpose": " " })).await.is(400);
    world.post(&path, json!({ "Purpose": "CI", "Expires": "2020-01-01T00:00:00Z" })).await.is(400);
    let other = service(&world, "other").await;
    let made = id_of(&world.post(&path, json!({ "Purpose": "CI" })).await.is(201));
    world.get(&format!("/api/users/{other}/apikeys/{made}")).await.is(400);
}

#[tokio::test]
async fn a_disabled_account_is_cut_at_once() {
    let world = World::new().await;
    let user = service(&world, "ci").await;
    let key = key(&world, &user).await;
    world.get_as(&key, "/api/users/me").await.is(200);
    let mut account = world.get(&format!("/api/users/{user}")).await.is(200);
    account["IsActive"] = json!(false);
    world.put(&format!("/api/users/{user}"), account.clone()).await.is(200);
    world.get_as(&key, "/api/users/me").await.is(401);
    account["IsActive"] = json!(true);
    world.put(&format!("/api/users/{user}"), account).await.is(200);
    world.get_as(&key, "/api/users/me").await.is(200);
}

#[tokio::test]
async fn a_deleted_account_takes_its_keys_and_memberships_with_it() {
    let world = World::new().await;
    let user = service(&world, "ci").await;
    let key = key(&world, &user).await;
    let team = json!({ "Name": "CI", "MemberUserIds": [user] });
    let team = id_of(&world.post("/api/teams", team).await.is(201));
    world.delete(&format!("/api/users/{user}")).await.is(200);
    world.get_as(&key, "/api/users/me").await.is(401);
    assert_eq!(world.get(&format!("/api/teams/{team}")).await.is(200)["MemberUserIds"], json!([]));
    world.get(&format!("/api/users/{user}")).await.is(404);
}

#[tokio::test]
async fn accounts_are_found_by_parts_of_their_names() {
    let world = World::new().await;
    let body = json!({ "Username": "ann", "DisplayName": "Ann Lee", "EmailAddress": "Lee@Example.com", "Password": "Password01" });
    let ann = id_of(&world.post("/api/users", body).await.is(201));
    service(&world, "robot").await;
    for filter in ["ANN", "lee", "example", "ann%20l"] {
        assert_eq!(
            ids(&world.get(&format!("/api/users?filter={filter}")).await.is(200)),
            std::slice::from_ref(&ann),
            "{filter}"
        );
    }
    assert_eq!(ids(&world.get("/api/users?filter=%25").await.is(200)), Vec::<String>::new());
    assert_eq!(world.get("/api/users?isServiceAccount=True").await.is(200)["TotalResults"], 1);
    assert_eq!(world.get("/api/users/all").await.is(200).as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn accounts_that_break_the_rules_are_refused() {
    let world = World::new().await;
    let cases = [
        json!({ "Username": "", "DisplayName": "x" }),
        json!({ "Username": "Admin ", "DisplayName": "x" }),
        json!({ "Username": "system", "DisplayName": "x" }),
        json!({ "Username": "a\u{0}b", "DisplayName": "x" }),
        json!({ "Username": "a".repeat(65), "DisplayName": "x" }),
        json!({ "Username": "ann", "DisplayName": "" }),
        json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password" }),
        json!({ "Username": "ann", "DisplayName": "Ann", "EmailAddress": "nowhere" }),
        json!({ "Username": "ann", "DisplayName": "Ann", "IsService": true, "Password": "Password01" }),
    ];
    for case in cases {
        let text = case.to_string();
        let reply = world.post("/api/users", case).await;
        assert_eq!(reply.status, 400, "{text}: {}", reply.text());
    }
}

#[tokio::test]
async fn ones_own_profile_is_ones_own_to_change() {
    let world = World::new().await;
    let key = world.account("plain", &["EnvironmentView"], Within::default()).await;
    let mut own = world.get_as(&key, "/api/users/me").await.is(200);
    let path = format!("/api/users/{}", id_of(&own));
    own["DisplayName"] = json!("Somebody else");
    let changed = world.send(&key, "PUT", &path, own.to_string()).await.is(200);
    assert_eq!(changed["DisplayName"], "Somebody else");
    own["IsActive"] = json!(false);
    world.send(&key, "PUT", &path, own.to_string()).await.is(400);
    let admin = world.get("/api/users/me").await.is(200);
    world.get_as(&key, &format!("/api/users/{}", id_of(&admin))).await.is(403);
    world.send(&key, "PUT", &format!("/api/users/{}", id_of(&admin)), admin.to_string()).await.is(403);
}

#[tokio::test]
async fn whoever_holds_the_data_can_let_an_administrator_in_again() {
    // access.md 8, rule 5; #6293.
    let world = World::new().await;
    let restore = async |name: &str, password: Option<&str>| {
        let given = password.map(str::to_owned);
        pulpo_app::administrator::restore(&world.scratch.store, name.to_owned(), given).await
    };
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let mut ann = world.post("/api/users", ann).await.is(201);
    ann["IsActive"] = json!(false);
    world.put(&format!("/api/users/{}", id_of(&ann)), ann.clone()).await.is(200);
    assert_eq!(restore("Ann", Some("Password02")).await.expect("restored").password, None);
    let made = restore("somebody", None).await.expect("restored");
    for (name, password) in [("ann", "Password02"), ("somebody", made.password.as_deref().expect("a password"))] {
        let body = json!({ "Username": name, "Password": password });
        let reply = world.send("", "POST", "/api/users/login", body.to_string()).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.text());
    }
    let members = world.get("/api/teams/teams-administrators").await.is(200)["MemberUserIds"].clone();
    assert_eq!(members.as_array().map(Vec::len), Some(3));
    let told = world.get("/api/events?includeSystem=true&regarding=teams-administrators&take=1").await.is(200);
    assert!(told["Items"][0]["Message"].as_str().expect("words").contains("at the server's command line"), "{told}");
    let robot = json!({ "Username": "robot", "DisplayName": "Robot", "IsService": true });
    world.post("/api/users", robot).await.is(201);
    assert!(restore("robot", None).await.is_err(), "a program cannot sign in");
    assert!(restore("weak", Some("weak")).await.is_err(), "the policy holds here, too");
}

#[tokio::test]
async fn built_in_teams_keep_their_locks() {
    let world = World::new().await;
    let user = service(&world, "ci").await;
    let change = |team: &str, name: &str, value: Value| {
        let (path, name) = (format!("/api/teams/{team}"), name.to_owned());
        let world = &world;
        async move {
            let mut team = world.get(&path).await.is(200);
            team[name] = value;
            world.put(&path, team).await
        }
    };
    change("teams-everyone", "MemberUserIds", json!([user])).await.is(400);
    change("teams-everyone", "Name", json!("All")).await.is(400);
    change("teams-administrators", "Name", json!("Admins")).await.is(400);
    change("teams-managers", "MemberUserIds", json!([user])).await.is(200);
    for team in ["teams-everyone", "teams-administrators", "teams-managers", "teams-spacemanagers-Spaces-1"] {
        world.delete(&format!("/api/teams/{team}")).await.is(400);
    }
    let scoped =
        json!({ "TeamId": "teams-administrators", "UserRoleId": "userroles-projectviewer", "SpaceId": "Spaces-1" });
    world.post("/api/scopeduserroles", scoped).await.is(400);
}

#[tokio::test]
async fn roles_land_on_the_level_they_belong_to() {
    let world = World::new().await;
    let system = id_of(&world.post("/api/teams", json!({ "Name": "S" })).await.is(201));
    let of_space = json!({ "Name": "P", "SpaceId": "Spaces-1" });
    let of_space = id_of(&world.post("/api/Spaces-1/teams", of_space).await.is(201));
    let give = |team: &str, role: &str, space: Value| {
        world.post("/api/scopeduserroles", json!({ "TeamId": team, "UserRoleId": role, "SpaceId": space }))
    };
    // US-08: system permissions alone go to system teams only, and at system level whatever was sent.
    give(&of_space, "userroles-systemmanager", json!(null)).await.is(400);
    assert_eq!(give(&system, "userroles-systemmanager", json!("Spaces-1")).await.is(201)["SpaceId"], Value::Null);
    give(&system, "userroles-projectviewer", json!(null)).await.is(400);
    give(&system, "userroles-projectviewer", json!("Spaces-9")).await.is(404);
    assert_eq!(give(&of_space, "userroles-projectviewer", json!(null)).await.is(201)["SpaceId"], "Spaces-1");
    let unknown =
        json!({ "TeamId": of_space, "UserRoleId": "userroles-projectviewer", "EnvironmentIds": ["Environments-77"] });
    world.post("/api/scopeduserroles", unknown).await.is(400);
}

#[tokio::test]
async fn a_role_is_made_of_permissions_that_exist() {
    let world = World::new().await;
    for (space, system) in [
        (json!(["Fly"]), json!([])),
        (json!(["SpaceCreate"]), json!([])),
        (json!([]), json!(["ProjectView"])),
        (json!([]), json!([])),
    ] {
        let role = json!({ "Name": "R", "GrantedSpacePermissions": space, "GrantedSystemPermissions": system });
        world.post("/api/userroles", role).await.is(400);
    }
    let role = json!({ "Name": "R", "GrantedSpacePermissions": ["ProjectView"] });
    let role = id_of(&world.post("/api/userroles", role).await.is(201));
    world.delete(&format!("/api/userroles/{role}")).await.is(200);
    world.delete("/api/userroles/userroles-projectviewer").await.is(400);
    let all = world.get("/api/permissions/all").await.is(200);
    assert_eq!(all["ProjectView"]["CanApplyAtSpaceLevel"], true);
    assert_eq!(all["ProjectView"]["CanApplyAtSystemLevel"], false);
}

#[tokio::test]
async fn what_is_seen_of_anothers_permissions_is_what_one_may_see() {
    let world = World::new().await;
    let key = world.account("viewer", &["TeamView"], Within::default()).await;
    let admin = id_of(&world.get("/api/users/me").await.is(200));
    world.get_as(&key, &format!("/api/users/{admin}/permissions")).await.is(403);
    let own = id_of(&world.get_as(&key, "/api/users/me").await.is(200));
    let seen = world.get(&format!("/api/users/{own}/permissions")).await.is(200);
    assert_eq!((&seen["IsTeamsComplete"], &seen["IsPermissionsComplete"]), (&json!(true), &json!(true)));
    let teams = world.get_as(&key, &format!("/api/users/{own}/teams?includeSystem=false")).await.is(200);
    assert_eq!(teams, json!([]));
}
