//! Version ranges in interval notation (NR-01 to NR-03, NR-08, CH-04).

use std::cmp::Ordering;
use std::fmt;

use super::{SemverVersion, Version, VersionError};

/// Versions that ranges can be made of.
pub trait Ranged: Sized + Clone {
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
    /// The version at the end.
    pub version: V,
    /// Whether the version itself belongs to the interval.
    pub inclusive: bool,
}

/// All versions between two bounds; a bound that is absent is open.
#[derive(Debug, Clone)]
pub struct Interval<V> {
    /// The lower end.
    pub lower: Option<Bound<V>>,
    /// The upper end.
    pub upper: Option<Bound<V>>,
}

impl<V: Ranged> Interval<V> {
    /// Reads `1.0` (at least), `[1.0]`, `[1.0,2.0)`, `(,2.0]` and so on.
    ///
    /// As in NuGet, a bracket that cannot mean what it says is accepted: `(1.6)` matches nothing.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        Self::parse_bounds(text, V::parse_bound)
    }

    pub(super) fn parse_bounds(
        text: &str,
        mut parse_bound: impl FnMut(&str) -> Result<V, VersionError>,
    ) -> Result<Self, VersionError> {
        let invalid = |why: &str| VersionError::Range { text: text.to_owned(), why: why.to_owned() };
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(invalid("it is empty"));
        }
        let lower_inclusive = trimmed.starts_with('[');
        let Some(inside) = trimmed.strip_prefix(['[', '(']) else {
            let version = parse_bound(trimmed).map_err(|error| invalid(&error.to_string()))?;
            return Ok(Self { lower: Some(Bound { version, inclusive: true }), upper: None });
        };
        let upper_inclusive = inside.ends_with(']');
        let inside = inside.strip_suffix([']', ')']).ok_or_else(|| invalid("its closing bracket is missing"))?;
        let (lower, upper) = match inside.split_once(',') {
            None => (inside, inside),
            Some((_, upper)) if upper.contains(',') => return Err(invalid("it has more than two bounds")),
            Some(bounds) => bounds,
        };
        let mut bound = |text: &str, inclusive| match text.trim() {
            "" => Ok(None),
            text => parse_bound(text)
                .map(|version| Some(Bound { version, inclusive }))
                .map_err(|error| invalid(&error.to_string())),
        };
        let interval = Self { lower: bound(lower, lower_inclusive)?, upper: bound(upper, upper_inclusive)? };
        if interval.lower.is_none() && interval.upper.is_none() {
            return Err(invalid("it has no bound"));
        }
        Ok(interval)
    }

    /// Whether the version lies between the bounds. Pre-releases take part like any other version.
    pub fn contains(&self, version: &V) -> bool {
        let above = self.lower.as_ref().is_none_or(|bound| match version.precedence(&bound.version) {
            Ordering::Greater => true,
            Ordering::Equal => bound.inclusive,
            Ordering::Less => false,
        });
        let below = self.upper.as_ref().is_none_or(|bound| match version.precedence(&bound.version) {
            Ordering::Less => true,
            Ordering::Equal => bound.inclusive,
            Ordering::Greater => false,
        });
        above && below
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
