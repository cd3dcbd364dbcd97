//! Reading the audit (domain.md EV).

use jiff::Timestamp;
use pulpo_access::{Caller, Permission};
use pulpo_domain::event::Category;
use pulpo_store::{Page, Query, StoredEvent, Value};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::reach::Reach;

pub use pulpo_store::StoredEvent as Event;

/// What a list of events is asked for; empty lists do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub reach: Reach,
    /// Places in the chain.
    pub numbers: Option<Vec<i64>>,
    /// Events about all of these.
    pub regarding: Vec<String>,
    /// Events about any of a list, for each of the lists.
    pub about_any: Vec<Vec<String>>,
    pub users: Vec<String>,
    pub categories: Option<Vec<Category>>,
    /// Kinds of documents, by what their ids begin with: `Projects`.
    pub document_types: Vec<String>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    /// Places in the chain, the ends included: how a long list is walked without counting (newest first).
    pub from_number: Option<i64>,
    pub to_number: Option<i64>,
    pub skip: i64,
    pub take: i64,
}

/// The events that the caller may see, newest first.
pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<Page<StoredEvent>> {
    let scopes = filter.reach.scopes(caller, Permission::EventView);
    let caller = caller.clone();
    app.read(move |tx| {
        let mut page = tx.events(&conditions(&filter), &scopes, filter.skip, filter.take)?;
        for stored in &mut page.items {
            if stored.event.details.is_some() && !audit::details_are_shown_to(&caller, &stored.event) {
                stored.event.details = None;
            }
        }
        Ok(page)
    })
    .await
}

/// One event, for whoever may see it.
pub async fn get(app: &App, caller: &Caller, reach: Reach, id: &str) -> Result<StoredEvent> {
    let missing = || Error::not_found("event", id);
    let number = number_of(id).ok_or_else(missing)?;
    // Whoever asks for one event need not say that he means those of the system, too.
    let reach = Reach { include_system: true, ..reach };
    let filter = Filter { reach, numbers: Some(vec![number]), take: 1, ..Filter::default() };
    list(app, caller, filter).await?.items.pop().ok_or_else(missing)
}

/// The seven of `Events-7`.
pub fn number_of(id: &str) -> Option<i64> {
    let (collection, number) = id.split_once('-')?;
    number.parse().ok().filter(|_| collection.eq_ignore_ascii_case("Events"))
}

fn conditions(filter: &Filter) -> Query {
    let mut query = Query::new();
    if let Some(numbers) = &filter.numbers {
        query = query.one_of("number", numbers.iter().copied());
    }
    let about = "number IN (SELECT number FROM event_related WHERE document_id";
    for id in &filter.regarding {
        query = query.raw(&format!("{about} = $1)"), &[id.into()]);
    }
    for ids in filter.about_any.iter().filter(|ids| !ids.is_empty()) {
        let values: Vec<Value> = ids.iter().map(Value::from).collect();
        let places: Vec<String> = (1..=values.len()).map(|place| format!("${place}")).collect();
        query = query.raw(&format!("{about} IN ({}))", places.join(", ")), &values);
    }
    if !filter.document_types.is_empty() {
        let values: Vec<Value> = filter.document_types.iter().map(|kind| Value::from(format!("{kind}-%"))).collect();
        let any: Vec<String> = (1..=values.len()).map(|place| format!("r.document_id LIKE ${place}")).collect();
        let sql =
            format!("EXISTS (SELECT 1 FROM event_related r WHERE r.number = event.number AND ({}))", any.join(" OR "));
        query = query.raw(&sql, &values);
    }
    if !filter.users.is_empty() {
        query = query.one_of("user_id", &filter.users);
    }
    if let Some(categories) = &filter.categories {
        query = query.one_of("category", categories.iter().map(|category| category.name()));
    }
    let bounds: [(&str, &'static str, Option<Value>); 4] = [
        ("occurred", ">=", filter.from.map(Value::from)),
        ("occurred", "<=", filter.to.map(Value::from)),
        ("number", ">=", filter.from_number.map(Value::from)),
        ("number", "<=", filter.to_number.map(Value::from)),
    ];
    for (column, operator, bound) in bounds {
        if let Some(bound) = bound {
            query = query.compare(column, operator, bound);
        }
    }
    query
}
