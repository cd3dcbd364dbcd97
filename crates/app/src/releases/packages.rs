//! Choosing package versions for a release: what was said, and the latest for the rest (CI-21, CI-22, CH-13).

use pulpo_domain::channel::Channel;
use pulpo_domain::project::Project;
use pulpo_domain::release::{NeededPackage, SelectedPackage};
use pulpo_store::Tx;

use crate::error::{Error, Result};

/// One override as a person writes it: `Step:Version`, `PackageId:Version`, `Step:Reference:Version`, with
/// `:`, `/` or `=` between the parts and `*` for any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    step_or_package: String,
    reference: Option<String>,
    pub version: String,
}

impl Override {
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::invalid(format!(
                "the package version \"{text}\" cannot be read: write Step:Version, PackageId:Version or Step:Reference:Version"
            ))
        };
        let parts: Vec<&str> = text.split([':', '/', '=']).map(str::trim).collect();
        let part = |text: &str| if text.is_empty() { "*".to_owned() } else { text.to_owned() };
        match parts[..] {
            [name, version] if !version.is_empty() => {
                Ok(Self { step_or_package: part(name), reference: None, version: version.to_owned() })
            }
            [name, reference, version] if !version.is_empty() => {
                Ok(Self { step_or_package: part(name), reference: Some(part(reference)), version: version.to_owned() })
            }
            _ => Err(bad()),
        }
    }

    /// How closely this override names a package; nothing if it names another one. The closest wins.
    fn closeness(&self, needed: &NeededPackage<'_>) -> Option<u32> {
        let reference = needed.reference;
        let is = |wanted: &str, text: &str| wanted.eq_ignore_ascii_case(text);
        let name = &self.step_or_package;
        let by_name = if is(name, needed.action) || is(name, needed.step) {
            3
        } else if is(name, &reference.package_id) {
            2
        } else if name == "*" {
            0
        } else {
            return None;
        };
        match &self.reference {
            None => Some(by_name * 2),
            Some(wanted) if wanted == "*" => Some(by_name * 2),
            Some(wanted) if is(wanted, &reference.name) || is(wanted, &reference.package_id) => Some(by_name * 2 + 1),
            Some(_) => None,
        }
    }
}

/// What a person said about package versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub default_version: Option<String>,
    pub overrides: Vec<Override>,
    /// Take pre-releases with this tag where the channel says nothing.
    pub prerelease: Option<String>,
}

/// A version for each package, or everything that could not be found.
pub(crate) fn choose(
    tx: &mut Tx<'_>,
    project: &Project,
    channel: &Channel,
    needed: &[NeededPackage<'_>],
    choice: &Choice,
    may_look: bool,
) -> Result<std::result::Result<Vec<SelectedPackage>, Vec<String>>> {
    let mut selected = Vec::new();
    let mut problems = Vec::new();
    for package in needed {
        let said = choice
            .overrides
            .iter()
            .filter_map(|entry| Some((entry.closeness(package)?, entry)))
            .max_by_key(|(closeness, _)| *closeness);
        let fixed = package.reference.version.clone().filter(|version| !version.is_empty());
        let version =
            match said.map(|(_, entry)| entry.version.clone()).or(fixed).or_else(|| choice.default_version.clone()) {
                Some(version) => Some(version),
                None if !may_look || !package.reference.is_resolvable() => None,
                None => latest(tx, project, channel, package, choice)?,
            };
        match version {
            Some(version) => selected.push(SelectedPackage {
                action_name: package.action.to_owned(),
                reference_name: package.reference.name.clone(),
                version,
            }),
            None => problems.push(format!(
                "no version of package \"{}\" for step \"{}\" could be found{}; give one with packages or packageVersion",
                package.reference.package_id,
                package.action,
                if may_look { " in its feed that the channel's rules allow" } else { ", and without the permission FeedView it cannot be looked up" },
            )),
        }
    }
    Ok(if problems.is_empty() { Ok(selected) } else { Err(problems) })
}

/// The highest version in the feed that the channel's rule allows.
fn latest(
    tx: &mut Tx<'_>,
    project: &Project,
    channel: &Channel,
    package: &NeededPackage<'_>,
    choice: &Choice,
) -> Result<Option<String>> {
    let rule = channel.rule_for(package.action, &package.reference.name);
    let range = rule.map(|rule| rule.version_range.as_str()).unwrap_or_default();
    let tag = rule.map(|rule| rule.tag.clone()).filter(|tag| !tag.is_empty());
    let tag =
        tag.or_else(|| choice.prerelease.as_ref().map(|tag| format!("^{}$", regex_escaped(tag)))).unwrap_or_default();
    let include_prerelease =
        rule.is_some_and(|rule| !rule.tag.is_empty()) || choice.prerelease.is_some() || rule.is_none();
    let found =
        crate::packages::latest(tx, &project.space_id, &package.reference.package_id, range, &tag, include_prerelease)?;
    Ok(found.map(|package| package.version))
}

fn regex_escaped(text: &str) -> String {
    text.chars().flat_map(|letter| (!letter.is_alphanumeric()).then_some('\\').into_iter().chain([letter])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulpo_domain::process::PackageReference;

    fn reference(name: &str) -> PackageReference {
        PackageReference {
            id: String::new(),
            name: name.to_owned(),
            package_id: "Acme.Web".to_owned(),
            feed_id: "feeds-builtin".to_owned(),
            acquisition_location: "Server".to_owned(),
            version: None,
            properties: std::collections::BTreeMap::new(),
        }
    }

    #[track_caller]
    fn check(text: &str, reference_name: &str, expected: Option<u32>) {
        let reference = reference(reference_name);
        let needed = NeededPackage { step: "Deploy web", action: "Deploy web", reference: &reference };
        assert_eq!(Override::parse(text).unwrap().closeness(&needed), expected, "{text}");
    }

    #[test]
    fn the_closer_name_wins() {
        // CI-22.
        check("Deploy web:1.0", "", Some(6));
        check("acme.web:1.0", "", Some(4));
        check("*:1.0", "", Some(0));
        check(":1.0", "", Some(0));
        check("Deploy web:lib:1.0", "lib", Some(7));
        check("*/lib/1.0", "lib", Some(1));
        check("*=other=1.0", "lib", None);
        check("Other:1.0", "", None);
    }

    #[test]
    fn an_override_that_cannot_be_read_is_named() {
        let error = Override::parse("just-a-name").unwrap_err();
        assert!(matches!(error, Error::Invalid(problems) if problems[0].contains("\"just-a-name\"")));
    }
}
