//! What an account has chosen to see on the dashboard of a space (DB-04).

use pulpo_access::Caller;
use pulpo_domain::ids::{EnvironmentId, SpaceId};
use pulpo_domain::project::Project;
use pulpo_store::Tx;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{Error, Result};

/// More than this nobody chooses by hand.
const MOST_IDS: usize = 10_000;

/// Empty lists leave nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    pub projects: Vec<String>,
    pub project_groups: Vec<String>,
    pub environments: Vec<String>,
    pub tenants: Vec<String>,
    pub tenant_tags: Vec<String>,
    pub project_limit: Option<u32>,
}

impl Configuration {
    pub(super) fn includes_project(&self, project: &Project) -> bool {
        let free = self.projects.is_empty() && self.project_groups.is_empty();
        free || self.projects.iter().any(|id| id == project.id.as_str())
            || self.project_groups.iter().any(|id| id == project.project_group_id.as_str())
    }

    pub(super) fn includes_environment(&self, id: &EnvironmentId) -> bool {
        self.environments.is_empty() || self.environments.iter().any(|known| known == id.as_str())
    }

    pub(super) fn is_filtering(&self) -> bool {
        *self != Self::default()
    }

    fn lists(&self) -> [&Vec<String>; 5] {
        [&self.projects, &self.project_groups, &self.environments, &self.tenants, &self.tenant_tags]
    }
}

fn name(caller: &Caller, space: &SpaceId) -> String {
    format!("dashboard/{space}/{}", caller.actor.user_id)
}

pub(super) fn load(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId) -> Result<Configuration> {
    let kept = tx.setting(&name(caller, space))?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// The caller's own choice.
pub async fn configuration(app: &App, caller: &Caller, space: &SpaceId) -> Result<Configuration> {
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| load(tx, &caller, &space)).await
}

/// Keeps the caller's own choice.
pub async fn configure(app: &App, caller: &Caller, space: &SpaceId, chosen: Configuration) -> Result<Configuration> {
    if chosen.lists().iter().any(|ids| ids.len() > MOST_IDS) {
        return Err(Error::invalid(format!("a dashboard can be narrowed to at most {MOST_IDS} things of a kind")));
    }
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let text = serde_json::to_string(&chosen).map_err(|error| Error::invalid(error.to_string()))?;
        tx.set_setting(&name(&caller, &space), &text)?;
        Ok(chosen)
    })
    .await
}
