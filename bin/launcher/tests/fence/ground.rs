//! A launcher with everything it needs, made for one test and removed after it.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::{Pid, PidfdFlags, Signal, geteuid, kill_process, pidfd_open};
use workerconf::WorkerConf;

use crate::accounts::Account;
use crate::client::Client;

static COUNT: AtomicU32 = AtomicU32::new(0);
pub(crate) const SECRET: &str = "the-master-key-of-this-test";

pub(crate) struct Ground {
    pub(crate) folder: PathBuf,
    pub(crate) conf: WorkerConf,
    pub(crate) server: Account,
    pub(crate) slots: Vec<Account>,
    launcher: Option<Child>,
    /// A process in whose network everything is, if not in the machine's.
    pub(crate) network: Option<u32>,
}

/// Whether these tests can be done here; says why not.
pub(crate) fn possible() -> bool {
    let programs = programs();
    let missing = ["pulpo-runner", "pulpo-keeper"].into_iter().find(|name| !programs.join(name).is_file());
    let why = if !geteuid().is_root() {
        "it needs root, to make accounts and to start jobs as them".to_owned()
    } else if let Some(name) = missing {
        format!("{name} is not built; `cargo build -p {name}` makes it")
    } else if !Path::new("/usr/sbin/useradd").exists() {
        "there is no useradd to make accounts with".to_owned()
    } else {
        return true;
    };
    skipped(&why);
    false
}

/// Says that a test is not done, and which.
pub(crate) fn skipped(why: &str) {
    let thread = std::thread::current();
    println!("SKIPPED: {}: {why}", thread.name().unwrap_or("a test of the fence"));
}

pub(crate) fn programs() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_pulpo-launcher")).parent().unwrap().to_owned()
}

impl Ground {
    /// A ground with so many slots whose launcher runs, or nothing where that cannot be.
    pub(crate) fn new(slots: usize) -> Option<Self> {
        Self::with(slots, |_| {})
    }

    /// As [`Ground::new`], with something else in the configuration.
    pub(crate) fn with(slots: usize, change: impl FnOnce(&mut WorkerConf)) -> Option<Self> {
        let mut ground = Self::prepared(slots)?;
        change(&mut ground.conf);
        ground.write();
        ground.start();
        Some(ground)
    }

    /// Everything but a running launcher.
    pub(crate) fn prepared(slots: usize) -> Option<Self> {
        if !possible() {
            return None;
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(format!("/var/lib/pulpotest-{}-{number}", std::process::id()));
        for name in ["", "bin", "run"] {
            fs::DirBuilder::new().mode(0o755).create(folder.join(name)).unwrap();
        }
        for name in ["pulpo-runner", "pulpo-keeper"] {
            let to = folder.join("bin").join(name);
            fs::hard_link(programs().join(name), &to)
                .or_else(|_| fs::copy(programs().join(name), &to).map(drop))
                .unwrap();
        }
        let (server, slots): (_, Vec<Account>) = (Account::new(), (0..slots).map(|_| Account::new()).collect());
        let data = folder.join("data");
        fs::DirBuilder::new().mode(0o700).create(&data).unwrap();
        fs::write(data.join("master.key"), SECRET).unwrap();
        for path in [&data, &data.join("master.key")] {
            chown(path, Some(server.uid), None).unwrap();
        }
        let names: Vec<&str> = slots.iter().map(|slot| slot.name.as_str()).collect();
        let (socket, work) = (folder.join("run/launcher.sock"), folder.join("work"));
        let mut conf = WorkerConf::new(&server.name, &socket, &work, &folder.join("bin/pulpo-runner"), &names);
        conf.covers = vec![data, folder.join("run")];
        conf.cancel_seconds = 2;
        let ground = Self { folder, conf, server, slots, launcher: None, network: None };
        ground.write();
        Some(ground)
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.join("worker.conf")
    }

    pub(crate) fn write(&self) {
        fs::write(self.config(), self.conf.render()).unwrap();
        fs::set_permissions(self.config(), fs::Permissions::from_mode(0o644)).unwrap();
    }

    fn program(&self, name: &str) -> Command {
        let Some(network) = self.network else { return Command::new(name) };
        let mut command = Command::new("nsenter");
        command.args(["--target", &network.to_string(), "--net", name]);
        command
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_pulpo-launcher"));
        command.arg("--config").arg(self.config()).args(arguments).env("PULPO_SECRET", SECRET);
        let log = File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        command
    }

    /// Starts the launcher and waits until it serves.
    pub(crate) fn start(&mut self) {
        let mut child = self.command(&["--foreground"]).spawn().unwrap();
        let mut word = [0; 6];
        let said = child.stdout.as_mut().unwrap().read_exact(&mut word);
        assert!(said.is_ok() && &word == b"ready\n", "{}", self.log());
        self.launcher = Some(child);
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).spawn().unwrap().wait_with_output().unwrap()
    }

