//! The numbers of the last and the next release that a version template may use (RE-05, NN-02).

use super::Version;
use super::labels::Number;

/// The variables a template finds below `Octopus.Version.`, `Octopus.Version.Channel.` and
/// `Octopus.Version.Channel[Name].`: the parts of the last release (`LastMajor`) and each of them plus one (`NextMajor`).
///
/// Without a last release everything counts from 0.0.0. `Build` is the third number, like `Patch` (NN-02).
pub fn next_versions(last: Option<&Version>) -> Vec<(&'static str, String)> {
    let [major, minor, patch, revision] = last.map(Version::numbers).unwrap_or_default();
    let suffix = last.map(Version::prerelease).unwrap_or_default();
    let next = |number: u32| (u64::from(number) + 1).to_string();
    vec![
        ("LastMajor", major.to_string()),
        ("LastMinor", minor.to_string()),
        ("LastPatch", patch.to_string()),
        ("LastBuild", patch.to_string()),
        ("LastRevision", revision.to_string()),
        ("LastSuffix", suffix.to_owned()),
        ("NextMajor", next(major)),
        ("NextMinor", next(minor)),
        ("NextPatch", next(patch)),
        ("NextBuild", next(patch)),
        ("NextRevision", next(revision)),
        ("NextSuffix", next_suffix(suffix)),
    ]
}

/// The number at the end of the suffix plus one. A suffix without a number gets one, so that the next release differs.
fn next_suffix(suffix: &str) -> String {
    if suffix.is_empty() {
        return String::new();
    }
    let word = suffix.trim_end_matches(|character: char| character.is_ascii_digit());
    match &suffix[word.len()..] {
        "" if word.ends_with(|character: char| character.is_ascii_alphanumeric()) => format!("{word}.1"),
        "" => format!("{word}1"),
        digits => format!("{word}{}", Number::new(digits).next()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(last: Option<&str>, name: &str) -> String {
        let last = last.map(|last| Version::parse(last).unwrap());
        next_versions(last.as_ref()).into_iter().find(|(found, _)| *found == name).unwrap().1
    }

    #[test]
    fn a_project_without_releases_counts_from_zero() {
        assert_eq!(value(None, "LastMajor"), "0");
        assert_eq!(value(None, "NextPatch"), "1");
        assert_eq!(value(None, "LastSuffix"), "");
        assert_eq!(value(None, "NextSuffix"), "");
    }

    #[test]
    fn each_part_has_its_last_and_its_next() {
        let last = Some("1.2.3.4-beta.9+build");
        for (name, expected) in [
            ("LastMajor", "1"),
            ("NextMinor", "3"),
            ("LastBuild", "3"),
            ("NextPatch", "4"),
            ("NextRevision", "5"),
            ("LastSuffix", "beta.9"),
            ("NextSuffix", "beta.10"),
        ] {
            assert_eq!(value(last, name), expected, "{name}");
        }
    }

    #[test]
    fn a_suffix_without_a_number_gets_one() {
        assert_eq!(value(Some("1.0-beta"), "NextSuffix"), "beta.1");
        assert_eq!(value(Some("1.0-beta7"), "NextSuffix"), "beta8");
    }
}
