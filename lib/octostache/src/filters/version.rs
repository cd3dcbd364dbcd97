//! Parts of a version in the Octopus format: `VersionMajor` and its siblings (NO-01 to NO-05).

use super::Call;
use crate::error::Error;

/// Which part of a version a filter gives.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Integer(usize),
    PreRelease,
    PreReleasePrefix,
    PreReleaseCounter,
    Metadata,
}

/// The part that a filter of this lower-case name gives.
pub(super) fn part(name: &str) -> Option<Part> {
    Some(match name {
        "versionmajor" => Part::Integer(0),
        "versionminor" => Part::Integer(1),
        "versionpatch" => Part::Integer(2),
        "versionrevision" => Part::Integer(3),
        "versionprerelease" => Part::PreRelease,
        "versionprereleaseprefix" => Part::PreReleasePrefix,
        "versionprereleasecounter" => Part::PreReleaseCounter,
        "versionmetadata" => Part::Metadata,
        _ => return None,
    })
}

#[derive(Debug, PartialEq, Eq)]
struct Version<'v> {
    integers: [i32; 4],
    prefix: &'v str,
    counter: &'v str,
    prerelease: &'v str,
    metadata: &'v str,
}

impl Call<'_> {
    pub(super) fn version_part(&self, part: Part, input: &str) -> Result<Option<String>, Error> {
        let version = parse(input).map_err(|why| Error::Filter { filter: self.name.to_owned(), why })?;
        Ok(Some(match part {
            Part::Integer(place) => version.integers[place].to_string(),
            Part::PreRelease => version.prerelease.to_owned(),
            Part::PreReleasePrefix => version.prefix.to_owned(),
            Part::PreReleaseCounter => version.counter.to_owned(),
            Part::Metadata => version.metadata.to_owned(),
        }))
    }
}

fn is_separator(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | '\\')
}

fn parse(text: &str) -> Result<Version<'_>, &'static str> {
    const NOT_A_VERSION: &str = "it is not a version";
    if text.trim().is_empty() {
        return Err(NOT_A_VERSION);
    }
    let unmarked = text.strip_prefix(['v', 'V']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let (integers, rest) = integers(unmarked.unwrap_or(text))?;
    let rest = rest.trim_end();
    let rest = rest.strip_prefix(is_separator).unwrap_or(rest);
    let (prerelease, metadata) = match rest.split_once('+') {
        Some((prerelease, metadata)) => (prerelease, metadata),
        None => (rest, ""),
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || is_separator(c);
    let is_valid = prerelease.chars().all(is_label) && metadata.chars().all(|c| is_label(c) || c == '+');
    if !is_valid {
        return Err(NOT_A_VERSION);
    }
    let (prefix, counter) = prerelease.split_once(is_separator).unwrap_or((prerelease, ""));
    Ok(Version { integers, prefix, counter, prerelease, metadata })
}

/// Up to four integers between dots; blanks around them do not count.
fn integers(text: &str) -> Result<([i32; 4], &str), &'static str> {
    let mut integers = [0; 4];
    let mut rest = text;
    for (place, integer) in integers.iter_mut().enumerate() {
        let candidate = if place == 0 { Some(rest) } else { rest.trim_start().strip_prefix('.') };
        let Some(candidate) = candidate.map(str::trim_start) else { break };
        let length = candidate.find(|c: char| !c.is_ascii_digit()).unwrap_or(candidate.len());
        let behind = &candidate[length..];
        if length == 0 {
            break;
        }
        *integer = candidate[..length].parse().map_err(|_| "a part of the version is larger than 2147483647")?;
        rest = behind;
    }
    Ok((integers, rest))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[track_caller]
    fn check(text: &str, integers: [i32; 4], prefix: &str, counter: &str, metadata: &str) {
        let version = parse(text).expect(text);
        let found = (version.integers, version.prefix, version.counter, version.metadata);
        assert_eq!(found, (integers, prefix, counter, metadata), "{text}");
    }

    #[test]
    fn versions_are_cut_into_their_parts() {
        check("V1.2.3.4-branch_hithere+meta", [1, 2, 3, 4], "branch", "hithere", "meta");
        check("284.0.0-debian_component_based", [284, 0, 0, 0], "debian", "component_based", "");
        check("19.0.0.Final", [19, 0, 0, 0], "Final", "", "");
        check("1 . 2 ", [1, 2, 0, 0], "", "", "");
        check("latest", [0; 4], "latest", "", "");
        check("version", [0; 4], "version", "", "");
        check("1.0.0-my-branch.1.2+a+b", [1, 0, 0, 0], "my", "branch.1.2", "a+b");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in ["", "  ", "1.0 beta", "1.0-beta 1", "1.0-bêta", "99999999999.0"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
