//! The Maven format (NM-01 to NM-04): any text is a version, with the order of Maven's own comparison.

use std::fmt;

use super::VersionError;
use super::labels::Number;

/// A Maven version.
#[derive(Clone)]
pub struct MavenVersion {
    text: String,
    numbers: [u64; 4],
    qualifier: String,
    tokens: Vec<Token>,
}

impl MavenVersion {
    /// Reads a version; only blank text is none.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(VersionError::Empty);
        }
        let (numbers, qualifier) = display_parts(text);
        Ok(Self { text: text.to_owned(), numbers, qualifier, tokens: tokens(&text.to_lowercase()) })
    }

    /// The text as given.
    pub fn original(&self) -> &str {
        &self.text
    }

    /// Major, minor, patch and build number, for display only: they are not what versions are ordered by.
    pub fn numbers(&self) -> [u64; 4] {
        self.numbers
    }

    /// What is left after the numbers.
    pub fn qualifier(&self) -> &str {
        &self.qualifier
    }

    /// Whether the qualifier is one that comes before the release (NM-02).
    pub fn is_prerelease(&self) -> bool {
        let qualifier = self.qualifier.to_lowercase();
        let unmarked = qualifier.trim_start_matches(['-', '.']);
        let word = unmarked.bytes().take_while(u8::is_ascii_alphabetic).count();
        let numbered = unmarked[word..].starts_with(|character: char| character.is_ascii_digit());
        qualifier.contains("snapshot")
            || match &unmarked[..word] {
                "alpha" | "beta" | "milestone" | "cr" | "rc" => true,
                "a" | "b" | "m" => numbered,
                _ => false,
            }
    }

    /// A text whose plain byte order is the order of versions; equal versions have equal keys.
    pub fn sort_key(&self) -> String {
        let mut key = String::new();
        for token in &self.tokens {
            token.write_key(&mut key);
        }
        key.push(END_KEY);
        key
    }
}

/// Major, minor and patch at the start; `-digits` is the build number; the rest is the qualifier.
fn display_parts(text: &str) -> ([u64; 4], String) {
    let mut numbers = [0; 4];
    let Some((major, mut rest)) = leading_number(text) else {
        return (numbers, text.to_owned());
    };
    numbers[0] = major;
    for place in &mut numbers[1..3] {
        let Some((number, after)) = rest.strip_prefix('.').and_then(leading_number) else { break };
        (*place, rest) = (number, after);
    }
    if let Some((build, after)) = rest.strip_prefix('-').and_then(leading_number) {
        numbers[3] = build;
        return (numbers, after.to_owned());
    }
    (numbers, rest.strip_prefix(['.', '-']).unwrap_or_default().to_owned())
}

fn leading_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // A number too large to show is shown as the largest one; the order goes by the text.
    (digits > 0).then(|| (text[..digits].parse().unwrap_or(u64::MAX), &text[digits..]))
}

/// A piece of the version with the mark in front of it, in the order of Maven: `alpha` < `beta` < `milestone` < `rc` <
/// `snapshot` < the end of the version < `sp` < any other word < a number after a dash < a number after a dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Token {
    Alpha,
    Beta,
    Milestone,
    ReleaseCandidate,
    Snapshot,
    End,
    /// `ga`, `final` or `release` with a number after a dot behind it; elsewhere these words are dropped.
    Released,
    ServicePack,
    Word(String),
    DashNumber(Number),
    DotNumber(Number),
}

const END_KEY: char = '5';

impl Token {
    fn is_null(&self) -> bool {
        match self {
            Self::Released => true,
            Self::DashNumber(number) | Self::DotNumber(number) => number.is_zero(),
            Self::Alpha
            | Self::Beta
            | Self::Milestone
            | Self::ReleaseCandidate
            | Self::Snapshot
            | Self::End
            | Self::ServicePack
            | Self::Word(_) => false,
        }
    }

    fn word(word: &str, before_digit: bool) -> Self {
        match word {
            "alpha" => Self::Alpha,
            "beta" => Self::Beta,
            "milestone" => Self::Milestone,
            "a" if before_digit => Self::Alpha,
            "b" if before_digit => Self::Beta,
            "m" if before_digit => Self::Milestone,
            "rc" | "cr" => Self::ReleaseCandidate,
            "snapshot" => Self::Snapshot,
            "ga" | "final" | "release" => Self::Released,
            "sp" => Self::ServicePack,
            word => Self::Word(word.to_owned()),
        }
    }

    fn write_key(&self, key: &mut String) {
        match self {
            Self::Alpha => key.push('0'),
            Self::Beta => key.push('1'),
            Self::Milestone => key.push('2'),
            Self::ReleaseCandidate => key.push('3'),
            Self::Snapshot => key.push('4'),
            Self::End => key.push(END_KEY),
            Self::Released => key.push('6'),
            Self::ServicePack => key.push('7'),
            Self::Word(word) => {
                key.push('8');
                // Nothing in the key is below the blank that ends the word, and no control character gets into it.
                for character in word.chars() {
                    if character < '"' {
                        key.push('!');
                        key.extend(char::from_u32(u32::from('0') + u32::from(character)));
                    } else {
                        key.push(character);
                    }
                }
                key.push(' ');
            }
            Self::DashNumber(number) => {
                key.push('9');
                number.write_key(key);
            }
            Self::DotNumber(number) => {
                key.push(':');
                number.write_key(key);
            }
        }
    }
}

