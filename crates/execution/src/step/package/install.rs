//! Where a package is extracted to, and whether it needs to be (SC-01, SC-02).

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

use crate::files::extract_package;
use crate::job::{Job, StepError};
use crate::journal::Entry;

/// What has to be free before anything is extracted.
const FREE_MEGABYTES: u64 = 500;

/// More installations of one version than this have another cause than redeployment.
const MOST_COPIES: u32 = 100_000;

/// The folder of all installations.
pub(in crate::step) fn applications(job: &Job) -> Result<PathBuf, StepError> {
    let named = job.text("Octopus.Tentacle.Agent.ApplicationDirectoryPath").map(PathBuf::from);
    let named = named.or_else(|| job.host.get("TentacleApplications").map(PathBuf::from));
    let path = named.or_else(|| Some(Path::new(job.host.get("HOME")?).join("Applications"))).ok_or_else(|| {
        StepError::failed(
            "there is no folder for applications: set the variable Octopus.Tentacle.Agent.ApplicationDirectoryPath",
        )
    })?;
    if path.is_absolute() {
        Ok(path)
    } else {
        Err(StepError::failed(format!("the folder for applications '{}' is not absolute", path.display())))
    }
}

/// SI-01: whether the newest installation of this very version succeeded and is wanted to be enough.
pub(super) fn is_installed(job: &mut Job, package: usize, set: &str, entries: &[Entry]) -> Result<bool, StepError> {
    if !job.flag("Octopus.Action.Package.SkipIfAlreadyInstalled", false) {
        return Ok(false);
    }
    let (id, version) = (job.packages[package].0.package_id.clone(), job.packages[package].0.version.clone());
    let same = |entry: &&Entry| {
        entry.retention_set == set
            && entry.packages.iter().any(|(known, number)| known.eq_ignore_ascii_case(&id) && *number == version)
    };
    let newest = entries.iter().filter(same).max_by_key(|entry| entry.installed_on_us);
    let Some(entry) = newest.filter(|entry| entry.was_successful) else { return Ok(false) };
    let Some(extracted) = entry.extracted_to.clone() else { return Ok(false) };
    let path = entry.custom_directory.clone().unwrap_or(extracted);
    job.reporter.info(&format!("The package {id} {version} is already installed in {path}; the step is skipped"))?;
    set_paths(job, &path)?;
    Ok(true)
}

/// What scripts may ask about earlier installations of the same set (variables.md VY).
pub(super) fn set_previous(job: &mut Job, set: &str, entries: &[Entry]) {
    let newest = |successful: bool| {
        let of_set = entries.iter().filter(|entry| entry.retention_set == set && (!successful || entry.was_successful));
        of_set.max_by_key(|entry| entry.installed_on_us)
    };
    for (kind, entry) in [("PreviousInstallation", newest(false)), ("PreviousSuccessfulInstallation", newest(true))] {
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let version = entry.and_then(|entry| entry.packages.first()).map(|(_, version)| version);
        let values = [
            ("PackageVersion", text(version)),
            ("OriginalInstalledPath", text(entry.and_then(|entry| entry.extracted_to.as_ref()))),
            ("CustomInstallationDirectory", text(entry.and_then(|entry| entry.custom_directory.as_ref()))),
            ("PackageFilePath", String::new()),
        ];
        for (name, value) in values {
            job.variables.set(format!("Octopus.Tentacle.{kind}.{name}"), value);
        }
    }
}

