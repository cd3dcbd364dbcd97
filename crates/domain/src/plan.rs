//! Turns a process and its targets into steps: the same for the preview and for the run (domain.md SC, DE-09).

use std::collections::BTreeSet;

use crate::deployment::{Deployment, DeploymentError};
use crate::ids::{ChannelId, EnvironmentId, MachineId};
use crate::machine::{HealthStatus, Machine};
use crate::process::{Action, Condition, Process, RunsOn, StartTrigger, Step, property};
use crate::project::{ConnectivityPolicy, SkipMachineBehavior};

/// How many steps of a block, and targets of a step, run at once unless a variable says otherwise (SC-10).
pub const DEFAULT_PARALLELISM: usize = 10;

/// What a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct PlanInput<'a> {
    pub process: &'a Process,
    pub environment: &'a EnvironmentId,
    pub channel: &'a ChannelId,
    /// Tags of the deployment's tenant; absent for an untenanted one.
    pub tenant_tags: Option<&'a BTreeSet<String>>,
    /// All targets of the space.
    pub machines: &'a [Machine],
    pub connectivity: &'a ConnectivityPolicy,
    pub choice: &'a Choice,
}

/// What the person who deploys has chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub skip_actions: Vec<String>,
    pub specific_machines: Vec<MachineId>,
    pub excluded_machines: Vec<MachineId>,
}

impl Choice {
    pub fn of(deployment: &Deployment) -> Self {
        Self {
            skip_actions: deployment.skip_actions.clone(),
            specific_machines: deployment.specific_machine_ids.clone(),
            excluded_machines: deployment.excluded_machine_ids.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub steps: Vec<PlannedStep>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Counted from one.
    pub number: usize,
    pub step: Step,
    /// Runs beside the step before it (SC-08).
    pub starts_with_previous: bool,
    /// How many targets may be in the step at once (SC-12); absent: as many as the parallelism allows.
    pub window: Option<usize>,
    /// The targets of the step, in name order; empty for a step that runs once on a worker.
    pub targets: Vec<Target>,
    pub actions: Vec<PlannedAction>,
}

/// A target as the plan needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: MachineId,
    pub name: String,
    pub roles: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAction {
    /// `2`, or `2.1` for a child step.
    pub number: String,
    pub action: Action,
    pub runs_on: RunsOn,
    /// Why the action does not run, where that is known beforehand.
    pub skip: Option<SkipReason>,
}

/// The first "no" of SC-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    #[error("it is disabled")]
    Disabled,
    #[error("it does not run in this channel")]
    Channel,
    #[error("it does not run in this environment")]
    Environment,
    #[error("it does not run for this tenant")]
    TenantTags,
    #[error("it was left out of this deployment")]
    LeftOut,
    #[error("no deployment target matches its tags")]
    NoTargets,
}

impl PlannedStep {
    pub fn has_work(&self) -> bool {
        self.actions.iter().any(|action| action.skip.is_none())
    }
}

/// Makes the plan.
pub fn plan(input: &PlanInput<'_>) -> Plan {
    let mut steps = Vec::new();
    for (step, number) in input.process.steps.iter().zip(1..) {
        let roles = step.target_roles();
        let targets: Vec<Target> = matching(input, &roles).map(target).collect();
        let needs_targets = !roles.is_empty();
        let actions = step.actions.iter().zip(1..).map(|(action, child)| PlannedAction {
            number: if step.actions.len() > 1 { format!("{number}.{child}") } else { number.to_string() },
            action: action.clone(),
            runs_on: step.runs_on(action),
            skip: static_skip(input, action).or((needs_targets && targets.is_empty()).then_some(SkipReason::NoTargets)),
        });
        let window = step.properties.text(property::MAX_PARALLELISM).and_then(|text| text.trim().parse().ok());
        steps.push(PlannedStep {
            number,
            step: step.clone(),
            starts_with_previous: number > 1 && step.start_trigger == StartTrigger::StartWithPrevious,
            window: window.filter(|window| *window > 0),
            actions: actions.collect(),
            targets,
        });
    }
    Plan { steps }
}

fn target(machine: &Machine) -> Target {
    Target {
        id: machine.id.clone(),
        name: machine.name.clone(),
        roles: machine.roles.iter().map(|role| role.to_lowercase()).collect(),
    }
}

/// The targets that match a step's tags (SC-20).
fn matching<'a>(input: &PlanInput<'a>, roles: &'a BTreeSet<String>) -> impl Iterator<Item = &'a Machine> + use<'a> {
    let choice = input.choice;
    let connectivity = input.connectivity;
    let environment = input.environment;
    input.machines.iter().filter(move |machine| {
        !roles.is_empty()
            && !machine.is_disabled
            && machine.environment_ids.contains(environment)
            && machine.has_any_role(roles)
            && (choice.specific_machines.is_empty() || choice.specific_machines.contains(&machine.id))
            && !choice.excluded_machines.contains(&machine.id)
            && healthy_enough(machine, connectivity)
    })
}

