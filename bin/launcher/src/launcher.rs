//! The loop, and the life of a slot: free, running, being cleaned, and free again, or blocked.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::PathBuf;
use std::time::Duration;

use workerconf::{DEFAULT_CLASS, Network};

use crate::cgroup::Cgroups;
use crate::conf::Ground;
use crate::fence::{self, Fence, Start};
use crate::link::{Answer, Link, Request};
use crate::{cleaner, say, sys};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Free,
    /// This process is the first of the job's namespace: when it has ended, so have all.
    Running {
        job: u64,
        pid: i32,
    },
    Cleaning {
        job: u64,
        pid: i32,
    },
    /// Something was left in it.
    Blocked,
}

pub(crate) struct Launcher {
    ground: Ground,
    cgroups: Cgroups,
    /// Slot `n` of people is number `n - 1` here.
    slots: Vec<Slot>,
    link: Link,
    keeper: i32,
    signals: OwnedFd,
    asked_to_end: bool,
}

impl Launcher {
    /// Ends and removes what an earlier launcher left, and starts the keeper.
    pub(crate) fn new(ground: Ground, listener: OwnedFd) -> io::Result<Self> {
        let signals = sys::signals()?;
        let cgroups = Cgroups::new(&ground.conf.work, ground.slots.len());
        let (link, other_end) = Link::pair()?;
        let slots = vec![Slot::Free; ground.slots.len()];
        let mut launcher = Self { ground, cgroups, slots, link, keeper: 0, signals, asked_to_end: false };
        for index in 0..launcher.slots.len() {
            launcher.cgroups.kill(index + 1);
            launcher.slots[index] = match launcher.sweep(index) {
                None => Slot::Free,
                Some(why) => launcher.block(index, &why),
            };
        }
        launcher.keeper = launcher.start_keeper(listener, other_end)?;
        let free = launcher.slots.iter().filter(|slot| **slot == Slot::Free).count();
        launcher.link.tell(&Answer::Hello { slots: free, controls: &launcher.controls(free) })?;
        Ok(launcher)
    }

    fn start_keeper(&self, listener: OwnedFd, link: OwnedFd) -> io::Result<i32> {
        let open = |path: &str| File::options().read(true).write(true).open(path).map(OwnedFd::from);
        let log = sys::park(&io::stderr())?;
        let descriptors = [open("/dev/null")?, open("/dev/null")?, log, link, listener];
        fence::start(&Start {
            program: &self.ground.keeper,
            account: &self.ground.server,
            arguments: vec!["pulpo-keeper".into(), "--beneath".into(), self.ground.path.display().to_string()],
            environment: vec![usual_path()],
            descriptors: &descriptors,
            fence: None,
        })
        .map_err(|error| io::Error::other(format!("the keeper cannot be started: {error}")))
    }

    /// Serves until the keeper has gone; the exit code.
    pub(crate) fn run(&mut self) -> io::Result<u8> {
        loop {
            sys::wait_for(&[self.link.descriptor(), &self.signals], -1)?;
            while let Some(signal) = sys::next_signal(&self.signals) {
                if signal != libc::SIGCHLD {
                    // The keeper lets the jobs end and then goes; told twice, all ends now.
                    let signal = if self.asked_to_end { libc::SIGKILL } else { libc::SIGTERM };
                    self.asked_to_end = true;
                    sys::signal(self.keeper, signal);
                }
            }
            while let Some((pid, status)) = sys::reap(-1, false) {
                self.ended(pid, status)?;
            }
            loop {
                match self.link.next() {
                    Ok(Some(request)) => self.answer(request)?,
                    Ok(None) => break,
                    Err(error) => {
                        if !self.asked_to_end {
                            say(&format!("the keeper has gone ({error}); its jobs are killed"));
                        }
                        self.end_all();
                        return Ok(u8::from(!self.asked_to_end));
                    }
                }
            }
        }
    }

    fn answer(&mut self, request: Request) -> io::Result<()> {
        match request {
            Request::Start { job, class, is_probe, descriptors } => {
                match self.start(job, &class, is_probe, &descriptors) {
                    Ok(pid) => self.link.tell(&Answer::Started { job, pid }),
                    Err(error) => self.link.tell(&Answer::Denied { job, why: &error.to_string() }),
                }
            }
            Request::Signal { job, signal } => {
                self.signal(job, signal);
                Ok(())
            }
        }
    }

    fn start(&mut self, job: u64, class: &str, is_probe: bool, descriptors: &[OwnedFd]) -> io::Result<i32> {
        let conf = &self.ground.conf;
        let class =
            conf.classes.get(class).ok_or_else(|| io::Error::other(format!("there is no class \"{class}\"")))?;
        let index = self.slots.iter().position(|slot| *slot == Slot::Free);
        let index = index.ok_or_else(|| io::Error::other("no slot is free"))?;
        let (account, folder) = (&self.ground.slots[index], self.folder(index));
        let covered = conf.covers.iter().chain([&conf.work]);
        let word = if is_probe { "probe" } else { "fenced" };
        let arguments = ["pulpo-runner".to_owned(), word.to_owned()];
        let arguments = arguments.into_iter().chain(covered.map(|path| path.display().to_string())).collect();
        let environment = vec![
            usual_path(),
            format!("HOME={}", folder.display()),
            "LANG=C.UTF-8".to_owned(),
            "TMPDIR=/tmp".to_owned(),
            format!("USER={}", account.name),
        ];
        self.cgroups.limit(index + 1, class)?;
        DirBuilder::new().mode(0o700).create(&folder)?;
        let fence = Fence { ground: &self.ground, class, cgroups: &self.cgroups, slot: index + 1, folder: &folder };
        let program = &self.ground.runner;
        let start = Start { program, account, arguments, environment, descriptors, fence: Some(fence) };
        let started = chown(&folder, Some(account.uid), Some(account.gid)).and_then(|()| fence::start(&start));
        match started {
            Ok(pid) => self.slots[index] = Slot::Running { job, pid },
            Err(_) => fs::remove_dir(&folder)?,
        }
        started
    }

