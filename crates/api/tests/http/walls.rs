//! Spaces as walls: what is in one cannot be seen, named or used from another (domain.md SP-01 to SP-10).

use serde_json::{Value, json};

use crate::world::{ADMIN, Within, World, id_of, ids};

/// A second space with one of everything, and the ids in it by kind.
async fn shop(world: &World) -> (String, Vec<(&'static str, String)>) {
    let admin = id_of(&world.get("/api/users/me").await.is(200));
    let space = json!({ "Name": "Shop", "SpaceManagersTeamMembers": [admin] });
    let space = id_of(&world.post("/api/spaces", space).await.is(201));
    let at = |path: &str| format!("/api/{space}/{path}");
    let first = async |path: &str| id_of(&world.get(&at(&format!("{path}/all"))).await.is(200)[0]);
    let group = first("projectgroups").await;
    let lifecycle = first("lifecycles").await;
    let project = json!({ "Name": "Web", "ProjectGroupId": group, "LifecycleId": lifecycle });
    let project = id_of(&world.post(&at("projects"), project).await.is(201));
    let environment = id_of(&world.post(&at("environments"), json!({ "Name": "Test" })).await.is(201));
    let release = json!({ "ProjectId": project, "Version": "1.0.0" });
    let release = id_of(&world.post(&at("releases"), release).await.is(201));
    let machine = json!({
        "Name": "cloud", "EnvironmentIds": [environment], "Roles": ["web"],
        "Endpoint": { "CommunicationStyle": "None" },
    });
    let machine = id_of(&world.post(&at("machines"), machine).await.is(201));
    let (feed, pool) = (first("feeds").await, first("workerpools").await);
    let policy = first("machinepolicies").await;
    let team = json!({ "Name": "Watchers", "SpaceId": space });
    let team = id_of(&world.post("/api/teams", team).await.is(201));
    let all = vec![
        ("projects", project),
        ("projectgroups", group),
        ("lifecycles", lifecycle),
        ("environments", environment),
        ("releases", release),
        ("machines", machine),
        ("feeds", feed),
        ("workerpools", pool),
        ("machinepolicies", policy),
        ("teams", team),
    ];
    (space, all)
}

fn of<'a>(all: &'a [(&'static str, String)], kind: &str) -> &'a str {
    &all.iter().find(|(known, _)| *known == kind).expect("the kind is there").1
}

#[tokio::test]
async fn what_is_in_one_space_is_not_there_in_another() {
    // SP-01, access.md 6.2: the same answer as for what does not exist, to the letter.
    let world = World::new().await;
    let (space, all) = shop(&world).await;
    for (kind, id) in &all {
        let own = world.get(&format!("/api/{space}/{kind}/{id}")).await;
        assert_eq!(own.status, 200, "{kind}: {}", own.text());
        for method in ["GET", "PUT", "DELETE"] {
            let ask = async |id: &str| {
                let reply = world.send(ADMIN, method, &format!("/api/Spaces-1/{kind}/{id}"), "{}").await;
                (reply.status, reply.text().replace(id, "ID"))
            };
            let (prefix, _) = id.rsplit_once('-').expect("an id");
            let missing = ask(&format!("{prefix}-987654")).await;
            let other = ask(id).await;
            assert_eq!(other, missing, "{method} {kind} {id}");
            // A body that says nothing may be refused before anything is looked for.
            assert!(
                matches!(other.0.as_u16(), 404 | 405) || (method == "PUT" && other.0 == 400),
                "{method} {kind}: {}",
                other.1
            );
        }
    }
    // Not in its lists either.
    for (kind, id) in &all {
        let list = world.get(&format!("/api/Spaces-1/{kind}?includeSystem=false&take=1000")).await.is(200);
        assert!(!ids(&list).contains(id), "{kind}");
    }
}

#[tokio::test]
async fn what_is_in_one_space_cannot_be_named_in_another() {
    // SP-01, G-08.
    let world = World::new().await;
    let (space, all) = shop(&world).await;
    let own = world.project("Own").await;
    let environment = world.environment("Own").await;
    let release = world.release(&own, "1.0.0").await;
    let foreign = |kind: &str| of(&all, kind).to_owned();
    let group = json!("ProjectGroups-1");
    let attempts = [
        ("projects", json!({ "Name": "A", "ProjectGroupId": group, "LifecycleId": foreign("lifecycles") })),
        ("projects", json!({ "Name": "A", "ProjectGroupId": foreign("projectgroups"), "LifecycleId": "Lifecycles-1" })),
        (
            "lifecycles",
            json!({ "Name": "A", "Phases": [{ "Name": "P", "OptionalDeploymentTargets": [foreign("environments")] }] }),
        ),
        ("channels", json!({ "Name": "A", "ProjectId": foreign("projects") })),
        ("channels", json!({ "Name": "A", "ProjectId": own, "LifecycleId": foreign("lifecycles") })),
        ("releases", json!({ "ProjectId": foreign("projects"), "Version": "2.0.0" })),
        ("deployments", json!({ "ReleaseId": release, "EnvironmentId": foreign("environments") })),
        ("deployments", json!({ "ReleaseId": foreign("releases"), "EnvironmentId": environment })),
        (
            "machines",
            json!({ "Name": "A", "EnvironmentIds": [foreign("environments")], "Roles": ["x"], "Endpoint": { "CommunicationStyle": "None" } }),
        ),
        (
            "scopeduserroles",
            json!({ "TeamId": "teams-everyone", "UserRoleId": "userroles-projectviewer", "SpaceId": "Spaces-1", "EnvironmentIds": [foreign("environments")] }),
        ),
        (
            "scopeduserroles",
            json!({ "TeamId": "teams-everyone", "UserRoleId": "userroles-projectviewer", "SpaceId": "Spaces-1", "ProjectIds": [foreign("projects")] }),
        ),
        (
            "scopeduserroles",
            json!({ "TeamId": foreign("teams"), "UserRoleId": "userroles-projectviewer", "SpaceId": "Spaces-1" }),
        ),
    ];
    for (kind, body) in attempts {
        let reply = world.send(ADMIN, "POST", &format!("/api/Spaces-1/{kind}"), body.to_string()).await;
        assert!(matches!(reply.status.as_u16(), 400 | 404), "{kind} {body}: {} {}", reply.status, reply.text());
    }
    // Nothing of it was kept, on either side.
    assert_eq!(world.get(&format!("/api/{space}/releases")).await.is(200)["TotalResults"], 1);
    assert_eq!(world.get("/api/Spaces-1/projects").await.is(200)["TotalResults"], 1);
}

#[tokio::test]
async fn rights_in_one_space_are_none_in_another() {
    let world = World::new().await;
    let (space, all) = shop(&world).await;
    let key = world.account("viewer", &["ProjectView", "EnvironmentView", "TeamView"], Within::default()).await;
    assert_eq!(ids(&world.get_as(&key, "/api/spaces").await.is(200)), ["Spaces-1"]);
    let missing = world.get_as(&key, "/api/Spaces-77/projects").await;
    for path in [
        format!("/api/{space}/projects"),
        format!("/api/{space}"),
        format!("/api/{space}/projects/{}", of(&all, "projects")),
    ] {
        let reply = world.get_as(&key, &path).await;
        assert_eq!(
            (reply.status, reply.text().replace(&space, "Spaces-77")),
            (missing.status, missing.text()),
            "{path}"
        );
    }
    let reply = world.get_as(&key, &format!("/api/spaces/{space}")).await;
    assert_eq!(reply.status, 404, "{}", reply.text());
}

#[tokio::test]
async fn without_a_default_space_an_address_must_name_one() {
    // SP-03, SP-04.
    let world = World::new().await;
    world.get("/api/projects").await.is(200);
    let mut space = world.get("/api/spaces/Spaces-1").await.is(200);
    space["IsDefault"] = json!(false);
    world.put("/api/spaces/Spaces-1", space.clone()).await.is(200);
    assert_eq!(world.get("/api/projects").await.status, 400);
    world.get("/api/Spaces-1/projects").await.is(200);
    world.get("/api/spaces/default/projects").await.is(200);
    let root = world.get("/api").await.is(200);
    assert_eq!(root["Links"]["Projects"], Value::Null, "no links into a space that is not meant");
    world.get("/api/users/me").await.is(200);
    let (other, _) = shop(&world).await;
    let mut second = world.get(&format!("/api/spaces/{other}")).await.is(200);
    second["IsDefault"] = json!(true);
    world.put(&format!("/api/spaces/{other}"), second).await.is(200);
    assert_eq!(world.get("/api/projects").await.is(200)["TotalResults"], 1, "the shop's");
}

#[tokio::test]
async fn a_new_space_comes_furnished() {
    // SP-06.
    let world = World::new().await;
    let (space, _) = shop(&world).await;
    for (kind, name) in [
        ("lifecycles", "Default Lifecycle"),
        ("projectgroups", "Default Project Group"),
        ("machinepolicies", "Default Machine Policy"),
        ("workerpools", "Default Worker Pool"),
    ] {
        let all = world.get(&format!("/api/{space}/{kind}/all")).await.is(200);
        assert_eq!((all.as_array().map(Vec::len), &all[0]["Name"]), (Some(1), &json!(name)), "{kind}");
    }
    let feeds = world.get(&format!("/api/{space}/feeds/all")).await.is(200);
    assert_eq!((feeds.as_array().map(Vec::len), &feeds[0]["FeedType"]), (Some(1), &json!("BuiltIn")));
}

#[tokio::test]
async fn the_team_of_a_spaces_managers_changes_its_members_only() {
    // SP-05.
    let world = World::new().await;
    let (space, _) = shop(&world).await;
    let path = format!("/api/teams/teams-spacemanagers-{space}");
    let team = world.get(&path).await.is(200);
    let mut renamed = team.clone();
    renamed["Name"] = json!("Kings");
    world.put(&path, renamed).await.is(400);
    world.delete(&path).await.is(400);
    let mut empty = team.clone();
    empty["MemberUserIds"] = json!([]);
    world.put(&path, empty).await.is(400);
    let user = json!({ "Username": "robot", "DisplayName": "Robot", "IsService": true });
    let user = id_of(&world.post("/api/users", user).await.is(201));
    let mut more = team;
    more["MemberUserIds"].as_array_mut().expect("members").push(json!(user));
    world.put(&path, more.clone()).await.is(200);
    let space = world.get(&format!("/api/spaces/{space}")).await.is(200);
    assert_eq!(space["SpaceManagersTeamMembers"], more["MemberUserIds"]);
}

#[tokio::test]
async fn a_space_with_tasks_at_work_is_not_deleted() {
    // SP-08.
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    world.happens(&task, pulpo_domain::task::Event::Started).await;
    let mut space = world.get("/api/spaces/Spaces-1").await.is(200);
    space["TaskQueueStopped"] = json!(true);
    world.put("/api/spaces/Spaces-1", space).await.is(200);
    let reply = world.delete("/api/spaces/Spaces-1").await.is(400);
    assert!(reply["Errors"][0].as_str().expect("words").contains("still at work"), "{reply}");
    world.get("/api/Spaces-1/projects").await.is(200);
}

#[tokio::test]
async fn a_private_space_is_shown_to_those_who_may_enter_it() {
    // SP-09.
    let world = World::new().await;
    let (space, _) = shop(&world).await;
    let path = format!("/api/spaces/{space}");
    let sees_all = world.system_account("sees", &["SpaceView"]).await;
    assert_eq!(ids(&world.get_as(&sees_all, "/api/spaces").await.is(200)).len(), 2);
    let mut private = world.get(&path).await.is(200);
    private["IsPrivate"] = json!(true);
    assert_eq!(world.put(&path, private).await.is(200)["IsPrivate"], true);
    assert_eq!(ids(&world.get_as(&sees_all, "/api/spaces").await.is(200)), ["Spaces-1"]);
    assert_eq!(world.get_as(&sees_all, &path).await.status, 404);
    assert_eq!(world.get_as(&sees_all, &format!("/api/{space}")).await.status, 404);
    world.get(&path).await.is(200);
}

#[tokio::test]
async fn a_search_finds_what_one_may_see_in_the_space() {
    // SP-10.
    let world = World::new().await;
    let (space, all) = shop(&world).await;
    let (project, environment) = (world.project("Web Shop").await, world.environment("Web test").await);
    let search = async |key: &str, path: &str| -> Vec<(String, String)> {
        let found = world.get_as(key, path).await.is(200);
        let hits = found.as_array().expect("hits").iter();
        hits.map(|hit| (hit["Type"].as_str().unwrap_or_default().to_owned(), id_of(hit))).collect()
    };
    let expected = vec![("project".to_owned(), project), ("environment".to_owned(), environment.clone())];
    assert_eq!(search(ADMIN, "/api/Spaces-1/search?keyword=WEB").await, expected);
    assert_eq!(search(ADMIN, "/api/spaces/Spaces-1/search?keyword=web").await, expected);
    assert_eq!(search(ADMIN, "/api/Spaces-1/search?keyword=").await, []);
    assert_eq!(search(ADMIN, "/api/Spaces-1/search?keyword=%25").await, [], "no wildcards");
    let found = search(ADMIN, &format!("/api/{space}/search?keyword=web")).await;
    assert_eq!(found, [("project".to_owned(), of(&all, "projects").to_owned())]);
    let key = world.account("viewer", &["EnvironmentView"], Within::environment(&environment)).await;
    assert_eq!(search(&key, "/api/Spaces-1/search?keyword=web").await, [("environment".to_owned(), environment)]);
}
