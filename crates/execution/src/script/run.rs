//! Runs one script file to its end.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Syntax, bash, dotnet, files, powershell, python, words};
use crate::job::{Job, StepError};
use crate::process::{Program, Running};
use crate::report::Streams;

/// The exit code of a step whose variables refer to each other in a circle (SE-04).
const RECURSION: i32 = 101;

/// How a script ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScriptEnd {
    pub(crate) exit_code: i32,
    /// It wrote to standard error.
    pub(crate) error_text: bool,
}

/// Runs the script at `path`, in its folder (SV-06), with `parameters` as written.
///
/// What it prints goes to the log, what it asks for is done; nothing that it started is left.
pub(crate) fn run(job: &mut Job, path: &Path, syntax: Syntax, parameters: &str) -> Result<ScriptEnd, StepError> {
    let interpreter = syntax.find(job.host.search_path()).map_err(StepError::failed)?;
    let broken =
        |error: std::io::Error| StepError::failed(format!("could not prepare the script {}: {error}", path.display()));
    let directory = path.parent().expect("a script lies in a folder").to_owned();
    files::prepare(path, syntax).map_err(broken)?;
    let modules = files::write_modules(&job.variables, syntax, &directory).map_err(broken)?;

    let number = job.next_number();
    let bootstrap =
        job.folder.join(format!("Bootstrap.{number}.{}", path.file_name().unwrap_or_default().to_string_lossy()));
    let variables = job.folder.join(format!("Variables.{number}"));
    // F# names the module by its file.
    let library = job.folder.join(format!("Library.{number}"));
    let functions_path = library.join(format!("Octopus.{}", syntax.extension()));
    let mut functions = None;
    let mut arguments: Vec<OsString> = Vec::new();
    let (text, values) = match syntax {
        Syntax::Bash => {
            let body = fs::read(path).map_err(broken)?;
            (bash::bootstrap(&variables, path, parameters, &body), bash::variables(&job.variables))
        }
        Syntax::Python => {
            arguments.push("-u".into());
            let parameters = words::split(parameters).map_err(StepError::failed)?;
            (python::bootstrap(&variables, path, &parameters), python::variables(&job.variables))
        }
        Syntax::PowerShell => {
            if job.flag("Octopus.Action.PowerShell.ExecuteWithoutProfile", false) {
                arguments.push("-NoProfile".into());
            }
            arguments.extend(["-NoLogo", "-NonInteractive", "-File"].map(OsString::from));
            let debugging = powershell::debugging(
                &job.text("Octopus.Action.PowerShell.PSDebug.Trace").unwrap_or_default(),
                job.flag("Octopus.Action.PowerShell.PSDebug.Strict", false),
            );
            let text = powershell::bootstrap(&variables, path, parameters, &modules, &debugging);
            (text, python::variables(&job.variables))
        }
        Syntax::CSharp | Syntax::FSharp => {
            let parameters = words::split(parameters).map_err(StepError::failed)?;
            let text = if syntax == Syntax::CSharp {
                dotnet::csharp_functions(&variables, &parameters)
            } else {
                arguments.extend(["fsi", "--quiet", "--exec"].map(OsString::from));
                dotnet::fsharp_functions(&variables, path, &parameters)
            };
            functions = Some(text);
            (dotnet::bootstrap(&functions_path, path), python::variables(&job.variables))
        }
    };
    // The interpreters of some languages look at the extension.
    let bootstrap = match syntax {
        Syntax::Bash | Syntax::Python => bootstrap,
        Syntax::PowerShell | Syntax::CSharp | Syntax::FSharp => bootstrap.with_extension(syntax.extension()),
    };
    let secrets = Removed(vec![bootstrap.clone(), variables.clone(), functions_path.clone()]);
    let values = values.map_err(|error| StepError::Failed { exit_code: RECURSION, message: error.to_string() })?;
    files::write_private(&variables, &values).map_err(broken)?;
    files::write_private(&bootstrap, text.as_bytes()).map_err(broken)?;
    if let Some(text) = functions {
        fs::create_dir(&library).map_err(broken)?;
        files::write_private(&functions_path, text.as_bytes()).map_err(broken)?;
    }
    arguments.push(bootstrap.into_os_string());
    let mut environment = job.script_environment().map_err(broken)?;
    if matches!(syntax, Syntax::CSharp | Syntax::FSharp) {
        environment.extend(dotnet::environment(job.host.search_path()));
    }
    let program = Program { path: interpreter, arguments, environment, directory };
    let end = watch(job, &program);
    drop(secrets);
    end
}

fn watch(job: &mut Job, program: &Program) -> Result<ScriptEnd, StepError> {
    job.check_cancelled()?;
    let running = Running::start(program, Rc::clone(&job.signals)).map_err(|error| StepError::Failed {
        // SE-04.
        exit_code: -1,
        message: format!("could not start {}: {error}", program.path.display()),
    })?;
    let mut streams = Streams::default();
    let Job { reporter, wishes, .. } = job;
    let exit_code = running.watch(&mut |piece| match piece {
        Some((source, bytes)) => streams
            .take(reporter, source, bytes, &mut |reporter, message| wishes.hear(reporter, message, &program.directory)),
        None => reporter.flush(),
    })?;
    streams.finish(reporter, &mut |reporter, message| wishes.hear(reporter, message, &program.directory))?;
    job.keep_outputs();
    job.check_cancelled()?;
    Ok(ScriptEnd { exit_code, error_text: streams.had_error_text() })
}

/// Files that are removed whatever happens: they hold secrets.
struct Removed(Vec<PathBuf>);

impl Drop for Removed {
    fn drop(&mut self) {
        for path in &self.0 {
            // It may not have been written yet, or the script has removed it.
            let _ = fs::remove_file(path);
        }
    }
}
