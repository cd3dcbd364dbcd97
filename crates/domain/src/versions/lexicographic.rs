//! Versions that sort as text (NL-01).

use std::fmt;

use super::VersionError;

/// A version that is only a text.
#[derive(Debug, Clone)]
pub struct LexicographicVersion {
    text: String,
    release: usize,
    order: String,
}

impl LexicographicVersion {
    /// Reads a version of letters, digits and `. - _`, with metadata after `+`.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        if text.is_empty() {
            return Err(VersionError::Empty);
        }
        let release = text.find('+').unwrap_or(text.len());
        let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
        let valid = release > 0
            && text[..release].chars().all(plain)
            && text[release..].chars().all(|character| plain(character) || character == '+');
        if !valid {
            return Err(VersionError::Invalid {
                text: text.to_owned(),
                format: "lexicographic",
                why: "only letters, digits and . - _ can stand in it, and a + before its metadata",
            });
        }
        let order = text[..release].replace(['-', '_'], ".");
        Ok(Self { text: text.to_owned(), release, order })
    }

    /// The text in front of the metadata.
    pub fn release(&self) -> &str {
        &self.text[..self.release]
    }

    /// The text after the first `+`.
    pub fn metadata(&self) -> &str {
        self.text[self.release..].strip_prefix('+').unwrap_or_default()
    }

    /// A text whose plain byte order is the order of versions.
    pub fn sort_key(&self) -> String {
        self.order.clone()
    }
}

impl fmt::Display for LexicographicVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for LexicographicVersion {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for LexicographicVersion {}

impl std::hash::Hash for LexicographicVersion {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.order.hash(state);
    }
}

impl Ord for LexicographicVersion {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

impl PartialOrd for LexicographicVersion {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_all_the_same_and_metadata_does_not_count() {
        let version = |text| LexicographicVersion::parse(text).unwrap();
        assert_eq!(version("main-7+a"), version("main_7+b"));
        assert!(version("main-10") < version("main-7"));
        assert!(version("Main") < version("main"));
    }

    #[test]
    fn blanks_and_other_characters_are_refused() {
        for text in ["", " ", "a b", "a!", "+a", "a+b c", "a/b"] {
            assert!(LexicographicVersion::parse(text).is_err(), "{text}");
        }
    }
}