    /// What `--check` says: the last line of the log, and whether it was fine.
    pub(crate) fn check(&self) -> (bool, String) {
        self.write();
        let passed = self.run(&["--check"]).status.success();
        (passed, self.log().lines().last().unwrap_or_default().to_owned())
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// A connection as root, whom the launcher answers as it answers the server.
    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.conf.socket).unwrap()
    }

    pub(crate) fn slot_job(&self, slot: usize) -> PathBuf {
        self.conf.slot_folder(slot).join("job")
    }

    /// Kills the launcher as nothing else would.
    pub(crate) fn kill(&mut self) {
        let mut child = self.launcher.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Waits for its end, of itself; its exit code.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.launcher.take().unwrap().wait().unwrap().code()
    }

    /// Asks it to end, and waits; its exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        let mut child = self.launcher.take()?;
        kill_process(pid(child.id()), Signal::TERM).unwrap();
        child.wait().unwrap().code()
    }

    /// All processes of the slots, as the machine sees them.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let pids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
        let belongs = |pid: &u32| {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let uid = status
                .lines()
                .find_map(|line| line.strip_prefix("Uid:")?.split_ascii_whitespace().next()?.parse().ok());
            uid.is_some_and(|uid: u32| self.slots.iter().any(|slot| slot.uid == uid))
        };
        pids.filter(belongs).collect()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.end();
        // What probes left behind that nobody fenced in; an account with a process cannot be removed.
        loop {
            let left = self.processes();
            for process in &left {
                // It may have ended meanwhile.
                let _ = kill_process(pid(*process), Signal::KILL);
                wait_for_end(*process);
            }
            if left.is_empty() {
                break;
            }
        }
        if std::thread::panicking() {
            println!("the launcher's log:\n{}", self.log());
        }
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

pub(crate) fn pid(number: u32) -> Pid {
    Pid::from_raw(i32::try_from(number).unwrap()).unwrap()
}

/// Waits for the end of a process of any parent.
pub(crate) fn wait_for_end(number: u32) {
    let Ok(handle) = pidfd_open(pid(number), PidfdFlags::empty()) else { return };
    let patience = rustix::event::Timespec { tv_sec: 60, tv_nsec: 0 };
    let mut wanted = [rustix::event::PollFd::new(&handle, rustix::event::PollFlags::IN)];
    assert_eq!(rustix::event::poll(&mut wanted, Some(&patience)).unwrap(), 1, "process {number} still lives");
}

/// A program of this package's examples, which stands in for one of the installation.
pub(crate) fn example(name: &str) -> Option<PathBuf> {
    let path = programs().join("examples").join(name);
    if path.is_file() {
        return Some(path);
    }
    skipped(&format!("the example {name} is not built; `cargo build -p pulpo-launcher --examples` makes it"));
    None
}

impl Ground {
    /// As [`Ground::with`], with a runner that does not close itself in: its documents are shell scripts.
    pub(crate) fn bare(slots: usize, change: impl FnOnce(&mut WorkerConf)) -> Option<Self> {
        let bare = example("bare")?;
        let mut ground = Self::prepared(slots)?;
        let runner = ground.folder.join("bin/bare");
        fs::copy(bare, &runner).unwrap();
        ground.conf.runner = runner;
        ground.conf.keeper = ground.folder.join("bin/pulpo-keeper");
        change(&mut ground.conf);
        ground.write();
        ground.start();
        Some(ground)
    }

    /// Runs a script under the real runner, which closes itself in, without a launcher; as the account of the first
    /// slot.
    pub(crate) fn closed_in(&self, hidden: &[&str], body: &str) -> String {
        let (slot, folder) = (&self.slots[0], self.folder.join("closed"));
        fs::create_dir_all(&folder).unwrap();
        chown(&folder, Some(slot.uid), None).unwrap();
        let mut command = Command::new("setpriv");
        command.args(slot.options()).arg(self.folder.join("bin/pulpo-runner"));
        command.arg("fenced").args(hidden).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let document = crate::client::script(body);
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), &document).unwrap();
        let output = child.wait_with_output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the real probe in a fence that somebody made who did not know how: `setpriv` with these options, as the
    /// account of the first slot. Returns what did not pass.
    pub(crate) fn naive_probe(&self, options: &[&str], document: &str) -> Vec<String> {
        let slot = &self.slots[0];
        let folder = self.folder.join("naive");
        fs::create_dir_all(&folder).unwrap();
        chown(&folder, Some(slot.uid), None).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = self.program("setpriv");
        let [uid, gid, groups] = slot.options();
        command.args([uid, gid]);
        if !options.iter().any(|option| option.contains("groups")) {
            command.arg(groups);
        }
        let runner = self.folder.join("bin/pulpo-runner");
        command.args(options).arg(runner).arg("probe").current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), document.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        failed_checks(&String::from_utf8(output.stdout).unwrap())
    }
}

/// A process that a test started, killed with the end of the test.
pub(crate) struct Stranger(pub(crate) Child);

impl Stranger {
    /// Without any fence, as this account.
    pub(crate) fn start(account: &Account, program: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new("setpriv");
        command.args(account.options()).args(program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.envs(environment.iter().copied()).spawn().unwrap())
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        // It may have been ended by what it is there to test.
        drop(self.0.kill());
        self.0.wait().unwrap();
    }
}

/// What a program says that runs without any fence as this account.
pub(crate) fn unfenced(account: &Account, program: &[&str]) -> String {
    let mut command = Command::new("setpriv");
    command.args(account.options()).args(program);
    let output = command.stdin(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// The names of the checks that did not pass.
pub(crate) fn failed_checks(report: &str) -> Vec<String> {
    let checks = report.lines().filter(|line| line.starts_with('{'));
    let checks = checks.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    checks.filter(|check| check["passed"] == false).map(|check| check["check"].as_str().unwrap().to_owned()).collect()
}
