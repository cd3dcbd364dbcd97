//! Values in configuration files.

use std::fs;

use anyhow::{Context, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::case::{Case, Verdict};
use super::job;

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    match case.text("format")? {
        "substitute" => substitute(case),
        "json" | "yaml" | "xml" | "properties" | "dotnet-config" => {
            Ok(Verdict::Skipped("only the replacement of templates in files is there yet"))
        }
        _ => Err(case.unknown("format")),
    }
}

/// Runs a step that has the feature and finds the file in one of its additional folders.
fn substitute(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let folder = tempfile::tempdir().context("could not make a folder for the file")?;
    let name = case.text("file")?;
    let path = folder.path().join(name);
    fs::write(&path, bytes(case, "input")?).context("could not write the file")?;
    let mut variables = vec![
        ("Octopus.Action.EnabledFeatures", "Octopus.Features.SubstituteInFiles"),
        ("Octopus.Action.SubstituteInFiles.TargetFiles", name),
        ("Octopus.Action.AdditionalPaths", folder.path().to_str().context("the temporary folder has no plain name")?),
    ];
    for (name, value) in case.value("variables")?.as_object().context("the variables are not an object")? {
        variables.push((name, value.as_str().with_context(|| format!("the variable \"{name}\" is not a text"))?));
    }
    let result = job::run_script("Bash", "true", variables)?;
    if result.exit_code != 0 {
        bail!("the step failed: {:?}", result.error);
    }
    let got = fs::read(&path).context("could not read the file again")?;
    let (expected, got) = (bytes(case, "expected")?, got);
    let shown = |bytes: &[u8]| json!(String::from_utf8_lossy(bytes)).to_string();
    Ok(Verdict::holds(expected == got, shown(&expected), shown(&got)))
}

/// The content of a file, given as text or, where bytes matter, in base 64.
fn bytes(case: &Case<'_>, field: &str) -> anyhow::Result<Vec<u8>> {
    let encoded = format!("{field}_base64");
    match case.find(&encoded) {
        Some(Value::String(text)) => {
            STANDARD.decode(text).with_context(|| format!("the field \"{encoded}\" is not base 64"))
        }
        Some(_) | None => Ok(case.text(field)?.as_bytes().to_vec()),
    }
}
