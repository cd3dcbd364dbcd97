//! What an action of the set-up does: looking whether it is done, and doing it.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::account;
use super::client::Launcher;
use super::commands;
use super::files;
use super::journal::Made;
use super::network::{self, Ports};
use super::steps;

/// What earlier actions of the same run have changed.
pub(crate) struct Change<'a> {
    pub(crate) paths: &'a [PathBuf],
}

impl Change<'_> {
    fn touched(&self, path: &Path) -> bool {
        self.paths.iter().any(|changed| changed == path)
    }
}

/// One kind of thing that set-up does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// An account of the system: locked, no log-on, a group of its own and no other.
    Account { name: String, comment: String },
    /// A folder; without an owner it is root's.
    Folder { path: PathBuf, owner: Option<String>, mode: u32, is_scratch: bool },
    /// The server's settings, readable to its group.
    Settings { path: PathBuf, text: String, group: String },
    /// The server's data folder with all in it belongs to the account.
    Data { path: PathBuf, owner: String },
    /// A file of root's.
    File { path: PathBuf, text: String, mode: u32 },
    /// The service manager reads its units anew after these files changed.
    Reload { files: Vec<PathBuf> },
    /// A unit is started at each start of the machine, and now if asked.
    Unit { name: String, now: bool, files: Vec<PathBuf> },
    /// The rules of the network, for the uids that the accounts have by then.
    RulesFile { path: PathBuf, table: String, accounts: Vec<String>, ports: Ports },
    /// The packet filter has the rules of this file.
    Rules { table: String, file: PathBuf },
    /// The launcher's own look at its configuration.
    Check { program: PathBuf, config: PathBuf },
    /// A launcher runs, without a service manager, and has read what is written.
    Launcher { program: PathBuf, config: PathBuf, socket: PathBuf, server: String },
}

impl Work {
    /// The file that it changes.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            Self::File { path, .. } | Self::Settings { path, .. } | Self::RulesFile { path, .. } => Some(path.clone()),
            Self::Account { .. }
            | Self::Folder { .. }
            | Self::Data { .. }
            | Self::Reload { .. }
            | Self::Unit { .. }
            | Self::Rules { .. }
            | Self::Check { .. }
            | Self::Launcher { .. } => None,
        }
    }

    /// Whether there is nothing left to do.
    pub(crate) fn is_done(&self, change: &Change<'_>) -> Result<bool> {
        Ok(match self {
            Self::Account { name, .. } => account::find(name).is_some(),
            Self::Folder { path, owner, mode, .. } => {
                let Ok(found) = fs::symlink_metadata(path) else { return Ok(false) };
                if !found.is_dir() {
                    bail!("{} is there and is no folder; move it away", path.display());
                }
                found.mode() & 0o7777 == *mode && owner_of(owner.as_deref()).is_some_and(|uid| uid == found.uid())
            }
            Self::Data { path, owner } => {
                let Some(wanted) = account::find(owner) else { return Ok(false) };
                fs::metadata(path).is_ok_and(|found| found.uid() == wanted.uid)
            }
            Self::File { path, text, mode } => has(path, text, *mode),
            Self::Settings { path, text, group } => {
                let gid = account::find(group).map(|account| account.gid);
                has(path, text, SETTINGS_MODE) && fs::metadata(path).is_ok_and(|found| Some(found.gid()) == gid)
            }
            Self::RulesFile { path, table, accounts, ports } => {
                let uids = steps::uids(accounts);
                let text = network::rules(table, &uids, ports);
                uids.len() == accounts.len() && fs::read_to_string(path).is_ok_and(|is| is == text)
            }
            Self::Reload { files } => !files.iter().any(|file| change.touched(file)),
            Self::Unit { name, now, files } => {
                !files.iter().any(|file| change.touched(file))
                    && commands::output("systemctl", &["is-enabled", "--quiet", name]).is_ok()
                    && (!now || commands::output("systemctl", &["is-active", "--quiet", name]).is_ok())
            }
            Self::Rules { table, file } => {
                !change.touched(file) && commands::output("nft", &["list", "table", "inet", table]).is_ok()
            }
            // Looking costs nothing, and what it looks at may have changed since.
            Self::Check { .. } => false,
            Self::Launcher { config, socket, server, .. } => {
                !change.touched(config) && answers(socket, server).is_some()
            }
        })
    }

    /// Does it; what is made is recorded before.
    pub(crate) fn carry_out(&self, change: &Change<'_>, record: &dyn Fn(&Made) -> Result<()>) -> Result<()> {
        match self {
            Self::Account { name, comment } => {
                record(&Made::Account(name.clone()))?;
                make_account(name, comment)
            }
            Self::Folder { path, owner, mode, is_scratch } => {
                let is_new = !path.exists();
                // The record lies in a folder of ours, which has to be there first.
                let made = if *is_scratch { Made::Scratch(path.clone()) } else { Made::Folder(path.clone()) };
                make_folder(path, owner.as_deref(), *mode)?;
                if is_new { record(&made) } else { Ok(()) }
            }
            Self::Data { path, owner } => {
                let found = fs::metadata(path).with_context(|| format!("could not look at {}", path.display()))?;
                record(&Made::DataOwner { path: path.clone(), uid: found.uid(), gid: found.gid() })?;
                let Some(owner) = account::find(owner) else { bail!("the account '{owner}' does not exist") };
                files::give(path, owner.uid, owner.gid)
            }
            Self::File { path, text, mode } => {
                if !path.exists() {
                    record(&Made::File(path.clone()))?;
                }
                files::write(path, text, *mode, None)
            }
            Self::Settings { path, text, group } => {
                if !path.exists() {
                    record(&Made::Settings(path.clone()))?;
                }
                files::write(path, text, SETTINGS_MODE, account::find(group).map(|account| account.gid))
            }
            Self::RulesFile { path, table, accounts, ports } => {
                if !path.exists() {
                    record(&Made::File(path.clone()))?;
                }
                files::write(path, &network::rules(table, &steps::uids(accounts), ports), 0o644, None)
            }
            Self::Reload { .. } => commands::output("systemctl", &["daemon-reload"]).map(drop),
            Self::Unit { name, now, .. } => {
                record(&Made::Unit(name.clone()))?;
                commands::output("systemctl", &["enable", "--quiet", name])?;
                if *now {
                    commands::output("systemctl", &["restart", name])?;
                }
                Ok(())
            }
            Self::Rules { table, file } => {
                record(&Made::Rules(table.clone()))?;
                commands::output("nft", &["-f", &file.display().to_string()]).map(drop)
            }
            Self::Check { program, config } => commands::output(
                &program.display().to_string(),
                &["--config", &config.display().to_string(), "--check"],
            )
            .map(drop),
            Self::Launcher { program, config, socket, server } => {
                if change.touched(config)
                    && let Some(pid) = answers(socket, server)
                {
                    files::end_launcher_of(pid)?;
                }
                record(&Made::Launcher { config: config.clone() })?;
                let log = socket.with_extension("log");
                commands::daemon(program, &["--config".as_ref(), config.as_os_str()], &log)
            }
        }
    }
}

