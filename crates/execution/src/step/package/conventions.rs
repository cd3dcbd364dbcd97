//! The scripts of a package step: those in the package, and those that the project configures.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files;
use crate::job::{Job, StepError};
use crate::script::{self, ScriptEnd, Syntax, body};

/// When a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    PreDeploy,
    Deploy,
    PostDeploy,
    /// Only in packages, and whether or not they may run scripts otherwise.
    DeployFailed,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::PreDeploy => "PreDeploy",
            Self::Deploy => "Deploy",
            Self::PostDeploy => "PostDeploy",
            Self::DeployFailed => "DeployFailed",
        }
    }
}

/// Runs the package's own script for a stage, then deletes it (SC-15).
pub(super) fn packaged(job: &mut Job, directory: &Path, stage: Stage) -> Result<(), StepError> {
    if stage != Stage::DeployFailed && !job.flag("Octopus.Action.Package.RunScripts", true) {
        return Ok(());
    }
    let found = find(directory, stage);
    let Some((path, syntax)) = found.first() else { return Ok(()) };
    let others: Vec<String> = found[1..].iter().map(|(path, _)| file_name(path)).collect();
    if !others.is_empty() {
        let chosen = file_name(path);
        job.reporter.verbose(&format!("{chosen} is run; these are for other platforms: {}", others.join(", ")))?;
    }
    let end = script::run(job, path, *syntax, "")?;
    let named = format!("Script '{}' returned", path.display());
    check(job, end, &named, " Deployment terminated.")?;
    remove(job, directory, stage)
}

/// Deletes the package's scripts for a stage, unless they are to stay.
pub(super) fn remove(job: &mut Job, directory: &Path, stage: Stage) -> Result<(), StepError> {
    if !job.flag("OctopusDeleteScriptsOnCleanup", true) {
        return Ok(());
    }
    for (path, _) in find(directory, stage) {
        if let Err(error) = fs::remove_file(&path) {
            job.reporter.warning(&format!("Could not delete {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Runs the scripts that the project configures for a stage, in every language given (SC-16).
pub(super) fn configured(job: &mut Job, directory: &Path, stage: Stage) -> Result<(), StepError> {
    if !files::has_feature(job, "Octopus.Features.CustomScripts") {
        return Ok(());
    }
    for syntax in Syntax::CONFIGURED {
        let name = format!("Octopus.Action.CustomScripts.{}.{}", stage.name(), syntax.extension());
        let Some(text) = job.text(&name) else { continue };
        let path = directory.join(&name);
        let written = fs::write(&path, body(&text, syntax));
        written.map_err(|error| StepError::failed(format!("could not write {}: {error}", path.display())))?;
        let end = script::run(job, &path, syntax, "")?;
        check(job, end, &format!("{} script returned", stage.name()), "")?;
        // A failed one stays, for people to look at.
        let removed = fs::remove_file(&path);
        if let Err(error) = removed {
            job.reporter.warning(&format!("Could not delete {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// SE-03.
fn check(job: &Job, end: ScriptEnd, what: &str, behind: &str) -> Result<(), StepError> {
    // Commas and stops differ between the two kinds of scripts in the wording that people search for.
    let stop = if behind.is_empty() { "" } else { "." };
    if end.exit_code != 0 {
        return Err(StepError::failed(format!("{what} non-zero exit code: {}{stop}{behind}", end.exit_code)));
    }
    if end.error_text && job.flag("Octopus.Action.FailScriptOnErrorOutput", false) {
        return Err(StepError::Failed {
            exit_code: -1,
            message: format!("{what} zero exit code but had error output.{behind}"),
        });
    }
    Ok(())
}

/// The scripts for a stage in the root of a folder; the one to run comes first.
fn find(directory: &Path, stage: Stage) -> Vec<(PathBuf, Syntax)> {
    // A folder that cannot be listed has no scripts; that it is there was made sure of before.
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut found: Vec<(PathBuf, Syntax)> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter_map(|path| {
            let stem = path.file_stem()?.to_str()?;
            let syntax = Syntax::from_extension(path.extension()?.to_str()?)?;
            (stem.eq_ignore_ascii_case(stage.name()) && path.is_file()).then_some((path, syntax))
        })
        .collect();
    let rank = |syntax: Syntax| Syntax::BY_PREFERENCE.iter().position(|known| *known == syntax).unwrap_or(usize::MAX);
    found.sort_by(|left, right| (rank(left.1), &left.0).cmp(&(rank(right.1), &right.0)));
    found
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
