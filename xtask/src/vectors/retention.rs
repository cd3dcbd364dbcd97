//! What leaves a target, and what stays.

use anyhow::Context;
use pulpo_execution::journal::Entry;
use pulpo_execution::retention::{Policy, plan};
use serde_json::{Value, json};

use super::case::{Case, Verdict};

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// Any day will do: the cases count backwards from it.
const TODAY: i64 = 20_000;

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let entries = case.value("entries")?.as_array().context("the field \"entries\" is not a list")?;
    let entries = entries.iter().map(entry).collect::<anyhow::Result<Vec<_>>>()?;
    let policy = Policy { days: count(case.value("days")?)?, releases: count(case.value("releases")?)? };
    let got = plan(&entries, case.text("set")?, policy, TODAY * DAY_US, &[]);
    // The order in which things go is nobody's business.
    let sorted = |mut texts: Vec<&str>| {
        texts.sort_unstable();
        json!(texts)
    };
    let expected = json!({
        "removed_ids": sorted(case.texts("removed_ids")?),
        "deleted_directories": sorted(case.texts("deleted_directories")?),
    });
    let got = json!({
        "removed_ids": sorted(got.removed.iter().map(String::as_str).collect()),
        "deleted_directories": sorted(got.folders.iter().map(String::as_str).collect()),
    });
    Ok(Verdict::equal(&expected, &got))
}

fn entry(entry: &Value) -> anyhow::Result<Entry> {
    let text = |field: &str| entry[field].as_str().map(str::to_owned);
    Ok(Entry {
        id: text("id").context("an entry has no id")?,
        retention_set: text("set").context("an entry has no set")?,
        installed_on_us: (TODAY - entry["days_ago"].as_i64().context("an entry has no day")?) * DAY_US,
        extracted_to: text("extracted_to"),
        was_successful: entry["successful"].as_bool().context("an entry has no success")?,
        ..Entry::default()
    })
}

fn count(number: &Value) -> anyhow::Result<Option<u32>> {
    if number.is_null() {
        return Ok(None);
    }
    Ok(Some(u32::try_from(number.as_u64().context("a quantity is not a number")?)?))
}
