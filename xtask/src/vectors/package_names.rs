//! Names of package files.

use anyhow::Context;
use pulpo_domain::package_name::{
    ArchiveKind, cache_file_name, escape, id_last_part, is_entry_below, parse_any_file_name, unescape,
};
use pulpo_domain::versions::{PackageVersion, VersionFormat};
use regex::Regex;
use serde_json::{Value, json};

use super::case::{Case, Verdict};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    match case.text("test")? {
        "parse" => parse(case),
        "parse_is_not" => {
            let parsed = parse_any_file_name(case.text("file")?);
            let id = case.text("package_id")?;
            let refused = parsed.as_ref().is_ok_and(|package| package.package_id != id) || parsed.is_err();
            Ok(Verdict::holds(refused, "another id, or none", format!("{parsed:?}")))
        }
        "extractor" => extractor(case),
        "cache_name" => {
            let version = PackageVersion::parse(format(case.text("version_format")?)?, case.text("version")?)?;
            let name =
                cache_file_name(case.text("package_id")?, &version, *b"0123456789abcdef", case.text("extension")?);
            let pattern = case.text("expected_pattern")?;
            Ok(Verdict::holds(Regex::new(pattern)?.is_match(&name), pattern, name))
        }
        "escape" => Ok(Verdict::equal(case.value("expected")?, &json!(escape(case.text("input")?)))),
        "unescape" => Ok(Verdict::equal(case.value("expected")?, &json!(unescape(case.text("input")?)))),
        "escape_excludes" => {
            let escaped = escape(case.text("input")?);
            let excluded = case.texts("expected_excludes")?;
            let clean = !excluded.iter().any(|text| escaped.contains(text));
            Ok(Verdict::holds(clean, format!("none of {excluded:?}"), escaped))
        }
        "id_last_part" => Ok(Verdict::equal(case.value("expected")?, &json!(id_last_part(case.text("input")?)))),
        "archive_entry" => {
            let allowed = is_entry_below(case.text("root")?, case.text("entry")?);
            Ok(Verdict::equal(case.value("allowed")?, &json!(allowed)))
        }
        _ => Err(case.unknown("test")),
    }
}

fn format(name: &str) -> anyhow::Result<VersionFormat> {
    formats().into_iter().find(|(found, _)| *found == name).map(|(_, format)| format).context("unknown version format")
}

fn formats() -> [(&'static str, VersionFormat); 5] {
    [
        ("semver", VersionFormat::Semver),
        ("maven", VersionFormat::Maven),
        ("docker", VersionFormat::Docker),
        ("octopus", VersionFormat::Octopus),
        ("lexicographic", VersionFormat::Lexicographic),
    ]
}

fn parse(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let expected = case.value("expected")?;
    let got = match parse_any_file_name(case.text("file")?) {
        Err(_) => Value::Null,
        Ok(package) => {
            let format = formats().into_iter().find(|(_, format)| *format == package.version.format());
            json!({
                "package_id": package.package_id,
                "version": package.version.to_string(),
                "version_format": format.map(|(name, _)| name),
                "extension": package.extension,
            })
        }
    };
    let folded = |value: &Value| -> Value {
        let mut value = value.clone();
        if case.find("extension_compare").is_some() && value.is_object() {
            value["extension"] = json!(value["extension"].as_str().map(str::to_lowercase));
        }
        value
    };
    Ok(Verdict::equal(&folded(expected), &folded(&got)))
}

fn extractor(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let kind = ArchiveKind::of_file_name(case.text("file")?);
    if let Some(message) = case.find_text("expected_error")? {
        let got = kind.map_or_else(|error| error.to_string(), |kind| format!("{kind:?}"));
        return Ok(Verdict::equal(&json!(message), &json!(got)));
    }
    let name = kind.ok().map(|kind| match kind {
        ArchiveKind::Nupkg => "nupkg",
        ArchiveKind::Zip => "zip",
        ArchiveKind::Java => "java",
        ArchiveKind::Tar => "tar",
        ArchiveKind::TarGzip => "tar+gzip",
        ArchiveKind::TarBzip2 => "tar+bzip2",
        ArchiveKind::TarZstd => "tar+zstd",
    });
    Ok(Verdict::equal(case.value("expected")?, &json!(name)))
}
