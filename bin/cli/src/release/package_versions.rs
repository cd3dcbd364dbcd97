//! The versions the user asked for: `--packageVersion`, `--package` and `--packagesFolder`.

use pulpo_domain::versions::Version;

use crate::failure::Failure;

/// Which packages an override is for. `None` is the asterisk: any.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// Name of a step, or id of a package; lower case.
    owner: Option<String>,
    /// Name of the package reference within its step; lower case, empty for the step's own package.
    reference: Option<String>,
}

/// The overrides, most specific first when they are asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackageVersions {
    default: Option<String>,
    overrides: Vec<(Pattern, Version)>,
}

impl PackageVersions {
    /// The version for every package that has no override.
    pub(crate) fn set_default(&mut self, version: &str) -> Result<(), Failure> {
        parse_version(version, version)?;
        self.default = Some(version.trim().to_owned());
        Ok(())
    }

    /// Reads `Step:Version`, `PackageId:Version` or `Step:Reference:Version`. `=` and `/` separate as well, and `*`
    /// (or nothing) stands for any.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), Failure> {
        let wrong = || {
            Failure::command(format!(
                "The package argument '{text}' is not understood: give it as StepName:Version, PackageId:Version or \
                 StepName:PackageName:Version"
            ))
        };
        let parts: Vec<&str> = text.split([':', '=', '/']).collect();
        let (owner, reference, version) = match parts[..] {
            [owner, version] => (owner, "*", version),
            [owner, reference, version] => (owner, reference, version),
            _ => return Err(wrong()),
        };
        if version.trim().is_empty() {
            return Err(wrong());
        }
        let version = parse_version(version, text)?;
        self.insert(Pattern { owner: part(owner), reference: part(reference) }, version);
        Ok(())
    }

    /// A version found in a folder of packages, for one package id.
    pub(crate) fn add_found(&mut self, package_id: &str, version: Version) {
        self.insert(Pattern { owner: part(package_id), reference: None }, version);
    }

    /// Of two versions for the same thing the higher one stays.
    fn insert(&mut self, pattern: Pattern, version: Version) {
        match self.overrides.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, known)) if version < *known => {}
            Some((_, known)) => *known = version,
            None => self.overrides.push((pattern, version)),
        }
    }

    /// The version asked for, if any: the step or package together with its reference, then any step with this
    /// reference, then the step or package with any reference, then the default.
    pub(crate) fn resolve(&self, step: &str, package_id: &str, reference: &str) -> Option<&str> {
        let owners = [step.to_lowercase(), package_id.to_lowercase()];
        let reference = reference.to_lowercase();
        let find = |owner: Option<&String>, reference: Option<&String>| {
            let mut overrides = self.overrides.iter();
            overrides
                .find(|(pattern, _)| pattern.owner.as_ref() == owner && pattern.reference.as_ref() == reference)
                .map(|(_, version)| version.original())
        };
        let by_owner = |reference: Option<&String>| owners.iter().find_map(|owner| find(Some(owner), reference));
        by_owner(Some(&reference))
            .or_else(|| find(None, Some(&reference)))
            .or_else(|| by_owner(None))
            .or(self.default.as_deref())
            .or_else(|| find(None, None))
    }
}

fn part(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    (!text.is_empty() && text != "*").then_some(text)
}

fn parse_version(version: &str, argument: &str) -> Result<Version, Failure> {
    Version::parse(version.trim()).map_err(|error| {
        Failure::command(format!("The version in the package argument '{argument}' is not valid: {error}"))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn versions(overrides: &[&str]) -> PackageVersions {
        let mut versions = PackageVersions::default();
        for text in overrides {
            versions.add(text).unwrap();
        }
        versions
    }

    #[track_caller]
    fn check(overrides: &[&str], package: (&str, &str, &str), expected: Option<&str>) {
        assert_eq!(versions(overrides).resolve(package.0, package.1, package.2), expected, "{overrides:?}");
    }

    #[test]
    fn steps_and_packages_are_named_ignoring_case_with_any_separator() {
        check(&["deploy WEB:1.2.3"], ("Deploy web", "Acme.Web", ""), Some("1.2.3"));
        check(&["acme.web=1.2.3"], ("Deploy web", "Acme.Web", ""), Some("1.2.3"));
        check(&["Deploy web/lib/2.0.0"], ("Deploy web", "Acme.Lib", "lib"), Some("2.0.0"));
        check(&["Other:1.0.0"], ("Deploy web", "Acme.Web", ""), None);
    }

    #[test]
    fn the_more_specific_override_wins() {
        let all = ["*:1.0.0", "Deploy web:2.0.0", "*:lib:3.0.0", "Deploy web:lib:4.0.0"];
        check(&all, ("Deploy web", "Acme.Lib", "lib"), Some("4.0.0"));
        check(&all, ("Other", "Acme.Lib", "lib"), Some("3.0.0"));
        check(&all, ("Deploy web", "Acme.Web", ""), Some("2.0.0"));
        check(&all, ("Other", "Acme.Web", ""), Some("1.0.0"));
        check(&["Deploy web::5.0.0"], ("Deploy web", "Acme.Web", ""), Some("5.0.0"));
    }

    #[test]
    fn the_default_stands_behind_every_named_override() {
        let mut versions = versions(&["Deploy web:2.0.0"]);
        versions.set_default("1.0.0").unwrap();
        assert_eq!(versions.resolve("Deploy web", "", ""), Some("2.0.0"));
        assert_eq!(versions.resolve("Other", "", ""), Some("1.0.0"));
    }

    #[test]
    fn of_two_versions_for_the_same_package_the_higher_stays() {
        check(&["A:1.10.0", "A:1.9.0"], ("A", "", ""), Some("1.10.0"));
    }

    #[test]
    fn what_has_no_version_is_refused() {
        for bad in ["1.0.0", "A:", "A:B:C:1.0.0", "A:1 0", ""] {
            assert!(PackageVersions::default().add(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_override_is_found_under_the_name_it_was_given(
            name in "[A-Za-z][A-Za-z0-9 ._-]{0,15}[A-Za-z]",
            separator in prop::sample::select(vec![':', '=', '/']),
            number in 0u32..1000,
        ) {
            let versions = versions(&[&format!("{name}{separator}1.{number}")]);
            let expected = format!("1.{number}");
            prop_assert_eq!(versions.resolve(&name.to_uppercase(), "", "any"), Some(expected.as_str()));
        }
    }
}
