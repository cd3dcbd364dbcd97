//! Version ranges in interval notation (NR-01 to NR-03, NR-08, CH-04).

use std::cmp::Ordering;
use std::fmt;

use super::{DockerTag, LexicographicVersion, MavenVersion, SemverVersion, Version, VersionError};

/// Versions that ranges can be made of.
pub trait Ranged: Sized {
    /// Reads a bound.
    fn parse_bound(text: &str) -> Result<Self, VersionError>;
    /// The order that decides what lies in a range.
    fn precedence(&self, other: &Self) -> Ordering;
}

impl Ranged for Version {
    fn parse_bound(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    fn precedence(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Ranged for DockerTag {
    fn parse_bound(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    fn precedence(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Ranged for MavenVersion {
    fn parse_bound(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    fn precedence(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Ranged for LexicographicVersion {
    fn parse_bound(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    fn precedence(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Ranged for SemverVersion {
    fn parse_bound(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    fn precedence(&self, other: &Self) -> Ordering {
        self.cmp_without_metadata(other)
    }
}

/// One end of an interval.
#[derive(Debug, Clone)]
pub struct Bound<V> {
    /// The version at the end; an end without one is open.
    pub version: Option<V>,
    /// Whether the bracket is a square one, so that the version itself belongs to the interval.
    pub inclusive: bool,
}

/// Which end of an interval a bound is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Lower,
    Upper,
}

impl<V> Bound<V> {
    pub(super) const OPEN: Self = Self { version: None, inclusive: false };
}

/// All versions between two bounds.
#[derive(Debug, Clone)]
pub struct Interval<V> {
    /// The lower end.
    pub lower: Bound<V>,
    /// The upper end.
    pub upper: Bound<V>,
}

impl<V: Ranged> Interval<V> {
    /// Reads `1.0` (at least), `[1.0]`, `[1.0,2.0)`, `(,2.0]` and so on.
    ///
    /// As in NuGet, a bracket that cannot mean what it says is accepted: `(1.6)` matches nothing.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        Self::parse_bounds(text, |_, bound| V::parse_bound(bound))
    }

    pub(super) fn parse_bounds(
        text: &str,
        mut parse_bound: impl FnMut(End, &str) -> Result<V, VersionError>,
    ) -> Result<Self, VersionError> {
        let invalid = |why: &str| VersionError::Range { text: text.to_owned(), why: why.to_owned() };
        let mut bound = |end, text: &str, inclusive| match text.trim() {
            "" => Ok(Bound { version: None, inclusive }),
            text => parse_bound(end, text)
                .map(|version| Bound { version: Some(version), inclusive })
                .map_err(|error| invalid(&error.to_string())),
        };
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(invalid("it is empty"));
        }
        let lower_inclusive = trimmed.starts_with('[');
        let Some(inside) = trimmed.strip_prefix(['[', '(']) else {
            return Ok(Self { lower: bound(End::Lower, trimmed, true)?, upper: Bound::OPEN });
        };
        let upper_inclusive = inside.ends_with(']');
        let inside = inside.strip_suffix([']', ')']).ok_or_else(|| invalid("its closing bracket is missing"))?;
        let (lower, upper) = match inside.split_once(',') {
            None => (inside, inside),
            Some((_, upper)) if upper.contains(',') => return Err(invalid("it has more than two bounds")),
            Some(bounds) => bounds,
        };
        let interval = Self {
            lower: bound(End::Lower, lower, lower_inclusive)?,
            upper: bound(End::Upper, upper, upper_inclusive)?,
        };
        if interval.lower.version.is_none() && interval.upper.version.is_none() {
            return Err(invalid("it has no bound"));
        }
        Ok(interval)
    }

    /// Whether the version lies between the bounds. Pre-releases take part like any other version.
    pub fn contains(&self, version: &V) -> bool {
        self.lower.admits(version, Ordering::Greater) && self.upper.admits(version, Ordering::Less)
    }
}

impl<V: Ranged> Bound<V> {
    /// `inside` is how a version within the interval compares with the bound.
    fn admits(&self, version: &V, inside: Ordering) -> bool {
        self.version.as_ref().is_none_or(|bound| match version.precedence(bound) {
            Ordering::Equal => self.inclusive,
            order @ (Ordering::Less | Ordering::Greater) => order == inside,
        })
    }
}

/// A range of Octopus versions, as channel rules and trigger filters write it.
#[derive(Debug, Clone)]
pub struct VersionRange {
    text: String,
    interval: Interval<Version>,
}

impl VersionRange {
    /// Reads a range in interval notation.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        Ok(Self { text: text.trim().to_owned(), interval: Interval::parse(text)? })
    }

    /// Whether the version lies in the range.
    pub fn contains(&self, version: &Version) -> bool {
        self.interval.contains(version)
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: &str, inside: &[&str], outside: &[&str]) {
        let range = VersionRange::parse(range).unwrap();
        for (versions, expected) in [(inside, true), (outside, false)] {
            for version in versions {
                assert_eq!(range.contains(&Version::parse(version).unwrap()), expected, "{range} and {version}");
            }
        }
    }

    #[test]
    fn a_bare_version_means_at_least() {
        check("1.0", &["1.0", "1.0.0.0", "1.0.1", "2.0-beta"], &["1.0-beta", "0.9"]);
    }

    #[test]
    fn brackets_say_whether_the_bound_belongs() {
        check("[1.0]", &["1.0", "1.0.0+build"], &["1.0.1", "1.0-beta"]);
        check("(1.0,2.0]", &["1.0.1", "2.0"], &["1.0", "2.0.1"]);
        check("[1.0,2.0)", &["1.0", "2.0.0-beta"], &["2.0"]);
        check("(,2.0]", &["0.1-alpha", "2.0"], &["2.0.1"]);
        check("(1.6)", &[], &["1.5", "1.6", "1.7"]);
    }

    #[test]
    fn pre_releases_take_part() {
        check("[2.0.0-alpha.1,2.0.0)", &["2.0.0-alpha.1", "2.0.0-rc"], &["2.0.0-alpha", "2.0.0"]);
    }

    #[test]
    fn ranges_without_meaning_are_refused() {
        for text in ["", " ", "(,)", "[,]", "[1.0", "1.0]", "[1,2,3]", "[1.0,2.0", "[1.3..!]"] {
            assert!(matches!(VersionRange::parse(text), Err(VersionError::Range { .. })), "{text}");
        }
    }
}
