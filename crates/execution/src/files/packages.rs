//! Puts the packages of a step where the step wants them (SS-02, SS-03).

use std::error::Error;
use std::fs;
use std::path::Path;

use pulpo_wire::job::PackageUse;

use crate::archive::{self, ArchiveError, Extracted, Kind, Limits};
use crate::job::{Job, StepError};
use crate::step::copy_package;

/// Extracts or copies all packages of a script step into its working folder.
pub(crate) fn extract_packages(job: &mut Job, work: &Path) -> Result<(), StepError> {
    for index in 0..job.packages.len() {
        let package = job.packages[index].0.clone();
        match package.use_as {
            PackageUse::Primary => {
                extract_package(job, index, work)?;
                job.variables.set("OctopusOriginalPackageDirectoryPath", work.to_string_lossy());
            }
            PackageUse::ReferenceExtracted => {
                let folder = work.join(file_name(&package.reference));
                extract_package(job, index, &folder)?;
                set(job, &package.reference, "ExtractedPath", &folder.to_string_lossy());
            }
            PackageUse::ReferenceAsFile => {
                let extension = package.extension.rfind('.').map_or("", |dot| &package.extension[dot..]);
                let name = format!("{}{extension}", file_name(&package.reference));
                let path = work.join(&name);
                copy_package(job, index, &path)?;
                set(job, &package.reference, "PackageFilePath", &path.to_string_lossy());
                set(job, &package.reference, "PackageFileName", &name);
            }
        }
    }
    Ok(())
}

/// Extracts one package into a folder, which is made when it is not there.
pub(crate) fn extract_package(job: &Job, index: usize, folder: &Path) -> Result<Extracted, StepError> {
    let (package, file) = &job.packages[index];
    let named = format!("{} {}", package.package_id, package.version);
    let kind = Kind::from_extension(&package.extension).map_err(StepError::failed)?;
    fs::create_dir_all(folder)
        .map_err(|error| StepError::failed(format!("could not make {}: {error}", folder.display())))?;
    let extracted = archive::extract(file, kind, folder, Limits::default(), &|| job.signals.cancelled());
    extracted.map_err(|error| {
        if matches!(error, ArchiveError::Stopped) {
            return StepError::Cancelled;
        }
        let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        StepError::failed(format!("could not extract the package {named} to {}: {error}{why}", folder.display()))
    })
}

fn set(job: &mut Job, reference: &str, property: &str, value: &str) {
    job.variables.set(format!("Octopus.Action.Package[{reference}].{property}"), value);
}

/// A reference's name without what a file name cannot hold.
fn file_name(reference: &str) -> String {
    let name: String = reference.chars().filter(|character| !matches!(character, '/' | '\0')).collect();
    if matches!(name.as_str(), "" | "." | "..") { "_".to_owned() } else { name }
}
