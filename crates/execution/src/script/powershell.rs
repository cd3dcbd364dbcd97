//! PowerShell: a bootstrap file that dot-sources the script (SW-01).

use std::fmt::Write as _;
use std::path::Path;

const FUNCTIONS: &str = include_str!("bootstrap.ps1");

pub(super) fn bootstrap(variables: &Path, script: &Path, parameters: &str, modules: &[String]) -> String {
    let mut text = format!("$OctopusFile = {}\n{FUNCTIONS}\n", quote(&variables.to_string_lossy()));
    for module in modules {
        writeln!(text, "Import-Module -DisableNameChecking {}", quote(&format!("./{module}")))
            .expect("a string takes everything");
    }
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

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
