//! What must be true before anything is started: of the configuration and the programs it names, of the accounts, and
//! of the folders.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::path::{Path, PathBuf};

use workerconf::WorkerConf;

use crate::sys::{self, Account};

/// The configuration, and what it leads to.
pub(crate) struct Ground {
    pub(crate) path: PathBuf,
    pub(crate) conf: WorkerConf,
    pub(crate) server: Account,
    pub(crate) slots: Vec<Account>,
    pub(crate) runner: File,
    pub(crate) keeper: File,
}

fn wrong<T>(sentence: impl Into<String>) -> io::Result<T> {
    Err(io::Error::other(sentence.into()))
}

/// An error that says what it is about.
pub(crate) fn refused(what: &str, path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    move |error| io::Error::other(format!("{what} {}: {error}", path.display()))
}

impl Ground {
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        if sys::own_uid() != 0 {
            return wrong("it must be started as root: only root can start jobs as other accounts");
        }
        let path = roots_own(path, "the configuration")?;
        let text = fs::read_to_string(&path).map_err(refused("the configuration", &path))?;
        let mut conf =
            WorkerConf::parse(&text).map_err(io::Error::other).map_err(refused("the configuration", &path))?;
        let runner = program(&conf.runner, "the runner program")?;
        let keeper = program(&conf.keeper, "the keeper program")?;
        let server = account(&conf.server)?;
        if server.uid == 0 {
            return wrong(format!("the server's account \"{}\" is root; it needs one of its own", conf.server));
        }
        let slots = conf.slots.iter().map(|name| slot_account(name)).collect::<io::Result<Vec<_>>>()?;
        for (n, slot) in slots.iter().enumerate() {
            let mut others = slots[..n].iter().chain([&server]);
            if let Some(other) = others.find(|other| other.uid == slot.uid || other.gid == slot.gid) {
                let (slot, other) = (&slot.name, &other.name);
                return wrong(format!(
                    "the slot \"{slot}\" shares its user or group with \"{other}\"; each needs its own"
                ));
            }
        }
        conf.work = folder(&conf.work, "the work folder", 0o711)?;
        let socket_folder = conf.socket.parent().unwrap_or(Path::new("/"));
        conf.socket =
            folder(socket_folder, "the socket's folder", 0o755)?.join(conf.socket.file_name().unwrap_or_default());
        for cover in &mut conf.covers {
            *cover = cover.canonicalize().unwrap_or_else(|_| cover.clone());
            if conf.work.starts_with(&*cover) {
                let (work, cover) = (conf.work.display(), cover.display());
                return wrong(format!("the work folder {work} lies in the covered folder {cover}"));
            }
        }
        if sys::is_noexec(&conf.work)? {
            let work = conf.work.display();
            return wrong(format!("the work folder {work} is on a file system mounted with noexec"));
        }
        if !Path::new("/proc/self/ns/pid").exists() {
            return wrong("this kernel has no PID namespaces");
        }
        Ok(Self { path, conf, server, slots, runner, keeper })
    }

    /// Makes the folders below the work folder: a slot's for each, and the keeper's.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        for slot in 1..=self.slots.len() {
            folder(&self.conf.slot_folder(slot), "the slot's folder", 0o711)?;
        }
        let keep = self.conf.work.join("keep");
        make(&keep, 0o700).map_err(refused("the keeper's folder", &keep))?;
        chown(&keep, Some(self.server.uid), Some(self.server.gid))
    }
}

/// Resolves the path. It and every folder above it must be root's, and writable by nobody else.
fn roots_own(path: &Path, what: &str) -> io::Result<PathBuf> {
    let path = path.canonicalize().map_err(refused(what, path))?;
    for part in path.ancestors() {
        let found = fs::metadata(part)?;
        if found.uid() != 0 || found.mode() & 0o022 != 0 {
            let (part, path) = (part.display(), path.display());
            return wrong(format!("{what} {path}: {part} must belong to root and be writable by nobody else"));
        }
    }
    Ok(path)
}

fn program(path: &Path, what: &str) -> io::Result<File> {
    let path = roots_own(path, what)?;
    let found = fs::metadata(&path)?;
    if !found.is_file() || found.mode() & 0o111 != 0o111 {
        return wrong(format!("{what} {}: it is not a file that everybody may execute", path.display()));
    }
    File::open(path)
}

pub(crate) fn make(path: &Path, mode: u32) -> io::Result<()> {
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ if !fs::symlink_metadata(path)?.is_dir() => wrong("it is not a folder"),
        _ => Ok(()),
    }
}

/// A folder of root's, made if it is missing.
fn folder(path: &Path, what: &str, mode: u32) -> io::Result<PathBuf> {
    make(path, mode).map_err(refused(what, path))?;
    roots_own(path, what)
}

fn account(name: &str) -> io::Result<Account> {
    sys::account(name)?
        .ok_or_else(|| io::Error::other(format!("there is no account \"{name}\"; make it, or name another")))
}

/// The account of a slot: it must have no way to anything that others have.
fn slot_account(name: &str) -> io::Result<Account> {
    let slot = account(name)?;
    if slot.uid == 0 || slot.gid == 0 {
        return wrong(format!("the slot \"{name}\" is root, or of root's group; jobs would not be fenced at all"));
    }
    if !slot.groups.is_empty() {
        let groups = &slot.groups;
        return wrong(format!(
            "the slot \"{name}\" is in further groups {groups:?}, each a way to more; take it out of them"
        ));
    }
    Ok(slot)
}
