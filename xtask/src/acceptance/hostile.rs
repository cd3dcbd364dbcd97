//! Hostile scripts behind the fence of the built-in worker: they come to their end, and the server and everybody else
//! hardly notice (builtin-worker.md B8).
//!
//! The installation is made by `builtin-worker --auto-configure` under a name of its own, and taken back. Its folder of
//! jobs is a small file system, so that only that one is filled.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::lab::{Lab, ensure, text, until};
use super::{Check, Verdict, processes};
use crate::machine::{self, Profile};
use crate::scratch;
use crate::server::{API_KEY, Server};

pub(super) const CHECKS: &[Check] = &[(
    "a log flood, a fork bomb, a full work disk and an eater of memory end behind the fence, \
     and meanwhile the server answers within a second and another deployment succeeds",
    hostile,
)];

/// What a health request may take, whatever scripts do.
const WITHIN: Duration = Duration::from_secs(1);
/// What the server's memory may grow by, in KiB, whatever a script says.
const GROWTH: u64 = 128 << 10;

/// A script, whose first word is `ready`, and what the log says of its end.
const SCRIPTS: [(&str, &str, &str); 4] = [
    (
        "a log flood",
        "echo ready\nyes 'too much of everything, and then some more of it' | head -c 2G",
        "more output than a job may",
    ),
    (
        "a fork bomb",
        "echo ready\nexec 2>/dev/null\nbomb() { bomb | bomb & }\nbomb &\n\
         while (( SECONDS < 5 )); do :; done\nexit 9",
        "exit code 9",
    ),
    ("a full work disk", "echo ready\nhead -c 1G /dev/zero > big\nsleep 60", "the work disk is nearly full"),
    ("an eater of memory", "echo ready\nperl -e '$x = \"x\" x (1 << 30)'\nexit $?", "exit code"),
];

/// An installation with a fence, gone with this value.
struct Fenced {
    name: String,
    profile: Profile,
}

impl Fenced {
    fn path(&self, before: &str, after: &str) -> PathBuf {
        PathBuf::from(format!("{before}/pulpo-{}{after}", self.name))
    }

    fn builtin_worker(&self, options: &[&str]) -> Result<String> {
        let mut command = machine::command(machine::program("pulpo-server", self.profile));
        command.arg("builtin-worker").arg(format!("--instance={}", self.name)).args(options);
        let output = command.output().context("could not start pulpo-server")?;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        ensure(output.status.success(), || format!("builtin-worker {} failed: {said}", options.join(" ")))?;
        Ok(said)
    }

    fn set_up(&self) -> Result<()> {
        let work = self.path("/var/lib", "-work");
        fs::DirBuilder::new().mode(0o711).create(&work)?;
        let mut mount = machine::command("mount");
        mount.args(["-t", "tmpfs", "-o", "size=192m,mode=0711", "tmpfs"]).arg(&work);
        machine::must(mount)?;
        self.builtin_worker(&["--auto-configure", "--slots=2"])?;
        // Limits that a test reaches in a moment.
        let config = self.path("/etc", "/worker.conf");
        let lines = fs::read_to_string(&config)?;
        let lines = lines.lines().map(|line| match line.split(" = ").next() {
            Some("class.default") => "class.default = memory=256M pids=200",
            Some("spool-bytes") => "spool-bytes = 64M",
            Some("free-bytes") => "free-bytes = 32M",
            _ => line,
        });
        fs::write(&config, lines.collect::<Vec<_>>().join("\n") + "\n")?;
        let launcher = || processes::with(&format!("pulpo-launcher --config {}", config.display()));
        for seen in launcher() {
            let pid = rustix::process::Pid::from_raw(i32::try_from(seen.id)?).context("no such process")?;
            rustix::process::kill_process(pid, rustix::process::Signal::TERM).context("could not end the launcher")?;
        }
        until("the launcher has ended", || Ok(launcher().is_empty().then_some(())))
    }
}