    fn signal(&self, wanted: u64, signal: i32) {
        for (index, slot) in self.slots.iter().enumerate() {
            if let Slot::Running { job, pid } = *slot
                && job == wanted
            {
                sys::signal(pid, signal);
                if signal == libc::SIGKILL {
                    self.cgroups.kill(index + 1);
                }
            }
        }
    }

    /// A child has ended: a job's first process, a cleaner, or the keeper, whose end its socket tells.
    fn ended(&mut self, ended: i32, status: i32) -> io::Result<()> {
        for index in 0..self.slots.len() {
            let (account, folder) = (&self.ground.slots[index], self.folder(index));
            match self.slots[index] {
                Slot::Running { job, pid } if pid == ended => {
                    self.link.tell(&Answer::Ended { job, status })?;
                    let left = cleaner::processes(account)?;
                    self.slots[index] = if left.is_empty() {
                        Slot::Cleaning { job, pid: cleaner::start(account, &folder, false)? }
                    } else {
                        let why = format!("processes {left:?} of {} outlived their job", account.name);
                        self.link.tell(&Answer::Freed { job, left: Some(&why) })?;
                        self.block(index, &why)
                    };
                }
                Slot::Cleaning { job, pid } if pid == ended => {
                    let left = self.left(index, status);
                    self.link.tell(&Answer::Freed { job, left: left.as_deref() })?;
                    self.slots[index] = left.map_or(Slot::Free, |why| self.block(index, &why));
                }
                Slot::Running { .. } | Slot::Cleaning { .. } | Slot::Free | Slot::Blocked => {}
            }
        }
        Ok(())
    }

    /// What is left of a job after its cleaner has ended.
    fn left(&self, index: usize, status: i32) -> Option<String> {
        let (account, folder) = (&self.ground.slots[index], self.folder(index));
        if status != 0 {
            return Some(format!("the files of its job in {} could not be removed", folder.display()));
        }
        match fs::remove_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Some(format!("{}: {error}", folder.display())),
            _ => match cleaner::processes(account) {
                Ok(left) if left.is_empty() => None,
                left => Some(format!("processes {left:?} of {} are there without a job", account.name)),
            },
        }
    }

    /// Kills the slot's processes and removes its files; what is left after two seconds of that.
    fn sweep(&self, index: usize) -> Option<String> {
        let (account, folder) = (&self.ground.slots[index], self.folder(index));
        let mut left = None;
        for _ in 0..100 {
            left = match cleaner::start(account, &folder, true) {
                Ok(pid) => self.left(index, sys::reap(pid, true)?.1),
                Err(error) => return Some(error.to_string()),
            };
            if left.is_none() {
                break;
            }
            // Killed processes take a moment to go.
            std::thread::sleep(Duration::from_millis(20));
        }
        left
    }

    fn block(&self, index: usize, why: &str) -> Slot {
        let (slot, account) = (index + 1, &self.ground.slots[index].name);
        say(&format!("ALARM: slot {slot} ({account}) is not used any more until the next start: {why}"));
        Slot::Blocked
    }

    /// Nobody is there to be told any more.
    fn end_all(&mut self) {
        for index in 0..self.slots.len() {
            match self.slots[index] {
                Slot::Running { pid, .. } => {
                    sys::signal(pid, libc::SIGKILL);
                    sys::reap(pid, true);
                }
                Slot::Cleaning { pid, .. } => drop(sys::reap(pid, true)),
                Slot::Free | Slot::Blocked => continue,
            }
            if let Some(why) = self.sweep(index) {
                say(&why);
            }
        }
        drop(fs::remove_file(&self.ground.conf.socket));
    }

    fn folder(&self, index: usize) -> PathBuf {
        self.ground.conf.slot_folder(index + 1).join("job")
    }

    /// One line for each control: which are there, and what stands in for those that are not.
    fn controls(&self, free: usize) -> String {
        let class = self.ground.conf.classes.get(DEFAULT_CLASS).copied().unwrap_or_default();
        let mut text = String::new();
        let mut line = |name: &str, active: bool, reason: String| {
            let state = if active { "active" } else { "reduced" };
            text.push_str(&format!("control {name} {state} {}\n", if active { "" } else { &reason }));
        };
        for always in ["identity", "namespaces", "private-files", "seccomp"] {
            line(always, true, String::new());
        }
        let (why, landlock) = (&self.cgroups.why, sys::landlock());
        let not_there = "no such controller is delegated to this program";
        line("cgroup", why.is_empty(), format!("there is no cgroup for a job: {why}"));
        let memory = format!("{not_there}; each process is limited to {} MiB instead", class.memory >> 20);
        line("memory", self.cgroups.has("memory"), memory);
        let pids = format!("{not_there}; the account is limited to {} processes instead", class.pids);
        line("pids", self.cgroups.has("pids"), pids);
        line("cpu", self.cgroups.has("cpu"), format!("{not_there}; jobs run with a lower priority instead"));
        line("landlock", landlock > 0, "this kernel has none; accounts, modes and mounts still hold".to_owned());
        let network = "jobs share the machine's network, under the rules that it has for their accounts";
        line("network", class.network == Network::None, network.to_owned());
        let slots = format!("{free} of {} can be used; see the log", self.slots.len());
        line("slots", free == self.slots.len(), slots);
        text
    }
}

fn usual_path() -> String {
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned()
}
