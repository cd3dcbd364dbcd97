//! `create-release`: the plan, the requests, and the ways it ends.

use serde_json::{Value, json};

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at};

fn create(stub: &Stub, line: &str) -> Outcome {
    Program::octo(&format!("create-release --project='Web Shop' {line}")).at(stub).run()
}

#[test]
fn create_and_deploy_makes_the_requests_of_the_reference_transcript() {
    let stub = world::start();
    let outcome = create(&stub, "--packageVersion=1.2.3 --deployTo=Test --waitForDeployment");
    assert_eq!(
        outcome.answer(),
        (
            0,
            "This Octopus Server supports channels\n\
             Found project: Web Shop (Projects-7)\n\
             Automatically selecting the best channel for this release...\n\
             Building a release plan for Channel 'Default'...\n\
             Selected the release plan for Channel 'Default' - it is a perfect match\n\
             Using version number from release template: 1.0.5\n\
             Release plan for Web Shop 1.0.5\n\
             Channel: 'Default' (this is the default channel)\n\
             \x20 #   Name       Version Source         Version rules\n\
             \x20 --- ---------- ------- -------------- -----------------\n\
             \x20 1   Deploy web 1.2.3   User specified Allow any version\n\
             Creating release...\n\
             Release 1.0.5 created successfully!\n\
             Deploying Web Shop \"1.0.5\" to: Test (Guided Failure: Not Enabled)\n\
             Waiting for 1 deployment(s) to complete....\n\
             Deploy Web Shop release 1.0.5 to Test: Success\n\
             Done!\n"
        )
    );
    assert_eq!(
        stub.lines(),
        [
            "GET /api/Spaces-2/environments?name=Test",
            "GET /api/Spaces-2/projects?name=Web%20Shop",
            "GET /api/Spaces-2/projects/Projects-7/channels",
            "GET /api/Spaces-2/deploymentprocesses/deploymentprocess-Projects-7",
            "GET /api/Spaces-2/deploymentprocesses/deploymentprocess-Projects-7/template?channel=Channels-9",
            "GET /api/Spaces-2/projects/Projects-7/deploymentsettings",
            "POST /api/Spaces-2/releases?ignoreChannelRules=False",
            "GET /api/Spaces-2/releases/Releases-30",
            "GET /api/Spaces-2/releases/Releases-30/deployments/template",
            "GET /api/Spaces-2/environments?name=Test",
            "GET /api/Spaces-2/releases/Releases-30/deployments/preview/Environments-11",
            "POST /api/Spaces-2/deployments",
            "GET /api/Spaces-2/deployments/Deployments-40",
            "GET /api/tasks/ServerTasks-500?spaces=all&includeSystem=True",
            "GET /api/tasks/ServerTasks-500",
            "GET /api/tasks/ServerTasks-500",
            "GET /api/tasks/ServerTasks-500",
        ]
    );
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/releases"),
        json!({
            "Version": "1.0.5", "ProjectId": "Projects-7", "ChannelId": "Channels-9", "ReleaseNotes": null,
            "SelectedPackages": [{ "ActionName": "Deploy web", "PackageReferenceName": "", "Version": "1.2.3" }],
            "SelectedGitResources": [], "VersionControlReference": { "GitRef": null, "GitCommit": null },
        })
    );
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/deployments"),
        json!({
            "TenantId": null, "EnvironmentId": "Environments-11", "SkipActions": [], "ReleaseId": "Releases-30",
            "ForcePackageDownload": false, "ForcePackageRedeployment": false, "UseGuidedFailure": false,
            "SpecificMachineIds": [], "ExcludedMachineIds": [], "FormValues": {}, "QueueTime": null,
            "QueueTimeExpiry": null,
        })
    );
}

