//! `cargo xtask vectors`: holds our code against recorded cases of how the field behaves.
//!
//! Each file is a JSON array of cases. What a file is about is seen from its cases or its name, never from the names of the
//! cases, so that cases nobody has seen yet run the same way.

mod cannot;
mod case;
mod job;
mod ocl;
mod octostache;
mod package_names;
mod retention;
mod service_messages;
mod set;
mod structured_config;
mod versions;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde_json::Value;

use case::{Case, Verdict};
use set::{Check, Set};

/// Where the vectors are when none are named: beside the checkout.
const DEFAULT_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors");

/// Runs the vectors in the named files and folders, and says which cases pass.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the results is what the command is for")]
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    let mut named: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if named.is_empty() {
        let folder = PathBuf::from(DEFAULT_FOLDER);
        if !folder.is_dir() {
            println!("SKIPPED: there is no folder ../shared/vectors beside the workspace");
            return ExitCode::SUCCESS;
        }
        named.push(folder);
    }
    match run_all(&named) {
        Ok(total) => {
            println!("total: {total}");
            if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// How many cases went which way.
#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    /// Cases that cannot pass here, each with a reason in `cannot.rs`.
    cannot: usize,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.cannot > 0 {
            write!(formatter, ", {} cannot pass", self.cannot)?;
        }
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "printing the results is what the command is for")]
fn run_all(named: &[PathBuf]) -> anyhow::Result<Counts> {
    let mut total = Counts::default();
    for file in files(named)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.extension().is_some_and(|extension| extension == "enc") {
            println!("{name}: passed over, it is sealed");
            continue;
        }
        let cases = read(&file).with_context(|| format!("could not read {}", file.display()))?;
        let set = Set::recognise(&name, &cases).with_context(|| format!("could not read {}", file.display()))?;
        let counts = run_file(&name, &cases, set.check());
        println!("{name}: {counts}");
        total.passed += counts.passed;
        total.failed += counts.failed;
        total.cannot += counts.cannot;
    }
    Ok(total)
}

/// The files named, and those in the folders named, in the order of their names. Folders may hold other things.
fn files(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).with_context(|| format!("could not list {}", path.display()))?;
        let mut inside = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
        inside.retain(|file| file.extension().is_some_and(|extension| extension == "json" || extension == "enc"));
        inside.sort();
        if inside.is_empty() {
            bail!("there are no vectors in {}", path.display());
        }
        files.extend(inside);
    }
    Ok(files)
}

fn read(file: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(file)?;
    Ok(serde_json::from_str(&text)?)
}

