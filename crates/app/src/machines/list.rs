//! Lists of targets, and the tags that are in use.

use std::collections::{BTreeMap, BTreeSet};

use pulpo_access::Caller;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::machine::{Endpoint, HealthStatus, Machine};
use pulpo_domain::names;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::error::Result;
use crate::named;

/// What a list of targets is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub named: named::Filter,
    pub environments: Vec<String>,
    /// One of these tags is enough.
    pub roles: Vec<String>,
    pub is_disabled: Option<bool>,
    pub health_statuses: Vec<HealthStatus>,
    /// Names of communication styles.
    pub styles: Vec<String>,
    /// Asks for something that no target of this server has.
    pub nothing: bool,
}

impl Filter {
    fn is_only_of_columns(&self) -> bool {
        self.roles.is_empty()
            && self.is_disabled.is_none()
            && self.health_statuses.is_empty()
            && self.styles.is_empty()
            && !self.nothing
    }

    fn lets_through(&self, machine: &Machine, roles: &BTreeSet<String>) -> bool {
        let style = match machine.endpoint {
            Endpoint::None { .. } => "None",
        };
        (roles.is_empty() || machine.has_any_role(roles))
            && self.is_disabled.is_none_or(|wanted| machine.is_disabled == wanted)
            && (self.health_statuses.is_empty() || self.health_statuses.contains(&machine.health_status))
            && (self.styles.is_empty() || self.styles.iter().any(|wanted| wanted.eq_ignore_ascii_case(style)))
            && !self.nothing
    }
}

/// A page of the targets that the caller may see.
pub async fn list(app: &App, caller: &Caller, space: &SpaceId, filter: Filter) -> Result<Page<Machine>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| list_in(tx, &caller, &space, &filter)).await
}

fn list_in(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, filter: &Filter) -> Result<Page<Machine>> {
    let mut query = Query::new();
    if !filter.environments.is_empty() {
        let within = Query::new().one_of("environment_id", &filter.environments);
        query = query.exists_in("document_environment", "document_id = machine.id", within);
    }
    if filter.is_only_of_columns() {
        return named::list_in(tx, caller, space, query, &filter.named);
    }
    // The rest stands in the documents alone. A space has targets by the thousand, not by the million.
    let (skip, take) = (filter.named.skip, filter.named.take);
    let everything = named::Filter { skip: 0, take: i64::MAX, ..filter.named.clone() };
    let roles = filter.roles.iter().map(|role| role.to_lowercase()).collect();
    let mut found = named::list_in::<Machine>(tx, caller, space, query, &everything)?.items;
    found.retain(|machine| filter.lets_through(machine, &roles));
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let (skip, take) = (usize::try_from(skip).unwrap_or(0), usize::try_from(take).unwrap_or(usize::MAX));
    Ok(Page { items: found.into_iter().skip(skip).take(take).collect(), total })
}

/// The tags of the targets that the caller may see, each once.
pub async fn roles(app: &App, caller: &Caller, space: &SpaceId) -> Result<Vec<String>> {
    let machines = list(app, caller, space, Filter { named: named::Filter::all(), ..Filter::default() }).await?;
    let mut roles = BTreeMap::new();
    for role in machines.items.into_iter().flat_map(|machine| machine.roles) {
        roles.entry(names::key(&role)).or_insert(role);
    }
    Ok(roles.into_values().collect())
}
