//! Finding packages by version, range and tag (FE-05, versions.md 7 and 8).

use pulpo_domain::feed::Package;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::versions::{PackageRange, PackageVersion, TagPattern, VersionFormat};
use pulpo_store::{Query, Tx, package_key, package_version_key};

use crate::error::{Error, Result};

/// How many versions are looked at in one go, where a range or a tag has to decide.
const STRIDE: i64 = 200;

/// Which versions of packages are asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    range: Option<PackageRange>,
    tag: TagPattern,
    pub(crate) include_prerelease: bool,
}

impl Wanted {
    /// An empty range or tag restricts nothing.
    pub(crate) fn parse(range: &str, tag: &str, include_prerelease: bool) -> Result<Self> {
        let range = Some(range.trim()).filter(|range| !range.is_empty());
        let range = range.map(|range| PackageRange::parse(VersionFormat::Semver, range)).transpose();
        Ok(Self {
            range: range.map_err(Error::invalid)?,
            tag: TagPattern::parse(tag.trim()).map_err(Error::invalid)?,
            include_prerelease,
        })
    }

    /// Whether the range or the tag has to look at each version.
    pub(crate) fn is_plain(&self) -> bool {
        self.range.is_none() && self.tag.is_empty()
    }

    pub(crate) fn takes(&self, package: &Package) -> Result<bool> {
        let Ok(version) = PackageVersion::parse(VersionFormat::Semver, &package.version) else {
            // Only versions that parse are let in; one that an older program let in is in no range.
            return Ok(self.is_plain());
        };
        if !self.include_prerelease && version.is_prerelease() {
            return Ok(false);
        }
        if self.range.as_ref().is_some_and(|range| !range.contains(&version)) {
            return Ok(false);
        }
        self.tag.matches(version.prerelease(), version.metadata()).map_err(Error::invalid)
    }
}

/// The packages with this id, all versions.
pub(crate) fn of_id(space: &SpaceId, package_id: &str) -> Query {
    Query::new().eq("space_id", space.as_str()).eq("package_key", package_key(package_id))
}

/// The package in a version that equals the one given (FE-05).
pub(crate) fn find_version(
    tx: &mut Tx<'_>,
    space: &SpaceId,
    package_id: &str,
    version: &str,
) -> Result<Option<Package>> {
    let query = of_id(space, package_id).eq("version_key", package_version_key(version)).take(1);
    Ok(tx.list::<Package>(&query)?.pop())
}

/// The highest version that a range and a tag let through; empty ones let everything through.
pub(crate) fn latest(
    tx: &mut Tx<'_>,
    space: &SpaceId,
    package_id: &str,
    range: &str,
    tag: &str,
    include_prerelease: bool,
) -> Result<Option<Package>> {
    let wanted = Wanted::parse(range, tag, include_prerelease)?;
    Ok(versions(tx, space, package_id, &wanted, 1)?.pop())
}

/// The highest versions of a package that are wanted, up to a number of them, highest first.
pub(crate) fn versions(
    tx: &mut Tx<'_>,
    space: &SpaceId,
    package_id: &str,
    wanted: &Wanted,
    most: usize,
) -> Result<Vec<Package>> {
    let mut query = of_id(space, package_id).order("version_key DESC");
    if !wanted.include_prerelease {
        query = query.eq("is_prerelease", false);
    }
    let mut found = Vec::new();
    for skip in (0..).step_by(usize::try_from(STRIDE).unwrap_or(1)) {
        let page = tx.list::<Package>(&query.clone().skip(skip).take(STRIDE))?;
        let is_last = i64::try_from(page.len()).is_ok_and(|length| length < STRIDE);
        for package in page {
            if found.len() < most && wanted.takes(&package)? {
                found.push(package);
            }
        }
        if is_last || found.len() >= most {
            break;
        }
    }
    Ok(found)
}
