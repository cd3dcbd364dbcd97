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
        let interval = Interval::parse_bounds(text, |bound| match bound.contains('*') {
            false => SemverVersion::parse(bound),
            true => {
                let (lowest, prerelease) = lowest_of_float(bound);
                floats_to_prerelease |= prerelease;
                SemverVersion::parse(&lowest)
            }
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
        let bounds = [&self.interval.lower, &self.interval.upper];
        let names_prerelease =
            self.floats_to_prerelease || bounds.into_iter().flatten().any(|bound| bound.version.is_prerelease());
        (names_prerelease || !version.is_prerelease()) && self.contains(version)
    }

    /// The range as conditions for people: `(>= 1.0.0 && < 2.0.0)`.
    pub fn conditions(&self) -> String {
        let condition = |sign: &str, inclusive, version: &SemverVersion| {
            format!("{sign}{} {}", if inclusive { "=" } else { "" }, version.normalised())
        };
        let lower = self.interval.lower.as_ref().map(|bound| condition(">", bound.inclusive, &bound.version));
        let upper = self.interval.upper.as_ref().map(|bound| condition("<", bound.inclusive, &bound.version));
        let conditions: Vec<String> = [lower, upper].into_iter().flatten().collect();
        format!("({})", conditions.join(" && "))
    }
}

/// The lowest version a floating text stands for, and whether it floats to pre-releases.
fn lowest_of_float(text: &str) -> (String, bool) {
    let (numbers, labels) = match text.split_once('-') {
        Some((numbers, labels)) => (numbers, Some(labels)),
        None => (text, None),
    };
    let numbers = match numbers.strip_suffix('*') {
        Some("") => "0".to_owned(),
        Some(fixed) => format!("{fixed}0"),
        None => numbers.to_owned(),
    };
    match labels.map(|labels| labels.strip_suffix('*').unwrap_or(labels)) {
        None => (numbers, false),
        Some(prefix) if prefix.is_empty() || prefix.ends_with('.') => (format!("{numbers}-{prefix}0"), true),
        Some(prefix) => (format!("{numbers}-{prefix}"), true),
    }
}

impl fmt::Display for NugetRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { lower, upper } = &self.interval;
        formatter.write_str(if lower.as_ref().is_some_and(|bound| bound.inclusive) { "[" } else { "(" })?;
        if let Some(lower) = lower {
            formatter.write_str(&lower.version.normalised())?;
        }
        formatter.write_str(", ")?;
        if let Some(upper) = upper {
            formatter.write_str(&upper.version.normalised())?;
        }
        formatter.write_str(if upper.as_ref().is_some_and(|bound| bound.inclusive) { "]" } else { ")" })
    }
}
