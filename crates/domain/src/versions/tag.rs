//! Pre-release tag patterns of channel rules (CH-05, NC-02).

use super::{Version, VersionError};

/// How often a pattern may step back before it is given up: enough for any sensible pattern, and milliseconds at worst.
const BACKTRACK_LIMIT: usize = 100_000;

/// A pattern for the pre-releases that a channel takes.
#[derive(Debug, Clone)]
pub struct TagPattern {
    text: String,
    /// Nothing for the empty pattern, which accepts every version.
    expression: Option<fancy_regex::Regex>,
}

impl TagPattern {
    /// Reads a pattern.
    pub fn parse(pattern: &str) -> Result<Self, VersionError> {
        let expression = match pattern {
            "" => None,
            pattern => Some(
                fancy_regex::RegexBuilder::new(pattern)
                    .backtrack_limit(BACKTRACK_LIMIT)
                    .build()
                    .map_err(|error| unusable(pattern, &error))?,
            ),
        };
        Ok(Self { text: pattern.to_owned(), expression })
    }

    /// Whether every version is accepted.
    pub fn is_empty(&self) -> bool {
        self.expression.is_none()
    }

    /// Whether the pattern occurs in the pre-release, with `+metadata` behind it where there is metadata.
    ///
    /// Patterns are searched for, so that they must be anchored to mean the whole. A pattern that takes too long on this
    /// text is an error.
    pub fn matches(&self, prerelease: &str, metadata: &str) -> Result<bool, VersionError> {
        let Some(expression) = &self.expression else {
            return Ok(true);
        };
        let tag = match metadata {
            "" => prerelease.to_owned(),
            metadata => format!("{prerelease}+{metadata}"),
        };
        expression.is_match(&tag).map_err(|error| unusable(&self.text, &error))
    }
}

fn unusable(pattern: &str, error: &fancy_regex::Error) -> VersionError {
    VersionError::Tag { pattern: pattern.to_owned(), why: error.to_string() }
}

/// Whether the version's pre-release is one that the pattern accepts; see [`TagPattern`].
pub fn prerelease_tag_matches(pattern: &str, version: &Version) -> Result<bool, VersionError> {
    TagPattern::parse(pattern)?.matches(version.prerelease(), version.metadata())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, accepted: &[&str], refused: &[&str]) {
        for (versions, expected) in [(accepted, true), (refused, false)] {
            for version in versions {
                let matches = prerelease_tag_matches(pattern, &Version::parse(version).unwrap());
                assert_eq!(matches, Ok(expected), "{pattern} on {version}");
            }
        }
    }

    #[test]
    fn the_patterns_of_ch_05_mean_what_it_says() {
        check("", &["1.0", "1.0-beta", "1.0+build"], &[]);
        check("^$", &["1.0"], &["1.0-beta", "1.0+build"]);
        check(r"^(|\+.*)$", &["1.0", "1.0+build"], &["1.0-beta", "1.0-beta+build"]);
        check(r"^[^\+].*", &["1.0-beta", "1.0-b+build"], &["1.0", "1.0+build"]);
        check("beta", &["1.0-beta", "1.0-my-beta.2", "1.0+beta"], &["1.0-alpha"]);
    }

    #[test]
    fn a_pattern_may_look_ahead() {
        check("^(?!beta).+", &["1.0-alpha"], &["1.0-beta", "1.0-beta1", "1.0"]);
    }

    #[test]
    fn a_pattern_that_is_no_expression_is_an_error() {
        let version = Version::parse("1.0-beta").unwrap();
        assert!(matches!(prerelease_tag_matches("(", &version), Err(VersionError::Tag { .. })));
    }

    #[test]
    fn a_pattern_that_never_ends_is_given_up() {
        let endless = TagPattern::parse(r"^(a|aa)+\1?$(?<!x)").unwrap();
        assert!(matches!(endless.matches(&format!("{}c", "a".repeat(60)), ""), Err(VersionError::Tag { .. })));
    }
}
