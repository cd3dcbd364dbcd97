//! Project groups (http-api.md 5.3).

use super::values::Links;

wire! {
    pub struct ProjectGroupResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub environment_ids: Vec<String>,
        pub retention_policy_id: Option<String>,
        pub space_id: String,
        pub slug: String,
        pub links: Links,
    }
}
