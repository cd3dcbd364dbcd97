//! `deploy-release`: versions, targets, tenants, prompts.

use serde_json::json;

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn deploy(stub: &Stub, line: &str) -> Outcome {
    Program::octo(&format!("deploy-release --project='Web Shop' --deployto=Test {line}")).at(stub).run()
}

fn with_tenants(stub: &Stub) {
    let tenant = |id: &str, name: &str| json!({ "Id": id, "Name": name, "ProjectEnvironments": { "Projects-7": ["Environments-11"] }, "Links": {} });
    let (north, south) = (tenant("Tenants-1", "North"), tenant("Tenants-2", "South"));
    stub.get(&at("tenants?name=North"), &page("tenants", std::slice::from_ref(&north)));
    stub.get(&at("tenants?name=South"), &page("tenants", std::slice::from_ref(&south)));
    stub.get(&at("tenants?ids=Tenants-1"), &page("tenants", std::slice::from_ref(&north)));
    stub.get(&at("tenants/all?tags=Region%2FNorth"), &json!([north, south]));
    let set = json!({ "Id": "TagSets-1", "Name": "Region", "Tags": [{ "Name": "North" }] });
    stub.get(&at("tagsets?partialName=Region"), &page("tagsets", &[set]));
    stub.get(&at("releases/Releases-30/deployments/preview/Environments-11/Tenants-1"), &world::preview());
    let mut deployment = world::deployment();
    deployment["TenantId"] = "Tenants-1".into();
    stub.reply(&format!("POST {}", at("deployments")), [Reply::json(201, &deployment)]);
}

#[test]
fn a_version_is_deployed_without_waiting() {
    let stub = world::start();
    let outcome = deploy(&stub, "--releaseNumber=1.0.5");
    assert_eq!(
        outcome.answer(),
        (
            0,
            "Found project: Web Shop (Projects-7)\n\
             Deploying Web Shop \"1.0.5\" to: Test (Guided Failure: Not Enabled)\n"
        )
    );
    assert!(!stub.lines().iter().any(|line| line.contains("/tasks/")));
}

#[test]
fn latest_means_the_highest_version_or_the_channels_newest() {
    let stub = world::start();
    let release = |version: &str, channel: &str| {
        let mut release = world::release();
        release["Version"] = version.into();
        release["ChannelId"] = channel.into();
        release
    };
    let releases = [release("1.9.0", "Channels-9"), release("1.10.0", "Channels-8"), release("1.8.0", "Channels-8")];
    stub.get(&at("projects/Projects-7/releases"), &page("releases", &releases));
    let outcome = deploy(&stub, "--version=latest");
    assert!(outcome.stdout.contains("Deploying Web Shop \"1.10.0\" to: Test"), "{}", outcome.stdout);
    let outcome = deploy(&stub, "--version=Latest --channel=Default");
    assert!(outcome.stdout.contains("Deploying Web Shop \"1.9.0\" to: Test"), "{}", outcome.stdout);
}

#[test]
fn what_is_missing_is_an_error() {
    #[track_caller]
    fn check(outcome: &Outcome, expected: &str) {
        assert_eq!(outcome.code, -1);
        assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
    }
    let stub = world::start();
    check(&deploy(&stub, ""), "Please specify a release version using the parameter: --version=1.0.0.0");
    check(&deploy(&stub, "--version=3.0"), "Could not find a release of project 'Web Shop' with version '3.0'");
    let elsewhere =
        Program::octo("deploy-release --project='Web Shop' --version=1.0.5 --deployTo=Live").at(&stub).run();
    check(
        &elsewhere,
        "Release '1.0.5' of project 'Web Shop' cannot be deployed to environment 'Live' because it is not",
    );
    let nowhere = Program::octo("deploy-release --project='Web Shop' --version=1.0.5").at(&stub).run();
    check(&nowhere, "Please specify an environment name or ID using the parameter: --deployTo=XYZ");
    stub.get(&at("projects?name=Nope"), &page("projects", &[]));
    let unknown = Program::octo("deploy-release --project=Nope --version=1.0.5 --deployTo=Test").at(&stub).run();
    check(&unknown, "Cannot find the project with name or id 'Nope'.");
}

