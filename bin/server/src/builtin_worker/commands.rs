//! The machine's own programs that set-up leans on.

use std::ffi::OsStr;
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

/// Whether there is such a program.
pub(crate) fn exists(program: &str) -> bool {
    PATH.split(':').any(|folder| std::path::Path::new(folder).join(program).is_file())
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
