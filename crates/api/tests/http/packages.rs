//! The built-in feed: pushing, finding, fetching, removing (http-api.md 7.1 to 7.3, domain.md BF).

use axum::body::Body;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::files::{CONTENT_TYPE, entry, multipart, nuspec, sha1, small_zip, zip};
use crate::world::{ADMIN, World};

/// What a refusal says, in one text.
fn problems(body: &Value) -> String {
    let errors = body["Errors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    errors.chain(body["ErrorMessage"].as_str()).collect::<Vec<_>>().join(" ")
}

fn texts<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    list.as_array().expect("a list").iter().map(|item| item[member].as_str().expect("a text")).collect()
}

#[tokio::test]
async fn a_pushed_package_is_listed_found_and_given_back() {
    let world = World::new().await;
    let content = small_zip("hello");
    let pushed = world.push("Acme.Web.1.2.3-beta.4.zip", &content).await.is(201);
    assert_eq!(pushed["Id"], "packages-Acme.Web.1.2.3-beta.4");
    assert_eq!((pushed["PackageId"].as_str(), pushed["Version"].as_str()), (Some("Acme.Web"), Some("1.2.3-beta.4")));
    assert_eq!((pushed["FileExtension"].as_str(), pushed["FeedId"].as_str()), (Some(".zip"), Some("feeds-builtin")));
    assert_eq!(pushed["Hash"], sha1(&content));
    assert_eq!(pushed["PackageSizeBytes"], content.len());

    let list = world.get("/api/Spaces-1/packages").await.is(200);
    assert_eq!(texts(&list["Items"], "Id"), ["packages-Acme.Web.1.2.3-beta.4"]);
    assert_eq!(list["ItemType"], "Package");
    for id in ["packages-Acme.Web.1.2.3-beta.4", "acme.web.1.2.3.0-BETA.4", "Packages-ACME.WEB.1.2.3-beta.4"] {
        assert_eq!(world.get(&format!("/api/packages/{id}")).await.is(200)["Id"], pushed["Id"], "{id}");
    }
    let file = world.get(pushed["Links"]["Raw"].as_str().expect("a link")).await;
    assert_eq!((file.status.as_u16(), &file.body), (200, &content));
    assert_eq!(file.headers["content-length"], content.len().to_string());
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("filename=\"Acme.Web.1.2.3-beta.4.zip\""));
    world.get("/api/packages/Acme.Web.9.9.9").await.is(404);
    world.get("/api/packages/Acme.Web.9.9.9/raw").await.is(404);
}

#[tokio::test]
async fn a_version_that_is_there_stays_unless_the_push_says_otherwise() {
    let world = World::new().await;
    let (first, second) = (small_zip("first"), small_zip("second"));
    world.push("Acme.1.0.0.zip", &first).await.is(201);
    // Equal ignoring case and in order, whatever it is written like (FE-05, NF-09).
    for name in ["Acme.1.0.0.zip", "ACME.1.0.zip", "acme.1.0.0.0.zip", "Acme.01.00.zip"] {
        let refused = world.push(name, &second).await.is(409);
        assert!(problems(&refused).contains("already exists. Please use a new version or replace"), "{name}");
        let path = "/api/packages/raw?overwriteMode=IgnoreIfExists";
        let kept = world.push_as(ADMIN, path, name, &second).await.is(200);
        assert_eq!((&kept["Hash"], kept["Id"].as_str()), (&json!(sha1(&first)), Some("packages-Acme.1.0.0")));
    }
    world.push_as(ADMIN, "/api/packages/raw?replace=false", "Acme.1.0.0.zip", &second).await.is(409);
    for (mode, content) in [("overwriteMode=overwriteexisting", &second), ("replace=True", &first)] {
        let path = format!("/api/packages/raw?{mode}");
        let replaced = world.push_as(ADMIN, &path, "Acme.1.0.zip", content).await.is(201);
        assert_eq!(replaced["Hash"], sha1(content));
    }
    let refused = world.push_as(ADMIN, "/api/packages/raw?overwriteMode=Perhaps", "A.1.zip", &first).await.is(400);
    assert!(problems(&refused).contains("perhaps"));
    // Metadata does not order, but it distinguishes (FE-05).
    world.push("Acme.1.0.0+build7.zip", &second).await.is(201);
    let list = world.get("/api/packages?nuGetPackageId=ACME").await.is(200);
    assert_eq!(list["TotalResults"], 2);
    // The feed keeps the first spelling (NF-09).
    assert_eq!(world.push("ACME.2.0.0.zip", &second).await.is(201)["PackageId"], "Acme");
}