/// Cuts lower-case text at dots, dashes and between digits and letters, and drops what means nothing: a zero or a word
/// for "released" at the end, in front of a dash or in front of a word (NM-03).
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut dash = false;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = match digits {
            0 => rest
                .find(|character: char| matches!(character, '.' | '-') || character.is_ascii_digit())
                .unwrap_or(rest.len()),
            digits => digits,
        };
        let (piece, after) = rest.split_at(length);
        let before_digit = after.starts_with(|character: char| character.is_ascii_digit());
        tokens.push(match (piece.is_empty() || digits > 0, dash) {
            (true, true) => Token::DashNumber(Number::new(piece)),
            (true, false) => Token::DotNumber(Number::new(piece)),
            (false, _) => Token::word(piece, before_digit),
        });
        match after.chars().next() {
            None => break,
            Some(mark @ ('.' | '-')) => {
                dash = mark == '-';
                rest = &after[1..];
                if rest.is_empty() {
                    break;
                }
            }
            // Between digits and letters stands an unwritten dash.
            Some(_) => {
                dash = true;
                rest = after;
            }
        }
    }

    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens.into_iter().rev() {
        let before_dot_number = matches!(kept.last(), Some(Token::DotNumber(_)));
        if before_dot_number || !token.is_null() {
            kept.push(token);
        }
    }
    kept.reverse();
    kept
}

impl fmt::Display for MavenVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for MavenVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MavenVersion({:?})", self.text)
    }
}

impl PartialEq for MavenVersion {
    fn eq(&self, other: &Self) -> bool {
        self.tokens == other.tokens
    }
}

impl Eq for MavenVersion {}

impl std::hash::Hash for MavenVersion {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.tokens.hash(state);
    }
}

impl Ord for MavenVersion {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let end = std::iter::once(&Token::End);
        self.tokens.iter().chain(end.clone()).cmp(other.tokens.iter().chain(end))
    }
}

impl PartialOrd for MavenVersion {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The id of a package in a Maven feed (NM-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MavenPackageId {
    /// The group.
    pub group: String,
    /// The artifact.
    pub artifact: String,
    /// The packaging, such as `war`, when the id names one.
    pub packaging: Option<String>,
    /// The classifier, when the id names one.
    pub classifier: Option<String>,
}

impl MavenPackageId {
    /// Reads `group:artifact[:packaging[:classifier]]`.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let mut parts: Vec<String> = text.split(':').map(|part| part.trim().to_owned()).collect();
        if !(2..=4).contains(&parts.len()) || parts.iter().any(String::is_empty) {
            return Err(VersionError::MavenId { text: text.to_owned() });
        }
        let mut parts = parts.drain(..);
        let mut next = || parts.next();
        match (next(), next()) {
            (Some(group), Some(artifact)) => Ok(Self { group, artifact, packaging: next(), classifier: next() }),
            _ => Err(VersionError::MavenId { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for MavenPackageId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.group, self.artifact)?;
        for part in [&self.packaging, &self.classifier].into_iter().flatten() {
            write!(formatter, ":{part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> MavenVersion {
        MavenVersion::parse(text).unwrap()
    }

    #[test]
    fn versions_in_the_order_of_maven() {
        let ordered = [
            "1-alpha2snapshot",
            "1-alpha2",
            "1-alpha-123",
            "1-beta-2",
            "1-beta123",
            "1-m2",
            "1-m11",
            "1-rc",
            "1-cr2",
            "1-rc123",
            "1-SNAPSHOT",
            "1",
            "1-sp",
            "1-sp2",
            "1-sp123",
            "1-abc",
            "1-def",
            "1-pom-1",
            "1-1-snapshot",
            "1-1",
            "1-2",
            "1-123",
            "1.0.1",
            "1.0.2",
            "1.1",
            "1.1.1",
            "1.2",
            "1.10",
            "2",
        ];
        for pair in ordered.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{} < {}", pair[0], pair[1]);
            assert!(version(pair[0]).sort_key() < version(pair[1]).sort_key(), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn what_means_nothing_is_not_compared() {
        for (left, right) in [
            ("1", "1.0.0"),
            ("1", "1-0"),
            ("1", "1.ga"),
            ("1", "1-FINAL"),
            ("1-a1", "1-alpha-1"),
            ("1-m1", "1-milestone1"),
            ("1.0.0-rc1", "1-cr-1"),
            ("1x", "1.0.0-x"),
            ("1.0-1", "1-1"),
        ] {
            assert_eq!(version(left), version(right));
            assert_eq!(version(left).sort_key(), version(right).sort_key());
        }
    }

    #[test]
    fn an_id_has_two_to_four_parts() {
        let id = MavenPackageId::parse(" com.acme : web:war ").unwrap();
        assert_eq!(id.to_string(), "com.acme:web:war");
        assert_eq!(id.packaging.as_deref(), Some("war"));
        for text in ["acme", "acme:", "a::b", "a:b:c:d:e", ""] {
            assert!(MavenPackageId::parse(text).is_err(), "{text}");
        }
    }
}
