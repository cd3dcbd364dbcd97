//! What all named documents of a space share: looking up, listing, names that are free (G-02 to G-04).

pub(crate) mod change;

use pulpo_access::{Caller, Permission, Placed};
use pulpo_domain::ids::SpaceId;
use pulpo_domain::names;
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Document, Page, Query, Tx, Value};

use crate::app::App;
use crate::error::{Error, Result};

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these ids, if any are given.
    pub ids: Vec<String>,
    /// The exact name, ignoring case.
    pub name: Option<String>,
    /// A part of the name, ignoring case.
    pub partial_name: Option<String>,
    pub skip: i64,
    pub take: i64,
}

impl Filter {
    /// Everything, as `/all` has it.
    pub fn all() -> Self {
        Self { take: i64::MAX, ..Self::default() }
    }
}

/// A document of a space that has a name.
pub trait Named: Document + Placed + Clone + Sync {
    /// The permissions any of which shows it.
    const VIEW: &'static [Permission];
    /// The order of its lists.
    const ORDER: &'static str = "name_key";
    const SCOPE: ScopeColumns;
    const HAS_SLUG: bool = true;

    fn name(&self) -> &str;
    fn space_id(&self) -> &SpaceId;
}

/// Adds a filter's conditions to a query.
pub(crate) fn filtered(mut query: Query, filter: &Filter) -> Query {
    if !filter.ids.is_empty() {
        query = query.one_of("id", &filter.ids);
    }
    if let Some(name) = &filter.name {
        query = query.eq("name_key", names::key(name));
    }
    if let Some(part) = &filter.partial_name {
        query = query.contains("name_key", part);
    }
    query
}

/// A page of the documents that the caller may see.
pub(crate) fn list_in<T: Named>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    query: Query,
    filter: &Filter,
) -> Result<Page<T>> {
    list_ordered(tx, caller, space, query, filter, T::ORDER)
}

/// [`list_in`] in another order.
pub(crate) fn list_ordered<T: Named>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    query: Query,
    filter: &Filter,
    order: &str,
) -> Result<Page<T>> {
    let scope = caller.scope_of_any(T::VIEW, Some(space));
    let query = filtered(query.eq("space_id", space.as_str()), filter).scope(&scope, T::SCOPE).order(order);
    Ok(tx.page(&query, filter.skip, filter.take)?)
}

/// A page of the documents of a space that the caller may see.
pub async fn list<T: Named>(app: &App, caller: &Caller, space: &SpaceId, filter: Filter) -> Result<Page<T>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| list_in(tx, &caller, &space, Query::new(), &filter)).await
}

/// The document with this id or slug, for whoever may see it.
pub async fn get<T: Named>(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<T> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| get_in(tx, &caller, &space, &id)).await
}

pub(crate) fn get_in<T: Named>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<T> {
    caller.require_somewhere(T::VIEW, space)?;
    let sealed = pulpo_access::Sealed::new(find::<T>(tx, space, id)?);
    Ok(sealed.open_to_see(caller, T::VIEW, id)?)
}

/// The document with this id or slug, for the server's own rules.
pub(crate) fn find<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<T> {
    find_optional(tx, space, id)?.ok_or_else(|| Error::not_found(<T as Placed>::NOUN, id))
}

pub(crate) fn find_optional<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Option<T>> {
    look_up(tx, space, id, false)
}

/// Whether a document of a space is there, for references to it.
pub(crate) fn is_there<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<bool> {
    Ok(tx.load::<T>(id)?.is_some_and(|found| found.record.space_id() == space))
}

/// Refuses tenants and their tags, of which there are none.
pub(crate) fn no_tenants(tenant_ids: &[String], tenant_tags: &[String]) -> Result<()> {
    if let Some(tenant) = tenant_ids.first() {
        return Err(Error::invalid(format!("there is no tenant \"{tenant}\" in this space")));
    }
    if let Some(tag) = tenant_tags.first() {
        return Err(Error::invalid(format!("there is no tenant tag \"{tag}\" in this space")));
    }
    Ok(())
}

/// The document with this id, slug or name, for the commands that take names (http-api.md 9).
pub(crate) fn find_by_any<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Option<T>> {
    look_up(tx, space, text, true)
}

