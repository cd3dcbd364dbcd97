//! `access why`, `access use`, `access least` and `access what-if`: questions about permissions. octo has nothing like
//! them.

mod change;
mod least;
mod used;
mod what_if;
mod why;

pub(super) use least::COMMAND as LEAST;
pub(super) use used::COMMAND as USE;
pub(super) use what_if::COMMAND as WHAT_IF;
pub(super) use why::COMMAND as WHY;

use crate::client::Resource;

/// Where something holds or happens, in words; empty for anywhere at system level.
fn place(place: &Resource) -> String {
    let mut parts = Vec::new();
    for (one, several, key) in [
        ("project", "projects", "Projects"),
        ("project group", "project groups", "ProjectGroups"),
        ("environment", "environments", "Environments"),
        ("tenant", "tenants", "Tenants"),
    ] {
        let names: Vec<String> = place.children(key).iter().map(named).collect();
        match names.as_slice() {
            [] => {}
            [only] => parts.push(format!("{one} {only}")),
            several_names => parts.push(format!("{several} {}", several_names.join(", "))),
        }
    }
    parts.extend(place.child("Space").map(|space| format!("space {}", named(&space))));
    parts.join(", ")
}

/// Like [`place`], for what has to say something.
fn place_or_system(of: Option<&Resource>) -> String {
    match of.map(place).unwrap_or_default() {
        text if text.is_empty() => "the system".to_owned(),
        text => text,
    }
}

/// A name, or the id of what the caller may not know by its name.
fn named(reference: &Resource) -> String {
    reference.some_text("Name").unwrap_or(reference.id()).to_owned()
}

/// A line of the record of use.
fn use_line(used: &Resource) -> String {
    let times = used.get("Count").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let last = used.text("LastUsed");
    let day = last.split('T').next().unwrap_or(last);
    format!(
        "{} ({}) for {}: {times} times, last on {day}",
        used.text("Operation"),
        used.texts("Permissions").join(" or "),
        place_or_system(used.child("Place").as_ref())
    )
}
