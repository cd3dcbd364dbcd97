//! Deployment targets (domain.md TG). So far of the kind without an endpoint of their own: a cloud region,
//! on whose behalf steps run on a worker.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{EnvironmentId, MachineId, MachinePolicyId, SpaceId, TenantId, WorkerPoolId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantedDeploymentMode {
    Untenanted,
    TenantedOrUntenanted,
    Tenanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HealthStatus {
    Healthy,
    HasWarnings,
    Unhealthy,
    Unavailable,
    Unknown,
}

/// How the server talks to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style")]
pub enum Endpoint {
    /// `CommunicationStyle` `None`: a cloud region.
    None { default_worker_pool_id: Option<WorkerPoolId> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    pub id: MachineId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    /// The target tags.
    pub roles: Vec<String>,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<TenantId>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
    pub machine_policy_id: MachinePolicyId,
    pub is_disabled: bool,
    pub health_status: HealthStatus,
    pub endpoint: Endpoint,
}

/// Why a target cannot be saved (TG-01).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MachineError {
    #[error("target \"{0}\" needs at least one environment")]
    NoEnvironment(String),
    #[error("target \"{0}\" needs at least one target tag (role)")]
    NoRole(String),
}

impl Machine {
    pub fn check(&self) -> Result<(), MachineError> {
        if self.environment_ids.is_empty() {
            return Err(MachineError::NoEnvironment(self.name.clone()));
        }
        if self.roles.is_empty() {
            return Err(MachineError::NoRole(self.name.clone()));
        }
        Ok(())
    }

    /// Whether the target has one of these tags; tags compare ignoring case.
    pub fn has_any_role(&self, roles: &BTreeSet<String>) -> bool {
        self.roles.iter().any(|role| roles.contains(&role.to_lowercase()))
    }
}
