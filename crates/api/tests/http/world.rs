//! What the tests share: a server after its first start, accounts with chosen permissions, something to deploy.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use pulpo_access::Granted;
use pulpo_access::permissions::{TaskEdit, TeamCreate, TeamEdit, UserEdit, UserRoleEdit};
use pulpo_app::app::Settings;
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_app::first_start::{FirstAdministrator, first_start};
use pulpo_app::sign_in::key;
use pulpo_app::{App, Error};
use pulpo_domain::account::{ApiKey, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::dashboard::Item;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::{ApiKeyId, EnvironmentId, ProjectId, ScopedUserRoleId, TaskId, TeamId, UserId, UserRoleId};
use pulpo_domain::release::Release;
use pulpo_domain::task::{Event, Outcome, Task, TaskState};
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Query, Topic, Tx};
use pulpo_testkit::scratch::ScratchStore;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The key of the first administrator.
pub(crate) const ADMIN: &str = "API-ADMINISTRATOR0000000000";

/// A server for one test.
pub(crate) struct World {
    pub(crate) scratch: ScratchStore,
    pub(crate) app: App,
    router: Router,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON of an answer that must have this status.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }
}

/// Takes what looks like a certificate and a key; that they fit together is the program's own test.
struct PaperTls;

impl pulpo_app::configuration::Tls for PaperTls {
    fn check(&self, chain: &str, key: &str) -> Result<(), String> {
        let fits = chain.contains("BEGIN CERTIFICATE") && key.contains("PRIVATE KEY");
        if fits { Ok(()) } else { Err("the private key is not that of the certificate".to_owned()) }
    }
    fn is_from_files(&self) -> bool {
        false
    }
}

/// Where a role holds; empty lists do not restrict.
#[derive(Debug, Clone, Default)]
pub(crate) struct Within {
    pub(crate) projects: Vec<ProjectId>,
    pub(crate) environments: Vec<EnvironmentId>,
}

impl Within {
    pub(crate) fn environment(id: &str) -> Self {
        Self { environments: vec![id.into()], ..Self::default() }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with_worker(BuiltInWorker::same_user(None)).await
    }

    pub(crate) async fn with_worker(worker: BuiltInWorker) -> Self {
        let scratch = ScratchStore::sqlite();
        let administrator = FirstAdministrator {
            username: Some("admin".to_owned()),
            password: Some("a good password".to_owned()),
            email: None,
            api_key: Some(ADMIN.to_owned()),
        };
        first_start(&scratch.store, administrator).await.expect("the first start");
        let settings = Settings {
            node_name: "host1".to_owned(),
            task_cap: 5,
            public_address: None,
            built_in_worker: Arc::new(worker),
        };
        let logs = TaskLogs::open(&scratch.folder.path().join("logs")).expect("the folder of logs");
        // Refusals come at once, and the way out leads to issuers on this machine.
        let outward = pulpo_outward::Settings {
            allowed: ["127.0.0.0/8", "::1"].map(|text| text.parse().expect("a network")).to_vec(),
            authorities: Some(pulpo_testkit::issuer::AUTHORITY.to_vec()),
            ..pulpo_outward::Settings::default()
        };
        let outward = pulpo_outward::Outward::new(outward).expect("the way out");
        let app = App::new(scratch.store.clone(), logs, settings)
            .with_slowness(Duration::ZERO)
            .with_outside(Arc::new(outward))
            .with_tls(Arc::new(PaperTls));
        let router = pulpo_api::router(app.clone(), |_| None);
        Self { scratch, app, router }
    }

    pub(crate) async fn send(&self, key: &str, method: &str, path: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder().method(method).uri(path).header("X-Octopus-ApiKey", key);
        self.request(request.body(body.into()).expect("a request")).await
    }

    /// What a request gets that was made by hand.
    pub(crate) async fn request(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("the router answers everything");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// What the administrator gets.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(ADMIN, "GET", path, Body::empty()).await
    }

