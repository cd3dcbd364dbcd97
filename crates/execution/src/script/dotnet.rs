//! C# by `dotnet-script` and F# by `dotnet fsi`: a file of helper functions, loaded before the script.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::process::Program;

const CSHARP: &str = include_str!("bootstrap.csx");
const FSHARP: &str = include_str!("bootstrap.fsx");

/// The file of functions for C#. The parameters stand in it: a command line is for everybody to read.
pub(super) fn csharp_functions(variables: &Path, parameters: &[String]) -> String {
    let mut text = format!("{CSHARP}\nOctopus.Load({});\n", literal(&variables.to_string_lossy()));
    for parameter in parameters {
        writeln!(text, "Args.Add({});", literal(parameter)).expect("a string takes everything");
    }
    text
}

/// The file of functions for F#; its name is that of the module.
pub(super) fn fsharp_functions(variables: &Path, script: &Path, parameters: &[String]) -> String {
    let words = std::iter::once(script.to_string_lossy().into_owned()).chain(parameters.iter().cloned());
    let words: Vec<String> = words.map(|word| literal(&word)).collect();
    format!(
        "{FSHARP}\nload {}\nfsi.CommandLineArgs <- [| {} |]\n",
        literal(&variables.to_string_lossy()),
        words.join("; ")
    )
}

/// What is started: it loads the functions, then the script.
pub(super) fn bootstrap(functions: &Path, script: &Path) -> String {
    // The text of a directive knows no escapes.
    format!("#load \"{}\"\n#load \"{}\"\n", functions.display(), script.display())
}

/// Where .NET lies, which tools do not find by the search path, and that it keeps quiet.
pub(super) fn environment(path: &str) -> Vec<(OsString, OsString)> {
    let quiet = [("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1")];
    let mut environment: Vec<(OsString, OsString)> =
        quiet.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    let found = Program::find("dotnet", path).and_then(|path| path.canonicalize().ok());
    if let Some(folder) = found.as_deref().and_then(Path::parent) {
        environment.push(("DOTNET_ROOT".into(), folder.into()));
    }
    environment
}

/// A text as both languages read it; they know every escape that JSON has.
fn literal(text: &str) -> String {
    Value::from(text).to_string()
}
