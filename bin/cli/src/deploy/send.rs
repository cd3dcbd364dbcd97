//! Creating the deployments, and waiting for them if asked to.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::targets::{self, Target};
use super::wait::{Execution, Watched, wait_for_all};
use super::{DeploymentRequest, excluded_machines, specific_machines};
use crate::client::{Client, Parameters, Resource, same};
use crate::context::Context;
use crate::failure::Failure;
use crate::times;

/// A deployment the server has accepted.
pub(crate) struct Started {
    pub deployment: Resource,
    pub environment_name: String,
    pub tenant: Option<Resource>,
}

/// Deploys a release everywhere the request says. Without environments nothing happens.
pub(crate) fn deploy(
    context: &Context<'_>,
    client: &Client,
    project: &Resource,
    release: &Resource,
    request: &DeploymentRequest,
) -> Result<Vec<Started>, Failure> {
    if request.environments.is_empty() {
        return Ok(Vec::new());
    }
    let targets = targets::choose(client, &context.printer, project, release, request)?;
    if let Some(start) = request.deploy_at {
        let wait: SignedDuration = start.duration_since(context.clock.now());
        let wait = times::friendly_duration(wait);
        context.printer.information(&format!("Deployment will be scheduled to start in: {wait}"));
    }
    let sender = Sender {
        context,
        client,
        project,
        release,
        request,
        specific_machines: specific_machines(client, &request.specific_machines)?,
        excluded_machines: excluded_machines(client, &context.printer, &request.excluded_machines)?,
    };
    let started: Vec<Started> = targets.into_iter().map(|target| sender.send(target)).collect::<Result<_, _>>()?;
    if let Some(waiting) = &request.waiting {
        let watched: Vec<Watched> = started.iter().map(|started| watched(project, release, started)).collect();
        if !watched.is_empty() {
            wait_for_all(context, client, waiting, Execution::Deployment, &watched)?;
        }
    }
    Ok(started)
}

fn watched(project: &Resource, release: &Resource, started: &Started) -> Watched {
    let deployment = &started.deployment;
    Watched {
        task_id: deployment.text("TaskId").to_owned(),
        guided_failure: deployment.flag("UseGuidedFailure"),
        environment_link: deployment.find_link("Environment").map(str::to_owned),
        portal_path: format!(
            "/app#/projects/{}/releases/{}/deployments/{}",
            project.text("Slug"),
            release.text("Version"),
            deployment.id()
        ),
    }
}

struct Sender<'a> {
    context: &'a Context<'a>,
    client: &'a Client,
    project: &'a Resource,
    release: &'a Resource,
    request: &'a DeploymentRequest,
    specific_machines: Vec<String>,
    excluded_machines: Vec<String>,
}

