//! Library variable sets (http-api.md 11.2, domain.md VA-14, PR-16).

use serde_json::{Value, json};

use crate::world::{Within, World};

fn set_id(set: &Value) -> String {
    set["Id"].as_str().expect("an id").to_owned()
}

impl World {
    async fn library(&self, name: &str, kind: &str) -> Value {
        self.post("/api/libraryvariablesets", json!({ "Name": name, "ContentType": kind })).await.is(201)
    }

    /// Saves one variable into a set and gives the answer.
    async fn put_variable(&self, set: &str, variable: Value) -> crate::world::Reply {
        let path = format!("/api/variables/{set}");
        let mut document = self.get(&path).await.is(200);
        document["Variables"] = json!([variable]);
        self.put(&path, document).await
    }

    async fn include(&self, project: &str, sets: &[&str]) -> crate::world::Reply {
        let path = format!("/api/projects/{project}");
        let mut document = self.get(&path).await.is(200);
        document["IncludedLibraryVariableSetIds"] = json!(sets);
        self.put(&path, document).await
    }
}

#[tokio::test]
async fn a_set_is_made_listed_by_kind_and_holds_variables() {
    let world = World::new().await;
    let common = world.library("Common", "").await;
    assert_eq!(
        (common["ContentType"].as_str(), common["VariableSetId"].as_str()),
        (Some("Variables"), Some("variableset-LibraryVariableSets-1"))
    );
    let module = world.library("Helpers", "ScriptModule").await;
    world.post("/api/libraryvariablesets", json!({ "Name": "common" })).await.is(400);
    world.post("/api/libraryvariablesets", json!({ "Name": "Odd", "ContentType": "Other" })).await.is(400);
    let modules = world.get("/api/libraryvariablesets?contentType=scriptmodule").await.is(200);
    assert_eq!((modules["TotalResults"].as_i64(), &modules["Items"][0]["Id"]), (Some(1), &module["Id"]));
    assert_eq!(world.get("/api/libraryvariablesets/all").await.is(200).as_array().map(Vec::len), Some(2));

    let saved =
        world.put_variable("variableset-LibraryVariableSets-1", json!({ "Name": "Url", "Value": "http://x" })).await;
    assert_eq!(saved.is(200)["Variables"][0]["Value"], "http://x");
    // VA-14: a step or a channel belongs to a project.
    let scoped = json!({ "Name": "Url", "Value": "y", "Scope": { "Channel": ["Channels-1"] } });
    let refused = world.put_variable("variableset-LibraryVariableSets-1", scoped).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("belongs to a project"), "{refused}");
}

#[tokio::test]
async fn a_release_freezes_the_sets_of_its_project_and_a_frozen_set_stays() {
    let world = World::new().await;
    let id = set_id(&world.library("Common", "Variables").await);
    let project = world.project("Web").await;
    let refused = world.include(&project, &["LibraryVariableSets-9"]).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("LibraryVariableSets-9"), "PR-16: {refused}");
    world.include(&project, &[&id, &id]).await.is(400);
    world.include(&project, &[&id]).await.is(200);
    world.put_variable("variableset-LibraryVariableSets-1", json!({ "Name": "Url", "Value": "frozen" })).await.is(200);

    let release = world.release(&project, "1.0.0").await;
    let document = world.get(&format!("/api/releases/{release}")).await.is(200);
    let snapshot = document["LibraryVariableSetSnapshotIds"][0].as_str().expect("a snapshot").to_owned();
    world.put_variable("variableset-LibraryVariableSets-1", json!({ "Name": "Url", "Value": "changed" })).await.is(200);
    let frozen = world.get(&format!("/api/variables/{snapshot}")).await.is(200);
    assert_eq!(frozen["Variables"][0]["Value"], "frozen");
    let template = format!("/api/releases/{release}/deployments/template");
    assert_eq!(world.get(&template).await.is(200)["IsLibraryVariableSetModified"], true);
    world.post(&format!("/api/releases/{release}/snapshot-variables"), json!({})).await.is(200);
    assert_eq!(world.get(&template).await.is(200)["IsLibraryVariableSetModified"], false);

    let path = format!("/api/libraryvariablesets/{id}");
    let refused = world.delete(&path).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("1 projects and frozen in 1 releases"), "{refused}");
    let usages = world.get(&format!("{path}/usages")).await.is(200);
    assert_eq!(usages["Projects"][0]["ProjectName"], "Web");
    assert_eq!(usages["Projects"][0]["Releases"][0]["ReleaseVersion"], "1.0.0");
    let stranger = world.account("stranger", &["LibraryVariableSetView"], Within::default()).await;
    let hidden = world.get_as(&stranger, &format!("{path}/usages")).await.is(200);
    assert_eq!(
        (hidden["Projects"].as_array().map(Vec::len), hidden["CountOfProjectsUserCannotSee"].as_i64()),
        (Some(0), Some(1))
    );

    world.include(&project, &[]).await.is(200);
    world.delete(&path).await.is(400);
    assert_eq!(world.delete(&format!("/api/releases/{release}")).await.status.as_u16(), 200);
    assert_eq!(world.delete(&path).await.status.as_u16(), 200);
    assert_eq!(world.get(&path).await.status.as_u16(), 404);
    assert_eq!(world.get("/api/variables/variableset-LibraryVariableSets-1").await.status.as_u16(), 404);
}

#[tokio::test]
async fn nobody_reads_a_set_by_including_it() {
    let world = World::new().await;
    let id = set_id(&world.library("Secrets", "Variables").await);
    let project = world.project("Web").await;
    let key = world.account("editor", &["ProjectView", "ProjectEdit"], Within::default()).await;
    let path = format!("/api/projects/{project}");
    let mut document = world.get_as(&key, &path).await.is(200);
    document["IncludedLibraryVariableSetIds"] = json!([id]);
    let refused = world.send(&key, "PUT", &path, document.to_string()).await.is(400);
    let mut absent = world.get_as(&key, &path).await.is(200);
    absent["IncludedLibraryVariableSetIds"] = json!(["LibraryVariableSets-9"]);
    let not_there = world.send(&key, "PUT", &path, absent.to_string()).await.is(400);
    assert_eq!(refused.to_string().replace(&id, "X"), not_there.to_string().replace("LibraryVariableSets-9", "X"));
}
