//! The CI account of the seed, request by request (access.md 10): what it must be able to do, with nothing to spare.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::seed::{Account, EIGHT, PRODUCTION, Seed, missing};
use crate::world::{ADMIN, Reply, id_of, ids};

/// What a build server asks for on its way from a package to a deployment, in that order.
#[derive(Debug, Clone, Copy)]
enum Call {
    Push,
    FindProject,
    ReadProcess,
    ReadTemplate,
    ListChannels,
    CreateRelease,
    CreateReleaseByNames,
    FindRelease,
    FindEnvironment,
    FindWhereToDeploy,
    Preview,
    Deploy,
    DeployByNames,
    SeeDeployment,
    Wait,
    ReadLog,
}

/// Every call with the permissions that it cannot do without; of several, the one that a refusal names may be any
/// that is missing.
const CALLS: &[(Call, &[&str])] = &[
    (Call::Push, &["BuiltInFeedPush"]),
    (Call::FindProject, &["ProjectView"]),
    (Call::ReadProcess, &["ProcessView"]),
    (Call::ReadTemplate, &["ProcessView"]),
    // Who may see the project or its process may see its channels.
    (Call::ListChannels, &[]),
    (Call::CreateRelease, &["ReleaseCreate", "ProjectView", "ProcessView"]),
    (Call::CreateReleaseByNames, &["ReleaseCreate", "ProjectView", "ProcessView"]),
    (Call::FindRelease, &["ReleaseView"]),
    // Who may deploy somewhere or see deployments there may see the environment's name.
    (Call::FindEnvironment, &[]),
    (Call::FindWhereToDeploy, &["ReleaseView"]),
    (Call::Preview, &["DeploymentCreate", "ReleaseView"]),
    (Call::Deploy, &["DeploymentCreate", "ReleaseView", "ProjectView"]),
    (Call::DeployByNames, &["DeploymentCreate", "ReleaseView", "ProjectView"]),
    (Call::SeeDeployment, &["DeploymentView"]),
    (Call::Wait, &["TaskView"]),
    (Call::ReadLog, &["TaskView"]),
];

/// What a call is about; made by the administrator, so that one refused call does not stop the next.
struct Ready {
    release: String,
    version: String,
    deployment: String,
    task: String,
}

/// The `n`th round of calls on a server.
async fn ready(seed: &Seed, n: usize) -> Ready {
    let version = format!("{n}.0.0");
    let release = seed.release(&version).await;
    let deployment = seed.world.deploy(&release, &seed.test).await;
    let task = deployment["TaskId"].as_str().expect("a task").to_owned();
    seed.package(&format!("{n}.1.0")).await;
    seed.package(&format!("{n}.2.0")).await;
    Ready { release, version, deployment: id_of(&deployment), task }
}

async fn ask(seed: &Seed, key: &str, call: Call, n: usize, ready: &Ready) -> Reply {
    let get = |path: String| async move { seed.world.get_as(key, &format!("/api/Spaces-1/{path}")).await };
    let post = |path: &'static str, body: Value| async move {
        seed.post_as(key, &format!("/api/Spaces-1/{path}"), &body).await
    };
    let (web, test) = (&seed.web, &seed.test);
    let Ready { release, version, deployment, task } = ready;
    match call {
        Call::Push => seed.push_as(key, &format!("{n}.9.0")).await,
        Call::FindProject => get("projects?name=Web".to_owned()).await,
        Call::ReadProcess => get(format!("projects/{web}/deploymentprocesses")).await,
        Call::ReadTemplate => get(format!("projects/{web}/deploymentprocesses/template")).await,
        Call::ListChannels => get(format!("projects/{web}/channels")).await,
        Call::CreateRelease => post("releases", seed.new_release(&format!("{n}.1.0"))).await,
        Call::CreateReleaseByNames => {
            let version = format!("{n}.2.0");
            let body = json!({ "ProjectName": "Web", "ReleaseVersion": version, "PackageVersion": version });
            post("releases/create/v1", body).await
        }
        Call::FindRelease => get(format!("projects/{web}/releases/{version}")).await,
        Call::FindEnvironment => get("environments?name=Test".to_owned()).await,
        Call::FindWhereToDeploy => get(format!("releases/{release}/deployments/template")).await,
        Call::Preview => get(format!("releases/{release}/deployments/preview/{test}")).await,
        Call::Deploy => post("deployments", json!({ "ReleaseId": release, "EnvironmentId": test })).await,
        Call::DeployByNames => {
            let body = json!({ "ProjectName": "Web", "ReleaseVersion": version, "EnvironmentNames": ["Test"] });
            post("deployments/create/untenanted/v1", body).await
        }
        Call::SeeDeployment => get(format!("deployments/{deployment}")).await,
        Call::Wait => get(format!("tasks/{task}")).await,
        Call::ReadLog => get(format!("tasks/{task}/raw")).await,
    }
}

