//! The table of threats for administrators: each row is a test that runs real, hostile jobs.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use crate::machine::root;

const HEAD: &str = "# The built-in worker: what is tried against its fence

Each line is a test in `bin/launcher/tests/fence` that starts a real launcher with accounts of its own and runs real, hostile jobs,
as root. Those that take a control down see the hostile job, or the self-test, find the hole. What a machine cannot show is reported
as skipped, with its reason, by `cargo xtask test`. This page is made from the tests.
";

/// Files of tests, and what they are about.
const CHAPTERS: [(&str, &str); 6] = [
    ("outside", "The server, its data, other steps and the machine"),
    ("inside", "What the account may do"),
    ("slots", "Slots"),
    ("jobs", "The life of a job"),
    ("crashes", "Programs that are killed"),
    ("refusals", "What the launcher refuses"),
];

pub(crate) fn page() -> Result<String> {
    let mut page = HEAD.to_owned();
    for (file, title) in CHAPTERS {
        let path = root().join(format!("bin/launcher/tests/fence/{file}.rs"));
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        write!(page, "\n## {title}\n\n")?;
        for sentence in sentences(&text) {
            writeln!(page, "- {sentence}")?;
        }
    }
    Ok(page)
}

/// The names of the tests as sentences, each with what stands above it.
fn sentences(text: &str) -> Vec<String> {
    let mut about: Vec<&str> = Vec::new();
    let (mut is_test, mut sentences) = (false, Vec::new());
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("/// ") {
            about.push(words);
        } else if line == "#[test]" {
            is_test = true;
        } else if !line.starts_with("#[") {
            if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split_once('(')).filter(|_| is_test) {
                let sentence = name.0.replace('_', " ");
                let about = if about.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", about.join(" ").trim_end_matches('.'))
                };
                let (first, rest) = sentence.split_at(1);
                sentences.push(format!("{}{rest}{about}.", first.to_uppercase()));
            }
            is_test = false;
            about.clear();
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_the_guides_table_names_tests_that_exist() {
        let guide = fs::read_to_string(root().join("docs/built-in-worker.md")).unwrap();
        let (_, table) = guide.split_once("## Threats and their tests").unwrap();
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && line.contains('`')).collect();
        let files = [
            "bin/launcher/tests/fence/inside.rs",
            "bin/launcher/tests/fence/outside.rs",
            "bin/launcher/tests/fence/slots.rs",
            "bin/launcher/tests/fence/jobs.rs",
            "bin/launcher/tests/fence/crashes.rs",
            "bin/launcher/tests/fence/refusals.rs",
            "bin/server/tests/builtin_worker/whole.rs",
            "bin/cli/src/output/printer.rs",
            "crates/execution/src/job/artifacts.rs",
        ];
        let tests: String = files.iter().map(|file| fs::read_to_string(root().join(file)).unwrap()).collect();
        let missing: Vec<&str> = rows
            .iter()
            .flat_map(|row| row.split('`').skip(1).step_by(2))
            .filter(|name| {
                !tests.contains(&format!("#[test]\nfn {name}()"))
                    && !tests.contains(&format!("#[test]\n    fn {name}()"))
            })
            .collect();
        assert!(rows.len() > 30 && missing.is_empty(), "{} rows; no such tests: {missing:?}", rows.len());
    }

    #[test]
    fn the_name_of_a_test_is_a_sentence_with_what_stands_above_it() {
        let text =
            "/// Why\n/// it is.\n#[test]\nfn a_job_ends() {\n}\n\n/// No test.\nfn helper() {\n}\n#[test]\nfn b() {\n";
        assert_eq!(sentences(text), ["A job ends (Why it is).", "B."]);
    }
}
