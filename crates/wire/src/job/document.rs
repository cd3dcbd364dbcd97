//! What a runner is told.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The whole of a job: the action's kind, every variable that applies, and the packages it uses.
///
/// Settings of the action (`Octopus.Action.Script.ScriptBody` and its kin) are variables like any other,
/// as the field has it (steps.md SN).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobDocument {
    /// The version of this shape; a runner refuses one that it does not know.
    pub format: u32,
    pub kind: ActionKind,
    /// Resolved for this action and target, not yet evaluated: templates are expanded by the runner.
    pub variables: Vec<JobVariable>,
    pub packages: Vec<JobPackage>,
    /// Further texts to hide in everything the job prints, beyond its sensitive variables.
    pub masks: Vec<String>,
    /// How much of what was installed before is kept; without it everything is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<JobRetention>,
}

/// How many earlier installations of a step are kept on the machine (steps.md SR-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobRetention {
    /// Those that are not older than so many days.
    Days(u32),
    /// So many beside the one that is in use.
    Items(u32),
}

impl JobDocument {
    pub const FORMAT: u32 = 1;
}

/// What kind of work a runner does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionKind {
    /// `Octopus.Script`.
    Script,
    /// `Octopus.TentaclePackage`.
    DeployPackage,
    /// `Octopus.TransferPackage`.
    TransferPackage,
}

/// A variable as the runner gets it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobVariable {
    pub name: String,
    pub value: String,
    #[serde(default)]
    pub sensitive: bool,
}

impl fmt::Debug for JobVariable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.sensitive { "********" } else { &self.value };
        formatter.debug_struct("JobVariable").field("name", &self.name).field("value", &value).finish()
    }
}

/// A package of the job. Its bytes are behind the descriptor of the same position: package 0 is the
/// first descriptor passed with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPackage {
    /// The package reference's name; empty for the primary one.
    pub reference: String,
    pub package_id: String,
    pub version: String,
    /// With the leading dot: `.zip`, `.tar.gz`.
    pub extension: String,
    /// SHA-1 of the file, lower-case hex.
    pub hash: String,
    pub size: u64,
    pub use_as: PackageUse,
}

/// What the runner does with a package before the script starts (steps.md SS-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackageUse {
    Primary,
    ReferenceExtracted,
    ReferenceAsFile,
}
