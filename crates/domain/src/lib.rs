//! The nouns and rules of deployment.
//!
//! Every rule is a function of what it is given: this crate knows no SQL, no HTTP, no clock and no chance.
//! Start with [`lifecycle`] for where a release may go, [`plan`] for what a deployment does, [`task`] for what
//! a task becomes, [`variables`] for which value wins.

pub mod ambient;
pub mod ids;
pub mod names;
pub mod network;

pub mod account;
pub mod artifact;
pub mod build_information;
pub mod certificate;
pub mod channel;
pub mod dashboard;
pub mod deployment;
pub mod environment;
pub mod event;
pub mod feed;
pub mod infrastructure_account;
pub mod library_variable_set;
pub mod lifecycle;
pub mod machine;
pub mod package_name;
pub mod plan;
pub mod process;
pub mod project;
pub mod project_group;
pub mod release;
pub mod retention;
pub mod settings;
pub mod space;
pub mod task;
pub mod variables;
pub mod versions;
pub mod worker_pool;
