//! Releases: what was frozen, and whether it may be (domain.md RE).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::build_information::PackageBuild;
use crate::channel::{Channel, test_rule};
use crate::ids::{ChannelId, ProcessId, ProjectId, ReleaseId, SpaceId, VariableSetId};
use crate::process::{PackageReference, Process};
use crate::versions::Version;

/// The longest version text (RE-01).
pub const LONGEST_VERSION: usize = 349;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub id: ReleaseId,
    pub space_id: SpaceId,
    pub project_id: ProjectId,
    pub channel_id: ChannelId,
    pub version: String,
    pub release_notes: Option<String>,
    pub assembled: Timestamp,
    pub selected_packages: Vec<SelectedPackage>,
    pub process_snapshot_id: ProcessId,
    pub variable_set_snapshot_id: VariableSetId,
    pub library_variable_set_snapshot_ids: Vec<VariableSetId>,
    pub ignore_channel_rules: bool,
    pub custom_fields: BTreeMap<String, String>,
    /// Counts the updates of the variable snapshot.
    pub variable_snapshot_version: i64,
    pub defects: Vec<Defect>,
    /// As it was known when the release was made (BI-04).
    pub builds: Vec<PackageBuild>,
}

impl Release {
    pub fn has_open_defect(&self) -> bool {
        self.defects.iter().any(|defect| !defect.is_resolved)
    }

    /// The version selected for a package reference.
    pub fn selected_version(&self, action: &str, reference: &str) -> Option<&str> {
        find_selected(&self.selected_packages, action, reference).map(|package| package.version.as_str())
    }
}

fn find_selected<'a>(selected: &'a [SelectedPackage], action: &str, reference: &str) -> Option<&'a SelectedPackage> {
    selected.iter().find(|package| {
        package.action_name.eq_ignore_ascii_case(action) && package.reference_name.eq_ignore_ascii_case(reference)
    })
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectedPackage {
    pub action_name: String,
    pub reference_name: String,
    pub version: String,
}

/// A reason not to promote a release any further (RE-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    pub id: String,
    pub description: String,
    pub is_resolved: bool,
}

/// Why a release cannot be made. Each is a line of the refusal, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    #[error("project \"{0}\" is disabled; no release can be created until it is enabled again")]
    ProjectDisabled(String),
    #[error("a release needs a version: give one, or set a versioning strategy on the project")]
    NoVersion,
    #[error("the release version has {0} characters; at most {LONGEST_VERSION} are allowed")]
    VersionTooLong(usize),
    #[error("Release version '{0}' is invalid, version cannot contain whitespace.")]
    VersionWithWhitespace(String),
    #[error("release version \"{version}\" cannot be read: {why}")]
    BadVersion { version: String, why: String },
    #[error(
        "Release version '{version}' already exists for this project. Please use a different version, or look at using a mask to auto-increment the number."
    )]
    VersionExists { version: String },
    #[error("no version is given for package \"{package_id}\" of step \"{action}\"{}", reference_suffix(.reference))]
    PackageVersionMissing { action: String, reference: String, package_id: String },
    #[error("Package \"{package_id}\" version {version} of step \"{action}\" was not found in feed \"{feed}\"")]
    PackageNotFound { action: String, package_id: String, version: String, feed: String },
    #[error(
        "step \"{action}\": the process fixes package \"{package_id}\" to version {fixed}, but {version} was given"
    )]
    FixedVersion { action: String, package_id: String, fixed: String, version: String },
    #[error("feed \"{feed}\", named by step \"{action}\", does not exist")]
    FeedNotFound { action: String, feed: String },
    #[error(
        "channel \"{channel}\": package \"{package_id}\" version {version} of step \"{action}\" breaks the version rule{why}"
    )]
    RuleViolated { channel: String, action: String, package_id: String, version: String, why: String },
    #[error("project \"{0}\" does not allow channel rules to be ignored")]
    IgnoringRulesNotAllowed(String),
    #[error("the versioning strategy takes the version of step \"{action}\"{}, which the process does not have", reference_suffix(.reference))]
    DonorPackageMissing { action: String, reference: String },
}

