//! Which environments a release has come to.
//!
//! A release may have been deployed to the same environment thousands of times, so each environment is asked whether
//! there is one deployment instead of reading all of them.

use std::collections::BTreeSet;

use pulpo_domain::ids::{EnvironmentId, TenantId};
use pulpo_domain::release::Release;

use crate::params;
use crate::tx::{StoreError, Tx};
use crate::value::Value;

impl Tx<'_> {
    /// The environments with a deployment of the release, whatever came of it and for whomever it was.
    pub fn environments_tried(&mut self, release: &Release) -> Result<BTreeSet<EnvironmentId>, StoreError> {
        self.reached("", params![release.space_id.as_str(), release.id.as_str()])
    }

    /// The environments where a deployment of the release has succeeded, for one tenant or for none.
    pub fn environments_reached(
        &mut self,
        release: &Release,
        tenant: Option<&TenantId>,
    ) -> Result<BTreeSet<EnvironmentId>, StoreError> {
        let (space, id) = (release.space_id.as_str(), release.id.as_str());
        match tenant {
            Some(tenant) => {
                let succeeded = "AND deployment.succeeded = 1 AND deployment.tenant_id = $3";
                self.reached(succeeded, params![space, id, tenant.as_str()])
            }
            None => {
                let succeeded = "AND deployment.succeeded = 1 AND deployment.tenant_id IS NULL";
                self.reached(succeeded, params![space, id])
            }
        }
    }

    fn reached(&mut self, condition: &str, params: &[Value]) -> Result<BTreeSet<EnvironmentId>, StoreError> {
        let sql = format!(
            "SELECT id FROM environment WHERE space_id = $1 AND EXISTS (SELECT 1 FROM deployment \
             WHERE deployment.release_id = $2 AND deployment.environment_id = environment.id {condition})"
        );
        let rows = self.query(&sql, params)?;
        rows.iter().map(|row| Ok(EnvironmentId::new(row.text(0)?))).collect()
    }
}
