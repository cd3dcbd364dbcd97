//! Deployment targets: registering, changing, removing them (domain.md TG). So far cloud regions, which have no
//! endpoint of their own.

use std::collections::BTreeSet;

use pulpo_access::permissions::{MachineCreate, MachineEdit};
use pulpo_access::{Caller, Granted, Permits, Sealed};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, MachineId, MachinePolicyId, SpaceId, WorkerPoolId};
use pulpo_domain::machine::{Endpoint, HealthStatus, Machine, TenantedDeploymentMode};
use pulpo_domain::names;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::named::{self, Named};

mod delete;
mod list;

pub use delete::delete;
pub use list::{Filter, list, roles};

/// The longest name of a target.
const LONGEST_NAME: usize = 200;

/// What a person can say about a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub slug: Option<String>,
    pub roles: Vec<String>,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<String>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
    /// Without one, the default policy of the space.
    pub machine_policy_id: Option<MachinePolicyId>,
    pub is_disabled: bool,
    pub default_worker_pool_id: Option<WorkerPoolId>,
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Machine> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let blank = Machine {
            id: MachineId::numbered(tx.next_number(MachineId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            slug: String::new(),
            roles: Vec::new(),
            environment_ids: Vec::new(),
            tenant_ids: Vec::new(),
            tenant_tags: Vec::new(),
            tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
            machine_policy_id: MachinePolicyId::new(""),
            is_disabled: false,
            // There is no endpoint that could be out of reach.
            health_status: HealthStatus::Healthy,
            endpoint: Endpoint::None { default_worker_pool_id: None },
        };
        let machine = edited(tx, blank, edit)?;
        // The permission comes before the existence of what is named, so that a refusal tells nothing of it.
        let granted = Granted::<MachineCreate, _>::create(machine, &caller)?;
        check_references(tx, &granted)?;
        tx.insert(&granted)?;
        tx.link_machine(&granted)?;
        record(tx, &caller, Change::Created, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Machine> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<MachineEdit>(tx, &caller, &space, &id)?;
        let before = granted.clone();
        let changed = edited(tx, before.clone(), edit)?;
        let granted = granted.changed_to(changed, &caller)?;
        check_references(tx, &granted)?;
        tx.update(&granted)?;
        tx.link_machine(&granted)?;
        // The event is about where it was, too, or it would tell of that place to whoever sees only the new one.
        let mut related = related(&granted);
        related.extend(before.environment_ids.iter().map(EnvironmentId::as_str));
        let what = ("deployment target", granted.name.as_str());
        audit::modified(tx, &caller, Some(&space), what, &related, (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

fn edited(tx: &mut Tx<'_>, mut machine: Machine, edit: Edit) -> Result<Machine> {
    let id = machine.id.to_string();
    let unique = Query::new().eq("space_id", machine.space_id.as_str());
    machine.name = named::free_name::<Machine>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    let wanted = edit.slug.filter(|slug| !slug.trim().is_empty() && *slug != machine.slug);
    if let Some(slug) = wanted.as_ref().or(machine.slug.is_empty().then_some(&machine.name)) {
        machine.slug = named::free_slug::<Machine>(tx, &unique, slug, &id)?;
    }
    machine.roles = distinct_roles(edit.roles);
    machine.environment_ids = edit.environment_ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if let Some(tenant) = edit.tenant_ids.first() {
        return Err(Error::invalid(format!("there is no tenant \"{tenant}\" in this space")));
    }
    if let Some(tag) = edit.tenant_tags.first() {
        return Err(Error::invalid(format!("there is no tenant tag \"{tag}\" in this space")));
    }
    machine.tenanted_deployment_participation = edit.tenanted_deployment_participation;
    if let Some(policy) = edit.machine_policy_id {
        machine.machine_policy_id = policy;
    } else if machine.machine_policy_id.as_str().is_empty() {
        machine.machine_policy_id = default_policy(tx, &machine.space_id)?;
    }
    machine.is_disabled = edit.is_disabled;
    machine.endpoint = Endpoint::None { default_worker_pool_id: edit.default_worker_pool_id };
    machine.check().map_err(Error::invalid)?;
    Ok(machine)
}

/// Tags without blanks, each once, whatever its case.
fn distinct_roles(roles: Vec<String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    let trimmed = roles.into_iter().map(|role| role.trim().to_owned());
    trimmed.filter(|role| !role.is_empty() && known.insert(names::key(role))).collect()
}

fn default_policy(tx: &mut Tx<'_>, space: &SpaceId) -> Result<MachinePolicyId> {
    let policies = tx.list::<MachinePolicy>(&Query::new().eq("space_id", space.as_str()))?;
    let default = policies.into_iter().find(|policy| policy.is_default).map(|policy| policy.id);
    default.ok_or_else(|| Error::invalid("this space has no default machine policy; name a policy for the target"))
}

/// Everything that the target names must be there, in its own space (TG-04).
fn check_references(tx: &mut Tx<'_>, machine: &Machine) -> Result<()> {
    let space = &machine.space_id;
    let mut missing = Vec::new();
    for id in &machine.environment_ids {
        if !exists::<Environment>(tx, space, id.as_str())? {
            missing.push(format!("there is no environment \"{id}\" in this space"));
        }
    }
    let policy = &machine.machine_policy_id;
    if !exists::<MachinePolicy>(tx, space, policy.as_str())? {
        missing.push(format!("there is no machine policy \"{policy}\" in this space"));
    }
    let Endpoint::None { default_worker_pool_id } = &machine.endpoint;
    if let Some(pool) = default_worker_pool_id
        && !exists::<WorkerPool>(tx, space, pool.as_str())?
    {
        missing.push(format!("there is no worker pool \"{pool}\" in this space"));
    }
    if missing.is_empty() { Ok(()) } else { Err(Error::all_invalid(missing)) }
}

fn exists<T: Named>(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<bool> {
    Ok(tx.load::<T>(id)?.is_some_and(|found| found.record.space_id() == space))
}

fn open<P: Permits>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Granted<P, Machine>> {
    Ok(Sealed::new(named::find::<Machine>(tx, space, id)?).open::<P>(caller, Machine::VIEW, id)?)
}

fn related(machine: &Machine) -> Vec<&str> {
    let environments = machine.environment_ids.iter().map(EnvironmentId::as_str);
    std::iter::once(machine.id.as_str()).chain(environments).collect()
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, machine: &Machine) -> Result<()> {
    let related = related(machine);
    let what = ("deployment target", machine.name.as_str());
    Ok(audit::changed(tx, caller, change, Some(&machine.space_id), what, &related)?)
}