#[test]
fn options_become_members_of_the_deployment() {
    let stub = world::start();
    let machine = json!({ "Id": "Machines-1", "Name": "WEB01" });
    stub.get(&at("machines?name=web01"), &page("machines", &[machine]));
    stub.get(&at("machines?name=gone"), &page("machines", &[]));
    let mut preview = world::preview();
    preview["Form"] = json!({ "Values": { "f2b7": "green", "aa": "kept" }, "Elements": [
        { "Name": "f2b7", "IsValueRequired": true,
          "Control": { "Type": "VariableValue", "Name": "Slot", "Label": "Which slot" } },
    ] });
    stub.get(&at("releases/Releases-30/deployments/preview/Environments-11"), &preview);
    let outcome = deploy(
        &stub,
        "--version=1.0.5 --specificMachines=web01 --excludeMachines=gone --skip='deploy WEB' --skip=Nothing \
         -v 'Which slot:blue' --guidedFailure=True --forcePackageDownload --force --deployAt=2024-08-21T18:17:46Z \
         --noDeployAfter='2024-08-22 10:00 +02:00'",
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    for line in [
        "Deployment will be scheduled to start in: 2 hours\n",
        "The following excluded machines could not be found: 'gone'\n",
        "Skipping step: Deploy web\n",
        "No step/action named 'Nothing' could be found when deploying to environment 'Test', so the step cannot be skipped.\n",
    ] {
        assert!(outcome.stdout.contains(line), "{line}: {}", outcome.stdout);
    }
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/deployments"),
        json!({
            "TenantId": null, "EnvironmentId": "Environments-11", "SkipActions": ["a1b2"], "ReleaseId": "Releases-30",
            "ForcePackageDownload": true, "ForcePackageRedeployment": true, "UseGuidedFailure": true,
            "SpecificMachineIds": ["Machines-1"], "ExcludedMachineIds": [],
            "FormValues": { "f2b7": "blue", "aa": "kept" },
            "QueueTime": "2024-08-21T18:17:46.000+00:00", "QueueTimeExpiry": "2024-08-22T08:00:00.000+00:00",
        })
    );
    let without = deploy(&stub, "--version=1.0.5");
    assert_eq!(without.code, -3);
    let text = "Please provide a variable for the prompted value Which slot\nExit code: -3\n";
    assert!(without.stdout.ends_with(text), "{}", without.stdout);
    let unknown = deploy(&stub, "--version=1.0.5 --specificMachines=gone");
    assert!(unknown.stdout.contains("Could not find the machine named 'gone'"), "{}", unknown.stdout);
}

#[test]
fn tenants_are_found_by_name_by_tag_or_all_that_are_ready() {
    for selection in
        ["--tenant=North", "--tenant=*", "--tenantTag=Region/North", "--tenant=North --tenantTag=Region/North"]
    {
        let stub = world::start();
        with_tenants(&stub);
        let outcome = deploy(&stub, &format!("--version=1.0.5 {selection}"));
        let expected = "Deploying Web Shop \"1.0.5\" to: Test for North (Guided Failure: Not Enabled)\n";
        assert!(outcome.stdout.ends_with(expected), "{selection}: {}", outcome.stdout);
        assert_eq!(stub.body_of("POST /api/Spaces-2/deployments")["TenantId"], "Tenants-1");
        let found = outcome.stdout.contains("Found 1 Tenants who can deploy Web Shop 1.0.5 to Test\n");
        assert_eq!(found, selection == "--tenant=*");
    }
}

#[test]
fn a_tenant_that_is_not_ready_is_refused() {
    let stub = world::start();
    with_tenants(&stub);
    let outcome = deploy(&stub, "--version=1.0.5 --tenant=South");
    let text = "Release '1.0.5' of project 'Web Shop' cannot be deployed for tenant 'South' to environment 'Test'";
    assert!(outcome.stdout.contains(text), "{}", outcome.stdout);
    let outcome = deploy(&stub, "--version=1.0.5 --tenantTag=Region/East");
    assert!(outcome.stdout.contains("Unable to find matching tag from canonical tag name 'Region/East'."));
}

#[test]
fn variables_can_be_taken_again_first() {
    let stub = world::start();
    stub.reply(
        &format!("POST {}", at("releases/Releases-30/snapshot-variables")),
        [Reply::json(200, &world::release())],
    );
    let outcome = deploy(&stub, "--version=1.0.5 --updateVariables");
    assert!(outcome.stdout.contains("Updating the release variable snapshot with variables from the project\n"));
    let lines = stub.lines();
    let at = lines.iter().position(|line| line.starts_with("POST")).unwrap();
    assert_eq!(lines[at], "POST /api/Spaces-2/releases/Releases-30/snapshot-variables");
    assert_eq!(lines[at + 1], "GET /api/Spaces-2/releases/Releases-30");
}

#[test]
fn json_mode_prints_the_deployments() {
    let stub = world::start();
    let outcome = deploy(&stub, "--version=1.0.5 --outputFormat=Json");
    let printed: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        printed,
        json!({ "ProjectName": "Web Shop", "Version": "1.0.5", "Deployments": [{
            "DeploymentId": "Deployments-40", "ReleaseId": "Releases-30",
            "Environment": { "EnvironmentId": "Environments-11", "EnvironmentName": "Test" },
            "SkipActions": [], "SpecificMachineIds": [], "ExcludedMachineIds": [],
            "Created": "2024-08-21T16:17:46.750+00:00", "Name": "Deploy to Test", "QueueTime": null, "Tenant": null,
            "UseGuidedFailure": false,
        }] })
    );
}
