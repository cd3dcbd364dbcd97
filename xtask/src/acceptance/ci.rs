//! The CI account of the seed with real programs: NuGet pushes, `octo` releases, deploys and waits (access.md 10).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::lab::{ensure, id, text};
use super::{Check, Verdict};
use crate::demo::CI_PERMISSIONS;
use crate::machine::{Profile, command, program};
use crate::scratch;
use crate::server::{API_KEY, Client, Server};

pub(super) const CHECKS: &[Check] = &[
    ("a CI account does its work with eight permissions, by environment, project group or project", enough),
    ("a CI account without one of its eight permissions is refused what that one serves, and nothing else", one_less),
    ("the smaller CI roles do exactly their part", smaller),
    ("a CI account cannot deploy to production, and no program shows a trace of it", production),
    ("pulpo says why a CI account may and may not, the least it needs, and what a change would refuse", asked),
    ("NuGet itself pushes as the CI account, and is told which permission is missing", nuget),
];

const NUGET: &str = "/usr/bin/nuget";
const PRODUCTION: &str = "Production-Of-Gold";
const PACKAGE: &str = "Acme.Web";
const CONFIG: &str = "NuGet.Config";

/// What a build does with a program of its own, and the permissions that each cannot do without.
#[derive(Debug, Clone, Copy)]
enum Step {
    Push,
    CreateRelease,
    DeployAndWait,
    ListDeployments,
}

const STEPS: [(Step, &[&str]); 4] = [
    (Step::Push, &["BuiltInFeedPush"]),
    // octo reads back what it has made.
    (Step::CreateRelease, &["ProjectView", "ProcessView", "ReleaseCreate", "ReleaseView"]),
    (Step::DeployAndWait, &["ProjectView", "ReleaseView", "DeploymentCreate", "DeploymentView", "TaskView"]),
    (Step::ListDeployments, &["ProjectView", "ReleaseView", "DeploymentView"]),
];

/// A server with a project that installs a package, and two environments.
struct Scene {
    // The server ends before its folder goes.
    server: Server,
    admin: Client,
    folder: tempfile::TempDir,
    octo: PathBuf,
    group: String,
    web: String,
    test: String,
    production: String,
}

impl Scene {
    fn start(profile: Profile) -> Result<Self> {
        let folder = scratch::folder()?;
        let server = Server::start(&folder.path().join("data"), profile)?;
        let admin = Client::new(&server.url, API_KEY);
        let made = |path: &str, body: Value| id(&admin.post(&format!("/api/Spaces-1/{path}"), &body)?);
        let test = made("environments", json!({ "Name": "Test" }))?;
        let production = made("environments", json!({ "Name": PRODUCTION }))?;
        let mut lifecycle = admin.get("/api/Spaces-1/lifecycles/Lifecycles-1")?;
        lifecycle["Phases"] = json!([{ "Name": "Anywhere", "IsOptionalPhase": true }]);
        admin.put("/api/Spaces-1/lifecycles/Lifecycles-1", &lifecycle)?;
        let group = made("projectgroups", json!({ "Name": "Web sites" }))?;
        let body = json!({ "Name": "Web", "ProjectGroupId": group, "LifecycleId": "Lifecycles-1" });
        let web = made("projects", body)?;
        let path = format!("/api/Spaces-1/projects/{web}/deploymentprocesses");
        let mut process = admin.get(&path)?;
        process["Steps"] = json!([{ "Name": "Install", "Actions": [{
            "Name": "Install",
            "ActionType": "Octopus.TentaclePackage",
            "Packages": [{ "Name": "", "PackageId": PACKAGE, "FeedId": "feeds-builtin", "AcquisitionLocation": "Server" }],
            "Properties": { "Octopus.Action.RunOnServer": "True" }
        }] }]);
        admin.put(&path, &process)?;
        let octo = folder.path().join("octo");
        std::os::unix::fs::symlink(program("pulpo", profile), &octo).context("could not link octo")?;
        Ok(Self { server, admin, folder, octo, group, web, test, production })
    }

    /// A service account in a team of its own, whose role is restricted as `scope` says; and its key.
    fn account(&self, name: &str, permissions: &[&str], mut scope: Value) -> Result<String> {
        let admin = &self.admin;
        let user = json!({ "Username": name, "DisplayName": name, "IsService": true });
        let user = id(&admin.post("/api/users", &user)?)?;
        let role = json!({ "Name": format!("role of {name}"), "GrantedSpacePermissions": permissions });
        scope["UserRoleId"] = json!(id(&admin.post("/api/userroles", &role)?)?);
        let team = json!({ "Name": format!("team of {name}"), "SpaceId": "Spaces-1", "MemberUserIds": [user] });
        scope["TeamId"] = json!(id(&admin.post("/api/teams", &team)?)?);
        scope["SpaceId"] = json!("Spaces-1");
        admin.post("/api/scopeduserroles", &scope)?;
        let key = admin.post(&format!("/api/users/{user}/apikeys"), &json!({ "Purpose": "CI" }))?;
        Ok(key["ApiKey"].as_str().context("the new key was not shown")?.to_owned())
    }

