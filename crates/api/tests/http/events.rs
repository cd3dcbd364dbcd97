//! The audit over HTTP (http-api.md 15.3; domain.md EV).

use serde_json::{Value, json};

use crate::world::{ADMIN, Within, World, ids};

#[tokio::test]
async fn an_event_has_its_whole_shape() {
    let world = World::new().await;
    world.environment("Test").await;
    let page = world.get("/api/Spaces-1/events?regarding=Environments-1").await.is(200);
    let event = &page["Items"][0];
    assert_eq!(
        *event,
        json!({
            "Id": event["Id"], "SpaceId": "Spaces-1", "Category": "Created", "UserId": "Users-1", "Username": "admin",
            "IsService": false, "IdentityEstablishedWith": "API key", "UserAgent": null,
            "Occurred": "2026-01-02T03:04:05.000+00:00", "Message": "Environment Test was created",
            "MessageHtml": "Environment Test was created", "MessageReferences": [],
            "RelatedDocumentIds": ["Environments-1"], "Comments": null, "Details": null, "IpAddress": null,
            "ApiKeyId": event["ApiKeyId"], "ApiKeyHint": "API-ADMINIST", "Hash": event["Hash"],
            "Links": { "Self": format!("/api/events/{}", event["Id"].as_str().unwrap()) },
        })
    );
    assert_eq!(event["Hash"].as_str().unwrap().len(), 64);
    let path = format!("/api/events/{}", event["Id"].as_str().unwrap());
    assert_eq!(world.get(&path).await.is(200), *event);
    world.get("/api/events/Events-999999").await.is(404);
    world.get("/api/events/nonsense").await.is(404);
}

