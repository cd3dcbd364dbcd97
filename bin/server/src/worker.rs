//! The built-in worker of this server, as its settings want it (builtin-worker.md B4).

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_engine::{LauncherConfig, OwnLauncher};

use crate::config::{Worker, WorkerMode};
use crate::data_folder::DataFolder;

/// Why a server of root's does not run steps: each would be root, too.
const ROOT: &str = "the server runs as root, so that every step would be root, too; run the server as an account of \
its own (pulpo-server builtin-worker --auto-configure makes one), or accept it with allow-root = true in the table \
[worker] of its settings (PULPO_WORKER_ALLOW_ROOT=true)";

pub(crate) fn built_in(settings: &Worker) -> BuiltInWorker {
    match settings.mode {
        WorkerMode::Off => BuiltInWorker::off(),
        WorkerMode::SameUser => BuiltInWorker::same_user(refusal(settings, is_root())),
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn refusal(settings: &Worker, is_root: bool) -> Option<String> {
    (is_root && !settings.allow_root).then(|| ROOT.to_owned())
}

/// The programs beside this one, and the folder where jobs run.
pub(crate) fn launcher(folder: &DataFolder) -> Result<LauncherConfig> {
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
        let settings = |allow_root| Worker { allow_root, ..Worker::default() };
        assert_eq!(refusal(&settings(false), true).as_deref(), Some(ROOT));
        assert_eq!(refusal(&settings(true), true), None);
        assert_eq!(refusal(&settings(false), false), None);
    }
}