    fn in_test(&self) -> Value {
        json!({ "EnvironmentIds": [self.test] })
    }

    /// Runs `octo` as somebody and gives back whether it succeeded, and all that it said. The key travels by the
    /// environment: an argument could be seen by others.
    fn octo(&self, key: &str, arguments: &[&str]) -> Result<(bool, String)> {
        let mut octo = command(&self.octo);
        octo.args(arguments).env("OCTOPUS_CLI_SERVER", &self.server.url).env("OCTOPUS_CLI_API_KEY", key);
        said(octo)
    }

    /// A package file of some version.
    fn packed(&self, version: &str) -> Result<PathBuf> {
        let file = self.folder.path().join(format!("{PACKAGE}.{version}.nupkg"));
        if file.exists() {
            return Ok(file);
        }
        let base = self.folder.path().join("base");
        std::fs::create_dir_all(&base)?;
        std::fs::write(base.join("version.txt"), version)?;
        let (base, out) = (base.display().to_string(), self.folder.path().display().to_string());
        let (id, version_, base, out_) = (
            format!("--id={PACKAGE}"),
            format!("--version={version}"),
            format!("--basePath={base}"),
            format!("--outFolder={out}"),
        );
        let (done, text) = self.octo(API_KEY, &["pack", &id, &version_, "--format=NuPkg", &base, &out_])?;
        ensure(done, || format!("octo pack failed: {text}"))?;
        Ok(file)
    }

    fn push(&self, key: &str, version: &str) -> Result<(bool, String)> {
        let package = format!("--package={}", self.packed(version)?.display());
        self.octo(key, &["push", &package])
    }

    fn release(&self, key: &str, version: &str) -> Result<(bool, String)> {
        let (version, package) = (format!("--version={version}"), format!("--packageVersion={version}"));
        self.octo(key, &["create-release", "--project=Web", &version, &package])
    }

    /// What each step works on is made by the administrator, so that a refusal does not stop the next step.
    fn step(&self, step: Step, key: &str, number: usize) -> Result<(bool, String)> {
        let by_admin = |(done, text): (bool, String)| ensure(done, || format!("the administrator could not: {text}"));
        match step {
            Step::Push => self.push(key, &format!("{number}.0.0")),
            Step::CreateRelease => {
                let version = format!("{number}.1.0");
                by_admin(self.push(API_KEY, &version)?)?;
                self.release(key, &version)
            }
            Step::DeployAndWait => {
                let version = format!("{number}.2.0");
                by_admin(self.push(API_KEY, &version)?)?;
                by_admin(self.release(API_KEY, &version)?)?;
                let version = format!("--version={version}");
                let wait = ["--deployTo=Test", "--waitForDeployment", "--progress"];
                self.octo(key, &[&["deploy-release", "--project=Web", &version][..], &wait].concat())
            }
            Step::ListDeployments => self.octo(key, &["list-deployments", "--project=Web"]),
        }
    }

    /// Takes every step as an account with these permissions.
    fn steps(&self, name: &str, held: &[&str], scope: Value, number: usize) -> Result<()> {
        let key = self.account(name, held, scope)?;
        for (step, needs) in STEPS {
            let (done, text) = self.step(step, &key, number)?;
            let lacking: Vec<&&str> = needs.iter().filter(|need| !held.contains(*need)).collect();
            ensure(done == lacking.is_empty(), || format!("{step:?} as {name}: {text}"))?;
            let named = |permission: &str| {
                text.to_lowercase().contains(&format!("missing permission: {permission}").to_lowercase())
            };
            // Who may neither deploy nor see deployments is not told of environments, and that is what octo asks first.
            let first = matches!(step, Step::DeployAndWait | Step::ListDeployments) && named("EnvironmentView");
            let told = first && !held.contains(&"DeploymentCreate") && !held.contains(&"DeploymentView");
            let told = told || lacking.iter().any(|permission| named(permission));
            ensure(done || told, || format!("{step:?} as {name} does not name it: {text}"))?;
        }
        Ok(())
    }
}