#[test]
fn the_latest_package_comes_from_the_feed_under_the_channels_rule() {
    let stub = world::start();
    let mut channel = world::channel();
    channel["Rules"] = json!([{ "VersionRange": "[1.0,2.0)", "Tag": "^$", "ActionPackages": [
        { "DeploymentAction": "Deploy web", "PackageReference": "" },
    ] }]);
    stub.get(&at("projects/Projects-7/channels"), &world::page("channels", &[channel]));
    let verdict = json!({ "SatisfiesVersionRange": true, "SatisfiesPreReleaseTag": true, "Errors": [] });
    stub.reply(&format!("POST {}", at("channels/rule-test")), [Reply::json(200, &verdict)]);
    let outcome = create(&stub, "--channel=default --version=2.0.0");
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("Building release plan for channel 'default'...\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("Using version number provided on command-line: 2.0.0\n"), "{}", outcome.stdout);
    let row = "  1   Deploy web 1.2.3   Latest available Range: PASS Tag: PASS\n";
    assert!(outcome.stdout.contains(row), "{}", outcome.stdout);
    let lines = stub.lines();
    assert!(lines.contains(&"GET /api/Spaces-2/feeds?ids=feeds-builtin".to_owned()), "{lines:#?}");
    let search = "GET /api/Spaces-2/feeds/feeds-builtin/packages?packageId=Acme.Web&partialMatch=False&\
                  includeMultipleVersions=False&versionRange=%5B1.0%2C2.0%29&preReleaseTag=%5E%24&take=1";
    assert!(lines.contains(&search.to_owned()), "{lines:#?}");
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/channels/rule-test"),
        json!({ "version": "1.2.3", "versionRange": "[1.0,2.0)", "preReleaseTag": "^$", "feedId": "feeds-builtin" })
    );
}

#[test]
fn a_violated_rule_is_an_error_unless_it_is_to_be_ignored() {
    let stub = world::start();
    let mut channel = world::channel();
    channel["Rules"] = json!([{ "VersionRange": "[2.0,)", "ActionPackages": [
        { "DeploymentAction": "Deploy web", "PackageReference": "" },
    ] }]);
    stub.get(&at("projects/Projects-7/channels"), &world::page("channels", &[channel]));
    let verdict = json!({ "SatisfiesVersionRange": false, "SatisfiesPreReleaseTag": true });
    stub.reply(&format!("POST {}", at("channels/rule-test")), [Reply::json(200, &verdict)]);
    let refused = create(&stub, "--channel=Default --packageVersion=1.2.3");
    assert_eq!(refused.answer().0, 255);
    let text = "At least one step violates the package version rules for the Channel 'Default'. Either";
    assert!(refused.stdout.contains(text), "{}", refused.stdout);
    assert!(refused.stdout.contains("Range: FAIL Tag: PASS"), "{}", refused.stdout);
    let none = create(&stub, "--packageVersion=1.2.3");
    assert!(none.stdout.contains("There are no viable release plans in any channels using the provided arguments."));
    let forced = create(&stub, "--channel=Default --packageVersion=1.2.3 --ignoreChannelRules");
    assert_eq!(forced.code, 0, "{}", forced.stdout);
    let lines = stub.lines();
    assert!(lines.contains(&"POST /api/Spaces-2/releases?ignoreChannelRules=True".to_owned()), "{lines:#?}");
}

