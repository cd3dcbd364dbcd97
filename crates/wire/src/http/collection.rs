//! The paged envelope of lists (http-api.md 1.11).

use schemars::JsonSchema;
use serde::Serialize;

use super::values::Links;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Collection<T> {
    pub item_type: String,
    pub total_results: i64,
    pub items_per_page: i64,
    pub number_of_pages: i64,
    /// Counted from zero.
    pub last_page_number: i64,
    pub is_stale: bool,
    pub items: Vec<T>,
    pub links: Links,
}
