//! The rules of the house that no compiler holds, as tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::machine::{cargo, command, root};

/// Past this a file wants its second subject looked for; what is longer stands here and may only shrink.
const LONGEST_FILE: usize = 600;
const LONG_FILES: &[&str] = &[
    // A table of data: every built-in role with its permissions.
    "crates/access/src/built_in_roles.rs",
];

fn tracked(endings: &[&str]) -> Vec<PathBuf> {
    let listed =
        command("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).output().unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    let wanted = |name: &&str| endings.iter().any(|ending| name.ends_with(ending));
    names.split('\0').filter(wanted).map(|name| root().join(name)).filter(|path| path.is_file()).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// The table of ARCHITECTURE.md: room to the rooms it may use.
fn allowed_edges() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text.lines().skip_while(|line| !line.starts_with("| room | may use |")).skip(2);
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let mut edges = BTreeMap::new();
    for line in table.take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').collect();
        for room in names(cells[1]) {
            edges.insert(room, names(cells[2]));
        }
    }
    edges
}

#[test]
fn every_dependency_between_rooms_is_in_the_table() {
    let allowed = allowed_edges();
    let output = cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let rooms: BTreeMap<&str, String> = packages
        .iter()
        .map(|package| {
            let manifest = package["manifest_path"].as_str().unwrap();
            let room = relative(Path::new(manifest).parent().unwrap());
            (package["name"].as_str().unwrap(), room)
        })
        .collect();
    let mut wrong = Vec::new();
    for package in packages {
        let room = &rooms[package["name"].as_str().unwrap()];
        let Some(may) = allowed.get(room) else {
            wrong.push(format!("{room} is not in the table of ARCHITECTURE.md"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let Some(used) = rooms.get(dependency["name"].as_str().unwrap()) else { continue };
            // Tests may use the testkit and what they test with.
            if dependency["kind"].as_str() != Some("dev") && !may.contains(used) {
                wrong.push(format!("{room} uses {used}, which the table of ARCHITECTURE.md does not allow"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_one_subject() {
    let mut wrong = Vec::new();
    for path in tracked(&[".rs", ".ts", ".tsx"]) {
        let name = relative(&path);
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let generated = name.contains("__generated__") || name.contains("/golden/");
        if lines > LONGEST_FILE && !generated && !LONG_FILES.contains(&name.as_str()) {
            wrong.push(format!("{name} has {lines} lines"));
        }
    }
    assert!(wrong.is_empty(), "longer than {LONGEST_FILE} lines, look for the second subject:\n{}", wrong.join("\n"));
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    // Spelt in pieces, so that this file does not name them itself.
    let forbidden = [["/wo", "rk/"].concat(), ["\"resolved\": \"ht", "tp"].concat(), ["artifac", "tory/api"].concat()];
    let mut wrong = Vec::new();
    for path in tracked(&[".rs", ".ts", ".tsx", ".md", ".toml", ".json", ".lock", ".yml", "run", ".npmrc"]) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for word in forbidden.iter().filter(|word| text.contains(*word)) {
            wrong.push(format!("{} contains {word:?}", relative(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What runs as root is small enough to be read in one sitting: lines of code in the privileged program, without blank
/// lines, comments and tests (which are beside it, not in it).
const PRIVILEGED: usize = 1000;

#[test]
fn what_runs_as_root_is_small_and_leans_on_next_to_nothing() {
    let sources: Vec<PathBuf> = tracked(&[".rs"]);
    let sources: Vec<_> = sources.iter().filter(|path| relative(path).starts_with("bin/launcher/src/")).collect();
    let lines: usize = sources
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            assert!(!text.contains("cfg(test)"), "{} has tests in it, which would be counted", relative(path));
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
        })
        .sum();
    assert!(lines > 100 && lines <= PRIVILEGED, "the launcher has {lines} lines of code; {PRIVILEGED} are the limit");
    let manifest = fs::read_to_string(root().join("bin/launcher/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split('[').next().unwrap();
    let names: Vec<&str> = dependencies.lines().filter_map(|line| line.split_once('.')).map(|(name, _)| name).collect();
    assert_eq!(names, ["libc", "workerconf"]);
    let library = fs::read_to_string(root().join("lib/workerconf/Cargo.toml")).unwrap();
    assert!(library.contains("[dependencies]\n\n["), "workerconf uses the standard library only");
}

#[test]
fn engines_are_told_apart_only_in_the_store() {
    let mut wrong = Vec::new();
    for path in tracked(&[".rs"]) {
        let name = relative(&path);
        let rooms = ["crates/store/", "crates/engine/benches/", "testkit/", "bin/server/", "xtask/"];
        let may = rooms.iter().any(|room| name.starts_with(room));
        let text = fs::read_to_string(&path).unwrap();
        if !may && (text.contains("rusqlite") || text.contains("Database::Sqlite") || text.contains("tokio_postgres")) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "these know the database engine: {}", wrong.join(", "));
}

#[test]
fn unsafe_code_lives_where_it_may() {
    let may = ["bin/keeper/src/sys.rs", "bin/launcher/src/sys.rs", "crates/execution/src/process", "bin/runner/tests/"];
    let mut wrong = Vec::new();
    for path in tracked(&[".rs"]) {
        let name = relative(&path);
        let text = fs::read_to_string(&path).unwrap();
        let uses = text.lines().any(|line| {
            let code = line.split("//").next().unwrap_or_default();
            code.contains(concat!("unsafe", " {"))
                || code.contains(concat!("unsafe", " fn"))
                || code.contains(concat!("unsafe", " extern"))
        });
        if uses && !may.iter().any(|room| name.starts_with(room)) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "unsafe code outside its rooms: {}", wrong.join(", "));
}
