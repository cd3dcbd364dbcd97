//! Landlock: which files can be opened at all, whatever modes and mounts say; and no signal, no abstract socket beyond
//! the job.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, fstat, open};

const EXECUTE: u64 = 1;
const WRITE_FILE: u64 = 1 << 1;
const READ_FILE: u64 = 1 << 2;
const READ_DIR: u64 = 1 << 3;
const REFER: u64 = 1 << 13;
const TRUNCATE: u64 = 1 << 14;
const IOCTL_DEV: u64 = 1 << 15;
/// Everything that the first version knows: the four above, and removing and making entries of each kind.
const FIRST: u64 = (1 << 13) - 1;
/// What can be said of something that is no folder.
const OF_FILES: u64 = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
const READ: u64 = EXECUTE | READ_FILE | READ_DIR;

/// Scopes: abstract sockets and signals stay among ourselves.
const SCOPES: u64 = 1 | 1 << 1;

#[repr(C)]
struct Ruleset {
    files: u64,
    network: u64,
    scopes: u64,
}

#[repr(C, packed)]
struct Beneath {
    access: u64,
    parent: libc::c_int,
}

struct Rules {
    ruleset: OwnedFd,
    handled: u64,
}

/// Restricts this process; the version that did it, or nothing on a kernel without.
pub(super) fn restrict(hidden: &[PathBuf], writable: &[PathBuf], tree_is_read_only: bool) -> io::Result<Option<u32>> {
    let Some(version) = version() else { return Ok(None) };
    let mut all = FIRST;
    for (since, right) in [(2, REFER), (3, TRUNCATE), (5, IOCTL_DEV)] {
        all |= if version >= since { right } else { 0 };
    }
    let elsewhere = if tree_is_read_only { READ } else { all };
    let attributes = Ruleset { files: all, network: 0, scopes: if version >= 6 { SCOPES } else { 0 } };
    let size = match version {
        ..4 => 8,
        4..6 => 16,
        6.. => size_of::<Ruleset>(),
    };
    // SAFETY: the kernel reads `size` bytes of a structure that has at least so many; the result is a new descriptor.
    let ruleset = unsafe {
        let made = libc::syscall(libc::SYS_landlock_create_ruleset, &raw const attributes, size, 0);
        OwnedFd::from_raw_fd(i32::try_from(check(made)?).map_err(io::Error::other)?)
    };
    let rules = Rules { ruleset, handled: all };
    // Names can be listed everywhere, under the usual modes: a hidden folder is empty, or closed, or both.
    rules.allow(Path::new("/"), READ_DIR)?;
    for path in siblings(hidden) {
        rules.allow(&path, elsewhere)?;
    }
    for path in writable {
        rules.allow(path, all)?;
    }
    // Devices and the knobs of one's own process: their modes decide.
    for path in ["/dev", "/proc"] {
        rules.allow(Path::new(path), READ | WRITE_FILE | TRUNCATE | IOCTL_DEV)?;
    }
    // SAFETY: a descriptor and a number.
    check(unsafe { libc::syscall(libc::SYS_landlock_restrict_self, rules.ruleset.as_raw_fd(), 0) })?;
    Ok(Some(version))
}

fn version() -> Option<u32> {
    // SAFETY: with this flag the call takes no structure and only tells a number.
    let version = unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<u8>(), 0_usize, 1_u32) };
    u32::try_from(version).ok().filter(|version| *version > 0)
}

fn check(result: libc::c_long) -> io::Result<libc::c_long> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// What lies beside the hidden folders and the folders above them. Links lead to what has a rule of its own, or to
/// something hidden.
fn siblings(hidden: &[PathBuf]) -> BTreeSet<PathBuf> {
    let above: BTreeSet<&Path> =
        hidden.iter().flat_map(|path| path.ancestors().skip(1)).chain([Path::new("/")]).collect();
    let entries = above.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let entries = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink()));
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| !above.contains(path.as_path()) && !hidden.contains(path)).collect()
}

impl Rules {
    /// What is not there needs no rule.
    fn allow(&self, path: &Path, access: u64) -> io::Result<()> {
        let Ok(place) = open(path, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()) else {
            return Ok(());
        };
        let is_folder = FileType::from_raw_mode(fstat(&place)?.st_mode) == FileType::Directory;
        let access = access & self.handled & if is_folder { u64::MAX } else { OF_FILES };
        let rule = Beneath { access, parent: place.as_fd().as_raw_fd() };
        // SAFETY: type 1 is the structure given, which lives during the call.
        let added =
            unsafe { libc::syscall(libc::SYS_landlock_add_rule, self.ruleset.as_raw_fd(), 1, &raw const rule, 0) };
        check(added).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_and_what_is_above_it_gets_no_rule_but_all_beside_does() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["data", "data/keys", "other", "work"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        std::os::unix::fs::symlink("data", root.join("link")).unwrap();
        let beside = siblings(&[root.join("data"), root.join("work")]);
        assert!(beside.contains(&root.join("other")));
        for name in ["", "data", "data/keys", "work", "link"] {
            assert!(!beside.contains(&root.join(name)), "{name}");
        }
        assert!(!beside.contains(Path::new("/")) && beside.contains(Path::new("/usr")));
    }
}
