//! Names of uploaded files: `<id>.<version><extension>` (NF-01 to NF-03, FE-04).

use super::{PackageNameError, archive, split_extension};
use crate::versions::Version;

/// The longest name that is looked into: more than any file system takes, and little enough to try every dot of it.
const LONGEST_NAME: usize = 1000;

/// What the name of a package file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    /// The id of the package.
    pub package_id: String,
    /// Its version.
    pub version: Version,
    /// The extension in its usual spelling, with its dot: `.zip`, `.tar.gz`.
    pub extension: String,
}

/// Reads the name of an uploaded file.
///
/// The id ends at the first dot after which the rest is a version, so `Acme.Web.1.2.3-rc.1.zip` is `Acme.Web` in version
/// `1.2.3-rc.1`.
pub fn parse_file_name(file: &str) -> Result<PackageFile, PackageNameError> {
    let (stem, extension) = split_extension(file).ok_or_else(|| archive::no_extension(file))?;
    let (id, version) = split_stem(stem).ok_or_else(|| PackageNameError::NoIdAndVersion { file: file.to_owned() })?;
    Ok(PackageFile { package_id: id.to_owned(), version, extension: extension.to_owned() })
}

/// Whether the id is made of words, each two separated by one `_`, `.` or `-`.
pub fn is_valid_package_id(id: &str) -> bool {
    id.split(['.', '-'])
        .all(|word| !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || character == '_'))
}

/// The last part of an id that is a path, where a plain name is needed (NF-07).
pub fn id_last_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

pub(super) fn names_id_and_version(stem: &str) -> bool {
    split_stem(stem).is_some()
}

fn split_stem(stem: &str) -> Option<(&str, Version)> {
    if stem.len() > LONGEST_NAME {
        return None;
    }
    stem.match_indices('.').find_map(|(dot, _)| {
        let (id, version) = (&stem[..dot], &stem[dot + 1..]);
        if !is_valid_package_id(id) || !has_version_shape(version) {
            return None;
        }
        Version::parse(version).ok().map(|version| (id, version))
    })
}

/// One to four numbers, pre-release labels, metadata: narrower than what a version may be elsewhere.
fn has_version_shape(text: &str) -> bool {
    let (text, metadata) = match text.split_once('+') {
        Some((text, metadata)) => (text, Some(metadata)),
        None => (text, None),
    };
    let (numbers, prerelease) = match text.split_once('-') {
        Some((numbers, prerelease)) => (numbers, Some(prerelease)),
        None => (text, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_label =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    numbers.split('.').count() <= 4
        && numbers.split('.').all(is_number)
        && [prerelease, metadata].into_iter().flatten().all(|labels| labels.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(file: &str, id: &str, version: &str, extension: &str) {
        let package = parse_file_name(file).unwrap();
        assert_eq!(
            (package.package_id.as_str(), package.version.original(), package.extension.as_str()),
            (id, version, extension)
        );
    }

    #[test]
    fn the_id_ends_at_the_first_dot_in_front_of_a_version() {
        check("Acme.Web.1.2.3.zip", "Acme.Web", "1.2.3", ".zip");
        check("Octopus.Tentacle.6.3.417-x64.zip", "Octopus.Tentacle", "6.3.417-x64", ".zip");
        check("acme.web.1.0.0.0.0.zip", "acme.web.1", "0.0.0.0", ".zip");
        check("x.1.0.0-a.msi.zip", "x", "1.0.0-a.msi", ".zip");
    }

    #[test]
    fn a_dash_does_not_end_an_id() {
        check("pterm-0.12.42.zip", "pterm-0", "12.42", ".zip");
    }

    #[test]
    fn extensions_are_known_in_any_case_and_as_a_whole() {
        check("a.1.0.TAR.GZ", "a", "1.0", ".tar.gz");
        check("a.1.0-rc.1.tar.z", "a", "1.0-rc.1", ".tar.Z");
        check("a.1.0.NuPkg", "a", "1.0", ".nupkg");
    }

    #[test]
    fn names_without_a_version_are_refused() {
        for file in [
            "SqlServer2000.zip",
            "A.B.zip",
            "A-77.zip",
            ".1.0.zip",
            "a..1.0.zip",
            "a b.1.0.zip",
            "a.1.0-.zip",
            "ü!.1.zip",
        ] {
            assert!(matches!(parse_file_name(file), Err(PackageNameError::NoIdAndVersion { .. })), "{file}");
        }
    }

    #[test]
    fn names_without_a_known_extension_say_so() {
        assert_eq!(parse_file_name("a.1.0.0"), Err(PackageNameError::MissingExtension));
        assert_eq!(parse_file_name("a"), Err(PackageNameError::MissingExtension));
        let unsupported = PackageNameError::UnsupportedExtension { extension: ".7z".to_owned() };
        assert_eq!(parse_file_name("a.1.0.0.7z"), Err(unsupported));
    }

    #[test]
    fn ids_are_words_with_single_separators() {
        for id in ["a", "Acme.Web", "acme-web_2", "_a", "Äcme"] {
            assert!(is_valid_package_id(id), "{id}");
        }
        for id in ["", ".", "a.", "-a", "a..b", "a/b", "a b", "a@b"] {
            assert!(!is_valid_package_id(id), "{id}");
        }
    }

    proptest! {
        #[test]
        fn every_id_and_version_come_back(id in "[A-Za-z_]{1,4}([.-][a-z_]{1,3}){0,2}", version in "[0-9]{1,3}(\\.[0-9]{1,3}){0,3}(-[a-z]{1,4})?(\\+[a-z]{1,2})?") {
            for extension in [".zip", ".nupkg", ".tar.bz2"] {
                check(&format!("{id}.{version}{extension}"), &id, &version, extension);
            }
        }

        #[test]
        fn no_name_brings_the_reader_down(file in ".*", stem in "[a1.@%+-]{0,12}") {
            for file in [file.clone(), format!("{file}.zip"), format!("{stem}.tar.gz"), format!("{stem}@{file}")] {
                let _ = crate::package_name::parse_any_file_name(&file);
                let _ = crate::package_name::ArchiveKind::of_file_name(&file);
            }
        }
    }
}
