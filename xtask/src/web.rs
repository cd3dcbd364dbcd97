//! The portal's own commands.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::machine::{command, has, must, root};

pub(crate) fn folder() -> PathBuf {
    root().join("web")
}

/// Whether the portal can be built here; otherwise why not.
pub(crate) fn possible() -> Result<(), String> {
    if !folder().join("package.json").is_file() {
        return Err("there is no portal in web/".to_owned());
    }
    if has("npm") { Ok(()) } else { Err("Node.js with npm is not installed".to_owned()) }
}

pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = command("npm");
    npm.args(arguments).current_dir(folder());
    npm
}

/// Installs what the lock file names, and builds the portal into web/dist.
pub(crate) fn build() -> Result<()> {
    install()?;
    must(npm(&["run", "--silent", "build"]))
}

/// Installs what the lock file names, unless that has been done for this very lock file.
pub(crate) fn install() -> Result<()> {
    let lock = std::fs::read(folder().join("package-lock.json"))?;
    let mark = folder().join("node_modules/.installed-lock");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // Not `npm ci`: it refuses a lock file that lacks other platforms' binaries, which not every registry has.
    must(npm(&["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    Ok(std::fs::write(mark, lock)?)
}
