//! Deploying a release: the half that `create-release`, `deploy-release` and `promote-release` share.

mod activity;
mod machines;
mod options;
mod send;
mod targets;
mod wait;

pub use machines::{excluded_machines, specific_machines};
pub use options::{DEPLOYMENT, DeploymentRequest, NewVariables, SCHEDULE_AND_TARGETS, parse_variables};
pub use send::{Started, deploy, deployments_as_json};
pub use wait::{Execution, Waiting, Watched, wait_for_all};