/// Makes all the calls with an account that holds `held`: those that its permissions serve succeed, and each other
/// one names a permission that it lacks.
async fn each_call_does_its_part(seed: &Seed, account: &Account, held: &[&str], n: usize) {
    let ready = ready(seed, n).await;
    for (call, needs) in CALLS {
        let reply = ask(seed, &account.key, *call, n, &ready).await;
        let lacking: Vec<&str> = needs.iter().copied().filter(|need| !held.contains(need)).collect();
        if lacking.is_empty() {
            assert!(reply.status.is_success(), "{call:?} with {held:?}: {}", reply.text());
        } else {
            let named = missing(&reply);
            assert!(
                named.as_deref().is_some_and(|named| lacking.contains(&named)),
                "{call:?} with {held:?} lacks {lacking:?}: {} {}",
                reply.status,
                reply.text()
            );
        }
    }
}

/// Makes every call once with success, as a build server does from day to day.
pub(crate) async fn use_everything(seed: &Seed, key: &str) {
    static ROUND: AtomicUsize = AtomicUsize::new(100);
    let n = ROUND.fetch_add(1, Ordering::Relaxed);
    let ready = ready(seed, n).await;
    for (call, _) in CALLS {
        let reply = ask(seed, key, *call, n, &ready).await;
        assert!(reply.status.is_success(), "{call:?}: {} {}", reply.status, reply.text());
    }
}

