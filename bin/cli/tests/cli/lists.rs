//! The `list-*` commands, as text and as JSON.

use serde_json::{Value, json};

use crate::program::Program;
use crate::stub::Stub;
use crate::world::{self, at, page};

#[track_caller]
fn check(stub: &Stub, line: &str, text: &str, json: &Value) {
    let outcome = Program::octo(line).at(stub).run();
    assert_eq!(outcome.answer(), (0, text), "{line}");
    let outcome = Program::octo(line).with("--outputFormat=Json").at(stub).run();
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(&printed, json, "{line}");
}

#[test]
fn an_empty_space_has_no_environments() {
    let stub = world::start();
    stub.get(&at("environments"), &page("environments", &[]));
    check(&stub, "list-environments", "Environments: 0\n", &json!([]));
}

#[test]
fn pages_are_followed_to_the_end() {
    let stub = world::start();
    let mut first = page("projects", &[json!({ "Id": "Projects-1", "Name": "A" })]);
    first["Links"]["Page.Next"] = at("projects?skip=1&take=1").into();
    stub.get(&at("projects"), &first);
    stub.get(&at("projects?skip=1&take=1"), &page("projects", &[json!({ "Id": "Projects-2", "Name": "B" })]));
    let text = "Projects: 2\n - A (ID: Projects-1)\n - B (ID: Projects-2)\n";
    check(
        &stub,
        "list-projects",
        text,
        &json!([{ "Id": "Projects-1", "Name": "A" }, { "Id": "Projects-2", "Name": "B" }]),
    );
}

#[test]
fn tenants_are_listed_where_they_are_enabled() {
    let stub = world::start();
    stub.get(&at("tenants/status"), &json!({ "Enabled": true }));
    stub.get(&at("tenants"), &page("tenants", &[json!({ "Id": "Tenants-1", "Name": "North" })]));
    check(
        &stub,
        "list-tenants",
        "Tenants: 1\n - North (ID: Tenants-1)\n",
        &json!([{ "Id": "Tenants-1", "Name": "North" }]),
    );
    stub.get(&at("tenants/status"), &json!({ "Enabled": false }));
    let outcome = Program::octo("list-tenants").at(&stub).run();
    assert_eq!(outcome.answer(), (255, "Multi-Tenancy is not enabled\nExit code: -1\n"));
}

fn with_machines(stub: &Stub) {
    let machine = |number: u32, name: &str, health: &str, disabled: bool| {
        json!({
            "Id": format!("Machines-{number}"), "Name": name, "Status": "Online", "HealthStatus": health,
            "IsDisabled": disabled, "HasLatestCalamari": number == 1,
            "EnvironmentIds": if number == 1 { json!(["Environments-11", "Environments-12"]) } else { json!(["Environments-12"]) },
            "Endpoint": { "TentacleVersionDetails": { "UpgradeSuggested": number == 2 } },
        })
    };
    let machines = [machine(2, "WEB02", "Unavailable", true), machine(1, "WEB01", "Healthy", false)];
    stub.get(&at("machines"), &page("machines", &machines));
}

#[test]
fn machines_are_sorted_filtered_and_shown_with_their_environments() {
    let stub = world::start();
    with_machines(&stub);
    let web01 = " - WEB01 Healthy (ID: Machines-1) in Test and Live\n";
    let web02 = " - WEB02 Unavailable - Disabled (ID: Machines-2) in Live\n";
    for (filter, expected) in [
        ("", format!("Machines: 2\n{web01}{web02}")),
        ("--environment=test", format!("Machines: 1\n{web01}")),
        ("--health-status=unavailable", format!("Machines: 1\n{web02}")),
        ("--status=Offline", "Machines: 0\n".to_owned()),
        ("--disabled=True", format!("Machines: 1\n{web02}")),
        ("--calamari-outdated=false", format!("Machines: 1\n{web01}")),
        ("--tentacle-outdated=true", format!("Machines: 1\n{web02}")),
    ] {
        let outcome = Program::octo(&format!("list-machines {filter}")).at(&stub).run();
        assert!(outcome.stdout.ends_with(&format!("Loading machines...\n{expected}")), "{filter}: {}", outcome.stdout);
    }
    let outcome = Program::octo("list-machines --outputFormat=Json --environment=Test").at(&stub).run();
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let expected =
        json!([{ "Id": "Machines-1", "Name": "WEB01", "Status": "Healthy", "Environments": ["Test", "Live"] }]);
    assert_eq!(printed, expected);
    let outcome = Program::octo("list-machines --environment=Nope").at(&stub).run();
    assert!(outcome.stdout.contains("Could not find environment(s) named: Nope"), "{}", outcome.stdout);
    let outcome = Program::octo("list-machines --health-status=Sick").at(&stub).run();
    assert!(outcome.stdout.contains("The --health-status value is unknown: Sick."), "{}", outcome.stdout);
}

#[test]
fn workers_and_their_pools_are_listed() {
    let stub = world::start();
    let pool = json!({ "Id": "WorkerPools-1", "Name": "Default Worker Pool" });
    stub.get(&at("workerpools"), &page("workerpools", &[pool]));
    let worker =
        json!({ "Id": "Workers-1", "Name": "W1", "HealthStatus": "Healthy", "WorkerPoolIds": ["WorkerPools-1"] });
    stub.get(&at("workers"), &page("workers", &[worker]));
    check(
        &stub,
        "list-workerpools",
        "WorkerPools: 1\n - Default Worker Pool (ID: WorkerPools-1)\n",
        &json!([{ "Id": "WorkerPools-1", "Name": "Default Worker Pool" }]),
    );
    check(
        &stub,
        "list-workers --workerpool='default worker pool'",
        "Loading pools...\nLoading workers...\nWorkers: 1\n - W1 Healthy (ID: Workers-1) in Default Worker Pool\n",
        &json!([{ "Id": "Workers-1", "Name": "W1", "Status": "Healthy", "WorkerPools": ["Default Worker Pool"] }]),
    );
}

