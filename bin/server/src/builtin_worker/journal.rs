//! What set-up has made on this machine, written down before it is made, so that `--reset --remove` takes back exactly
//! that and nothing that was there before.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// One thing that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Made {
    Account(String),
    File(PathBuf),
    /// The server's settings, to which an administrator may add.
    Settings(PathBuf),
    Folder(PathBuf),
    /// A folder whose content is not worth keeping.
    Scratch(PathBuf),
    /// The server's data: belonged to this account and group before.
    DataOwner {
        path: PathBuf,
        uid: u32,
        gid: u32,
    },
    Unit(String),
    /// A table of the packet filter.
    Rules(String),
    /// A launcher that runs without a service manager.
    Launcher {
        config: PathBuf,
    },
}

impl Made {
    fn line(&self) -> String {
        match self {
            Self::Account(name) => format!("account {name}"),
            Self::File(path) => format!("file {}", path.display()),
            Self::Settings(path) => format!("settings {}", path.display()),
            Self::Folder(path) => format!("folder {}", path.display()),
            Self::Scratch(path) => format!("scratch {}", path.display()),
            Self::DataOwner { path, uid, gid } => format!("owner {uid}:{gid} {}", path.display()),
            Self::Unit(name) => format!("unit {name}"),
            Self::Rules(table) => format!("rules {table}"),
            Self::Launcher { config } => format!("launcher {}", config.display()),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let (kind, rest) = line.split_once(' ')?;
        let text = rest.to_owned();
        Some(match kind {
            "account" => Self::Account(text),
            "file" => Self::File(text.into()),
            "settings" => Self::Settings(text.into()),
            "folder" => Self::Folder(text.into()),
            "scratch" => Self::Scratch(text.into()),
            "owner" => {
                let (owner, path) = rest.split_once(' ')?;
                let (uid, gid) = owner.split_once(':')?;
                Self::DataOwner { path: path.into(), uid: uid.parse().ok()?, gid: gid.parse().ok()? }
            }
            "unit" => Self::Unit(text),
            "rules" => Self::Rules(text),
            "launcher" => Self::Launcher { config: text.into() },
            _ => return None,
        })
    }
}

/// The list, in the order in which things were made.
pub(crate) struct Journal {
    path: PathBuf,
}

impl Journal {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn read(&self) -> Result<Vec<Made>> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("could not read {}", self.path.display())),
        };
        let mut list = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let Some(made) = Made::parse(line) else {
                bail!("{} has a line that is not understood: {line}", self.path.display());
            };
            list.push(made);
        }
        Ok(list)
    }

    /// Adds an entry that is not there yet.
    pub(crate) fn add(&self, made: &Made) -> Result<()> {
        if self.read()?.contains(made) {
            return Ok(());
        }
        let context = || format!("could not write {}", self.path.display());
        let is_new = !self.path.exists();
        let mut file =
            OpenOptions::new().create(true).append(true).mode(0o600).open(&self.path).with_context(context)?;
        let mut text = String::new();
        if is_new {
            text.push_str(
                "# What builtin-worker made on this machine; --reset --remove takes it back in reverse order.\n",
            );
        }
        text.push_str(&made.line());
        text.push('\n');
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(context)
    }

    /// Leaves only what could not be taken back; the file itself goes when that is nothing.
    pub(crate) fn keep(&self, left: &[Made]) -> Result<()> {
        let context = || format!("could not write {}", self.path.display());
        if left.is_empty() {
            return match fs::remove_file(&self.path) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error).with_context(context),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        fs::remove_file(&self.path).with_context(context)?;
        left.iter().try_for_each(|made| self.add(made))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_read_back_in_order_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("made"));
        assert_eq!(journal.read().unwrap(), []);
        let list = [
            Made::Account("pulpo-worker-1".to_owned()),
            Made::Folder("/etc/pulpo".into()),
            Made::Scratch("/var/lib/pulpo work".into()),
            Made::DataOwner { path: "/srv/data of pulpo".into(), uid: 0, gid: 5 },
            Made::File("/etc/pulpo/worker.conf".into()),
            Made::Settings("/etc/pulpo/server.toml".into()),
            Made::Unit("pulpo-launcher.service".to_owned()),
            Made::Rules("pulpo".to_owned()),
            Made::Launcher { config: "/etc/pulpo/worker.conf".into() },
        ];
        for made in list.iter().chain(&list) {
            journal.add(made).unwrap();
        }
        assert_eq!(journal.read().unwrap(), list);
        journal.keep(&list[2..3]).unwrap();
        assert_eq!(journal.read().unwrap(), list[2..3]);
        journal.keep(&[]).unwrap();
        assert!(!journal.path().exists());
        fs::write(journal.path(), "account a\nnonsense\n").unwrap();
        assert!(journal.read().unwrap_err().to_string().ends_with("not understood: nonsense"));
    }
}