fn said(mut command: Command) -> Result<(bool, String)> {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output();
    let output = output.with_context(|| format!("could not start {}", command.get_program().display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Ok((output.status.success(), text))
}

fn enough(profile: Profile) -> Result<Verdict> {
    let scene = Scene::start(profile)?;
    let scopes = [
        ("by-environment", scene.in_test()),
        ("by-group", json!({ "EnvironmentIds": [scene.test], "ProjectGroupIds": [scene.group] })),
        ("by-project", json!({ "EnvironmentIds": [scene.test], "ProjectIds": [scene.web] })),
    ];
    for (number, (name, scope)) in scopes.into_iter().enumerate() {
        scene.steps(name, &CI_PERMISSIONS, scope, number + 1)?;
    }
    Ok(Verdict::Holds)
}

fn one_less(profile: Profile) -> Result<Verdict> {
    let scene = Scene::start(profile)?;
    for (number, less) in CI_PERMISSIONS.into_iter().enumerate() {
        let held: Vec<&str> = CI_PERMISSIONS.into_iter().filter(|held| *held != less).collect();
        scene.steps(&format!("no-{less}"), &held, scene.in_test(), number + 1)?;
    }
    Ok(Verdict::Holds)
}

fn smaller(profile: Profile) -> Result<Verdict> {
    let scene = Scene::start(profile)?;
    for (number, (name, count)) in [("push", 1), ("push-and-release", 5), ("all", 8)].into_iter().enumerate() {
        scene.steps(name, &CI_PERMISSIONS[..count], scene.in_test(), number + 1)?;
    }
    Ok(Verdict::Holds)
}

fn production(profile: Profile) -> Result<Verdict> {
    let scene = Scene::start(profile)?;
    let key = scene.account("ci", &CI_PERMISSIONS, scene.in_test())?;
    let by_admin = |(done, text): (bool, String)| ensure(done, || format!("the administrator could not: {text}"));
    by_admin(scene.push(API_KEY, "1.0.0")?)?;
    by_admin(scene.release(API_KEY, "1.0.0")?)?;
    let to_production = format!("--deployTo={PRODUCTION}");
    let deploy = ["deploy-release", "--project=Web", "--version=1.0.0", "--waitForDeployment", &to_production];
    by_admin(scene.octo(API_KEY, &deploy)?)?;
    let (done, text) = scene.octo(&key, &deploy)?;
    ensure(!done, || format!("it deployed to production: {text}"))?;
    // One that is there and one that is not get the same words.
    let nowhere = ["deploy-release", "--project=Web", "--version=1.0.0", "--waitForDeployment", "--deployTo=Nowhere"];
    let (_, other) = scene.octo(&key, &nowhere)?;
    ensure(text.replace(PRODUCTION, "Nowhere") == other, || format!("these tell them apart:\n{text}\n{other}"))?;
    let traces = [PRODUCTION, scene.production.as_str(), "production"];
    let clean = |what: &str, text: &str| {
        let trace = traces.iter().find(|trace| text.contains(**trace));
        ensure(trace.is_none(), || format!("{what} tells of {trace:?}: {text}"))
    };
    for arguments in [
        &["list-environments"][..],
        &["list-projects"],
        &["list-releases", "--project=Web"],
        &["list-deployments", "--project=Web"],
        &["list-latestdeployments", "--project=Web"],
        &["create-release", "--project=Web", "--version=2.0.0", "--packageVersion=1.0.0", "--whatIf"],
        &["deploy-release", "--project=Web", "--version=1.0.0", "--deployTo=Test", "--waitForDeployment", "--progress"],
    ] {
        let (done, text) = scene.octo(&key, arguments)?;
        ensure(done, || format!("octo {arguments:?} failed: {text}"))?;
        clean(arguments[0], &text)?;
    }
    for path in [
        "environments/all",
        "dashboard",
        "dashboard/dynamic",
        "deployments",
        "tasks",
        "events",
        "releases",
        "lifecycles/all",
        "releases/Releases-1/deployments/template",
        "releases/Releases-1/progression",
        "projects/Projects-1/progression",
    ] {
        let (_, body) = text_of(&scene, &key, path)?;
        clean(path, &body)?;
    }
    Ok(Verdict::Holds)
}

fn text_of(scene: &Scene, key: &str, path: &str) -> Result<(u16, String)> {
    text(&scene.server.url, key, &format!("/api/Spaces-1/{path}"))
}

/// What the administrator learns about the account from its real use.
fn asked(profile: Profile) -> Result<Verdict> {
    let scene = Scene::start(profile)?;
    let key = scene.account("ci", &CI_PERMISSIONS, scene.in_test())?;
    for (step, _) in STEPS {
        let (done, text) = scene.step(step, &key, 1)?;
        ensure(done, || format!("{step:?}: {text}"))?;
    }
    let ask = |arguments: &[&str]| -> Result<String> {
        let (done, text) = scene.octo(API_KEY, arguments)?;
        ensure(done, || format!("pulpo {arguments:?} failed: {text}"))?;
        Ok(text)
    };
    let says = |text: &str, wanted: &[&str]| {
        let lacking: Vec<&&str> = wanted.iter().filter(|wanted| !text.contains(**wanted)).collect();
        ensure(lacking.is_empty(), || format!("this lacks {lacking:?}: {text}"))
    };
    let why = ["access", "why", "--user=ci", "--permission=DeploymentCreate", "--project=Web"];
    let yes = ask(&[&why[..], &["--environment=Test"]].concat())?;
    says(&yes, &["Yes: ci may use DeploymentCreate", "team of ci", "role of ci"])?;
    let elsewhere = format!("--environment={PRODUCTION}");
    let no = ask(&[&why[..], &[&elsewhere]].concat())?;
    says(
        &no,
        &["No: ci may not use DeploymentCreate", "does not cover the environment", "Teams that could: Space Managers"],
    )?;

    let least = ask(&["access", "least", "--user", "ci", "--since", "30d"])?;
    says(&least, &["ci needs 8 permissions for project Web, environment Test, space Default:"])?;
    says(&least, &CI_PERMISSIONS)?;
    ensure(!least.contains("never used"), || format!("something of the eight was not used: {least}"))?;

    let change = ["access", "what-if", "--role=role of ci", "--removePermission=TaskView", "--addPermission=FeedView"];
    let what_if = ask(&change)?;
    says(
        &what_if,
        &[
            "You may make this change.",
            "of its recorded uses would be refused",
            "GET /api/tasks/{id}",
            "ci gains FeedView",
            "ci loses TaskView",
        ],
    )?;
    let narrower = ask(&["access", "what-if", "--team=team of ci", "--project=Web"])?;
    says(&narrower, &["ci: 0 of its recorded uses would be refused", "ci loses ReleaseCreate"])?;

    let made = ask(&["access", "least", "--user=ci", "--apply", "--name=CI least"])?;
    says(&made, &["Made the role CI least", "Made the team CI least", "still in team of ci"])?;
    let left = ask(&["access", "least", "--user=ci", "--apply", "--leaveTeams", "--name=CI alone"])?;
    says(&left, &["Took the account out of the team team of ci", "Took the account out of the team CI least"])?;
    for (step, _) in STEPS {
        let (done, text) = scene.step(step, &key, 2)?;
        ensure(done, || format!("with the least, {step:?}: {text}"))?;
    }
    Ok(Verdict::Holds)
}

fn nuget(profile: Profile) -> Result<Verdict> {
    if !Path::new(NUGET).exists() {
        return Ok(Verdict::Skipped("the NuGet client is not here; Debian's package nuget brings it".to_owned()));
    }
    let scene = Scene::start(profile)?;
    let key = scene.account("ci", &CI_PERMISSIONS, scene.in_test())?;
    let (done, text) = nuget_push(&scene, &key, "1.0.0")?;
    ensure(done && text.contains("Your package was pushed"), || format!("NuGet could not push: {text}"))?;
    let (done, text) = scene.release(&key, "1.0.0")?;
    ensure(done, || format!("octo create-release failed: {text}"))?;
    let wait = ["deploy-release", "--project=Web", "--version=1.0.0", "--deployTo=Test", "--waitForDeployment"];
    let (done, text) = scene.octo(&key, &wait)?;
    ensure(done, || format!("octo deploy-release failed: {text}"))?;
    let without = scene.account("no-push", &CI_PERMISSIONS[1..], scene.in_test())?;
    let (done, text) = nuget_push(&scene, &without, "1.1.0")?;
    ensure(!done && text.contains("BuiltInFeedPush"), || format!("NuGet was not refused by name: {text}"))?;
    // A version that is there stays (access.md 5.4).
    let (done, text) = nuget_push(&scene, &key, "1.0.0")?;
    ensure(!done, || format!("NuGet replaced a version: {text}"))?;
    Ok(Verdict::Holds)
}

fn nuget_push(scene: &Scene, key: &str, version: &str) -> Result<(bool, String)> {
    scene.packed(version)?;
    let source = format!("{}/nuget/packages", scene.server.url);
    // NuGet looks at the feed before it pushes, without the key of the push, so it is told a password, too.
    std::fs::write(
        scene.folder.path().join(CONFIG),
        format!(
            "<?xml version=\"1.0\"?><configuration><packageSources><add key=\"ours\" value=\"{source}\" /></packageSources>\
             <packageSourceCredentials><ours><add key=\"Username\" value=\"ci\" />\
             <add key=\"ClearTextPassword\" value=\"{key}\" /></ours></packageSourceCredentials></configuration>"
        ),
    )?;
    let mut push = command(NUGET);
    // Nothing of the home folder: configuration, cache and keys are the check's own.
    push.current_dir(scene.folder.path());
    push.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", scene.folder.path());
    // A path that begins with a slash would read as an option.
    let package = format!("{PACKAGE}.{version}.nupkg");
    push.args(["push", &package, key, "-Source", &source, "-NonInteractive", "-ConfigFile", CONFIG]);
    said(push)
}