#[tokio::test]
async fn half_an_upload_leaves_nothing() {
    let world = World::new().await;
    let whole = multipart("Acme.1.0.0.zip", &small_zip("hello"));
    let blobs = world.scratch.folder.path().join("blobs");
    let files = || {
        let mut folders = vec![blobs.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item")) {
                if item.path().is_dir() { folders.push(item.path()) } else { files.push(item.path()) }
            }
        }
        files
    };
    for length in [0, 20, 90, whole.len() - 12, whole.len() - 3] {
        let pieces = vec![Ok(Bytes::copy_from_slice(&whole[..length])), Err(std::io::Error::other("gone"))];
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        world.send_multipart(ADMIN, "POST", "/api/packages/raw", body).await.is(400);
        // The same without a word, as a proxy does that lost its client.
        let body = whole[..length].to_vec();
        world.send_multipart(ADMIN, "POST", "/api/packages/raw", body).await.is(400);
    }
    assert_eq!(world.get("/api/packages").await.is(200)["TotalResults"], 0);
    // What is left of the last upload goes with the thread that wrote it.
    while !files().is_empty() {
        tokio::task::yield_now().await;
    }
    world.send_multipart(ADMIN, "POST", "/api/packages/raw", whole).await.is(201);
    assert_eq!(files().len(), 1);
}

#[tokio::test]
async fn parts_come_under_any_name_and_in_small_pieces() {
    let world = World::new().await;
    let content = small_zip("hello");
    for (number, disposition) in
        ["name=data; filename=A.1.0.0.zip", "name=\"fileToUpload\"; filename=\"A.1.0.1.zip\""].into_iter().enumerate()
    {
        let head = format!(
            "--B\r\nContent-Disposition: form-data; name=note\r\n\r\nnot a file\r\n--B\nContent-Disposition: form-data; {disposition}\n\n"
        );
        let body = [head.as_bytes(), &content, b"\n--B--\n"].concat();
        let pieces: Vec<Result<Bytes, std::io::Error>> =
            body.chunks(7 + number).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        let pushed = world.send_multipart(ADMIN, "POST", "/api/packages/raw", body).await.is(201);
        assert_eq!(pushed["Hash"], sha1(&content));
    }
    let none = b"--B\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n--B--\r\n".to_vec();
    let refused = world.send_multipart(ADMIN, "POST", "/api/packages/raw", none).await.is(400);
    assert!(problems(&refused).contains("no part that is a file"));
    let refused = world.send(ADMIN, "POST", "/api/packages/raw", content).await.is(400);
    assert!(problems(&refused).contains("not multipart"), "{CONTENT_TYPE}");
}

#[tokio::test]
async fn packages_are_removed_one_by_one_and_in_bulk() {
    let world = World::new().await;
    for version in ["1.0", "1.1", "1.2", "1.3"] {
        world.push(&format!("Acme.{version}.zip"), &small_zip(version)).await.is(201);
    }
    world.delete("/api/packages/Acme.1.0").await.is(200);
    world.delete("/api/packages/Acme.1.0").await.is(404);
    world.delete("/api/packages/bulk?ids=packages-Acme.1.1,packages-Acme.7.7").await.is(200);
    let body = json!({ "Ids": ["packages-Acme.1.2"] }).to_string();
    world.send(ADMIN, "DELETE", "/api/packages/bulk", body).await.is(200);
    world.send(ADMIN, "DELETE", "/api/packages/bulk", Body::empty()).await.is(400);
    assert_eq!(texts(&world.get("/api/packages").await.is(200)["Items"], "Version"), ["1.3"]);
}

#[tokio::test]
async fn notes_are_told_only_when_asked_for() {
    let world = World::new().await;
    let file = zip(&[entry("a.nuspec", nuspec("Acme", "1.0.0").as_bytes())]);
    assert_eq!(world.push("Acme.1.0.0.nupkg", &file).await.is(201)["ReleaseNotes"], "Faster");
    let list = |path: &'static str| async {
        let page = world.get(path).await.is(200);
        page["Items"].as_array().or(page.as_array()).expect("a list")[0]["ReleaseNotes"].clone()
    };
    assert_eq!(list("/api/packages").await, Value::Null);
    assert_eq!(list("/api/packages?includeNotes=True").await, "Faster");
    assert_eq!(list("/api/feeds/feeds-builtin/packages?packageId=Acme").await, Value::Null);
    assert_eq!(list("/api/feeds/feeds-builtin/packages/versions?packageId=Acme").await, Value::Null);
    assert_eq!(world.get("/api/feeds/feeds-builtin/packages/notes?packageId=acme&version=1.0").await.text(), "Faster");
    let notes = world.get("/api/packages/notes?packageIds=Acme.1.0.0,Acme.2.0.0").await.is(200);
    assert_eq!(notes["Packages"][0]["Notes"]["Notes"], "Faster");
    assert_eq!(notes["Packages"][1]["Notes"]["Succeeded"], false);
}

