//! Environments: making, changing, ordering, removing them (domain.md EN).

use pulpo_access::permissions::{EnvironmentCreate, EnvironmentDelete, EnvironmentEdit};
use pulpo_access::{Caller, Sealed};
use pulpo_domain::certificate::Certificate;
use pulpo_domain::environment::{Environment, LONGEST_NAME};
use pulpo_domain::ids::{EnvironmentId, SpaceId};
use pulpo_domain::infrastructure_account::InfrastructureAccount;
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::Machine;
use pulpo_domain::process::Process;
use pulpo_domain::variables::{ScopeField, VariableSet};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Named};

/// What a person can say about an environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub slug: Option<String>,
    pub description: String,
    pub sort_order: Option<i64>,
    pub use_guided_failure: bool,
    pub allow_dynamic_infrastructure: bool,
}

impl Changing for Environment {}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Environment> {
    let make = |tx: &mut Tx<'_>, space: SpaceId| {
        let last = tx.list::<Environment>(&in_space(&space).order("sort_order DESC").take(1))?;
        let blank = Environment {
            id: EnvironmentId::numbered(tx.next_number(EnvironmentId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            sort_order: last.first().map_or(0, |environment| environment.sort_order + 1),
            use_guided_failure: false,
            allow_dynamic_infrastructure: false,
        };
        edited(tx, blank, edit)
    };
    change::create::<EnvironmentCreate, _>(app, caller, space, make).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Environment> {
    change::modify::<EnvironmentEdit, _>(app, caller, space, id, |tx, environment| edited(tx, environment, edit)).await
}

/// Puts all environments of the space in a new order (EN-02); the caller must name every one.
pub async fn sort(app: &App, caller: &Caller, space: &SpaceId, ids: Vec<String>) -> Result<()> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        for environment in tx.list::<Environment>(&in_space(&space))? {
            let id = environment.id.to_string();
            let granted = Sealed::new(environment).open::<EnvironmentEdit>(&caller, Environment::VIEW, &id)?;
            let place = ids.iter().position(|named| *named == id);
            let place = place.ok_or_else(|| {
                Error::invalid(format!("the new order leaves out environment \"{}\"; name all of them", granted.name))
            })?;
            let mut moved = granted.clone();
            moved.sort_order = i64::try_from(place).unwrap_or(i64::MAX);
            tx.update(&granted.changed_to(moved, &caller)?)?;
        }
        audit::event(
            tx,
            &caller,
            pulpo_domain::event::Category::Modified,
            Some(&space),
            "The order of the environments was changed".to_owned(),
            &[],
        )?;
        Ok(())
    })
    .await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let may_go = |tx: &mut Tx<'_>, environment: &Environment| {
        change::unused(environment, &users(tx, environment)?, "; remove it there first")
    };
    change::delete::<EnvironmentDelete, _>(app, caller, space, id, may_go).await
}

/// Whoever names the environment (EN-07). A value scoped to it would become unscoped, and a restricted role
/// unrestricted, were it to go.
fn users(tx: &mut Tx<'_>, environment: &Environment) -> Result<Vec<String>> {
    let (id, space) = (&environment.id, &environment.space_id);
    let mut users = Vec::new();
    for lifecycle in tx.list::<Lifecycle>(&in_space(space))? {
        if let Some(phase) = lifecycle.phases.iter().find(|phase| phase.environments().any(|named| named == id)) {
            users.push(format!("phase \"{}\" of lifecycle \"{}\"", phase.name, lifecycle.name));
        }
    }
    for machine in tx.list::<Machine>(&in_space(space))? {
        if machine.environment_ids.contains(id) {
            users.push(format!("deployment target \"{}\"", machine.name));
        }
    }
    for account in tx.list::<InfrastructureAccount>(&in_space(space))? {
        if account.environment_ids.contains(id) {
            users.push(format!("account \"{}\"", account.name));
        }
    }
    for certificate in tx.list::<Certificate>(&in_space(space))? {
        if certificate.environment_ids.contains(id) {
            users.push(format!("certificate \"{}\"", certificate.name));
        }
    }
    for process in tx.list::<Process>(&in_space(space).eq("is_snapshot", false))? {
        for action in process.steps.iter().flat_map(|step| &step.actions) {
            if action.environments.contains(id) || action.excluded_environments.contains(id) {
                users.push(format!("step \"{}\" of {}", action.name, process.project_id));
            }
        }
    }
    for set in tx.list::<VariableSet>(&in_space(space).eq("is_snapshot", false))? {
        for variable in &set.variables {
            if variable.scope.of(ScopeField::Environment).iter().any(|named| named == id.as_str()) {
                users.push(format!("variable \"{}\" of {}", variable.name, set.owner_id));
            }
        }
    }
    for role in tx.list::<pulpo_domain::account::ScopedUserRole>(&Query::new().eq("space_id", space.as_str()))? {
        if role.environment_ids.contains(id) {
            users.push(format!("a role of team {}", role.team_id));
        }
    }
    Ok(users)
}

fn edited(tx: &mut Tx<'_>, mut environment: Environment, edit: Edit) -> Result<Environment> {
    let id = environment.id.to_string();
    let unique = in_space(&environment.space_id);
    environment.name = named::free_name::<Environment>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    let wanted = edit.slug.filter(|slug| !slug.trim().is_empty() && *slug != environment.slug);
    if let Some(slug) = wanted.as_ref().or(environment.slug.is_empty().then_some(&environment.name)) {
        environment.slug = named::free_slug::<Environment>(tx, &unique, slug, &id)?;
    }
    environment.description = edit.description;
    environment.sort_order = edit.sort_order.unwrap_or(environment.sort_order);
    environment.use_guided_failure = edit.use_guided_failure;
    environment.allow_dynamic_infrastructure = edit.allow_dynamic_infrastructure;
    Ok(environment)
}

fn in_space(space: &SpaceId) -> Query {
    Query::new().eq("space_id", space.as_str())
}
