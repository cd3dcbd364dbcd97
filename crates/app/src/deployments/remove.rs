//! Removing deployments (DE-19).

use pulpo_access::permissions::{ArtifactDelete, DeploymentDelete};
use pulpo_access::{Caller, Granted, MayChange, Permits, Sealed};
use pulpo_domain::artifact::Artifact;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::event::Category;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::Task;
use pulpo_store::{Query, Tx, params};

use super::{VIEW, find};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};

/// Removes a deployment whose task has ended, with the task.
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<DeploymentDelete>(&caller, VIEW, &id)?;
        let task = tx.load::<Task>(granted.task_id.as_str())?.map(|found| found.record);
        if task.is_some_and(|task| !task.state.is_completed()) {
            return Err(Error::invalid(format!("deployment {id} is queued or executing; cancel its task first")));
        }
        let deployment = granted.into_inner();
        let related = [
            id.as_str(),
            deployment.project_id.as_str(),
            deployment.release_id.as_str(),
            deployment.environment_id.as_str(),
        ];
        audit::event(tx, &caller, Category::Deleted, Some(&space), format!("Deployment {id} was deleted"), &related)?;
        remove::<DeploymentDelete>(tx, deployment)
    })
    .await
}

/// Removes a deployment with its task, jobs and artifacts, and brings the dashboard's cell back to the one before.
pub(crate) fn remove<P>(tx: &mut Tx<'_>, deployment: Deployment) -> Result<()>
where
    P: Permits + MayChange<Deployment> + MayChange<Task>,
{
    for artifact in tx.list::<Artifact>(&Query::new().eq("task_id", deployment.task_id.as_str()))? {
        tx.delete(&Granted::<ArtifactDelete, _>::by_server(artifact))?;
    }
    tx.execute("DELETE FROM job WHERE task_id = $1", params![deployment.task_id.as_str()])?;
    if let Some(task) = tx.load::<Task>(deployment.task_id.as_str())? {
        tx.delete(&Granted::<P, _>::by_server(task.record))?;
    }
    let granted = Granted::<P, _>::by_server(deployment);
    tx.delete(&granted)?;
    tx.rebuild_dashboard_cell(&granted)?;
    Ok(())
}
