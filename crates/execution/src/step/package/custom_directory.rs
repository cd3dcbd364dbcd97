//! Installing into a folder that the project names (SC-09).

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

use super::{Deployment, install};
use crate::files::{Glob, has_feature};
use crate::job::{Job, StepError};

const SETTING: &str = "Octopus.Action.Package.CustomInstallationDirectory";

/// Puts the extracted files into the custom folder and goes on from there. Without one nothing moves.
pub(super) fn install(job: &mut Job, deployment: &mut Deployment) -> Result<(), StepError> {
    if !has_feature(job, "Octopus.Features.CustomDirectory") {
        job.variables.set(SETTING, deployment.extracted.to_string_lossy());
        return Ok(());
    }
    let Some(name) = job.text(SETTING) else {
        return Err(StepError::failed("the step is to install into a custom folder, but does not say which"));
    };
    let target = PathBuf::from(name.trim());
    let failed = |what: &str, error: io::Error| StepError::failed(format!("could not {what}: {error}"));
    if !target.is_absolute() {
        return Err(StepError::failed(format!("the custom installation folder '{name}' is not absolute")));
    }
    fs::create_dir_all(&target).map_err(|error| failed(&format!("make {}", target.display()), error))?;
    // By their real names, so that a link does not lead into the folder that is copied from.
    let real = target.canonicalize().map_err(|error| failed(&format!("find {}", target.display()), error))?;
    let source = deployment.extracted.canonicalize();
    let source = source.map_err(|error| failed(&format!("find {}", deployment.extracted.display()), error))?;
    if real.starts_with(&source) || source.starts_with(&real) {
        return Err(StepError::failed(format!(
            "the custom installation folder '{name}' and the folder that the package is extracted to ({}) lie in each other",
            source.display()
        )));
    }
    if job.flag(&format!("{SETTING}ShouldBePurgedBeforeDeployment"), false) {
        let keep: Vec<Glob> =
            job.lines(&format!("{SETTING}PurgeExclusions")).iter().map(|line| Glob::new(line)).collect();
        job.reporter.info(&format!("Purging the directory '{}'", target.display()))?;
        purge(job, &real, "", &keep)?;
    }
    job.reporter.info(&format!("Copying package contents to '{}'", target.display()))?;
    let mut count = 0;
    copy(job, &source, &real, &mut count)?;
    job.reporter.info(&format!("Copied {count} files"))?;
    job.installations.push(real);
    let path = target.to_string_lossy().into_owned();
    install::set_paths(job, &path)?;
    job.set_output("Package.CopiedFileCount", &count.to_string())?;
    deployment.custom = Some(target.clone());
    deployment.current = target;
    Ok(())
}

/// Deletes what no exclusion describes. Returns whether nothing is left.
fn purge(job: &Job, folder: &Path, below: &str, keep: &[Glob]) -> Result<bool, StepError> {
    let failed =
        |path: &Path, error: io::Error| StepError::failed(format!("could not purge {}: {error}", path.display()));
    let mut empty = true;
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        job.check_cancelled()?;
        let entry = entry.map_err(|error| failed(folder, error))?;
        let path = entry.path();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if keep.iter().any(|glob| glob.matches(&name)) {
            empty = false;
            continue;
        }
        // A link is deleted, never followed.
        let is_folder = entry.file_type().map_err(|error| failed(&path, error))?.is_dir();
        let gone = if !is_folder {
            fs::remove_file(&path).map(|()| true)
        } else if purge(job, &path, &format!("{name}/"), keep)? {
            fs::remove_dir(&path).map(|()| true)
        } else {
            Ok(false)
        };
        empty &= gone.map_err(|error| failed(&path, error))?;
    }
    Ok(empty)
}

fn copy(job: &Job, from: &Path, to: &Path, count: &mut u64) -> Result<(), StepError> {
    let failed =
        |path: &Path, error: io::Error| StepError::failed(format!("could not copy to {}: {error}", path.display()));
    for entry in fs::read_dir(from).map_err(|error| failed(to, error))? {
        job.check_cancelled()?;
        let entry = entry.map_err(|error| failed(to, error))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(|error| failed(&target, error))?;
        if kind.is_dir() {
            make_folder(&source, &target).map_err(|error| failed(&target, error))?;
            copy(job, &source, &target, count)?;
        } else {
            copy_file(&source, &target, kind.is_symlink()).map_err(|error| failed(&target, error))?;
            *count += 1;
        }
    }
    Ok(())
}

fn make_folder(source: &Path, target: &Path) -> io::Result<()> {
    match fs::create_dir(target) {
        Ok(()) => fs::set_permissions(target, fs::metadata(source)?.permissions()),
        // A link to a folder is as good: somebody put it there for this.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && target.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

fn copy_file(source: &Path, target: &Path, link: bool) -> io::Result<()> {
    let there = match target.symlink_metadata() {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // Not written through a link or a second name, and not into a program that runs: a new file takes the
    // old one's place.
    if there
        .is_some_and(|metadata| link || metadata.is_symlink() || metadata.nlink() > 1 || metadata.mode() & 0o111 != 0)
    {
        fs::remove_file(target)?;
    }
    if link { symlink(fs::read_link(source)?, target) } else { fs::copy(source, target).map(|_| ()) }
}
