//! Build information: what the build server says of a version of a package (domain.md BI).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{BuildInformationId, SpaceId};

/// Independent of the package, which may come later or never (BI-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildInformation {
    pub id: BuildInformationId,
    pub space_id: SpaceId,
    pub created: Timestamp,
    #[serde(flatten)]
    pub of: PackageBuild,
}

/// A version of a package, and the build that it came from; a release keeps copies (BI-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageBuild {
    pub package_id: String,
    pub version: String,
    pub build: Build,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// The kind of build server.
    pub environment: String,
    pub number: String,
    pub url: String,
    pub branch: String,
    pub vcs_type: String,
    pub vcs_root: String,
    pub commit: String,
    /// What has changed since the build before.
    pub commits: Vec<Commit>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    pub id: String,
    pub comment: String,
}
