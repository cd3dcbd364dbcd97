//! Runs .NET configuration transforms: finds the pairs of file and transform, and tells what came of them (SX-02).

mod definition;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{find_files, has_feature, roots};
use crate::job::{Job, StepError};
use crate::structured::transform::{Gravity, Note, transform};
use definition::Definition;

const PACKAGE: &str = "Octopus.Action.Package";

/// The files that served as transforms; variables are not put into them.
pub(super) const APPLIED: &str = "OctopusAppliedXmlConfigTransforms";

/// What the project thinks of trouble.
struct Strictness {
    warnings_fail: bool,
    ignores_errors: bool,
    hides_details: bool,
}

/// Transforms the files in `directory`, if the action has the feature.
pub(super) fn run(job: &mut Job, directory: &Path) -> Result<(), StepError> {
    if !has_feature(job, "Octopus.Features.ConfigurationTransforms") {
        return Ok(());
    }
    let definitions = definitions(job)?;
    if definitions.is_empty() {
        return Ok(());
    }
    let ignores_errors = job.flag(&format!("{PACKAGE}.IgnoreConfigTransformationErrors"), false);
    let strictness = Strictness {
        warnings_fail: job.flag(&format!("{PACKAGE}.TreatConfigTransformationWarningsAsErrors"), true)
            && !ignores_errors,
        ignores_errors,
        hides_details: job.flag(&format!("{PACKAGE}.SuppressConfigTransformationLogging"), false),
    };
    let mut done: BTreeSet<(PathBuf, PathBuf)> = BTreeSet::new();
    let mut used = vec![false; definitions.len()];
    for root in roots(job, directory) {
        for file in files(&root, &definitions) {
            for (index, definition) in definitions.iter().enumerate() {
                for with in definition.transforms_of(&file, &root) {
                    used[index] = true;
                    if done.insert((file.clone(), with.clone())) {
                        job.check_cancelled()?;
                        apply(job, &file, &with, &strictness)?;
                    }
                }
            }
        }
    }
    for (definition, _) in definitions.iter().zip(used).filter(|(definition, used)| !used && definition.is_explicit()) {
        job.reporter.verbose(&format!(
            "The transform pattern \"{}\" was not performed as no matching files could be found",
            definition.text()
        ))?;
    }
    let mut transforms: Vec<String> = done.iter().map(|(_, with)| with.to_string_lossy().into_owned()).collect();
    transforms.sort();
    transforms.dedup();
    job.variables.set(APPLIED, transforms.join("|"));
    Ok(())
}

/// Those by name, then those that the project lists.
fn definitions(job: &Job) -> Result<Vec<Definition>, StepError> {
    let mut all = Vec::new();
    if job.flag(&format!("{PACKAGE}.AutomaticallyRunConfigurationTransformationFiles"), false) {
        let names = [job.text("Octopus.Environment.Name"), job.text("Octopus.Deployment.Tenant.Name")];
        let names = std::iter::once("Release".to_owned()).chain(names.into_iter().flatten());
        all.extend(names.map(|name| Definition::by_name(name.trim())));
    }
    let list = job.variables.get(&format!("{PACKAGE}.AdditionalXmlConfigurationTransforms")).unwrap_or_default();
    for text in list.split([',', '\r', '\n']).map(str::trim).filter(|text| !text.is_empty()) {
        all.push(Definition::read(text).ok_or_else(|| {
            StepError::failed(format!(
                "the configuration transform '{text}' cannot be read; write 'transform.config => target.config'"
            ))
        })?);
    }
    Ok(all)
}

/// Every file that may be transformed.
fn files(root: &Path, definitions: &[Definition]) -> Vec<PathBuf> {
    let mut found = find_files("**/*", root);
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        definitions.iter().any(|definition| definition.may_be_for(&name))
    });
    found
}

fn apply(job: &mut Job, file: &Path, with: &Path, strictness: &Strictness) -> Result<(), StepError> {
    job.reporter.info(&format!("Transforming '{}' using '{}'.", file.display(), with.display()))?;
    let read = |path: &Path| {
        fs::read(path).map_err(|error| StepError::failed(format!("could not read {}: {error}", path.display())))
    };
    let (old, wanted) = (read(file)?, read(with)?);
    let done = match transform(&old, &wanted) {
        Ok(done) => done,
        Err(error) => {
            let message = format!("Could not transform '{}' using '{}': {error}", file.display(), with.display());
            if strictness.ignores_errors {
                return Ok(job.reporter.warning(&message)?);
            }
            return Err(StepError::failed(message));
        }
    };
    let mut failures = 0;
    for note in &done.notes {
        failures += usize::from(tell(job, with, note, strictness)?);
    }
    if failures > 0 {
        return Err(StepError::failed(format!(
            "The XML configuration file {} failed with transformation file {}: see the log above; to go on in spite of \
             such errors, set {PACKAGE}.IgnoreConfigTransformationErrors to True",
            file.display(),
            with.display()
        )));
    }
    if done.bytes != old {
        let written = fs::write(file, &done.bytes);
        written.map_err(|error| StepError::failed(format!("could not write {}: {error}", file.display())))?;
    }
    Ok(())
}

/// Puts a note into the log; tells whether it makes the step fail.
fn tell(job: &mut Job, with: &Path, note: &Note, strictness: &Strictness) -> Result<bool, StepError> {
    let Note { line, column, element, text, gravity } = note;
    let name = with.file_name().unwrap_or_default().to_string_lossy();
    let text = format!("{name} (line {line}, column {column}, element '{element}'): {text}");
    let fails = match gravity {
        Gravity::Detail => false,
        Gravity::Warning => strictness.warnings_fail,
        Gravity::Error => !strictness.ignores_errors,
    };
    match gravity {
        _ if fails => job.reporter.error(&text)?,
        Gravity::Detail if strictness.hides_details => {}
        Gravity::Detail => job.reporter.verbose(&text)?,
        Gravity::Warning if strictness.ignores_errors => job.reporter.info(&text)?,
        Gravity::Warning | Gravity::Error => job.reporter.warning(&text)?,
    }
    Ok(fails)
}
