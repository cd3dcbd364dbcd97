//! Versions, ranges and file names.

use std::cmp::Ordering;

use pulpo_domain::package_name::{parse_any_file_name, parse_cache_file_name, parse_file_name};
use pulpo_domain::versions::{PackageRange, PackageVersion, Version, VersionFormat, apply_mask, is_mask};

const FORMATS: [VersionFormat; 5] = [
    VersionFormat::Semver,
    VersionFormat::Maven,
    VersionFormat::Docker,
    VersionFormat::Octopus,
    VersionFormat::Lexicographic,
];

/// Two versions and a range, one a line.
pub(crate) fn versions(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let (one, two, range) =
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    for format in FORMATS {
        let (one, two) = (PackageVersion::parse(format, one), PackageVersion::parse(format, two));
        let range = PackageRange::parse(format, range);
        if let (Ok(one), Ok(range)) = (&one, &range) {
            let _ = range.contains(one);
        }
        let (Ok(one), Ok(two)) = (one, two) else { continue };
        let there = one.sort_key().cmp(&two.sort_key());
        assert_eq!(there, two.sort_key().cmp(&one.sort_key()).reverse());
        if one == two {
            assert_eq!(there, Ordering::Equal, "equal versions have one place in a list");
        }
    }
    if let Ok(version) = Version::parse(one) {
        assert_eq!(Version::parse(version.original()).as_ref(), Ok(&version), "the text of a version is a version");
        if is_mask(two) {
            let _ = apply_mask(two, &[version]);
        }
    }
}

pub(crate) fn package_names(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = (parse_file_name(text), parse_cache_file_name(text), parse_any_file_name(text));
}
