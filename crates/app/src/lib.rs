//! Use cases: one function for each thing a person or a trigger can do.
//!
//! Each opens one transaction, opens the records it needs with the caller's permission, asks `domain` whether it
//! may be, writes the change and its audit event, and commits. Knows no HTTP and no agents. Start with [`app`]
//! and [`releases`].

pub mod administrator;
pub mod app;
pub mod artifacts;
pub mod audit;
pub mod build_information;
pub mod built_in_worker;
pub mod certificates;
pub mod channels;
pub mod configuration;
pub mod dashboard;
pub mod deployments;
pub mod environments;
pub mod error;
pub mod events;
pub mod executions;
pub mod features;
pub mod feeds;
pub mod first_start;
pub mod infrastructure_accounts;
pub mod library_variable_sets;
pub mod lifecycles;
pub mod machines;
pub mod named;
pub mod nodes;
pub mod packages;
pub mod people;
pub mod processes;
pub mod project_groups;
pub mod projects;
pub mod reach;
pub mod references;
pub mod releases;
pub mod server_info;
pub mod sign_in;
pub mod spaces;
pub mod tasks;
pub mod usage;
pub mod variables;
pub mod worker_pools;

pub use app::App;
pub use error::Error;
