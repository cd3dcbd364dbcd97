//! Names of uploaded files: `<id>.<version><extension>` (NF-01 to NF-03, FE-04).

use super::{PackageNameError, archive, split_extension};
use crate::versions::Version;

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