fn reference_suffix(reference: &str) -> String {
    if reference.is_empty() { String::new() } else { format!(" (reference \"{reference}\")") }
}

/// Checks the text of a release version (RE-01, RE-03).
pub fn check_version(version: &str) -> Result<Version, ReleaseError> {
    if version.is_empty() {
        return Err(ReleaseError::NoVersion);
    }
    let length = version.chars().count();
    if length > LONGEST_VERSION {
        return Err(ReleaseError::VersionTooLong(length));
    }
    if version.contains(char::is_whitespace) {
        return Err(ReleaseError::VersionWithWhitespace(version.to_owned()));
    }
    Version::parse(version)
        .map_err(|error| ReleaseError::BadVersion { version: version.to_owned(), why: error.to_string() })
}

/// A package reference that a release of a channel needs a version for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeededPackage<'a> {
    pub step: &'a str,
    pub action: &'a str,
    pub reference: &'a PackageReference,
}

/// Every package of every action that can run in a channel, in process order (RE-06, RE-07).
pub fn needed_packages<'a>(process: &'a Process, channel: &'a ChannelId) -> Vec<NeededPackage<'a>> {
    process
        .actions_in_channel(channel)
        .flat_map(|(step, action)| {
            action.packages.iter().map(|reference| NeededPackage { step: &step.name, action: &action.name, reference })
        })
        .collect()
}

/// Checks the selected packages against the process and the channel's rules (RE-07, CH-09).
///
/// Gives back the complete selection, in process order, or everything that is wrong.
pub fn check_packages(
    process: &Process,
    channel: &Channel,
    selected: &[SelectedPackage],
    ignore_rules: bool,
) -> Result<Vec<SelectedPackage>, Vec<ReleaseError>> {
    let mut errors = Vec::new();
    let mut complete = Vec::new();
    for needed in needed_packages(process, &channel.id) {
        let reference = needed.reference;
        let given = find_selected(selected, needed.action, &reference.name).map(|package| package.version.trim());
        let fixed = reference.version.as_deref().filter(|version| !version.is_empty());
        let (action, package_id) = (needed.action.to_owned(), reference.package_id.clone());
        let version = match (given.filter(|version| !version.is_empty()), fixed) {
            (Some(given), Some(fixed)) if given != fixed => {
                let (fixed, version) = (fixed.to_owned(), given.to_owned());
                errors.push(ReleaseError::FixedVersion { action, package_id, fixed, version });
                continue;
            }
            (Some(version), _) | (None, Some(version)) => version,
            (None, None) => {
                let reference = reference.name.clone();
                errors.push(ReleaseError::PackageVersionMissing { action, reference, package_id });
                continue;
            }
        };
        if !ignore_rules && let Err(why) = check_rule(channel, needed.action, &reference.name, version) {
            let (channel, version) = (channel.name.clone(), version.to_owned());
            errors.push(ReleaseError::RuleViolated { channel, action, package_id, version, why });
            continue;
        }
        let reference_name = reference.name.clone();
        complete.push(SelectedPackage { action_name: action, reference_name, version: version.to_owned() });
    }
    if errors.is_empty() { Ok(complete) } else { Err(errors) }
}

fn check_rule(channel: &Channel, action: &str, reference: &str, version: &str) -> Result<(), String> {
    let Some(rule) = channel.rule_for(action, reference) else { return Ok(()) };
    let parsed = Version::parse(version).map_err(|error| format!(": {error}"))?;
    let test = test_rule(&parsed, &rule.version_range, &rule.tag).map_err(|error| format!(": {error}"))?;
    match (test.satisfies_range, test.satisfies_tag) {
        (true, true) => Ok(()),
        (false, _) => Err(format!(": it is not in the range {}", rule.version_range)),
        (true, false) => Err(format!(": its pre-release tag does not match {}", rule.tag)),
    }
}
