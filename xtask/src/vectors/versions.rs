//! Versions, ranges and masks.

use std::cmp::Ordering;

use anyhow::{Context, bail};
use pulpo_domain::versions::{
    DockerTag, Interval, LexicographicVersion, MavenPackageId, MavenRange, MavenVersion, NugetRange, SemverVersion,
    Version, VersionError, apply_mask_to, is_mask, latest_for_mask,
};
use serde_json::{Map, Value, json};

use super::case::{Case, Verdict};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    match case.text("test")? {
        "parse" => parse(case),
        "compare" => {
            let order = compare(case)? as i8;
            Ok(Verdict::equal(case.value("order")?, &json!(order)))
        }
        "equal" => Ok(Verdict::equal(case.value("expected")?, &json!(compare(case)? == Ordering::Equal))),
        "prerelease" => Ok(Verdict::equal(
            case.value("expected")?,
            &json!(read(case.text("kind")?, case.text("input")?)?.is_prerelease()),
        )),
        "has_metadata" => {
            let version = read(case.text("kind")?, case.text("input")?)?;
            Ok(Verdict::equal(case.value("expected")?, &json!(version.parts()["metadata"] != "")))
        }
        "text" => {
            Ok(Verdict::equal(case.value("expected")?, &json!(read(case.text("kind")?, case.text("input")?)?.text())))
        }
        "normalised" => {
            let version = SemverVersion::parse(case.text("input")?)?;
            Ok(Verdict::equal(case.value("expected")?, &json!(version.normalised())))
        }
        "same_original_text" => same_original_text(case),
        "mask" => mask(case),
        "is_mask" => Ok(Verdict::equal(case.value("expected")?, &json!(is_mask(case.text("mask")?)))),
        "latest_masked" => latest_masked(case),
        "latest_masked_one" => {
            let versions = versions(case)?;
            let latest = latest_for_mask(case.text("mask")?, &versions);
            Ok(Verdict::equal(case.value("expected")?, &json!(latest.first().map(|version| version.original()))))
        }
        "range" => range(case),
        "range_parse" => range_parse(case),
        "range_text" => {
            let range = case.text("range")?;
            let text = match case.text("kind")? {
                "maven" => MavenRange::parse(range)?.to_string(),
                _ => NugetRange::parse(range)?.to_string(),
            };
            Ok(Verdict::equal(case.value("expected")?, &json!(text)))
        }
        "range_conditions" => {
            Ok(Verdict::equal(case.value("expected")?, &json!(NugetRange::parse(case.text("range")?)?.conditions())))
        }
        "range_best_candidate" => {
            let version = SemverVersion::parse(case.text("version")?)?;
            let considered = NugetRange::parse(case.text("range")?)?.considers(&version);
            Ok(Verdict::equal(case.value("expected")?, &json!(considered)))
        }
        "maven_id" => maven_id(case),
        _ => Err(case.unknown("test")),
    }
}

/// A version of the kind a case asks for. NuGet's own comparison leaves metadata out, unlike that of NuGet feeds.
enum Any {
    Octopus(Version),
    Docker(DockerTag),
    Semver(SemverVersion),
    Nuget(SemverVersion),
    Maven(MavenVersion),
    Lexicographic(LexicographicVersion),
}

fn read(kind: &str, text: &str) -> anyhow::Result<Any> {
    Ok(match kind {
        "octopus" => Any::Octopus(Version::parse(text)?),
        "docker" => Any::Docker(DockerTag::parse(text)?),
        "semver" => Any::Semver(SemverVersion::parse(text)?),
        "nuget" => Any::Nuget(SemverVersion::parse(text)?),
        "maven" => Any::Maven(MavenVersion::parse(text)?),
        "lexicographic" => Any::Lexicographic(LexicographicVersion::parse(text)?),
        unknown => bail!("this command has no reader for versions of kind \"{unknown}\""),
    })
}

impl Any {
    fn is_prerelease(&self) -> bool {
        match self {
            Self::Octopus(version) => version.is_prerelease(),
            Self::Docker(tag) => tag.is_prerelease(),
            Self::Semver(version) | Self::Nuget(version) => version.is_prerelease(),
            Self::Maven(version) => version.is_prerelease(),
            Self::Lexicographic(_) => false,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Octopus(version) => version.to_string(),
            Self::Docker(tag) => tag.to_string(),
            Self::Semver(version) | Self::Nuget(version) => version.to_string(),
            Self::Maven(version) => version.to_string(),
            Self::Lexicographic(version) => version.to_string(),
        }
    }

    fn parts(&self) -> Value {
        let parts = |[major, minor, patch, revision]: [u64; 4], release: &str, metadata: &str| {
            json!({
                "major": major, "minor": minor, "patch": patch, "revision": revision,
                "release": release, "metadata": metadata,
            })
        };
        let octopus = |version: &Version| {
            let mut parts = parts(version.numbers().map(u64::from), version.prerelease(), version.metadata());
            parts["release_prefix"] = json!(version.prerelease_prefix());
            parts["release_counter"] = json!(version.prerelease_counter());
            parts
        };
        match self {
            Self::Octopus(version) => octopus(version),
            Self::Docker(tag) => octopus(tag.version()),
            Self::Semver(version) | Self::Nuget(version) => {
                parts(version.numbers().map(u64::from), version.prerelease(), version.metadata())
            }
            Self::Maven(version) => parts(version.numbers(), version.qualifier(), ""),
            Self::Lexicographic(version) => parts([0; 4], version.release(), version.metadata()),
        }
    }
}

