//! The audit: written in the transaction of the change, chained by hash so that a missing or altered row shows.

use std::collections::{BTreeMap, BTreeSet};

use pulpo_access::caller::Restriction;
use pulpo_domain::event::{Event, NewEvent};
use sha2::{Digest, Sha256};

use crate::params;
use crate::query::{Page, Query, SpaceScope};
use crate::tx::{StoreError, Tx};
use crate::value::{Row, Value};

/// What the first event's predecessor would have hashed to.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An event with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    pub event: Event,
    pub hash: String,
}

/// The first link of the chain that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error(
        "event {number} does not carry the hash of the event before it: an event was removed, added or altered there"
    )]
    Link { number: i64 },
    #[error("event {number} was altered: its content does not match its hash")]
    Content { number: i64 },
    #[error("event {expected} is missing; the next one present is {found}")]
    Gap { expected: i64, found: i64 },
    #[error("event {number} is filed under something else than it says: its columns or relations were altered")]
    Filing { number: i64 },
    #[error(
        "event {number} does not carry the hash that it is known by: the chain was written anew from there or before"
    )]
    Known { number: i64 },
}

/// A chain that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub events: i64,
    /// The hash of the last event. Whoever notes it elsewhere will see later whether the chain was written anew.
    pub hash: String,
}

/// An event's number and hash, as somebody noted them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub number: i64,
    pub hash: String,
}

fn hash(previous: &str, document: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update([0]);
    hasher.update(document.as_bytes());
    hex::encode(hasher.finalize())
}

fn decode(row: &Row) -> Result<StoredEvent, StoreError> {
    let event = serde_json::from_str(row.text(1)?).map_err(|error| StoreError::Row {
        table: "event",
        id: row.int(0).map(|number| number.to_string()).unwrap_or_default(),
        why: error.to_string(),
    })?;
    Ok(StoredEvent { event, hash: row.text(2)?.to_owned() })
}

impl Tx<'_> {
    /// Writes an event into the chain.
    pub fn audit(&mut self, new: NewEvent) -> Result<(), StoreError> {
        let number = self.next_number("Events")?;
        let last = self.query("SELECT hash FROM event WHERE number = $1", params![number - 1])?;
        let previous = last.first().map_or(Ok(GENESIS), |row| row.text(0))?.to_owned();
        let event = Event {
            number,
            space_id: new.space_id,
            category: new.category,
            actor: new.actor,
            occurred: self.now(),
            message: new.message,
            related: new.related,
            details: new.details,
        };
        let document = serde_json::to_string(&event).map_err(|error| StoreError::Row {
            table: "event",
            id: number.to_string(),
            why: error.to_string(),
        })?;
        let hash = hash(&previous, &document);
        let space = event.space_id.as_ref().map(AsRef::<str>::as_ref);
        self.execute(
            "INSERT INTO event (number, space_id, category, user_id, occurred, previous_hash, hash, document) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                number,
                space,
                event.category.name(),
                event.actor.user_id.as_str(),
                event.occurred,
                previous,
                hash,
                document
            ],
        )?;
        for id in &event.related {
            let sql = "INSERT INTO event_related (document_id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.execute(sql, params![id.as_str(), number])?;
        }
        Ok(())
    }

    /// A page of events, newest first. `query` selects by the columns of the table `event`; of each space, and of
    /// the system, only what its scope lets through is there.
    pub fn events(
        &mut self,
        query: &Query,
        scopes: &[SpaceScope],
        skip: i64,
        take: i64,
    ) -> Result<Page<StoredEvent>, StoreError> {
        let query = query.clone().scope_events(scopes).order("number DESC");
        let (sql, params) = query.count("event");
        let total =
            self.query(&sql, &params)?.first().ok_or_else(|| StoreError::Shape("no count".to_owned()))?.int(0)?;
        let (sql, params) = query.skip(skip).take(take).select("number, document, hash FROM event");
        let items = self.query(&sql, &params)?.iter().map(decode).collect::<Result<_, _>>()?;
        Ok(Page { items, total })
    }

    /// Follows the chain from the first event and gives the first link that does not hold: an event that was
    /// altered, removed, added or filed elsewhere, or one that was noted with another hash.
    pub fn verify_audit(&mut self, noted: Option<&Noted>) -> Result<Result<Verified, Broken>, StoreError> {
        let (mut previous, mut next) = (GENESIS.to_owned(), 1);
        loop {
            let sql = "SELECT number, document, hash, previous_hash, space_id, category, user_id, occurred FROM event \
                       WHERE number >= $1 ORDER BY number LIMIT $2";
            let rows = self.query(sql, params![next, STRIDE])?;
            let related = self.related_from(next, next + STRIDE)?;
            for row in &rows {
                let number = row.int(0)?;
                if number != next {
                    return Ok(Err(Broken::Gap { expected: next, found: number }));
                }
                if row.text(3)? != previous {
                    return Ok(Err(Broken::Link { number }));
                }
                if hash(&previous, row.text(1)?) != row.text(2)? {
                    return Ok(Err(Broken::Content { number }));
                }
                if !is_filed_as_it_says(row, related.get(&number))? {
                    return Ok(Err(Broken::Filing { number }));
                }
                if noted.is_some_and(|noted| {
                    noted.number == number && !noted.hash.eq_ignore_ascii_case(row.text(2).unwrap_or(""))
                }) {
                    return Ok(Err(Broken::Known { number }));
                }
                row.text(2)?.clone_into(&mut previous);
                next += 1;
            }
            if rows.is_empty() {
                return self.verify_end(next, previous, noted);
            }
        }
    }

    /// What stands behind the last event: nothing that was counted, filed or noted.
    fn verify_end(
        &mut self,
        next: i64,
        hash: String,
        noted: Option<&Noted>,
    ) -> Result<Result<Verified, Broken>, StoreError> {
        let counted = self.query("SELECT value FROM counter WHERE collection = 'Events'", &[])?;
        let counted = counted.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
        let noted = noted.map_or(0, |noted| noted.number);
        if counted.max(noted) >= next {
            return Ok(Err(Broken::Gap { expected: next, found: counted.max(noted) + 1 }));
        }
        let beyond =
            self.query("SELECT number FROM event_related WHERE number >= $1 OR number < 1 LIMIT 1", params![next])?;
        if let Some(row) = beyond.first() {
            return Ok(Err(Broken::Filing { number: row.int(0)? }));
        }
        Ok(Ok(Verified { events: next - 1, hash }))
    }

    /// What a stretch of events is filed under.
    fn related_from(&mut self, from: i64, to: i64) -> Result<BTreeMap<i64, BTreeSet<String>>, StoreError> {
        let sql = "SELECT number, document_id FROM event_related WHERE number >= $1 AND number < $2";
        let mut related: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for row in self.query(sql, params![from, to])? {
            related.entry(row.int(0)?).or_default().insert(row.text(1)?.to_owned());
        }
        Ok(related)
    }
}

