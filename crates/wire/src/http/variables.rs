//! Variable sets (http-api.md 11.1).

use std::collections::BTreeMap;

use super::values::{Links, NamedReference};

wire! {
    pub struct VariableSetResource {
        pub id: String,
        pub owner_id: String,
        pub space_id: String,
        pub version: i64,
        pub variables: Vec<VariableResource>,
        pub scope_values: ScopeValues,
        pub links: Links,
    }

    pub struct VariableResource {
        pub id: String,
        pub name: String,
        pub value: Option<String>,
        pub description: Option<String>,
        pub r#type: String,
        pub is_sensitive: bool,
        pub is_editable: bool,
        pub scope: BTreeMap<String, Vec<String>>,
        pub prompt: Option<VariablePrompt>,
    }

    pub struct VariablePrompt {
        pub label: String,
        pub description: Option<String>,
        pub required: bool,
        pub display_settings: BTreeMap<String, String>,
    }

    pub struct ScopeValues {
        pub environments: Vec<NamedReference>,
        pub machines: Vec<NamedReference>,
        pub actions: Vec<NamedReference>,
        pub roles: Vec<NamedReference>,
        pub channels: Vec<NamedReference>,
        pub tenant_tags: Vec<NamedReference>,
        pub processes: Vec<ProcessReference>,
    }

    pub struct ProcessReference {
        pub id: String,
        pub name: String,
        pub process_type: String,
    }
}
