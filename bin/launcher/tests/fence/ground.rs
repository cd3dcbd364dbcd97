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
        let ground = Self { folder, conf, server, slots, launcher: None };
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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulpo-launcher"));
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
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    /// A connection as root, whom the launcher answers as it answers the server.
    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.conf.socket).unwrap()
    }

    pub(crate) fn slot_job(&self, slot: usize) -> PathBuf {
        self.conf.slot_folder(slot).join("job")
    }

    pub(crate) fn launcher(&self) -> u32 {
        self.launcher.as_ref().unwrap().id()
    }

    /// Kills the launcher as nothing else would.
    pub(crate) fn kill(&mut self) {
        let mut child = self.launcher.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
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
