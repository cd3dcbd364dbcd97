//! Removing a target (TG-10).

use pulpo_access::permissions::MachineDelete;
use pulpo_access::{Caller, Granted};
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::machine::Machine;
use pulpo_domain::process::Process;
use pulpo_domain::task::Task;
use pulpo_domain::variables::{ScopeField, VariableSet};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::change;

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let may_go = |tx: &mut Tx<'_>, machine: &Machine| {
        let mut refusals = executing_on(tx, machine)?;
        refusals.extend(unscope(tx, machine)?);
        if refusals.is_empty() { Ok(()) } else { Err(Error::all_invalid(refusals)) }
    };
    change::delete::<MachineDelete, _>(app, caller, space, id, may_go).await
}

/// The tasks under way that deploy to the target.
fn executing_on(tx: &mut Tx<'_>, machine: &Machine) -> Result<Vec<String>> {
    let environments = machine.environment_ids.iter().map(AsRef::<str>::as_ref);
    let open = Query::new()
        .eq("space_id", machine.space_id.as_str())
        .eq("is_completed", false)
        .compare("state", "<>", "Queued")
        .one_of("environment_id", environments);
    let mut refusals = Vec::new();
    for task in tx.list::<Task>(&open)? {
        for deployment in tx.list::<Deployment>(&Query::new().eq("task_id", task.id.as_str()))? {
            if concerns(tx, &deployment, machine)? {
                let (name, description) = (&machine.name, &task.description);
                refusals.push(format!(
                    "deployment target \"{name}\" is used by {}, which is executing: {description}",
                    task.id
                ));
            }
        }
    }
    Ok(refusals)
}

fn concerns(tx: &mut Tx<'_>, deployment: &Deployment, machine: &Machine) -> Result<bool> {
    let id = &machine.id;
    let left_out = deployment.excluded_machine_ids.contains(id)
        || !(deployment.specific_machine_ids.is_empty() || deployment.specific_machine_ids.contains(id));
    if left_out {
        return Ok(false);
    }
    let process: Process = tx.must(deployment.process_snapshot_id.as_str())?;
    Ok(process.steps.iter().any(|step| machine.has_any_role(&step.target_roles())))
}

/// Takes the target out of the scopes that name it; refuses where a value would then apply more widely.
fn unscope(tx: &mut Tx<'_>, machine: &Machine) -> Result<Vec<String>> {
    let id = machine.id.as_str();
    let mut refusals = Vec::new();
    let live = Query::new().eq("space_id", machine.space_id.as_str()).eq("is_snapshot", false);
    for mut set in tx.list::<VariableSet>(&live)? {
        let mut changed = false;
        for variable in &mut set.variables {
            let Some(machines) = variable.scope.0.get_mut(&ScopeField::Machine) else { continue };
            if !machines.iter().any(|named| named == id) {
                continue;
            }
            machines.retain(|named| named != id);
            changed = true;
            if machines.is_empty() {
                refusals.push(format!(
                    "a value of the variable \"{}\" of {} is scoped to deployment target \"{}\" alone; remove or rescope it first",
                    variable.name, set.owner_id, machine.name
                ));
            }
        }
        if changed && refusals.is_empty() {
            // Whoever has the set open must reload it: what he would save names a target that is gone.
            set.version += 1;
            tx.update(&Granted::<MachineDelete, _>::by_server(set))?;
        }
    }
    Ok(refusals)
}
