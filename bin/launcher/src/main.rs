//! `pulpo-launcher`: the only privileged program. It starts runners as the accounts of its slots, fenced in, and makes
//! sure that nothing of them is left.
//!
//! It takes no path, no account and no command from anybody but its own configuration: a keeper, which it starts under
//! the server's account and which alone talks to the server, may say "start a job of this class with these
//! descriptors", "tell it to end", "kill it". Documents pass through as descriptors that are never read here.
//!
//! | look in | for |
//! |---|---|
//! | `conf` | what must be true of the configuration, the accounts and the folders |
//! | `link` | the few words between a keeper and this program |
//! | `launcher` | the loop, and the life of a slot |
//! | `fence` | what a child does between its birth and the runner: namespaces, mounts, limits, identity |
//! | `cgroup` | limits for a whole job, where the machine lets us set them |
//! | `network` | rules for the accounts in the machine's network |
//! | `sys` | all unsafe code |

mod cgroup;
mod conf;
mod fence;
mod launcher;
mod link;
mod network;
mod sys;

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::conf::{Ground, refused};
use crate::launcher::Launcher;

/// Another launcher uses this work folder.
const EXIT_RUNNING: u8 = 3;
const USAGE: &str = "usage: pulpo-launcher [--config /etc/pulpo/worker.conf] [--foreground | --check]";

/// One line for whoever reads the log. Nobody may be there any more, which is no reason to end.
fn say(sentence: &str) {
    drop(writeln!(io::stderr(), "pulpo-launcher: {sentence}"));
}

fn main() -> ExitCode {
    let (mut config, mut foreground, mut check) = (PathBuf::from(workerconf::USUAL_PLACE), false, false);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.to_str(), argument == "--config") {
            (_, true) => config = arguments.next().unwrap_or_default().into(),
            (Some("--foreground"), _) => foreground = true,
            (Some("--check"), _) => check = true,
            _ => {
                say(USAGE);
                return ExitCode::from(2);
            }
        }
    }
    match start(&config, foreground, check) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn start(config: &Path, foreground: bool, check: bool) -> io::Result<u8> {
    sys::settle()?;
    let ground = Ground::read(config)?;
    if check {
        word("ok");
        return Ok(0);
    }
    ground.prepare()?;
    let lock = File::create(ground.conf.work.join("lock"))?;
    if lock.try_lock().is_err() {
        say(&format!("another launcher uses {}", ground.conf.work.display()));
        return Ok(EXIT_RUNNING);
    }
    let listener = listen(&ground)?;
    let (mut started, is_started) = io::pipe()?;
    if !foreground && sys::fork_away()? {
        // Whoever waits for this process is told whether the daemon serves.
        drop(is_started);
        return Ok(u8::from(started.read(&mut [0])? == 0));
    }
    let mut launcher = Launcher::new(ground, listener)?;
    word("ready");
    std::env::set_current_dir("/")?;
    if !foreground {
        (&is_started).write_all(b"!")?;
        drop((started, is_started));
        sys::replace_streams(&File::options().read(true).write(true).open("/dev/null")?)?;
    }
    launcher.run()?;
    drop((launcher, lock));
    Ok(0)
}

/// The only words that are ever written to standard output.
fn word(word: &str) {
    drop(writeln!(io::stdout(), "{word}").and_then(|()| io::stdout().flush()));
}

fn listen(ground: &Ground) -> io::Result<OwnedFd> {
    let path = &ground.conf.socket;
    drop(fs::remove_file(path)); // The lock is ours, so it belongs to a launcher that is no more.
    let listener = UnixListener::bind(path).map_err(refused("the socket", path))?;
    listener.set_nonblocking(true)?;
    chown(path, None, Some(ground.server.gid))?;
    fs::set_permissions(path, Permissions::from_mode(0o660))?;
    Ok(listener.into())
}
