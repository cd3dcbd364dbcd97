//! The feed as NuGet clients see it (http-api.md 7.4, clients.md 10).

use axum::body::Body;
use axum::http::Request;
use pulpo_access::Granted;
use pulpo_access::permissions::{FeedEdit, SpaceCreate, TeamEdit};
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::feed::Feed;
use pulpo_domain::space::Space;
use pulpo_store::Topic;

use crate::files::{multipart, nupkg, small_zip};
use crate::world::{ADMIN, Reply, Within, World};

impl World {
    /// A second space, which everybody manages.
    async fn second_space(&self) {
        self.write(|tx| {
            let mut space: Space = tx.must("Spaces-1")?;
            (space.id, space.name, space.slug) = ("Spaces-2".into(), "Shop".to_owned(), "shop".to_owned());
            space.is_default = false;
            tx.insert(&Granted::<SpaceCreate, _>::by_server(space))?;
            let mut feed: Feed = tx.must("feeds-builtin")?;
            (feed.id, feed.space_id) = ("Feeds-1001".into(), "Spaces-2".into());
            tx.insert(&Granted::<FeedEdit, _>::by_server(feed))?;
            tx.insert(&Granted::<TeamEdit, _>::by_server(ScopedUserRole {
                id: "ScopedUserRoles-900".into(),
                team_id: "teams-everyone".into(),
                user_role_id: "userroles-spacemanager".into(),
                space_id: Some("Spaces-2".into()),
                project_ids: Vec::new(),
                project_group_ids: Vec::new(),
                environment_ids: Vec::new(),
                tenant_ids: Vec::new(),
            }))?;
            tx.wake(Topic::Access);
            Ok(())
        })
        .await;
    }

    async fn nuget_push(&self, method: &str, path: &str, version: &str) -> Reply {
        let body = multipart("package.nupkg", &nupkg("Acme", version));
        self.send_multipart(ADMIN, method, path, body).await
    }

    async fn xml(&self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.text());
        reply.text()
    }
}

/// The administrator's key as a password.
const BASIC: &str = "Basic dXNlcjpBUEktQURNSU5JU1RSQVRPUjAwMDAwMDAwMDA=";