#[test]
fn releases_are_grouped_by_project() {
    let stub = world::start();
    let mut other = world::release();
    other["ProjectId"] = "Projects-99".into();
    stub.get(&at("releases"), &page("releases", &[world::release(), other]));
    check(
        &stub,
        "list-releases --project='web shop'",
        "Loading projects...\nLoading releases...\nReleases: 1\n - Project: Web Shop\n    Version: 1.0.5\n    \
         Assembled: 2024-08-21T16:17:46.750+00:00\n    Package Versions: Deploy web 1.2.3\n    Release Notes: \
         First\\nSecond\n\n",
        &json!([{ "Project": { "Id": "Projects-7", "Name": "Web Shop" }, "Releases": [{
            "Version": "1.0.5", "Assembled": "2024-08-21T16:17:46.750+00:00", "PackageVersions": "Deploy web 1.2.3",
            "ReleaseNotes": "First\\nSecond", "GitReference": null, "GitCommit": null,
        }] }]),
    );
}

fn with_deployments(stub: &Stub) {
    stub.get(&at("tenants/status"), &json!({ "Enabled": true }));
    stub.get(&at("tenants"), &page("tenants", &[json!({ "Id": "Tenants-1", "Name": "North" })]));
    stub.get(&at("channels/Channels-9"), &world::channel());
}

#[test]
fn deployments_are_listed_newest_first_up_to_a_number() {
    let stub = world::start();
    with_deployments(&stub);
    let mut tenanted = world::deployment();
    tenanted["TenantId"] = "Tenants-1".into();
    let mut first = page("deployments", &[tenanted, world::deployment()]);
    first["Links"]["Page.Next"] = at("deployments?skip=2").into();
    stub.get(&at("deployments"), &first);
    let common = json!({
        "Project": { "Id": "Projects-7", "Name": "Web Shop" }, "Environment": { "Id": "Environments-11", "Name": "Test" },
        "Tenant": { "Id": "Tenants-1", "Name": "North" }, "Channel": { "Id": "Channels-9", "Name": "Default" },
        "Created": "2024-08-21T16:17:46.750+00:00", "Version": "1.0.5", "Assembled": "2024-08-21T16:17:46.750+00:00",
        "PackageVersions": "Deploy web 1.2.3", "ReleaseNotes": "First\\nSecond",
    });
    check(
        &stub,
        "list-deployments --number=1",
        "Loading projects...\nLoading environments...\nLoading tenants...\nLoading deployments...\nShowing 1 \
         results...\n - Project: Web Shop\n - Environment: Test\n - Tenant: North\n - Channel: Default\n\tCreated: \
         2024-08-21T16:17:46.750+00:00\n\tVersion: 1.0.5\n\tAssembled: 2024-08-21T16:17:46.750+00:00\n\tPackage \
         Versions: Deploy web 1.2.3\n\tRelease Notes: First\\nSecond\n\n",
        &json!([common]),
    );
    let filter = "GET /api/Spaces-2/deployments?projects=Projects-7&environments=Environments-11%2CEnvironments-12";
    assert!(stub.lines().contains(&filter.to_owned()), "{:#?}", stub.lines());
    assert!(!stub.lines().iter().any(|line| line.contains("skip=2")), "pages that nobody sees are not read");
}

#[test]
fn the_latest_deployments_come_from_the_dashboard() {
    let stub = world::start();
    with_deployments(&stub);
    let item = json!({
        "ProjectId": "Projects-7", "EnvironmentId": "Environments-11", "ReleaseId": "Releases-30", "TenantId": null,
        "ChannelId": "Channels-9", "QueueTime": "2024-08-21T16:17:46.750+00:00", "Duration": "1 minute", "State": "Success",
    });
    stub.get(&at("dashboard/dynamic"), &json!({ "Items": [item], "Tenants": [], "Links": {} }));
    check(
        &stub,
        "list-latestdeployments --environment=Test",
        "Loading projects...\nLoading environments...\nLoading dashboard...\n - Project: Web Shop\n - Environment: \
         Test\n - Channel: Default\n   Date: 2024-08-21T16:17:46.750+00:00\n   Duration: 1 minute\n   State: \
         Success\n   Version: 1.0.5\n   Assembled: 2024-08-21T16:17:46.750+00:00\n   Package Versions: Deploy web \
         1.2.3\n   Release Notes: First\\nSecond\n\n",
        &json!([{
            "Project": { "Id": "Projects-7", "Name": "Web Shop" },
            "Environment": { "Id": "Environments-11", "Name": "Test" }, "Tenant": null,
            "Channel": { "Id": "Channels-9", "Name": "Default" }, "Date": "2024-08-21T16:17:46.750+00:00",
            "Duration": "1 minute", "State": "Success", "Version": "1.0.5",
            "Assembled": "2024-08-21T16:17:46.750+00:00", "PackageVersion": "Deploy web 1.2.3",
            "ReleaseNotes": "First\\nSecond",
        }]),
    );
}
