//! The seed's scenario (access.md 10): a project that is built and deployed by a CI account, and everything around
//! it that the account must not see.

use serde_json::{Value, json};

use crate::files::small_zip;
use crate::world::{ADMIN, Reply, World, id_of};

/// The permissions of an account that pushes, releases, deploys and waits: these eight, and nothing more.
pub(crate) const EIGHT: [&str; 8] = [
    "BuiltInFeedPush",
    "ProjectView",
    "ProcessView",
    "ReleaseView",
    "ReleaseCreate",
    "DeploymentCreate",
    "DeploymentView",
    "TaskView",
];

/// The name of the environment that the account must not get to know.
pub(crate) const PRODUCTION: &str = "Production-Of-Gold";
pub(crate) const PACKAGE: &str = "Acme.Web";

/// A server with the scenario on it.
pub(crate) struct Seed {
    pub(crate) world: World,
    /// The group of the project that is deployed, and of nothing else.
    pub(crate) group: String,
    pub(crate) web: String,
    /// A project in another group.
    pub(crate) secret: String,
    pub(crate) test: String,
    pub(crate) production: String,
}

/// An account of the scenario.
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) team: String,
    pub(crate) role: String,
    pub(crate) key: String,
}

impl Seed {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        world.let_releases_go_anywhere().await;
        let test = world.environment("Test").await;
        let production = world.environment(PRODUCTION).await;
        let group = id_of(&world.post("/api/projectgroups", json!({ "Name": "Web sites" })).await.is(201));
        let web = project(&world, "Web", &group, PACKAGE).await;
        let secret = project(&world, "Secret-Plans", "ProjectGroups-1", "Acme.Secret").await;
        Self { world, group, web, secret, test, production }
    }

    /// A service account in a team of its own, whose role is restricted as `scope` says.
    pub(crate) async fn account(&self, name: &str, permissions: &[&str], scope: &Value) -> Account {
        let world = &self.world;
        let user = json!({ "Username": name, "DisplayName": name, "IsService": true });
        let id = id_of(&world.post("/api/users", user).await.is(201));
        let role = json!({ "Name": format!("role of {name}"), "GrantedSpacePermissions": permissions });
        let role = id_of(&world.post("/api/userroles", role).await.is(201));
        let team = json!({ "Name": format!("team of {name}"), "SpaceId": "Spaces-1", "MemberUserIds": [id] });
        let team = id_of(&world.post("/api/teams", team).await.is(201));
        let mut scoped = scope.clone();
        scoped["TeamId"] = json!(team);
        scoped["UserRoleId"] = json!(role);
        scoped["SpaceId"] = json!("Spaces-1");
        world.post("/api/scopeduserroles", scoped).await.is(201);
        let made = world.post(&format!("/api/users/{id}/apikeys"), json!({ "Purpose": "CI" })).await.is(201);
        Account { id, team, role, key: made["ApiKey"].as_str().expect("the key's text").to_owned() }
    }

    /// The account of the seed: the eight permissions, in the environment Test.
    pub(crate) async fn ci(&self) -> Account {
        self.account("ci", &EIGHT, &json!({ "EnvironmentIds": [self.test] })).await
    }

    /// A version of the package that the project is made of.
    pub(crate) async fn package(&self, version: &str) {
        self.push_as(ADMIN, version).await.is(201);
    }

    pub(crate) async fn push_as(&self, key: &str, version: &str) -> Reply {
        let file = small_zip(version);
        self.world.push_as(key, "/api/Spaces-1/packages/raw", &format!("{PACKAGE}.{version}.zip"), &file).await
    }

    /// A release of the project as the administrator makes it.
    pub(crate) async fn release(&self, version: &str) -> String {
        self.package(version).await;
        id_of(&self.world.post("/api/Spaces-1/releases", self.new_release(version)).await.is(201))
    }

    pub(crate) fn new_release(&self, version: &str) -> Value {
        json!({
            "ProjectId": self.web,
            "Version": version,
            "SelectedPackages": [{ "ActionName": "Install", "PackageReferenceName": "", "Version": version }],
        })
    }

    /// A release of the project that the account must not see.
    pub(crate) async fn secret_release(&self, version: &str) -> String {
        self.world.push(&format!("Acme.Secret.{version}.zip"), &small_zip("secret")).await.is(201);
        let body = json!({
            "ProjectId": self.secret,
            "Version": version,
            "SelectedPackages": [{ "ActionName": "Install", "PackageReferenceName": "", "Version": version }],
        });
        id_of(&self.world.post("/api/Spaces-1/releases", body).await.is(201))
    }

    pub(crate) async fn post_as(&self, key: &str, path: &str, body: &Value) -> Reply {
        self.world.send(key, "POST", path, body.to_string()).await
    }
}

/// A project whose one step installs a package.
async fn project(world: &World, name: &str, group: &str, package: &str) -> String {
    let body = json!({ "Name": name, "ProjectGroupId": group, "LifecycleId": "Lifecycles-1" });
    let project = id_of(&world.post("/api/projects", body).await.is(201));
    let path = format!("/api/projects/{project}/deploymentprocesses");
    let mut process = world.get(&path).await.is(200);
    process["Steps"] = json!([{
        "Name": "Install",
        "Actions": [{
            "Name": "Install",
            "ActionType": "Octopus.TentaclePackage",
            "Packages": [{ "Name": "", "PackageId": package, "FeedId": "feeds-builtin", "AcquisitionLocation": "Server" }],
            "Properties": { "Octopus.Action.RunOnServer": "True" },
        }],
    }]);
    world.put(&path, process).await.is(200);
    project
}

/// The permission that a refusal says is missing.
pub(crate) fn missing(reply: &Reply) -> Option<String> {
    if reply.status != 403 {
        return None;
    }
    let message = reply.json()["ErrorMessage"].as_str().expect("a message").to_owned();
    message.split_once("Missing permission: ").map(|(_, name)| name.to_owned())
}
