//! Reaching the launcher's socket, and starting the program when nobody listens there.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::net::UnixStream;

use super::LauncherError;
use crate::config::{LauncherConfig, OwnLauncher};

/// Another launcher serves this socket already: its exit code, see `bin/keeper`.
const ALREADY_RUNNING: i32 = 3;

pub(super) async fn connect(config: &LauncherConfig) -> Result<UnixStream, LauncherError> {
    let unreachable = |error| LauncherError::Unreachable(config.socket.display().to_string(), error);
    match UnixStream::connect(&config.socket).await {
        Ok(stream) => return Ok(stream),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {}
        Err(error) => return Err(unreachable(error)),
    }
    let Some(own) = config.own.clone() else {
        return Err(LauncherError::NotThere(config.socket.display().to_string()));
    };
    let socket = config.socket.clone();
    let started = tokio::task::spawn_blocking(move || start(&own, &socket)).await;
    started.map_err(|error| unreachable(io::Error::other(error)))??;
    UnixStream::connect(&config.socket).await.map_err(unreachable)
}

/// What the launcher may know of the environment: no setting of the server, of which some are secrets. Steps run under
/// the launcher's account and can read its environment.
const ENVIRONMENT: [&str; 7] = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "TMPDIR"];

/// What the launcher itself says goes to a file beside its socket, for it outlives this process.
fn log_path(socket: &Path) -> PathBuf {
    socket.with_extension("log")
}

#[expect(clippy::disallowed_methods, reason = "this is where the launcher, the owner of all other processes, begins")]
fn start(own: &OwnLauncher, socket: &Path) -> Result<(), LauncherError> {
    let program = || own.program.display().to_string();
    let not_started = |error| LauncherError::NotStarted(program(), error);
    let log = File::options().create(true).append(true).mode(0o600).open(log_path(socket)).map_err(not_started)?;
    // Without a change of user or any code between fork and exec, the standard library takes posix_spawn, which is
    // quick however large this process is.
    let mut child = std::process::Command::new(&own.program)
        .arg("--socket")
        .arg(socket)
        .arg("--work")
        .arg(&own.work_dir)
        .arg("--runner")
        .arg(&own.runner)
        .env_clear()
        .envs(std::env::vars_os().filter(|(name, _)| ENVIRONMENT.iter().any(|known| name == known)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(not_started)?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut line).map_err(not_started)?;
    }
    // The program leaves a daemon behind and ends; waiting keeps no zombie.
    let status = child.wait().map_err(not_started)?;
    if line.trim_end() == "ready" || status.code() == Some(ALREADY_RUNNING) {
        return Ok(());
    }
    Err(LauncherError::Ended(status.to_string(), log_path(socket).display().to_string()))
}