/// How many events are looked at together.
const STRIDE: i64 = 1000;

/// Whether the columns by which an event is found say what its document says.
fn is_filed_as_it_says(row: &Row, related: Option<&BTreeSet<String>>) -> Result<bool, StoreError> {
    let Ok(event) = serde_json::from_str::<Event>(row.text(1)?) else { return Ok(false) };
    let named: BTreeSet<&str> = event.related.iter().map(String::as_str).collect();
    let filed: BTreeSet<&str> = related.into_iter().flatten().map(String::as_str).collect();
    Ok(event.number == row.int(0)?
        && event.space_id.as_ref().map(AsRef::<str>::as_ref) == row.optional_text(4)?
        && event.category.name() == row.text(5)?
        && event.actor.user_id.as_str() == row.text(6)?
        // The column holds microseconds, the document all that the clock gave.
        && event.occurred.as_microsecond() == row.int(7)?
        && named == filed)
}

impl Query {
    /// Only events of these places, all of whose projects, environments and tenants one restriction of the place
    /// covers (EV-06).
    ///
    /// An event that names none of a restricted kind is hidden from a restricted reader.
    fn scope_events(self, scopes: &[SpaceScope]) -> Self {
        let mut any = Vec::new();
        let mut values = Vec::new();
        for (space, scope) in scopes {
            let place = match space {
                Some(space) => format!("space_id = {}", placed(&mut values, space.as_str())),
                None => "space_id IS NULL".to_owned(),
            };
            if scope.is_unrestricted() {
                any.push(place);
                continue;
            }
            for restriction in &scope.any_of {
                any.push(format!("({place}{})", covered(restriction, &mut values)));
            }
        }
        let condition = if any.is_empty() { "1 = 0".to_owned() } else { format!("({})", any.join(" OR ")) };
        self.raw(&condition, &values)
    }
}

fn placed(values: &mut Vec<Value>, value: &str) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// The conditions under which a restriction covers an event.
fn covered(restriction: &Restriction, values: &mut Vec<Value>) -> String {
    let projects = restriction.projects.iter().flat_map(|projects| projects.iter()).map(AsRef::<str>::as_ref).collect();
    let environments = restriction.environments.iter().map(AsRef::<str>::as_ref).collect();
    let tenants = restriction.tenants.iter().map(AsRef::<str>::as_ref).collect();
    let kinds: [(&str, bool, Vec<&str>); 3] = [
        ("Projects", restriction.projects.is_some(), projects),
        ("Environments", !restriction.environments.is_empty(), environments),
        ("Tenants", !restriction.tenants.is_empty(), tenants),
    ];
    let mut sql = String::new();
    for (prefix, _, ids) in kinds.into_iter().filter(|(_, is_restricted, _)| *is_restricted) {
        let of = format!("FROM event_related r WHERE r.number = event.number AND r.document_id LIKE '{prefix}-%'");
        let listed: Vec<String> = ids.into_iter().map(|id| placed(values, id)).collect();
        // Without anything listed nothing is covered, and an event that names something is hidden, too.
        let outside = if listed.is_empty() {
            String::new()
        } else {
            format!(" AND r.document_id NOT IN ({})", listed.join(", "))
        };
        sql += &format!(" AND EXISTS (SELECT 1 {of}) AND NOT EXISTS (SELECT 1 {of}{outside})");
    }
    sql
}
