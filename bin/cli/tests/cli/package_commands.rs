//! `delete-package`, `build-information`, `push-metadata` and `create-workerpool`.

use serde_json::{Value, json};

use crate::program::Program;
use crate::stub::Reply;
use crate::world::{self, at, page};

#[test]
fn a_package_is_found_by_id_and_version_and_deleted() {
    let stub = world::start();
    let own = at("packages/packages-Acme.Web.1.2.3%2Bb");
    let package = json!({ "Id": "packages-Acme.Web.1.2.3+b", "PackageId": "Acme.Web", "Links": { "Self": own } });
    stub.get(&at("packages/Acme.Web.1.2.3%2Bb"), &package);
    stub.reply(&format!("POST+DELETE {own}"), [Reply::json(200, &json!({}))]);
    let outcome = Program::octo("delete-package --packageId=Acme.Web --version=1.2.3+b").at(&stub).run();
    assert_eq!(
        outcome.answer(),
        (
            0,
            "Finding package: Acme.Web with version 1.2.3+b\nFound package with id: Acme.Web... Deleting \
             package\nPackage deleted\n"
        )
    );
    let outcome = Program::octo("delete-package --packageId=Nope --version=1.0.0").at(&stub).run();
    assert_eq!(outcome.answer().0, 249);
    assert!(outcome.stdout.contains("Error from Octopus Server (HTTP 404 NotFound)\n"), "{}", outcome.stdout);
}

#[test]
fn build_information_is_pushed_for_every_package() {
    let stub = world::start();
    stub.reply(
        &format!("POST {}", at("build-information")),
        [Reply::json(200, &json!({ "Id": "BuildInformation-1" }))],
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.json"), "\u{feff}{\"BuildNumber\":\"77\",\"Commits\":[]}").unwrap();
    let line = "build-information --package-id=A --package-id=B --version=1.0.0 --file=b.json \
                --overwrite-mode=OverwriteExisting";
    let outcome = Program::octo(line).in_folder(folder.path()).at(&stub).run();
    assert_eq!(
        outcome.answer(),
        (
            0,
            "Pushing build information for package A version 1.0.0...\nPushing build information for package B version \
             1.0.0...\nPush successful\n"
        )
    );
    assert_eq!(stub.lines(), ["POST /api/Spaces-2/build-information?overwriteMode=OverwriteExisting"; 2]);
    assert_eq!(
        stub.body_of("POST /api/Spaces-2/build-information"),
        json!({ "PackageId": "A", "Version": "1.0.0", "OctopusBuildInformation": { "BuildNumber": "77", "Commits": [] } })
    );
    let json = Program::octo(line).with("--outputFormat=Json").in_folder(folder.path()).at(&stub).run();
    let printed: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(printed, json!([{ "Id": "BuildInformation-1" }, { "Id": "BuildInformation-1" }]));
    let missing = Program::octo("build-information --package-id=A --version=1 --file=none.json").at(&stub).run();
    assert!(missing.stdout.contains("Build information file 'none.json' does not exist"), "{}", missing.stdout);
    let old_server = Program::octo("push-metadata --package-id=A --version=1 --file=b.json")
        .in_folder(folder.path())
        .at(&stub)
        .run();
    assert_eq!(old_server.code, -3);
    assert!(old_server.stdout.contains("has no link named PackageMetadata"), "{}", old_server.stdout);
}

#[test]
fn a_worker_pool_is_created() {
    let stub = world::start();
    let pool = json!({ "Id": "WorkerPools-2", "Name": "Linux", "Links": { "Self": at("workerpools/WorkerPools-2") } });
    stub.get(&at("workerpools"), &page("workerpools", &[]));
    stub.reply(&format!("POST {}", at("workerpools")), [Reply::json(201, &pool)]);
    stub.get(&at("workerpools/WorkerPools-2"), &pool);
    let outcome = Program::octo("create-workerpool --name=Linux").at(&stub).run();
    assert_eq!(outcome.answer(), (0, "Creating worker pool: Linux\nWorker pool created. ID: WorkerPools-2\n"));
}