#[expect(clippy::print_stdout, reason = "printing the results is what the command is for")]
fn run_file(file: &str, cases: &[Value], check: Check) -> Counts {
    let mut counts = Counts::default();
    for value in cases {
        let case = Case::new(value);
        // A panic in our code is a failure of this case and no reason to keep quiet about the others.
        let verdict = match catch_unwind(AssertUnwindSafe(|| check(&case))) {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(error)) => Verdict::Failed { expected: "a case we can read".to_owned(), got: format!("{error:#}") },
            Err(_) => Verdict::Failed { expected: "an answer".to_owned(), got: "a panic".to_owned() },
        };
        match verdict {
            Verdict::Passed => counts.passed += 1,
            Verdict::Failed { expected, got } => {
                if let Some(reason) = cannot::reason(&case) {
                    counts.cannot += 1;
                    println!("{file}: {}: cannot pass: {reason}", case.name());
                } else {
                    counts.failed += 1;
                    println!("{file}: {}\n  expected {expected}\n  got      {got}", case.name());
                }
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The counts of one case that is about `set`.
    fn run_one(set: Set, case: &Value) -> (usize, usize) {
        let counts = run_file("test", std::slice::from_ref(case), set.check());
        assert_eq!(counts.cannot, 0);
        (counts.passed, counts.failed)
    }

    #[track_caller]
    fn check_both_ways(set: Set, right: &Value, wrong: &Value) {
        assert_eq!(run_one(set, right), (1, 0), "{right}");
        assert_eq!(run_one(set, wrong), (0, 1), "{wrong}");
    }

    #[test]
    fn a_wrong_expectation_about_a_version_fails() {
        for (right, wrong) in [
            (
                json!({"kind": "octopus", "test": "parse", "input": "1.2", "expected": {"minor": 2}}),
                json!({"kind": "octopus", "test": "parse", "input": "1.2", "expected": {"minor": 3}}),
            ),
            (
                json!({"kind": "semver", "test": "parse", "input": "x", "expected": null}),
                json!({"kind": "semver", "test": "parse", "input": "1", "expected": null}),
            ),
            (
                json!({"kind": "maven", "test": "compare", "a": "1-sp", "b": "1", "order": 1}),
                json!({"kind": "maven", "test": "compare", "a": "1-sp", "b": "1", "order": -1}),
            ),
            (
                json!({"kind": "octopus", "test": "mask", "mask": "1.i", "latest": "1.2", "expected": "1.3"}),
                json!({"kind": "octopus", "test": "mask", "mask": "1.i", "latest": "1.2", "expected": "1.4"}),
            ),
            (
                json!({"kind": "octopus", "test": "mask", "mask": "!", "latest": null, "invalid": true}),
                json!({"kind": "octopus", "test": "mask", "mask": "i", "latest": null, "invalid": true}),
            ),
            (
                json!({"kind": "nuget", "test": "range", "range": "[1]", "version": "1.0", "satisfied": true}),
                json!({"kind": "nuget", "test": "range", "range": "[1]", "version": "2.0", "satisfied": true}),
            ),
            (
                json!({"kind": "nuget", "test": "range_parse", "range": "1", "expected":
                    {"min": "1.0", "min_inclusive": true, "max": null, "max_inclusive": false}}),
                json!({"kind": "nuget", "test": "range_parse", "range": "1", "expected":
                    {"min": "1.1", "min_inclusive": true, "max": null, "max_inclusive": false}}),
            ),
        ] {
            check_both_ways(Set::Versions, &right, &wrong);
        }
    }

    #[test]
    fn a_wrong_expectation_about_a_package_name_fails() {
        check_both_ways(
            Set::PackageNames,
            &json!({"test": "parse", "file": "a.zip", "expected": null}),
            &json!({"test": "parse", "file": "a.1.zip", "expected": null}),
        );
        check_both_ways(
            Set::PackageNames,
            &json!({"test": "parse_is_not", "file": "a.b.1.zip", "package_id": "a"}),
            &json!({"test": "parse_is_not", "file": "a.b.1.zip", "package_id": "a.b"}),
        );
        check_both_ways(
            Set::PackageNames,
            &json!({"test": "archive_entry", "root": "/r", "entry": "../a", "allowed": false}),
            &json!({"test": "archive_entry", "root": "/r", "entry": "../a", "allowed": true}),
        );
    }

    #[test]
    fn a_wrong_expectation_about_a_document_fails() {
        check_both_ways(
            Set::Ocl,
            &json!({"test": "parse", "input": "a = 1", "expected": [{"attribute": "a", "value": 1}]}),
            &json!({"test": "parse", "input": "a = 1", "expected": [{"attribute": "a", "value": 2}]}),
        );
        check_both_ways(
            Set::Ocl,
            &json!({"test": "write", "node": {"attribute": "a", "value": [1]}, "expected": "a = [1]"}),
            &json!({"test": "write", "node": {"attribute": "a", "value": [1]}, "expected": "a = 1"}),
        );
    }

    #[test]
    fn a_wrong_expectation_about_a_template_fails() {
        let variables = json!({"A": "1", "L": "#{L}", "Nothing": null});
        for (right, wrong) in [
            (json!({"template": "x#{A}", "expected": "x1"}), json!({"template": "x#{A}", "expected": "x2"})),
            (
                json!({"template": "#{B}", "expected": "#{B}", "expected_error": true}),
                json!({"template": "#{B}", "expected": "#{B}", "expected_error": null}),
            ),
            (
                json!({"template": "#{A}", "expected": "1", "expected_error": null}),
                json!({"template": "#{A}", "expected": "1", "expected_error": true}),
            ),
            (
                json!({"template": "#{L}", "expected": null, "error_kind": "recursion"}),
                json!({"template": "#{B}", "expected": "#{B}", "error_kind": "recursion"}),
            ),
            (
                json!({"op": "arguments", "template": "#{X}", "expected_contains": ["X"]}),
                json!({"op": "arguments", "template": "#{X}", "expected_contains": ["X"], "expected_excludes": ["X"]}),
            ),
            (
                json!({"op": "get_raw", "variable": "Nothing", "expected": null}),
                json!({"op": "get_raw", "variable": "A", "expected": null}),
            ),
        ] {
            let with_variables = |mut case: Value| {
                case["variables"] = variables.clone();
                case
            };
            check_both_ways(Set::Octostache, &with_variables(right), &with_variables(wrong));
        }
    }

    #[test]
    fn a_wrong_expectation_about_a_service_message_fails() {
        check_both_ways(
            Set::ServiceMessages,
            &json!({"test": "parse", "chunks": ["##octo", "pus[a]"], "messages": [{"name": "a", "attributes": {}}]}),
            &json!({"test": "parse", "chunks": ["##octo", "pus[a]"], "messages": []}),
        );
        check_both_ways(
            Set::ServiceMessages,
            &json!({"test": "format", "message": "a", "attributes": {"b": null}, "expected": "##octopus[a]"}),
            &json!({"test": "format", "message": "a", "attributes": {"b": ""}, "expected": "##octopus[a]"}),
        );
    }

    #[test]
    fn a_wrong_expectation_about_a_configuration_file_fails() {
        let json = |expected: Value| {
            let mut case = json!({"format": "json", "input": "{\"A\": 1}", "variables": {"A": "2"}});
            case.as_object_mut().unwrap().extend(expected.as_object().unwrap().clone());
            case
        };
        check_both_ways(
            Set::StructuredConfig,
            &json(json!({"expected": "{\n  \"A\": 2\n}", "replaced_count": 1, "compare": "newline-insensitive"})),
            &json(json!({"expected": "{\n  \"A\": 1\n}", "replaced_count": 1, "compare": "newline-insensitive"})),
        );
        check_both_ways(
            Set::StructuredConfig,
            &json(json!({"input": "{", "expected_error": true})),
            &json(json!({"expected_error": true})),
        );
        let dotnet = |value: &str| {
            json!({
                "format": "dotnet-config", "variables": {"A": "2"},
                "input": "<c><appSettings><add key=\"A\" value=\"1\"/></appSettings></c>",
                "expected_values": [{"element": "appSettings/add", "key": "A", "attribute": "value", "value": value}],
            })
        };
        check_both_ways(Set::StructuredConfig, &dotnet("2"), &dotnet("1"));
    }

    #[test]
    fn a_case_that_asks_for_something_unknown_fails() {
        for set in [Set::Versions, Set::PackageNames, Set::Ocl, Set::Octostache, Set::ServiceMessages] {
            assert_eq!(
                run_one(set, &json!({"test": "sing", "op": "sing", "kind": "octopus", "expected": null})),
                (0, 1)
            );
            assert_eq!(run_one(set, &json!({"expected": null})), (0, 1));
        }
        assert_eq!(
            run_one(Set::Versions, &json!({"test": "parse", "kind": "x", "input": "1", "expected": null})),
            (0, 1)
        );
    }

    #[test]
    fn a_panic_is_a_failure() {
        let counts = run_file("test", &[json!({})], |_| panic!("the code under test is broken"));
        assert_eq!((counts.passed, counts.failed), (0, 1));
    }

    #[test]
    fn a_file_is_recognised_by_its_name_or_by_its_cases() {
        let recognise = |file: &str, case: Value| Set::recognise(file, &[case]).ok();
        assert_eq!(recognise("octostache-derived.json", json!({})), Some(Set::Octostache));
        assert_eq!(recognise("x.json", json!({"kind": "semver", "test": "parse"})), Some(Set::Versions));
        assert_eq!(recognise("x.json", json!({"file": "a.zip"})), Some(Set::PackageNames));
        assert_eq!(recognise("x.json", json!({"node": {}})), Some(Set::Ocl));
        assert_eq!(recognise("x.json", json!({"format": "yaml", "file": "a"})), Some(Set::StructuredConfig));
        assert_eq!(recognise("x.json", json!({})), None);
    }
}
