//! Sets values in configuration files by the names of variables (SG-01, SX-01).

use std::fs;
use std::path::{Path, PathBuf};

use super::transforms::APPLIED;
use super::{Glob, find_files, has_feature, roots};
use crate::job::{Job, StepError};
use crate::structured::{Format, FormatError, Outcome, Replaced, replace, replace_if_readable};

const PACKAGE: &str = "Octopus.Action.Package";

/// Structured configuration: the files that the action names.
pub(super) fn structured(job: &mut Job, directory: &Path) -> Result<(), StepError> {
    let enabled = has_feature(job, "Octopus.Features.JsonConfigurationVariables")
        || job.flag(&format!("{PACKAGE}.JsonConfigurationVariablesEnabled"), false);
    if !enabled {
        return Ok(());
    }
    let only_json = job.flag("Octopus.Action.StructuredConfigurationFallbackFlag", false);
    for target in job.lines(&format!("{PACKAGE}.JsonConfigurationVariablesTargets")) {
        for path in targets(job, directory, &target)? {
            job.check_cancelled()?;
            let bytes = read(&path)?;
            let (format, replaced) =
                try_formats(&bytes, &formats(&path, only_json), job).map_err(|(format, error)| {
                    StepError::failed(format!(
                        "Could not replace variables in {}, which was read as {format:?}: {error}",
                        path.display()
                    ))
                })?;
            finish(job, &path, &bytes, format, &replaced)?;
        }
    }
    Ok(())
}

/// .NET configuration variables: every `*.config` file below the folder.
pub(super) fn dotnet(job: &mut Job, directory: &Path) -> Result<(), StepError> {
    let wanted = job.flag(&format!("{PACKAGE}.AutomaticallyUpdateAppSettingsAndConnectionStrings"), false);
    if !wanted || !has_feature(job, "Octopus.Features.ConfigurationVariables") {
        return Ok(());
    }
    let transforms = job.variables.get(APPLIED).unwrap_or_default();
    for path in find_files("**/*.config", directory) {
        job.check_cancelled()?;
        if transforms.split('|').any(|known| Path::new(known) == path) {
            job.reporter.verbose(&format!("{} is a transform; no variables are replaced in it", path.display()))?;
            continue;
        }
        let bytes = read(&path)?;
        let ignores_errors = job.flag(&format!("{PACKAGE}.IgnoreVariableReplacementErrors"), false);
        let told = |error: FormatError| format!("Could not replace variables in {}: {error}", path.display());
        match replace_if_readable(Format::DotNetConfig, &bytes, &job.variables, ignores_errors) {
            Ok(Outcome::Replaced(replaced)) => finish(job, &path, &bytes, Format::DotNetConfig, &replaced)?,
            Ok(Outcome::Left(error)) => job.reporter.warning(&told(error))?,
            Err(error) => return Err(StepError::failed(told(error))),
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, StepError> {
    fs::read(path).map_err(|error| StepError::failed(format!("could not read {}: {error}", path.display())))
}

fn targets(job: &mut Job, directory: &Path, target: &str) -> Result<Vec<PathBuf>, StepError> {
    let glob = Glob::new(target);
    let found: Vec<PathBuf> = roots(job, directory).iter().flat_map(|root| glob.find(root)).collect();
    let (files, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| path.is_file());
    for folder in others.iter().filter(|path| path.is_dir() && !target.contains(['*', '?', '['])) {
        job.reporter.warning(&format!("{} is a folder; no variables are replaced in it", folder.display()))?;
    }
    if files.is_empty() && others.is_empty() {
        job.reporter.warning(&format!("No files were found in {} that match '{target}'", directory.display()))?;
    }
    Ok(files)
}

/// The formats to try, in order.
fn formats(path: &Path, only_json: bool) -> Vec<Format> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        _ if only_json => vec![Format::Json],
        "json" => vec![Format::Json],
        "xml" => vec![Format::Json, Format::Xml],
        "yaml" | "yml" => vec![Format::Json, Format::Yaml],
        "properties" => vec![Format::Json, Format::Properties],
        _ => vec![Format::Json, Format::Xml, Format::Yaml, Format::Properties],
    }
}

/// What the first fitting format gives; the error is that of the last one.
fn try_formats(bytes: &[u8], formats: &[Format], job: &Job) -> Result<(Format, Replaced), (Format, FormatError)> {
    let mut last = None;
    for &format in formats {
        match replace(format, bytes, &job.variables) {
            Ok(replaced) => return Ok((format, replaced)),
            Err(error) => last = Some((format, error)),
        }
    }
    Err(last.expect("there is always a format to try"))
}

fn finish(job: &mut Job, path: &Path, old: &[u8], format: Format, replaced: &Replaced) -> Result<(), StepError> {
    for warning in &replaced.warnings {
        job.reporter.warning(warning)?;
    }
    for name in &replaced.names {
        job.reporter.verbose(&format!(
            "Structured variable replacement succeeded on file {} with variable {name}",
            path.display()
        ))?;
    }
    if replaced.names.is_empty() && format != Format::DotNetConfig {
        job.reporter.info(&format!("No structured variables have been found in the file {}", path.display()))?;
    }
    if replaced.bytes != old {
        let written = fs::write(path, &replaced.bytes);
        written.map_err(|error| StepError::failed(format!("could not write {}: {error}", path.display())))?;
    }
    Ok(())
}
