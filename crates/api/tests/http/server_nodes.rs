//! The server itself (http-api.md 16; domain.md HA).

use std::sync::Arc;

use pulpo_app::built_in_worker::{BuiltInWorker, Report};
use serde_json::json;

use crate::world::{Within, World, ids};

#[tokio::test]
async fn health_is_for_everybody_and_a_draining_node_is_not_well() {
    // HA-02, access.md 6.2.
    let world = World::new().await;
    let healthy = json!({
        "Description": "The server is operating normally", "IsOperatingNormally": true,
        "IsEntireClusterReadOnly": false, "IsEntireClusterDrainingTasks": false, "IsCompliantWithLicense": true,
    });
    assert_eq!(world.get_as("", "/api/serverstatus/health").await.is(200), healthy);
    world.get_as("", "/api/octopusservernodes/ping").await.is(200);

    let node = "/api/octopusservernodes/OctopusServerNodes-host1";
    let mut shown = world.get(node).await.is(200);
    assert_eq!(
        shown,
        json!({
            "Id": "OctopusServerNodes-host1", "Name": "host1", "MaxConcurrentTasks": 5, "IsInMaintenanceMode": false,
            "BuiltInWorker": { "Mode": "same-user", "IsAvailable": true, "Reason": null, "SelfTest": null },
            "Links": { "Self": node, "Node": node, "Details": format!("{node}/details") },
        })
    );
    shown["MaxConcurrentTasks"] = json!(9);
    shown["IsInMaintenanceMode"] = json!(true);
    assert_eq!(world.put(node, shown.clone()).await.is(200), shown);
    let draining = world.get_as("", "/api/serverstatus/health").await.is(418);
    assert_eq!(draining["IsEntireClusterDrainingTasks"], true);
    world.get_as("", "/api/octopusservernodes/ping").await.is(418);
    shown["MaxConcurrentTasks"] = json!(0);
    world.put(node, shown).await.is(400);
    world.delete(node).await.is(400);
    world.get("/api/octopusservernodes/OctopusServerNodes-other").await.is(404);
}

#[tokio::test]
async fn a_drained_node_is_why_a_task_waits() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let node = json!({ "MaxConcurrentTasks": 5, "IsInMaintenanceMode": true });
    world.put("/api/octopusservernodes/OctopusServerNodes-host1", node).await.is(200);
    let messages = world.get(&format!("/api/tasks/{task}/status/messages")).await.is(200);
    assert_eq!(messages, json!(["the server node is draining: it starts no tasks"]));
}

#[tokio::test]
async fn nodes_are_for_administrators() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    world.happens(&task, pulpo_domain::task::Event::Started).await;
    assert_eq!(ids(&world.get("/api/octopusservernodes").await.is(200)), ["OctopusServerNodes-host1"]);
    let summary = world.get("/api/octopusservernodes/summary").await.is(200);
    assert_eq!(
        [&summary["Nodes"][0]["RunningTaskCount"], &summary["Nodes"][0]["IsOffline"]],
        [&json!(1), &json!(false)]
    );
    let details = world.get("/api/octopusservernodes/host1/details").await.is(200);
    assert_eq!(details["RunningTasks"][0]["Id"], task.as_str());
    let key = world.account("tester", &["TaskView"], Within::default()).await;
    for path in [
        "octopusservernodes",
        "octopusservernodes/all",
        "octopusservernodes/summary",
        "octopusservernodes/host1",
        "serverstatus/system-info",
        "licenses/licenses-current",
        "featuresconfiguration",
        "maintenanceconfiguration",
        "serverconfiguration",
    ] {
        world.get(&format!("/api/{path}")).await.is(200);
        world.get_as(&key, &format!("/api/{path}")).await.is(403);
        world.get_as("", &format!("/api/{path}")).await.is(401);
    }
    world.put("/api/maintenanceconfiguration", json!({ "IsInMaintenanceMode": true })).await.is(400);
}

