//! Small shapes that many resources share.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// URI templates by name, the only way old clients find anything (http-api.md 1.14).
pub type Links = BTreeMap<String, String>;

wire! {
    /// A secret: its value goes in and never comes out (http-api.md 1.15).
    pub struct SensitiveValue {
        pub has_value: bool,
        pub new_value: Option<String>,
        pub hint: Option<String>,
    }

    /// A name with its id.
    pub struct NamedReference {
        pub id: String,
        pub name: String,
        #[serde(skip_serializing_if = "Links::is_empty")]
        pub links: Links,
    }
}

/// A property of a step or action: a plain text, or a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PropertyValue {
    Plain(String),
    Sensitive(SensitiveValue),
    /// What some scripts send instead of a text.
    Flag(bool),
    Number(i64),
}
