//! Changing files and processes of the machine, carefully: all of it is done as root.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown, lchown};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// Writes a file of root's so that it is whole or not there.
pub(crate) fn write(path: &Path, text: &str, mode: u32, gid: Option<u32>) -> Result<()> {
    let context = || format!("could not write {}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(context)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let staged = path.with_file_name(name);
    let _ = fs::remove_file(&staged); // What an interrupted run left behind; a failure shows when it is made anew.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&staged).with_context(context)?;
    file.write_all(text.as_bytes()).with_context(context)?;
    file.set_permissions(fs::Permissions::from_mode(mode)).with_context(context)?;
    if gid.is_some() {
        fchown(&file, None, gid).with_context(context)?;
    }
    file.sync_all().with_context(context)?;
    fs::rename(&staged, path).with_context(context)
}

/// Gives a folder and all in it to an account. Links are given, not followed.
pub(crate) fn give(path: &Path, uid: u32, gid: u32) -> Result<()> {
    let context = || format!("could not give {} away", path.display());
    let mut waiting = vec![path.to_owned()];
    while let Some(next) = waiting.pop() {
        let found = fs::symlink_metadata(&next).with_context(context)?;
        if found.is_dir() {
            for entry in fs::read_dir(&next).with_context(context)? {
                waiting.push(entry.with_context(context)?.path());
            }
        }
        lchown(&next, Some(uid), Some(gid)).with_context(context)?;
    }
    Ok(())
}

/// Why a program must not be started as root, or for a job: somebody else could put another in its place.
pub(crate) fn replaceable(program: &Path) -> Result<Option<PathBuf>> {
    let whole = fs::canonicalize(program).with_context(|| format!("{} is not there", program.display()))?;
    for part in whole.ancestors() {
        let found = fs::metadata(part).with_context(|| format!("could not look at {}", part.display()))?;
        if found.uid() != 0 || found.mode() & 0o022 != 0 {
            return Ok(Some(part.to_owned()));
        }
    }
    Ok(None)
}

/// Ends the launcher, knowing the process that serves its socket, and waits until it is gone.
pub(crate) fn end_launcher_of(keeper: u32) -> Result<()> {
    let status = fs::read_to_string(format!("/proc/{keeper}/status")).context("the launcher has gone meanwhile")?;
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<i32>().ok());
    let candidates = [parent, i32::try_from(keeper).ok()];
    let found = candidates.into_iter().flatten().find(|pid| {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        let is_root = fs::metadata(format!("/proc/{pid}")).is_ok_and(|found| found.uid() == 0);
        // The kernel keeps fifteen characters of a name.
        name.trim() == "pulpo-launcher" && is_root
    });
    let Some(pid) = found.and_then(Pid::from_raw) else {
        bail!("process {keeper} serves the socket, and its parent is no launcher of root's; end it yourself");
    };
    end(pid, "the launcher")
}

/// Ends keepers that an account has left: one of same-user mode waits a while for its server to come back.
pub(crate) fn end_keepers_of(uid: u32) -> Result<()> {
    let numbers = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let is_keeper = |pid: &i32| {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        // Not by the owner of its folder: what is closed to others has root's there.
        let real = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().next());
        name.trim() == "pulpo-keeper" && real.is_some_and(|real| real.parse() == Ok(uid))
    };
    numbers.filter(is_keeper).filter_map(Pid::from_raw).try_for_each(|pid| end(pid, "the keeper"))
}

/// Tells a process to end and waits until it is gone.
fn end(pid: Pid, what: &str) -> Result<()> {
    // Held by a descriptor, so that no other process can take its number meanwhile.
    let process = pidfd_open(pid, PidfdFlags::empty()).with_context(|| format!("{what} has gone meanwhile"))?;
    pidfd_send_signal(&process, Signal::TERM).with_context(|| format!("{what} cannot be told to end"))?;
    let mut waiting = [rustix::event::PollFd::new(&process, rustix::event::PollFlags::IN)];
    let until = Instant::now() + PATIENCE;
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        let rest = rustix::event::Timespec {
            tv_sec: i64::try_from(rest.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: rest.subsec_nanos().into(),
        };
        match rustix::event::poll(&mut waiting, Some(&rest)) {
            Ok(1..) => return Ok(()),
            Ok(0) => bail!("{what} (process {pid:?}) did not end in {} seconds", PATIENCE.as_secs()),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error).with_context(|| format!("the end of {what} cannot be waited for")),
        }
    }
}

/// How long a program of ours may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_with_its_mode_whatever_the_umask() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/file");
        write(&path, "one", 0o664, None).unwrap();
        write(&path, "two", 0o640, None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o640);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_program_in_a_folder_that_others_can_write_is_replaceable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        fs::write(&path, "").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(replaceable(&path).unwrap(), Some(fs::canonicalize(folder.path()).unwrap()));
    }
}