/// The versions of a feed's entries, in order.
fn versions(xml: &str) -> Vec<&str> {
    xml.split("<d:Version>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn pushes_reach_the_feed_under_every_spelling() {
    let world = World::new().await;
    world.second_space().await;
    let paths = [
        "/nuget/packages",
        "/nuget/packages/",
        "/api/nuget/packages",
        "/Spaces-1/nuget/packages/",
        "/api/Spaces-1/nuget/packages",
    ];
    for (number, path) in paths.into_iter().enumerate() {
        let pushed = world.nuget_push("PUT", path, &format!("1.{number}")).await.is(201);
        assert_eq!(
            (pushed["SpaceId"].as_str(), pushed["PackageId"].as_str()),
            (Some("Spaces-1"), Some("Acme")),
            "{path}"
        );
    }
    for (number, path) in
        ["/Spaces-2/nuget/packages", "/api/Spaces-2/nuget/packages/", "/shop/nuget/packages"].into_iter().enumerate()
    {
        let pushed = world.nuget_push("PUT", path, &format!("1.{number}")).await.is(201);
        assert_eq!(
            (pushed["SpaceId"].as_str(), pushed["FeedId"].as_str()),
            (Some("Spaces-2"), Some("Feeds-1001")),
            "{path}"
        );
    }
    assert_eq!(world.get("/api/Spaces-2/feeds/feeds-builtin").await.is(200)["Id"], "Feeds-1001");
    assert_eq!(world.get("/api/Spaces-2/feeds/stats").await.is(200)["TotalPackages"], 3);
    world.nuget_push("POST", "/nuget/packages", "2.0").await.is(201);
}

#[tokio::test]
async fn a_nuget_push_is_told_what_has_become_of_it() {
    let world = World::new().await;
    world.nuget_push("PUT", "/nuget/packages/", "1.0.0").await.is(201);
    let refused = world.nuget_push("PUT", "/nuget/packages/", "1.0").await.is(409);
    assert!(refused["ErrorMessage"].as_str().unwrap().contains("already exists"));
    // The slash that clients put behind the whole address.
    world.nuget_push("PUT", "/nuget/packages?replace=true/", "1.0").await.is(201);
    let key_in_query = format!("/nuget/packages?apiKey={ADMIN}/");
    let request = Request::put(key_in_query).header("Content-Type", crate::files::CONTENT_TYPE);
    let body = Body::from(multipart("package.nupkg", &nupkg("Acme", "3.0")));
    world.request(request.body(body).expect("a request")).await.is(201);
    let body = multipart("package.nupkg", &small_zip("no nuspec"));
    let refused = world.send_multipart(ADMIN, "PUT", "/nuget/packages", body).await.is(400);
    assert!(refused["Errors"].to_string().contains("has no nuspec"));
    let body = multipart("package.nupkg", &nupkg("Acme", "1.0"));
    let refused = world.send_multipart("API-WRONGKEY", "PUT", "/nuget/packages", body).await;
    assert_eq!(refused.status.as_u16(), 401);
}

/// NuGet 2 reads with credentials only from a source whose own address asked for them.
#[tokio::test]
async fn the_address_that_asks_for_credentials_leads_to_the_feed() {
    let world = World::new().await;
    for prefix in ["", "/api", "/Spaces-1", "/api/Spaces-1"] {
        let path = format!("{prefix}/nuget/v2");
        let reply = world.request(Request::get(&path).body(Body::empty()).expect("a request")).await;
        assert_eq!(reply.status.as_u16(), 401, "{path}");
        assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Basic "), "{path}");
        let request = Request::get(&path).header("Authorization", BASIC).header("Host", "pulpo:8888");
        let reply = world.request(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(reply.status.as_u16(), 302, "{path}");
        assert_eq!(reply.headers["location"], format!("http://pulpo:8888{prefix}/nuget/packages").as_str(), "{path}");
    }
}

#[tokio::test]
async fn reading_asks_for_credentials_and_takes_the_key_as_a_password() {
    let world = World::new().await;
    for path in ["/nuget/packages/$metadata", "/nuget/packages/Packages()", "/nuget/packages/content/A/1.0"] {
        let reply = world.request(Request::get(path).body(Body::empty()).expect("a request")).await;
        assert_eq!(reply.status.as_u16(), 401, "{path}");
        assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Basic "), "{path}");
    }
    // The real client looks here without its key before it pushes.
    let probe = world.request(Request::get("/nuget/packages").body(Body::empty()).expect("a request")).await;
    assert_eq!(probe.status.as_u16(), 200);
    let with_password =
        |path| Request::get(path).header("Authorization", BASIC).body(Body::empty()).expect("a request");
    assert_eq!(world.request(with_password("/nuget/packages/$metadata")).await.status.as_u16(), 200);
    // Elsewhere a browser could be made to send what it remembers.
    assert_eq!(world.request(with_password("/api/packages")).await.status.as_u16(), 401);
    let reply = world.request(Request::get("/api/packages").body(Body::empty()).expect("a request")).await;
    assert!(!reply.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn packages_are_listed_searched_and_given() {
    let world = World::new().await;
    for version in ["1.0", "1.2", "1.10", "2.0-beta"] {
        world.nuget_push("PUT", "/nuget/packages", version).await.is(201);
    }
    world.push("Other.1.0.zip", &small_zip("x")).await.is(201);
    let world = &world;
    let list = |query: &'static str| async move {
        let text = world.xml(&format!("/nuget/packages/{query}")).await;
        versions(&text).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("Packages()?$orderby=Id,Version%20desc").await, ["2.0-beta", "1.10", "1.2", "1.0", "1.0"]);
    assert_eq!(list("Packages?$filter=IsLatestVersion&$orderby=Id").await, ["1.10", "1.0"]);
    assert_eq!(
        list("Packages()?$filter=tolower(Id)%20eq%20'acme'%20and%20IsAbsoluteLatestVersion").await,
        ["2.0-beta"]
    );
    assert_eq!(list("Search()?$filter=IsLatestVersion&searchTerm='acm'&includePrerelease=false").await, ["1.10"]);
    assert_eq!(list("Search()?searchTerm='none%20other'&includePrerelease=true").await, ["1.0"]);
    assert_eq!(list("FindPackagesById()?id='ACME'&$skip=1&$top=2").await, ["1.2", "1.10"]);
    assert_eq!(list("Packages(Id='Acme',Version='1.2.0')").await, ["1.2"]);
    assert_eq!(world.xml("/nuget/packages/Packages()/$count?$filter=Id%20eq%20'acme'").await, "4");
    assert!(world.xml("/nuget/packages/$metadata").await.contains("FunctionImport Name=\"Search\""));
    let entry = world.xml("/nuget/packages/Packages(Id='Acme',Version='1.2')").await;
    let link = "/nuget/packages/content/Acme/1.2";
    assert!(entry.contains(&format!("src=\"http://localhost{link}\"")), "{entry}");
    assert_eq!(world.get(link).await.body, nupkg("Acme", "1.2"));
    assert_eq!(world.get("/nuget/packages/Packages(Id='Acme',Version='9')").await.status.as_u16(), 404);
    assert_eq!(world.get("/nuget/packages/Owners()").await.status.as_u16(), 404);
    assert_eq!(world.get("/nuget/packages/Packages()?$filter=Password%20eq%20'x'").await.status.as_u16(), 400);
    world.delete("/nuget/packages/Acme/1.2").await.is(200);
    let pusher = world.account("pusher", &["BuiltInFeedPush"], Within::default()).await;
    assert_eq!(world.get_as(&pusher, "/nuget/packages/Packages()").await.status.as_u16(), 403);
    assert_eq!(world.get_as(&pusher, "/nuget/packages").await.status.as_u16(), 200);
}

#[tokio::test]
async fn long_lists_come_in_pages_that_name_the_next() {
    let world = World::new().await;
    for number in 0..103 {
        world.nuget_push("PUT", "/nuget/packages", &format!("1.{number}")).await.is(201);
    }
    let first = world.xml("/nuget/packages/FindPackagesById()?id='Acme'").await;
    assert_eq!(versions(&first).len(), 100);
    let next = first.split("rel=\"next\" href=\"http://localhost").nth(1).and_then(|rest| rest.split('"').next());
    let second = world.xml(&next.expect("a next page").replace("&amp;", "&")).await;
    assert_eq!(versions(&second), ["1.100", "1.101", "1.102"]);
    assert!(!second.contains("rel=\"next\""));
}
