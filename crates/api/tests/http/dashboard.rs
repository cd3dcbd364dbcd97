//! The dashboard (http-api.md 15.1; domain.md DB).

use pulpo_domain::task::{Event, Outcome};
use serde_json::json;

use crate::world::{Within, World};

async fn ends(world: &World, task: &str, outcome: Outcome) {
    world.happens(task, Event::Started).await;
    world.happens(task, Event::WorkEnded(outcome)).await;
}

#[tokio::test]
async fn a_dashboard_has_its_whole_shape() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    world.happens(&task, Event::Started).await;
    world.scratch.clock.advance(jiff::SignedDuration::from_secs(60));
    world.happens(&task, Event::WorkEnded(Outcome::Success)).await;
    let expected = json!({
        "Projects": [{
            "Id": "Projects-1", "Name": "Web Shop", "Slug": "web-shop", "ProjectGroupId": "ProjectGroups-1",
            "EnvironmentIds": ["Environments-1"], "IsDisabled": false, "TenantedDeploymentMode": "Untenanted",
            "CanPerformUntenantedDeployment": true, "Links": { "Self": "/api/Spaces-1/projects/Projects-1" },
        }],
        "ProjectGroups": [{
            "Id": "ProjectGroups-1", "Name": "Default Project Group", "EnvironmentIds": [],
            "Links": { "Self": "/api/Spaces-1/projectgroups/ProjectGroups-1" },
        }],
        "Environments": [{
            "Id": "Environments-1", "Name": "Test", "Links": { "Self": "/api/Spaces-1/environments/Environments-1" },
        }],
        "Tenants": [],
        "Items": [{
            "Id": "Deployments-1", "ProjectId": "Projects-1", "EnvironmentId": "Environments-1",
            "ReleaseId": "Releases-1", "DeploymentId": "Deployments-1", "TaskId": "ServerTasks-1", "TenantId": null,
            "ChannelId": "Channels-1", "ReleaseVersion": "1.0.4", "Created": "2026-01-02T03:04:05.000+00:00",
            "QueueTime": "2026-01-02T03:04:05.000+00:00", "StartTime": "2026-01-02T03:04:05.000+00:00",
            "CompletedTime": "2026-01-02T03:05:05.000+00:00", "State": "Success", "HasPendingInterruptions": false,
            "PendingInterruptionTypes": [], "HasWarningsOrErrors": false, "ErrorMessage": "", "Duration": "1 minute",
            "IsCurrent": true, "IsPrevious": false, "IsCompleted": true,
            "Links": {
                "Self": "/api/Spaces-1/deployments/Deployments-1", "Release": "/api/Spaces-1/releases/Releases-1",
                "Task": "/api/tasks/ServerTasks-1",
            },
        }],
        "PreviousItems": [], "ProjectLimit": null, "IsFiltered": false,
        "Links": { "Self": "/api/Spaces-1/dashboard" },
    });
    assert_eq!(world.get("/api/Spaces-1/dashboard").await.is(200), expected);
}