#[tokio::test]
async fn a_feed_gives_the_highest_versions_first() {
    let world = World::new().await;
    for name in ["Acme.1.2.0", "Acme.1.10.0", "Acme.1.9.0", "Acme.2.0.0-beta.1", "Acme.2.0.0-rc", "Other.1.0"] {
        world.push(&format!("{name}.zip"), &small_zip(name)).await.is(201);
    }
    let world = &world;
    let search = |query: &'static str| async move {
        let found = world.get(&format!("/api/feeds/feeds-builtin/packages?{query}")).await.is(200);
        texts(&found, "Version").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(search("packageId=acme").await, ["2.0.0-rc"]);
    assert_eq!(search("packageId=acme&includePreRelease=false").await, ["1.10.0"]);
    assert_eq!(search("packageId=acme&versionRange=[1.0,1.10)&take=1").await, ["1.9.0"]);
    assert_eq!(search("packageId=acme&preReleaseTag=%5Ebeta").await, ["2.0.0-beta.1"]);
    assert_eq!(
        search("packageId=acme&preReleaseTag=%5E%24&includeMultipleVersions=True&take=2").await,
        ["1.10.0", "1.9.0"]
    );
    assert_eq!(search("packageId=e&partialMatch=true").await, ["2.0.0-rc", "1.0"]);
    assert_eq!(search("packageId=none").await, [""; 0]);
    let refused = world.get("/api/feeds/feeds-builtin/packages?packageId=acme&versionRange=[x").await.is(400);
    assert!(!problems(&refused).is_empty());

    let path = "/api/feeds/feeds-builtin/packages/versions?packageId=ACME&take=2";
    let versions = world.get(path).await.is(200);
    assert_eq!(texts(&versions["Items"], "Version"), ["2.0.0-rc", "2.0.0-beta.1"]);
    assert_eq!((versions["TotalResults"].as_i64(), &versions["Items"][0]["SizeBytes"].is_u64()), (Some(5), &true));
    let next = world.get(versions["Links"]["Page.Next"].as_str().expect("a next page")).await.is(200);
    assert_eq!(texts(&next["Items"], "Version"), ["1.10.0", "1.9.0"]);
    let filtered = world.get(&format!("{path}&filter=RC")).await.is(200);
    assert_eq!(texts(&filtered["Items"], "Version"), ["2.0.0-rc"]);

    let found = world.get("/api/feeds/feeds-builtin/packages/search?term=acm").await.is(200);
    assert_eq!(
        (found["Items"][0]["Id"].as_str(), found["Items"][0]["LatestVersion"].as_str()),
        (Some("Acme"), Some("2.0.0-rc"))
    );
    let latest = world.get("/api/packages?latest=True&filter=E").await.is(200);
    assert_eq!(latest["TotalResults"], 2);
}

#[tokio::test]
async fn the_feed_itself_can_be_seen_and_set_but_neither_made_nor_removed() {
    let world = World::new().await;
    world.push("Acme.1.0.zip", &small_zip("x")).await.is(201);
    assert_eq!(world.get("/api/feeds/stats").await.is(200)["TotalPackages"], 1);
    assert_eq!(world.get("/api/feeds?feedType=BuiltIn&take=1").await.is(200)["TotalResults"], 1);
    assert_eq!(world.get("/api/feeds?feedType=Docker").await.is(200)["TotalResults"], 0);
    assert_eq!(world.get("/api/feeds?ids=Feeds-Builtin").await.is(200)["TotalResults"], 1);
    assert_eq!(world.get("/api/feeds/all").await.is(200)[0]["FeedType"], "BuiltIn");
    let mut feed = world.get("/api/feeds/FEEDS-BUILTIN").await.is(200);
    feed["DownloadAttempts"] = json!(7);
    assert_eq!(world.put("/api/feeds/feeds-builtin", feed.clone()).await.is(200)["DownloadAttempts"], 7);
    feed["DownloadAttempts"] = json!(0);
    world.put("/api/feeds/feeds-builtin", feed.clone()).await.is(400);
    let refused = world.post("/api/feeds", feed).await.is(400);
    assert!(problems(&refused).contains("has it already"));
    let refused = world.delete("/api/feeds/feeds-builtin").await.is(400);
    assert!(problems(&refused).contains("cannot be deleted"));
    world.get("/api/feeds/Feeds-7").await.is(404);
    world.get("/api/feeds/Feeds-7/packages?packageId=x").await.is(404);
}