#[tokio::test]
async fn what_clients_ask_on_their_way_is_answered() {
    let world = World::new().await;
    let key = world.account("ci", &["DeploymentCreate", "TenantView", "InterruptionView"], Within::default()).await;
    let get = async |path: &str| world.get_as(&key, path).await.is(200);
    assert_eq!(get("/api/Spaces-1/tenants/status").await, json!({ "Enabled": true }));
    assert_eq!(get("/api/tenants/all").await, json!([]));
    for list in ["tenants", "tagsets", "interruptions?regarding=ServerTasks-1&pendingOnly=true"] {
        let page = get(&format!("/api/Spaces-1/{list}")).await;
        assert_eq!([&page["Items"], &page["TotalResults"]], [&json!([]), &json!(0)], "{list}");
    }
    assert_eq!(get("/api/deploymentfreezes").await, json!({ "DeploymentFreezes": [], "Count": 0 }));
    assert_eq!(
        get("/api/configuration/feature-toggles?Name=indicate-missing-packages-for-release").await,
        json!({ "FeatureToggles": [{ "Name": "indicate-missing-packages-for-release", "IsEnabled": false }] })
    );
    assert_eq!(get("/api/licenses/licenses-current-status").await["EffectiveExpiryDate"], "2099-12-31");
    assert_eq!(get("/api/serverstatus").await["IsInMaintenanceMode"], false);
    assert_eq!(get("/api/smtpconfiguration/isconfigured").await, json!({ "IsConfigured": false }));
    world.get_as(&key, "/api/tenants/Tenants-1").await.is(404);
}

#[tokio::test]
async fn the_built_in_worker_can_be_switched_off_and_that_is_audited() {
    // BW-08.
    let world = World::new().await;
    let path = "/api/featuresconfiguration";
    let mut features = world.get(path).await.is(200);
    assert_eq!(features["IsBuiltInWorkerEnabled"], true);
    features["IsBuiltInWorkerEnabled"] = json!(false);
    assert_eq!(world.put(path, features.clone()).await.is(200), features);
    assert_eq!(world.get(path).await.is(200), features);
    world.put(path, json!({})).await.is(200);
    assert_eq!(world.get(path).await.is(200), features, "what is not spoken of stays");
    world.put(path, json!({ "IsBuiltInWorkerEnabled": "no" })).await.is(400);
    let key = world.account("tester", &["TaskView"], Within::default()).await;
    world.send(&key, "PUT", path, r#"{"IsBuiltInWorkerEnabled":true}"#).await.is(403);
    let events = world.get("/api/events?regarding=features&includeSystem=true").await.is(200);
    let message = "The feature \"Run steps on the Octopus Server\" was switched off";
    assert_eq!([&events["TotalResults"], &events["Items"][0]["Message"]], [&json!(1), &json!(message)]);
}

#[tokio::test]
async fn the_self_test_is_shown_to_administrators() {
    // BW-06.
    let test = || {
        let mut report = Report::new("pulpo".to_owned(), vec!["pulpo-worker-1".to_owned()]);
        report.fail(2, "no launcher answers", "start it");
        report.not_tried_after(2);
        report
    };
    let world = World::with_worker(BuiltInWorker::launcher(None, Arc::new(test))).await;
    world.app.settings.built_in_worker.test(|| world.app.now()).await.unwrap();
    let node = world.get("/api/octopusservernodes/host1").await.is(200);
    let worker = &node["BuiltInWorker"];
    assert_eq!([&worker["Mode"], &worker["IsAvailable"]], [&json!("launcher"), &json!(false)]);
    let why = "the built-in worker is unavailable: its self-test failed at \"Testing thread impersonation\": no \
               launcher answers";
    assert_eq!(worker["Reason"], why);
    let test = &worker["SelfTest"];
    assert_eq!([&test["Passed"], &test["CurrentUser"]], [&json!(false), &json!("pulpo")]);
    assert_eq!(
        test["Steps"][1],
        json!({
            "Number": 2, "Title": "Testing thread impersonation", "Passed": false,
            "Failures": [{ "Cause": "no launcher answers", "Remedy": "start it" }],
        })
    );
    let warnings = world.get("/api/serverstatus").await.is(200)["Warnings"].clone();
    assert_eq!(warnings, json!([format!("Steps cannot run on this server: {why}.")]));
    let key = world.account("tester", &["TaskView"], Within::default()).await;
    assert_eq!(world.get_as(&key, "/api/serverstatus").await.is(200)["Warnings"], json!([]));
}

#[tokio::test]
async fn with_a_second_space_the_servers_own_account_is_worth_another_warning() {
    // builtin-worker.md B6.
    let world = World::new().await;
    let warnings = async || world.get("/api/serverstatus").await.is(200)["Warnings"].as_array().unwrap().len();
    assert_eq!(warnings().await, 1);
    world.post("/api/spaces", json!({ "Name": "Second", "SpaceManagersTeamMembers": ["Users-1"] })).await.is(201);
    assert_eq!(warnings().await, 2);
}
