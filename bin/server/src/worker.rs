//! The built-in worker of this server, as its settings want it (builtin-worker.md B4).

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_engine::{LauncherConfig, OwnLauncher};

use crate::builtin_worker::{launcher_config, selftest};
use crate::config::{Worker, WorkerMode};
use crate::data_folder::DataFolder;

/// Why a server of root's does not run steps: each would be root, too.
const ROOT: &str = "the server runs as root, so that every step would be root, too; run the server as an account of \
its own (pulpo-server builtin-worker --auto-configure makes one), or accept it with allow-root = true in the table \
[worker] of its settings (PULPO_WORKER_ALLOW_ROOT=true)";

/// Why a server of root's does not ask the launcher either: the fence is there so that nothing else need be root. In a
/// container, where root is root of little, an administrator may accept it.
const ROOT_BESIDE_LAUNCHER: &str = "the server runs as root although steps have accounts of their own; start it under \
the account that pulpo-server builtin-worker --auto-configure made for it; in a container, and only there, \
allow-root = true in the table [worker] of its settings (PULPO_WORKER_ALLOW_ROOT=true) accepts it";

/// Whether container engines and service managers say that this is a container.
fn is_container() -> bool {
    let marks = ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"];
    let first = std::fs::read("/proc/1/environ").unwrap_or_default();
    marks.iter().any(|mark| std::path::Path::new(mark).exists())
        || first.split(|byte| *byte == 0).any(|entry| entry.starts_with(b"container="))
}

pub(crate) fn built_in(settings: &Worker) -> BuiltInWorker {
    let refusal = refusal(settings, rustix::process::geteuid().is_root(), is_container);
    match settings.mode {
        WorkerMode::Off => BuiltInWorker::off(),
        WorkerMode::SameUser => BuiltInWorker::same_user(refusal),
        WorkerMode::Launcher => {
            let config = settings.launcher_config.clone();
            BuiltInWorker::launcher(refusal, Arc::new(move || selftest::run(&config)))
        }
    }
}

fn refusal(settings: &Worker, is_root: bool, is_container: impl Fn() -> bool) -> Option<String> {
    let why = match settings.mode {
        WorkerMode::Launcher if !(settings.allow_root && is_container()) => Some(ROOT_BESIDE_LAUNCHER),
        WorkerMode::SameUser if !settings.allow_root => Some(ROOT),
        WorkerMode::Off | WorkerMode::SameUser | WorkerMode::Launcher => None,
    };
    why.filter(|_| is_root).map(str::to_owned)
}

/// Where the launcher is reached.
pub(crate) fn launcher(settings: &Worker, folder: &DataFolder) -> Result<LauncherConfig> {
    match settings.mode {
        WorkerMode::Off | WorkerMode::SameUser => own(folder),
        WorkerMode::Launcher => {
            // A file that cannot be used is the self-test's to tell; nothing runs then, and the server does.
            let conf = launcher_config::read(&settings.launcher_config);
            let socket = conf.map_or_else(|_| folder.root.join("no-launcher.sock"), |conf| conf.socket);
            Ok(LauncherConfig { socket, own: None })
        }
    }
}

/// The programs beside this one, and the folder where jobs run.
fn own(folder: &DataFolder) -> Result<LauncherConfig> {
    let own = std::env::current_exe().context("could not find this program")?;
    let beside = |name: &str| -> Result<PathBuf> {
        let path = own.with_file_name(name);
        if !path.is_file() {
            bail!(
                "{name} is not beside {}; steps could not run: install all of Pulpo's programs in one folder",
                own.display()
            );
        }
        Ok(path)
    };
    let work_dir = folder.root.join("work");
    let programs = OwnLauncher { program: beside("pulpo-keeper")?, runner: beside("pulpo-runner")?, work_dir };
    Ok(LauncherConfig { socket: programs.work_dir.join("launcher.sock"), own: Some(programs) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_roots_runs_steps_only_if_that_was_asked_for() {
        // B4, B6.
        let settings = |mode, allow_root| Worker { mode, allow_root, launcher_config: PathBuf::new() };
        let refused = |mode, allow_root, is_root, is_container: bool| {
            refusal(&settings(mode, allow_root), is_root, || is_container)
        };
        let check = |mode, allow_root, is_root, why: Option<&str>| {
            assert_eq!(refused(mode, allow_root, is_root, false).as_deref(), why);
        };
        check(WorkerMode::SameUser, false, true, Some(ROOT));
        check(WorkerMode::SameUser, true, true, None);
        check(WorkerMode::SameUser, false, false, None);
        check(WorkerMode::Launcher, true, true, Some(ROOT_BESIDE_LAUNCHER));
        assert_eq!(refused(WorkerMode::Launcher, true, true, true), None, "in a container that is enough");
        assert!(refused(WorkerMode::Launcher, false, true, true).is_some(), "but it must be said");
        check(WorkerMode::Launcher, false, false, None);
        check(WorkerMode::Off, false, true, None);
    }
}
