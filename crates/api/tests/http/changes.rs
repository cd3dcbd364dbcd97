//! What the audit tells of a change, field by field, and to whom (EV-05, EV-06, access.md 14).

use serde_json::{Value, json};

use crate::seed::{EIGHT, PRODUCTION, Seed};
use crate::world::{ADMIN, World, id_of};

/// What the newest event about a document tells of a change, to whoever holds the key.
async fn told_to(world: &World, key: &str, regarding: &str) -> Value {
    let page = world.get_as(key, &format!("/api/Spaces-1/events?regarding={regarding}&take=1")).await.is(200);
    let event = &page["Items"][0];
    assert_eq!(event["Category"], "Modified", "{regarding}: {page}");
    event["Details"].as_str().map_or(Value::Null, |text| serde_json::from_str(text).expect("JSON"))
}

/// Changes one field of what stands at a path.
async fn set(world: &World, path: &str, field: &str, value: Value) -> Value {
    let mut document = world.get(path).await.is(200);
    document[field] = value;
    world.put(path, document).await.is(200)
}

#[tokio::test]
async fn every_change_says_which_fields_it_changed() {
    let seed = Seed::new().await;
    let world = &seed.world;
    let release = seed.release("1.0.0").await;
    let library = json!({ "Name": "Shared", "ContentType": "Variables" });
    let library = id_of(&world.post("/api/Spaces-1/libraryvariablesets", library).await.is(201));
    let machine = json!({
        "Name": "box", "Roles": ["web"], "EnvironmentIds": [seed.test], "Endpoint": { "CommunicationStyle": "None" },
    });
    let machine = id_of(&world.post("/api/Spaces-1/machines", machine).await.is(201));
    let channel = id_of(&world.get(&format!("/api/projects/{}/channels", seed.web)).await.is(200)["Items"][0]);
    let feed = id_of(&world.get("/api/Spaces-1/feeds/all").await.is(200)[0]);
    let (web, test, group) = (seed.web.as_str(), seed.test.as_str(), seed.group.as_str());
    for (collection, id, field, value) in [
        ("projects", web, "Description", json!("Our shop")),
        ("environments", test, "Description", json!("For tests")),
        ("projectgroups", group, "Description", json!("Sites")),
        ("lifecycles", "Lifecycles-1", "Description", json!("Anywhere")),
        ("channels", channel.as_str(), "Description", json!("Usual")),
        ("libraryvariablesets", library.as_str(), "Description", json!("For all")),
        ("machines", machine.as_str(), "IsDisabled", json!(true)),
        ("releases", release.as_str(), "ReleaseNotes", json!("Better")),
        ("feeds", feed.as_str(), "DownloadAttempts", json!(3)),
    ] {
        set(world, &format!("/api/Spaces-1/{collection}/{id}"), field, value.clone()).await;
        let told = told_to(world, ADMIN, id).await;
        let change = if told[field].is_null() { &told["Notes"] } else { &told[field] };
        assert_eq!((told.as_object().map(serde_json::Map::len), &change["After"]), (Some(1), &value), "{id}: {told}");
        assert_ne!(change["Before"], value, "{id}: {told}");
    }
    set(world, &format!("/api/projects/{web}/deploymentsettings"), "DefaultToSkipIfAlreadyInstalled", json!(true))
        .await;
    let told = told_to(world, ADMIN, web).await;
    assert!(told.as_object().expect("changes").keys().all(|field| field.starts_with("Settings.")), "{told}");
    let phases = json!([{ "Name": "First", "OptionalDeploymentTargets": [test], "IsOptionalPhase": true }]);
    set(world, "/api/lifecycles/Lifecycles-1", "Phases", phases).await;
    let told = told_to(world, ADMIN, "Lifecycles-1").await;
    assert_eq!(told["Phases[First]"]["Before"], Value::Null, "{told}");
    assert!(told["Phases[First]"]["After"].to_string().contains(test), "{told}");
}

/// Gives the project's step a script, a secret and an environment, and the project two variables; tells the ids of
/// the process and of the variables.
async fn change_all(seed: &Seed) -> (String, String) {
    let world = &seed.world;
    let path = format!("/api/projects/{}/deploymentprocesses", seed.web);
    let mut process = world.get(&path).await.is(200);
    let action = &mut process["Steps"][0]["Actions"][0];
    action["Properties"]["My.Script"] = json!("echo plain");
    action["Properties"]["My.Secret"] = json!({ "HasValue": true, "NewValue": "Deep-Secret" });
    action["Environments"] = json!([seed.production]);
    world.put(&path, process.clone()).await.is(200);
    let variables = format!("/api/projects/{}/variables", seed.web);
    let mut set = world.get(&variables).await.is(200);
    set["Variables"] = json!([
        { "Name": "Plain", "Value": "Plain-Value", "Scope": { "Environment": [seed.production] } },
        { "Name": "Hidden", "Value": "Hidden-Value", "IsSensitive": true, "Type": "Sensitive" },
    ]);
    let mut set = world.put(&variables, set).await.is(200);
    set["Variables"][0]["Value"] = json!("Other-Value");
    world.put(&variables, set.clone()).await.is(200);
    (id_of(&process), id_of(&set))
}

