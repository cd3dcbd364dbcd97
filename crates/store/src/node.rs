//! What an administrator has set of this server node. The engine asks before it starts a task.

use crate::tx::{StoreError, Tx};

const CAP: &str = "node-task-cap";
const DRAINING: &str = "node-draining";

/// Settings of the node that outlive a restart (domain.md HA-02, TK-07).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NodeSettings {
    /// How many tasks run at once; nothing: as the server was started with.
    pub task_cap: Option<u32>,
    /// It finishes what it runs and starts nothing.
    pub is_draining: bool,
}

impl Tx<'_> {
    pub fn node_settings(&mut self) -> Result<NodeSettings, StoreError> {
        let task_cap = self.setting(CAP)?.and_then(|text| text.parse().ok());
        Ok(NodeSettings { task_cap, is_draining: self.setting(DRAINING)?.as_deref() == Some("true") })
    }

    pub fn set_node_settings(&mut self, settings: NodeSettings) -> Result<(), StoreError> {
        if let Some(cap) = settings.task_cap {
            self.set_setting(CAP, &cap.to_string())?;
        }
        self.set_setting(DRAINING, if settings.is_draining { "true" } else { "false" })
    }
}
