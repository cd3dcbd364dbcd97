//! Lists of tasks, newest first (TK-26).

use jiff::Timestamp;
use pulpo_access::{Caller, Permission};
use pulpo_domain::task::{Task, TaskState};
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Page, Query};

use crate::app::App;
use crate::error::Result;
use crate::reach::Reach;

/// What a list of tasks is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub reach: Reach,
    pub ids: Vec<String>,
    /// Types: `Deploy` and so on.
    pub names: Vec<String>,
    pub states: Vec<TaskState>,
    /// Not completed yet.
    pub active: Option<bool>,
    /// Started and not completed.
    pub running: Option<bool>,
    pub projects: Vec<String>,
    pub environments: Vec<String>,
    pub tenants: Vec<String>,
    pub nodes: Vec<String>,
    /// A part of the description.
    pub description: Option<String>,
    pub has_warnings_or_errors: Option<bool>,
    /// Asks for something that no task of this server has.
    pub nothing: bool,
    pub queued: Span,
    pub started: Span,
    pub completed: Span,
    pub skip: i64,
    pub take: i64,
}

/// A stretch of time, its ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

/// A page of tasks, and how many of all that match are in each state.
#[derive(Debug, Clone)]
pub struct List {
    pub page: Page<Task>,
    pub by_state: Vec<(String, i64)>,
}

const SCOPE: ScopeColumns = ScopeColumns {
    project: Some("project_id"),
    environment: Some("environment_id"),
    tenant: Some("tenant_id"),
    ..ScopeColumns::NONE
};

/// The tasks that the caller may see.
pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<List> {
    let scopes = filter.reach.scopes(caller, Permission::TaskView);
    app.read(move |tx| {
        let all = conditions(&filter).scope_by_space(&scopes, SCOPE);
        let by_state = tx.counts::<Task>(&all, "state")?;
        let states = filter.states.iter().map(|state| state.name());
        let shown = if filter.states.is_empty() { all } else { all.one_of("state", states) };
        let page = tx.page(&shown.order("number DESC"), filter.skip, filter.take)?;
        Ok(List { page, by_state })
    })
    .await
}

/// Tasks that a caller may see, among those that a query selects.
pub(super) fn visible(query: Query, caller: &Caller) -> Query {
    let everywhere = Reach { include_system: true, ..Reach::default() };
    query.scope_by_space(&everywhere.scopes(caller, Permission::TaskView), SCOPE)
}

fn conditions(filter: &Filter) -> Query {
    let lists = [
        ("id", &filter.ids),
        ("name", &filter.names),
        ("project_id", &filter.projects),
        ("environment_id", &filter.environments),
        ("tenant_id", &filter.tenants),
        ("server_node", &filter.nodes),
    ];
    let mut query = Query::new();
    for (column, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        query = query.one_of(column, values);
    }
    query = query.maybe_eq("is_completed", filter.active.map(|active| !active));
    query = match filter.running {
        Some(true) => query.one_of("state", ["Executing", "Cancelling"]),
        Some(false) => query.raw("state NOT IN ('Executing', 'Cancelling')", &[]),
        None => query,
    };
    query = query.maybe_eq("has_warnings_or_errors", filter.has_warnings_or_errors);
    if let Some(part) = &filter.description {
        query = query.contains("description_key", part);
    }
    if filter.nothing {
        query = query.raw("1 = 0", &[]);
    }
    for (column, span) in
        [("queue_time", filter.queued), ("start_time", filter.started), ("completed_time", filter.completed)]
    {
        if let Some(from) = span.from {
            query = query.compare(column, ">=", from);
        }
        if let Some(to) = span.to {
            query = query.compare(column, "<=", to);
        }
    }
    query
}
