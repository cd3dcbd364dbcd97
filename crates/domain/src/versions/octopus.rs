//! The Octopus format (NO-01 to NO-07): release numbers, and packages of feeds without a rule of their own.

use std::fmt;

use super::VersionError;
use super::labels::{Label, Precedence, version_number};

/// A lenient version: up to four numbers, then anything that reads like a pre-release, then metadata.
///
/// Equality, order and hash are semantic: `1.0`, `v1.0.0.0` and `1.0+build` are equal. The text is kept as it was given,
/// without its blanks.
#[derive(Clone)]
pub struct Version {
    text: String,
    given_numbers: usize,
    prerelease: Part,
    prefix: Part,
    counter: Part,
    metadata: Part,
    precedence: Precedence,
}

/// A piece of the text, by its position.
type Part = std::ops::Range<usize>;

impl Version {
    /// Reads a version.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let mut reader = Reader { rest: text.trim(), text };
        if reader.rest.is_empty() {
            return Err(VersionError::Empty);
        }
        let mut kept = String::with_capacity(text.len());
        let numbers = reader.numbers(&mut kept)?;
        let given_numbers = numbers.len();
        let mut all_numbers = [0; 4];
        all_numbers[..given_numbers].copy_from_slice(&numbers);

        if let Some(separator) = reader.take_if(is_separator) {
            kept.push(separator);
        }
        let prefix = reader.take_part(&mut kept, |character| character.is_ascii_alphanumeric());
        let counter = match reader.take_if(is_separator) {
            Some(separator) => {
                kept.push(separator);
                reader.take_part(&mut kept, |character| character.is_ascii_alphanumeric() || is_separator(character))
            }
            None => kept.len()..kept.len(),
        };
        let prerelease = prefix.start..counter.end;
        let metadata = match reader.take_if(|character| character == '+') {
            Some(plus) => {
                kept.push(plus);
                reader.take_part(&mut kept, |character| {
                    character.is_ascii_alphanumeric() || is_separator(character) || character == '+'
                })
            }
            None => kept.len()..kept.len(),
        };
        reader.finish()?;

        let labels = match &kept[prerelease.clone()] {
            "" => Vec::new(),
            prerelease => prerelease.split(is_separator).map(Label::new).collect(),
        };
        let precedence = Precedence::new(all_numbers, labels);
        Ok(Self { text: kept, given_numbers, prerelease, prefix, counter, metadata, precedence })
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

    /// Everything between the numbers and the metadata, without the separator in front. Empty for a release.
    pub fn prerelease(&self) -> &str {
        &self.text[self.prerelease.clone()]
    }

    /// The pre-release up to its first separator.
    pub fn prerelease_prefix(&self) -> &str {
        &self.text[self.prefix.clone()]
    }

    /// The pre-release after its first separator.
    pub fn prerelease_counter(&self) -> &str {
        &self.text[self.counter.clone()]
    }

    /// Everything after the first `+`.
    pub fn metadata(&self) -> &str {
        &self.text[self.metadata.clone()]
    }

    /// Whether there is a pre-release part.
    pub fn is_prerelease(&self) -> bool {
        !self.prerelease.is_empty()
    }

    /// A text whose plain byte order is the order of versions; equal versions have equal keys.
    ///
    /// It is stored in the database and sorted there, so its form must not change without a migration.
    pub fn sort_key(&self) -> String {
        self.precedence.key()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Version({:?})", self.text)
    }
}

impl std::str::FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.precedence == other.precedence
    }
}

impl Eq for Version {}

impl std::hash::Hash for Version {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.precedence.hash(state);
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.precedence.cmp(&other.precedence)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn is_separator(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | '\\')
}

