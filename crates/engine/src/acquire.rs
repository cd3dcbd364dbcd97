//! Acquiring packages: once, just before the first step that needs one (domain.md SC-15).
//!
//! The built-in feed is on this server, so that acquiring is looking: a package that is not there stops the deployment
//! before any step that uses packages has changed anything.

use pulpo_domain::plan::{PlannedAction, PlannedStep};
use pulpo_store::task_log::{Activity, Category, Status};

use crate::attempt::chain;
use crate::driver::Driver;
use crate::packages::{self, PackageError};
use crate::trouble::Trouble;

/// Whether an action that is to run needs packages.
fn needs_packages(action: &PlannedAction) -> bool {
    let packages = &action.action.packages;
    action.skip.is_none() && packages.iter().any(pulpo_domain::process::PackageReference::is_acquired)
}

/// Whether a step needs packages.
pub(crate) fn step_needs_packages(step: &PlannedStep) -> bool {
    step.actions.iter().any(needs_packages)
}

impl Driver {
    /// The activity of acquiring, where there is anything to acquire.
    pub(crate) fn acquisition(&self) -> Option<Activity> {
        let needed = self.work.plan.steps.iter().any(step_needs_packages);
        needed.then(|| self.log.activity("acquire", Some(self.root), "Acquire packages"))
    }

    /// Acquires the packages of all steps; gives why that failed.
    pub(crate) async fn acquire(&self, block: usize, activity: Activity) -> Result<Option<String>, Trouble> {
        self.status(activity, Status::Running);
        let failure = self.look_for_packages(block, activity).await?;
        if let Some(error) = &failure {
            self.note(activity, "error", Category::Fatal, error);
        }
        self.status(activity, if failure.is_some() { Status::Failed } else { Status::Success });
        self.flush_log().await?;
        Ok(failure.map(|error| format!("the packages cannot be acquired: {error}")))
    }

    async fn look_for_packages(&self, block: usize, activity: Activity) -> Result<Option<String>, Trouble> {
        let all: Vec<(&PlannedStep, &PlannedAction)> = self
            .work
            .plan
            .steps
            .iter()
            .flat_map(|step| step.actions.iter().map(move |action| (step, action)))
            .collect();
        for (step, action) in all {
            if !needs_packages(action) {
                continue;
            }
            let variables = self.condition_variables(block, Some(step), Some(action), None);
            let found = match packages::references(&self.work, &action.action, &variables) {
                Ok(references) => packages::look(&self.core.store, &self.work, &references).await,
                Err(error) => Err(error),
            };
            match found {
                Ok(names) => {
                    for name in names {
                        let text = format!("Package {name} is in the built-in feed.");
                        self.note(activity, &format!("package/{name}"), Category::Verbose, &text);
                    }
                }
                Err(PackageError::Store(error)) => return Err(error.into()),
                Err(error) => return Ok(Some(chain(&error))),
            }
        }
        Ok(None)
    }
}
