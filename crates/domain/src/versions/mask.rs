//! Version masks: `i` increments, `c` keeps the current number (NK-01 to NK-07, RE-04).

use super::labels::Number;
use super::octopus::is_separator;
use super::{Version, VersionError};

/// Whether the text asks for a number to be filled in: a number is `i` or `c`, or the tag ends in `.i` or `.c`.
pub fn is_mask(text: &str) -> bool {
    Mask::read(text).is_some_and(|mask| mask.numbers().any(Part::is_open) || ends_open(mask.tag))
}

/// The version the mask stands for, given the releases that exist, newest first.
///
/// Text without a mask's shape is read as a plain version and returned without its blanks.
pub fn apply_mask(mask: &str, existing: &[Version]) -> Result<String, VersionError> {
    apply_mask_to(mask, latest_for_mask(mask, existing).first().copied())
}

/// The version the mask stands for after `current`, or the first one of all.
pub fn apply_mask_to(mask: &str, current: Option<&Version>) -> Result<String, VersionError> {
    match Mask::read(mask) {
        Some(shape) => shape.expand(current),
        None => Version::parse(mask).map(|version| version.original().to_owned()),
    }
}

/// The highest existing versions whose numbers are those the mask fixes in front of its first `i` or `c`, in the order
/// given. There are several when they differ in metadata only.
pub fn latest_for_mask<'a>(mask: &str, existing: &'a [Version]) -> Vec<&'a Version> {
    let fixed: Vec<u32> = match Mask::read(mask) {
        Some(shape) => {
            let mut fixed = Vec::new();
            for part in shape.parts {
                match part {
                    Some(Part::Fixed(digits)) => match digits.parse() {
                        Ok(number) => fixed.push(number),
                        // No version has a number as large as this.
                        Err(_) => return Vec::new(),
                    },
                    Some(Part::Increment | Part::Current) => break,
                    None => fixed.push(0),
                }
            }
            fixed
        }
        None => match Version::parse(mask) {
            Ok(version) => version.numbers().to_vec(),
            Err(_) => return Vec::new(),
        },
    };
    let matching = || existing.iter().filter(|version| version.numbers().starts_with(&fixed));
    let highest = matching().max();
    matching().filter(|version| Some(*version) == highest).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Fixed(&'a str),
    Increment,
    Current,
}

impl<'a> Part<'a> {
    fn read(text: &'a str) -> Option<Self> {
        match text {
            "i" => Some(Self::Increment),
            "c" => Some(Self::Current),
            "" => None,
            digits => digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(Self::Fixed(digits)),
        }
    }

    fn is_open(self) -> bool {
        match self {
            Self::Increment | Self::Current => true,
            Self::Fixed(_) => false,
        }
    }
}

/// A text with the shape of a mask. Versions of that shape count too: they are expanded to themselves.
struct Mask<'a> {
    mark: &'a str,
    parts: [Option<Part<'a>>; 4],
    /// Pre-release and metadata with their marks.
    tag: &'a str,
    prerelease: Option<&'a str>,
    metadata: Option<&'a str>,
}

impl<'a> Mask<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let unmarked = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let mark = &text[..text.len() - unmarked.len()];
        let (numbers, tag) = unmarked.split_at(unmarked.find(['-', '+']).unwrap_or(unmarked.len()));
        let mut parts = [None; 4];
        for (place, part) in numbers.split('.').enumerate() {
            *parts.get_mut(place)? = Some(Part::read(part)?);
        }
        let (prerelease, metadata) = match tag.split_once('+') {
            Some((prerelease, metadata)) => (prerelease, Some(metadata)),
            None => (tag, None),
        };
        let prerelease = prerelease.strip_prefix('-');
        let plain = |character: char| character.is_ascii_alphanumeric() || is_separator(character);
        let valid = prerelease.is_none_or(|text| !text.is_empty() && text.chars().all(plain))
            && metadata.is_none_or(|text| text.chars().all(|character| plain(character) || character == '+'));
        valid.then_some(Self { mark, parts, tag, prerelease, metadata })
    }

    fn numbers(&self) -> impl Iterator<Item = Part<'a>> {
        self.parts.into_iter().flatten()
    }

    fn expand(&self, current: Option<&Version>) -> Result<String, VersionError> {
        let numbers = current.map(Version::numbers).unwrap_or_default();
        let given = current.map(Version::given_numbers).unwrap_or_default();
        let mut expanded = self.mark.to_owned();
        let mut previous = None;
        for (place, part) in self.parts.into_iter().enumerate() {
            let number = match part {
                Some(Part::Fixed(digits)) => digits.to_owned(),
                Some(Part::Increment | Part::Current) if previous == Some(Part::Increment) => "0".to_owned(),
                Some(Part::Increment) => match current {
                    Some(_) => (u64::from(numbers[place]) + 1).to_string(),
                    None => "0".to_owned(),
                },
                Some(Part::Current) => numbers[place].to_string(),
                None if given > place && previous.is_some() => "0".to_owned(),
                None => break,
            };
            if place > 0 {
                expanded.push('.');
            }
            expanded.push_str(&number);
            previous = part;
        }
        if let Some(labels) = self.prerelease {
            expanded.push('-');
            expanded.push_str(&expand_labels(labels, current.map(Version::prerelease)));
        }
        if let Some(labels) = self.metadata {
            expanded.push('+');
            expanded.push_str(&expand_labels(labels, current.map(Version::metadata)));
        }
        // The numbers may have grown beyond what a version can hold.
        Version::parse(&expanded)?;
        Ok(expanded)
    }
}