impl Drop for Fenced {
    fn drop(&mut self) {
        // Each of these may not have been made yet; what stays is seen by its name.
        let _ = self.builtin_worker(&["--reset", "--remove"]);
        let mut unmount = machine::command("umount");
        let _ = unmount.arg("-l").arg(self.path("/var/lib", "-work")).stderr(Stdio::null()).status();
        let _ = fs::remove_dir(self.path("/var/lib", "-work"));
        for left in [self.path("/var/lib", ""), self.path("/etc", "")] {
            let _ = fs::remove_dir_all(left);
        }
        let _ = fs::remove_file(self.path("/var/lib", ".log"));
    }
}

/// Why there can be no fence here.
fn missing(profile: Profile) -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("only root can make accounts".to_owned());
    }
    if !machine::has("useradd") {
        return Some("there is no useradd to make accounts with".to_owned());
    }
    let program = machine::program("pulpo-launcher", profile);
    let is_open = |part: &&Path| part.metadata().is_ok_and(|found| found.uid() != 0 || found.mode() & 0o022 != 0);
    let open = program.ancestors().find(is_open)?;
    Some(format!("others than root can write {}, where the programs lie", open.display()))
}

fn hostile(profile: Profile) -> Result<Verdict> {
    if let Some(reason) = missing(profile) {
        return Ok(Verdict::Skipped(reason));
    }
    let fenced = Fenced { name: format!("h{}", std::process::id()), profile };
    fenced.set_up()?;
    let server = Server::by(fenced.path("/etc", "/start"), &fenced.path("/var/lib", ""), profile)?;
    let mut lab = Lab::with(scratch::folder()?, server)?;
    lab.script("echo \"well, $(id -un)\"")?;
    let (bystander, _) = lab.release()?;
    lab.turn_to("Hostile")?;
    let before = processes::pss(lab.server.id()).context("the server's memory cannot be seen")?;
    let mut figures = Vec::new();
    for (what, script, end) in SCRIPTS {
        let worst = beside(&lab, &bystander, script, end).context(what)?;
        figures.push(format!("{what} {} ms", worst.as_millis()));
    }
    let after = processes::pss(lab.server.id()).context("the server's memory cannot be seen")?;
    let growth = after.saturating_sub(before);
    ensure(growth < GROWTH, || format!("the server's memory grew by {growth} KiB"))?;
    drop(lab);
    drop(fenced);
    Ok(Verdict::Measured(format!("worst answers: {}; memory grew by {} MiB", figures.join(", "), growth >> 10)))
}

/// Runs the script beside another deployment; the longest that the server took to answer.
fn beside(lab: &Lab, bystander: &str, script: &str, end: &str) -> Result<Duration> {
    let done = AtomicBool::new(false);
    let url = lab.server.url.as_str();
    thread::scope(|scope| {
        let health = scope.spawn(|| ask_until(url, &done));
        let went = both(lab, bystander, script, end);
        done.store(true, Ordering::SeqCst);
        let Ok(worst) = health.join() else { bail!("asking for the server's health broke off") };
        let worst = worst?;
        went?;
        ensure(worst < WITHIN, || format!("the server took {worst:?} to answer"))?;
        Ok(worst)
    })
}

fn both(lab: &Lab, bystander: &str, script: &str, end: &str) -> Result<()> {
    let task = lab.run(script)?;
    until("the script has begun", || Ok(lab.log(&task)?.contains("ready").then_some(())))?;
    let other = lab.deploy(bystander)?;
    let state = lab.end_of(&other)?;
    let log = lab.log(&other)?;
    ensure(state == "Success" && log.contains("well, pulpo-"), || format!("beside it one ended in {state}: {log}"))?;
    let state = lab.end_of(&task)?;
    let log = lab.log(&task)?;
    ensure(state == "Failed" && log.contains(end), || {
        format!("it ended in {state}: {}", log.lines().rev().take(20).collect::<Vec<_>>().join("\n"))
    })
}

/// Asks for the server's health as a load balancer does, each time on a connection of its own.
fn ask_until(url: &str, done: &AtomicBool) -> Result<Duration> {
    let mut worst = Duration::ZERO;
    while !done.load(Ordering::SeqCst) {
        for path in ["/api/octopusservernodes/ping", "/api/serverstatus/health"] {
            let asked = Instant::now();
            let (status, body) = text(url, API_KEY, path)?;
            worst = worst.max(asked.elapsed());
            ensure(status == 200, || format!("{path} answered {status}: {body}"))?;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(worst)
}
