//! What is wrong with a process (DP-06, DP-07, DP-10, SC-07, X-13).

use std::collections::BTreeSet;

use super::{Action, Condition, PackageRequirement, Process, RunsOn, Step, property};

/// One problem of a process; each becomes one line of the refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    #[error("a step has no name")]
    StepWithoutName,
    #[error("two steps or actions are called \"{0}\"; names must be unique in a process")]
    NameTwice(String),
    #[error("step \"{0}\" has no action")]
    StepWithoutAction(String),
    #[error("an action of step \"{0}\" has no action type")]
    NoActionType(String),
    #[error(
        "step \"{0}\" runs on deployment targets but names no target tags (roles); name some, or run it on the server"
    )]
    NoRoles(String),
    #[error("action \"{0}\" names environments to run in and others to be left out; choose one of both")]
    EnvironmentsAndExclusions(String),
    #[error("action \"{action}\" has two package references called \"{name}\"")]
    PackageReferenceTwice { action: String, name: String },
    #[error("action \"{action}\" is a child step; its condition can only be Success or Variable")]
    ChildCondition { action: String },
    #[error("step \"{0}\" runs on a condition but has no expression in Octopus.Step.ConditionVariableExpression")]
    NoExpression(String),
    #[error("step \"{0}\" uses a package and cannot be started before packages are acquired")]
    PackageBeforeAcquisition(String),
    #[error("action \"{action}\" needs a package, but names none")]
    NoPackage { action: String },
    #[error("action \"{action}\" has no script: Octopus.Action.Script.ScriptBody is empty")]
    NoScript { action: String },
    #[error(
        "action \"{action}\" takes its script from a package but names no file in Octopus.Action.Script.ScriptFileName"
    )]
    NoScriptFile { action: String },
}

/// Everything that is wrong with a process.
pub fn check(process: &Process) -> Vec<ProcessError> {
    let mut errors = Vec::new();
    let mut step_names = BTreeSet::new();
    let mut action_names = BTreeSet::new();
    for step in &process.steps {
        if step.name.trim().is_empty() {
            errors.push(ProcessError::StepWithoutName);
        } else if !step_names.insert(step.name.trim().to_lowercase()) {
            errors.push(ProcessError::NameTwice(step.name.clone()));
        }
        if step.actions.is_empty() {
            errors.push(ProcessError::StepWithoutAction(step.name.clone()));
        }
        if step.condition == Condition::Variable
            && step.properties.text(property::STEP_CONDITION).is_none_or(|text| text.trim().is_empty())
        {
            errors.push(ProcessError::NoExpression(step.name.clone()));
        }
        for action in &step.actions {
            if !action_names.insert(action.name.trim().to_lowercase()) {
                errors.push(ProcessError::NameTwice(action.name.clone()));
            }
            check_action(step, action, &mut errors);
        }
    }
    errors
}

fn check_action(step: &Step, action: &Action, errors: &mut Vec<ProcessError>) {
    if action.action_type.trim().is_empty() {
        errors.push(ProcessError::NoActionType(step.name.clone()));
    }
    let runs_user_code = super::RUNNABLE.iter().any(|known| known.eq_ignore_ascii_case(&action.action_type));
    if runs_user_code && step.runs_on(action) == RunsOn::Targets && step.target_roles().is_empty() {
        errors.push(ProcessError::NoRoles(step.name.clone()));
    }
    if !action.environments.is_empty() && !action.excluded_environments.is_empty() {
        errors.push(ProcessError::EnvironmentsAndExclusions(action.name.clone()));
    }
    if step.actions.len() > 1 && matches!(action.condition, Condition::Failure | Condition::Always) {
        errors.push(ProcessError::ChildCondition { action: action.name.clone() });
    }
    if step.package_requirement == PackageRequirement::BeforePackageAcquisition && !action.packages.is_empty() {
        errors.push(ProcessError::PackageBeforeAcquisition(step.name.clone()));
    }
    let mut references = BTreeSet::new();
    for package in &action.packages {
        if !references.insert(package.name.to_lowercase()) {
            let (action, name) = (action.name.clone(), package.name.clone());
            errors.push(ProcessError::PackageReferenceTwice { action, name });
        }
    }
    let primary =
        action.packages.iter().any(|package| package.name.is_empty() && !package.package_id.trim().is_empty());
    match action.action_type.as_str() {
        "Octopus.TentaclePackage" | "Octopus.TransferPackage" if !primary => {
            errors.push(ProcessError::NoPackage { action: action.name.clone() });
        }
        "Octopus.Script" => check_script(action, primary, errors),
        _ => {}
    }
}

fn check_script(action: &Action, primary: bool, errors: &mut Vec<ProcessError>) {
    let properties = &action.properties;
    let blank = |name| properties.text(name).is_none_or(|text| text.trim().is_empty());
    if properties.text(property::SCRIPT_SOURCE).is_some_and(|source| source.eq_ignore_ascii_case("Package")) {
        if !primary {
            errors.push(ProcessError::NoPackage { action: action.name.clone() });
        }
        if blank(property::SCRIPT_FILE) {
            errors.push(ProcessError::NoScriptFile { action: action.name.clone() });
        }
        return;
    }
    // A body may be given once per syntax: `ScriptBody[Bash]` (steps.md SN).
    let has_body = properties.0.iter().any(|(name, value)| {
        let named = name
            .get(..property::SCRIPT_BODY.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(property::SCRIPT_BODY));
        named && !matches!(value, super::PropertyValue::Plain(text) if text.trim().is_empty())
    });
    let inline = properties.text(property::SCRIPT_SOURCE).is_none_or(|source| source.eq_ignore_ascii_case("Inline"));
    if inline && !has_body {
        errors.push(ProcessError::NoScript { action: action.name.clone() });
    }
}
