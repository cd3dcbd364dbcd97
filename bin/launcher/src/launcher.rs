//! The loop, and the life of a slot: free, running, being cleaned, and free again, or blocked.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cgroup::Cgroups;
use crate::conf::Ground;
use crate::fence::{self, Fence, Start};
use crate::link::{Answer, Link, Request};
use crate::{network, say, sys};

const PATH: &str = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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
    has_rules: bool,
    asked_to_end: bool,
}

impl Launcher {
    /// Ends and removes what an earlier launcher left, and starts the keeper.
    pub(crate) fn new(ground: Ground, listener: OwnedFd) -> io::Result<Self> {
        let signals = sys::signals()?;
        let rules = network::forbid_metadata(&ground.slots, true);
        let has_rules = rules.is_ok();
        let mut missing = rules.err().map(|error| format!("network {error}\n")).unwrap_or_default();
        let cgroups = Cgroups::new(&ground.conf.work, ground.slots.len());
        missing.push_str(&cgroups.missing());
        let (ours, theirs) = sys::packet_pair()?;
        let (slots, link) = (vec![Slot::Free; ground.slots.len()], Link(ours));
        let mut launcher = Self { ground, cgroups, slots, link, keeper: 0, signals, has_rules, asked_to_end: false };
        launcher.link.tell(Answer::Hello, 0, launcher.slots.len(), &missing)?;
        for index in 0..launcher.slots.len() {
            if let Some(why) = launcher.sweep(index)? {
                launcher.slots[index] = launcher.shut(index, 0, &why)?;
            }
        }
        let Ground { path, keeper, server, .. } = &launcher.ground;
        let words = ["pulpo-keeper".to_owned(), "--beneath".to_owned(), path.display().to_string()];
        let started = start_plain(keeper, server, words, vec![theirs, listener]);
        launcher.keeper =
            started.map_err(|error| io::Error::other(format!("the keeper cannot be started: {error}")))?;
        Ok(launcher)
    }

    /// Serves until the keeper has gone, and ends all jobs.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        let served = self.serve();
        self.end_all()?;
        let gone = |error| io::Error::other(format!("the keeper has gone ({error}); its jobs were killed"));
        if self.asked_to_end { Ok(()) } else { served.map_err(gone) }
    }

    fn serve(&mut self) -> io::Result<()> {
        let (mut looked, every) = (Instant::now(), Duration::from_secs(self.ground.conf.sweep_seconds));
        loop {
            sys::wait_for(&[&self.link.0, &self.signals], i32::try_from(every.as_millis()).unwrap_or(i32::MAX))?;
            if looked.elapsed() >= every {
                self.look_around()?;
                looked = Instant::now();
            }
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
        if self.has_rules {
            // Whoever else manages the rules of this machine may have removed ours.
            network::forbid_metadata(&self.ground.slots[index..=index], true)?;
        }
        self.cgroups.limit(index + 1, class)?;
        DirBuilder::new().mode(0o700).create(&folder)?;
        let start = Start {
            program: &self.ground.runner,
            account,
            arguments: words.into_iter().chain(hidden).collect(),
            environment: environment.chain([PATH.to_owned()]).collect(),
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
                    // Looked for before a cleaner is there, which is a process of the account, too.
                    self.slots[index] = match self.processes(index)? {
                        None => Slot::Cleaning { job, pid: self.start_cleaner(index, "clean")? },
                        Some(why) => self.shut(index, job, &why)?,
                    };
                }
                Slot::Cleaning { job, pid } if pid == ended => {
                    self.slots[index] = match self.left(index, status)? {
                        None => self.free(index, job)?,
                        Some(why) => self.shut(index, job, &why)?,
                    };
                }
                Slot::Running { .. } | Slot::Cleaning { .. } | Slot::Free | Slot::Blocked => {}
            }
        }
        Ok(())
    }

    /// The runner itself removes what jobs leave, as the account of the slot; `sweep` kills all of its processes, too.
    fn start_cleaner(&self, index: usize, word: &str) -> io::Result<i32> {
        let words = ["pulpo-runner".to_owned(), word.to_owned(), self.folder(index).display().to_string()];
        start_plain(&self.ground.runner, &self.ground.slots[index], words, Vec::new())
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

    /// From time to time: nobody may be in a slot without a job, and one that was shut may be clean by now.
    fn look_around(&mut self) -> io::Result<()> {
        for index in 0..self.slots.len() {
            self.slots[index] = match self.slots[index] {
                Slot::Free => self.processes(index)?.map_or(Ok(Slot::Free), |why| self.shut(index, 0, &why))?,
                Slot::Blocked if self.sweep(index)?.is_none() => self.free(index, 0)?,
                same @ (Slot::Running { .. } | Slot::Cleaning { .. } | Slot::Blocked) => same,
            };
        }
        Ok(())
    }

    fn free(&self, index: usize, job: u64) -> io::Result<Slot> {
        self.link.tell(Answer::Freed, job, index + 1, "").map(|()| Slot::Free)
    }

    fn shut(&self, index: usize, job: u64, why: &str) -> io::Result<Slot> {
        let (slot, account) = (index + 1, &self.ground.slots[index].name);
        say(&format!("ALARM: slot {slot} ({account}) is not used until it is clean again: {why}"));
        self.link.tell(Answer::Blocked, job, slot, why).map(|()| Slot::Blocked)
    }

    /// Nobody is there to be told any more.
    fn end_all(&mut self) -> io::Result<()> {
        for index in 0..self.slots.len() {
            if let Slot::Running { pid, .. } | Slot::Cleaning { pid, .. } = self.slots[index] {
                sys::signal(pid, libc::SIGKILL);
                sys::reap(pid, true);
                if let Some(why) = self.sweep(index)? {
                    drop(self.shut(index, 0, &why));
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

/// Starts a program of ours without a fence: nothing to read, nowhere to write, our log, and what more it needs.
fn start_plain(program: &File, account: &sys::Account, words: [String; 3], more: Vec<OwnedFd>) -> io::Result<i32> {
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    let mut descriptors = vec![sys::park(&nothing)?, nothing.into(), sys::park(&io::stderr())?];
    descriptors.extend(more);
    let (arguments, environment, descriptors) = (words.into(), vec![PATH.to_owned()], &*descriptors);
    fence::start(&Start { program, account, arguments, environment, descriptors, fence: None })
}
