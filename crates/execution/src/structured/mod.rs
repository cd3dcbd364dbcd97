//! Sets values in configuration files by the names of variables (steps.md SG and SX).
//!
//! [`replace`] does one file in one format; each format has a module with its own reader and writer, because
//! what was not replaced has to come out as the product writes it.

mod document;
mod dotnet;
mod json;
mod lines;
mod properties;
pub mod transform;
mod xml;
mod yaml;

use octostache::Variables;

pub use json::paths as json_paths;
pub use yaml::paths as yaml_paths;

use crate::files::{Encoding, Text};

/// The formats of configuration files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Yaml,
    Xml,
    Properties,
    /// `*.config` files: only application settings and connection strings (SX-01).
    DotNetConfig,
}

/// A file after its replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    pub bytes: Vec<u8>,
    /// The names of the variables that were used, in order, once for each place.
    pub names: Vec<String>,
    /// What people should know.
    pub warnings: Vec<String>,
}

/// Why a file could not be read in a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why} (line {line}, column {column})")]
pub struct FormatError {
    pub why: String,
    /// From 1.
    pub line: usize,
    pub column: usize,
}

/// Replaces values in the bytes of a file.
pub fn replace(format: Format, input: &[u8], variables: &Variables) -> Result<Replaced, FormatError> {
    let unreadable =
        || FormatError { why: "its byte-order mark does not fit its content".to_owned(), line: 1, column: 1 };
    let declared =
        if matches!(format, Format::Xml | Format::DotNetConfig) { xml::declared_encoding(input) } else { None };
    let mut text = match declared {
        Some(encoding) => Text::read_as(input, encoding),
        None => Text::read(input),
    }
    .ok_or_else(unreadable)?;
    let change = match format {
        Format::Json => json::replace(&text.text, variables)?,
        Format::Yaml => yaml::replace(&text.text, variables)?,
        Format::Xml => xml::replace(&text.text, variables)?,
        Format::Properties => properties::replace(&text.text, variables)?,
        Format::DotNetConfig => dotnet::replace(&text.text, variables)?,
    };
    text.text = match format {
        // It is changed in place, its line ends with it.
        Format::Properties | Format::DotNetConfig => change.text,
        Format::Json | Format::Yaml | Format::Xml => lines::with_ends_of(&change.text, &text.text),
    };
    if declared.is_some() && !text.fits() {
        text.text = xml::declared_as_utf8(&text.text);
        text.encoding = Encoding::Utf8;
    }
    Ok(Replaced { bytes: text.write(), names: change.names, warnings: change.warnings })
}

/// What came of a file where it need not be readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Replaced(Replaced),
    /// It cannot be read, which the project does not mind; it stays as it is.
    Left(FormatError),
}

/// Replaces values as [`replace`] does; with `ignores_errors` a file that cannot be read is left alone.
pub fn replace_if_readable(
    format: Format,
    input: &[u8],
    variables: &Variables,
    ignores_errors: bool,
) -> Result<Outcome, FormatError> {
    match replace(format, input, variables) {
        Ok(replaced) => Ok(Outcome::Replaced(replaced)),
        Err(error) if ignores_errors => Ok(Outcome::Left(error)),
        Err(error) => Err(error),
    }
}

/// A text after its replacement; line ends are LF where the format writes its own.
#[derive(Debug, Default)]
struct Change {
    text: String,
    names: Vec<String>,
    warnings: Vec<String>,
}

/// A variable that may be used in a file; no value stands for null.
struct Setting<'a> {
    name: &'a str,
    variables: &'a Variables,
}

impl Setting<'_> {
    fn value(&self) -> Option<String> {
        self.variables.get(self.name)
    }
}

/// The variables, without the product's own (SG-03). `Octopus:...` may be meant for the file.
fn settings(variables: &Variables, with_colon: bool) -> impl Iterator<Item = Setting<'_>> {
    variables
        .iter()
        .filter(move |(name, _)| {
            let own = name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("Octopus"));
            !own || (with_colon && name[7..].starts_with(':'))
        })
        .map(|(name, _)| Setting { name, variables })
}

/// The line and column of a place in a text, from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

fn error_at(text: &str, at: usize, why: impl Into<String>) -> FormatError {
    let (line, column) = position(text, at);
    FormatError { why: why.into(), line, column }
}

#[cfg(test)]
mod tests;
