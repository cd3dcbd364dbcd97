//! `create-environment`, `create-project` and `create-channel`.

use serde_json::{Value, json};

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn octo(stub: &Stub, line: &str) -> Outcome {
    Program::octo(line).at(stub).run()
}

#[test]
fn an_environment_is_created_once() {
    let stub = world::start();
    let new = world::environment("Environments-13", "Stage");
    stub.get(&at("environments?name=Stage"), &page("environments", &[]));
    stub.reply(&format!("POST {}", at("environments")), [Reply::json(201, &new)]);
    stub.get(&at("environments/Environments-13"), &new);
    let outcome = octo(&stub, "create-environment --name=Stage");
    assert_eq!(outcome.answer(), (0, "Creating environment: Stage\nEnvironment created. ID: Environments-13\n"));
    assert_eq!(stub.body_of("POST /api/Spaces-2/environments"), json!({ "Name": "Stage" }));

    stub.get(&at("environments?name=Stage"), &page("environments", &[new]));
    let again = octo(&stub, "create-environment --name=Stage");
    assert_eq!(again.answer(), (255, "The environment Stage (ID Environments-13) already exists\nExit code: -1\n"));
    let ignored = octo(&stub, "create-environment --name=Stage --ignoreIfExists");
    assert_eq!(ignored.answer(), (0, "The environment Stage (ID Environments-13) already exists\n"));
}

#[test]
fn a_project_is_created_with_its_group() {
    let stub = world::start();
    let group =
        json!({ "Id": "ProjectGroups-3", "Name": "Shops", "Links": { "Self": at("projectgroups/ProjectGroups-3") } });
    stub.get(&at("projectgroups?partialName=Shops"), &page("projectgroups", &[]));
    stub.reply(&format!("POST {}", at("projectgroups")), [Reply::json(201, &group)]);
    stub.get(&at("projectgroups/ProjectGroups-3"), &group);
    let lifecycle = json!({ "Id": "Lifecycles-1", "Name": "Default Lifecycle" });
    stub.get(&at("lifecycles?partialName=default%20lifecycle"), &page("lifecycles", &[lifecycle]));
    stub.get(&at("projects?name=New"), &page("projects", &[]));
    stub.reply(&format!("POST {}", at("projects")), [Reply::json(201, &world::project())]);
    let outcome = octo(&stub, "create-project --name=New --projectGroup=Shops --lifecycle='default lifecycle'");
    assert_eq!(
        outcome.answer(),
        (
            0,
            "Finding project group: Shops\nProject group does not exist, it will be created\nFinding lifecycle: \
             default lifecycle\nCreating project: New\nProject created. ID: Projects-7\n"
        )
    );
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/projects"),
        json!({ "Name": "New", "ProjectGroupId": "ProjectGroups-3", "LifecycleId": "Lifecycles-1", "IsDisabled": false })
    );
    let existing = octo(&stub, "create-project --name='web shop' --projectGroup=Shops --lifecycle='default lifecycle'");
    assert!(existing.stdout.contains("The project Web Shop (ID Projects-7) already exists"), "{}", existing.stdout);
}

#[test]
fn a_channel_is_created() {
    let stub = world::start();
    stub.reply(&format!("POST {}", at("channels")), [Reply::json(201, &world::channel())]);
    stub.get(&at("channels/Channels-9"), &world::channel());
    let outcome = octo(&stub, "create-channel --project='Web Shop' --channel=Hotfix --make-default-channel");
    let text = "Creating channel Hotfix\nChannel Hotfix created\n";
    assert!(outcome.stdout.ends_with(text), "{}", outcome.stdout);
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/channels"),
        json!({
            "ProjectId": "Projects-7", "Name": "Hotfix", "Description": "", "LifecycleId": null, "IsDefault": true,
            "Rules": [],
        })
    );
}

#[test]
fn an_existing_channel_is_changed_only_when_asked_and_needed() {
    let stub = world::start();
    stub.get(&at("channels/Channels-9"), &world::channel());
    let line = "create-channel --project='Web Shop' --channel=default";
    let refused = octo(&stub, line);
    assert_eq!(refused.code, -1);
    assert!(refused.stdout.contains("This channel already exists."), "{}", refused.stdout);
    let same = octo(&stub, &format!("{line} --update-existing"));
    assert!(same.stdout.ends_with("The channel already looks exactly the way it should, no need to update it.\n"));

    stub.reply(&format!("POST+PUT {}", at("channels/Channels-9")), [Reply::json(200, &world::channel())]);
    let changed = octo(&stub, &format!("{line} --update-existing --description=Main"));
    assert!(changed.stdout.ends_with("Channel Default updated\n"), "{}", changed.stdout);
    let sent = stub.body_of("POST+PUT /api/Spaces-2/channels/Channels-9");
    assert_eq!((&sent["Description"], &sent["IsDefault"]), (&Value::from("Main"), &Value::from(true)));
}
