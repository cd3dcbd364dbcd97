//! HTTP: one route table, the folding of spellings in front of it, and the conversion between what crosses the
//! wire and what the application knows.
//!
//! Start with [`table`]: every route names its permission there. Knows no store, no engine and no SQL.

mod answer;
mod context;
mod credentials;
mod csv;
mod error;
mod multipart;
mod openapi;
mod paging;
mod route;
pub mod server;
mod spelling;
mod stream;
pub mod table;
mod time;

mod artifacts;
mod build_information;
mod certificates;
mod channels;
mod configuration;
mod dashboard;
mod dashboard_item;
mod deployments;
mod environments;
mod events;
mod executions;
mod feeds;
mod infrastructure_accounts;
mod library_variable_sets;
mod lifecycles;
mod machines;
mod nuget;
mod packages;
mod people;
mod processes;
mod project_groups;
mod projects;
mod references;
mod releases;
mod root;
mod server_nodes;
mod spaces;
mod tasks;
mod tenants;
mod variables;

pub use route::{Access, Area, Method, Route};
pub use server::{Peer, router};
