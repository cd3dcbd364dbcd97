//! The data folder: made, checked and locked before anything in it is touched (design 3).

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use pulpo_domain::ambient::Random;
use pulpo_store::secrets::MasterKey;

use crate::config::Config;

/// The data folder, locked while this lives.
pub(crate) struct DataFolder {
    pub(crate) root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes what is missing, checks what is there, and locks it.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let root = config.data_dir.clone();
        make_private(&root)?;
        for name in ["blobs", "task-logs", "keys", "work"] {
            make_private(&root.join(name))?;
        }
        let path = root.join("server.lock");
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let lock = lock.with_context(|| format!("could not open {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root, _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                bail!("another server is running on the data folder {}; stop it first", root.display())
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("could not lock {}", path.display())),
        }
    }
}

/// Makes a folder that only its owner may enter, or checks that it is one.
fn make_private(folder: &Path) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            DirBuilder::new()
                .mode(0o700)
                .recursive(true)
                .create(folder)
                .with_context(|| format!("could not make the folder {}", folder.display()))?;
            return Ok(());
        }
        Err(error) => return Err(error).with_context(|| format!("could not make the folder {}", folder.display())),
    }
    let found = fs::metadata(folder).with_context(|| format!("could not look at the folder {}", folder.display()))?;
    if !found.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    let own = rustix::process::geteuid().as_raw();
    if found.uid() != own {
        bail!(
            "the folder {} belongs to account {}, but this server runs as account {own}; run it as the owner, or give the folder to account {own}",
            folder.display(),
            found.uid()
        );
    }
    check_mode(folder, found.permissions().mode(), 0o700)
}

fn check_mode(path: &Path, mode: u32, widest: u32) -> Result<()> {
    if mode & 0o777 & !widest != 0 {
        bail!(
            "{} can be read by other accounts (mode {:o}); secrets lie there: run chmod {widest:o} on it and see who has been reading",
            path.display(),
            mode & 0o777
        );
    }
    Ok(())
}

/// Reads the master key; on the first start, makes it.
///
/// A missing key beside a database that is there is an error: a new one could open nothing.
pub(crate) fn master_key(config: &Config, random: &dyn Random) -> Result<MasterKey> {
    let path = &config.master_key_file;
    match fs::read_to_string(path) {
        Ok(text) => {
            check_mode(path, fs::metadata(path)?.permissions().mode(), 0o600)?;
            MasterKey::parse(&text).with_context(|| format!("the master key in {} cannot be used", path.display()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if database(config).exists() {
                bail!(
                    "there is a database but no master key at {}; restore the key file from your backup",
                    path.display()
                );
            }
            let key = MasterKey::generate(random);
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .with_context(|| format!("could not write the master key to {}", path.display()))?;
            file.write_all(key.reveal().as_bytes())
                .and_then(|()| file.sync_all())
                .context("could not write the master key")?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("could not read the master key {}", path.display())),
    }
}

/// The SQLite database's file.
pub(crate) fn database(config: &Config) -> PathBuf {
    config.data_dir.join("pulpo.db")
}

/// `show-master-key`.
#[expect(clippy::print_stdout, reason = "the key is what was asked for")]
pub(crate) fn show_master_key(config: &Config) -> Result<ExitCode> {
    let path = &config.master_key_file;
    let text = fs::read_to_string(path).with_context(|| format!("could not read the master key {}", path.display()))?;
    MasterKey::parse(&text).with_context(|| format!("the master key in {} cannot be used", path.display()))?;
    println!("{}", text.trim());
    Ok(ExitCode::SUCCESS)
}