/// The first of what has this id, this slug, this name. One statement, whatever is there: how long the answer takes
/// must not tell what is hidden from what is not there (access.md 6.2).
fn look_up<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, text: &str, by_name: bool) -> Result<Option<T>> {
    let mut values = vec![Value::from(space.as_str()), Value::from(text)];
    let mut columns = vec!["id"];
    if T::HAS_SLUG {
        values.push(text.to_lowercase().into());
        columns.push("slug");
    }
    if by_name {
        values.push(names::key(text).into());
        columns.push("name_key");
    }
    let table = T::TABLE;
    let ways = columns.iter().enumerate().map(|(at, column)| {
        let place = at + 2;
        format!("(SELECT id FROM {table} WHERE space_id = $1 AND {column} = ${place} LIMIT 1)")
    });
    let ways: Vec<String> = ways.collect();
    let first = match ways.as_slice() {
        [only] => only.clone(),
        several => format!("COALESCE({})", several.join(", ")),
    };
    Ok(tx.list::<T>(&Query::new().raw(&format!("id = {first}"), &values))?.pop())
}

/// Cleans a name and checks that no other document of the kind has it (G-03, X-01).
pub(crate) fn free_name<T: Named>(
    tx: &mut Tx<'_>,
    unique: Query,
    name: &str,
    longest: usize,
    own_id: &str,
) -> Result<String> {
    let name = names::clean(name, longest).map_err(Error::invalid)?;
    let others = unique.eq("name_key", names::key(&name)).compare("id", "<>", own_id);
    if tx.exists::<T>(&others)? {
        let noun = <T as Placed>::NOUN;
        let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
        return Err(Error::invalid(format!(
            "{article} {noun} with the name '{name}' already exists. Please choose a different name."
        )));
    }
    Ok(name)
}

/// A slug of the name that is free, with a number at its end if it must be (G-02).
pub(crate) fn free_slug<T: Named>(tx: &mut Tx<'_>, unique: &Query, name: &str, own_id: &str) -> Result<String> {
    let base = match names::slug(name) {
        slug if slug.is_empty() => <T as Placed>::NOUN.replace(' ', "-"),
        slug => slug,
    };
    let mut slug = base.clone();
    for number in 1.. {
        let others = unique.clone().eq("slug", slug.as_str()).compare("id", "<>", own_id);
        if !tx.exists::<T>(&others)? {
            break;
        }
        slug = format!("{base}-{number}");
    }
    Ok(slug)
}

/// Declares how a kind is listed and seen.
macro_rules! named {
    ($($document:ty: [$($view:ident)*] $order:literal $slug:literal { $($column:ident: $name:literal),* };)*) => {$(
        impl Named for $document {
            const VIEW: &'static [Permission] = &[$(Permission::$view),*];
            const ORDER: &'static str = $order;
            const SCOPE: ScopeColumns = ScopeColumns {
                $($column: Some($name),)*
                ..ScopeColumns::NONE
            };
            const HAS_SLUG: bool = $slug;
            fn name(&self) -> &str {
                &self.name
            }
            fn space_id(&self) -> &SpaceId {
                &self.space_id
            }
        }
    )*};
}

use pulpo_domain::{
    certificate::Certificate, channel::Channel, environment::Environment, feed::Feed,
    infrastructure_account::InfrastructureAccount, library_variable_set::LibraryVariableSet, lifecycle::Lifecycle,
    machine::Machine, project::Project, project_group::ProjectGroup, worker_pool::MachinePolicy,
    worker_pool::WorkerPool,
};

// Who may deploy somewhere may read the environment's name, and who may read a process the feeds it names: what
// one needs in order to use a right is readable (US-10, access.md 10).
named! {
    Environment: [EnvironmentView DeploymentCreate DeploymentView] "sort_order, name_key" true { environment: "id" };
    ProjectGroup: [ProjectGroupView] "name_key" true { project_group: "id" };
    LibraryVariableSet: [LibraryVariableSetView] "name_key" false {};
    Lifecycle: [LifecycleView] "name_key" true {};
    Project: [ProjectView] "name_key" true { project: "id" };
    Channel: [ProcessView ProjectView] "name_key" true { project: "project_id" };
    Feed: [FeedView ProcessView] "name_key" true {};
    Machine: [MachineView] "name_key" true {
        environment_rows: "document_environment WHERE document_id = machine.id AND environment_id"
    };
    InfrastructureAccount: [AccountView] "name_key" true {
        environment_rows: "document_environment WHERE document_id = infrastructure_account.id AND environment_id"
    };
    Certificate: [CertificateView] "name_key" false {
        environment_rows: "document_environment WHERE document_id = certificate.id AND environment_id"
    };
    WorkerPool: [WorkerView] "sort_order, name_key" true {};
    MachinePolicy: [MachinePolicyView] "name_key" false {};
}
