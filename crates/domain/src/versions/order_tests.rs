//! What holds for the versions of every format: their order is total, their sort keys agree with it, and no text, however
//! strange, brings a reader down.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::*;

/// Texts made of the pieces that versions are made of, so that most of them are versions and many of them are equal.
fn version_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "0",
        "1",
        "2",
        "9",
        "10",
        "01",
        "2147483647",
        "99999999999999999999",
        ".",
        ".",
        ".",
        "-",
        "-",
        "_",
        "+",
        "v",
        "a",
        "A",
        "b1",
        "alpha",
        "beta",
        "rc",
        "cr",
        "snapshot",
        "SNAPSHOT",
        "ga",
        "final",
        "sp",
        "x",
        "i",
        " ",
    ]);
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn check_order<V: Ord + Hash + Debug>([a, b, c]: &[V; 3], key: impl Fn(&V) -> String) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
    prop_assert_eq!(a == b, a.cmp(b) == Ordering::Equal);
    if a <= b && b <= c {
        prop_assert!(a <= c);
    }
    if a == b {
        prop_assert_eq!(hash(a), hash(b));
        prop_assert_eq!(a.cmp(c), b.cmp(c));
    }
    prop_assert_eq!(key(a).as_bytes().cmp(key(b).as_bytes()), a.cmp(b), "keys {:?} and {:?}", key(a), key(b));
    prop_assert!(!key(a).contains('\0'));
    Ok(())
}

fn three<V>(texts: &[String; 3], parse: fn(&str) -> Result<V, VersionError>) -> Result<[V; 3], TestCaseError> {
    let [a, b, c] = texts;
    match (parse(a), parse(b), parse(c)) {
        (Ok(a), Ok(b), Ok(c)) => Ok([a, b, c]),
        _ => Err(TestCaseError::reject("not all of them are versions")),
    }
}

fn three_texts() -> impl Strategy<Value = [String; 3]> {
    [version_text(), version_text(), version_text()]
}

fn many_rejects() -> ProptestConfig {
    ProptestConfig { max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(many_rejects())]

    #[test]
    fn octopus_versions_have_a_total_order(texts in three_texts()) {
        check_order(&three(&texts, Version::parse)?, Version::sort_key)?;
    }

    #[test]
    fn maven_versions_have_a_total_order(texts in three_texts()) {
        check_order(&three(&texts, MavenVersion::parse)?, MavenVersion::sort_key)?;
    }

    #[test]
    fn maven_versions_of_any_text_have_a_total_order(texts in [".*", ".*", ".*"]) {
        check_order(&three(&texts, MavenVersion::parse)?, MavenVersion::sort_key)?;
    }

    #[test]
    fn lexicographic_versions_have_a_total_order(texts in three_texts()) {
        check_order(&three(&texts, LexicographicVersion::parse)?, LexicographicVersion::sort_key)?;
    }

    #[test]
    fn semantic_versions_have_a_total_order(texts in ["[0-9]{1,2}(\\.[0-2]){0,3}(-[01aAb-]{1,2}(\\.[01a]){0,2})?(\\+[aA1.]?[01aAb])?"; 3].prop_filter_map("not versions", |texts| three(&texts, SemverVersion::parse).ok())) {
        check_order(&texts, SemverVersion::sort_key)?;
    }

    #[test]
    fn the_text_of_a_version_reads_back_as_the_same_version(text in version_text()) {
        if let Ok(version) = Version::parse(&text) {
            let again = Version::parse(version.original());
            prop_assert_eq!(again.as_ref().map(Version::original), Ok(version.original()));
            prop_assert_eq!(again, Ok(version));
        }
    }

    #[test]
    fn no_text_brings_a_reader_down(text in ".*", pieces in version_text(), existing in version_text()) {
        for text in [&text, &pieces] {
            let _ = Version::parse(text);
            let _ = DockerTag::parse(text);
            let _ = SemverVersion::parse(text);
            let _ = MavenVersion::parse(text);
            let _ = LexicographicVersion::parse(text);
            let _ = MavenPackageId::parse(text);
            for range in [text.clone(), format!("[{text}]"), format!("({text},{pieces})"), format!("[1,{text}],{pieces}")] {
                let _ = VersionRange::parse(&range);
                let _ = NugetRange::parse(&range);
                let _ = MavenRange::parse(&range);
            }
            let existing = Version::parse(&existing).ok();
            let _ = apply_mask(text, existing.as_slice());
            let _ = is_mask(text);
            if let Some(existing) = &existing {
                let _ = prerelease_tag_matches(text, existing);
                let _ = next_versions(Some(existing));
            }
        }
    }

    #[test]
    fn what_a_mask_expands_to_is_a_version(
        mask in "[vV]?([0-9]|i|c)(\\.([0-9]|i|c)){0,3}(-(a|i|c|7)(\\.(a|i|c|7)){0,2})?",
        existing in version_text(),
    ) {
        let existing = Version::parse(&existing).ok();
        if let Ok(text) = apply_mask_to(&mask, existing.as_ref()) {
            prop_assert!(Version::parse(&text).is_ok(), "{}", text);
            prop_assert!(!is_mask(&text), "{}", text);
        }
    }
}
