//! What happens between the birth of a child and the program it becomes.
//!
//! Each step either holds or ends the child with a sentence that says which one did not.

use std::ffi::CString;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use libc::{MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC};
use workerconf::{Class, Files, Network, WorkerConf};

use crate::cgroup::Cgroups;
use crate::sys::{self, Account};

/// A program to start, as whom, with what.
pub(crate) struct Start<'a> {
    pub(crate) program: &'a File,
    pub(crate) account: &'a Account,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<String>,
    pub(crate) descriptors: &'a [OwnedFd],
    pub(crate) fence: Option<Fence<'a>>,
}

/// What is put around a job.
pub(crate) struct Fence<'a> {
    pub(crate) conf: &'a WorkerConf,
    pub(crate) class: &'a Class,
    pub(crate) cgroups: &'a Cgroups,
    /// Counted from one.
    pub(crate) slot: usize,
    pub(crate) folder: &'a Path,
}

/// Names the step that failed.
fn step<T>(name: &'static str) -> impl FnOnce(io::Error) -> io::Result<T> {
    move |error| Err(io::Error::other(format!("{name}: {error}")))
}

/// Starts the program; returns when it runs, or with the reason why it does not.
pub(crate) fn start(start: &Start<'_>) -> io::Result<i32> {
    let (mut trouble, to_trouble) = io::pipe()?;
    let parent = sys::own_handle()?;
    let namespaces = start.fence.as_ref().map_or(0, |fence| {
        let network = if fence.class.network == Network::None { libc::CLONE_NEWNET } else { 0 };
        libc::CLONE_NEWPID | libc::CLONE_NEWNS | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS | network
    });
    let Some(pid) = sys::born(namespaces)? else {
        // Out of the way of the program's own descriptors.
        let to_trouble = sys::park(&to_trouble).map(File::from);
        let Err(error) = become_program(start, &parent) else { sys::leave(0) };
        drop(to_trouble.and_then(|mut file| file.write_all(error.to_string().as_bytes())));
        sys::leave(127)
    };
    drop(to_trouble);
    let mut why = String::new();
    trouble.read_to_string(&mut why)?;
    if why.is_empty() {
        return Ok(pid);
    }
    sys::reap(pid, true);
    Err(io::Error::other(why))
}

fn become_program(start: &Start<'_>, parent: &OwnedFd) -> io::Result<()> {
    let program = sys::park(start.program)?;
    let parked = start.descriptors.iter().map(sys::park).collect::<io::Result<Vec<_>>>()?;
    sys::usual_manners(start.fence.as_ref().is_some_and(|fence| !fence.cgroups.has("cpu")));
    sys::new_session().or_else(step("a session of its own"))?;
    if let Some(fence) = &start.fence {
        fence.cgroups.enter(fence.slot).or_else(step("its cgroup"))?;
        fence.surround().or_else(step("private folders"))?;
        std::env::set_current_dir(fence.folder).or_else(step("the job's folder"))?;
        fence.limit().or_else(step("limits"))?;
    }
    take_account(start.account, parent)?;
    let texts = |texts: &[String]| texts.iter().map(sys::c_string).collect::<io::Result<Vec<CString>>>();
    let (arguments, environment) = (texts(&start.arguments)?, texts(&start.environment)?);
    Err(sys::execute(&program, &arguments, &environment, &parked)).or_else(step("executing the program"))
}

/// Becomes the account, for good: without groups, capabilities, or a way back.
fn take_account(account: &Account, parent: &OwnedFd) -> io::Result<()> {
    // No root by number alone, no capability kept across a change of number, none raised for a program to come.
    const LOCKED: libc::c_ulong = 1 | 1 << 1 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 7;
    for capability in 0..64 {
        if sys::prctl(libc::PR_CAPBSET_DROP, capability, 0).is_err() {
            break; // The last one that this kernel knows was dropped before; what is left is seen below.
        }
    }
    sys::prctl(libc::PR_SET_SECUREBITS, LOCKED, 0).or_else(step("the locks of the capabilities"))?;
    sys::take_identity(account).or_else(step("another account"))?;
    sys::prctl(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL as libc::c_ulong, 0)
        .or_else(step("no capability"))?;
    sys::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0).or_else(step("no new privileges"))?;
    // Only now: a change of account resets it. The launcher may have ended just before.
    sys::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL.cast_unsigned().into(), 0)
        .or_else(step("an end with the launcher"))?;
    if sys::wait_for(&[parent], 0)? {
        return Err(io::Error::other("the launcher has ended"));
    }
    let status = fs::read_to_string("/proc/self/status").or_else(step("reading back who this is"))?;
    match wrong_identity(&status, account) {
        Some(line) => Err(io::Error::other(format!("the account was not taken as it must be: {line}"))),
        None if sys::can_be_root() => Err(io::Error::other("the account could become root again")),
        None => Ok(()),
    }
}

