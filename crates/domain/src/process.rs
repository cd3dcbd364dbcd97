//! Deployment processes: steps, their actions, and what both need (domain.md DP, SC).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, EnvironmentId, ProcessId, ProjectId, SpaceId, WorkerPoolId};

mod check;
pub use check::{ProcessError, check};

/// Property names that rules look at (steps.md SN).
pub mod property {
    pub const TARGET_ROLES: &str = "Octopus.Action.TargetRoles";
    pub const RUN_ON_SERVER: &str = "Octopus.Action.RunOnServer";
    pub const MAX_PARALLELISM: &str = "Octopus.Action.MaxParallelism";
    pub const STEP_CONDITION: &str = "Octopus.Step.ConditionVariableExpression";
    pub const ACTION_CONDITION: &str = "Octopus.Action.ConditionVariableExpression";
    pub const SCRIPT_SOURCE: &str = "Octopus.Action.Script.ScriptSource";
    pub const SCRIPT_BODY: &str = "Octopus.Action.Script.ScriptBody";
    pub const SCRIPT_FILE: &str = "Octopus.Action.Script.ScriptFileName";
    pub const SCRIPT_SYNTAX: &str = "Octopus.Action.Script.Syntax";
    pub const PACKAGE_ID: &str = "Octopus.Action.Package.PackageId";
    pub const PACKAGE_FEED_ID: &str = "Octopus.Action.Package.FeedId";
    pub const RETRY_COUNT: &str = "Octopus.Action.AutoRetry.MaximumCount";
    pub const RETRY_DELAY: &str = "Octopus.Action.AutoRetry.MinimumBackoff";
    pub const TIMEOUT: &str = "Octopus.Action.ExecutionTimeout.Minutes";
}

/// A process, live or frozen into a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    pub id: ProcessId,
    pub space_id: SpaceId,
    pub project_id: ProjectId,
    pub steps: Vec<Step>,
    /// Counts the saves; a write must carry the present one (DP-02).
    pub version: i64,
    /// The snapshot made of this version, if a release has needed one.
    pub last_snapshot_id: Option<ProcessId>,
    pub is_snapshot: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub package_requirement: PackageRequirement,
    pub properties: Properties,
    pub condition: Condition,
    pub start_trigger: StartTrigger,
    pub actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub action_type: String,
    pub notes: Option<String>,
    pub is_disabled: bool,
    pub is_required: bool,
    pub can_be_used_for_project_versioning: bool,
    pub worker_pool_id: Option<WorkerPoolId>,
    pub worker_pool_variable: Option<String>,
    pub environments: Vec<EnvironmentId>,
    pub excluded_environments: Vec<EnvironmentId>,
    pub channels: Vec<ChannelId>,
    pub tenant_tags: Vec<String>,
    pub packages: Vec<PackageReference>,
    pub condition: Condition,
    pub properties: Properties,
}

/// A package that an action uses; the primary one has an empty name (DP-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageReference {
    pub id: String,
    pub name: String,
    pub package_id: String,
    pub feed_id: String,
    pub acquisition_location: String,
    /// A version that the process fixes.
    pub version: Option<String>,
    pub properties: BTreeMap<String, String>,
}

impl PackageReference {
    /// Whether id and feed are plain: an expression cannot be resolved when a release is made (DP-13).
    pub fn is_resolvable(&self) -> bool {
        !self.package_id.contains("#{") && !self.feed_id.contains("#{")
    }

    /// Whether the bytes travel at all; otherwise only the name does.
    pub fn is_acquired(&self) -> bool {
        !self.acquisition_location.eq_ignore_ascii_case("NotAcquired")
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    #[default]
    Success,
    Failure,
    Always,
    Variable,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StartTrigger {
    #[default]
    StartAfterPrevious,
    StartWithPrevious,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackageRequirement {
    #[default]
    LetOctopusDecide,
    BeforePackageAcquisition,
    AfterPackageAcquisition,
}

/// A property's value: a plain text, or a secret, sealed with the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PropertyValue {
    Plain(String),
    Sealed { sealed: String },
}

/// Properties of a step or action; names compare ignoring case and keep their spelling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Properties(pub BTreeMap<String, PropertyValue>);

impl Properties {
    pub fn get(&self, name: &str) -> Option<&PropertyValue> {
        self.0
            .get(name)
            .or_else(|| self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    /// A plain property's text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(PropertyValue::Plain(text)) => Some(text),
            Some(PropertyValue::Sealed { .. }) | None => None,
        }
    }

    pub fn is_true(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| text.trim().eq_ignore_ascii_case("true"))
    }
}

/// Where an action runs (DP-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunsOn {
    /// Once, on a worker: with an empty default pool, the built-in one.
    WorkerOnce,
    /// On a worker once per matching target, with that target's variables.
    WorkerForTargets,
    /// On each matching target itself.
    Targets,
}

impl Step {
    /// The target tags that the step names, lower case.
    pub fn target_roles(&self) -> BTreeSet<String> {
        split_roles(self.properties.text(property::TARGET_ROLES).unwrap_or_default())
    }

    /// A step with several actions passes each target through all of them (SC-12).
    pub fn is_rolling(&self) -> bool {
        self.actions.len() > 1
            || self.properties.text(property::MAX_PARALLELISM).is_some_and(|text| !text.trim().is_empty())
    }

    pub fn runs_on(&self, action: &Action) -> RunsOn {
        let has_roles = !self.target_roles().is_empty();
        let on_server = action.properties.is_true(property::RUN_ON_SERVER);
        match (on_server, has_roles) {
            (true, true) => RunsOn::WorkerForTargets,
            (true, false) => RunsOn::WorkerOnce,
            (false, _) => RunsOn::Targets,
        }
    }
}

fn split_roles(text: &str) -> BTreeSet<String> {
    text.split(',').map(|role| role.trim().to_lowercase()).filter(|role| !role.is_empty()).collect()
}

impl Process {
    /// Every enabled action that can run in a channel, with its step.
    pub fn actions_in_channel<'a>(&'a self, channel: &'a ChannelId) -> impl Iterator<Item = (&'a Step, &'a Action)> {
        self.steps.iter().flat_map(|step| step.actions.iter().map(move |action| (step, action))).filter(
            move |(_, action)| !action.is_disabled && (action.channels.is_empty() || action.channels.contains(channel)),
        )
    }

    /// An action by its id, name or slug.
    pub fn find_action(&self, text: &str) -> Option<(&Step, &Action)> {
        self.steps.iter().flat_map(|step| step.actions.iter().map(move |action| (step, action))).find(
            |(step, action)| {
                action.id == text
                    || action.name.eq_ignore_ascii_case(text)
                    || action.slug.eq_ignore_ascii_case(text)
                    || (step.actions.len() == 1 && step.name.eq_ignore_ascii_case(text))
            },
        )
    }
}

/// The action types that this server can run; others are kept word for word but cannot be deployed.
pub const RUNNABLE: [&str; 3] = ["Octopus.Script", "Octopus.TentaclePackage", "Octopus.TransferPackage"];
