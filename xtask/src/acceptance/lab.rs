//! A real server with a project whose one step is a script.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::machine::{self, Profile};
use crate::scratch;
use crate::server::{API_KEY, Client, Server};

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(10);

pub(crate) const PROJECT: &str = "Check";
pub(crate) const ENVIRONMENT: &str = "Test";

pub(crate) struct Lab {
    // The server ends before its folder goes.
    pub(crate) server: Server,
    pub(crate) client: Client,
    pub(crate) project: String,
    pub(crate) environment: String,
    versions: Cell<u32>,
    pub(crate) folder: TempDir,
}

impl Lab {
    pub(crate) fn start(profile: Profile) -> Result<Self> {
        let folder = scratch::folder()?;
        let data = folder.path().join("data");
        Self::on(folder, &data, profile)
    }

    /// On a data folder that lies in a scratch folder.
    pub(crate) fn on(folder: TempDir, data: &Path, profile: Profile) -> Result<Self> {
        Self::with(folder, Server::start(data, profile)?)
    }

    /// With a server that runs already.
    pub(crate) fn with(folder: TempDir, server: Server) -> Result<Self> {
        let client = Client::new(&server.url, API_KEY);
        let environment = id(&client.post("/api/Spaces-1/environments", &json!({ "Name": ENVIRONMENT }))?)?;
        let project = project(&client, PROJECT)?;
        Ok(Self { server, client, project, environment, versions: Cell::new(0), folder })
    }

    /// Goes on with another project; releases of the one before stay.
    pub(crate) fn turn_to(&mut self, name: &str) -> Result<()> {
        self.project = project(&self.client, name)?;
        Ok(())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a script the project's one step.
    pub(crate) fn script(&self, body: &str) -> Result<()> {
        let path = format!("/api/Spaces-1/projects/{}/deploymentprocesses", self.project);
        let mut process = self.client.get(&path)?;
        process["Steps"] = json!([{
            "Name": "Run",
            "Actions": [{
                "Name": "Run",
                "ActionType": "Octopus.Script",
                "Properties": {
                    "Octopus.Action.RunOnServer": "true",
                    "Octopus.Action.Script.ScriptSource": "Inline",
                    "Octopus.Action.Script.Syntax": "Bash",
                    "Octopus.Action.Script.ScriptBody": body
                }
            }]
        }]);
        self.client.put(&path, &process)?;
        Ok(())
    }

    /// Makes the next release and gives back its id and version.
    pub(crate) fn release(&self) -> Result<(String, String)> {
        self.versions.set(self.versions.get() + 1);
        let version = format!("1.0.{}", self.versions.get());
        let body = json!({ "ProjectId": self.project, "Version": version });
        Ok((id(&self.client.post("/api/Spaces-1/releases", &body)?)?, version))
    }

    /// Deploys a release and gives back its task.
    pub(crate) fn deploy(&self, release: &str) -> Result<String> {
        let body = json!({ "ReleaseId": release, "EnvironmentId": self.environment });
        let deployment = self.client.post("/api/Spaces-1/deployments", &body)?;
        Ok(deployment["TaskId"].as_str().context("the deployment has no task")?.to_owned())
    }

    /// Makes a release with this script, deploys it, and gives back the task.
    pub(crate) fn run(&self, script: &str) -> Result<String> {
        self.script(script)?;
        let (release, _) = self.release()?;
        self.deploy(&release)
    }

    /// The state that a task ends in.
    pub(crate) fn end_of(&self, task: &str) -> Result<String> {
        until(&format!("{task} has ended"), || {
            let found = self.client.get(&format!("/api/tasks/{task}"))?;
            Ok((found["IsCompleted"] == json!(true)).then(|| found["State"].as_str().unwrap_or_default().to_owned()))
        })
    }

    /// The task's log as text.
    pub(crate) fn log(&self, task: &str) -> Result<String> {
        Ok(text(&self.server.url, API_KEY, &format!("/api/tasks/{task}/raw"))?.1)
    }

    /// Ends the server at once and starts it again.
    pub(crate) fn crash(&mut self) -> Result<()> {
        self.server.kill()?;
        self.restart()
    }

    pub(crate) fn restart(&mut self) -> Result<()> {
        self.server.restart()?;
        // The old connections are gone.
        self.client = Client::new(&self.server.url, API_KEY);
        Ok(())
    }
}

fn project(client: &Client, name: &str) -> Result<String> {
    let body = json!({ "Name": name, "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1" });
    id(&client.post("/api/Spaces-1/projects", &body)?)
}

pub(crate) fn id(document: &Value) -> Result<String> {
    Ok(document["Id"].as_str().with_context(|| format!("this has no id: {document}"))?.to_owned())
}

/// The status and text of an answer, whatever they are.
pub(crate) fn text(url: &str, key: &str, path: &str) -> Result<(u16, String)> {
    let settings = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
    let agent: ureq::Agent = settings.build().into();
    let mut answer = agent
        .get(format!("{url}{path}"))
        .header("X-Octopus-ApiKey", key)
        .call()
        .with_context(|| format!("GET {path}"))?;
    let status = answer.status().as_u16();
    // A log can be long.
    let body = answer.body_mut().with_config().limit(1 << 30).read_to_string();
    Ok((status, body.with_context(|| format!("could not read the answer of {path}"))?))
}

/// Waits until something outside is so; there is nothing there that could wake us.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > PATIENCE {
            bail!("waited {} s in vain until {what}", PATIENCE.as_secs());
        }
        std::thread::sleep(PAUSE);
    }
}

pub(crate) fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<()> {
    if holds { Ok(()) } else { bail!(otherwise()) }
}

/// Starts a server that ought to refuse, and gives back the one sentence that it says.
pub(crate) fn refusal(data: &Path, listen: &str, profile: Profile) -> Result<String> {
    let mut command = machine::command(machine::program("pulpo-server", profile));
    command.arg("run").arg("--data-dir").arg(data).args(["--listen", listen]);
    let child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("could not start pulpo-server")?;
    let mut child = Ended(child);
    until("the server has refused to start", || Ok(child.0.try_wait()?))?;
    let status = child.0.wait()?;
    let said = std::io::read_to_string(child.0.stderr.take().context("it has no standard error")?)?;
    let code = status.code().unwrap_or(0);
    ensure(code != 0, || format!("it ended with {status}: {said}"))?;
    let sentences: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    match sentences.as_slice() {
        [sentence] if sentence.starts_with("pulpo-server: ") => Ok((*sentence).to_owned()),
        _ => bail!("it did not say one sentence: {said}"),
    }
}

/// A server that did not refuse must not go on.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill(); // It has ended already, as it should.
        let _ = self.0.wait();
    }
}