fn parse(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let expected = case.value("expected")?;
    let Some(input) = case.find_text("input")? else {
        return Ok(Verdict::equal(expected, &Value::Null));
    };
    let got = match read(case.text("kind")?, input) {
        Ok(version) => only_fields_of(expected, &version.parts()),
        Err(error) if error.is::<VersionError>() => Value::Null,
        Err(error) => return Err(error),
    };
    Ok(Verdict::equal(expected, &got))
}

/// The fields that the case is about.
fn only_fields_of(expected: &Value, got: &Value) -> Value {
    match expected.as_object() {
        None => got.clone(),
        Some(fields) => {
            Value::Object(fields.keys().map(|field| (field.clone(), got[field].clone())).collect::<Map<_, _>>())
        }
    }
}

fn compare(case: &Case<'_>) -> anyhow::Result<Ordering> {
    let kind = case.text("kind")?;
    let pair = (read(kind, case.text("a")?)?, read(kind, case.text("b")?)?);
    Ok(match pair {
        (Any::Octopus(a), Any::Octopus(b)) => a.cmp(&b),
        (Any::Docker(a), Any::Docker(b)) => a.cmp(&b),
        (Any::Semver(a), Any::Semver(b)) => a.cmp(&b),
        (Any::Nuget(a), Any::Nuget(b)) => a.cmp_without_metadata(&b),
        (Any::Maven(a), Any::Maven(b)) => a.cmp(&b),
        (Any::Lexicographic(a), Any::Lexicographic(b)) => a.cmp(&b),
        _ => bail!("two versions of one kind were read as two kinds"),
    })
}

fn same_original_text(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let input = case.text("input")?;
    let texts = case
        .texts("kinds")?
        .into_iter()
        .map(|kind| Ok(format!("{kind}: {}", read(kind, input)?.text())))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut distinct: Vec<&str> = texts.iter().filter_map(|text| text.split_once(": ")).map(|(_, text)| text).collect();
    distinct.dedup();
    Ok(Verdict::holds(distinct.len() == 1, "one text", texts.join(", ")))
}

fn mask(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let current = case.find_text("latest")?.map(Version::parse).transpose()?;
    let applied = apply_mask_to(case.text("mask")?, current.as_ref());
    let invalid = match case.find("invalid") {
        Some(invalid) => invalid == true,
        None => case.value("expected")?.is_null(),
    };
    Ok(match (applied, invalid) {
        (Err(_), true) => Verdict::Passed,
        (Ok(text), true) => Verdict::holds(false, "an error", text),
        (Ok(text), false) => Verdict::equal(case.value("expected")?, &json!(text)),
        (Err(error), false) => Verdict::holds(false, case.value("expected")?.to_string(), error.to_string()),
    })
}

fn versions(case: &Case<'_>) -> anyhow::Result<Vec<Version>> {
    case.texts("versions")?.into_iter().map(|text| Ok(Version::parse(text)?)).collect()
}

fn latest_masked(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let versions = versions(case)?;
    let mut latest: Vec<&str> =
        latest_for_mask(case.text("mask")?, &versions).into_iter().map(Version::original).collect();
    let mut expected = case.texts("expected")?;
    latest.sort_unstable();
    expected.sort_unstable();
    Ok(Verdict::equal(&json!(expected), &json!(latest)))
}

fn range(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let (range, version) = (case.text("range")?, case.text("version")?);
    let satisfied = match case.text("kind")? {
        "maven" => MavenRange::parse(range)?.contains(&MavenVersion::parse(version)?),
        "octopus" | "docker" => Interval::<Version>::parse(range)?.contains(&Version::parse(version)?),
        _ => NugetRange::parse(range)?.contains(&SemverVersion::parse(version)?),
    };
    Ok(Verdict::equal(case.value("satisfied")?, &json!(satisfied)))
}

fn range_parse(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let (range, expected) = (case.text("range")?, case.value("expected")?);
    if case.text("kind")? == "maven" {
        let got = MavenRange::parse(range).map_or(Value::Null, |range| {
            let restrictions: Vec<Value> =
                range.intervals().iter().map(|interval| bounds(interval, MavenVersion::original)).collect();
            json!({ "restrictions": restrictions, "recommended": range.recommended().map(MavenVersion::original) })
        });
        return Ok(Verdict::equal(expected, &got));
    }
    let got = NugetRange::parse(range).map_or(Value::Null, |range| bounds(range.interval(), SemverVersion::original));
    // Bounds are versions, so that 1.0 is as good as 1.0.0.
    let canonical = |bounds: &Value| -> anyhow::Result<Value> {
        let mut bounds = bounds.clone();
        for end in ["min", "max"] {
            if let Some(text) = bounds[end].as_str() {
                bounds[end] = json!(SemverVersion::parse(text).context("a bound is not a version")?.sort_key());
            }
        }
        Ok(bounds)
    };
    let same = expected.is_null() == got.is_null() && (got.is_null() || canonical(expected)? == canonical(&got)?);
    Ok(Verdict::holds(same, expected.to_string(), got.to_string()))
}

fn bounds<V>(interval: &Interval<V>, text: impl Fn(&V) -> &str) -> Value {
    json!({
        "min": interval.lower.version.as_ref().map(&text),
        "min_inclusive": interval.lower.inclusive,
        "max": interval.upper.version.as_ref().map(&text),
        "max_inclusive": interval.upper.inclusive,
    })
}

fn maven_id(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let expected = case.value("expected")?;
    let got = MavenPackageId::parse(case.text("input")?).map_or(Value::Null, |id| {
        json!({ "group": id.group, "artifact": id.artifact, "packaging": id.packaging, "classifier": id.classifier })
    });
    Ok(Verdict::equal(expected, &if got.is_null() { got } else { only_fields_of(expected, &got) }))
}