/// The settings may hold the password of a database.
const SETTINGS_MODE: u32 = 0o640;

fn has(path: &Path, text: &str, mode: u32) -> bool {
    fs::metadata(path).is_ok_and(|found| found.mode() & 0o7777 == mode)
        && fs::read_to_string(path).is_ok_and(|is| is == text)
}

fn owner_of(owner: Option<&str>) -> Option<u32> {
    owner.map_or(Some(0), |name| account::find(name).map(|account| account.uid))
}

/// The process that answers there, asked as the server would ask.
pub(crate) fn answers(socket: &Path, server: &str) -> Option<u32> {
    let server = account::find(server)?;
    let greeted = super::identity::as_account(&server, || Launcher::greet(socket));
    greeted.ok()?.ok().map(|launcher| launcher.pid)
}

fn make_account(name: &str, comment: &str) -> Result<()> {
    if commands::output("getent", &["group", "--", name]).is_err() {
        commands::output("groupadd", &["--system", name])?;
    }
    // Without a password such an account is locked from the start; no home is made, for each job gets one of its own.
    commands::output(
        "useradd",
        &[
            "--system",
            "--gid",
            name,
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            no_login(),
            "--comment",
            comment,
            name,
        ],
    )
    .map(drop)
}

fn no_login() -> &'static str {
    let known = ["/usr/sbin/nologin", "/sbin/nologin"];
    known.into_iter().find(|path| Path::new(path).exists()).unwrap_or("/bin/false")
}

fn make_folder(path: &Path, owner: Option<&str>, mode: u32) -> Result<()> {
    let context = || format!("could not make the folder {}", path.display());
    if !path.exists() {
        DirBuilder::new().mode(mode).recursive(true).create(path).with_context(context)?;
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).with_context(context)?;
    let Some(uid) = owner_of(owner) else { bail!("the account '{}' does not exist", owner.unwrap_or_default()) };
    let gid = owner.and_then(account::find).map_or(0, |account| account.gid);
    chown(path, Some(uid), Some(gid)).with_context(context)
}
