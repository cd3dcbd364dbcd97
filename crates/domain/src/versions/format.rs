//! A version together with the format it is read by (NS-01).

use std::cmp::Ordering;
use std::fmt;

use super::{DockerTag, LexicographicVersion, MavenVersion, SemverVersion, Version, VersionError};

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
