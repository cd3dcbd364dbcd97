//! Removing what a job left, as the job's account, so that no trick in it can reach further than the job could.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::fence;
use crate::sys::{self, Account};

/// Starts a process that empties the folder; before, if told so, it kills all processes of the account.
pub(crate) fn start(account: &Account, folder: &Path, kill: bool) -> io::Result<i32> {
    fence::as_account(account, || {
        if kill {
            // To -1: everybody whom this account may signal, and thus only its own.
            sys::signal(-1, libc::SIGKILL);
        }
        if folder.exists() { empty(folder) } else { Ok(()) }
    })
}

/// Folders in the folder are brought up into it and emptied there, so that depth costs neither stack nor descriptors
/// and no path is ever longer than two names.
fn empty(folder: &Path) -> io::Result<()> {
    unlock(folder)?;
    std::env::set_current_dir(folder)?;
    let mut count = 0_u64;
    loop {
        let names = fs::read_dir(".")?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
        if names.is_empty() {
            return Ok(());
        }
        for name in names {
            if !is_folder(&name)? {
                fs::remove_file(&name)?;
                continue;
            }
            unlock(&name)?;
            for entry in fs::read_dir(&name)? {
                let inner = entry?.path();
                if is_folder(&inner)? {
                    // A folder that its owner may not write to cannot be moved, for its `..` would change.
                    unlock(&inner)?;
                    count += 1;
                    fs::rename(&inner, unused_name(&mut count))?;
                } else {
                    fs::remove_file(&inner)?;
                }
            }
            fs::remove_dir(&name)?;
        }
    }
}

fn unused_name(count: &mut u64) -> PathBuf {
    loop {
        let name = PathBuf::from(format!("./{count}"));
        if fs::symlink_metadata(&name).is_err() {
            return name;
        }
        *count += 1;
    }
}

fn is_folder(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_dir())
}

/// Scripts leave folders behind that even their owner cannot empty.
fn unlock(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

/// The processes of an account, from wherever they came. Not by the owner of their folders in `/proc`: a process can
/// make that root's.
pub(crate) fn processes(account: &Account) -> io::Result<Vec<i32>> {
    let pids = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    let belongs = |pid: &i32| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap_or_default();
        line.split_ascii_whitespace().any(|uid| uid.parse() == Ok(account.uid))
    };
    Ok(pids.filter(belongs).collect())
}
