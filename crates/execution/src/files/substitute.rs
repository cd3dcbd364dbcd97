//! Replaces variables in files (SF).

use std::fs;
use std::io::Write;
use std::path::Path;

use octostache::Variables;

use super::{Encoding, Text, find_files, has_feature, roots};
use crate::job::{Job, StepError};

/// The exit code when variables refer to each other in a circle (SE-04).
const RECURSION: i32 = 101;

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
    if memchr::memmem::find(&bytes, b"#").is_none() && encoding.is_none() {
        return Ok(());
    }
    let (changed, error) = evaluated(&bytes, &job.variables, encoding).map_err(|error| StepError::Failed {
        exit_code: if matches!(error, SubstituteError::Template(_)) { RECURSION } else { 1 },
        message: format!("could not replace variables in {}: {error}", path.display()),
    })?;
    if let Some(error) = error {
        let message =
            format!("Parsing file '{}' with Octostache returned the following error: {error}", path.display());
        if job.flag("OctopusShouldFailDeploymentOnSubstitutionFails", false) {
            return Err(StepError::failed(message));
        }
        job.reporter.verbose(&message)?;
    }
    if changed == bytes {
        return Ok(());
    }
    // Written in place, so that mode, owner and further names of the file stay.
    let mut target = fs::OpenOptions::new().write(true).truncate(true).open(path).map_err(failed)?;
    target.write_all(&changed).map_err(failed)
}

/// Why the variables in a file could not be replaced.
#[derive(Debug, thiserror::Error)]
pub enum SubstituteError {
    #[error("its byte-order mark does not fit its content")]
    Encoding,
    #[error(transparent)]
    Template(#[from] octostache::Error),
}

/// The bytes of a file with its variables replaced (SF-02, SF-03). Without `encoding` the variable
/// `Octopus.Action.SubstituteInFiles.OutputEncoding` decides, and without that the file's own stays.
pub fn substituted(
    bytes: &[u8],
    variables: &Variables,
    encoding: Option<Encoding>,
) -> Result<Vec<u8>, SubstituteError> {
    let named = || Encoding::from_name(&variables.get(&format!("{SETTINGS}.OutputEncoding"))?);
    Ok(evaluated(bytes, variables, encoding.or_else(named))?.0)
}

fn evaluated(
    bytes: &[u8],
    variables: &Variables,
    encoding: Option<Encoding>,
) -> Result<(Vec<u8>, Option<octostache::Error>), SubstituteError> {
    let mut text = Text::read(bytes).ok_or(SubstituteError::Encoding)?;
    let evaluated = variables.evaluate_file(&text.text)?;
    if evaluated.text == text.text && encoding.is_none_or(|encoding| encoding == text.encoding) {
        return Ok((bytes.to_vec(), evaluated.error));
    }
    text.text = evaluated.text;
    text.encoding = encoding.unwrap_or(text.encoding);
    Ok((text.write(), evaluated.error))
}
