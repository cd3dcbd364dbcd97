//! Deployment targets, worker pools, machine policies (http-api.md 13).

use serde_json::{Value, json};

use crate::world::{Within, World, id_of, ids};

fn cloud_region(name: &str, environments: &[&str]) -> Value {
    json!({
        "Name": name,
        "Roles": ["web-server"],
        "EnvironmentIds": environments,
        "Endpoint": { "CommunicationStyle": "None" },
    })
}

#[tokio::test]
async fn a_cloud_region_has_the_shape_of_a_target() {
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let made = world.post("/api/machines", cloud_region("Region 1", &[&environment])).await.is(201);
    let expected = json!({
        "Id": "Machines-1", "SpaceId": "Spaces-1", "Name": "Region 1", "Slug": "region-1", "Roles": ["web-server"],
        "EnvironmentIds": ["Environments-1"], "TenantIds": [], "TenantTags": [],
        "TenantedDeploymentParticipation": "Untenanted", "Thumbprint": "", "Uri": "", "IsDisabled": false,
        "MachinePolicyId": "MachinePolicies-1", "Status": "Online", "HealthStatus": "Healthy",
        "HasLatestCalamari": true,
        "StatusSummary": "A cloud region has no endpoint of its own; its steps run on a worker",
        "IsInProcess": false, "OperatingSystem": "", "OperatingSystemVersion": "", "ShellName": "",
        "ShellVersion": "", "Architecture": "", "SkipInitialHealthCheck": false,
        "Endpoint": { "CommunicationStyle": "None", "DefaultWorkerPoolId": null, "Links": {} },
        "Links": {
            "Self": "/api/Spaces-1/machines/Machines-1",
            "Connection": "/api/Spaces-1/machines/Machines-1/connection",
            "TasksTemplate": "/api/Spaces-1/machines/Machines-1/tasks{?skip,take,type}",
        },
    });
    assert_eq!(made, expected);
    assert_eq!(world.get("/api/Spaces-1/machines/Machines-1").await.is(200), expected);
    assert_eq!(world.get("/api/machines/region-1").await.is(200), expected);
}

#[tokio::test]
async fn other_communication_styles_are_refused_with_the_one_that_works() {
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let mut body = cloud_region("WEB01", &[&environment]);
    body["Endpoint"]["CommunicationStyle"] = json!("TentaclePassive");
    let refusal = world.post("/api/machines", body).await.is(400);
    assert!(refusal["Errors"][0].as_str().unwrap().contains("None (cloud region)"), "{refusal}");
}

