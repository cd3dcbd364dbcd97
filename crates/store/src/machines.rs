//! Which targets stand in which environments, in rows, so that lists can be restricted by them.

use pulpo_domain::machine::Machine;

use crate::params;
use crate::tx::{StoreError, Tx};

impl Tx<'_> {
    /// Keeps the rows of a target's environments; call it with every change of the target.
    pub fn link_machine(&mut self, machine: &Machine) -> Result<(), StoreError> {
        self.unlink_machine(machine)?;
        for environment in &machine.environment_ids {
            let sql =
                "INSERT INTO machine_environment (machine_id, environment_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.execute(sql, params![machine.id.as_str(), environment.as_str()])?;
        }
        Ok(())
    }

    /// Removes the rows of a target that goes.
    pub fn unlink_machine(&mut self, machine: &Machine) -> Result<(), StoreError> {
        let sql = "DELETE FROM machine_environment WHERE machine_id = $1";
        self.execute(sql, params![machine.id.as_str()])?;
        Ok(())
    }
}
