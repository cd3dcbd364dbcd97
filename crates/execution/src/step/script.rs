//! `Octopus.Script` (steps.md SS).

use std::path::{Path, PathBuf};

use pulpo_wire::job::PackageUse;

use super::history::History;
use super::package::install;
use crate::archive;
use crate::files;
use crate::job::{Job, StepError};
use crate::script::{self, Syntax, body};

const SCRIPT: &str = "Octopus.Action.Script";

/// Does the step: packages out, files adapted, script run.
pub(crate) fn script(job: &mut Job) -> Result<(), StepError> {
    let work = job
        .make_folder("Work")
        .map_err(|error| StepError::failed(format!("could not make the working folder: {error}")))?;
    let source = job.text(&format!("{SCRIPT}.ScriptSource")).unwrap_or_else(|| "Inline".to_owned());
    let packaged = match source.as_str() {
        "Inline" => false,
        "Package" => true,
        other => {
            return Err(StepError::failed(format!(
                "scripts from the source '{other}' cannot run on this worker; put the script into the process or into a package"
            )));
        }
    };
    let inline = if packaged { None } else { Some(inline_script(job, &work)?) };
    files::extract_packages(job, &work)?;
    let (path, syntax) = match inline {
        Some(found) => found,
        None => packaged_script(job, &work)?,
    };
    files::substitute_script(job, &path)?;
    files::configure(job, &work)?;
    let parameters = job.variables.get(&format!("{SCRIPT}.ScriptParameters")).unwrap_or_default();
    let end = script::run(job, &path, syntax, &parameters)?;

    let failing_text = end.error_text && job.flag("Octopus.Action.FailScriptOnErrorOutput", false);
    let exit_code = if end.exit_code == 0 && failing_text { -1 } else { end.exit_code };
    job.set_output("Octopus.Action.Script.ExitCode", &exit_code.to_string())?;
    remember(job, exit_code == 0)?;
    if exit_code == 0 {
        return Ok(());
    }
    Err(StepError::Failed { exit_code, message: format!("The remote script failed with exit code {exit_code}") })
}

/// SS-05: which packages were used here. Nothing of them stays, so that a machine without a journal can do without.
fn remember(job: &mut Job, was_successful: bool) -> Result<(), StepError> {
    if job.packages.is_empty() {
        return Ok(());
    }
    let Ok(applications) = install::applications(job) else { return Ok(()) };
    History::of(job, &applications).add(job, None, None, was_successful).map(drop)
}

/// Writes the script of the process into the working folder.
fn inline_script(job: &Job, work: &Path) -> Result<(PathBuf, Syntax), StepError> {
    let by_syntax = |syntax: Syntax| {
        let text = job.variables.raw(&format!("{SCRIPT}.ScriptBody[{}]", syntax.name()))?;
        Some((text.to_owned(), syntax))
    };
    let supported = |(_, syntax): &(String, Syntax)| syntax.is_supported(job.host.search_path());
    let found = Syntax::BY_PREFERENCE.into_iter().filter_map(by_syntax).find(supported);
    let (text, syntax) = if let Some(found) = found {
        found
    } else {
        let text = job.variables.raw(&format!("{SCRIPT}.ScriptBody")).map(str::to_owned);
        let text = text.or_else(|| Syntax::BY_PREFERENCE.into_iter().find_map(by_syntax).map(|(text, _)| text));
        let text = text.ok_or_else(|| StepError::failed("the step has no script; write one into its settings"))?;
        let name = job.text(&format!("{SCRIPT}.Syntax")).unwrap_or_else(|| "PowerShell".to_owned());
        let syntax = Syntax::from_name(&name).ok_or_else(|| {
            StepError::failed(format!(
                "scripts in '{name}' are not known; use Bash, Python, PowerShell, CSharp or FSharp"
            ))
        })?;
        (text, syntax)
    };
    let path = work.join(format!("Script.{}", syntax.extension()));
    let written = script::write_private(&path, &body(&text, syntax));
    written.map_err(|error| StepError::failed(format!("could not write the script: {error}")))?;
    Ok((path, syntax))
}

/// Finds the script of the primary package (SS-06).
fn packaged_script(job: &Job, work: &Path) -> Result<(PathBuf, Syntax), StepError> {
    if !job.packages.iter().any(|(package, _)| package.use_as == PackageUse::Primary) {
        return Err(StepError::failed("the script is to come from a package, but the step has none"));
    }
    let name = job
        .text(&format!("{SCRIPT}.ScriptFileName"))
        .ok_or_else(|| StepError::failed("the step does not say which file of the package is the script"))?;
    let relative = archive::clean_path(&name.replace('\\', "/"))
        .ok_or_else(|| StepError::failed(format!("the script file '{name}' does not lie in the package")))?;
    let path = work.join(relative);
    if !path.is_file() {
        return Err(StepError::failed(format!("the package has no file '{name}' to run as the script")));
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let syntax = Syntax::from_extension(&extension).ok_or_else(|| {
        StepError::failed(format!("the script file '{name}' has no extension of a script: .sh, .py, .ps1, .csx, .fsx"))
    })?;
    Ok((path, syntax))
}
