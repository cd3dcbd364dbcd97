//! NuGet's own ranges: floating versions, printed forms and what its best-match search considers (NR-03, NR-04).

use std::fmt;

use super::range::Interval;
use super::{SemverVersion, VersionError};

/// A range as NuGet reads it, with bounds that may float (`1.*`, `1.0.0-beta*`).
#[derive(Debug, Clone)]
pub struct NugetRange {
    interval: Interval<SemverVersion>,
    floats_to_prerelease: bool,
}

impl NugetRange {
    /// Reads a range.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let mut floats_to_prerelease = false;
        let interval = Interval::parse_bounds(text, |bound| {
            let Some(lowest) = Lowest::of_float(bound) else {
                return SemverVersion::parse(bound);
            };
            floats_to_prerelease |= lowest.is_prerelease;
            SemverVersion::parse(&lowest.text)
        })?;
        Ok(Self { interval, floats_to_prerelease })
    }

    /// The bounds; a floating one is the lowest version it may float to.
    pub fn interval(&self) -> &Interval<SemverVersion> {
        &self.interval
    }

    /// Whether the version lies between the bounds.
    pub fn contains(&self, version: &SemverVersion) -> bool {
        self.interval.contains(version)
    }

    /// Whether the best-match search takes the version into account: a pre-release only if a bound is one or floats to
    /// one.
    pub fn considers(&self, version: &SemverVersion) -> bool {
        let bounds = [&self.interval.lower.version, &self.interval.upper.version];
        let names_prerelease =
            self.floats_to_prerelease || bounds.into_iter().flatten().any(SemverVersion::is_prerelease);
        (names_prerelease || !version.is_prerelease()) && self.contains(version)
    }

    /// The range as conditions for people: `(>= 1.0.0 && < 2.0.0)`.
    pub fn conditions(&self) -> String {
        let Interval { lower, upper } = &self.interval;
        let conditions: Vec<String> = [(lower, ">"), (upper, "<")]
            .into_iter()
            .filter_map(|(bound, sign)| {
                let equal = if bound.inclusive { "=" } else { "" };
                bound.version.as_ref().map(|version| format!("{sign}{equal} {}", version.normalised()))
            })
            .collect();
        format!("({})", conditions.join(" && "))
    }
}

/// The lowest version a floating text stands for.
struct Lowest {
    text: String,
    is_prerelease: bool,
}

impl Lowest {
    /// Nothing for text that does not float. A star can stand at the end of the numbers and of the labels only.
    fn of_float(text: &str) -> Option<Self> {
        if !text.contains('*') {
            return None;
        }
        let (numbers, labels) = match text.split_once('-') {
            Some((numbers, labels)) => (numbers, Some(labels)),
            None => (text, None),
        };
        let numbers = match numbers.strip_suffix('*') {
            Some(fixed) => format!("{fixed}0"),
            None => numbers.to_owned(),
        };
        let text = match labels.map(|labels| labels.strip_suffix('*').unwrap_or(labels)) {
            None => numbers,
            Some(prefix) if prefix.is_empty() || prefix.ends_with('.') => format!("{numbers}-{prefix}0"),
            Some(prefix) => format!("{numbers}-{prefix}"),
        };
        Some(Self { text, is_prerelease: labels.is_some_and(|labels| labels.ends_with('*')) })
    }
}

impl fmt::Display for NugetRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { lower, upper } = &self.interval;
        let text =
            |version: &Option<SemverVersion>| version.as_ref().map(SemverVersion::normalised).unwrap_or_default();
        write!(
            formatter,
            "{}{}, {}{}",
            if lower.inclusive { '[' } else { '(' },
            text(&lower.version),
            text(&upper.version),
            if upper.inclusive { ']' } else { ')' }
        )
    }
}
