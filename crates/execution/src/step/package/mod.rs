//! `Octopus.TentaclePackage`: a package is extracted, adapted and installed, with scripts on the way
//! (steps.md SC).

mod conventions;
mod custom_directory;
pub(super) mod install;

use std::path::PathBuf;

use pulpo_wire::job::PackageUse;

use super::history::History;
use crate::files;
use crate::job::{Job, StepError};
use conventions::Stage;

const SKIP_REST: &str = "Octopus.Action.SkipRemainingConventions";

/// What is being deployed, and how far it has come.
struct Deployment {
    /// Where the package was extracted to.
    extracted: PathBuf,
    /// Where it is to live; the extraction folder, unless the project names another.
    current: PathBuf,
    custom: Option<PathBuf>,
}

/// One part of a deployment.
type Convention = fn(&mut Job, &mut Deployment) -> Result<(), StepError>;

/// In this order (SC-03 to SC-11).
const CONVENTIONS: [Convention; 9] = [
    |job, deployment| conventions::configured(job, &deployment.current, Stage::PreDeploy),
    |job, deployment| conventions::packaged(job, &deployment.current, Stage::PreDeploy),
    |job, deployment| files::configure(job, &deployment.current),
    custom_directory::install,
    |job, deployment| conventions::packaged(job, &deployment.current, Stage::Deploy),
    |job, deployment| conventions::configured(job, &deployment.current, Stage::Deploy),
    |job, deployment| conventions::packaged(job, &deployment.current, Stage::PostDeploy),
    |job, deployment| conventions::configured(job, &deployment.current, Stage::PostDeploy),
    |job, deployment| conventions::remove(job, &deployment.current, Stage::DeployFailed),
];

/// Does the step.
pub(crate) fn deploy_package(job: &mut Job) -> Result<(), StepError> {
    let package = job.packages.iter().position(|(package, _)| package.use_as == PackageUse::Primary);
    let package = package.ok_or_else(|| StepError::failed("the step has no package to deploy"))?;
    let applications = install::applications(job)?;
    let history = History::of(job, &applications);
    let entries = history.entries()?;
    if install::is_installed(job, package, history.set(), &entries)? {
        return Ok(());
    }
    install::set_previous(job, history.set(), &entries);
    let extracted = install::extract(job, package, &applications)?;
    job.installations.push(extracted.clone());
    let mut deployment = Deployment { current: extracted.clone(), extracted, custom: None };
    let done = run(job, &mut deployment);
    if let Err(error @ StepError::Failed { .. }) = &done {
        roll_back(job, &deployment, &error.to_string())?;
    }
    // A canceled deployment has left its files too (RT-07).
    if !matches!(done, Err(StepError::Report(_))) {
        let entered = history.add(job, Some(&deployment.extracted), deployment.custom.as_deref(), done.is_ok())?;
        if let Some(current) = entered.filter(|_| done.is_ok()) {
            history.clean(job, &current)?;
        }
    }
    done
}

fn run(job: &mut Job, deployment: &mut Deployment) -> Result<(), StepError> {
    for convention in CONVENTIONS {
        job.check_cancelled()?;
        convention(job, deployment)?;
        // SC-13: a script may end the step as a success.
        if job.flag(SKIP_REST, false) {
            job.reporter.verbose(&format!("{SKIP_REST} is set, so the rest of the step is skipped"))?;
            break;
        }
    }
    Ok(())
}

/// SC-12: the first error is what counts; one that only repeats it is not worth a line.
fn roll_back(job: &mut Job, deployment: &Deployment, first: &str) -> Result<(), StepError> {
    job.reporter.error("Running rollback conventions...")?;
    match conventions::packaged(job, &deployment.current, Stage::DeployFailed) {
        Err(StepError::Failed { message, .. }) if message != first => Ok(job.reporter.error(&message)?),
        Ok(()) | Err(StepError::Failed { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}