#[tokio::test]
async fn a_change_of_a_process_or_of_variables_shows_no_secret() {
    let seed = Seed::new().await;
    let (process, variables) = change_all(&seed).await;
    let told = told_to(&seed.world, ADMIN, &process).await;
    let of = |name: &str| &told[format!("Steps[Install].Actions[Install].Properties[{name}]")];
    assert_eq!(*of("My.Script"), json!({ "Before": null, "After": "echo plain" }), "{told}");
    assert_eq!(*of("My.Secret"), json!({ "Before": null, "After": "(another secret)" }), "{told}");
    // Variables are named with their scopes; no value is told, whether it is a secret or not.
    let told = told_to(&seed.world, ADMIN, &variables).await;
    let changes: Vec<&Value> = told.as_object().expect("changes").values().collect();
    let plain = json!({ "Name": "Plain", "Type": "String", "Scope": { "Environment": [seed.production] } });
    assert_eq!(changes, [&json!({ "Before": plain, "After": plain, "Changed": ["Value"] })], "{told}");
    let all = seed.world.get("/api/events?take=1000&includeSystem=true").await.text();
    for value in ["Deep-Secret", "Plain-Value", "Hidden-Value", "Other-Value"] {
        assert!(!all.contains(value), "{value}");
    }
}

#[tokio::test]
async fn what_has_changed_is_told_to_those_who_may_see_all_of_it() {
    let seed = Seed::new().await;
    let (process, variables) = change_all(&seed).await;
    let world = &seed.world;
    let web = json!({ "ProjectIds": [seed.web] });
    let both = ["EventView", "ProcessView", "VariableView", "VariableViewUnscoped"];
    let lead = seed.account("lead", &both, &web).await;
    assert_ne!(told_to(world, &lead.key, &process).await, Value::Null);
    assert_ne!(told_to(world, &lead.key, &variables).await, Value::Null);
    // Whoever reads the audit but not the process learns that it was changed.
    let auditor = seed.account("auditor", &["EventView"], &web).await;
    assert_eq!(told_to(world, &auditor.key, &process).await, Value::Null);
    assert_eq!(told_to(world, &auditor.key, &variables).await, Value::Null);
    // Who sees the values of Test alone is not told where else there are some.
    let only_test = seed.account("only-test", &["EventView"], &web).await;
    let narrow = json!({ "Name": "narrow", "GrantedSpacePermissions": ["VariableView", "VariableViewUnscoped"] });
    let narrow = id_of(&world.post("/api/userroles", narrow).await.is(201));
    let scoped = json!({
        "TeamId": only_test.team, "UserRoleId": narrow, "SpaceId": "Spaces-1",
        "ProjectIds": [seed.web], "EnvironmentIds": [seed.test],
    });
    world.post("/api/scopeduserroles", scoped).await.is(201);
    assert_eq!(told_to(world, &only_test.key, &variables).await, Value::Null);
    let all = world.get_as(&only_test.key, "/api/events?take=1000").await.text();
    assert!(!all.contains(&format!("\\\"{}\\\"", seed.production)), "{all}");
}

#[tokio::test]
async fn the_ci_account_finds_no_trace_of_production_in_the_audit_either() {
    // The seed's account, restricted to Test, to whom somebody has given the audit and the variables as well.
    let seed = Seed::new().await;
    change_all(&seed).await;
    let world = &seed.world;
    let release = seed.release("1.0.0").await;
    world.deploy(&release, &seed.test).await;
    world.deploy(&release, &seed.production).await;
    let phases = json!([{ "Name": "Last", "OptionalDeploymentTargets": [seed.production], "IsOptionalPhase": true }]);
    set(world, "/api/lifecycles/Lifecycles-1", "Phases", phases).await;
    let machine = json!({
        "Name": "box", "Roles": ["web"], "EnvironmentIds": [seed.production],
        "Endpoint": { "CommunicationStyle": "None" },
    });
    let machine = id_of(&world.post("/api/machines", machine).await.is(201));
    set(world, &format!("/api/Spaces-1/machines/{machine}"), "EnvironmentIds", json!([seed.test])).await;
    let more = ["EventView", "VariableView", "LifecycleView", "MachineView", "EnvironmentView"];
    let account = seed.account("ci", &[&EIGHT[..], &more].concat(), &json!({ "EnvironmentIds": [seed.test] })).await;
    for path in ["/api/events?take=1000", "/api/Spaces-1/events?asCsv=true"] {
        let all = world.get_as(&account.key, path).await;
        assert_eq!(all.status, 200, "{}", all.text());
        assert!(all.text().contains("1.0.0"), "the deployment to Test is there: {}", all.text());
        for trace in [PRODUCTION, seed.production.as_str(), "Plain-Value", "Other-Value", "box"] {
            assert!(!all.text().contains(trace), "{path} tells of {trace}: {}", all.text());
        }
    }
    let seen = world.get("/api/events?take=1000").await.text();
    assert!(seen.contains(PRODUCTION) && seen.contains(&seed.production), "the search for traces proves something");
}
