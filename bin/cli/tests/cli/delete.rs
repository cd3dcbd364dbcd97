//! `delete-releases`, `delete-project` and `disable-project`.

use serde_json::json;

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn octo(stub: &Stub, line: &str) -> Outcome {
    Program::octo(line).at(stub).run()
}

fn with_releases(stub: &Stub) {
    let release = |number: u32, version: &str, channel: &str| {
        let own = at(&format!("releases/Releases-{number}"));
        stub.reply(&format!("POST+DELETE {own}"), [Reply::json(200, &json!({}))]);
        json!({ "Id": format!("Releases-{number}"), "Version": version, "ChannelId": channel, "Links": { "Self": own } })
    };
    let releases = [
        release(4, "1.10.0", "Channels-9"),
        release(3, "1.2.0", "Channels-8"),
        release(2, "1.2.0-beta", "Channels-9"),
        release(1, "1.1.0", "Channels-9"),
    ];
    stub.get(&at("projects/Projects-7/releases"), &page("releases", &releases));
}

const RANGE: &str = "delete-releases --project='web shop' --minVersion=1.1.5 --maxVersion=1.2.0";

#[test]
fn releases_between_two_versions_are_deleted() {
    let stub = world::start();
    with_releases(&stub);
    let outcome = octo(&stub, RANGE);
    assert_eq!(outcome.code, 0);
    assert!(outcome.stdout.ends_with("Deleting version 1.2.0\nDeleting version 1.2.0-beta\n"), "{}", outcome.stdout);
    let deleted: Vec<String> = stub.lines().into_iter().filter(|line| line.starts_with("POST+DELETE")).collect();
    assert_eq!(
        deleted,
        ["POST+DELETE /api/Spaces-2/releases/Releases-3", "POST+DELETE /api/Spaces-2/releases/Releases-2"]
    );
}

#[test]
fn what_if_and_channels_narrow_it_down() {
    let stub = world::start();
    with_releases(&stub);
    let outcome = octo(&stub, &format!("{RANGE} --channel=default --whatIf"));
    let text = "Finding releases for project...\n[WhatIf] Version 1.2.0-beta would have been deleted\n";
    assert!(outcome.stdout.ends_with(text), "{}", outcome.stdout);
    assert!(!stub.lines().iter().any(|line| line.starts_with("POST")));
    let outcome = octo(&stub, &format!("{RANGE} --channel=Nope"));
    assert_eq!(outcome.code, -1);
    assert!(outcome.stdout.contains("Could not find the channels named: Nope"), "{}", outcome.stdout);
    let outcome = octo(&stub, "delete-releases --project='Web Shop' --minVersion=1.0");
    assert!(outcome.stdout.contains("Please specify a maximum version number using the parameter: --maxVersion=XYZ"));
}

#[test]
fn a_project_is_deleted_with_the_verb_override() {
    let stub = world::start();
    stub.reply(&format!("POST+DELETE {}", at("projects/Projects-7")), [Reply::text(200, "")]);
    let outcome = octo(&stub, "delete-project --name='Web Shop'");
    let text = "Finding project: Web Shop\nDeleting project: Web Shop\nProject deleted. ID: Projects-7\n";
    assert_eq!(outcome.answer(), (0, text));
    let last = stub.asked().pop().unwrap();
    assert_eq!(last.headers["content-length"], "0");
}

#[test]
fn a_disabled_project_keeps_what_we_do_not_know() {
    let stub = world::start();
    stub.reply(&format!("POST+PUT {}", at("projects/Projects-7")), [Reply::json(200, &json!({}))]);
    let outcome = octo(&stub, "disable-project --name='Web Shop'");
    assert!(outcome.stdout.ends_with("Project Web Shop disabled. ID: Projects-7\n"), "{}", outcome.stdout);
    let mut expected = world::project();
    expected["IsDisabled"] = true.into();
    assert_eq!(stub.body_of("POST+PUT /api/Spaces-2/projects/Projects-7"), expected);
    stub.get(&at("projects?name=Nope"), &page("projects", &[]));
    let outcome = octo(&stub, "disable-project --name=Nope");
    assert_eq!(outcome.answer(), (255, "Finding project: Nope\nThe project Nope does not exist.\nExit code: -1\n"));
}

#[test]
fn import_and_export_are_gone() {
    for command in ["import", "export"] {
        let outcome = Program::octo(command).run();
        assert_eq!(outcome.code, -1);
        assert!(
            outcome.stdout.starts_with("The import and export commands have been deprecated"),
            "{}",
            outcome.stdout
        );
    }
}
