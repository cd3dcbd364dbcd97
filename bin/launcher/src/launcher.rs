//! The loop, and the life of a slot: free, running, being cleaned, and free again, or blocked.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::PathBuf;
use std::time::Duration;

use crate::cgroup::Cgroups;
use crate::conf::Ground;
use crate::fence::{self, Fence, Start};
use crate::link::{Answer, Link, Request};
use crate::{network, say, sys};

#[derive(Clone, Copy, PartialEq, Eq)]
#[rustfmt::skip] // A line for each.
enum Slot {
    Free,
    /// This process is the first of the job's namespace: when it has ended, so have all.
    Running { job: u64, pid: i32 },
    Cleaning { job: u64, pid: i32 },
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
        let mut missing = String::new();
        if let Err(error) = network::forbid_metadata(&ground.slots, true) {
            missing.push_str(&format!("network {error}\n"));
        }
        let cgroups = Cgroups::new(&ground.conf.work, ground.slots.len());
        missing.push_str(&cgroups.missing());
        let (ours, theirs) = sys::packet_pair()?;
        let slots = vec![Slot::Free; ground.slots.len()];
        let mut launcher = Self { ground, cgroups, slots, link: Link(ours), keeper: 0, signals, asked_to_end: false };
        for index in 0..launcher.slots.len() {
            if let Some(why) = launcher.sweep(index)? {
                missing.push_str(&format!("slots {why}\n"));
                launcher.slots[index] = launcher.block(index, &why);
            }
        }
        launcher.keeper = launcher.start_keeper(listener, theirs)?;
        let free = launcher.slots.iter().filter(|slot| **slot == Slot::Free).count();
        launcher.link.tell(Answer::Hello, 0, i32::try_from(free).unwrap_or(0), &missing)?;
        Ok(launcher)
    }

    fn start_keeper(&self, listener: OwnedFd, link: OwnedFd) -> io::Result<i32> {
        let [input, output, log] = plain_streams()?;
        fence::start(&Start {
            program: &self.ground.keeper,
            account: &self.ground.server,
            arguments: vec!["pulpo-keeper".into(), "--beneath".into(), self.ground.path.display().to_string()],
            environment: vec![usual_path()],
            descriptors: &[input, output, log, link, listener],
            fence: None,
        })
        .map_err(|error| io::Error::other(format!("the keeper cannot be started: {error}")))
    }

    /// Serves until the keeper has gone, and ends all jobs.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        let served = self.serve();
        self.end_all()?;
        let gone = |error| io::Error::other(format!("the keeper has gone ({error}); its jobs were killed"));
        if self.asked_to_end { Ok(()) } else { served.map_err(gone) }
    }

    fn serve(&mut self) -> io::Result<()> {
        loop {
            sys::wait_for(&[&self.link.0, &self.signals], -1)?;
            while let Some(signal) = sys::next_signal(&self.signals) {
                if signal != libc::SIGCHLD {
                    // The keeper lets the jobs end and then goes; told twice, all ends now.
                    sys::signal(self.keeper, if self.asked_to_end { libc::SIGKILL } else { libc::SIGTERM });
                    self.asked_to_end = true;
                }
            }
            while let Some((pid, status)) = sys::reap(-1, false) {
                self.ended(pid, status)?;
            }
            while let Some(request) = self.link.next()? {
                self.answer(&request)?;
            }
        }
    }

    fn answer(&mut self, request: &Request) -> io::Result<()> {
        let Some(signal) = request.signal else {
            return match self.start(request) {
                Ok(pid) => self.link.tell(Answer::Started, request.job, pid, ""),
                Err(error) => self.link.tell(Answer::Denied, request.job, 0, &error.to_string()),
            };
        };
        for slot in &self.slots {
            // The death of the first process of its namespace is that of all of them.
            if let Slot::Running { job, pid } = *slot
                && job == request.job
            {
                sys::signal(pid, signal);
            }
        }
        Ok(())
    }

    fn start(&mut self, request: &Request) -> io::Result<i32> {
        let (conf, class) = (&self.ground.conf, &request.class);
        let class =
            conf.classes.get(class).ok_or_else(|| io::Error::other(format!("there is no class \"{class}\"")))?;
        let index = self.slots.iter().position(|slot| *slot == Slot::Free);
        let index = index.ok_or_else(|| io::Error::other("no slot is free"))?;
        let (account, folder) = (&self.ground.slots[index], self.folder(index));
        let words = ["pulpo-runner", if request.is_probe { "probe" } else { "fenced" }].map(str::to_owned);
        let hidden = conf.covers.iter().chain([&conf.work]).map(|path| path.display().to_string());
        let own = [("HOME", folder.display().to_string()), ("USER", account.name.clone())];
        let usual = [("LANG", "C.UTF-8".to_owned()), ("TMPDIR", "/tmp".to_owned())];
        let environment = own.into_iter().chain(usual).map(|(name, value)| format!("{name}={value}"));
        self.cgroups.limit(index + 1, class)?;
        DirBuilder::new().mode(0o700).create(&folder)?;
        let start = Start {
            program: &self.ground.runner,
            account,
            arguments: words.into_iter().chain(hidden).collect(),
            environment: environment.chain([usual_path()]).collect(),
            descriptors: &request.descriptors,
            fence: Some(Fence { conf, class, cgroups: &self.cgroups, slot: index + 1, folder: &folder }),
        };
        let started = chown(&folder, Some(account.uid), Some(account.gid)).and_then(|()| fence::start(&start));
        match started {
            Ok(pid) => self.slots[index] = Slot::Running { job: request.job, pid },
            Err(_) => fs::remove_dir(&folder)?,
        }
        started
    }

    /// A child has ended: a job's first process, a cleaner, or the keeper, whose end its socket tells.
    fn ended(&mut self, ended: i32, status: i32) -> io::Result<()> {
        for index in 0..self.slots.len() {
            match self.slots[index] {
                Slot::Running { job, pid } if pid == ended => {
                    self.link.tell(Answer::Ended, job, status, "")?;
                    let left = self.processes(index)?;
                    // Looked for before a cleaner is there, which is a process of the account, too.
                    self.slots[index] = match left {
                        None => Slot::Cleaning { job, pid: self.start_cleaner(index, "clean")? },
                        Some(why) => {
                            self.link.tell(Answer::Blocked, job, 0, &why)?;
                            self.block(index, &why)
                        }
                    };
                }
                Slot::Cleaning { job, pid } if pid == ended => {
                    let left = self.left(index, status)?;
                    let what = if left.is_none() { Answer::Freed } else { Answer::Blocked };
                    self.link.tell(what, job, 0, left.as_deref().unwrap_or_default())?;
                    self.slots[index] = left.map_or(Slot::Free, |why| self.block(index, &why));
                }
                Slot::Running { .. } | Slot::Cleaning { .. } | Slot::Free | Slot::Blocked => {}
            }
        }
        Ok(())
    }

    /// The runner itself removes what jobs leave, as the account of the slot; `sweep` kills all of its processes, too.
    fn start_cleaner(&self, index: usize, word: &str) -> io::Result<i32> {
        let arguments = ["pulpo-runner".to_owned(), word.to_owned(), self.folder(index).display().to_string()];
        fence::start(&Start {
            program: &self.ground.runner,
            account: &self.ground.slots[index],
            arguments: arguments.into(),
            environment: vec![usual_path()],
            descriptors: &plain_streams()?,
            fence: None,
        })
    }

    /// What is left of a job after its cleaner has ended.
    fn left(&self, index: usize, status: i32) -> io::Result<Option<String>> {
        let (folder, left) = (self.folder(index), self.processes(index)?);
        match fs::remove_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Ok(Some(format!("{}: {error}, after cleaning ended with status {status}", folder.display())))
            }
            _ => Ok(left),
        }
    }

    /// The processes of an account without a job, from wherever they came. Not by the owner of their folders in `/proc`:
    /// a process can make that root's.
    fn processes(&self, index: usize) -> io::Result<Option<String>> {
        let account = &self.ground.slots[index];
        let belongs = |pid: &i32| {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap_or_default();
            line.split_ascii_whitespace().any(|uid| uid.parse() == Ok(account.uid))
        };
        let pids = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
        let found: Vec<i32> = pids.filter(belongs).collect();
        let sentence = || format!("processes {found:?} of {} are there without a job", account.name);
        Ok((!found.is_empty()).then(sentence))
    }

    /// Kills the slot's processes and removes its files; what is left after two seconds of that.
    fn sweep(&self, index: usize) -> io::Result<Option<String>> {
        let mut left = None;
        for _ in 0..100 {
            let pid = self.start_cleaner(index, "sweep")?;
            left = self.left(index, sys::reap(pid, true).map_or(-1, |(_, status)| status))?;
            if left.is_none() {
                break;
            }
            // Killed processes take a moment to go.
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(left)
    }

    fn block(&self, index: usize, why: &str) -> Slot {
        let (slot, account) = (index + 1, &self.ground.slots[index].name);
        say(&format!("ALARM: slot {slot} ({account}) is not used any more until the next start: {why}"));
        Slot::Blocked
    }

    /// Nobody is there to be told any more.
    fn end_all(&mut self) -> io::Result<()> {
        for index in 0..self.slots.len() {
            if let Slot::Running { pid, .. } | Slot::Cleaning { pid, .. } = self.slots[index] {
                sys::signal(pid, libc::SIGKILL);
                sys::reap(pid, true);
                if let Some(why) = self.sweep(index)? {
                    self.block(index, &why);
                }
            }
        }
        drop(network::forbid_metadata(&self.ground.slots, false)); // They are in nobody's way if they stay.
        fs::remove_file(&self.ground.conf.socket)
    }

    fn folder(&self, index: usize) -> PathBuf {
        self.ground.conf.slot_folder(index + 1).join("job")
    }
}

fn usual_path() -> String {
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned()
}

/// Nothing to read, nowhere to write, and our log.
fn plain_streams() -> io::Result<[OwnedFd; 3]> {
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    Ok([sys::park(&nothing)?, nothing.into(), sys::park(&io::stderr())?])
}