/// Extracts the package into a new folder of its own.
pub(super) fn extract(job: &mut Job, package: usize, applications: &Path) -> Result<PathBuf, StepError> {
    let mut parent = applications.to_owned();
    for name in ["Octopus.Deployment.Tenant.Name", "Octopus.Environment.Name"] {
        parent.extend(job.text(name).map(|name| folder_name(&name)));
    }
    let (id, version) = (&job.packages[package].0.package_id, &job.packages[package].0.version);
    parent.push(escaped(id));
    let version = escaped(version);
    let made = fs::create_dir_all(&parent);
    made.map_err(|error| StepError::failed(format!("could not make {}: {error}", parent.display())))?;
    check_free_space(job, &parent)?;
    let folder = new_folder(&parent, &version)?;
    job.reporter.verbose(&format!("Extracting package to: {}", folder.display()))?;
    let extracted = match extract_package(job, package, &folder) {
        Ok(extracted) => extracted,
        Err(error) => {
            // Nobody would ever clean up what no journal knows (RT-07).
            if let Err(error) = fs::remove_dir_all(&folder) {
                let text = format!("Could not delete {}, which is incomplete: {error}", folder.display());
                job.reporter.warning(&text)?;
            }
            return Err(error);
        }
    };
    job.reporter.verbose(&format!("Extracted {} files", extracted.files))?;
    let path = folder.to_string_lossy().into_owned();
    job.variables.set("OctopusOriginalPackageDirectoryPath", path.clone());
    set_paths(job, &path)?;
    job.set_output("Package.ExtractedFileCount", &extracted.files.to_string())?;
    Ok(folder)
}

/// Tells where the package lives, under both names.
pub(super) fn set_paths(job: &mut Job, path: &str) -> Result<(), StepError> {
    job.set_output("Package.InstallationDirectoryPath", path)?;
    job.set_output("Octopus.Action.Package.InstallationDirectoryPath", path)
}

/// Makes `<version>`, or `<version>_1`, `<version>_2`...; never takes over one that is there.
fn new_folder(parent: &Path, version: &str) -> Result<PathBuf, StepError> {
    for number in 0..MOST_COPIES {
        let name = if number == 0 { version.to_owned() } else { format!("{version}_{number}") };
        let path = parent.join(name);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StepError::failed(format!("could not make {}: {error}", path.display()))),
        }
    }
    Err(StepError::failed(format!("there are too many installations of version {version} in {}", parent.display())))
}

fn check_free_space(job: &Job, path: &Path) -> Result<(), StepError> {
    if job.flag("OctopusSkipFreeDiskSpaceCheck", false) {
        return Ok(());
    }
    let wanted = job.text("OctopusFreeDiskSpaceOverrideInMegaBytes").and_then(|text| text.trim().parse().ok());
    let wanted = wanted.unwrap_or(FREE_MEGABYTES);
    let status = statvfs(path).map_err(|error| {
        StepError::failed(format!("could not find out how much space is free in {}: {error}", path.display()))
    })?;
    let free = status.f_bavail.saturating_mul(status.f_frsize) >> 20;
    if free < wanted {
        return Err(StepError::failed(format!(
            "only {free} MB are free in {}, and {wanted} MB are needed; free some space, or set \
             OctopusFreeDiskSpaceOverrideInMegaBytes",
            path.display()
        )));
    }
    Ok(())
}

/// Ids and versions as names of folders (versions.md NF-06).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '@') {
            write!(out, "%{:02X}", u32::from(character)).expect("a string takes everything");
        } else {
            out.push(character);
        }
    }
    if matches!(out.as_str(), "." | "..") { out.replace('.', "%2E") } else { out }
}

/// Names of tenants and environments lose what a file name cannot hold.
fn folder_name(name: &str) -> String {
    let name: String = name.chars().filter(|character| !matches!(character, '/' | '\0')).collect();
    if matches!(name.trim(), "" | "." | "..") { "_".to_owned() } else { name.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_one_folder_each() {
        assert_eq!(escaped("My/Package 1%"), "My%2FPackage 1%25");
        assert_eq!(escaped(".."), "%2E%2E");
        assert_eq!((folder_name("a/b"), folder_name("..")), ("ab".to_owned(), "_".to_owned()));
    }

    #[test]
    fn an_installation_that_is_there_is_never_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let names = [0, 1, 2].map(|_| new_folder(folder.path(), "1.0").unwrap());
        assert_eq!(names.map(|path| path.file_name().unwrap().to_owned()), ["1.0", "1.0_1", "1.0_2"]);
    }
}
