//! What the server tells of itself.

use pulpo_domain::ids::SpaceId;
use pulpo_domain::space::Space;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};

/// What stands in the root document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    pub installation_id: String,
    pub default_space: Option<SpaceId>,
}

pub async fn root(app: &App) -> Result<Root> {
    app.read(|tx| {
        let installation_id =
            tx.setting("installation-id")?.ok_or_else(|| Error::invalid("the server has not been set up"))?;
        let default_space = default_space(tx)?;
        Ok(Root { installation_id, default_space })
    })
    .await
}

fn default_space(tx: &mut Tx<'_>) -> Result<Option<SpaceId>> {
    Ok(tx.list::<Space>(&Query::new())?.into_iter().find(|space| space.is_default).map(|space| space.id))
}

/// How many tasks are executing now.
pub async fn running_tasks(app: &App) -> Result<i64> {
    app.read(|tx| {
        let sql = "SELECT COUNT(*) FROM task WHERE is_completed = 0 AND state <> 'Queued'";
        Ok(tx.query(sql, &[])?.first().map(|row| row.int(0)).transpose()?.unwrap_or_default())
    })
    .await
}