#[test]
fn what_cannot_be_resolved_is_said_and_nothing_is_created() {
    let stub = world::start();
    stub.get(&at("feeds/feeds-builtin/packages"), &json!([]));
    let outcome = create(&stub, "--channel=Default");
    assert_eq!(outcome.answer().0, 255);
    assert!(outcome.stdout.contains("Could not find any packages with ID 'Acme.Web' that match the channel filter"));
    assert!(
        outcome.stdout.contains("  1   Deploy web ERROR   Cannot resolve Allow any version\n"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("\nPackage versions could not be resolved for one or more of the package packageSteps")
    );
    let mut template = world::template();
    template["Packages"][0]["IsResolvable"] = false.into();
    stub.get(&at("deploymentprocesses/deploymentprocess-Projects-7/template"), &template);
    let outcome = create(&stub, "--channel=Default");
    assert!(outcome.stdout.contains("The version number for step 'Deploy web' cannot be automatically resolved"));
    assert!(!stub.lines().iter().any(|line| line.starts_with("POST")));
}

#[test]
fn an_existing_release_ends_the_command_with_success_when_asked_to() {
    let stub = world::start();
    let outcome = create(&stub, "--packageVersion=1.2.3 --ignoreExisting --deployTo=Test");
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stdout.ends_with(
            "A release of Web Shop with the number 1.0.5 already exists, and you specified --ignoreExisting, so we \
             won't even attempt to create the release.\n"
        ),
        "{}",
        outcome.stdout
    );
    let new = create(&stub, "--packageVersion=1.2.3 --ignoreExisting --version=9.9.9");
    assert_eq!(new.code, 0, "{}", new.stdout);
    assert!(new.stdout.ends_with("Release 1.0.5 created successfully!\n"), "{}", new.stdout);
}

#[test]
fn what_if_shows_the_plan_and_changes_nothing() {
    let stub = world::start();
    let outcome = create(&stub, "--packageVersion=1.2.3 --whatIf --deployTo=Test");
    assert_eq!(outcome.code, 0);
    let last = "[WhatIf] This release would have been created using the release plan and deployed to Test\n";
    assert!(outcome.stdout.ends_with(last), "{}", outcome.stdout);
    let outcome = create(&stub, "--packageVersion=1.2.3 --whatIf --outputFormat=Json");
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((&printed["ReleaseId"], &printed["Version"]), (&Value::Null, &Value::from("1.0.5")));
    assert!(!stub.lines().iter().any(|line| line.starts_with("POST")));
}

#[test]
fn bad_arguments_are_found_before_anything_is_created() {
    #[track_caller]
    fn check(stub: &Stub, line: &str, expected: &str) {
        let outcome = create(stub, line);
        assert_eq!(outcome.code, -1, "{line}");
        assert!(outcome.answer().1.contains(expected), "{line}: {}", outcome.stdout);
    }
    let stub = world::start();
    check(&stub, "--deployTo=Nowhere", "Cannot find the environment with name or id 'Nowhere'.");
    check(
        &stub,
        "--version='a b' --packageVersion=1",
        "Release version 'a b' is invalid, version cannot contain whitespace.",
    );
    check(&stub, "--package=nonsense", "The package argument 'nonsense' is not understood");
    check(&stub, "--deployTo=Test --deployTo=Live --tenant=*", "Please specify only one environment at a time");
    check(&stub, "--deployTo=Test --noDeployAfter=2024-01-01", "The deployment would expire before it starts");
    check(
        &stub,
        "--guidedFailure=maybe",
        "Could not convert 'maybe' for the option --guidedFailure: expected True or False",
    );
    check(&stub, "--releaseNotesFile=/no/such/file", "could not read /no/such/file");
    assert!(!stub.lines().iter().any(|line| line.starts_with("POST")));
    let outcome = Program::octo("create-release").at(&stub).run();
    assert!(outcome.stdout.contains("Please specify a project name or ID using the parameter: --project=XYZ"));
}

#[test]
fn the_servers_refusal_is_printed_line_by_line() {
    let stub = world::start();
    let refusal = Reply::error(400, "There was a problem with your request.", &["Release '1.0.5' already exists"]);
    stub.reply(&format!("POST {}", at("releases")), [refusal]);
    let outcome = create(&stub, "--packageVersion=1.2.3");
    assert_eq!(outcome.answer().0, 249);
    let end = "There was a problem with your request.\n - Release '1.0.5' already exists\n\
               Error from Octopus Server (HTTP 400 BadRequest)\nExit code: -7\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
}