#[tokio::test]
async fn a_target_needs_an_environment_a_tag_and_known_names() {
    // TG-01, TG-04.
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let wrong = |change: fn(&mut Value)| {
        let mut body = cloud_region("Region", &[&environment]);
        change(&mut body);
        body
    };
    for body in [
        wrong(|body| body["EnvironmentIds"] = json!([])),
        wrong(|body| body["Roles"] = json!([" "])),
        wrong(|body| body["EnvironmentIds"] = json!(["Environments-99"])),
        wrong(|body| body["MachinePolicyId"] = json!("MachinePolicies-99")),
        wrong(|body| body["Endpoint"]["DefaultWorkerPoolId"] = json!("WorkerPools-99")),
        wrong(|body| body["TenantIds"] = json!(["Tenants-1"])),
    ] {
        world.post("/api/machines", body.clone()).await.is(400);
    }
    world.post("/api/machines", cloud_region("Region", &[&environment])).await.is(201);
    let taken = world.post("/api/machines", cloud_region("REGION", &[&environment])).await.is(400);
    assert!(taken["Errors"][0].as_str().unwrap().contains("already exists"), "{taken}");
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let world = World::new().await;
    let (test, live) = (world.environment("Test").await, world.environment("Live").await);
    world.post("/api/machines", cloud_region("A", &[&test])).await.is(201);
    world.post("/api/machines", cloud_region("B", &[&live])).await.is(201);
    let mut body = cloud_region("C", &[&test, &live]);
    body["Roles"] = json!(["Database", "web-server"]);
    body["IsDisabled"] = json!(true);
    world.post("/api/machines", body).await.is(201);
    let names = async |query: &str| {
        let page = world.get(&format!("/api/machines{query}")).await.is(200);
        let items = page["Items"].as_array().unwrap().iter();
        items.map(|item| item["Name"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(names("").await, "ABC");
    assert_eq!(names("?roles=DATABASE").await, "C");
    assert_eq!(names("?isDisabled=False").await, "AB");
    assert_eq!(names(&format!("?environmentIds={live}")).await, "BC");
    assert_eq!(names(&format!("?environmentIds={live}&isDisabled=false")).await, "B");
    assert_eq!(names("?commStyles=None&skip=1&take=1").await, "B");
    assert_eq!(names("?commStyles=Ssh").await, "");
    assert_eq!(names("?healthStatuses=Healthy,Unknown").await, "ABC");
    assert_eq!(names("?name=b").await, "B");
    assert_eq!(names("?thumbprint=8E3F").await, "");
    let page = world.get("/api/machines?roles=web-server&take=2").await.is(200);
    assert_eq!(page["TotalResults"], 3);
    assert_eq!(page["Links"]["Page.Next"], "/api/machines?skip=2&take=2&roles=web%2Dserver");
    let of_live = world.get(&format!("/api/environments/{live}/machines")).await.is(200);
    assert_eq!(ids(&of_live), ["Machines-2", "Machines-3"]);
    assert_eq!(world.get("/api/machineroles/all").await.is(200), json!(["Database", "web-server"]));
    assert_eq!(world.get("/api/machines/operatingsystem/shells/all").await.is(200), json!([]));
}

#[tokio::test]
async fn a_target_elsewhere_is_not_there_at_all() {
    // access.md 5.2, 6.2: seeing takes one of its environments, changing takes all of them, old and new.
    let world = World::new().await;
    let (test, live) = (world.environment("Test").await, world.environment("Live").await);
    world.post("/api/machines", cloud_region("Mine", &[&test])).await.is(201);
    world.post("/api/machines", cloud_region("Theirs", &[&live])).await.is(201);
    world.post("/api/machines", cloud_region("Shared", &[&test, &live])).await.is(201);
    let permissions = ["MachineView", "MachineEdit", "MachineCreate", "MachineDelete"];
    let key = world.account("tester", &permissions, Within::environment(&test)).await;
    assert_eq!(ids(&world.get_as(&key, "/api/machines").await.is(200)), ["Machines-1", "Machines-3"]);
    assert_eq!(ids(&world.get_as(&key, "/api/machines?roles=web-server").await.is(200)), ["Machines-1", "Machines-3"]);
    let hidden = world.get_as(&key, "/api/machines/Machines-2").await;
    let missing = world.get_as(&key, "/api/machines/Machines-9").await;
    assert_eq!(hidden.status, 404);
    assert_eq!(hidden.text().replace("Machines-2", "Machines-9"), missing.text());

    let moved = cloud_region("Mine", &[&live]).to_string();
    world.send(&key, "PUT", "/api/machines/Machines-1", moved).await.is(403);
    let shared = cloud_region("Shared", &[&test]).to_string();
    world.send(&key, "PUT", "/api/machines/Machines-3", shared).await.is(403);
    world.send(&key, "DELETE", "/api/machines/Machines-3", "").await.is(403);
    let made = cloud_region("New", &[&live]).to_string();
    world.send(&key, "POST", "/api/machines", made).await.is(403);
    world.send(&key, "DELETE", "/api/machines/Machines-1", "").await.is(200);
    world.get("/api/machines/Machines-1").await.is(404);
}

#[tokio::test]
async fn a_target_that_scopes_a_value_alone_stays() {
    // TG-10: the value would apply everywhere were the target to go.
    let world = World::new().await;
    let environment = world.environment("Test").await;
    let project = world.project("Web Shop").await;
    let alone = id_of(&world.post("/api/machines", cloud_region("A", &[&environment])).await.is(201));
    let other = id_of(&world.post("/api/machines", cloud_region("B", &[&environment])).await.is(201));
    let path = format!("/api/variables/variableset-{project}");
    let mut set = world.get(&path).await.is(200);
    set["Variables"] = json!([
        { "Name": "Port", "Value": "80", "Type": "String", "Scope": { "Machine": [alone, other] } },
        { "Name": "Host", "Value": "a", "Type": "String", "Scope": { "Machine": [alone] } },
    ]);
    world.put(&path, set).await.is(200);
    let refusal = world.delete(&format!("/api/machines/{alone}")).await.is(400);
    assert!(refusal["Errors"][0].as_str().unwrap().contains("\"Host\""), "{refusal}");
    world.delete(&format!("/api/machines/{other}")).await.is(200);
    let left = world.get(&path).await.is(200);
    let port = left["Variables"].as_array().unwrap().iter().find(|variable| variable["Name"] == "Port").unwrap();
    assert_eq!(port["Scope"]["Machine"], json!([alone]));
}

#[tokio::test]
async fn the_first_pool_and_policy_are_complete() {
    let world = World::new().await;
    let pools = world.get("/api/workerpools/all").await.is(200);
    assert_eq!(
        pools,
        json!([{
            "Id": "WorkerPools-1", "SpaceId": "Spaces-1", "Name": "Default Worker Pool",
            "Slug": "default-worker-pool", "Description": "", "IsDefault": true, "SortOrder": 0,
            "WorkerPoolType": "StaticWorkerPool", "CanAddWorkers": false,
            "Links": {
                "Self": "/api/Spaces-1/workerpools/WorkerPools-1",
                "Workers": "/api/Spaces-1/workerpools/WorkerPools-1/workers{?skip,take}",
            },
        }])
    );
    let policy = world.get("/api/machinepolicies/MachinePolicies-1").await.is(200);
    assert_eq!(policy["MachineHealthCheckPolicy"]["HealthCheckType"], "RunScript");
    assert_eq!(policy["MachineCleanupPolicy"]["DeleteMachinesBehavior"], "DoNotDelete");
    assert!(policy["ConnectionRetryCountLimit"].as_i64().unwrap() >= 2);
    assert_eq!(policy["PollingRequestQueueTimeout"], "00:02:00");
    assert_eq!(world.get("/api/workers").await.is(200)["Items"], json!([]));
    let types = world.get("/api/workerpools/supportedtypes").await.is(200);
    assert_eq!(types, json!({ "SupportedPoolTypes": ["StaticWorkerPool"] }));
    world.get("/api/workerpools/summary").await.is(200);
    world.get("/api/machines/discover?host=x&port=10933").await.is(400);
}
