//! Pre-release tag patterns of channel rules (CH-05, NC-02).

use super::{Version, VersionError};

/// How often a pattern may step back before it is given up: enough for any sensible pattern, and milliseconds at worst.
const BACKTRACK_LIMIT: usize = 100_000;

/// Whether the pattern occurs in the version's pre-release, with `+metadata` behind it where there is metadata.
///
/// An empty pattern accepts every version. Patterns are searched for, so that they must be anchored to mean the whole.
pub fn prerelease_tag_matches(pattern: &str, version: &Version) -> Result<bool, VersionError> {
    if pattern.is_empty() {
        return Ok(true);
    }
    let unusable = |why: String| VersionError::Tag { pattern: pattern.to_owned(), why };
    let expression = fancy_regex::RegexBuilder::new(pattern)
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
        .map_err(|error| unusable(error.to_string()))?;
    let mut tag = version.prerelease().to_owned();
    if !version.metadata().is_empty() {
        tag.push('+');
        tag.push_str(version.metadata());
    }
    expression.is_match(&tag).map_err(|error| unusable(error.to_string()))
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
        let version = Version::parse(&format!("1.0-{}", "a".repeat(200))).unwrap();
        assert!(matches!(
            prerelease_tag_matches(r"^(a+)+(?!a)b\1$", &version),
            Ok(false) | Err(VersionError::Tag { .. })
        ));
    }
}