/// TG-07: an unhealthy target takes part unless the project leaves such ones out.
fn healthy_enough(machine: &Machine, connectivity: &ConnectivityPolicy) -> bool {
    match machine.health_status {
        HealthStatus::Healthy | HealthStatus::HasWarnings | HealthStatus::Unknown => true,
        HealthStatus::Unhealthy => !connectivity.exclude_unhealthy_targets,
        HealthStatus::Unavailable => connectivity.skip_machine_behavior != SkipMachineBehavior::SkipUnavailableMachines,
    }
}

/// The part of SC-01 that needs no run.
fn static_skip(input: &PlanInput<'_>, action: &Action) -> Option<SkipReason> {
    if action.is_disabled {
        return Some(SkipReason::Disabled);
    }
    if !action.channels.is_empty() && !action.channels.contains(input.channel) {
        return Some(SkipReason::Channel);
    }
    let wanted = action.environments.is_empty() || action.environments.contains(input.environment);
    if !wanted || action.excluded_environments.contains(input.environment) {
        return Some(SkipReason::Environment);
    }
    if !tags_match(&action.tenant_tags, input.tenant_tags) {
        return Some(SkipReason::TenantTags);
    }
    input.choice.skip_actions.contains(&action.id).then_some(SkipReason::LeftOut)
}

/// OR in a set, AND between sets (TN-12); a step with tags never runs without a tenant (SC-02).
fn tags_match(wanted: &[String], tenant: Option<&BTreeSet<String>>) -> bool {
    let set = |tag: &str| tag.split('/').next().unwrap_or_default().to_lowercase();
    let sets: BTreeSet<String> = wanted.iter().map(|tag| set(tag)).collect();
    sets.is_empty()
        || tenant.is_some_and(|tags| {
            sets.iter()
                .all(|name| wanted.iter().filter(|tag| set(tag) == *name).any(|tag| tags.contains(&tag.to_lowercase())))
        })
}

/// Whether a deployment of this plan may be made at all: its choices make sense and it has targets
/// (DE-05 from "required steps" on, SC-16, SC-19, DE-07, DE-08).
pub fn check(input: &PlanInput<'_>, plan: &Plan, environment_name: &str) -> Vec<DeploymentError> {
    let mut errors = Vec::new();
    for id in &input.choice.skip_actions {
        match input.process.find_action(id) {
            Some((_, action)) if action.is_required => {
                errors.push(DeploymentError::RequiredStepSkipped(action.name.clone()));
            }
            Some(_) => {}
            None => errors.push(DeploymentError::UnknownStepSkipped(id.clone())),
        }
    }
    for id in &input.choice.specific_machines {
        match input.machines.iter().find(|machine| machine.id == *id) {
            None => errors.push(DeploymentError::UnknownMachine(id.to_string())),
            Some(machine) if machine.is_disabled => errors.push(DeploymentError::MachineDisabled(machine.name.clone())),
            Some(_) => {}
        }
    }
    let planned = || plan.steps.iter().flat_map(|step| step.actions.iter().map(move |action| (step, action)));
    for (step, action) in planned().filter(|(_, action)| action.skip.is_none()) {
        if !crate::process::RUNNABLE.contains(&action.action.action_type.as_str()) {
            let (step, action_type) = (step.step.name.clone(), action.action.action_type.clone());
            errors.push(DeploymentError::UnknownActionType { step, action_type });
        }
    }
    // Without any target the deployment is refused, unless some step runs without one or the project allows it.
    let targetless = planned().any(|(_, action)| action.skip.is_none() && action.runs_on == RunsOn::WorkerOnce);
    let has_targets = plan.steps.iter().any(|step| !step.targets.is_empty());
    let wants = planned().any(|(_, action)| action.skip == Some(SkipReason::NoTargets));
    if wants && !has_targets && !targetless && !input.connectivity.allow_deployments_to_no_targets {
        let everyone = Choice { skip_actions: input.choice.skip_actions.clone(), ..Choice::default() };
        let unrestricted = super::plan::plan(&PlanInput { choice: &everyone, ..*input });
        if unrestricted.steps.iter().any(|step| !step.targets.is_empty()) {
            errors.push(DeploymentError::AllMachinesExcluded);
        } else {
            let roles: BTreeSet<String> = plan.steps.iter().flat_map(|step| step.step.target_roles()).collect();
            let roles = roles.into_iter().collect::<Vec<_>>().join(", ");
            errors.push(DeploymentError::NoTargets { environment: environment_name.to_owned(), roles });
        }
    }
    errors
}

/// Whether a step's condition lets it run (SC-03, SC-04, W-01, W-02).
///
/// `expression` is asked only for `Variable`, for it may be dear and must see the variables of the moment.
pub fn condition_holds(condition: Condition, earlier_failure: bool, expression: impl FnOnce() -> bool) -> bool {
    match condition {
        Condition::Success => !earlier_failure,
        Condition::Failure => earlier_failure,
        Condition::Always => true,
        Condition::Variable => expression(),
    }
}

#[cfg(test)]
mod tests;
