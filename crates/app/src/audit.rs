//! The words of the audit: every change writes one event in its own transaction (G-15).

mod details;
mod differences;
pub(crate) mod flood;
pub mod refusals;

pub(crate) use details::are_shown_to as details_are_shown_to;
pub(crate) use differences::between as differences;

use pulpo_access::Caller;
use pulpo_domain::event::{Category, NewEvent};
use pulpo_domain::ids::SpaceId;
use pulpo_store::{StoreError, Tx};
use serde::Serialize;

/// What happened to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Created,
    Modified,
    Deleted,
}

/// Writes that `noun` `name` was created, changed or deleted.
pub(crate) fn changed(
    tx: &mut Tx<'_>,
    caller: &Caller,
    change: Change,
    space: Option<&SpaceId>,
    (noun, name): (&str, &str),
    related: &[&str],
) -> Result<(), StoreError> {
    let (category, verb) = match change {
        Change::Created => (Category::Created, "created"),
        Change::Modified => (Category::Modified, "changed"),
        Change::Deleted => (Category::Deleted, "deleted"),
    };
    event(tx, caller, category, space, format!("{} {name} was {verb}", capitalised(noun)), related)
}

/// Writes an event in words of its own.
pub(crate) fn event(
    tx: &mut Tx<'_>,
    caller: &Caller,
    category: Category,
    space: Option<&SpaceId>,
    message: String,
    related: &[&str],
) -> Result<(), StoreError> {
    write(tx, caller, category, space, message, related, None)
}

/// Writes that `noun` `name` was changed, and in which fields.
pub(crate) fn modified<T: Serialize>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: Option<&SpaceId>,
    (noun, name): (&str, &str),
    related: &[&str],
    (before, after): (&T, &T),
) -> Result<(), StoreError> {
    let message = format!("{} {name} was changed", capitalised(noun));
    modified_so(tx, caller, space, message, related, (before, after))
}

/// The same in words of its own.
pub(crate) fn modified_so<T: Serialize>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: Option<&SpaceId>,
    message: String,
    related: &[&str],
    (before, after): (&T, &T),
) -> Result<(), StoreError> {
    write(tx, caller, Category::Modified, space, message, related, differences::between(before, after))
}

/// Writes that something was changed, with details in their own words: nothing secret may be in them.
pub(crate) fn modified_with(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: Option<&SpaceId>,
    message: String,
    related: &[&str],
    details: Option<String>,
) -> Result<(), StoreError> {
    write(tx, caller, Category::Modified, space, message, related, details)
}

fn write(
    tx: &mut Tx<'_>,
    caller: &Caller,
    category: Category,
    space: Option<&SpaceId>,
    message: String,
    related: &[&str],
    details: Option<String>,
) -> Result<(), StoreError> {
    let related = related.iter().map(|id| (*id).to_owned()).collect();
    let actor = (*caller.actor).clone();
    tx.audit(NewEvent { space_id: space.cloned(), category, actor, message, related, details })
}

fn capitalised(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
