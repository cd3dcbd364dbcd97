//! The JSON of the HTTP API (http-api.md), one file a noun.
//!
//! One struct serves reading and writing: what a client may not write is ignored on input (G-10), what it leaves
//! out or sends as null takes its default.

/// Declares types with the API's spelling of their members.
macro_rules! wire {
    ($($(#[$meta:meta])* pub struct $name:ident $(<$generic:ident>)? { $($(#[$field_meta:meta])* pub $field:ident: $kind:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "PascalCase", default)]
        pub struct $name $(<$generic: Default>)? {
            $($(#[$field_meta])* pub $field: $kind,)*
        }
    )*};
}

pub mod access;
pub mod artifacts;
pub mod build_information;
pub mod caseless;
pub mod certificates;
pub mod channels;
pub mod collection;
pub mod configuration;
pub mod dashboard;
pub mod deployments;
pub mod environments;
pub mod error;
pub mod events;
pub mod executions;
pub mod feeds;
pub mod infrastructure_accounts;
pub mod library_variable_sets;
pub mod lifecycles;
pub mod machines;
pub mod packages;
pub mod people;
pub mod processes;
pub mod project_groups;
pub mod projects;
pub mod releases;
pub mod root;
pub mod server;
pub mod spaces;
pub mod tasks;
pub mod values;
pub mod variables;
