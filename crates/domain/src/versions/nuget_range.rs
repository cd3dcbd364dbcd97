//! NuGet's own ranges: floating versions, printed forms and what its best-match search considers (NR-03, NR-04).

use std::fmt;

use super::range::{End, Interval};
use super::{SemverVersion, VersionError};

/// A range as NuGet reads it, with bounds that may float (`1.*`, `1.0.0-beta*`).
#[derive(Debug, Clone)]
pub struct NugetRange {
    interval: Interval<SemverVersion>,
    float: Option<Float>,
}

impl NugetRange {
    /// Reads a range. Only its lower bound may float.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let mut float = None;
        let interval = Interval::parse_bounds(text, |end, bound| {
            if end == End::Lower {
                float = Float::read(bound);
            }
            match &float {
                Some(float) if end == End::Lower => SemverVersion::parse(&float.lowest),
                _ => SemverVersion::parse(bound),
            }
        })?;
        Ok(Self { interval, float })
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
        let names_prerelease = self.float.as_ref().is_some_and(|float| float.to_prerelease)
            || bounds.into_iter().flatten().any(SemverVersion::is_prerelease);
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

/// A bound with a star in it.
#[derive(Debug, Clone)]
struct Float {
    text: String,
    /// The lowest version it stands for.
    lowest: String,
    to_prerelease: bool,
}

impl Float {
    /// Nothing for text that does not float. A star can stand at the end of the numbers and of the labels only.
    fn read(text: &str) -> Option<Self> {
        if !text.contains('*') || text.contains('+') {
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
        let lowest = match labels.map(|labels| labels.strip_suffix('*').unwrap_or(labels)) {
            None => numbers,
            Some(prefix) if prefix.is_empty() || prefix.ends_with('.') => format!("{numbers}-{prefix}0"),
            Some(prefix) => format!("{numbers}-{prefix}"),
        };
        let to_prerelease = labels.is_some_and(|labels| labels.ends_with('*'));
        Some(Self { text: text.to_owned(), lowest, to_prerelease })
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
            self.float.as_ref().map_or_else(|| text(&lower.version), |float| float.text.clone()),
            text(&upper.version),
            if upper.inclusive { ']' } else { ')' }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floating_bound_starts_at_the_lowest_version_it_stands_for() {
        for (range, lowest) in [("1.*", "1.0"), ("*", "0"), ("1.0.0-*", "1.0.0-0"), ("1.0.0-rc.*", "1.0.0-rc.0")] {
            let lower = NugetRange::parse(range).unwrap().interval.lower.version.unwrap();
            assert_eq!(lower.original(), lowest, "{range}");
        }
    }

    #[test]
    fn stars_elsewhere_are_refused() {
        for range in ["1.*.0", "[1.0,2.*]", "(,1.*]", "[1.*]", "1.0.0-*-beta", "1.0.0+*"] {
            assert!(NugetRange::parse(range).is_err(), "{range}");
        }
    }

    #[test]
    fn ranges_are_printed_in_one_form() {
        for (range, text) in [("1.*", "[1.*, )"), ("( 1.0 , ]", "(1.0.0, ]"), ("[1.2]", "[1.2.0, 1.2.0]")] {
            assert_eq!(NugetRange::parse(range).unwrap().to_string(), text);
        }
    }
}