/// The three ways of the issue to restrict the team, each with Test alone.
fn scopes(seed: &Seed) -> [(&'static str, Value); 3] {
    [
        ("environment", json!({ "EnvironmentIds": [seed.test] })),
        ("group", json!({ "EnvironmentIds": [seed.test], "ProjectGroupIds": [seed.group] })),
        ("project", json!({ "EnvironmentIds": [seed.test], "ProjectIds": [seed.web] })),
    ]
}

#[tokio::test]
async fn the_eight_permissions_are_enough_from_push_to_wait() {
    let seed = Seed::new().await;
    for (n, (name, scope)) in scopes(&seed).into_iter().enumerate() {
        let account = seed.account(name, &EIGHT, &scope).await;
        each_call_does_its_part(&seed, &account, &EIGHT, n + 1).await;
    }
}

#[tokio::test]
async fn without_one_of_the_eight_just_what_it_serves_is_refused_by_its_name() {
    let seed = Seed::new().await;
    let all = scopes(&seed);
    let mut n = 0;
    for missing in EIGHT {
        for (name, scope) in &all {
            n += 1;
            let held: Vec<&str> = EIGHT.iter().copied().filter(|held| *held != missing).collect();
            let account = seed.account(&format!("{name}-without-{missing}"), &held, scope).await;
            each_call_does_its_part(&seed, &account, &held, n).await;
        }
    }
}

#[tokio::test]
async fn the_smaller_roles_do_exactly_their_part() {
    let seed = Seed::new().await;
    let push = &EIGHT[..1];
    let release = &EIGHT[..5];
    for (n, (name, held)) in [("push", push), ("push-and-release", release), ("all", &EIGHT[..])].iter().enumerate() {
        let account = seed.account(name, held, &json!({ "EnvironmentIds": [seed.test] })).await;
        let mut known = held.to_vec();
        // An account that deploys nowhere needs no environment's name.
        if !held.contains(&"DeploymentCreate") {
            let reply = seed.world.get_as(&account.key, "/api/Spaces-1/environments?name=Test").await;
            assert_eq!(missing(&reply).as_deref(), Some("EnvironmentView"), "{}", reply.text());
        }
        if !held.contains(&"ProjectView") {
            let reply = seed.world.get_as(&account.key, &format!("/api/Spaces-1/projects/{}/channels", seed.web)).await;
            assert_eq!(reply.status, 403, "{}", reply.text());
        }
        known.sort_unstable();
        let ready = ready(&seed, n + 1).await;
        for (call, needs) in CALLS {
            if needs.is_empty() {
                continue;
            }
            let reply = ask(&seed, &account.key, *call, n + 1, &ready).await;
            let allowed = needs.iter().all(|need| held.contains(need));
            assert_eq!(reply.status.is_success(), allowed, "{call:?} as {name}: {}", reply.text());
            assert!(allowed || missing(&reply).is_some(), "{call:?} as {name}: {}", reply.text());
        }
    }
}

/// Whatever the account can read, and what refusals tell it.
async fn all_that_it_can_read(seed: &Seed, key: &str, ready: &Ready, hidden: &[String]) -> Vec<(String, Reply)> {
    let mut paths: Vec<String> = [
        "",
        "environments",
        "environments/all",
        "environments?partialName=o",
        "projects",
        "projects/all",
        "projectgroups/all",
        "lifecycles/all",
        "channels",
        "channels/all",
        "feeds/all",
        "packages",
        "releases",
        "deployments",
        "deployments?take=1000",
        "tasks",
        "tasks?take=1000",
        "machines",
        "machines/all",
        "workerpools/all",
        "artifacts",
        "events",
        "dashboard",
        "dashboard/dynamic",
        "dashboardconfiguration",
        "variables/all",
        "variables/names",
        "teams/all",
        "scopeduserroles",
        "interruptions",
        "deploymentfreezes",
    ]
    .into_iter()
    .map(|path| format!("/api/Spaces-1/{path}"))
    .collect();
    let (web, release) = (&seed.web, &ready.release);
    for path in [
        format!("projects/{web}"),
        format!("projects/{web}/channels"),
        format!("projects/{web}/releases"),
        format!("projects/{web}/progression"),
        format!("projects/{web}/variables"),
        format!("projects/{web}/deploymentprocesses"),
        format!("projects/{web}/deploymentprocesses/template"),
        format!("projects/{web}/deploymentsettings"),
        format!("progression/{web}"),
        format!("releases/{release}"),
        format!("releases/{release}/deployments"),
        format!("releases/{release}/deployments/template"),
        format!("releases/{release}/progression"),
        format!("releases/{release}/variables"),
        "lifecycles/Lifecycles-1".to_owned(),
        "lifecycles/Lifecycles-1/preview".to_owned(),
    ] {
        paths.push(format!("/api/Spaces-1/{path}"));
    }
    for id in hidden {
        for list in ["environments", "projects", "deployments", "tasks", "releases", "machines", "artifacts"] {
            paths.push(format!("/api/Spaces-1/{list}/{id}"));
        }
        for filter in ["environments?ids", "deployments?environments", "tasks?environment", "machines?environmentIds"] {
            paths.push(format!("/api/Spaces-1/{filter}={id}"));
        }
        paths.push(format!("/api/Spaces-1/releases/{release}/deployments/preview/{id}"));
        paths.push(format!("/api/Spaces-1/dashboard?environmentId={id}"));
    }
    paths.extend(["/api/users/me".to_owned(), "/api/spaces/all".to_owned(), "/api/tasks".to_owned()]);
    paths.extend(["/api/events".to_owned(), "/api/permissions/all".to_owned()]);
    let mut replies = Vec::new();
    for path in paths {
        let reply = seed.world.get_as(key, &path).await;
        replies.push((format!("GET {path}"), reply));
    }
    if key == ADMIN {
        return replies;
    }
    let (version, production) = (&ready.version, &seed.production);
    for environment in [production.as_str(), PRODUCTION, "production-of-gold", "Environments-99", "Nowhere"] {
        let by_names = json!({ "ProjectName": "Web", "ReleaseVersion": version, "EnvironmentNames": [environment] });
        for (path, body) in [
            ("deployments", json!({ "ReleaseId": release, "EnvironmentId": environment })),
            ("deployments/create/untenanted/v1", by_names),
        ] {
            let reply = seed.post_as(key, &format!("/api/Spaces-1/{path}"), &body).await;
            assert!(!reply.status.is_success(), "{path} {environment}: {}", reply.text());
            replies.push((format!("POST {path} {environment}"), reply));
        }
    }
    replies
}

#[tokio::test]
async fn production_is_refused_and_leaves_no_trace() {
    let seed = Seed::new().await;
    let ready = ready(&seed, 1).await;
    // What happens in Production: a deployment of the same release, its task, its artifact, a variable, a target.
    let deployment = seed.world.deploy(&ready.release, &seed.production).await;
    let task = deployment["TaskId"].as_str().expect("a task").to_owned();
    let artifact = json!({ "Filename": "gold.txt", "ServerTaskId": task });
    let artifact = id_of(&seed.world.post("/api/artifacts", artifact).await.is(201));
    let machine = json!({
        "Name": "Gold-Machine", "Roles": ["web"], "EnvironmentIds": [seed.production],
        "Endpoint": { "CommunicationStyle": "None" },
    });
    let machine = id_of(&seed.world.post("/api/machines", machine).await.is(201));
    let mut lifecycle = seed.world.get("/api/lifecycles/Lifecycles-1").await.is(200);
    lifecycle["Phases"] = json!([
        { "Name": "First", "OptionalDeploymentTargets": [seed.test], "IsOptionalPhase": true },
        { "Name": "Last", "OptionalDeploymentTargets": [seed.production] },
    ]);
    seed.world.put("/api/lifecycles/Lifecycles-1", lifecycle).await.is(200);
    // An administrator sees it in many places, or the search for traces would prove nothing.
    let seen = all_that_it_can_read(&seed, ADMIN, &ready, &[]).await;
    assert!(seen.iter().filter(|(_, reply)| reply.text().contains(PRODUCTION)).count() > 10);
    for (name, scope) in scopes(&seed) {
        let account = seed.account(name, &EIGHT, &scope).await;
        let hidden = [seed.production.clone(), id_of(&deployment), task.clone(), artifact.clone(), machine.clone()];
        let names = [PRODUCTION, "Production", "production-of-gold", "Gold-Machine", "gold.txt"];
        for (asked, reply) in all_that_it_can_read(&seed, &account.key, &ready, &hidden).await {
            assert!(reply.status.as_u16() < 500, "{asked}: {}", reply.text());
            // What was asked for comes back in refusals; whatever else names it is a trace.
            let text = without_what_was_asked(&reply.text(), &asked);
            for trace in hidden.iter().map(String::as_str).chain(names) {
                assert!(!holds(&text, trace), "{asked} as {name} tells of {trace}: {} {text}", reply.status);
            }
        }
        // What is hidden is answered like what is not there, byte for byte.
        for list in ["environments", "deployments", "tasks"] {
            let hidden = match list {
                "environments" => &seed.production,
                "deployments" => &id_of(&deployment),
                _ => &task,
            };
            let collection = hidden.rsplit_once('-').expect("an id").0;
            let nothing = format!("{collection}-99");
            let there = seed.world.get_as(&account.key, &format!("/api/Spaces-1/{list}/{hidden}")).await;
            let not = seed.world.get_as(&account.key, &format!("/api/Spaces-1/{list}/{nothing}")).await;
            assert_eq!((there.status, there.text().replace(hidden, &nothing)), (not.status, not.text()), "{list}");
        }
    }
}

fn without_what_was_asked(text: &str, asked: &str) -> String {
    let mut text = text.to_owned();
    for word in asked.split(['/', ' ', '=', '?']).filter(|word| word.len() > 3) {
        for quote in ["'", "\\\""] {
            text = text.replace(&format!("{quote}{word}{quote}"), "");
        }
    }
    text
}

/// Whether a text holds a word that is not the beginning of a longer one: `Environments-2`, not `Environments-21`.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[at + word.len()..].starts_with(|next: char| next.is_ascii_digit()))
}

