//! The Semver format of NuGet and most feeds (NV-01 to NV-03).

use std::cmp::Ordering;
use std::fmt;

use super::VersionError;
use super::labels::{Label, Precedence, version_number};

/// A loose semantic version: one to four numbers, pre-release labels, metadata.
#[derive(Clone)]
pub struct SemverVersion {
    text: String,
    given_numbers: usize,
    prerelease: String,
    metadata: String,
    precedence: Precedence,
}

impl SemverVersion {
    /// Reads a version.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(VersionError::Empty);
        }
        let invalid = |why| VersionError::Invalid { text: text.to_owned(), format: "semantic", why };
        let unmarked = trimmed.strip_prefix('v').unwrap_or(trimmed);
        let (unmarked, metadata) = cut(unmarked, '+');
        let (numbers, prerelease) = cut(unmarked, '-');

        for labels in [prerelease, metadata].into_iter().flatten() {
            if !labels.split('.').all(is_label) {
                return Err(invalid("its labels must be made of letters, digits and dashes, and none may be empty"));
            }
        }
        let mut all_numbers = [0; 4];
        let mut given_numbers = 0;
        for digits in numbers.split('.').map(str::trim) {
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(invalid("it must start with numbers separated by dots"));
            }
            let place = all_numbers.get_mut(given_numbers).ok_or_else(|| invalid("it has more than four numbers"))?;
            *place = version_number(digits, text)?;
            given_numbers += 1;
        }

        let prerelease = prerelease.unwrap_or_default();
        let labels = match prerelease {
            "" => Vec::new(),
            prerelease => prerelease.split('.').map(Label::new).collect(),
        };
        Ok(Self {
            text: trimmed.split_whitespace().collect(),
            given_numbers,
            prerelease: prerelease.to_owned(),
            metadata: metadata.unwrap_or_default().to_owned(),
            precedence: Precedence::new(all_numbers, labels),
        })
    }

    /// The text as given, without blanks.
    pub fn original(&self) -> &str {
        &self.text
    }

    /// All four numbers; those not given are 0.
    pub fn numbers(&self) -> [u32; 4] {
        self.precedence.numbers
    }

    /// How many of the four numbers the text gives.
    pub fn given_numbers(&self) -> usize {
        self.given_numbers
    }

    /// The labels after the first `-`. Empty for a release.
    pub fn prerelease(&self) -> &str {
        &self.prerelease
    }

    /// The labels after the `+`.
    pub fn metadata(&self) -> &str {
        &self.metadata
    }

    /// Whether there are pre-release labels.
    pub fn is_prerelease(&self) -> bool {
        !self.prerelease.is_empty()
    }

    /// Three numbers, the fourth where it is not 0, and the pre-release; no leading zeros and no metadata.
    pub fn normalised(&self) -> String {
        let [major, minor, patch, revision] = self.precedence.numbers;
        let mut text = format!("{major}.{minor}.{patch}");
        if revision > 0 {
            text.push('.');
            text.push_str(&revision.to_string());
        }
        if self.is_prerelease() {
            text.push('-');
            text.push_str(&self.prerelease);
        }
        text
    }

    /// The order without metadata, which ranges go by (NR-03).
    pub fn cmp_without_metadata(&self, other: &Self) -> Ordering {
        self.precedence.cmp(&other.precedence)
    }

    /// A text whose plain byte order is the order of versions; equal versions have equal keys.
    pub fn sort_key(&self) -> String {
        self.precedence.key() + &self.metadata.to_ascii_lowercase()
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl fmt::Display for SemverVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for SemverVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SemverVersion({:?})", self.text)
    }
}

impl PartialEq for SemverVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for SemverVersion {}

impl std::hash::Hash for SemverVersion {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.precedence.hash(state);
        self.metadata.to_ascii_lowercase().hash(state);
    }
}

impl Ord for SemverVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_without_metadata(other)
            .then_with(|| self.metadata.to_ascii_lowercase().cmp(&other.metadata.to_ascii_lowercase()))
    }
}

impl PartialOrd for SemverVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> SemverVersion {
        SemverVersion::parse(text).unwrap()
    }

    #[test]
    fn versions_in_order() {
        let ordered = [
            "0.9", "1.0-1", "1.0-1.1", "1.0-2", "1.0-10", "1.0-a", "1.0-a.1", "1.0-a.b", "1.0-B", "1.0", "1.0+a",
            "1.0+b", "1.0.0.1", "1.0.1",
        ];
        for pair in ordered.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{} < {}", pair[0], pair[1]);
            assert!(version(pair[0]).sort_key() < version(pair[1]).sort_key(), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn what_is_not_semantic_is_refused() {
        for text in
            ["", "V1", "latest", "1.2.3.4.5", "1..2", "1.", "1-", "1-a..b", "1+", "1_0", "1.*", "-1", "2147483648"]
        {
            assert!(SemverVersion::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_text_keeps_zeros_and_mark_but_no_blanks() {
        for (text, kept) in [("v1.02", "v1.02"), (" 1. 2 -a", "1.2-a"), ("1.2.3.0", "1.2.3.0")] {
            assert_eq!(version(text).original(), kept);
        }
    }
}