fn ends_open(labels: &str) -> bool {
    matches!(labels.rsplit_once('.'), Some((_, "i" | "c")))
}

/// Fills in the labels from those at the same place of the current version; one that is not a number counts as 0.
fn expand_labels(labels: &str, current: Option<&str>) -> String {
    let restart = ends_open(labels);
    let mut currents = current.unwrap_or_default().split('.');
    let mut previous = "";
    let mut expanded = Vec::new();
    for label in labels.split('.') {
        let number = Number::new(
            currents.next().filter(|label| label.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default(),
        );
        expanded.push(match label {
            "i" | "c" if restart && previous == "i" => "0".to_owned(),
            "i" if current.is_some() => number.next(),
            "i" => "0".to_owned(),
            "c" => number.as_str().to_owned(),
            fixed => fixed.to_owned(),
        });
        previous = label;
    }
    expanded.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(texts: &[&str]) -> Vec<Version> {
        texts.iter().map(|text| Version::parse(text).unwrap()).collect()
    }

    #[track_caller]
    fn check(mask: &str, existing: &[&str], expected: &str) {
        assert_eq!(apply_mask(mask, &versions(existing)).as_deref(), Ok(expected), "{mask} on {existing:?}");
    }

    #[test]
    fn i_counts_on_from_the_highest_release_that_fits() {
        check("1.2.i", &["1.2.3", "1.2.10", "1.3.0", "0.9"], "1.2.11");
        check("1.i.0", &["1.2.3", "2.0.0"], "1.3.0");
        check("i.0", &["1.2", "2.3-beta"], "3.0");
    }

    #[test]
    fn without_a_release_that_fits_counting_starts_at_zero() {
        check("1.2.i", &[], "1.2.0");
        check("1.2.i", &["1.3.5"], "1.2.0");
        check("c.i-beta.i", &[], "0.0-beta.0");
    }

    #[test]
    fn what_follows_an_increment_starts_again() {
        check("1.i.i", &["1.2.3"], "1.3.0");
        check("i.c.c", &["1.2.3"], "2.0.3");
        check("c.c.i", &["1.2.3.4"], "1.2.4.0");
    }

    #[test]
    fn a_part_the_mask_leaves_out_is_zero_where_the_current_version_has_it() {
        check("1.i", &["1.2.3"], "1.3.0");
        check("1.i", &["1.2.3.4"], "1.3.0");
        check("1.i", &["1.2"], "1.3");
        check("1.2-rc.i", &["1.2.3-rc.5", "1.2.0-rc.1"], "1.2.0-rc.2");
    }

    #[test]
    fn labels_start_again_only_in_a_tag_that_ends_in_a_count() {
        check("1.0-i.i", &["1.0-1.2"], "1.0-2.0");
        check("1.0-i.i.x", &["1.0-1.2.3"], "1.0-2.3.x");
    }

    #[test]
    fn tags_are_counted_label_by_label_and_never_carried_over() {
        check("1.2.3-rc.i", &["1.2.3-rc.9"], "1.2.3-rc.10");
        check("1.2.i", &["1.2.3-rc.9"], "1.2.4");
        check("1.2.3-i.i", &["1.2.3-4.5"], "1.2.3-5.0");
        check("1.2.3-beta.i", &["1.2.3-alpha"], "1.2.3-beta.1");
    }

    #[test]
    fn a_plain_version_stays_as_it_is_without_its_blanks() {
        check("1. 2.3", &["1.2.9"], "1.2.3");
        check("latest", &["1.2.9"], "latest");
    }

    #[test]
    fn a_number_that_outgrows_a_version_is_an_error() {
        let existing = versions(&["1.2147483647"]);
        assert!(matches!(apply_mask("1.i", &existing), Err(VersionError::Overflow { .. })));
    }

    #[test]
    fn of_equal_releases_the_first_one_counts() {
        let existing = versions(&["1.0.2+new", "1.0.1", "1.0.2+old"]);
        let latest = latest_for_mask("1.0.i", &existing);
        assert_eq!(latest.iter().map(|version| version.original()).collect::<Vec<_>>(), ["1.0.2+new", "1.0.2+old"]);
    }
}
