//! The body of every answer that is not a success (http-api.md 1.5).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub struct ErrorBody {
    /// The headline.
    pub error_message: String,
    /// Each single problem.
    pub errors: Vec<String>,
    pub full_exception: Option<String>,
    pub help_text: Option<String>,
    pub help_link: Option<String>,
    pub parsed_help_links: Vec<String>,
    pub details: BTreeMap<String, String>,
}
