//! `pulpo-runner clean FOLDER`: removes what a job left in its folder, started by a launcher as the account of that
//! job, so that no trick in there can reach further than the job could. With `sweep` instead of `clean` it first kills
//! all processes of the account.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Empties the folder; what is not there is empty.
///
/// Folders in it are brought up into it and emptied there, so that depth costs neither stack nor descriptors and no
/// path is ever longer than two names.
pub(crate) fn empty(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    unlock(folder)?;
    std::env::set_current_dir(folder)?;
    let mut count = 0_u64;
    loop {
        let names = fs::read_dir(".")?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
        if names.is_empty() {
            return Ok(());
        }
        for name in names {
            if is_folder(&name)? {
                bring_up(&name, &mut count)?;
                fs::remove_dir(&name)?;
            } else {
                fs::remove_file(&name)?;
            }
        }
    }
}

/// Moves the folders in this folder up beside it, and removes everything else in it.
fn bring_up(folder: &Path, count: &mut u64) -> io::Result<()> {
    unlock(folder)?;
    for entry in fs::read_dir(folder)? {
        let inner = entry?.path();
        if is_folder(&inner)? {
            // A folder that its owner may not write to cannot be moved, for its `..` would change.
            unlock(&inner)?;
            fs::rename(&inner, unused_name(count))?;
        } else {
            fs::remove_file(&inner)?;
        }
    }
    Ok(())
}

fn unused_name(count: &mut u64) -> PathBuf {
    loop {
        *count += 1;
        let name = PathBuf::from(format!("./{count}"));
        if fs::symlink_metadata(&name).is_err() {
            return name;
        }
    }
}

fn is_folder(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_dir())
}

/// Scripts leave folders behind that even their owner cannot empty.
fn unlock(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}
