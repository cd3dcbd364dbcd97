//! Channels and their version rules (domain.md CH).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, LifecycleId, ProjectId, SpaceId};
use crate::versions::{self, TagPattern, Version, VersionRange};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    pub id: ChannelId,
    pub space_id: SpaceId,
    pub project_id: ProjectId,
    pub name: String,
    pub slug: String,
    pub description: Option<String>,
    pub is_default: bool,
    /// Absent: the project's (LC-07).
    pub lifecycle_id: Option<LifecycleId>,
    pub rules: Vec<ChannelRule>,
    pub tenant_tags: Vec<String>,
}

/// What versions a channel's releases may take of some packages (CH-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRule {
    pub id: String,
    /// NuGet range notation; empty means any (CH-04).
    pub version_range: String,
    /// A regular expression on the pre-release text with its metadata; empty means any (CH-05).
    pub tag: String,
    pub packages: Vec<ActionPackage>,
}

/// A package reference of an action; the primary one has an empty name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActionPackage {
    pub action: String,
    pub reference: String,
}

impl ActionPackage {
    pub fn matches(&self, action: &str, reference: &str) -> bool {
        self.action.eq_ignore_ascii_case(action) && self.reference.eq_ignore_ascii_case(reference)
    }
}

/// Why a channel cannot be saved (CH-06, CH-07, X-12).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    #[error("rule {number} names no package; a version rule must name at least one")]
    RuleWithoutPackage { number: usize },
    #[error("rule {number}: package \"{reference}\" of step \"{action}\" already has a rule in this channel")]
    TwoRulesForPackage { number: usize, action: String, reference: String },
    #[error("rule {number}: \"{range}\" is not a version range: {why}")]
    BadRange { number: usize, range: String, why: String },
    #[error("rule {number}: \"{tag}\" is not a regular expression: {why}")]
    BadTag { number: usize, tag: String, why: String },
}

impl Channel {
    /// Everything that is wrong with the rules.
    pub fn check(&self) -> Vec<ChannelError> {
        let mut errors = Vec::new();
        let mut seen = BTreeSet::new();
        for (rule, number) in self.rules.iter().zip(1..) {
            if rule.packages.is_empty() {
                errors.push(ChannelError::RuleWithoutPackage { number });
            }
            for package in &rule.packages {
                if !seen.insert((package.action.to_lowercase(), package.reference.to_lowercase())) {
                    let (action, reference) = (package.action.clone(), package.reference.clone());
                    errors.push(ChannelError::TwoRulesForPackage { number, action, reference });
                }
            }
            if !rule.version_range.trim().is_empty()
                && let Err(error) = VersionRange::parse(&rule.version_range)
            {
                let (range, why) = (rule.version_range.clone(), error.to_string());
                errors.push(ChannelError::BadRange { number, range, why });
            }
            if let Err(error) = TagPattern::parse(&rule.tag) {
                errors.push(ChannelError::BadTag { number, tag: rule.tag.clone(), why: error.to_string() });
            }
        }
        errors
    }

    /// The one rule for a package, if there is one.
    pub fn rule_for(&self, action: &str, reference: &str) -> Option<&ChannelRule> {
        self.rules.iter().find(|rule| rule.packages.iter().any(|package| package.matches(action, reference)))
    }
}

/// What the two parts of a rule say about a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleTest {
    pub satisfies_range: bool,
    pub satisfies_tag: bool,
}

impl RuleTest {
    pub fn satisfied(self) -> bool {
        self.satisfies_range && self.satisfies_tag
    }
}

/// Tests a version against a range and a tag pattern; blank ones are satisfied by all.
pub fn test_rule(version: &Version, range: &str, tag: &str) -> Result<RuleTest, versions::VersionError> {
    let satisfies_range = range.trim().is_empty() || VersionRange::parse(range)?.contains(version);
    let satisfies_tag = tag.is_empty() || versions::prerelease_tag_matches(tag, version)?;
    Ok(RuleTest { satisfies_range, satisfies_tag })
}
