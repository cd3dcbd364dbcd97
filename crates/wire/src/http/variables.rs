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
        /// Said when the set was saved: values that no place tells apart, names that the server sets itself.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub warnings: Vec<String>,
        pub links: Links,
    }

    /// Why a name has its value in a place.
    pub struct VariableExplanation {
        pub name: String,
        /// The winner first.
        pub candidates: Vec<VariableCandidate>,
    }

    pub struct VariableCandidate {
        pub variable_id: String,
        /// Nothing for a secret.
        pub value: Option<String>,
        pub is_sensitive: bool,
        /// The project or library variable set that it stands in, by name.
        pub owner: String,
        pub scope: BTreeMap<String, Vec<String>>,
        /// The scope with names in place of ids.
        pub scope_names: BTreeMap<String, Vec<String>>,
        /// `Wins`, `Outranked`, `Tied` or `OutOfScope`.
        pub verdict: String,
        /// The fields that count for it, the most specific first.
        pub rank: Vec<String>,
        pub why: String,
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
