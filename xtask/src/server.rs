//! A real server of our own, on scratch data and a free port; stopped by its process id.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::machine::{self, Profile};

pub(crate) const USERNAME: &str = "admin";
/// Known only to a scratch server on loopback.
pub(crate) const PASSWORD: &str = "Scratch-Password-1";
pub(crate) const API_KEY: &str = "API-SCRATCHADMINKEY0123456789";

pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    pub(crate) data_dir: PathBuf,
    profile: Profile,
    listen: SocketAddr,
    /// What starts it, where that is not its program.
    entry: Option<PathBuf>,
}

impl Server {
    /// Starts a server and waits for its word that it is ready.
    pub(crate) fn start(data_dir: &Path, profile: Profile) -> Result<Self> {
        Self::started(data_dir, profile, None)
    }

    /// Starts a server by the command that its set-up has written, which knows its data folder, too.
    pub(crate) fn by(entry: PathBuf, data_dir: &Path, profile: Profile) -> Result<Self> {
        Self::started(data_dir, profile, Some(entry))
    }

    fn started(data_dir: &Path, profile: Profile, entry: Option<PathBuf>) -> Result<Self> {
        let listen = SocketAddr::from(([127, 0, 0, 1], crate::scratch::free_port()?));
        let child = spawn(data_dir, profile, listen, entry.as_deref())?;
        Ok(Self { child, url: format!("http://{listen}"), data_dir: data_dir.to_owned(), profile, listen, entry })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the server at once, as a crash does.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill().context("could not kill the server")?;
        self.child.wait().context("could not wait for the server")?;
        Ok(())
    }

    /// Starts it again on the same data and address.
    pub(crate) fn restart(&mut self) -> Result<()> {
        self.child = spawn(&self.data_dir, self.profile, self.listen, self.entry.as_deref())?;
        Ok(())
    }

    /// Waits until somebody stops the server.
    pub(crate) fn wait(&mut self) -> Result<()> {
        self.child.wait().context("could not wait for the server")?;
        Ok(())
    }

    /// Stops the server as a service manager does, and the launcher that outlives it.
    fn stop(&mut self) {
        // A server that has ended has given its id back, and another process may have it now.
        let runs = matches!(self.child.try_wait(), Ok(None));
        if let Some(pid) = rustix::process::Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(0)).filter(|_| runs)
        {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM); // It may have ended already.
        }
        let _ = self.child.wait();
        if let Some(launcher) = launcher_of(&self.data_dir) {
            let _ = rustix::process::kill_process(launcher, rustix::process::Signal::TERM);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The launcher that holds this data folder's jobs: it is told by its command line.
fn launcher_of(data_dir: &Path) -> Option<rustix::process::Pid> {
    let wanted = data_dir.join("work");
    let wanted = wanted.to_string_lossy();
    for entry in std::fs::read_dir("/proc").ok()?.flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<i32>() else { continue };
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let words: Vec<String> =
            line.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect();
        let is_launcher = words.first().is_some_and(|program| program.ends_with("pulpo-keeper"));
        if is_launcher && words.iter().any(|word| word.contains(&*wanted)) {
            return rustix::process::Pid::from_raw(pid);
        }
    }
    None
}

fn spawn(data_dir: &Path, profile: Profile, listen: SocketAddr, entry: Option<&Path>) -> Result<Child> {
    let log = data_dir.with_extension("log");
    let log = File::options().create(true).append(true).open(&log).context("could not open the server's log")?;
    let mut command = if let Some(entry) = entry {
        let mut command = machine::command(entry);
        command.env("PULPO_LISTEN", listen.to_string());
        command
    } else {
        let mut command = machine::command(machine::program("pulpo-server", profile));
        command.arg("run").arg("--data-dir").arg(data_dir).arg("--listen").arg(listen.to_string());
        command
    };
    // On a machine for tests that may well be root.
    command.env("PULPO_WORKER_ALLOW_ROOT", "true");
    command.env("ADMIN_USERNAME", USERNAME).env("ADMIN_PASSWORD", PASSWORD).env("ADMIN_API_KEY", API_KEY);
    let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().context("could not start pulpo-server")?;
    let stdout = child.stdout.take().context("the server has no output")?;
    for line in BufReader::new(stdout).lines() {
        if line.context("could not read what the server says")?.contains("is ready at") {
            return Ok(child);
        }
    }
    let status = child.wait()?;
    let said = std::fs::read_to_string(data_dir.with_extension("log")).unwrap_or_default();
    bail!("the server did not start ({status}): {}", said.lines().last().unwrap_or("it said nothing"))
}

/// A client of the HTTP API with a key.
pub(crate) struct Client {
    agent: ureq::Agent,
    url: String,
    key: String,
}

impl Client {
    pub(crate) fn new(url: &str, key: &str) -> Self {
        let settings =
            ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_mins(2)));
        Self { agent: settings.build().into(), url: url.to_owned(), key: key.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value> {
        let answer = self.agent.get(format!("{}{path}", self.url)).header("X-Octopus-ApiKey", &self.key).call();
        read(path, answer.with_context(|| format!("GET {path}"))?)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.agent.post(format!("{}{path}", self.url)).header("X-Octopus-ApiKey", &self.key);
        let answer = request.content_type("application/json").send(body.to_string());
        read(path, answer.with_context(|| format!("POST {path}"))?)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.agent.put(format!("{}{path}", self.url)).header("X-Octopus-ApiKey", &self.key);
        let answer = request.content_type("application/json").send(body.to_string());
        read(path, answer.with_context(|| format!("PUT {path}"))?)
    }
}

fn read(path: &str, mut answer: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let status = answer.status();
    let text = answer.body_mut().read_to_string().with_context(|| format!("could not read the answer of {path}"))?;
    if !status.is_success() {
        bail!("{path} answered {status}: {text}");
    }
    serde_json::from_str(&text).with_context(|| format!("the answer of {path} is no JSON: {text}"))
}
