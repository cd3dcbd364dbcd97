//! PowerShell: a bootstrap file that dot-sources the script (SW-01).

use std::fmt::Write as _;
use std::path::Path;

const FUNCTIONS: &str = include_str!("bootstrap.ps1");

pub(super) fn bootstrap(
    variables: &Path,
    script: &Path,
    parameters: &str,
    modules: &[String],
    debugging: &str,
) -> String {
    let mut text = format!("$OctopusFile = {}\n{FUNCTIONS}\n", quote(&variables.to_string_lossy()));
    for module in modules {
        writeln!(text, "Import-Module -DisableNameChecking {}", quote(&format!("./{module}")))
            .expect("a string takes everything");
    }
    text.push_str(debugging);
    write!(
        text,
        "try {{ . {} {}\n}} catch {{\n    [Console]::Error.WriteLine(($_ | Out-String).TrimEnd())\n    \
         [Console]::Error.WriteLine($_.ScriptStackTrace)\n    exit 1\n}}\n\
         if ((Test-Path variable:global:LastExitCode)) {{ exit $global:LastExitCode }}\nexit 0\n",
        quote(&script.to_string_lossy()),
        parameters.replace(['\r', '\n'], " "),
    )
    .expect("a string takes everything");
    text
}

/// The line that turns tracing and strictness on, as variables of the project ask for it.
pub(super) fn debugging(trace: &str, is_strict: bool) -> String {
    let level = match trace.trim() {
        "1" | "2" => trace.trim(),
        text if text.eq_ignore_ascii_case("true") => "1",
        _ => "0",
    };
    match (level, is_strict) {
        ("0", false) => String::new(),
        (level, false) => format!("Set-PSDebug -Trace {level}\n"),
        (level, true) => format!("Set-PSDebug -Trace {level} -Strict\n"),
    }
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debugging_is_off_unless_it_is_asked_for() {
        assert_eq!(debugging("", false) + &debugging("False", false), "");
        assert_eq!(debugging("True", false), "Set-PSDebug -Trace 1\n");
        assert_eq!(debugging("2", true), "Set-PSDebug -Trace 2 -Strict\n");
        assert_eq!(debugging("x", true), "Set-PSDebug -Trace 0 -Strict\n");
    }
}