#[tokio::test]
async fn events_are_found_by_what_they_are_about_newest_first() {
    let world = World::new().await;
    let (project, environment, task) = world.queued_task("Web Shop", "Test").await;
    world.post(&format!("/api/tasks/{task}/cancel"), Value::Null).await.is(200);
    let categories = async |query: &str| {
        let page = world.get(&format!("/api/events?{query}")).await.is(200);
        let items = page["Items"].as_array().unwrap().iter();
        items.map(|event| event["Category"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let both = format!("regarding={project}&regarding={environment}");
    assert_eq!(categories(&both).await, ["TaskCanceled", "DeploymentQueued"]);
    assert_eq!(categories(&format!("{both}&eventCategories=TaskCanceled,Deleted")).await, ["TaskCanceled"]);
    assert_eq!(categories(&format!("{both}&eventGroups=Deployment")).await, ["DeploymentQueued"]);
    assert_eq!(categories(&format!("regarding={task}&user=Users-1&take=1")).await, ["TaskCanceled"]);
    assert!(categories("eventCategories=Nonsense").await.is_empty());
    assert!(categories("users=Users-99").await.is_empty());
    assert!(categories("from=2026-01-03T00:00:00Z").await.is_empty());
    assert!(categories("to=2026-01-01T00:00:00Z").await.is_empty());
    assert!(categories("documentTypes=Machines").await.is_empty());
    assert_eq!(categories("documentTypes=ServerTasks").await.len(), 2);
    let any = format!("regardingAny={environment}&regardingAny=Lifecycles-99");
    assert_eq!(categories(&any).await, ["TaskCanceled", "DeploymentQueued", "Created"]);

    let page = world.get("/api/events?take=2").await.is(200);
    let newest = ids(&page);
    let next = page["Links"]["Page.Next"].as_str().unwrap();
    assert_eq!(next, "/api/events?skip=2&take=2");
    let number: i64 = newest[1].trim_start_matches("Events-").parse().unwrap();
    let below = world.get(&format!("/api/events?take=2&toAutoId={}", number - 1)).await.is(200);
    assert_eq!(ids(&below), ids(&world.get(next).await.is(200)), "a long list is walked by number as well");
}

#[tokio::test]
async fn events_of_the_system_are_shown_when_asked_for() {
    let world = World::new().await;
    let of_system = async |query: &str| {
        let page = world.get(&format!("/api/events{query}")).await.is(200);
        page["Items"].as_array().unwrap().iter().any(|event| event["SpaceId"] == Value::Null)
    };
    assert!(!of_system("?take=1000").await);
    assert!(of_system("?take=1000&includeSystem=true").await);
}

#[tokio::test]
async fn an_event_about_something_hidden_is_hidden() {
    // EV-06, access.md 7: every related document counts.
    let world = World::new().await;
    let (_, test, first) = world.queued_task("Web Shop", "Test").await;
    let (_, _, second) = world.queued_task("Secret", "Live").await;
    let within = Within { projects: vec!["Projects-1".into()], environments: vec![test.as_str().into()] };
    let key = world.account("auditor", &["EventView"], within).await;
    let page = world.get_as(&key, "/api/events?take=1000").await.is(200);
    assert_eq!(page["TotalResults"], 1, "{page}");
    assert!(page["Items"][0]["RelatedDocumentIds"].as_array().unwrap().contains(&json!(first)));
    assert_eq!(world.get_as(&key, &format!("/api/events?regarding={second}")).await.is(200)["TotalResults"], 0);
    let hidden = ids(&world.get(&format!("/api/events?regarding={second}")).await.is(200)).remove(0);
    let reply = world.get_as(&key, &format!("/api/events/{hidden}")).await;
    let missing = world.get_as(&key, "/api/events/Events-999999").await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.text().replace(&hidden, "Events-999999"), missing.text());
    let none = world.account("nobody", &["ProjectView"], Within::default()).await;
    world.get_as(&none, "/api/events").await.is(403);
}

#[tokio::test]
async fn events_leave_as_csv() {
    let world = World::new().await;
    world.environment("=1+1").await;
    let reply = world.get("/api/events?asCsv=true&regarding=Environments-1").await;
    assert_eq!(reply.headers["content-type"], "text/csv; charset=utf-8");
    let text = reply.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("Id,Occurred,Category,"), "{text}");
    assert!(lines[1].ends_with("\"Environments-1\",\"Environment =1+1 was created\""), "{text}");
    let all = world.get("/api/events?asCsv=true&includeSystem=true").await.text();
    let total = world.get("/api/events?includeSystem=true").await.is(200)["TotalResults"].as_u64().unwrap();
    assert_eq!(all.lines().count() as u64, total + 1);
}

#[tokio::test]
async fn the_constant_lists_are_for_everybody() {
    // access.md 2.
    let world = World::new().await;
    for list in ["categories", "groups", "agents", "documenttypes"] {
        let reply = world.get_as("", &format!("/api/events/{list}")).await.is(200);
        assert!(!reply.as_array().unwrap().is_empty(), "{list}");
        assert_eq!(world.send(ADMIN, "GET", &format!("/api/Spaces-1/events/{list}"), "").await.is(200), reply);
    }
    let groups = world.get("/api/events/groups").await.is(200);
    assert_eq!(
        groups[1],
        json!({ "Id": "DeploymentCritical", "Name": "Deployment critical", "EventCategories": ["DeploymentFailed"] })
    );
    world.get_as("", "/api/events").await.is(401);
}

#[tokio::test]
async fn a_change_says_what_changed_and_no_secret() {
    // EV-01, EV-05, access.md 14.
    let world = World::new().await;
    let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
    let mut ann = world.post("/api/users", ann).await.is(201);
    let path = ann["Links"]["Self"].as_str().unwrap().to_owned();
    (ann["DisplayName"], ann["Password"]) = (json!("Ann Lee"), json!("Password02"));
    world.put(&path, ann.clone()).await.is(200);
    let details = async |regarding: &str| -> Value {
        let page = world.get(&format!("/api/events?includeSystem=true&regarding={regarding}&take=1")).await.is(200);
        serde_json::from_str(page["Items"][0]["Details"].as_str().expect("details")).expect("JSON")
    };
    let changed = details(ann["Id"].as_str().unwrap()).await;
    assert_eq!(changed["DisplayName"], json!({ "Before": "Ann", "After": "Ann Lee" }));
    assert_eq!(changed["PasswordHash"], json!({ "Before": "(another secret)", "After": "(another secret)" }));
    assert_eq!(changed.as_object().map(serde_json::Map::len), Some(2), "{changed}");
    let mut team = world.post("/api/teams", json!({ "Name": "Watchers" })).await.is(201);
    team["MemberUserIds"] = json!([ann["Id"]]);
    world.put(team["Links"]["Self"].as_str().unwrap(), team.clone()).await.is(200);
    let changed = details(team["Id"].as_str().unwrap()).await;
    assert_eq!(changed, json!({ "MemberUserIds": { "Before": [], "After": [ann["Id"]] } }));
    let role = json!({ "Name": "R", "GrantedSpacePermissions": ["ProjectView"] });
    let mut role = world.post("/api/userroles", role).await.is(201);
    role["GrantedSpacePermissions"] = json!(["ProjectView", "ProcessView"]);
    world.put(role["Links"]["Self"].as_str().unwrap(), role.clone()).await.is(200);
    let changed = details(role["Id"].as_str().unwrap()).await;
    assert_eq!(changed["SpacePermissions"]["Before"], json!(["ProjectView"]));
}