/// The first line of `/proc/self/status` that is not as it must be.
fn wrong_identity(status: &str, account: &Account) -> Option<String> {
    let (uid, gid) = (account.uid.to_string(), account.gid.to_string());
    let (uid, gid, none) = (uid.as_str(), gid.as_str(), "0000000000000000");
    let sets = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map(|set| (set, vec![none]));
    let more = [("Uid", vec![uid; 4]), ("Gid", vec![gid; 4]), ("Groups", vec![]), ("NoNewPrivs", vec!["1"])];
    more.into_iter().chain(sets).find_map(|(name, wanted)| {
        let line = status.lines().find(|line| line.split(':').next() == Some(name)).unwrap_or(name);
        let found: Vec<&str> = line.split_ascii_whitespace().skip(1).collect();
        (found != wanted || line == name).then(|| line.to_owned())
    })
}

fn tmpfs(place: &Path, flags: libc::c_ulong, options: &str) -> io::Result<()> {
    sys::mount(c"tmpfs", place, c"tmpfs", flags | MS_NOSUID | MS_NODEV, options)
        .map_err(|error| io::Error::other(format!("{}: {error}", place.display())))
}

impl Fence<'_> {
    /// Private temporary folders, nothing of the server or of other slots, and all else as the class says.
    fn surround(&self) -> io::Result<()> {
        let (root, work) = (Path::new("/"), self.conf.work.as_path());
        sys::mount(c"none", root, c"none", MS_REC | MS_PRIVATE, "")?;
        let read_only = if self.class.files == Files::ReadOnly { libc::MOUNT_ATTR_RDONLY } else { 0 };
        sys::mount_attributes(root, libc::MOUNT_ATTR_NOSUID | read_only, 0, true)?;
        // Opened before anything hides it, and in this mount namespace, or it could not be bound.
        let own = File::open(self.folder)?;
        for place in ["/tmp", "/var/tmp", "/dev/shm"].map(Path::new).into_iter().filter(|place| place.is_dir()) {
            tmpfs(place, 0, &format!("mode=1777,size={}", self.class.tmp))?;
        }
        let hidden = work.is_dir();
        if hidden {
            tmpfs(work, 0, "mode=0711,size=64k")?;
        }
        DirBuilder::new().recursive(true).mode(0o755).create(self.folder)?;
        let from = sys::c_string(format!("/proc/self/fd/{}", own.as_raw_fd()))?;
        sys::mount(&from, self.folder, c"none", MS_BIND, "")?;
        let set = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;
        sys::mount_attributes(self.folder, set, libc::MOUNT_ATTR_RDONLY, false)?;
        if hidden {
            sys::mount_attributes(work, libc::MOUNT_ATTR_RDONLY, 0, false)?;
        }
        for cover in self.conf.covers.iter().filter(|cover| cover.is_dir()) {
            tmpfs(cover, MS_RDONLY | MS_NOEXEC, "mode=0,size=4k,nr_inodes=2")?;
        }
        sys::mount(c"proc", Path::new("/proc"), c"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "")?;
        // Terminals of its own where there are any; without them those of the machine are closed to it by their modes.
        let options = "newinstance,ptmxmode=0666,mode=0620";
        drop(sys::mount(c"devpts", Path::new("/dev/pts"), c"devpts", MS_NOSUID | MS_NOEXEC, options));
        Ok(())
    }

    fn limit(&self) -> io::Result<()> {
        let class = self.class;
        // Best effort: the kernel should rather kill a job than the server when memory runs out.
        drop(fs::write("/proc/self/oom_score_adj", "500"));
        sys::limit(libc::RLIMIT_CORE, 0)?;
        sys::limit(libc::RLIMIT_MEMLOCK, 64 << 10)?;
        sys::limit(libc::RLIMIT_NOFILE, class.nofile)?;
        sys::limit(libc::RLIMIT_FSIZE, class.fsize)?;
        sys::limit(libc::RLIMIT_NPROC, class.pids)?;
        if self.cgroups.has("memory") { Ok(()) } else { sys::limit(libc::RLIMIT_DATA, class.memory) }
    }
}
