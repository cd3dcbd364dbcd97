//! `Octopus.TransferPackage`: a package file is put into a folder as it is.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use pulpo_wire::job::{JobPackage, PackageUse};

use crate::job::{Job, StepError};

const COPY: usize = 1 << 20;

pub(crate) fn transfer_package(job: &mut Job) -> Result<(), StepError> {
    let folder = job
        .text("Octopus.Action.Package.TransferPath")
        .ok_or_else(|| StepError::failed("the step does not say where the package is to go; set its transfer path"))?;
    let folder = PathBuf::from(folder);
    if !folder.is_absolute() {
        return Err(StepError::failed(format!("the transfer path '{}' is not absolute", folder.display())));
    }
    let primary = job.packages.iter().position(|(package, _)| package.use_as == PackageUse::Primary);
    let primary = primary.ok_or_else(|| StepError::failed("the step has no package to transfer"))?;
    let name = file_name(&job.packages[primary].0);
    let path = folder.join(&name);
    let failed =
        |error: io::Error| StepError::failed(format!("could not copy the package to {}: {error}", path.display()));
    fs::create_dir_all(&folder).map_err(failed)?;
    copy_package(job, primary, &path)?;
    job.reporter.info(&format!("Copied the package to {}", path.display()))?;
    job.set_output("Package.DirectoryPath", &folder.to_string_lossy())?;
    job.set_output("Package.FileName", &name)?;
    job.set_output("Package.FilePath", &path.to_string_lossy())
}

/// The name under which the package was uploaded (versions.md NF-01).
pub(crate) fn file_name(package: &JobPackage) -> String {
    let id = package.package_id.rsplit('/').next().unwrap_or_default();
    let plain: String = format!("{id}.{}{}", package.version, package.extension);
    plain.replace(['/', '\0'], "_")
}

/// Copies a package's file; the new file appears whole or not at all.
pub(crate) fn copy_package(job: &Job, index: usize, path: &Path) -> Result<(), StepError> {
    let failed =
        |error: io::Error| StepError::failed(format!("could not copy the package to {}: {error}", path.display()));
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let copied = copy(job, &job.packages[index].1, &partial);
    if copied.is_err() {
        // What was begun is of no use; that it could not be removed is the smaller trouble.
        let _ = fs::remove_file(&partial);
    }
    copied?;
    fs::rename(&partial, path).map_err(failed)
}

fn copy(job: &Job, source: &File, path: &Path) -> Result<(), StepError> {
    let failed = |error: io::Error| StepError::failed(format!("could not write {}: {error}", path.display()));
    let mut target = File::create(path).map_err(failed)?;
    let mut buffer = vec![0; COPY];
    let mut position = 0;
    loop {
        job.check_cancelled()?;
        // By position: the descriptor may be shared.
        let count = source.read_at(&mut buffer, position).map_err(failed)?;
        if count == 0 {
            return Ok(());
        }
        position += count as u64;
        target.write_all(&buffer[..count]).map_err(failed)?;
    }
}
