//! Values in configuration files.

mod xml_values;

use std::fs;

use anyhow::{Context, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pulpo_execution::structured::{
    Format, FormatError, Outcome, Replaced, json_paths, replace_if_readable, yaml_paths,
};
use serde_json::{Value, json};

use super::case::{Case, Verdict};
use super::{job, octostache as templates};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let format = match case.text("format")? {
        "substitute" => return substitute(case),
        "json" => Format::Json,
        "yaml" => Format::Yaml,
        "xml" => Format::Xml,
        "properties" => Format::Properties,
        "dotnet-config" => Format::DotNetConfig,
        _ => return Err(case.unknown("format")),
    };
    match case.find_text("test")? {
        None => {
            let ignores_errors = case.find("ignore_errors") == Some(&Value::Bool(true));
            let (input, variables) = (file(case, "input")?, templates::variables(case)?);
            match replace_if_readable(format, &input, &variables, ignores_errors) {
                // The file stays as it is, and nothing fails.
                Ok(Outcome::Left(_)) if case.find("expected").is_none_or(Value::is_null) => Ok(Verdict::Passed),
                Ok(Outcome::Left(_)) => same_bytes(case, &input),
                Ok(Outcome::Replaced(replaced)) => check_replaced(case, Ok(replaced)),
                Err(error) => check_replaced(case, Err(error)),
            }
        }
        Some("paths") => {
            let paths = match format {
                Format::Json => json_paths(case.text("input")?)?,
                Format::Yaml => yaml_paths(case.text("input")?)?,
                Format::Xml | Format::Properties | Format::DotNetConfig => return Err(case.unknown("format")),
            };
            Ok(Verdict::equal(case.value("expected")?, &json!(paths)))
        }
        Some(_) => Err(case.unknown("test")),
    }
}

fn check_replaced(case: &Case<'_>, replaced: Result<Replaced, FormatError>) -> anyhow::Result<Verdict> {
    let replaced = match (case.find("expected_error").filter(|error| !error.is_null()), replaced) {
        (Some(expected), Ok(_)) => return Ok(Verdict::holds(false, format!("the error {expected}"), "no error")),
        (Some(Value::Bool(true)), Err(_)) => return Ok(Verdict::Passed),
        (Some(expected), Err(FormatError { line, column, .. })) => {
            return Ok(Verdict::equal(expected, &json!({ "line": line, "column": column })));
        }
        (None, Err(error)) => return Ok(Verdict::holds(false, "no error", error.to_string())),
        (None, Ok(replaced)) => replaced,
    };
    if let Some(count) = case.find("replaced_count")
        && *count != json!(replaced.names.len())
    {
        return Ok(Verdict::holds(false, format!("{count} replacements"), format!("{:?}", replaced.names)));
    }
    let text = String::from_utf8_lossy(&replaced.bytes).into_owned();
    let mut checked = false;
    if let Some(start) = case.find_text("expected_starts_with")? {
        checked = true;
        if !text.starts_with(start) {
            return Ok(Verdict::holds(false, format!("a text that starts with {start}"), text));
        }
    }
    if let Some(values) = case.find("expected_values") {
        checked = true;
        for wanted in values.as_array().context("the field \"expected_values\" is not a list")? {
            let found = xml_values::find(&text, wanted)?;
            if found.as_deref() != wanted["value"].as_str() {
                return Ok(Verdict::holds(false, wanted.to_string(), format!("{found:?}")));
            }
        }
    }
    if checked && case.find("expected").is_none() && case.find("expected_base64").is_none() {
        return Ok(Verdict::Passed);
    }
    same_bytes(case, &replaced.bytes)
}

/// Runs a step that has the feature and finds the file in one of its additional folders.
fn substitute(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let folder = tempfile::tempdir().context("could not make a folder for the file")?;
    let name = case.text("file")?;
    let path = folder.path().join(name);
    fs::write(&path, file(case, "input")?).context("could not write the file")?;
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
    same_bytes(case, &fs::read(&path).context("could not read the file again")?)
}

fn same_bytes(case: &Case<'_>, got: &[u8]) -> anyhow::Result<Verdict> {
    let expected = file(case, "expected")?;
    let ends_count = match case.find_text("compare")? {
        None => true,
        Some("newline-insensitive") => false,
        Some(_) => return Err(case.unknown("compare")),
    };
    let shown = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        json!(if ends_count { text.into_owned() } else { text.replace("\r\n", "\n") }).to_string()
    };
    let same = if ends_count { expected == got } else { shown(&expected) == shown(got) };
    Ok(Verdict::holds(same, shown(&expected), shown(got)))
}

/// The content of a file: text, with the byte-order mark the case names, or base 64 where bytes matter.
fn file(case: &Case<'_>, field: &str) -> anyhow::Result<Vec<u8>> {
    let encoded = format!("{field}_base64");
    if let Some(text) = case.find_text(&encoded)? {
        return STANDARD.decode(text).with_context(|| format!("the field \"{encoded}\" is not base 64"));
    }
    let mut bytes = match case.find_text("input_bom")? {
        None => Vec::new(),
        Some("utf-8-bom") => b"\xEF\xBB\xBF".to_vec(),
        Some(_) => return Err(case.unknown("input_bom")),
    };
    bytes.extend_from_slice(case.text(field)?.as_bytes());
    Ok(bytes)
}
