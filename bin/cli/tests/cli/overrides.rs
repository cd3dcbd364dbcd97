//! `create-autodeployoverride` and `delete-autodeployoverride`.

use serde_json::{Value, json};

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn octo(stub: &Stub, line: &str) -> Outcome {
    stub.reply(&format!("POST+PUT {}", at("projects/Projects-7")), [Reply::json(200, &world::project())]);
    Program::octo(&format!("{line} --project='Web Shop' --environment=Test")).at(stub).run()
}

fn sent(stub: &Stub) -> Value {
    stub.body_of("POST+PUT /api/Spaces-2/projects/Projects-7")["AutoDeployReleaseOverrides"].clone()
}

fn with_override(stub: &Stub) {
    let mut project = world::project();
    let known = json!({ "EnvironmentId": "Environments-11", "TenantId": null, "ReleaseId": "Releases-1" });
    let other = json!({ "EnvironmentId": "Environments-12", "TenantId": null, "ReleaseId": "Releases-1" });
    project["AutoDeployReleaseOverrides"] = json!([known, other]);
    stub.get(&at("projects"), &page("projects", &[project]));
}

#[test]
fn an_override_replaces_the_one_for_the_same_place() {
    let stub = world::start();
    with_override(&stub);
    let outcome = octo(&stub, "create-autodeployoverride --version=1.0.5");
    let text = "Auto deploy will deploy version 1.0.5 of the project Web Shop to the environment Test\n";
    assert_eq!(outcome.answer(), (0, text));
    assert_eq!(
        sent(&stub),
        json!([
            { "EnvironmentId": "Environments-12", "TenantId": null, "ReleaseId": "Releases-1" },
            { "EnvironmentId": "Environments-11", "TenantId": null, "ReleaseId": "Releases-30" },
        ])
    );
}

#[test]
fn tenants_that_are_not_connected_are_skipped() {
    let stub = world::start();
    let tenant =
        |id: &str, name: &str, connected: Value| json!({ "Id": id, "Name": name, "ProjectEnvironments": connected });
    let tenants = [
        tenant("Tenants-1", "North", json!({ "Projects-7": ["Environments-11"] })),
        tenant("Tenants-2", "South", json!({ "Projects-7": ["Environments-12"] })),
        tenant("Tenants-3", "East", json!({})),
    ];
    stub.get(&at("tenants"), &page("tenants", &tenants));
    let outcome = octo(&stub, "create-autodeployoverride --version=1.0.5 --tenant=*");
    assert_eq!(
        outcome.answer().1,
        "Auto deploy will deploy version 1.0.5 of the project Web Shop to the environment Test for the tenant North\n\
         The tenant South was skipped because it has not been connected to the environment Test\n\
         The tenant East was skipped because it has not been connected to the project Web Shop\n"
    );
    let expected = json!([{ "EnvironmentId": "Environments-11", "TenantId": "Tenants-1", "ReleaseId": "Releases-30" }]);
    assert_eq!(sent(&stub), expected);
    stub.get(&at("tenants?tags=Region%2FWest"), &page("tenants", &[]));
    let nobody = octo(&stub, "create-autodeployoverride --version=1.0.5 --tenantTag=Region/West");
    assert!(nobody.stdout.contains("No tenants match the names and tags given."), "{}", nobody.stdout);
}

#[test]
fn an_override_is_deleted_or_not_found() {
    let stub = world::start();
    with_override(&stub);
    let outcome = octo(&stub, "delete-autodeployoverride --outputFormat=Json");
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let removed = &printed["AutoDeployOverridesRemoved"][0];
    let expected = json!({
        "Environment": { "Id": "Environments-11", "Name": "Test" }, "Tenant": null, "Outcome": "Deleted",
    });
    assert_eq!(removed, &expected);
    assert_eq!(sent(&stub).as_array().unwrap().len(), 1);
    let stub = world::start();
    let outcome = octo(&stub, "delete-autodeployoverride");
    let text = "Did not find an auto deploy override for the project Web Shop and environment Test\n";
    assert_eq!(outcome.answer(), (0, text));
}
