//! `promote-release`: which release is taken from the source environment.

use serde_json::{Value, json};

use crate::program::Program;
use crate::stub::Stub;
use crate::world::{self, at};

fn with_dashboard(stub: &Stub) {
    let item = |version: &str, state: &str| json!({ "ProjectId": "Projects-7", "EnvironmentId": "Environments-12", "ReleaseVersion": version, "State": state });
    let dashboard = json!({
        "Items": [item("1.0.5", "Success"), item("1.0.10", "Failed")],
        "PreviousItems": [item("1.0.4", "Success")], "Tenants": [], "Links": {},
    });
    stub.get(&at("dashboard/dynamic"), &dashboard);
    for version in ["1.0.10", "1.0.4"] {
        let mut release = world::release();
        release["Version"] = version.into();
        stub.get(&at(&format!("projects/Projects-7/releases/{version}")), &release);
    }
}

const PROMOTE: &str = "promote-release --project='Web Shop' --from=Live --to=Test";

#[test]
fn the_highest_version_is_taken_or_the_highest_successful_one() {
    let stub = world::start();
    with_dashboard(&stub);
    let outcome = Program::octo(PROMOTE).at(&stub).run();
    assert!(
        outcome.stdout.ends_with(
            "Finding release details for release 1.0.10\n\
             Deploying Web Shop \"1.0.10\" to: Test (Guided Failure: Not Enabled)\n"
        ),
        "{}",
        outcome.stdout
    );
    let question = "dashboard/dynamic?projects=Projects-7&environments=Environments-12&includePrevious=False";
    assert!(stub.lines().contains(&format!("GET {}", at(question))), "{:#?}", stub.lines());
    let outcome = Program::octo(PROMOTE).with("--latestSuccessful").at(&stub).run();
    assert!(outcome.stdout.contains("Deploying Web Shop \"1.0.5\" to: Test"), "{}", outcome.stdout);
}

#[test]
fn nothing_deployed_there_is_an_error() {
    let stub = world::start();
    stub.get(&at("dashboard/dynamic"), &json!({ "Items": [], "PreviousItems": [], "Links": {} }));
    let outcome = Program::octo(PROMOTE).at(&stub).run();
    assert_eq!(outcome.answer().0, 255);
    assert!(
        outcome.stdout.contains("Could not find the latest deployment of project 'Web Shop' to environment 'Live'.")
    );
}

#[test]
fn json_mode_names_source_and_target() {
    let stub = world::start();
    with_dashboard(&stub);
    let outcome = Program::octo(PROMOTE).with("--outputFormat=json").at(&stub).run();
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(printed["ProjectName"], json!({ "Id": "Projects-7", "Name": "Web Shop" }));
    assert_eq!(printed["FromEnvironment"], json!({ "Id": "Environments-12", "Name": "Live" }));
    assert_eq!(printed["Deployments"][0]["Environment"], json!({ "EnvironmentId": "Environments-11", "Name": "Test" }));
}
