//! Version ranges in Maven notation (NR-05 to NR-07).

use std::fmt;

use super::range::{Bound, Interval};
use super::{MavenVersion, VersionError};

/// A Maven range: a list of intervals, or a recommended version that restricts nothing.
#[derive(Debug, Clone)]
pub struct MavenRange {
    intervals: Vec<Interval<MavenVersion>>,
    recommended: Option<MavenVersion>,
}

impl MavenRange {
    /// Reads `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.0]` or a bare recommended version.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let invalid = |why: &str| VersionError::Range { text: text.to_owned(), why: why.to_owned() };
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(invalid("it is empty"));
        }
        let mut intervals: Vec<Interval<MavenVersion>> = Vec::new();
        while rest.starts_with(['[', '(']) {
            let end = rest.find([']', ')']).ok_or_else(|| invalid("its closing bracket is missing"))?;
            let interval = parse_interval(&rest[..=end]).map_err(|why| invalid(&why))?;
            if let Some(previous) = intervals.last() {
                match (&previous.upper.version, &interval.lower.version) {
                    (Some(upper), Some(lower)) if lower >= upper => {}
                    _ => return Err(invalid("its intervals overlap or are not in order")),
                }
            }
            intervals.push(interval);
            rest = rest[end + 1..].trim();
            if let Some(next) = rest.strip_prefix(',') {
                rest = next.trim();
            }
        }
        if rest.is_empty() {
            return Ok(Self { intervals, recommended: None });
        }
        if !intervals.is_empty() {
            return Err(invalid("only intervals can follow an interval"));
        }
        let recommended = MavenVersion::parse(rest).map_err(|error| invalid(&error.to_string()))?;
        Ok(Self {
            intervals: vec![Interval { lower: Bound::OPEN, upper: Bound::OPEN }],
            recommended: Some(recommended),
        })
    }

    /// The intervals; a single open one for a recommended version.
    pub fn intervals(&self) -> &[Interval<MavenVersion>] {
        &self.intervals
    }

    /// The bare version, which is a wish and no restriction.
    pub fn recommended(&self) -> Option<&MavenVersion> {
        self.recommended.as_ref()
    }

    /// Whether the version lies in one of the intervals.
    pub fn contains(&self, version: &MavenVersion) -> bool {
        self.intervals.iter().any(|interval| interval.contains(version))
    }
}

/// `text` starts and ends with a bracket. Maven refuses what NuGet lets pass: bounds that leave nothing between them.
fn parse_interval(text: &str) -> Result<Interval<MavenVersion>, String> {
    let closed = (text.starts_with('['), text.ends_with(']'));
    let inside = &text[1..text.len() - 1];
    let version = |text: &str| MavenVersion::parse(text).map_err(|error| error.to_string());
    let Some((lower, upper)) = inside.split_once(',') else {
        if closed != (true, true) {
            return Err("a single version must stand in square brackets".to_owned());
        }
        let bound = Bound { version: Some(version(inside)?), inclusive: true };
        return Ok(Interval { lower: bound.clone(), upper: bound });
    };
    let bound = |text: &str, inclusive| match text.trim() {
        "" => Ok(Bound { version: None, inclusive }),
        text => version(text).map(|version| Bound { version: Some(version), inclusive }),
    };
    let interval = Interval { lower: bound(lower, closed.0)?, upper: bound(upper, closed.1)? };
    if let (Some(lower), Some(upper)) = (&interval.lower.version, &interval.upper.version) {
        if upper < lower {
            return Err("its lower bound is above its upper bound".to_owned());
        }
        if upper == lower && closed != (true, true) {
            return Err("equal bounds must both be included".to_owned());
        }
    }
    Ok(interval)
}

impl fmt::Display for MavenRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(recommended) = &self.recommended {
            return write!(formatter, "{recommended}");
        }
        for (place, interval) in self.intervals.iter().enumerate() {
            if place > 0 {
                formatter.write_str(",")?;
            }
            write_interval(interval, formatter)?;
        }
        Ok(())
    }
}

fn write_interval(interval: &Interval<MavenVersion>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Interval { lower, upper } = interval;
    formatter.write_str(if lower.inclusive { "[" } else { "(" })?;
    match (&lower.version, &upper.version) {
        (Some(lower), Some(upper)) if lower == upper => write!(formatter, "{lower}")?,
        (lower, upper) => {
            if let Some(lower) = lower {
                write!(formatter, "{lower}")?;
            }
            formatter.write_str(",")?;
            if let Some(upper) = upper {
                write!(formatter, "{upper}")?;
            }
        }
    }
    formatter.write_str(if upper.inclusive { "]" } else { ")" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: &str, inside: &[&str], outside: &[&str]) {
        let range = MavenRange::parse(range).unwrap();
        for (versions, expected) in [(inside, true), (outside, false)] {
            for version in versions {
                assert_eq!(range.contains(&MavenVersion::parse(version).unwrap()), expected, "{range} and {version}");
            }
        }
    }

    #[test]
    fn a_bare_version_restricts_nothing() {
        check("1.0", &["0.1", "1.0", "99"], &[]);
    }

    #[test]
    fn several_intervals_are_one_range() {
        check("(,1.0],[1.2,)", &["0.9", "1.0", "1.2"], &["1.1", "1.2-SNAPSHOT"]);
        check("[ 1.0 , 1.2 ] , (2,3)", &["1.1", "2.5"], &["1.5", "2", "3"]);
    }

    #[test]
    fn snapshots_are_below_their_release() {
        check("[1.0,1.2]", &["1.1-SNAPSHOT", "1.2-SNAPSHOT"], &["1.0-SNAPSHOT"]);
        check("(,9.0.1)", &["9.0.0.M25"], &["9.0.10.M27"]);
    }

    #[test]
    fn ranges_without_meaning_are_refused() {
        for text in [
            "",
            "(1.0)",
            "[1.0)",
            "(1.0]",
            "[1.1,1.0]",
            "[1,1)",
            "[1,2),1.3",
            "[1,2],[1.5,3]",
            "[3,4],[1,2]",
            "[1,),[2,3]",
            "[1,2",
            "[]",
        ] {
            assert!(MavenRange::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_range_is_printed_as_it_is_read() {
        for text in ["[1.0]", "[1.0,2.0)", "(,1.0],[1.2,)", "1.0"] {
            assert_eq!(MavenRange::parse(text).unwrap().to_string(), text);
        }
    }
}
