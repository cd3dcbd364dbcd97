//! What packages are called: ids, versions, and the id of a package in the HTTP API.

use pulpo_domain::feed::Package;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::package_name::is_valid_package_id;
use pulpo_domain::versions::SemverVersion;
use pulpo_store::Tx;

use super::find::find_version;
use crate::error::{Error, Result};

/// What stands before the id of a package in the HTTP API (http-api.md 7.3).
const PREFIX: &str = "packages-";
/// The longest package id, as NuGet has it.
const LONGEST_ID: usize = 100;
/// The longest text of a version that is looked into.
const LONGEST_VERSION: usize = 100;

/// A package's id and version, both checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) package_id: String,
    pub(crate) version: String,
}

impl Identity {
    /// Checks what a file's name or a nuspec says.
    pub(crate) fn parse(package_id: &str, version: &str) -> Result<Self> {
        let package_id = package_id.trim();
        if package_id.chars().count() > LONGEST_ID {
            return Err(Error::invalid(format!(
                "the package id is longer than the {LONGEST_ID} characters allowed; shorten it"
            )));
        }
        if !is_valid_package_id(package_id) {
            return Err(Error::invalid(format!(
                "\"{package_id}\" is not a package id; use letters, digits and underscores, with single dots or dashes between them"
            )));
        }
        if version.len() > LONGEST_VERSION {
            return Err(Error::invalid(format!(
                "the version of package \"{package_id}\" is longer than the {LONGEST_VERSION} characters allowed"
            )));
        }
        let version = SemverVersion::parse(version).map_err(Error::invalid)?;
        Ok(Self { package_id: package_id.to_owned(), version: version.original().to_owned() })
    }

    /// Whether both mean the same package: ids ignoring case, versions by their order (FE-05). A file's name may leave
    /// out the metadata of the version, as the tools that pack do.
    pub(crate) fn is_named(&self, name: &Self) -> bool {
        let (Ok(own), Ok(named)) = (SemverVersion::parse(&self.version), SemverVersion::parse(&name.version)) else {
            return false;
        };
        let same_version =
            if named.metadata().is_empty() { own.cmp_without_metadata(&named).is_eq() } else { own == named };
        same_version && pulpo_store::package_key(&self.package_id) == pulpo_store::package_key(&name.package_id)
    }
}

/// The id of a package in the HTTP API.
pub fn api_id(package: &Package) -> String {
    format!("{PREFIX}{}.{}", package.package_id, package.version)
}

/// The name of the package's file.
pub fn file_name(package: &Package) -> String {
    format!("{}.{}{}", package.package_id, package.version, package.extension)
}

/// The package that an id of the HTTP API means, with or without its prefix.
pub(crate) fn by_api_id(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Package> {
    let prefixed = id.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    let stripped = prefixed.then(|| &id[PREFIX.len()..]);
    for text in stripped.into_iter().chain([id]) {
        // A package id may hold dots and numbers itself, so every dot may be the one between id and version.
        for (dot, _) in text.match_indices('.').take(LONGEST_ID) {
            let (package_id, version) = (&text[..dot], &text[dot + 1..]);
            if version.len() > LONGEST_VERSION || SemverVersion::parse(version).is_err() {
                continue;
            }
            if let Some(found) = find_version(tx, space, package_id, version)? {
                return Ok(found);
            }
        }
    }
    Err(Error::not_found("package", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(id: &str, version: &str) -> Identity {
        Identity::parse(id, version).unwrap()
    }

    #[test]
    fn a_name_may_leave_out_metadata_but_not_tell_another_version() {
        let inside = identity("Acme.Web", "1.0.1+ace8cda");
        for (id, version) in [("acme.web", "1.0.1"), ("Acme.Web", "1.0.1.0"), ("Acme.Web", "1.0.01+ACE8CDA")] {
            assert!(inside.is_named(&identity(id, version)), "{id} {version}");
        }
        for (id, version) in [("Acme.Web", "1.0.2"), ("Acme.Web", "1.0.1+other"), ("Acme", "1.0.1")] {
            assert!(!inside.is_named(&identity(id, version)), "{id} {version}");
        }
    }

    #[test]
    fn ids_that_would_leave_a_folder_are_none() {
        for id in ["../a", "a/b", "", "a..b", ".a", "a b", "a\u{0}"] {
            assert!(Identity::parse(id, "1.0").is_err(), "{id}");
        }
    }
}