#[tokio::test]
async fn a_team_restricted_to_a_project_knows_no_other() {
    let seed = Seed::new().await;
    let ready = ready(&seed, 1).await;
    let hidden = seed.secret_release("7.7.7").await;
    for (name, scope) in scopes(&seed).into_iter().skip(1) {
        let account = seed.account(name, &EIGHT, &scope).await;
        let own = seed.world.get_as(&account.key, "/api/Spaces-1/projects").await.is(200);
        assert_eq!(ids(&own), std::slice::from_ref(&seed.web));
        for (asked, reply) in all_that_it_can_read(&seed, &account.key, &ready, std::slice::from_ref(&hidden)).await {
            let text = without_what_was_asked(&reply.text(), &asked);
            for trace in [seed.secret.as_str(), "Secret-Plans", "7.7.7", "Acme.Secret"] {
                assert!(!holds(&text, trace), "{asked} as {name} tells of {trace}: {text}");
            }
        }
        // A push of a package that another project uses is not its business (access.md 5.4).
        let file = crate::files::small_zip("x");
        let pushed = seed.world.push_as(&account.key, "/api/packages/raw", "Acme.Secret.1.0.0.zip", &file).await;
        assert_eq!(missing(&pushed).as_deref(), Some("BuiltInFeedPush"), "{}", pushed.text());
    }
}
