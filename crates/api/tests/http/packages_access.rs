//! Who may push, fetch and remove packages (access.md 5.4, 7).

use pulpo_store::Value;

use crate::files::{multipart, small_zip};
use crate::world::{ADMIN, Within, World};

impl World {
    /// Writes down that a project's process uses a package.
    async fn uses(&self, project: &str, package: &str) {
        let (project, package) = (project.to_owned(), package.to_lowercase());
        self.write(move |tx| {
            let sql = "INSERT INTO process_package (space_id, package_key, project_id) VALUES ('Spaces-1', $1, $2)";
            Ok(tx.execute(sql, &[Value::from(package), Value::from(project)])?)
        })
        .await;
    }
}

const RAW: &str = "/api/packages/raw";
const REPLACE: &str = "/api/packages/raw?overwriteMode=OverwriteExisting";

#[tokio::test]
async fn pushing_replacing_and_removing_need_their_own_permissions() {
    let world = World::new().await;
    let file = small_zip("x");
    let pusher = world.account("pusher", &["BuiltInFeedPush"], Within::default()).await;
    let reader = world.account("reader", &["FeedView"], Within::default()).await;
    world.push_as(&pusher, RAW, "Acme.1.0.zip", &file).await.is(201);
    world.push_as(&pusher, RAW, "Acme.1.0.zip", &file).await.is(409);
    // The seed's key cannot replace what is there, nor fetch it (access.md 10).
    let refused = world.push_as(&pusher, REPLACE, "Acme.1.0.zip", &file).await.is(403);
    assert!(refused["ErrorMessage"].as_str().unwrap().contains("BuiltInFeedAdminister"));
    assert_eq!(world.get_as(&pusher, "/api/packages/Acme.1.0/raw").await.status.as_u16(), 403);
    assert_eq!(world.get_as(&pusher, "/api/packages").await.status.as_u16(), 403);
    world.push_as(&pusher, REPLACE, "Acme.1.1.zip", &file).await.is(201);
    for (method, path) in [("DELETE", "/api/packages/Acme.1.0"), ("GET", "/api/packages/Acme.1.0/raw")] {
        world.send(&reader, method, path, axum::body::Body::empty()).await.is(403);
    }
    world.push_as(&reader, RAW, "Acme.2.0.zip", &file).await.is(403);
    world.get_as(&reader, "/api/packages/Acme.1.0").await.is(200);
    assert_eq!(world.push_as("API-NOBODY", RAW, "Acme.1.0.zip", &file).await.status.as_u16(), 401);
}

#[tokio::test]
async fn a_push_restricted_to_projects_must_cover_every_user_of_the_package() {
    let world = World::new().await;
    let file = small_zip("x");
    let within = Within { projects: vec!["Projects-1".into()], ..Within::default() };
    let ours =
        world.account("ours", &["BuiltInFeedPush", "BuiltInFeedDownload", "BuiltInFeedAdminister"], within).await;
    world.uses("Projects-1", "Ours").await;
    world.uses("Projects-1", "Shared").await;
    world.uses("Projects-2", "Shared").await;
    world.push_as(&ours, RAW, "Ours.1.0.zip", &file).await.is(201);
    world.push_as(&ours, REPLACE, "ours.1.0.zip", &file).await.is(201);
    for name in ["Shared.1.0.zip", "Unused.1.0.zip"] {
        // The same refusal, whether the package is there or not.
        let before = world.push_as(&ours, RAW, name, &file).await.is(403);
        world.push(name, &file).await.is(201);
        assert_eq!(world.push_as(&ours, RAW, name, &file).await.is(403), before);
        world.push_as(&ours, REPLACE, name, &file).await.is(403);
    }
    // For fetching, one project is enough (#1894); what is not his is not there for him.
    assert_eq!(world.get_as(&ours, "/api/packages/Shared.1.0/raw").await.status.as_u16(), 200);
    let hidden = world.get_as(&ours, "/api/packages/Unused.1.0/raw").await.is(404);
    let missing = world.get_as(&ours, "/api/packages/Nothing.1.0/raw").await.is(404);
    assert_eq!(hidden.to_string().replace("Unused", "Nothing"), missing.to_string());
    world.send(&ours, "DELETE", "/api/packages/Shared.1.0", axum::body::Body::empty()).await.is(404);
    world.send(&ours, "DELETE", "/api/packages/Ours.1.0", axum::body::Body::empty()).await.is(200);
}

#[tokio::test]
async fn the_signature_of_a_delta_is_refused_before_it_is_missing() {
    let world = World::new().await;
    let within = Within { projects: vec!["Projects-1".into()], ..Within::default() };
    let restricted = world.account("restricted", &["BuiltInFeedPush"], within).await;
    let path = "/api/packages/Acme/1.0.0/delta-signature";
    world.get(path).await.is(404);
    let before = world.get_as(&restricted, path).await.is(403);
    world.push("Acme.1.0.0.zip", &small_zip("x")).await.is(201);
    assert_eq!(world.get_as(&restricted, path).await.is(403), before);
}

#[tokio::test]
async fn a_file_that_cannot_become_a_package_is_not_stored_first() {
    let world = World::new().await;
    let reader = world
        .account("within", &["BuiltInFeedPush"], Within { projects: vec!["Projects-9".into()], ..Within::default() })
        .await;
    // The name alone decides, so the content does not have to be whole.
    let whole = multipart("Acme.1.0.zip", &small_zip("x"));
    let cut = whole[..whole.len() - 20].to_vec();
    world.send_multipart(&reader, "POST", RAW, cut.clone()).await.is(403);
    world.push("Acme.1.0.zip", &small_zip("x")).await.is(201);
    world.send_multipart(ADMIN, "POST", RAW, cut).await.is(409);
}
