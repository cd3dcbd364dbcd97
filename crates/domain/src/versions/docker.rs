//! Container tags (ND-01): Octopus versions, except that `latest` is the release it stands for.

use std::fmt;

use super::{Version, VersionError};

/// A container tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DockerTag(Version);

impl DockerTag {
    /// Reads a tag.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        Version::parse(text).map(Self)
    }

    /// The tag read as an Octopus version, which is also its order: `latest` is below every numbered tag.
    pub fn version(&self) -> &Version {
        &self.0
    }

    /// Whether the tag is a pre-release. Only the exact text `latest` is not one although it has no number.
    pub fn is_prerelease(&self) -> bool {
        self.0.is_prerelease() && self.0.original() != "latest"
    }
}

impl fmt::Display for DockerTag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
