//! The machine's own programs that set-up leans on.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

/// Runs a program with a known environment and gives what it wrote; a failure carries what it said.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let done = command(program).args(arguments).output().with_context(|| format!("{program} cannot be started"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let said = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
        bail!("{program} {} ended with {}: {said}", arguments.join(" "), done.status);
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Starts a program that leaves a daemon behind and ends. What the daemon says goes to the log for as long as it lives;
/// a failure carries the last line of it.
pub(crate) fn daemon(program: &Path, arguments: &[&OsStr], log: &Path) -> Result<()> {
    let context = || format!("{} cannot be started", program.display());
    let file = File::options().create(true).append(true).mode(0o600).open(log);
    let file = file.with_context(|| format!("could not open {}", log.display()))?;
    let status = command(program).args(arguments).stdout(Stdio::null()).stderr(file).status().with_context(context)?;
    if !status.success() {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        bail!("{} ended with {status}: {}", program.display(), said.lines().last().unwrap_or("it said nothing"));
    }
    Ok(())
}

/// Whether there is such a program.
pub(crate) fn exists(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program is.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    PATH.split(':').map(|folder| Path::new(folder).join(program)).find(|path| path.is_file())
}

/// Root's path: what an administrator's shell has on it must not choose what runs as root.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

#[expect(
    clippy::disallowed_methods,
    reason = "a tool of the command line has no launcher; the server never comes here"
)]
fn command(program: impl AsRef<OsStr>) -> std::process::Command {
    let mut command = std::process::Command::new(program);
    command.env_clear().env("PATH", PATH).env("LC_ALL", "C").stdin(Stdio::null());
    command
}
