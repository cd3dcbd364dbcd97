//! Asking the server whether a version satisfies a channel's rule.

use serde_json::json;

use crate::client::{Client, Parameters, Resource, same};
use crate::failure::Failure;

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleResult {
    /// No rule names this package: anything goes.
    NoRule,
    Tested {
        range: bool,
        tag: bool,
    },
}

impl RuleResult {
    pub(crate) fn is_satisfied(self) -> bool {
        match self {
            Self::NoRule => true,
            Self::Tested { range, tag } => range && tag,
        }
    }

    pub(crate) fn summary(self) -> String {
        let word = |passed| if passed { "PASS" } else { "FAIL" };
        match self {
            Self::NoRule => "Allow any version".to_owned(),
            Self::Tested { range, tag } => format!("Range: {} Tag: {}", word(range), word(tag)),
        }
    }
}

/// The rule of a channel that names this package reference of this step.
pub(super) fn rule_for(channel: &Resource, action: &str, reference: &str) -> Option<Resource> {
    let names = |rule: &Resource| {
        let packages = rule.children("ActionPackages");
        // Channels written by old clients list steps only, for the step's own package.
        let in_old_list = reference.is_empty() && rule.texts("Actions").iter().any(|name| same(name, action));
        in_old_list
            || packages.iter().any(|package| {
                same(package.text("DeploymentAction"), action) && same(package.text("PackageReference"), reference)
            })
    };
    channel.children("Rules").into_iter().find(names)
}

/// Asks the server. A package without a version cannot satisfy anything.
pub(super) fn test(
    client: &Client,
    rule: Option<&Resource>,
    version: Option<&str>,
    feed_id: &str,
) -> Result<RuleResult, Failure> {
    let Some(rule) = rule else { return Ok(RuleResult::NoRule) };
    let Some(version) = version else { return Ok(RuleResult::Tested { range: false, tag: false }) };
    let question = json!({
        "version": version, "versionRange": rule.text("VersionRange"), "preReleaseTag": rule.text("Tag"),
        "feedId": feed_id,
    });
    let answer = client.post(&client.root_link("VersionRuleTest")?, &Parameters::none(), &question)?;
    let answer = Resource::from_value(answer)?;
    Ok(RuleResult::Tested { range: answer.flag("SatisfiesVersionRange"), tag: answer.flag("SatisfiesPreReleaseTag") })
}
