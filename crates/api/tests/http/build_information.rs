//! Build information (http-api.md 7.5, domain.md BI).

use serde_json::{Value, json};

use crate::files::small_zip;
use crate::world::{ADMIN, Within, World, id_of, ids};

const PATH: &str = "/api/Spaces-1/build-information";

fn said(package: &str, version: &str, number: &str) -> Value {
    json!({
        "PackageId": package,
        "Version": version,
        "OctopusBuildInformation": {
            "BuildEnvironment": "GitHubActions", "BuildNumber": number, "BuildUrl": "https://ci/77", "Branch": "main",
            "VcsType": "Git", "VcsRoot": "https://git/acme", "VcsCommitNumber": "abc123",
            "Commits": [{ "Id": "abc123", "Comment": "Fix #12" }],
        },
    })
}

#[tokio::test]
async fn what_a_build_server_says_is_kept_listed_and_removed() {
    // BI-01, BI-03: the package need not be there.
    let world = World::new().await;
    let kept = world.post(PATH, said("Acme.Web", "1.2.3", "77")).await.is(200);
    assert_eq!((&kept["PackageId"], &kept["Version"]), (&json!("Acme.Web"), &json!("1.2.3")));
    assert_eq!((&kept["BuildNumber"], &kept["VcsCommitNumber"]), (&json!("77"), &json!("abc123")));
    assert_eq!(kept["Commits"], json!([{ "Id": "abc123", "Comment": "Fix #12", "LinkUrl": null }]));
    assert_eq!((&kept["WorkItems"], &kept["IncompleteDataWarning"]), (&json!([]), &Value::Null));
    let first = id_of(&kept);
    let second = id_of(&world.post(PATH, said("acme.web", "1.10.0", "78")).await.is(200));
    let other = id_of(&world.post(PATH, said("Other", "1.0.0", "1")).await.is(200));

    let found = async |query: &str| ids(&world.get(&format!("{PATH}?{query}")).await.is(200));
    assert_eq!(found("packageId=ACME.WEB").await, [second.clone(), first.clone()]);
    assert_eq!(found("packageId=Acme").await, Vec::<String>::new());
    assert_eq!(found("filter=acme&latest=true").await, [second.as_str()]);
    assert_eq!(found("partialPackageId=the").await, [other.as_str()]);
    assert_eq!(world.get(&format!("{PATH}/{first}")).await.is(200), kept);

    world.delete(&format!("{PATH}/{first}")).await.is(200);
    world.get(&format!("{PATH}/{first}")).await.is(404);
    world.delete(&format!("{PATH}/bulk?ids={second},{other},{first}")).await.is(200);
    assert_eq!(found("").await, Vec::<String>::new());
    let events = world.get("/api/events?documentTypes=BuildInformation").await.is(200);
    assert_eq!(events["Items"][0]["Message"], "Build information for Other 1.0.0 was deleted");
}

#[tokio::test]
async fn what_is_there_stays_unless_whoever_may_replace_it_asks_for_that() {
    // BI-02.
    let world = World::new().await;
    let ci = world.account("ci", &["BuildInformationPush", "FeedView"], Within::default()).await;
    let push = async |key: &str, query: &str, number: &str| {
        world.send(key, "POST", &format!("{PATH}{query}"), said("Acme", "1.0", number).to_string()).await
    };
    let kept = push(&ci, "", "1").await.is(200);
    let refused = push(&ci, "", "2").await.is(409);
    assert!(refused.to_string().contains("package 'Acme' version '1.0' already exists"), "{refused}");
    assert_eq!(push(&ci, "?overwriteMode=IgnoreIfExists", "2").await.is(200), kept);
    let refused = push(&ci, "?overwriteMode=OverwriteExisting", "2").await.is(403);
    assert!(refused.to_string().contains("BuildInformationAdminister"), "{refused}");
    let replaced = push(ADMIN, "?overwriteMode=OverwriteExisting", "3").await.is(200);
    assert_eq!((&replaced["Id"], &replaced["BuildNumber"]), (&kept["Id"], &json!("3")));
    // The mode may stand in the body, too.
    let mut body = said("ACME", "1.0.0.0", "4");
    body["OverwriteMode"] = json!("OverwriteExisting");
    assert_eq!(world.post(PATH, body).await.is(200)["BuildNumber"], "4");
    world.send(&ci, "DELETE", &format!("{PATH}/{}", id_of(&kept)), "").await.is(403);
}

#[tokio::test]
async fn what_names_nothing_is_refused_with_what_is_missing() {
    // BI-05.
    let world = World::new().await;
    for (body, missing) in [
        (said("", "1.0", "1"), "PackageId"),
        (said("Acme", " ", "1"), "Version"),
        (json!({ "PackageId": "Acme", "Version": "1" }), "OctopusBuildInformation"),
    ] {
        let refused = world.post(PATH, body).await.is(400);
        assert!(refused.to_string().contains(missing), "{refused}");
    }
    // Clients of old call it metadata.
    let old = json!({ "PackageId": "Acme", "Version": "1", "OctopusPackageMetadata": { "BuildNumber": "5" } });
    assert_eq!(world.post("/api/Spaces-1/package-metadata", old).await.is(200)["BuildNumber"], "5");
}

#[tokio::test]
async fn a_release_keeps_what_was_known_of_its_packages_when_it_was_made() {
    // BI-04.
    let world = World::new().await;
    world.push("Acme.1.0.0.zip", &small_zip("hello")).await.is(201);
    world.post(PATH, said("Acme", "1.0.0", "77")).await.is(200);
    let project = world.project("Web").await;
    let path = format!("/api/projects/{project}/deploymentprocesses");
    let mut process = world.get(&path).await.is(200);
    process["Steps"] = json!([{ "Name": "Deploy", "Actions": [{
        "ActionType": "Octopus.TentaclePackage",
        "Packages": [{ "PackageId": "Acme", "FeedId": "feeds-builtin" }],
        "Properties": { "Octopus.Action.RunOnServer": "True" },
    }] }]);
    world.put(&path, process).await.is(200);
    let new = json!({ "ProjectId": project, "Version": "1", "SelectedPackages": [{ "ActionName": "Deploy", "Version": "1.0.0" }] });
    let release = world.post("/api/releases", new).await.is(201);
    let path = format!("{PATH}?overwriteMode=OverwriteExisting");
    world.post(&path, said("Acme", "1.0.0", "78")).await.is(200);
    let kept = world.get(&format!("/api/releases/{}", id_of(&release))).await.is(200)["BuildInformation"].clone();
    assert_eq!((kept[0]["PackageId"].as_str(), kept[0]["BuildNumber"].as_str()), (Some("Acme"), Some("77")));
    assert_eq!(kept.as_array().map(Vec::len), Some(1));
}
