//! A PostgreSQL cluster of the tests' own: in a scratch folder, reached by a socket there, stopped by its id.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::machine::command;
use crate::scratch;

pub(crate) struct Cluster {
    server: Child,
    folder: TempDir,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = scratch::folder()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777))?;
        let data = folder.path().join("data");
        let mut make = as_unprivileged(&programs.join("initdb"), folder.path());
        make.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
        let made = make.output().context("could not start initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim());
        }
        let mut serve = as_unprivileged(&programs.join("postgres"), folder.path());
        serve.arg("-D").arg(&data).arg("-k").arg(folder.path());
        serve.args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=300"]).stderr(Stdio::piped());
        let mut server = serve.spawn().context("could not start postgres")?;
        wait_until_ready(&mut server)?;
        Ok(Self { server, folder })
    }

    /// The folder of the socket, as clients take it for a host.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// It says so when it takes connections.
fn wait_until_ready(server: &mut Child) -> Result<()> {
    use std::io::{BufRead, BufReader};
    let mut output = BufReader::new(server.stderr.take().context("postgres has no output")?);
    let mut line = String::new();
    while output.read_line(&mut line)? > 0 {
        if line.contains("ready to accept connections") {
            // What it says from here on is read and forgotten, or it would wait for us.
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
            return Ok(());
        }
        line.clear();
    }
    bail!("postgres ended before it took connections")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(pid) = rustix::process::Pid::from_raw(i32::try_from(self.server.id()).unwrap_or(0)) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT); // Fast shutdown.
        }
        let _ = self.server.wait();
    }
}

/// The newest installed version's programs.
fn programs() -> Result<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .context("PostgreSQL is not installed (Debian package postgresql)")?
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().context("PostgreSQL's programs are not there (Debian package postgresql)")
}

/// PostgreSQL refuses to run as root.
fn as_unprivileged(program: &Path, folder: &Path) -> Command {
    let mut command = if rustix::process::geteuid().is_root() {
        let mut command = command("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        command
    } else {
        command(program)
    };
    command.current_dir(folder).stdout(Stdio::null());
    command
}