impl Sender<'_> {
    fn send(&self, target: Target) -> Result<Started, Failure> {
        let printer = &self.context.printer;
        let promotion = &target.promotion;
        let preview = self.client.get(promotion.link("Preview")?, &Parameters::none())?;
        let skip = self.skipped_actions(&preview, promotion.name());
        let form_values = self.form_values(&preview)?;
        for step in preview.children("StepsToExecute").iter().filter(|step| step.flag("HasNoApplicableMachines")) {
            let step = step.text("ActionName");
            printer.warning(&format!("Warning: there are no applicable machines roles used by step {step}"));
        }
        let by_default = preview.flag("UseGuidedFailureModeByDefault");
        let wire = |instant: Option<jiff::Timestamp>| instant.map(times::wire_instant);
        let body = json!({
            "TenantId": target.tenant.as_ref().map(Resource::id),
            "EnvironmentId": promotion.id(),
            "SkipActions": skip,
            "ReleaseId": self.release.id(),
            "ForcePackageDownload": self.request.force_package_download,
            "ForcePackageRedeployment": self.request.force_package_redeployment,
            "UseGuidedFailure": self.request.guided_failure.unwrap_or(by_default),
            "SpecificMachineIds": self.specific_machines,
            "ExcludedMachineIds": self.excluded_machines,
            "FormValues": form_values,
            "QueueTime": wire(self.request.deploy_at),
            "QueueTimeExpiry": wire(self.request.no_deploy_after),
        });
        let deployment = self.client.create(&self.client.root_link("Deployments")?, &Parameters::none(), &body)?;
        let tenant = target.tenant.as_ref().map(|tenant| format!("for {} ", tenant.name())).unwrap_or_default();
        // The quotes around the version are part of the line that octo's readers know.
        printer.information(&format!(
            "Deploying {} \"{}\" to: {} {tenant}(Guided Failure: {})",
            self.project.name(),
            self.release.text("Version"),
            promotion.name(),
            if deployment.flag("UseGuidedFailure") { "Enabled" } else { "Not Enabled" }
        ));
        Ok(Started { deployment, environment_name: promotion.name().to_owned(), tenant: target.tenant })
    }

    /// The ids of the steps to leave out; a step that does not run here cannot be.
    fn skipped_actions(&self, preview: &Resource, environment: &str) -> Vec<String> {
        let steps = preview.children("StepsToExecute");
        let mut skipped = Vec::new();
        for name in &self.request.skip {
            match steps.iter().find(|step| same(step.text("ActionName"), name)) {
                Some(step) => {
                    self.context.printer.debug(&format!("Skipping step: {}", step.text("ActionName")));
                    skipped.push(step.text("ActionId").to_owned());
                }
                None => self.context.printer.warning(&format!(
                    "No step/action named '{name}' could be found when deploying to environment '{environment}', so \
                     the step cannot be skipped."
                )),
            }
        }
        skipped
    }

    /// The form's values with the user's answers in them.
    fn form_values(&self, preview: &Resource) -> Result<Map<String, Value>, Failure> {
        let form = preview.child("Form").unwrap_or_default();
        let mut values = match form.get("Values") {
            Some(Value::Object(values)) => values.clone(),
            Some(_) | None => Map::new(),
        };
        for element in form.children("Elements") {
            let control = element.child("Control").unwrap_or_default();
            if control.text("Type") != "VariableValue" {
                continue;
            }
            let (label, name) = (control.text("Label"), control.text("Name"));
            let answer = self.request.variables.get(label).or_else(|| self.request.variables.get(name));
            if element.flag("IsValueRequired") && answer.is_none_or(|answer| answer.trim().is_empty()) {
                return Err(Failure::unexpected(format!("Please provide a variable for the prompted value {label}")));
            }
            if let Some(answer) = answer {
                values.insert(element.name().to_owned(), answer.into());
            }
        }
        Ok(values)
    }
}

/// The deployments as `--outputFormat=Json` shows them. The commands differ in what they call the environment's name.
pub(crate) fn deployments_as_json(started: &[Started], environment_name_key: &str) -> Value {
    let items = started.iter().map(|started| {
        let deployment = &started.deployment;
        let member = |key: &str| deployment.get(key).cloned().unwrap_or(Value::Null);
        json!({
            "DeploymentId": deployment.id(),
            "ReleaseId": deployment.text("ReleaseId"),
            "Environment": {
                "EnvironmentId": deployment.text("EnvironmentId"), environment_name_key: started.environment_name,
            },
            "SkipActions": member("SkipActions"),
            "SpecificMachineIds": member("SpecificMachineIds"),
            "ExcludedMachineIds": member("ExcludedMachineIds"),
            "Created": member("Created"),
            "Name": member("Name"),
            "QueueTime": member("QueueTime"),
            "Tenant": started.tenant.as_ref().map(|tenant| json!({
                "TenantId": tenant.id(), "TenantName": tenant.name(),
            })),
            "UseGuidedFailure": deployment.flag("UseGuidedFailure"),
        })
    });
    items.collect()
}
