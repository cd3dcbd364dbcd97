//! Deployment targets: registering, changing, removing them (domain.md TG). So far cloud regions, which have no
//! endpoint of their own.

use std::collections::BTreeSet;

use pulpo_access::Caller;
use pulpo_access::permissions::{MachineCreate, MachineEdit};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{EnvironmentId, MachineId, MachinePolicyId, SpaceId, WorkerPoolId};
use pulpo_domain::machine::{Endpoint, HealthStatus, Machine, TenantedDeploymentMode};
use pulpo_domain::names;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named;
use crate::named::change::{self, Changing};

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

impl Changing for Machine {
    /// Everything that the target names must be there, in its own space (TG-04).
    fn check_references(&self, tx: &mut Tx<'_>) -> Result<()> {
        let space = &self.space_id;
        let mut missing = Vec::new();
        for id in &self.environment_ids {
            if !named::is_there::<Environment>(tx, space, id.as_str())? {
                missing.push(format!("there is no environment \"{id}\" in this space"));
            }
        }
        let policy = &self.machine_policy_id;
        if !named::is_there::<MachinePolicy>(tx, space, policy.as_str())? {
            missing.push(format!("there is no machine policy \"{policy}\" in this space"));
        }
        let Endpoint::None { default_worker_pool_id } = &self.endpoint;
        if let Some(pool) = default_worker_pool_id
            && !named::is_there::<WorkerPool>(tx, space, pool.as_str())?
        {
            missing.push(format!("there is no worker pool \"{pool}\" in this space"));
        }
        if missing.is_empty() { Ok(()) } else { Err(Error::all_invalid(missing)) }
    }

    fn environments(&self) -> &[EnvironmentId] {
        &self.environment_ids
    }
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Machine> {
    let make = |tx: &mut Tx<'_>, space: SpaceId| {
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
        edited(tx, blank, edit)
    };
    change::create::<MachineCreate, _>(app, caller, space, make).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Machine> {
    change::modify::<MachineEdit, _>(app, caller, space, id, |tx, machine| edited(tx, machine, edit)).await
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
    named::no_tenants(&edit.tenant_ids, &edit.tenant_tags)?;
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
