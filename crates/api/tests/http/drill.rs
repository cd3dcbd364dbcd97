//! The stolen key drill: what somebody tries who has found the key of the CI account, each by its name, each refused.
//!
//! The account is the one of the seed (access.md 10): eight permissions, in the environment Test and the project Web.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::files::small_zip;
use crate::seed::{Account, EIGHT, PRODUCTION, Seed};
use crate::statements::Statements;
use crate::world::{ADMIN, Reply, id_of};

/// Everything there is to steal, made by the administrator.
struct Loot {
    ci: Account,
    /// A release of the account's own project, deployed to Test and to Production.
    release: String,
    production_deployment: String,
    production_task: String,
    secret_release: String,
    secret_task: String,
    secret_artifact: String,
    machine: String,
    other_service: String,
    ann: String,
    seed: Seed,
}

const SECRET: &str = "Marker-Of-A-Secret-51c2";
const MARKERS: [&str; 4] = [SECRET, PRODUCTION, "Secret-Plans", "gold.txt"];

impl Loot {
    async fn new() -> Self {
        let seed = Seed::new().await;
        let scope = json!({ "EnvironmentIds": [seed.test], "ProjectIds": [seed.web] });
        let ci = seed.account("ci", &EIGHT, &scope).await;
        let world = &seed.world;
        let path = format!("/api/projects/{}/variables", seed.web);
        let mut variables = world.get(&path).await.is(200);
        variables["Variables"] = json!([
            { "Name": "Password", "Value": SECRET, "IsSensitive": true, "Type": "Sensitive" },
            { "Name": "Plain", "Value": SECRET },
        ]);
        world.put(&path, variables).await.is(200);
        let release = seed.release("1.0.0").await;
        world.deploy(&release, &seed.test).await;
        let deployment = world.deploy(&release, &seed.production).await;
        let secret_release = seed.secret_release("7.7.7").await;
        let secret = world.deploy(&secret_release, &seed.test).await;
        let task = |deployment: &Value| deployment["TaskId"].as_str().expect("a task").to_owned();
        let artifact = json!({ "Filename": "gold.txt", "ServerTaskId": task(&secret) });
        let secret_artifact = id_of(&world.post("/api/artifacts", artifact).await.is(201));
        world.send(ADMIN, "PUT", &format!("/api/artifacts/{secret_artifact}/content"), SECRET).await.is(200);
        let machine = json!({
            "Name": "Gold-Machine", "Roles": ["web"], "EnvironmentIds": [seed.production],
            "Endpoint": { "CommunicationStyle": "None" },
        });
        let machine = id_of(&world.post("/api/machines", machine).await.is(201));
        let other = json!({ "Username": "other-service", "DisplayName": "Other", "IsService": true });
        let other_service = id_of(&world.post("/api/users", other).await.is(201));
        let ann = json!({ "Username": "ann", "DisplayName": "Ann", "Password": "Password01" });
        let ann = id_of(&world.post("/api/users", ann).await.is(201));
        let (production_deployment, production_task) = (id_of(&deployment), task(&deployment));
        let secret_task = task(&secret);
        Self {
            ci,
            release,
            production_deployment,
            production_task,
            secret_release,
            secret_task,
            secret_artifact,
            machine,
            other_service,
            ann,
            seed,
        }
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Reply {
        let path = if path.starts_with("/api/") { path.to_owned() } else { format!("/api/Spaces-1/{path}") };
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.seed.world.send(&self.ci.key, method, &path, body).await
    }

    /// Every attempt: its name, its verb, its address and its body.
    #[expect(clippy::too_many_lines, reason = "a list, in one place for whoever reads it")]
    fn attempts(&self) -> Vec<(&'static str, &'static str, String, Value)> {
        let Self { seed, release, secret_release, secret_task, secret_artifact, machine, .. } = self;
        let (web, secret, production) = (&seed.web, &seed.secret, &seed.production);
        let own = &self.ci.id;
        let by_names = |project: &str, version: &str, environment: &str| json!({ "ProjectName": project, "ReleaseVersion": version, "EnvironmentNames": [environment] });
        let deploy = |release: &str, environment: &str| json!({ "ReleaseId": release, "EnvironmentId": environment });
        let get = |name, path: String| (name, "GET", path, Value::Null);
        let post = |name, path: String, body| (name, "POST", path, body);
        let put = |name, path: String, body| (name, "PUT", path, body);
        let delete = |name, path: String| (name, "DELETE", path, Value::Null);
        vec![
            get("read the variables of its own project", format!("projects/{web}/variables")),
            get("read the variables of another project", format!("projects/{secret}/variables")),
            get("read all variable sets", "variables/all".into()),
            get("read the names of variables", "variables/names".into()),
            get("read a variable set by its id", format!("variables/variableset-{web}")),
            put("write a variable", format!("projects/{web}/variables"), json!({ "Variables": [] })),
            get("read library variable sets", "libraryvariablesets/all".into()),
            get("read certificates", "certificates".into()),
            get("read accounts of clouds", "accounts".into()),
            get("list users", "/api/users".into()),
            get("list all users", "/api/users/all".into()),
            get("read another user", format!("/api/users/{}", self.ann)),
            get("read what another user may do", format!("/api/users/{}/permissions", self.ann)),
            get("read another user's keys", format!("/api/users/{}/apikeys", self.ann)),
            post("make a key for another user", format!("/api/users/{}/apikeys", self.ann), json!({ "Purpose": "x" })),
            post(
                "make a key for another service",
                format!("/api/users/{}/apikeys", self.other_service),
                json!({ "Purpose": "x" }),
            ),
            put(
                "give itself a password",
                format!("/api/users/{own}"),
                json!({
                    "Username": "ci", "DisplayName": "ci", "IsService": true, "Password": "Password01"
                }),
            ),
            put(
                "turn itself into a person",
                format!("/api/users/{own}"),
                json!({
                    "Username": "ci", "DisplayName": "ci", "IsService": false, "Password": "Password01"
                }),
            ),
            post("make an account", "/api/users".into(), json!({ "Username": "x", "DisplayName": "x" })),
            delete("delete an account", format!("/api/users/{}", self.ann)),
            get("list teams", "teams/all".into()),
            get("read its own team", format!("teams/{}", self.ci.team)),
            post("make a team", "teams".into(), json!({ "Name": "x", "MemberUserIds": [own] })),
            put(
                "join the administrators",
                "/api/teams/teams-administrators".into(),
                json!({
                    "Name": "Octopus Administrators", "MemberUserIds": [own]
                }),
            ),
            post(
                "give its team another role",
                "scopeduserroles".into(),
                json!({
                    "TeamId": self.ci.team, "UserRoleId": "userroles-spacemanager"
                }),
            ),
            put("lift the restriction of its team", format!("teams/{}/restriction", self.ci.team), json!({})),
            get("list roles", "/api/userroles/all".into()),
            put(
                "widen its own role",
                format!("/api/userroles/{}", self.ci.role),
                json!({
                    "Name": "role of ci", "GrantedSpacePermissions": ["VariableView"]
                }),
            ),
            post("have the least made", "/api/access/least".into(), json!({ "User": "ci" })),
            get("ask why about another", "/api/access/why?user=ann&permission=ProjectView".into()),
            get("read another project", format!("projects/{secret}")),
            get("read another project by its slug", "projects/secret-plans".into()),
            get("read another project's process", format!("projects/{secret}/deploymentprocesses")),
            get("read another project's releases", format!("projects/{secret}/releases")),
            get("read another project's release", format!("releases/{secret_release}")),
            get("read another project's channels", format!("projects/{secret}/channels")),
            get("read another project's progression", format!("projects/{secret}/progression")),
            get("read another project's task", format!("/api/tasks/{secret_task}")),
            get("read another project's log", format!("/api/tasks/{secret_task}/raw")),
            get("read another project's log in detail", format!("/api/tasks/{secret_task}/details")),
            get("read the log of its project in Production", format!("/api/tasks/{}/raw", self.production_task)),
            get("read a deployment to Production", format!("deployments/{}", self.production_deployment)),
            get("list artifacts", "artifacts".into()),
            get("download another project's artifact", format!("artifacts/{secret_artifact}/content")),
            post("attach an artifact", "artifacts".into(), json!({ "Filename": "x", "ServerTaskId": secret_task })),
            get("list packages", "packages".into()),
            get("download its own package", "packages/packages-Acme.Web.1.0.0/raw".into()),
            get("download another package", "packages/packages-Acme.Secret.7.7.7/raw".into()),
            get("download a package as NuGet", "/api/nuget/packages/content/Acme.Secret/7.7.7".into()),
            delete("delete a package", "packages/packages-Acme.Web.1.0.0".into()),
            put(
                "edit a step of its own project",
                format!("projects/{web}/deploymentprocesses"),
                json!({
                    "Version": 1, "Steps": []
                }),
            ),
            put(
                "edit the snapshot of a release",
                format!("deploymentprocesses/deploymentprocess-{web}-s-1"),
                json!({
                    "Version": 1, "Steps": []
                }),
            ),
            put("rename its project", format!("projects/{web}"), json!({ "Name": "Mine" })),
            delete("delete its project", format!("projects/{web}")),
            post(
                "make a project",
                "projects".into(),
                json!({
                    "Name": "x", "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1"
                }),
            ),
            put("change a lifecycle", "lifecycles/Lifecycles-1".into(), json!({ "Name": "Any", "Phases": [] })),
            get("read lifecycles", "lifecycles/all".into()),
            post(
                "make a channel with a lifecycle of its own",
                format!("projects/{web}/channels"),
                json!({ "Name": "x" }),
            ),
            post("release another project", "releases".into(), json!({ "ProjectId": secret, "Version": "9.9.9" })),
            post(
                "release another project by its name",
                "releases/create/v1".into(),
                json!({
                    "ProjectName": "Secret-Plans", "ReleaseVersion": "9.9.9", "PackageVersion": "7.7.7"
                }),
            ),
            put("change a release", format!("releases/{release}"), json!({ "Version": "1.0.0" })),
            delete("delete a release", format!("releases/{release}")),
            post("take newer variables into a release", format!("releases/{release}/snapshot-variables"), json!({})),
            post("deploy to Production by id", "deployments".into(), deploy(release, production)),
            post("deploy to Production by slug", "deployments".into(), deploy(release, "production-of-gold")),
            post("deploy to Production by name", "deployments".into(), deploy(release, PRODUCTION)),
            post(
                "deploy to Production by the command",
                "deployments/create/untenanted/v1".into(),
                by_names("Web", "1.0.0", PRODUCTION),
            ),
            post(
                "deploy to Test and Production in one command",
                "deployments/create/untenanted/v1".into(),
                json!({ "ProjectName": "Web", "ReleaseVersion": "1.0.0", "EnvironmentNames": ["Test", PRODUCTION] }),
            ),
            post(
                "deploy for a tenant",
                "deployments/create/tenanted/v1".into(),
                json!({
                    "ProjectName": "Web", "ReleaseVersion": "1.0.0", "EnvironmentName": PRODUCTION, "Tenants": ["x"]
                }),
            ),
            post("deploy another project's release", "deployments".into(), deploy(secret_release, &seed.test)),
            post(
                "deploy another project by the command",
                "deployments/create/untenanted/v1".into(),
                by_names("Secret-Plans", "7.7.7", "Test"),
            ),
            post(
                "deploy to a target of Production",
                "deployments".into(),
                json!({
                    "ReleaseId": release, "EnvironmentId": seed.test, "SpecificMachineIds": [machine]
                }),
            ),
            get("preview a deployment to Production", format!("releases/{release}/deployments/preview/{production}")),
            post("run another's task again", format!("/api/tasks/rerun/{secret_task}"), json!({})),
            post("run Production's task again", format!("/api/tasks/rerun/{}", self.production_task), json!({})),
            post("cancel another's task", format!("/api/tasks/{secret_task}/cancel"), json!({})),
            post("set the state of a task", format!("/api/tasks/{secret_task}/state"), json!({ "State": "Success" })),
            post(
                "run a script on the server",
                "/api/tasks".into(),
                json!({
                    "Name": "AdHocScript", "Arguments": { "ScriptBody": "id" }
                }),
            ),
            get("read targets", "machines/all".into()),
            get("read a target of Production", format!("machines/{machine}")),
            post("make a target", "machines".into(), json!({ "Name": "x", "EnvironmentIds": [seed.test] })),
            get("read Production", format!("environments/{production}")),
            post("make an environment", "environments".into(), json!({ "Name": "x" })),
            delete("delete an environment", format!("environments/{}", seed.test)),
            get("read the audit", "/api/events".into()),
            get("read the audit of the space", "events".into()),
            post("make a space", "/api/spaces".into(), json!({ "Name": "x", "SpaceManagersTeamMembers": [own] })),
            put("change the space", "/api/spaces/Spaces-1".into(), json!({ "Name": "x" })),
            get("read the server's nodes", "/api/octopusservernodes/all".into()),
            get("read the server's settings", "/api/serverconfiguration".into()),
            put(
                "drain the server",
                "/api/octopusservernodes/OctopusServerNodes-host1".into(),
                json!({
                    "IsInMaintenanceMode": true
                }),
            ),
            get("read the server's process", "/api/serverstatus/system-info".into()),
            post("change the feed", "feeds".into(), json!({ "FeedType": "Docker", "Name": "x" })),
            get("count the packages", "feeds/stats".into()),
            delete("delete a deployment", format!("deployments/{}", self.production_deployment)),
            post("report a defect", format!("releases/{release}/defects"), json!({ "Description": "x" })),
            post("exchange the key for a token", "/token/v1".into(), json!({ "subject_token": "x" })),
            post("mint a token", format!("/api/users/{own}/access-token"), json!({})),
            post("invite itself", "/api/users/invitations".into(), json!({ "AddToTeamIds": ["teams-administrators"] })),
        ]
    }
}

#[tokio::test]
async fn every_attempt_with_a_stolen_key_is_refused() {
    let loot = Loot::new().await;
    let attempts = loot.attempts();
    assert!(attempts.len() >= 40, "{}", attempts.len());
    let before = state(&loot).await;
    for (name, method, path, body) in attempts {
        // Token exchange is no part of the API; whatever answers there must not be a success.
        let path = if path.starts_with("/token") { format!("/api{path}") } else { path };
        let reply = loot.send(method, &path, body).await;
        let status = reply.status.as_u16();
        assert!((400..500).contains(&status), "{name}: {method} {path} answered {status}: {}", reply.text());
        // Nothing of what is hidden comes back that was not in the question.
        for marker in MARKERS.into_iter().filter(|marker| !path.contains(marker)) {
            let text = reply.text();
            let echoed = text.replace(&format!("'{marker}'"), "").replace(&format!("\\\"{marker}\\\""), "");
            assert!(!echoed.contains(marker), "{name} tells of {marker}: {text}");
        }
    }
    assert_eq!(state(&loot).await, before, "nothing has changed");
}

/// What the attempts could have changed, as the administrator sees it. Sign-ins and refusals may be in the audit.
async fn state(loot: &Loot) -> Vec<String> {
    let mut all = Vec::new();
    for path in [
        "users/all",
        "teams/all?spaces=all",
        "userroles/all",
        "scopeduserroles?take=1000",
        "spaces/all",
        "projects/all",
        "environments/all",
        "lifecycles/all",
        "channels/all",
        "releases?take=1000",
        "deployments?take=1000",
        "tasks?take=1000",
        "machines/all",
        "packages?take=1000",
        "artifacts?take=1000",
        "variables/all",
        "octopusservernodes/all",
    ] {
        all.push(loot.seed.world.get(&format!("/api/{path}")).await.text());
    }
    let process = loot.seed.world.get(&format!("/api/projects/{}/deploymentprocesses", loot.seed.web)).await;
    all.push(process.text());
    all
}

#[tokio::test]
async fn overwriting_a_version_is_refused_whatever_it_is_called() {
    let loot = Loot::new().await;
    let file = small_zip("evil");
    let world = &loot.seed.world;
    let before = world.get("/api/packages/packages-Acme.Web.1.0.0").await.is(200);
    for (path, name) in [
        ("/api/packages/raw", "Acme.Web.1.0.0.zip"),
        ("/api/packages/raw?replace=true", "Acme.Web.1.0.0.zip"),
        ("/api/packages/raw?overwriteMode=OverwriteExisting", "Acme.Web.1.0.0.zip"),
        ("/api/packages/raw?overwriteMode=OverwriteExisting", "ACME.web.1.0.zip"),
        ("/api/packages/raw?overwriteMode=OverwriteExisting", "Acme.Web.01.00.0.0.zip"),
        ("/api/nuget/packages?replace=true", "Acme.Web.1.0.0.zip"),
        ("/api/packages/raw", "Acme.Secret.7.7.8.zip"),
        ("/api/packages/raw", "Unused.1.0.0.zip"),
    ] {
        let reply = world.push_as(&loot.ci.key, path, name, &file).await;
        assert!((400..500).contains(&reply.status.as_u16()), "{path} {name}: {} {}", reply.status, reply.text());
    }
    assert_eq!(world.get("/api/packages/packages-Acme.Web.1.0.0").await.is(200), before);
}

#[tokio::test]
async fn ids_cannot_be_told_apart_by_the_answer_or_its_time() {
    let loot = Loot::new().await;
    let seed = &loot.seed;
    // Who has not been seen yet is looked up once.
    loot.send("GET", "projects", Value::Null).await;
    let statements = Statements::listen();
    let mut asked = 0;
    // One that is there and hidden, and one that is not.
    for (list, hidden) in [
        ("projects", seed.secret.as_str()),
        ("environments", &seed.production),
        ("releases", &loot.secret_release),
        ("deployments", &loot.production_deployment),
        ("tasks", &loot.secret_task),
        ("channels", "Channels-2"),
        ("deploymentprocesses", &format!("deploymentprocess-{}", seed.secret)),
        ("projectgroups", "ProjectGroups-1"),
        ("machines", &loot.machine),
        ("artifacts", &loot.secret_artifact),
        ("variables", &format!("variableset-{}", seed.secret)),
    ] {
        let nothing =
            format!("{}-987654", hidden.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('-'));
        for (method, below) in [("GET", ""), ("PUT", ""), ("DELETE", "")] {
            let there = loot.send(method, &format!("{list}/{hidden}{below}"), Value::Null).await;
            let for_there = statements.take();
            let not = loot.send(method, &format!("{list}/{nothing}{below}"), Value::Null).await;
            // The same is asked of the database for both, so no clock tells them apart.
            asked += for_there.len();
            assert_eq!(for_there, statements.take(), "{method} {list}/{hidden}");
            let answers = (there.status, there.text().replace(hidden, &nothing));
            assert_eq!(answers, (not.status, not.text()), "{method} {list}/{hidden}");
            assert!(!there.status.is_success(), "{method} {list}/{hidden}");
        }
    }
    for path in ["releases", "channels", "deploymentprocesses", "progression", "deploymentsettings"] {
        let there = loot.send("GET", &format!("projects/{}/{path}", seed.secret), Value::Null).await;
        let for_there = statements.take();
        let not = loot.send("GET", &format!("projects/Projects-987654/{path}"), Value::Null).await;
        asked += for_there.len();
        assert_eq!(for_there, statements.take(), "projects/{path}");
        assert_eq!(
            (there.status, there.text().replace(&seed.secret, "Projects-987654")),
            (not.status, not.text()),
            "{path}"
        );
    }
    for path in ["", "/raw", "/details", "/queued-behind", "/status/messages"] {
        let there = loot.send("GET", &format!("/api/tasks/{}{path}", loot.secret_task), Value::Null).await;
        let for_there = statements.take();
        let not = loot.send("GET", &format!("/api/tasks/ServerTasks-987654{path}"), Value::Null).await;
        asked += for_there.len();
        assert_eq!(for_there, statements.take(), "tasks{path}");
        let answers = (there.status, there.text().replace(&loot.secret_task, "ServerTasks-987654"));
        assert_eq!(answers, (not.status, not.text()), "{path}");
    }
    assert!(asked > 15, "the statements were heard: {asked}");
}

#[tokio::test]
async fn a_key_makes_no_key_that_outlives_it() {
    // CVE-2026-3236; the account's own keys end with the one that made them.
    let loot = Loot::new().await;
    let path = format!("/api/users/{}/apikeys", loot.ci.id);
    let short = json!({ "Purpose": "short", "Expires": "2026-02-01T00:00:00.000+00:00" });
    let short = loot.seed.world.post(&path, short).await.is(201)["ApiKey"].as_str().expect("a key").to_owned();
    let longer = json!({ "Purpose": "long", "Expires": "2027-02-01T00:00:00.000+00:00" });
    loot.seed.post_as(&short, &path, &longer).await.is(400);
    let child = loot.seed.post_as(&short, &path, &json!({ "Purpose": "child" })).await.is(201);
    assert_eq!(child["Expires"], "2026-02-01T00:00:00.000+00:00");
    loot.seed.world.scratch.clock.advance(jiff::SignedDuration::from_hours(24 * 40));
    for key in [short.as_str(), child["ApiKey"].as_str().expect("a key")] {
        assert_eq!(loot.seed.world.get_as(key, "/api/users/me").await.status, 401);
    }
}

#[tokio::test]
async fn every_carrier_of_the_key_holds_no_more_than_the_key() {
    let loot = Loot::new().await;
    let path = format!("/api/Spaces-1/projects/{}/variables", loot.seed.web);
    let key = &loot.ci.key;
    let request = |name: &str, value: String| Request::builder().uri(&path).header(name, value);
    let basic = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(format!("admin:{key}"))
    };
    for request in [
        request("X-Octopus-ApiKey", key.clone()),
        request("X-NuGet-ApiKey", key.clone()),
        request("Authorization", format!("Bearer {key}")),
        request("Authorization", format!("Basic {basic}")),
        Request::builder().uri(format!("{path}?apikey={key}")),
    ] {
        let reply = loot.seed.world.request(request.body(Body::empty()).expect("a request")).await;
        assert!([401, 403].contains(&reply.status.as_u16()), "{} {}", reply.status, reply.text());
    }
    // Two accounts in one request are refused, so that the stronger one lends nothing (access.md 2).
    let both = Request::builder().uri(&path).header("X-Octopus-ApiKey", key).header("X-NuGet-ApiKey", ADMIN);
    let reply = loot.seed.world.request(both.body(Body::empty()).expect("a request")).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
}