#[test]
fn the_release_number_may_come_from_a_package() {
    let stub = world::start();
    let mut template = world::template();
    template["NextVersionIncrement"] = Value::Null;
    template["VersioningPackageStepName"] = "Deploy web".into();
    stub.get(&at("deploymentprocesses/deploymentprocess-Projects-7/template"), &template);
    let outcome = create(&stub, "--package='Acme.Web:7.8.9'");
    assert!(outcome.stdout.contains("Using version number from package step: 7.8.9\n"), "{}", outcome.stdout);
    assert_eq!(stub.body_of("POST /api/Spaces-2/releases")["Version"], "7.8.9");
    template["VersioningPackageStepName"] = Value::Null;
    stub.get(&at("deploymentprocesses/deploymentprocess-Projects-7/template"), &template);
    let outcome = create(&stub, "--packageVersion=1");
    let text = "A version number was not specified and could not be automatically selected.\nExit code: -1\n";
    assert!(outcome.stdout.ends_with(text), "{}", outcome.stdout);
}

#[test]
fn notes_come_from_the_option_the_file_or_the_projects_template() {
    let stub = world::start();
    stub.get(&at("projects/Projects-7/deploymentsettings"), &json!({ "ReleaseNotesTemplate": "From template" }));
    create(&stub, "--packageVersion=1");
    assert_eq!(stub.body_of("POST /api/Spaces-2/releases")["ReleaseNotes"], "From template");
    let stub = world::start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.md"), "# New\n").unwrap();
    let line = "create-release --project=Projects-7 --packageVersion=1 --releasenotefile=notes.md";
    Program::octo(line).in_folder(folder.path()).at(&stub).run();
    assert_eq!(stub.body_of("POST /api/Spaces-2/releases")["ReleaseNotes"], "# New\n");
}

#[test]
fn json_mode_prints_the_release_and_nothing_else() {
    let stub = world::start();
    let outcome = create(&stub, "--packageVersion=1.2.3 --outputFormat=Json");
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        printed,
        json!({
            "ReleaseId": "Releases-30", "Assembled": "2024-08-21T16:17:46.750+00:00", "Version": "1.0.5",
            "Project": { "Id": "Projects-7", "Name": "Web Shop" },
            "Channel": { "Id": "Channels-9", "Name": "Default" },
            "Steps": [{
                "Id": 0, "ActionName": "Deploy web", "Version": "1.2.3", "VersionSource": "User specified",
                "VersionRule": "Allow any version",
            }],
        })
    );
}

#[test]
fn build_servers_learn_the_release_number() {
    let stub = world::start();
    let line = "create-release --project='Web Shop' --packageVersion=1.2.3 --enableServiceMessages";
    let teamcity = Program::octo(line).variable("TEAMCITY_VERSION", "2024.1").at(&stub).run();
    let message = "##teamcity[setParameter name='octo.releaseNumber' value='1.0.5']\n";
    assert!(teamcity.stdout.ends_with(message), "{}", teamcity.stdout);
    let elsewhere = Program::octo(line).variable("JENKINS_URL", "http://j").at(&stub).run();
    assert!(
        elsewhere.stdout.ends_with("!\nsetParameter name='octo.releaseNumber' value='1.0.5'\n"),
        "{}",
        elsewhere.stdout
    );

    let folder = tempfile::tempdir().unwrap();
    let azure = Program::octo(line)
        .variable("BUILD_BUILDID", "7")
        .variable("SYSTEM_DEFAULTWORKINGDIRECTORY", folder.path().to_str().unwrap())
        .at(&stub)
        .run();
    let line = azure.stdout.lines().last().unwrap();
    let path = line
        .strip_prefix("##vso[task.addattachment type=Distributedtask.Core.Summary;name=Octopus Deploy;]")
        .unwrap_or_else(|| panic!("{line}"));
    let text = std::fs::read_to_string(path).unwrap();
    let link = format!("({}/app#/Spaces-2/releases/Releases-30)", stub.url());
    assert_eq!(text, format!("[Release 1.0.5 created for 'Web Shop']{link}"));
}
