//! The file behind `--configFile`: one `key = value` (or a bare flag) per line, `#` starts a comment line.

use std::path::Path;

use super::{Group, Values, parse};
use crate::failure::Failure;

/// Reads default values from a file. The command line wins over what stands there.
pub(crate) fn read_config_file(groups: &[Group], path: &Path) -> Result<Values, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file("read the config file", path, &error))?;
    let parsed = parse(groups, &as_arguments(&text)).map_err(Failure::Command)?;
    if parsed.leftovers.is_empty() {
        return Ok(parsed.values);
    }
    // Only the names: a misspelt key may well stand before a secret.
    let names: Vec<&str> = parsed
        .leftovers
        .iter()
        .map(|leftover| leftover.split(['=', ':']).next().unwrap_or_default().trim_start_matches('-').trim())
        .collect();
    Err(Failure::command(format!("Unrecognized arguments in configuration file: {}", names.join(", "))))
}

fn as_arguments(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| match line.find(['=', ':']) {
            Some(at) => format!("--{}={}", line[..at].trim(), line[at + 1..].trim()),
            None => format!("--{line}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_keys_and_values_are_dropped() {
        let text = "# defaults\nserver = https://oct:8443/x\n\n  apiKey=API-A \nwaitForDeployment\n";
        assert_eq!(as_arguments(text), ["--server=https://oct:8443/x", "--apiKey=API-A", "--waitForDeployment"]);
    }
}
