//! Which documents stand in which environments, in rows, so that lists can be restricted by them.

use pulpo_domain::ids::EnvironmentId;

use crate::params;
use crate::tx::{StoreError, Tx};

impl Tx<'_> {
    /// Keeps the rows of a document's environments; call it with every change of the document, and with none when
    /// it goes.
    pub fn link_environments(&mut self, id: &str, environments: &[EnvironmentId]) -> Result<(), StoreError> {
        self.execute("DELETE FROM document_environment WHERE document_id = $1", params![id])?;
        for environment in environments {
            let sql = "INSERT INTO document_environment (document_id, environment_id) VALUES ($1, $2) \
                       ON CONFLICT DO NOTHING";
            self.execute(sql, params![id, environment.as_str()])?;
        }
        Ok(())
    }
}
