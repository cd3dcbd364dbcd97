//! Version ranges in Maven notation (NR-05 to NR-07).

use std::fmt;

use super::range::Bound;
use super::{MavenVersion, VersionError};

/// A Maven range: a list of intervals, or a recommended version that restricts nothing.
#[derive(Debug, Clone)]
pub struct MavenRange {
    restrictions: Vec<Restriction>,
    recommended: Option<MavenVersion>,
}

/// One interval of a Maven range.
#[derive(Debug, Clone)]
pub struct Restriction {
    /// The lower end.
    pub lower: Option<Bound<MavenVersion>>,
    /// The upper end.
    pub upper: Option<Bound<MavenVersion>>,
}

impl MavenRange {
    /// Reads `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.0]` or a bare recommended version.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let invalid = |why: &str| VersionError::Range { text: text.to_owned(), why: why.to_owned() };
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(invalid("it is empty"));
        }
        let mut restrictions: Vec<Restriction> = Vec::new();
        while rest.starts_with(['[', '(']) {
            let end = rest.find([']', ')']).ok_or_else(|| invalid("its closing bracket is missing"))?;
            let restriction = Restriction::parse(&rest[..=end]).map_err(|why| invalid(&why))?;
            if let Some(previous) = restrictions.last() {
                match (&previous.upper, &restriction.lower) {
                    (Some(upper), Some(lower)) if lower.version >= upper.version => {}
                    _ => return Err(invalid("its intervals overlap or are not in order")),
                }
            }
            restrictions.push(restriction);
            rest = rest[end + 1..].trim();
            if let Some(next) = rest.strip_prefix(',') {
                rest = next.trim();
            }
        }
        if rest.is_empty() {
            return Ok(Self { restrictions, recommended: None });
        }
        if !restrictions.is_empty() {
            return Err(invalid("only intervals can follow an interval"));
        }
        let recommended = MavenVersion::parse(rest).map_err(|error| invalid(&error.to_string()))?;
        Ok(Self { restrictions: vec![Restriction { lower: None, upper: None }], recommended: Some(recommended) })
    }

    /// The intervals; one without bounds for a recommended version.
    pub fn restrictions(&self) -> &[Restriction] {
        &self.restrictions
    }

    /// The bare version, which is a wish and no restriction.
    pub fn recommended(&self) -> Option<&MavenVersion> {
        self.recommended.as_ref()
    }

    /// Whether the version lies in one of the intervals.
    pub fn contains(&self, version: &MavenVersion) -> bool {
        self.restrictions.iter().any(|restriction| restriction.contains(version))
    }
}

impl Restriction {
    /// `text` starts and ends with a bracket.
    fn parse(text: &str) -> Result<Self, String> {
        let closed = (text.starts_with('['), text.ends_with(']'));
        let inside = text[1..text.len() - 1].trim();
        let version = |text: &str| MavenVersion::parse(text).map_err(|error| error.to_string());
        let Some((lower, upper)) = inside.split_once(',') else {
            if closed != (true, true) {
                return Err("a single version must stand in square brackets".to_owned());
            }
            let bound = Bound { version: version(inside)?, inclusive: true };
            return Ok(Self { lower: Some(bound.clone()), upper: Some(bound) });
        };
        let bound = |text: &str, inclusive| match text.trim() {
            "" => Ok(None),
            text => version(text).map(|version| Some(Bound { version, inclusive })),
        };
        let restriction = Self { lower: bound(lower, closed.0)?, upper: bound(upper, closed.1)? };
        if let (Some(lower), Some(upper)) = (&restriction.lower, &restriction.upper) {
            if upper.version < lower.version {
                return Err("its lower bound is above its upper bound".to_owned());
            }
            if upper.version == lower.version && closed != (true, true) {
                return Err("equal bounds must both be included".to_owned());
            }
        }
        Ok(restriction)
    }

    /// Whether the version lies between the bounds, by Maven's order.
    pub fn contains(&self, version: &MavenVersion) -> bool {
        let above = self
            .lower
            .as_ref()
            .is_none_or(|bound| *version > bound.version || (bound.inclusive && *version == bound.version));
        let below = self
            .upper
            .as_ref()
            .is_none_or(|bound| *version < bound.version || (bound.inclusive && *version == bound.version));
        above && below
    }
}

impl fmt::Display for MavenRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(recommended) = &self.recommended {
            return recommended.fmt(formatter);
        }
        for (place, restriction) in self.restrictions.iter().enumerate() {
            if place > 0 {
                formatter.write_str(",")?;
            }
            restriction.fmt(formatter)?;
        }
        Ok(())
    }
}

impl fmt::Display for Restriction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inclusive = |bound: &Option<Bound<MavenVersion>>| bound.as_ref().is_some_and(|bound| bound.inclusive);
        formatter.write_str(if inclusive(&self.lower) { "[" } else { "(" })?;
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) if lower.inclusive && upper.inclusive && lower.version == upper.version => {
                lower.version.fmt(formatter)?;
            }
            (lower, upper) => {
                if let Some(lower) = lower {
                    lower.version.fmt(formatter)?;
                }
                formatter.write_str(",")?;
                if let Some(upper) = upper {
                    upper.version.fmt(formatter)?;
                }
            }
        }
        formatter.write_str(if inclusive(&self.upper) { "]" } else { ")" })
    }
}