struct Reader<'a> {
    rest: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    /// The mark in front, and the numbers. A dot is taken only together with the number behind it.
    fn numbers(&mut self, kept: &mut String) -> Result<Vec<u32>, VersionError> {
        let mut numbers = Vec::with_capacity(4);
        if let Some(unmarked) = self.rest.strip_prefix(['v', 'V'])
            && unmarked.trim_start().starts_with(|character: char| character.is_ascii_digit())
        {
            kept.push_str(&self.rest[..1]);
            self.rest = unmarked;
        }
        while numbers.len() < 4 {
            let candidate = if numbers.is_empty() { Some(self.rest) } else { self.rest.strip_prefix('.') };
            let Some(candidate) = candidate.map(str::trim_start) else { break };
            let digits = candidate.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                break;
            }
            let (digits, rest) = candidate.split_at(digits);
            if !numbers.is_empty() {
                kept.push('.');
            }
            kept.push_str(digits);
            numbers.push(version_number(digits, self.text)?);
            self.rest = rest.trim_start();
            // Without the blank, the two numbers would be read as one.
            if self.rest.len() < rest.len() && self.rest.starts_with(|character: char| character.is_ascii_digit()) {
                let why = "a blank stands between two digits";
                return Err(VersionError::Invalid { text: self.text.to_owned(), format: "Octopus", why });
            }
        }
        Ok(numbers)
    }

    fn take_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let first = self.rest.chars().next().filter(|&first| wanted(first))?;
        self.rest = &self.rest[first.len_utf8()..];
        Some(first)
    }

    fn take_part(&mut self, kept: &mut String, wanted: impl Fn(char) -> bool) -> Part {
        let start = kept.len();
        while let Some(character) = self.take_if(&wanted) {
            kept.push(character);
        }
        start..kept.len()
    }

    fn finish(&self) -> Result<(), VersionError> {
        let why = match self.rest.chars().next() {
            None => return Ok(()),
            Some(blank) if blank.is_whitespace() => "it has a blank inside its pre-release or metadata",
            Some(_) => "only letters, digits and . - _ \\ + can stand after the numbers",
        };
        Err(VersionError::Invalid { text: self.text.to_owned(), format: "Octopus", why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[track_caller]
    fn check(text: &str, numbers: [u32; 4], prerelease: &str, metadata: &str) {
        let version = version(text);
        assert_eq!(
            (version.numbers(), version.prerelease(), version.metadata()),
            (numbers, prerelease, metadata),
            "{text}"
        );
    }

    #[test]
    fn everything_behind_the_numbers_is_a_pre_release() {
        check("1.2.3.4", [1, 2, 3, 4], "", "");
        check("v1.2", [1, 2, 0, 0], "", "");
        check("latest", [0; 4], "latest", "");
        check("19.0.0.Final", [19, 0, 0, 0], "Final", "");
        check("1_2", [1, 0, 0, 0], "2", "");
        check("1.2.3.4.5", [1, 2, 3, 4], "5", "");
        check("version-7", [0; 4], "version-7", "");
        check("1.0-rc.1+build.5", [1, 0, 0, 0], "rc.1", "build.5");
    }

    #[test]
    fn the_prefix_ends_at_the_first_separator() {
        let version = version("1.0-my-branch.2");
        assert_eq!((version.prerelease_prefix(), version.prerelease_counter()), ("my", "branch.2"));
    }

    #[test]
    fn the_text_is_kept_without_its_blanks() {
        for (text, kept) in [("v01.2-Beta+X", "v01.2-Beta+X"), (" 1. 2 .3 ", "1.2.3"), ("V 1.0", "V1.0")] {
            assert_eq!(version(text).to_string(), kept);
        }
    }

    #[test]
    fn what_cannot_be_a_version_is_refused() {
        for text in ["", "  ", "1.0-a b", "1.0/2", "1.0-ü", "1.0+a b", "1 0", "2147483648", "1.0.0.99999999999"] {
            assert!(Version::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn versions_in_order() {
        let ordered = [
            "latest",
            "0.0.0",
            "0.9",
            "1.0-alpha",
            "1.0-alpha.1",
            "1.0-alpha.2",
            "1.0-alpha.10",
            "1.0-alpha.beta",
            "1.0-beta",
            "1.0-beta2",
            "1.0",
            "1.0.0.1",
            "1.0.1",
            "1.1",
            "2",
            "10",
            "2016.01.02",
            "2016.1.3",
        ];
        for pair in ordered.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{} < {}", pair[0], pair[1]);
            assert!(version(pair[0]).sort_key() < version(pair[1]).sort_key(), "{} < {}", pair[0], pair[1]);
        }
    }

    /// Databases hold these keys.
    #[test]
    fn the_form_of_sort_keys_does_not_change() {
        for (text, key) in
            [("latest", "1101101101102latest!!"), ("1.2.30", "1111121230110~"), ("1.0-RC.10", "1111101101102rc!11210!")]
        {
            assert_eq!(version(text).sort_key(), key);
        }
    }

    #[test]
    fn equality_is_semantic() {
        for (left, right) in [
            ("1.0", "1.0.0.0"),
            ("2016.01.02", "2016.1.2"),
            ("v1", "1"),
            ("1.0+a", "1.0+b"),
            ("1.0-A", "1.0-a"),
            ("1.0-a.1", "1.0-a_1"),
            ("1.0-01", "1.0-1"),
        ] {
            assert_eq!(version(left), version(right));
            assert_eq!(version(left).sort_key(), version(right).sort_key());
        }
    }
}
