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

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> DockerTag {
        DockerTag::parse(text).unwrap()
    }

    #[test]
    fn latest_is_a_release_below_every_numbered_tag() {
        assert!(!tag("latest").is_prerelease());
        assert!(tag("latest") < tag("0.0.1"));
        assert!(tag("Latest").is_prerelease());
        assert!(tag("1.0-alpine").is_prerelease());
    }
}
