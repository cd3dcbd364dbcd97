//! Files around a script.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use octostache::{Error, Variables};

use super::Syntax;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes a new file that nobody else may read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}

/// Makes a Bash script readable for Bash: no byte-order mark, no carriage returns (SB-01).
pub(super) fn prepare(path: &Path, syntax: Syntax) -> io::Result<()> {
    if syntax != Syntax::Bash {
        return Ok(());
    }
    let bytes = fs::read(path)?;
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let broken = memchr::memmem::find(text, b"\r\n").is_some();
    if !broken && text.len() == bytes.len() {
        return Ok(());
    }
    let mut out = Vec::with_capacity(text.len());
    for (index, &byte) in text.iter().enumerate() {
        if byte != b'\r' || text.get(index + 1) != Some(&b'\n') {
            out.push(byte);
        }
    }
    fs::write(path, out)
}

/// What a body in the process becomes on disk (SS-01).
pub(crate) fn body(text: &str, syntax: Syntax) -> Vec<u8> {
    let mut bytes = if syntax == Syntax::Bash { Vec::new() } else { BYTE_ORDER_MARK.to_vec() };
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

/// Writes the script modules that a script in `syntax` can use beside it (SW-03).
pub(crate) fn write_modules(variables: &Variables, syntax: Syntax, directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for (name, _) in variables.iter() {
        let Some(module) = name.strip_prefix("Octopus.Script.Module[").and_then(|rest| rest.strip_suffix(']')) else {
            continue;
        };
        let language = variables.get(&format!("Octopus.Script.Module.Language[{module}]"));
        if language.as_deref().map_or(Some(Syntax::PowerShell), Syntax::from_name) != Some(syntax) {
            continue;
        }
        let Some(text) = variables.get(name) else { continue };
        let extension = if syntax == Syntax::PowerShell { "psm1" } else { syntax.extension() };
        let file = format!("{}.{extension}", plain_name(module));
        fs::write(directory.join(&file), text.replace("\r\n", "\n"))?;
        names.push(file);
    }
    Ok(names)
}

/// A name reduced to letters, digits and `_`.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric() || *character == '_').collect()
}

/// The variables that a script gets, evaluated (SV-02), without those that are no use to it (SV-04).
///
/// A variable that refers to itself is an error (VE-14); what cannot be evaluated otherwise stays as written.
pub(super) fn for_script(variables: &Variables) -> Result<Vec<(&str, String)>, Error> {
    let wanted = variables.iter().filter(|(name, _)| {
        !name.starts_with("Octopus.Script.Module") && !name.starts_with("Octopus.Deployment.PackageBuildInformation")
    });
    wanted
        .map(|(name, value)| {
            if !value.contains("#{") {
                return Ok((name, value.to_owned()));
            }
            let evaluated = variables.evaluate(value);
            match evaluated.error {
                Some(error @ Error::SelfReference { .. }) => Err(error),
                _ if evaluated.is_null => Ok((name, String::new())),
                _ => Ok((name, evaluated.text)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bash_script_loses_its_mark_and_its_carriage_returns_at_line_ends_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sh");
        fs::write(&path, b"\xef\xbb\xbfecho a\r\necho 'b\rc'\r\n").unwrap();
        prepare(&path, Syntax::Bash).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"echo a\necho 'b\rc'\n");
    }
}