#[tokio::test]
async fn the_tile_is_the_last_attempt_and_the_success_before_it_is_the_previous_one() {
    // DB-03, W-15.
    let world = World::new().await;
    let (project, environment, first) = world.queued_task("Web Shop", "Test").await;
    ends(&world, &first, Outcome::Success).await;
    world.scratch.clock.advance(jiff::SignedDuration::from_secs(1));
    let release = world.release(&project, "1.0.5").await;
    let second = world.deploy(&release, &environment).await["TaskId"].as_str().unwrap().to_owned();
    ends(&world, &second, Outcome::Failed).await;
    let query = format!("projects={project}&environments={environment}");
    let board = world.get(&format!("/api/dashboard/dynamic?{query}&includePrevious=True")).await.is(200);
    let versions = |list: &str| {
        let items = board[list].as_array().unwrap().iter();
        items.map(|item| (item["ReleaseVersion"].clone(), item["IsCurrent"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(versions("Items"), [(json!("1.0.5"), json!(false))]);
    assert_eq!(versions("PreviousItems"), [(json!("1.0.4"), json!(true))]);
    assert_eq!(board["PreviousItems"][0]["IsPrevious"], true);
    let without = world.get(&format!("/api/dashboard/dynamic?{query}")).await.is(200);
    assert_eq!(without["PreviousItems"], json!([]));
    let elsewhere = world.get("/api/dashboard/dynamic?projects=Projects-99").await.is(200);
    assert_eq!([&elsewhere["Items"], &elsewhere["Projects"]], [&json!([]), &json!([])]);

    // A cancel from the queue ends at once, on the dashboard, too.
    world.scratch.clock.advance(jiff::SignedDuration::from_secs(1));
    let third = world.deploy(&release, &environment).await["TaskId"].as_str().unwrap().to_owned();
    world.post(&format!("/api/tasks/{third}/cancel"), json!(null)).await.is(200);
    let board = world.get("/api/dashboard").await.is(200);
    assert_eq!([&board["Items"][0]["TaskId"], &board["Items"][0]["State"]], [&json!(third), &json!("Canceled")]);
}

#[tokio::test]
async fn what_one_may_not_see_leaves_no_trace() {
    // access.md 6.1.
    let world = World::new().await;
    let (_, test, first) = world.queued_task("Web Shop", "Test").await;
    let (_, _, second) = world.queued_task("Secret", "Live").await;
    for task in [&first, &second] {
        ends(&world, task, Outcome::Success).await;
    }
    let within = Within { projects: vec!["Projects-1".into()], environments: vec![test.as_str().into()] };
    let permissions = ["ProjectView", "EnvironmentView", "DeploymentView", "ProjectGroupView"];
    let key = world.account("tester", &permissions, within).await;
    for path in ["/api/dashboard", "/api/dashboard/dynamic", "/api/dashboard/dynamic?projects=Projects-2"] {
        let reply = world.get_as(&key, path).await;
        reply.is(200);
        for trace in ["Secret", "Projects-2", "Live", "Environments-2", "Deployments-2"] {
            let links = reply.json()["Links"].to_string();
            assert!(!reply.text().replace(&links, "").contains(trace), "{path} shows {trace}: {}", reply.text());
        }
    }
    assert_eq!(world.get_as(&key, "/api/dashboard").await.json()["Items"].as_array().unwrap().len(), 1);
    let none = world.account("nobody", &["LifecycleView"], Within::default()).await;
    world.get_as(&none, "/api/dashboard").await.is(403);
}

#[tokio::test]
async fn everyone_chooses_for_himself_what_to_see() {
    // DB-04.
    let world = World::new().await;
    world.queued_task("Web Shop", "Test").await;
    world.queued_task("Library", "Live").await;
    let chosen = json!({ "IncludedProjectIds": ["Projects-2"], "ProjectLimit": 10 });
    let kept = world.put("/api/dashboardconfiguration", chosen).await.is(200);
    assert_eq!(
        kept,
        json!({
            "IncludedProjectIds": ["Projects-2"], "IncludedProjectGroupIds": [], "IncludedEnvironmentIds": [],
            "IncludedTenantIds": [], "IncludedTenantTags": [], "ProjectLimit": 10,
            "Links": { "Self": "/api/Spaces-1/dashboardconfiguration" },
        })
    );
    assert_eq!(world.get("/api/dashboardconfiguration").await.is(200), kept);
    let board = world.get("/api/dashboard").await.is(200);
    assert_eq!([&board["IsFiltered"], &board["ProjectLimit"]], [&json!(true), &json!(10)]);
    assert_eq!(board["Projects"].as_array().unwrap().len(), 1);
    assert_eq!(world.get("/api/dashboard?showAll=true").await.is(200)["Projects"].as_array().unwrap().len(), 2);
    let everything = ["ProjectView", "DeploymentView"];
    let key = world.account("other", &everything, Within::default()).await;
    assert_eq!(world.get_as(&key, "/api/dashboard").await.is(200)["Projects"].as_array().unwrap().len(), 2);
}
