//! A version together with the format it is read by (NS-01).

use std::cmp::Ordering;
use std::fmt;

use super::{
    DockerTag, Interval, LexicographicVersion, MavenRange, MavenVersion, SemverVersion, Version, VersionError,
};

/// How the versions of a feed are read and ordered (NS-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionFormat {
    /// NuGet and most feeds.
    Semver,
    /// Maven feeds.
    Maven,
    /// Container registries.
    Docker,
    /// Release numbers, and feeds without a rule of their own.
    Octopus,
    /// Plain text.
    Lexicographic,
}

/// A version of any format.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PackageVersion {
    /// See [`VersionFormat::Semver`].
    Semver(SemverVersion),
    /// See [`VersionFormat::Maven`].
    Maven(MavenVersion),
    /// See [`VersionFormat::Docker`].
    Docker(DockerTag),
    /// See [`VersionFormat::Octopus`].
    Octopus(Version),
    /// See [`VersionFormat::Lexicographic`].
    Lexicographic(LexicographicVersion),
}

impl PackageVersion {
    /// Reads a version by a format.
    pub fn parse(format: VersionFormat, text: &str) -> Result<Self, VersionError> {
        Ok(match format {
            VersionFormat::Semver => Self::Semver(SemverVersion::parse(text)?),
            VersionFormat::Maven => Self::Maven(MavenVersion::parse(text)?),
            VersionFormat::Docker => Self::Docker(DockerTag::parse(text)?),
            VersionFormat::Octopus => Self::Octopus(Version::parse(text)?),
            VersionFormat::Lexicographic => Self::Lexicographic(LexicographicVersion::parse(text)?),
        })
    }

    /// The format the version was read by.
    pub fn format(&self) -> VersionFormat {
        match self {
            Self::Semver(_) => VersionFormat::Semver,
            Self::Maven(_) => VersionFormat::Maven,
            Self::Docker(_) => VersionFormat::Docker,
            Self::Octopus(_) => VersionFormat::Octopus,
            Self::Lexicographic(_) => VersionFormat::Lexicographic,
        }
    }

    /// Whether the version comes before a release. Lexicographic versions never do.
    pub fn is_prerelease(&self) -> bool {
        match self {
            Self::Semver(version) => version.is_prerelease(),
            Self::Maven(version) => version.is_prerelease(),
            Self::Docker(tag) => tag.is_prerelease(),
            Self::Octopus(version) => version.is_prerelease(),
            Self::Lexicographic(_) => false,
        }
    }

    /// The part that a channel's tag pattern looks at: pre-release labels, or a Maven qualifier.
    pub fn prerelease(&self) -> &str {
        match self {
            Self::Semver(version) => version.prerelease(),
            Self::Maven(version) => version.qualifier(),
            Self::Docker(tag) if !tag.is_prerelease() => "",
            Self::Docker(tag) => tag.version().prerelease(),
            Self::Octopus(version) => version.prerelease(),
            Self::Lexicographic(version) => version.release(),
        }
    }

    /// What stands behind the `+`. Maven knows no metadata.
    pub fn metadata(&self) -> &str {
        match self {
            Self::Semver(version) => version.metadata(),
            Self::Maven(_) => "",
            Self::Docker(tag) => tag.version().metadata(),
            Self::Octopus(version) => version.metadata(),
            Self::Lexicographic(version) => version.metadata(),
        }
    }

    /// A text whose plain byte order is the order of versions of one format; never compare keys of two formats.
    pub fn sort_key(&self) -> String {
        match self {
            Self::Semver(version) => version.sort_key(),
            Self::Maven(version) => version.sort_key(),
            Self::Docker(tag) => tag.version().sort_key(),
            Self::Octopus(version) => version.sort_key(),
            Self::Lexicographic(version) => version.sort_key(),
        }
    }
}