    pub(crate) async fn get_as(&self, key: &str, path: &str) -> Reply {
        self.send(key, "GET", path, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(ADMIN, "POST", path, body.to_string()).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(ADMIN, "PUT", path, body.to_string()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(ADMIN, "DELETE", path, Body::empty()).await
    }

    /// Changes the data behind the server's back, as its engine would.
    pub(crate) async fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    ) -> R {
        self.scratch.store.write(work).await.expect("the write")
    }

    /// An account that holds just these permissions in the default space, and its key.
    pub(crate) async fn account(&self, name: &str, permissions: &[&str], within: Within) -> String {
        self.holder(name, permissions, &[], within).await
    }

    /// An account that holds just these permissions at system level, and its key.
    pub(crate) async fn system_account(&self, name: &str, permissions: &[&str]) -> String {
        self.holder(name, &[], permissions, Within::default()).await
    }

    async fn holder(&self, name: &str, of_space: &[&str], of_system: &[&str], within: Within) -> String {
        let text = format!("API-{name:0<24}").to_uppercase();
        let (name, master_key, kept) = (name.to_owned(), self.scratch.store.master_key().clone(), text.clone());
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (space_permissions, system_permissions) = (texts(of_space), texts(of_system));
        self.write(move |tx| {
            let user = User {
                id: UserId::numbered(tx.next_number(UserId::COLLECTION)?),
                username: name.clone(),
                display_name: name.clone(),
                email_address: None,
                is_active: true,
                is_service: true,
                password_hash: None,
                created: tx.now(),
            };
            tx.insert(&Granted::<UserEdit, _>::by_server(user.clone()))?;
            tx.insert(&Granted::<UserEdit, _>::by_server(ApiKey {
                id: ApiKeyId::new(format!("APIKeys-{name}")),
                user_id: user.id.clone(),
                purpose: "a test".to_owned(),
                created: tx.now(),
                expires: None,
                hint: key::hint(&kept).expect("a key with a hint").to_owned(),
                verifier: key::verifier(&master_key, &kept),
            }))?;
            let role = UserRole {
                id: UserRoleId::numbered(tx.next_number(UserRoleId::COLLECTION)?),
                name: format!("role of {name}"),
                description: String::new(),
                space_permissions,
                system_permissions,
                can_be_deleted: true,
            };
            tx.insert(&Granted::<UserRoleEdit, _>::by_server(role.clone()))?;
            let team = Team {
                id: TeamId::numbered(tx.next_number(TeamId::COLLECTION)?),
                space_id: None,
                name: format!("team of {name}"),
                slug: format!("team-of-{name}"),
                description: String::new(),
                member_user_ids: vec![user.id],
                can_be_deleted: true,
                can_be_renamed: true,
                can_change_members: true,
                can_change_roles: true,
            };
            tx.insert(&Granted::<TeamCreate, _>::by_server(team.clone()))?;
            let scoped = ScopedUserRole {
                id: ScopedUserRoleId::numbered(tx.next_number(ScopedUserRoleId::COLLECTION)?),
                team_id: team.id,
                user_role_id: role.id,
                space_id: Some("Spaces-1".into()),
                project_ids: within.projects,
                project_group_ids: Vec::new(),
                environment_ids: within.environments,
                tenant_ids: Vec::new(),
            };
            tx.insert(&Granted::<TeamEdit, _>::by_server(scoped))?;
            tx.wake(Topic::Access);
            Ok(())
        })
        .await;
        text
    }

    /// Makes an environment and gives its id.
    pub(crate) async fn environment(&self, name: &str) -> String {
        id_of(&self.post("/api/environments", json!({ "Name": name })).await.is(201))
    }

    /// Makes a project with one script step and gives its id.
    pub(crate) async fn project(&self, name: &str) -> String {
        let body = json!({ "Name": name, "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1" });
        let project = id_of(&self.post("/api/projects", body).await.is(201));
        let path = format!("/api/projects/{project}/deploymentprocesses");
        let mut process = self.get(&path).await.is(200);
        process["Steps"] = json!([{
            "Name": "Say hello",
            "Actions": [{
                "Name": "Say hello",
                "ActionType": "Octopus.Script",
                "Properties": {
                    "Octopus.Action.RunOnServer": "true",
                    "Octopus.Action.Script.ScriptSource": "Inline",
                    "Octopus.Action.Script.Syntax": "Bash",
                    "Octopus.Action.Script.ScriptBody": "echo hello",
                },
            }],
        }]);
        self.put(&path, process).await.is(200);
        project
    }

    /// Lets releases go to any environment in any order: the default lifecycle gets one phase for all (LC-06).
    pub(crate) async fn let_releases_go_anywhere(&self) {
        let mut lifecycle = self.get("/api/lifecycles/Lifecycles-1").await.is(200);
        lifecycle["Phases"] = json!([{ "Name": "Anywhere", "IsOptionalPhase": true }]);
        self.put("/api/lifecycles/Lifecycles-1", lifecycle).await.is(200);
    }

    /// Makes a release and gives its id.
    pub(crate) async fn release(&self, project: &str, version: &str) -> String {
        id_of(&self.post("/api/releases", json!({ "ProjectId": project, "Version": version })).await.is(201))
    }

    /// Queues a deployment and gives it as the server does.
    pub(crate) async fn deploy(&self, release: &str, environment: &str) -> Value {
        let body = json!({ "ReleaseId": release, "EnvironmentId": environment });
        self.post("/api/deployments", body).await.is(201)
    }

    /// Queues a deployment of a new project to a new environment and gives the ids of project, environment and task.
    pub(crate) async fn queued_task(&self, project: &str, environment: &str) -> (String, String, String) {
        self.let_releases_go_anywhere().await;
        let (project, environment) = (self.project(project).await, self.environment(environment).await);
        let release = self.release(&project, "1.0.4").await;
        let deployment = self.deploy(&release, &environment).await;
        (project, environment, deployment["TaskId"].as_str().expect("a task").to_owned())
    }

    /// Lets something happen to a task, as the engine would.
    pub(crate) async fn happens(&self, task: &str, event: Event) {
        let id = TaskId::new(task);
        self.write(move |tx| {
            let mut task: Task = tx.must(id.as_str())?;
            task.state = task.state.on(event).map_err(Error::invalid)?.0;
            if event == Event::Started {
                task.start_time = Some(tx.now());
                task.server_node = Some("host1".to_owned());
            }
            task.completed_time = task.state.is_completed().then(|| tx.now());
            task.last_updated_time = tx.now();
            let succeeded = task.state == TaskState::Finished(Outcome::Success);
            tx.update(&Granted::<TaskEdit, _>::by_server(task.clone()))?;
            let of_task = Query::new().eq("task_id", id.as_str());
            for mut deployment in tx.list::<Deployment>(&of_task)? {
                deployment.succeeded = succeeded;
                tx.update(&Granted::<TaskEdit, _>::by_server(deployment.clone()))?;
                let release: Release = tx.must(deployment.release_id.as_str())?;
                tx.record_on_dashboard(&Item::of(&deployment, &task, &release.version))?;
            }
            tx.wake(Topic::Task(id));
            Ok(())
        })
        .await;
    }
}

#[track_caller]
pub(crate) fn id_of(resource: &Value) -> String {
    resource["Id"].as_str().expect("an id").to_owned()
}

/// The ids of a list.
#[track_caller]
pub(crate) fn ids(page: &Value) -> Vec<String> {
    page["Items"].as_array().expect("items").iter().map(id_of).collect()
}
