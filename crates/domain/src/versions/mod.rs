//! Versions of releases and packages: reading, ordering, ranges, masks and numbering.
//!
//! Every feed type has its own *format* with its own order (NS-01); versions of two formats are never compared. Release
//! numbers, and packages of feeds without a rule of their own, are Octopus versions: [`Version`].

mod docker;
mod error;
mod format;
mod labels;
mod lexicographic;
mod mask;
mod maven;
mod maven_range;
mod nuget_range;
mod numbers;
mod octopus;
#[cfg(test)]
mod order_tests;
mod range;
mod semver;
mod tag;

pub use docker::DockerTag;
pub use error::VersionError;
pub use format::{PackageRange, PackageVersion, VersionFormat};
pub use lexicographic::LexicographicVersion;
pub use mask::{apply_mask, apply_mask_to, is_mask, latest_for_mask};
pub use maven::{MavenPackageId, MavenVersion};
pub use maven_range::MavenRange;
pub use nuget_range::NugetRange;
pub use numbers::next_versions;
pub use octopus::Version;
pub use range::{Bound, Interval, Ranged, VersionRange};
pub use semver::SemverVersion;
pub use tag::{TagPattern, prerelease_tag_matches};