/// Versions of two formats have no order.
impl PartialOrd for PackageVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Semver(left), Self::Semver(right)) => Some(left.cmp(right)),
            (Self::Maven(left), Self::Maven(right)) => Some(left.cmp(right)),
            (Self::Docker(left), Self::Docker(right)) => Some(left.cmp(right)),
            (Self::Octopus(left), Self::Octopus(right)) => Some(left.cmp(right)),
            (Self::Lexicographic(left), Self::Lexicographic(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }
}

impl fmt::Display for PackageVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Semver(version) => version.fmt(formatter),
            Self::Maven(version) => version.fmt(formatter),
            Self::Docker(tag) => tag.fmt(formatter),
            Self::Octopus(version) => version.fmt(formatter),
            Self::Lexicographic(version) => version.fmt(formatter),
        }
    }
}

/// A range of versions in the notation of a feed (CH-04): Maven's for Maven, intervals for all others, with the feed's own
/// order (NR-08).
#[derive(Debug, Clone)]
pub enum PackageRange {
    /// See [`VersionFormat::Semver`].
    Semver(Interval<SemverVersion>),
    /// See [`VersionFormat::Maven`].
    Maven(MavenRange),
    /// See [`VersionFormat::Docker`].
    Docker(Interval<DockerTag>),
    /// See [`VersionFormat::Octopus`].
    Octopus(Interval<Version>),
    /// See [`VersionFormat::Lexicographic`].
    Lexicographic(Interval<LexicographicVersion>),
}

impl PackageRange {
    /// Reads a range for versions of a format.
    pub fn parse(format: VersionFormat, text: &str) -> Result<Self, VersionError> {
        Ok(match format {
            VersionFormat::Semver => Self::Semver(Interval::parse(text)?),
            VersionFormat::Maven => Self::Maven(MavenRange::parse(text)?),
            VersionFormat::Docker => Self::Docker(Interval::parse(text)?),
            VersionFormat::Octopus => Self::Octopus(Interval::parse(text)?),
            VersionFormat::Lexicographic => Self::Lexicographic(Interval::parse(text)?),
        })
    }

    /// Whether the version lies in the range. A version of another format never does.
    pub fn contains(&self, version: &PackageVersion) -> bool {
        match (self, version) {
            (Self::Semver(range), PackageVersion::Semver(version)) => range.contains(version),
            (Self::Maven(range), PackageVersion::Maven(version)) => range.contains(version),
            (Self::Docker(range), PackageVersion::Docker(tag)) => range.contains(tag),
            (Self::Octopus(range), PackageVersion::Octopus(version)) => range.contains(version),
            (Self::Lexicographic(range), PackageVersion::Lexicographic(version)) => range.contains(version),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: VersionFormat, range: &str, version: &str, expected: bool) {
        let version = PackageVersion::parse(format, version).unwrap();
        let range = PackageRange::parse(format, range).unwrap();
        assert_eq!(range.contains(&version), expected, "{range:?} and {version}");
    }

    #[test]
    fn a_range_goes_by_the_order_of_its_feed() {
        check(VersionFormat::Maven, "[1.0]", "1.0.0-ga", true);
        check(VersionFormat::Maven, "1.0", "0.1", true);
        check(VersionFormat::Semver, "1.0", "0.1", false);
        check(VersionFormat::Semver, "[1.0+a]", "1.0+b", true);
        check(VersionFormat::Docker, "[1,2)", "1.5-alpine", true);
        check(VersionFormat::Docker, "1", "latest", false);
        check(VersionFormat::Lexicographic, "[b,d)", "c", true);
    }

    #[test]
    fn versions_of_two_formats_have_nothing_to_do_with_each_other() {
        let one = PackageVersion::parse(VersionFormat::Semver, "1.0").unwrap();
        let other = PackageVersion::parse(VersionFormat::Octopus, "1.0").unwrap();
        assert_eq!(one.partial_cmp(&other), None);
        assert!(!PackageRange::parse(VersionFormat::Maven, "1.0").unwrap().contains(&one));
    }

    #[test]
    fn latest_has_no_pre_release() {
        let latest = PackageVersion::parse(VersionFormat::Docker, "latest").unwrap();
        assert_eq!((latest.prerelease(), latest.is_prerelease()), ("", false));
    }
}
