//! Replaces variables in files (SF).

use std::fs;
use std::io::Write;
use std::path::Path;

use super::{Encoding, Text, find_files, has_feature, roots};
use crate::job::{Job, StepError};

const SETTINGS: &str = "Octopus.Action.SubstituteInFiles";

/// Replaces the variables in a script (SV-02).
pub(crate) fn substitute_script(job: &mut Job, path: &Path) -> Result<(), StepError> {
    file(job, path, None)
}

/// Replaces the variables in the files that the action names, if it has the feature.
pub(super) fn in_files(job: &mut Job, directory: &Path) -> Result<(), StepError> {
    if !has_feature(job, "Octopus.Features.SubstituteInFiles") && !job.flag(&format!("{SETTINGS}.Enabled"), false) {
        return Ok(());
    }
    let encoding = job.text(&format!("{SETTINGS}.OutputEncoding")).and_then(|name| Encoding::from_name(&name));
    for pattern in job.lines(&format!("{SETTINGS}.TargetFiles")) {
        let roots = roots(job, directory);
        let found: Vec<_> = roots.iter().flat_map(|root| find_files(&pattern, root)).collect();
        if found.is_empty() && job.flag(&format!("{SETTINGS}.EnableNoMatchWarning"), true) {
            job.reporter.warning(&format!(
                "No files were found in {} that match the substitution target pattern '{pattern}'",
                directory.display()
            ))?;
        }
        for path in found {
            job.check_cancelled()?;
            file(job, &path, encoding)?;
            job.reporter.verbose(&format!("Replaced variables in {}", path.display()))?;
        }
    }
    Ok(())
}

fn file(job: &mut Job, path: &Path, encoding: Option<Encoding>) -> Result<(), StepError> {
    let failed = |error: std::io::Error| {
        StepError::failed(format!("could not replace variables in {}: {error}", path.display()))
    };
    let bytes = fs::read(path).map_err(failed)?;
    if memchr::memchr(b'#', &bytes).is_none() && encoding.is_none() {
        return Ok(());
    }
    let Some(mut text) = Text::read(&bytes) else {
        return Err(StepError::failed(format!(
            "could not replace variables in {}: its byte-order mark does not fit its content",
            path.display()
        )));
    };
    let evaluated = job
        .variables
        .evaluate_file(&text.text)
        .map_err(|error| StepError::Failed { exit_code: 101, message: format!("{}: {error}", path.display()) })?;
    if let Some(error) = evaluated.error {
        let message =
            format!("Parsing file '{}' with Octostache returned the following error: {error}", path.display());
        if job.flag("OctopusShouldFailDeploymentOnSubstitutionFails", false) {
            return Err(StepError::failed(message));
        }
        job.reporter.verbose(&message)?;
    }
    if evaluated.text == text.text && encoding.is_none_or(|encoding| encoding == text.encoding) {
        return Ok(());
    }
    text.text = evaluated.text;
    text.encoding = encoding.unwrap_or(text.encoding);
    // Written in place, so that mode, owner and further names of the file stay.
    let mut target = fs::OpenOptions::new().write(true).truncate(true).open(path).map_err(failed)?;
    target.write_all(&text.write()).map_err(failed)
}
