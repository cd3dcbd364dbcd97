//! Deployments: making one queues its task; previews are computed by the same plan as the run (domain.md DE).

mod create;
mod preview;
mod remove;

pub use create::{NewDeployment, automatic, create, create_in};
pub use preview::{Preview, Prompted, preview};
pub use remove::delete;

pub(crate) use remove::remove;

use pulpo_access::{Caller, Permission, Sealed};
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::TaskState;
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};

/// Who may know that a deployment exists.
pub(crate) const VIEW: &[Permission] = &[Permission::DeploymentView];
pub(crate) const SCOPE: ScopeColumns = ScopeColumns {
    project: Some("project_id"),
    environment: Some("environment_id"),
    tenant: Some("tenant_id"),
    ..ScopeColumns::NONE
};

/// What a list of deployments is asked for; empty lists do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub ids: Vec<String>,
    pub projects: Vec<String>,
    pub environments: Vec<String>,
    pub channels: Vec<String>,
    pub tenants: Vec<String>,
    pub release: Option<String>,
    pub state: Option<TaskState>,
    pub skip: i64,
    pub take: i64,
}

pub(crate) fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Deployment> {
    let found = tx.load::<Deployment>(id)?.map(|found| found.record).filter(|deployment| deployment.space_id == *space);
    found.ok_or_else(|| Error::not_found("deployment", id))
}

pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Deployment> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &space, &id)?).open_to_see(&caller, VIEW, &id)?)).await
}

/// The deployments that the caller may see, newest first.
pub async fn list(app: &App, caller: &Caller, space: &SpaceId, filter: Filter) -> Result<Page<Deployment>> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| {
        let mut query = Query::new()
            .eq("space_id", space.as_str())
            .maybe_eq("release_id", filter.release.as_deref())
            .scope(&caller.scope_of_any(VIEW, Some(&space)), SCOPE)
            .order("created DESC, id DESC");
        for (column, wanted) in [
            ("id", &filter.ids),
            ("project_id", &filter.projects),
            ("environment_id", &filter.environments),
            ("channel_id", &filter.channels),
            ("tenant_id", &filter.tenants),
        ] {
            if !wanted.is_empty() {
                query = query.one_of(column, wanted);
            }
        }
        if let Some(state) = filter.state {
            query = query.raw("task_id IN (SELECT id FROM task WHERE state = $1)", &[state.name().into()]);
        }
        Ok(tx.page(&query, filter.skip, filter.take)?)
    })
    .await
}
