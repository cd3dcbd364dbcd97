//! Files of a step: packages put in place, texts adapted.

mod configuration;
mod encoding;
mod glob;
mod packages;
mod substitute;
mod transforms;

use std::path::{Path, PathBuf};

pub use encoding::Encoding;
pub(crate) use encoding::Text;
pub(crate) use glob::{Glob, find as find_files};
pub(crate) use packages::{extract_package, extract_packages};
pub(crate) use substitute::substitute_script;
pub use substitute::{SubstituteError, substituted};

use crate::job::{Job, StepError};

const FEATURES: &str = "Octopus.Action.EnabledFeatures";

/// Whether a feature is switched on for the action.
pub(crate) fn has_feature(job: &Job, feature: &str) -> bool {
    let list = job.variables.get(FEATURES).unwrap_or_default();
    list.split(',').any(|name| name.trim().eq_ignore_ascii_case(feature))
}

/// Adapts the files in `directory` to the deployment, each way only if its feature is on (SC-04).
pub(crate) fn configure(job: &mut Job, directory: &Path) -> Result<(), StepError> {
    substitute::in_files(job, directory)?;
    transforms::run(job, directory)?;
    configuration::dotnet(job, directory)?;
    configuration::structured(job, directory)
}

/// Where globs are looked up: the folder itself, and those that the project adds (SF-01).
fn roots(job: &Job, directory: &Path) -> Vec<PathBuf> {
    let more = job.variables.get("Octopus.Action.AdditionalPaths").unwrap_or_default();
    let more = more.split(',').map(str::trim).filter(|path| !path.is_empty()).map(|path| directory.join(path));
    std::iter::once(directory.to_owned()).chain(more).collect()
}
