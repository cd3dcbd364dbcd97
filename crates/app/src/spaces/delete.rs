//! Deleting a space with all that is in it (SP-08).

use pulpo_access::permissions::SpaceDelete;
use pulpo_access::{Caller, Granted, Permission, Place, Sealed};
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::Task;
use pulpo_store::{Query, Topic, Tx, params};

use super::{find, visible};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::people::teams::managers_of;
use crate::sign_in::callers;

/// Rows that hang on other rows of a space and name no space themselves; they go first.
const HANGING: &[(&str, &str)] = &[
    ("job", "task_id IN (SELECT id FROM task WHERE space_id = $1)"),
    ("task_manifest", "task_id IN (SELECT id FROM task WHERE space_id = $1)"),
    ("document_environment", "environment_id IN (SELECT id FROM environment WHERE space_id = $1)"),
];

/// Tables whose rows name their space. The audit is not among them: it outlives what it tells of.
const OF_SPACE: &[&str] = &[
    "scoped_user_role",
    "team",
    "environment",
    "project_group",
    "lifecycle",
    "project",
    "channel",
    "process",
    "process_package",
    "library_variable_set",
    "variable_set",
    "feed",
    "package",
    "release",
    "deployment",
    "task",
    "dashboard_item",
    "machine",
    "infrastructure_account",
    "certificate",
    "worker_pool",
    "machine_policy",
    "artifact",
];

/// Deletes a space whose task queue was stopped. Whoever manages it may, too.
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let space = find(tx, &id)?.filter(|space| visible(&caller, space));
        let space = space.ok_or_else(|| Error::not_found("space", id.clone()))?;
        let granted = if manages(tx, &caller, &space.id)? {
            Granted::<SpaceDelete, _>::by_server(space)
        } else if caller.may(Permission::SpaceDelete, &Place::SYSTEM) {
            Sealed::new(space).open::<SpaceDelete>(&caller, &[Permission::SpaceView], &id)?
        } else {
            return Err(caller.forbidden(Permission::SpaceDelete, &Place::SYSTEM).into());
        };
        if !granted.task_queue_stopped {
            return Err(Error::invalid(format!(
                "the task queue of the space \"{}\" must be stopped before the space can be deleted",
                granted.name
            )));
        }
        let at_work = Query::new().eq("space_id", granted.id.as_str()).eq("is_completed", false);
        if tx.exists::<Task>(&at_work.raw("state <> 'Queued'", &[]))? {
            return Err(Error::invalid(format!(
                "tasks are still at work in the space \"{}\"; wait for them or cancel them",
                granted.name
            )));
        }
        empty(tx, &granted.id)?;
        tx.delete(&granted)?;
        audit::changed(tx, &caller, Change::Deleted, None, ("space", &granted.name), &[granted.id.as_str()])?;
        tx.wake(Topic::Access);
        tx.wake(Topic::TaskQueue);
        Ok(())
    })
    .await
}

fn manages(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId) -> Result<bool> {
    let managers = managers_of(space);
    Ok(callers::teams_of(tx, &caller.actor.user_id)?.iter().any(|team| team.id.as_str() == managers))
}

fn empty(tx: &mut Tx<'_>, space: &SpaceId) -> Result<()> {
    for (table, condition) in HANGING {
        tx.execute(&format!("DELETE FROM {table} WHERE {condition}"), params![space.as_str()])?;
    }
    for table in OF_SPACE {
        tx.execute(&format!("DELETE FROM {table} WHERE space_id = $1"), params![space.as_str()])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_a_space_is_emptied() {
        let schema = include_str!("../../../store/migrations/0001_start.sql");
        for table in schema.split("CREATE TABLE ").skip(1) {
            let (name, rest) = table.split_once(' ').unwrap();
            let body = rest.split(");").next().unwrap();
            let names_space = body.lines().any(|line| line.trim_start().starts_with("space_id "));
            assert_eq!(names_space && name != "event", OF_SPACE.contains(&name), "{name}");
        }
    }
}
