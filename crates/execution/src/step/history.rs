//! What is remembered of the installations on this machine, and how old ones go (SR).

use std::path::{Path, PathBuf};

use pulpo_wire::job::JobRetention;

use crate::job::{Job, StepError};
use crate::journal::{Entry, Journal};
use crate::retention::{self, Policy};

/// The journal, as far as one step on one target is concerned.
pub(super) struct History {
    journal: Journal,
    /// Deployments of one set replace each other (SR-02).
    set: String,
}

impl History {
    /// `applications` is where the journal lies when nobody says otherwise.
    pub(super) fn of(job: &mut Job, applications: &Path) -> Self {
        const NAME: &str = "Octopus.Tentacle.CurrentDeployment.RetentionPolicySet";
        let set = job.text(NAME).unwrap_or_else(|| set_of(job));
        job.variables.set(NAME, &set);
        let path =
            job.host.get("TentacleJournal").map_or_else(|| applications.join("DeploymentJournal.xml"), PathBuf::from);
        Self { journal: Journal::at(path), set }
    }

    pub(super) fn set(&self) -> &str {
        &self.set
    }

    pub(super) fn entries(&self) -> Result<Vec<Entry>, StepError> {
        self.journal.read().map_err(|error| StepError::failed(error.to_string()))
    }

    /// Enters what was done. That it could not be is a warning: it has been done all the same.
    pub(super) fn add(
        &self,
        job: &mut Job,
        extracted: Option<&Path>,
        custom: Option<&Path>,
        was_successful: bool,
    ) -> Result<Option<String>, StepError> {
        let now = job.reporter.now();
        let part = |name: &str| job.variables.get(name).unwrap_or_default();
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let id = format!("{now:x}-{}-{}", part("Octopus.Task.Id"), part("Octopus.Action.Id"));
        let packages = job.packages.iter().map(|(package, _)| (package.package_id.clone(), package.version.clone()));
        let entry = Entry {
            id: id.clone(),
            environment_id: job.text("Octopus.Environment.Id"),
            tenant_id: job.text("Octopus.Deployment.Tenant.Id"),
            project_id: job.text("Octopus.Project.Id"),
            installed_on_us: now,
            retention_set: self.set.clone(),
            extracted_to: extracted.map(text),
            custom_directory: custom.map(text),
            was_successful,
            packages: packages.collect(),
        };
        match self.journal.add(entry) {
            Ok(()) => Ok(Some(id)),
            Err(error) => {
                job.reporter.warning(&format!("The deployment could not be entered in the journal: {error}"))?;
                Ok(None)
            }
        }
    }

    /// Deletes what the lifecycle does not want to be kept (SR-03, SR-04, RT-08). `current` is the entry of what has
    /// just been installed: it and the installation before it, to which people go back, are never deleted.
    ///
    /// Nothing that goes wrong here is worth more than a warning.
    pub(super) fn clean(&self, job: &mut Job, current: &str) -> Result<(), StepError> {
        let policy = match job.retention {
            Some(JobRetention::Days(days)) => Policy { days: Some(days), releases: None },
            Some(JobRetention::Items(count)) => Policy { days: None, releases: Some(count) },
            None => return Ok(()),
        };
        let entries = match self.journal.read() {
            Ok(entries) => entries,
            Err(error) => return Ok(job.reporter.warning(&format!("Nothing old was deleted: {error}"))?),
        };
        let before = entries.iter().filter(|entry| {
            entry.retention_set == self.set
                && entry.was_successful
                && entry.id != current
                && entry.extracted_to.is_some()
        });
        let before = before.max_by_key(|entry| entry.installed_on_us).map_or("", |entry| entry.id.as_str());
        let mut plan = retention::plan(&entries, &self.set, policy, job.reporter.now(), &[current, before]);
        // A folder in which something else lives that is kept was put there by no deployment.
        let kept = entries.iter().filter(|entry| !plan.removed.contains(&entry.id));
        let kept: Vec<&str> = kept
            .flat_map(|entry| [&entry.extracted_to, &entry.custom_directory])
            .flatten()
            .map(String::as_str)
            .collect();
        plan.folders.retain(|folder| !kept.iter().any(|kept| Path::new(kept).starts_with(folder)));
        if plan.removed.is_empty() {
            return Ok(());
        }
        let rule = match policy {
            Policy { days: Some(days), .. } => format!("older than {days} days"),
            Policy { releases, .. } => format!("beyond the current one and {} before it", releases.unwrap_or_default()),
        };
        for entry in entries.iter().filter(|entry| plan.removed.contains(&entry.id)) {
            let named: Vec<String> = entry.packages.iter().map(|(id, version)| format!("{id} {version}")).collect();
            let place = entry.extracted_to.as_deref().map(|path| format!(" in {path}")).unwrap_or_default();
            let outcome = if entry.was_successful { "" } else { "failed " };
            let text = format!("The {outcome}installation of {}{place} is not kept: it is {rule}", named.join(", "));
            job.reporter.info(&text)?;
        }
        let (gone, failed) = retention::carry_out(&plan, &entries);
        for (folder, error) in failed {
            job.reporter.warning(&format!("Could not delete {folder}, which stays in the journal: {error}"))?;
        }
        if let Err(error) = self.journal.remove(&gone) {
            job.reporter.warning(&format!("What was deleted could not be taken out of the journal: {error}"))?;
        }
        Ok(())
    }
}

fn set_of(job: &Job) -> String {
    let part = |name: &str| job.text(name).unwrap_or_default();
    let tenant = job.text("Octopus.Deployment.Tenant.Id").unwrap_or_else(|| "<default>".to_owned());
    format!(
        "{}/{}/Step-{}/{}/{tenant}",
        part("Octopus.Environment.Id"),
        part("Octopus.Project.Id"),
        part("Octopus.Action.Name"),
        part("Octopus.Machine.Id"),
    )
}
