//! Names in the package cache of server and targets: `<id>@<F><version>@<32 hex digits><extension>` (NF-06).

use super::{PackageNameError, escape, parse_file_name, unescape};
use crate::versions::{PackageVersion, VersionFormat};

/// What the name of a file in a package cache says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedPackage {
    /// The id of the package.
    pub package_id: String,
    /// Its version, with the format it is read by.
    pub version: PackageVersion,
    /// The extension, with its dot.
    pub extension: String,
}

/// The name for a package in the cache. `unique` keeps two downloads of one package apart.
pub fn cache_file_name(package_id: &str, version: &PackageVersion, unique: [u8; 16], extension: &str) -> String {
    let letter = match version.format() {
        VersionFormat::Semver => 'S',
        VersionFormat::Maven => 'M',
        VersionFormat::Octopus | VersionFormat::Docker => 'O',
        VersionFormat::Lexicographic => 'L',
    };
    let version = escape(&version.to_string());
    format!("{}@{letter}{version}@{:032X}{extension}", escape(package_id), u128::from_be_bytes(unique))
}

/// Reads a name of the cache.
pub fn parse_cache_file_name(file: &str) -> Result<CachedPackage, PackageNameError> {
    let not_cached = || PackageNameError::NotCached { file: file.to_owned() };
    let mut parts = file.split('@');
    let (Some(id), Some(version), Some(unique), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(not_cached());
    };
    let mut characters = version.chars();
    let format = match characters.next() {
        Some('S') => VersionFormat::Semver,
        Some('M') => VersionFormat::Maven,
        Some('O') => VersionFormat::Octopus,
        Some('L') => VersionFormat::Lexicographic,
        _ => return Err(not_cached()),
    };
    let version = PackageVersion::parse(format, &unescape(characters.as_str())).map_err(|_| not_cached())?;
    let extension = unique.find('.').map(|dot| unique[dot..].to_owned()).ok_or(PackageNameError::MissingExtension)?;
    Ok(CachedPackage { package_id: unescape(id), version, extension })
}

/// Reads a name of the cache or, where it is none, the name of an uploaded file.
pub fn parse_any_file_name(file: &str) -> Result<CachedPackage, PackageNameError> {
    if let Ok(cached) = parse_cache_file_name(file) {
        return Ok(cached);
    }
    let upload = parse_file_name(file)?;
    let no_version = |_| PackageNameError::NoIdAndVersion { file: file.to_owned() };
    Ok(CachedPackage {
        package_id: upload.package_id,
        version: PackageVersion::parse(VersionFormat::Semver, upload.version.original()).map_err(no_version)?,
        extension: upload.extension,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_cached_package_says_everything_about_it() {
        let formats = [
            (VersionFormat::Semver, "1.0-a+b"),
            (VersionFormat::Maven, "1.0/@x"),
            (VersionFormat::Octopus, "v1_0"),
            (VersionFormat::Lexicographic, "main-7"),
        ];
        for (format, version) in formats {
            let version = PackageVersion::parse(format, version).unwrap();
            let name = cache_file_name("org/web@%", &version, [0xAB; 16], ".tar.gz");
            let expected =
                CachedPackage { package_id: "org/web@%".to_owned(), version, extension: ".tar.gz".to_owned() };
            assert_eq!(parse_cache_file_name(&name), Ok(expected), "{name}");
        }
    }

    #[test]
    fn unique_parts_keep_their_leading_zeros() {
        let version = PackageVersion::parse(VersionFormat::Semver, "1.0").unwrap();
        assert_eq!(cache_file_name("a", &version, [0; 16], ".zip"), format!("a@S1.0@{}.zip", "0".repeat(32)));
    }

    #[test]
    fn names_of_another_shape_are_not_of_the_cache() {
        for file in ["a@S1.0.zip", "a@1.0@X.zip", "a@X1.0@Y.zip", "a@S1.0@Y", "a@S1.0@Y@Z.zip", "a@S@Y.zip"] {
            assert!(parse_cache_file_name(file).is_err(), "{file}");
        }
    }

    #[test]
    fn other_names_are_read_as_uploads() {
        let package = parse_any_file_name("Acme.1.2.zip").unwrap();
        assert_eq!((package.package_id.as_str(), package.version.format()), ("Acme", VersionFormat::Semver));
    }
}
