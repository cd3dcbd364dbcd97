//! Artifacts (http-api.md 10.4; domain.md AR).

use serde_json::{Value, json};

use crate::world::{ADMIN, Within, World, ids};

async fn artifact(world: &World, task: &str, filename: &str) -> Value {
    world.post("/api/artifacts", json!({ "Filename": filename, "ServerTaskId": task })).await.is(201)
}

#[tokio::test]
async fn an_artifact_is_made_filled_and_read() {
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    let made = artifact(&world, &task, "report.html").await;
    let expected = json!({
        "Id": "Artifacts-1", "SpaceId": "Spaces-1", "Filename": "report.html", "Source": null,
        "ServerTaskId": "ServerTasks-1", "Created": "2026-01-02T03:04:05.000+00:00", "LogCorrelationId": null,
        "Links": {
            "Self": "/api/Spaces-1/artifacts/Artifacts-1",
            "Content": "/api/Spaces-1/artifacts/Artifacts-1/content",
        },
    });
    assert_eq!(made, expected);
    let path = "/api/artifacts/Artifacts-1/content";
    assert_eq!(world.get(path).await.status, 204);
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    world.send(ADMIN, "PUT", path, bytes.clone()).await.is(200);
    let reply = world.get(path).await;
    assert_eq!(reply.status, 200);
    assert!(reply.body == bytes, "the content comes back as it went in");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    assert_eq!(reply.headers["content-type"], "application/octet-stream");
    let disposition = reply.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"report.html\""), "{disposition}");
    world.send(ADMIN, "PUT", path, "new").await.is(200);
    assert_eq!(world.get(path).await.text(), "new");
    assert_eq!(world.get("/api/artifacts/Artifacts-1").await.is(200), expected);
}

#[tokio::test]
async fn artifacts_are_found_by_what_they_belong_to() {
    let world = World::new().await;
    let (project, _, first) = world.queued_task("Web Shop", "Test").await;
    let (_, live, second) = world.queued_task("Library", "Live").await;
    artifact(&world, &first, "one.txt").await;
    artifact(&world, &first, "Two.txt").await;
    artifact(&world, &second, "three.txt").await;
    let found = async |query: &str| ids(&world.get(&format!("/api/artifacts?{query}")).await.is(200));
    assert_eq!(found("").await, ["Artifacts-3", "Artifacts-2", "Artifacts-1"]);
    assert_eq!(found("order=asc&take=1").await, ["Artifacts-1"]);
    assert_eq!(found(&format!("regarding={first}")).await, ["Artifacts-2", "Artifacts-1"]);
    assert_eq!(found(&format!("regarding={project}&partialName=TWO")).await, ["Artifacts-2"]);
    assert_eq!(found(&format!("regarding={live}")).await, ["Artifacts-3"]);
    assert_eq!(found("regarding=Deployments-1").await, ["Artifacts-2", "Artifacts-1"]);
    assert_eq!(found("regarding=Releases-2").await, ["Artifacts-3"]);
    assert_eq!(found("regarding=Projects-99").await, [""; 0]);
    assert_eq!(found("ids=Artifacts-1,Artifacts-9").await, ["Artifacts-1"]);
    world.delete("/api/artifacts/Artifacts-1").await.is(200);
    world.get("/api/artifacts/Artifacts-1").await.is(404);
}

#[tokio::test]
async fn a_file_name_is_a_name_and_no_path() {
    // AR-02; two of the same name are fine.
    let world = World::new().await;
    let (_, _, task) = world.queued_task("Web Shop", "Test").await;
    for filename in ["../evil", "a\\b", "", "..", &"x".repeat(256)] {
        let body = json!({ "Filename": filename, "ServerTaskId": task });
        world.post("/api/artifacts", body).await.is(400);
    }
    artifact(&world, &task, "same.txt").await;
    let mut second = artifact(&world, &task, "same.txt").await;
    second["Filename"] = json!("a/b");
    world.put("/api/artifacts/Artifacts-2", second.clone()).await.is(400);
    second["Filename"] = json!("other.txt");
    assert_eq!(world.put("/api/artifacts/Artifacts-2", second).await.is(200)["Filename"], "other.txt");
    let body = json!({ "Filename": "x.txt", "ServerTaskId": "ServerTasks-99" });
    world.post("/api/artifacts", body).await.is(404);
}

#[tokio::test]
async fn an_id_alone_opens_nothing() {
    // CVE-2024-4811: the artifact's own place decides.
    let world = World::new().await;
    let (_, test, first) = world.queued_task("Web Shop", "Test").await;
    let (_, _, second) = world.queued_task("Library", "Live").await;
    artifact(&world, &first, "mine.txt").await;
    artifact(&world, &second, "theirs.txt").await;
    world.send(ADMIN, "PUT", "/api/artifacts/Artifacts-2/content", "secret").await.is(200);
    let permissions = ["ArtifactView", "ArtifactCreate", "ArtifactEdit", "ArtifactDelete", "TaskView"];
    let key = world.account("tester", &permissions, Within::environment(&test)).await;
    assert_eq!(ids(&world.get_as(&key, "/api/artifacts").await.is(200)), ["Artifacts-1"]);
    let body = json!({ "Filename": "x.txt", "ServerTaskId": second }).to_string();
    for (method, path, body) in
        [("GET", "", ""), ("GET", "/content", ""), ("PUT", "/content", "x"), ("PUT", "", &body), ("DELETE", "", "")]
    {
        let hidden = world.send(&key, method, &format!("/api/artifacts/Artifacts-2{path}"), body.to_owned()).await;
        let missing = world.send(&key, method, &format!("/api/artifacts/Artifacts-9{path}"), body.to_owned()).await;
        assert_eq!(hidden.status, 404, "{method} {path}");
        assert_eq!(hidden.text().replace("Artifacts-2", "Artifacts-9"), missing.text(), "{method} {path}");
    }
    world.send(&key, "POST", "/api/artifacts", body).await.is(404);
    assert_eq!(world.get("/api/artifacts/Artifacts-2/content").await.text(), "secret");
    let viewer = world.account("viewer", &["ArtifactView"], Within::default()).await;
    world.send(&viewer, "DELETE", "/api/artifacts/Artifacts-1", "").await.is(403);
}
