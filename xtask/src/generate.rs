//! `gen`: files that are made from code, and whether they are up to date.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::machine::root;
use crate::say::say;

/// Every generated file, with its content as it should be.
fn files() -> Result<Vec<(PathBuf, String)>> {
    let reference = root().join("docs/reference");
    Ok(vec![
        (reference.join("openapi.json"), pulpo_api::table::openapi()),
        (reference.join("permissions.md"), pulpo_api::table::reference()),
        (reference.join("built-in-worker-threats.md"), crate::threats::page()?),
    ])
}

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    if arguments.iter().any(|argument| argument == "--check") {
        check()?;
        return Ok(ExitCode::SUCCESS);
    }
    for (path, content) in files()? {
        let folder = path.parent().context("a generated file lies in a folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&path, content).with_context(|| format!("could not write {}", path.display()))?;
        say(&format!("wrote {}", path.strip_prefix(root()).unwrap_or(&path).display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails if a generated file is not what the code makes now.
pub(crate) fn check() -> Result<()> {
    for (path, content) in files()? {
        if fs::read_to_string(&path).unwrap_or_default() != content {
            bail!("{} is not up to date; run cargo xtask gen", path.strip_prefix(root()).unwrap_or(&path).display());
        }
    }
    Ok(())
}
