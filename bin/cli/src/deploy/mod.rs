//! Deploying a release: the half that `create-release`, `deploy-release` and `promote-release` share.

mod activity;
mod machines;
mod options;
mod send;
mod targets;
mod wait;

pub(crate) use machines::{excluded_machines, specific_machines};
pub(crate) use options::{DEPLOYMENT, DeploymentRequest, SCHEDULE_AND_TARGETS, comma_separated, parse_variables};
pub(crate) use send::{deploy, deployments_as_json};
pub(crate) use wait::{Execution, Waiting, Watched, wait_for_all};
