//! The dashboard's cells, kept at each change of a deployment so that showing them needs no search.

use pulpo_access::Scope;
use pulpo_domain::dashboard::{Cell, Item};
use pulpo_domain::deployment::Deployment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::task::{Outcome, Task, TaskState};

use crate::params;
use crate::query::{Query, ScopeColumns};
use crate::tx::{StoreError, Tx};
use crate::value::Row;

fn encode(item: &Item) -> Result<String, StoreError> {
    serde_json::to_string(item).map_err(|error| bad(item.deployment_id.as_str(), &error))
}

fn decode(text: &str) -> Result<Item, StoreError> {
    serde_json::from_str(text).map_err(|error| bad("?", &error))
}

fn bad(id: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Row { table: "dashboard_item", id: id.to_owned(), why: error.to_string() }
}

fn cell(row: &Row) -> Result<Cell, StoreError> {
    Ok(Cell { latest: decode(row.text(0)?)?, success: row.optional_text(1)?.map(decode).transpose()? })
}

impl Tx<'_> {
    /// Brings the cell of a deployment up to date with its task.
    pub fn record_on_dashboard(&mut self, item: &Item) -> Result<(), StoreError> {
        let tenant = item.tenant_id.as_ref().map(AsRef::<str>::as_ref);
        let key = params![item.project_id.as_str(), item.environment_id.as_str(), tenant.unwrap_or_default()];
        let sql = "SELECT latest, success FROM dashboard_item WHERE project_id = $1 AND environment_id = $2 AND tenant_key = $3";
        let present = self.query(sql, key)?.first().map(cell).transpose()?;
        let succeeded = item.state == TaskState::Finished(Outcome::Success);
        let newer = |known: &Item| (item.created, item.deployment_id == known.deployment_id) >= (known.created, false);
        let (latest, success) = match present {
            None => (item.clone(), succeeded.then(|| item.clone())),
            Some(cell) => {
                let success = match cell.success {
                    Some(known) if !(succeeded && newer(&known)) => Some(known),
                    known => succeeded.then(|| item.clone()).or(known),
                };
                (if newer(&cell.latest) { item.clone() } else { cell.latest }, success)
            }
        };
        self.execute(
            "INSERT INTO dashboard_item (project_id, environment_id, tenant_key, space_id, tenant_id, \
             latest_deployment_id, latest, success_deployment_id, success) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (project_id, environment_id, tenant_key) DO UPDATE SET latest_deployment_id = $6, latest = $7, \
             success_deployment_id = $8, success = $9",
            params![
                item.project_id.as_str(),
                item.environment_id.as_str(),
                tenant.unwrap_or_default(),
                item.space_id.as_str(),
                tenant,
                latest.deployment_id.as_str(),
                encode(&latest)?,
                success.as_ref().map(|item| item.deployment_id.as_str()),
                success.as_ref().map(encode).transpose()?,
            ],
        )?;
        Ok(())
    }

    /// Makes a cell anew from the deployments that are left, after one was deleted (DE-19).
    pub fn rebuild_dashboard_cell(&mut self, gone: &Deployment) -> Result<(), StoreError> {
        let tenant = gone.tenant_id.as_ref().map(AsRef::<str>::as_ref);
        let sql = "DELETE FROM dashboard_item WHERE project_id = $1 AND environment_id = $2 AND tenant_key = $3";
        self.execute(sql, params![gone.project_id.as_str(), gone.environment_id.as_str(), tenant.unwrap_or_default()])?;
        let left = Query::new()
            .eq("project_id", gone.project_id.as_str())
            .eq("environment_id", gone.environment_id.as_str())
            .eq("tenant_id", tenant);
        let newest = self.list::<Deployment>(&left.clone().order("created DESC").take(1))?;
        let success = self.list::<Deployment>(&left.eq("succeeded", true).order("created DESC").take(1))?;
        for deployment in success.into_iter().chain(newest) {
            let task = self.must::<Task>(deployment.task_id.as_str())?;
            let release = self.must::<pulpo_domain::release::Release>(deployment.release_id.as_str())?;
            self.record_on_dashboard(&Item::of(&deployment, &task, &release.version))?;
        }
        Ok(())
    }

    /// The cells of a space that the caller may see.
    pub fn dashboard(
        &mut self,
        space: &SpaceId,
        scope: &Scope,
        projects: &[String],
        environments: &[String],
    ) -> Result<Vec<Cell>, StoreError> {
        let columns = ScopeColumns {
            project: Some("project_id"),
            environment: Some("environment_id"),
            tenant: Some("tenant_id"),
            ..ScopeColumns::default()
        };
        let mut query = Query::new().eq("space_id", space.as_str()).scope(scope, columns);
        if !projects.is_empty() {
            query = query.one_of("project_id", projects);
        }
        if !environments.is_empty() {
            query = query.one_of("environment_id", environments);
        }
        let (sql, params) = query.order("project_id, environment_id").select("latest, success FROM dashboard_item");
        self.query(&sql, &params)?.iter().map(cell).collect()
    }
}
