//! The words of the audit: every change writes one event in its own transaction (G-15).

pub(crate) mod flood;
pub mod refusals;

use pulpo_access::Caller;
use pulpo_domain::event::{Category, NewEvent};
use pulpo_domain::ids::SpaceId;
use pulpo_store::{StoreError, Tx};

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
    let related = related.iter().map(|id| (*id).to_owned()).collect();
    let actor = (*caller.actor).clone();
    tx.audit(NewEvent { space_id: space.cloned(), category, actor, message, related, details: None })
}

fn capitalised(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
