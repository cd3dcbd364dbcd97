//! What a runner puts around itself, and so around everything it starts, when a launcher has started it as another
//! account: what no privilege is needed for, and what nothing can take off again.
//!
//! It is done before a byte of the job's document is read.

pub mod attempts;
mod landlock;
mod seccomp;

use std::io;
use std::path::{Path, PathBuf};

/// Closes this process in: what is below `hidden` cannot be opened, only the current directory and the temporary
/// folders can be written to (unless the file tree is writable for jobs of this class), system calls that no job needs
/// are refused, and its memory is nobody else's. Returns the version of Landlock that does the part about files, or
/// nothing on a kernel without it.
pub fn enter(hidden: &[PathBuf]) -> io::Result<Option<u32>> {
    // SAFETY: numbers only. Scripts have the same account: without this they could read the runner's memory.
    if unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: numbers only; both of what follows may be done by anybody who gave up new privileges.
    if unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let writable = [std::env::current_dir()?, "/tmp".into(), "/var/tmp".into(), "/dev/shm".into()];
    let version = landlock::restrict(hidden, &writable, is_read_only(Path::new("/"))?)?;
    seccomp::install()?;
    Ok(version)
}

/// Kills every process that this account may signal, and thus only its own; for who cleans up after an account, never
/// for root.
pub fn kill_all_of_this_account() {
    if !rustix::process::geteuid().is_root() {
        // SAFETY: kill takes no memory. An error means that there is nobody.
        unsafe { libc::kill(-1, libc::SIGKILL) };
    }
}

fn is_read_only(path: &Path) -> io::Result<bool> {
    Ok(rustix::fs::statvfs(path)?.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}
