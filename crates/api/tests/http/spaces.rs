//! Spaces: how they come, who manages them, how they go (http-api.md 4).

use serde_json::{Value, json};

use crate::world::{Within, World, id_of};

async fn admin(world: &World) -> String {
    id_of(&world.get("/api/users/me").await.is(200))
}

async fn make(world: &World, name: &str) -> Value {
    let body = json!({ "Name": name, "SpaceManagersTeamMembers": [admin(world).await] });
    world.post("/api/spaces", body).await.is(201)
}

#[tokio::test]
async fn a_new_space_has_what_a_project_needs() {
    let world = World::new().await;
    let space = id_of(&make(&world, "Shop").await);
    let group = world.get(&format!("/api/{space}/projectgroups/all")).await.is(200)[0]["Id"].clone();
    let lifecycle = world.get(&format!("/api/{space}/lifecycles/all")).await.is(200)[0]["Id"].clone();
    let project = json!({ "Name": "Web", "ProjectGroupId": group, "LifecycleId": lifecycle });
    world.post(&format!("/api/{space}/projects"), project).await.is(201);
    assert_eq!(world.get("/api/projects/all").await.is(200), json!([]), "the default space has none of it");
    world.get("/api/spaces/shop/projects").await.is(200);
}

#[tokio::test]
async fn a_space_has_a_name_of_its_own_and_a_manager() {
    let world = World::new().await;
    make(&world, "Shop").await;
    let admin = admin(&world).await;
    for name in ["", "shop", "DEFAULT", "all", "Spaces-7", "a name longer than twenty", "s-h-o-p!-and-more-and"] {
        let body = json!({ "Name": name, "SpaceManagersTeamMembers": [admin] });
        assert_eq!(world.post("/api/spaces", body).await.status, 400, "{name}");
    }
    world.post("/api/spaces", json!({ "Name": "Nobody's" })).await.is(400);
}

#[tokio::test]
async fn the_default_space_can_be_another_one() {
    let world = World::new().await;
    let mut space = make(&world, "Shop").await;
    space["IsDefault"] = json!(true);
    world.put(&format!("/api/spaces/{}", id_of(&space)), space.clone()).await.is(200);
    let all = world.get("/api/spaces/all").await.is(200);
    let default: Vec<&Value> =
        all.as_array().expect("spaces").iter().filter(|space| space["IsDefault"] == true).collect();
    assert_eq!((default.len(), &default[0]["Id"]), (1, &space["Id"]));
}

#[tokio::test]
async fn managers_of_a_space_and_members_of_its_team_are_the_same() {
    let world = World::new().await;
    let mut space = make(&world, "Shop").await;
    let id = id_of(&space);
    let user = json!({ "Username": "robot", "DisplayName": "Robot", "IsService": true });
    let user = id_of(&world.post("/api/users", user).await.is(201));
    space["SpaceManagersTeamMembers"] = json!([user]);
    space["SpaceManagersTeams"] = json!(["teams-managers"]);
    world.put(&format!("/api/spaces/{id}"), space.clone()).await.is(200);
    let team = world.get(&format!("/api/teams/teams-spacemanagers-{id}")).await;
    // The administrator is no manager any more, and sees the space's teams no more than its other content.
    assert_eq!(team.status, 404);
    let held = world.get("/api/teams/teams-managers/scopeduserroles").await.is(200);
    assert!(held["Items"].as_array().is_some_and(|items| items.iter().all(|item| item["SpaceId"] != json!(id))));
    space["SpaceManagersTeamMembers"] = json!([admin(&world).await]);
    space["SpaceManagersTeams"] = json!([]);
    world.put(&format!("/api/spaces/{id}"), space.clone()).await.is(200);
    let team = world.get(&format!("/api/teams/teams-spacemanagers-{id}")).await.is(200);
    assert_eq!(team["MemberUserIds"], space["SpaceManagersTeamMembers"]);
    space["SpaceManagersTeamMembers"] = json!([]);
    world.put(&format!("/api/spaces/{id}"), space).await.is(400);
}

#[tokio::test]
async fn a_space_goes_with_all_it_holds_once_its_queue_is_stopped() {
    let world = World::new().await;
    let mut space = make(&world, "Shop").await;
    let path = format!("/api/spaces/{}", id_of(&space));
    world.delete(&path).await.is(400);
    space["TaskQueueStopped"] = json!(true);
    world.put(&path, space.clone()).await.is(200);
    world.delete(&path).await.is(200);
    world.get(&path).await.is(404);
    world.get(&format!("/api/{}/projects", id_of(&space))).await.is(404);
    make(&world, "Shop").await;
}

#[tokio::test]
async fn only_a_manager_or_who_may_delete_spaces_deletes_one() {
    let world = World::new().await;
    let key = world.account("viewer", &["ProjectView"], Within::default()).await;
    world.send(&key, "DELETE", "/api/spaces/Spaces-1", "").await.is(403);
    let hidden = id_of(&make(&world, "Shop").await);
    world.send(&key, "DELETE", &format!("/api/spaces/{hidden}"), "").await.is(404);
}
