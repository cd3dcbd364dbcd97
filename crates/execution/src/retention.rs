//! Which old installations go (steps.md SR-03, SR-04).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::journal::Entry;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// What to keep of one retention set. Days win over releases; with neither everything is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    pub days: Option<u32>,
    pub releases: Option<u32>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Entries to remove, in the order of the journal.
    pub removed: Vec<String>,
    /// Folders to delete, each once; those of entries that stay are not among them.
    pub folders: Vec<String>,
}

/// Plans the clean-up of one retention set. Entries that are `spared` stay, whatever the policy says.
pub fn plan(entries: &[Entry], set: &str, policy: Policy, now_us: i64, spared: &[&str]) -> Plan {
    let of_set: Vec<&Entry> = entries.iter().filter(|entry| entry.retention_set == set).collect();
    let removed: Vec<&Entry> = match (policy.days.filter(|days| *days > 0), policy.releases.filter(|count| *count > 0))
    {
        (Some(days), _) => {
            let oldest = now_us - i64::from(days) * DAY_US;
            of_set.into_iter().filter(|entry| entry.installed_on_us < oldest).collect()
        }
        (None, Some(count)) => beyond(&of_set, count as usize),
        (None, None) => Vec::new(),
    };
    let removed: Vec<&Entry> = removed.into_iter().filter(|entry| !spared.contains(&entry.id.as_str())).collect();
    let ids: BTreeSet<&str> = removed.iter().map(|entry| entry.id.as_str()).collect();
    let kept = entries.iter().filter(|entry| !ids.contains(entry.id.as_str()));
    let in_use: BTreeSet<&str> = kept.filter_map(|entry| entry.extracted_to.as_deref()).map(plain).collect();
    let mut plan = Plan { removed: removed.iter().map(|entry| entry.id.clone()).collect(), folders: Vec::new() };
    for folder in removed.iter().filter_map(|entry| entry.extracted_to.as_deref()) {
        if !in_use.contains(plain(folder)) && !plan.folders.iter().any(|known| plain(known) == plain(folder)) {
            plan.folders.push(folder.to_owned());
        }
    }
    plan
}

/// Everything but the newest successful ones: the current installation and `count` before it. If there are
/// not more than `count` successful ones, nothing.
fn beyond<'a>(of_set: &[&'a Entry], count: usize) -> Vec<&'a Entry> {
    let mut successful: Vec<&Entry> = of_set.iter().copied().filter(|entry| entry.was_successful).collect();
    if successful.len() <= count {
        return Vec::new();
    }
    // The journal knows whole seconds; of the same one, what was entered later is newer.
    successful.reverse();
    successful.sort_by_key(|entry| std::cmp::Reverse(entry.installed_on_us));
    let kept: BTreeSet<&str> = successful.iter().take(count + 1).map(|entry| entry.id.as_str()).collect();
    of_set.iter().copied().filter(|entry| !kept.contains(entry.id.as_str())).collect()
}

/// The same folder may be written with a slash at its end.
fn plain(folder: &str) -> &str {
    folder.trim_end_matches('/')
}

/// Does what was planned: deletes the folders and tells which entries may leave the journal. An entry whose
/// folder could not be deleted stays, so that it is tried again; what went wrong is told.
pub fn carry_out(plan: &Plan, entries: &[Entry]) -> (Vec<String>, Vec<(String, io::Error)>) {
    let mut failed = Vec::new();
    for folder in &plan.folders {
        // A relative path would be looked up wherever this process happens to be.
        let deleted = if Path::new(folder).is_absolute() {
            fs::remove_dir_all(folder)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "the path is not absolute"))
        };
        match deleted {
            Err(error) if error.kind() != io::ErrorKind::NotFound => failed.push((folder.clone(), error)),
            _ => {}
        }
    }
    let stuck = |id: &String| {
        let entry = entries.iter().find(|entry| entry.id == *id);
        let folder = entry.and_then(|entry| entry.extracted_to.as_deref());
        folder.is_some_and(|folder| failed.iter().any(|(known, _)| plain(known) == plain(folder)))
    };
    let gone = plan.removed.iter().filter(|id| !stuck(id)).cloned().collect();
    (gone, failed)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn entry(id: &str, set: &str, days_ago: i64, folder: Option<&str>, was_successful: bool) -> Entry {
        Entry {
            id: id.to_owned(),
            retention_set: set.to_owned(),
            installed_on_us: -days_ago * DAY_US,
            extracted_to: folder.map(str::to_owned),
            was_successful,
            ..Entry::default()
        }
    }

    #[test]
    fn the_vectors_are_followed() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/retention.json");
        let Ok(text) = fs::read_to_string(&path) else {
            println!("SKIPPED: there are no vectors at {}", path.display());
            return;
        };
        let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
        for vector in &vectors {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let entries: Vec<Entry> = vector["entries"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    let days = one["days_ago"].as_i64().unwrap();
                    entry(
                        &text(&one["id"]),
                        &text(&one["set"]),
                        days,
                        one["extracted_to"].as_str(),
                        one["successful"] == true,
                    )
                })
                .collect();
            let count = |field: &str| vector[field].as_u64().map(|value| u32::try_from(value).unwrap());
            let policy = Policy { days: count("days"), releases: count("releases") };
            let plan = plan(&entries, vector["set"].as_str().unwrap(), policy, 0, &[]);
            let sorted = |list: &Value| {
                let mut list: Vec<String> = list.as_array().unwrap().iter().map(text).collect();
                list.sort();
                list
            };
            let mut got = plan.clone();
            got.removed.sort();
            got.folders.sort();
            let expected =
                Plan { removed: sorted(&vector["removed_ids"]), folders: sorted(&vector["deleted_directories"]) };
            assert_eq!(got, expected, "{}", vector["name"]);
        }
    }

    #[test]
    fn with_no_more_successes_than_wanted_nothing_goes() {
        let entries = [entry("a", "s", 3, Some("/x"), true), entry("b", "s", 2, Some("/y"), false)];
        assert_eq!(plan(&entries, "s", Policy { days: None, releases: Some(1) }, 0, &[]), Plan::default());
        assert_eq!(plan(&entries, "s", Policy::default(), 0, &[]), Plan::default());
    }

    #[test]
    fn an_entry_whose_folder_cannot_be_deleted_stays() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("old");
        fs::create_dir(&old).unwrap();
        let entries = [
            entry("a", "s", 9, Some(old.to_str().unwrap()), true),
            entry("b", "s", 9, Some("relative"), true),
            entry("c", "s", 9, Some("/nowhere/at/all"), true),
        ];
        let plan = plan(&entries, "s", Policy { days: Some(1), releases: None }, 0, &[]);
        let (gone, failed) = carry_out(&plan, &entries);
        assert_eq!(gone, ["a", "c"]);
        assert_eq!(failed.len(), 1);
        assert!(!old.exists());
    }
}
