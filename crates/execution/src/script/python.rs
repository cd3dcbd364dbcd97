//! Python: the helper functions and the script share one scope.

use std::path::Path;

use octostache::{Error, Variables};
use serde_json::{Map, Value};

use super::files::for_script;

const FUNCTIONS: &str = include_str!("bootstrap.py");

/// The variables as one JSON object.
pub(super) fn variables(variables: &Variables) -> Result<Vec<u8>, Error> {
    let pairs = for_script(variables)?.into_iter();
    let object: Map<String, Value> = pairs.map(|(name, value)| (name.to_owned(), Value::String(value))).collect();
    Ok(serde_json::to_vec(&object).expect("texts always serialise"))
}

/// The parameters stand in the file too: a command line is for everybody to read.
pub(super) fn bootstrap(variables: &Path, script: &Path, parameters: &[String]) -> String {
    let quote = |path: &Path| Value::String(path.to_string_lossy().into_owned()).to_string();
    format!("{FUNCTIONS}\n\n_octopus_start({}, {}, {})\n", quote(variables), quote(script), Value::from(parameters))
}
