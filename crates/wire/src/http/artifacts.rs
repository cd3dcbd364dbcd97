//! Artifacts (http-api.md 10.4).

use super::values::Links;

wire! {
    pub struct ArtifactResource {
        pub id: String,
        pub space_id: String,
        pub filename: String,
        pub source: Option<String>,
        pub server_task_id: String,
        pub created: String,
        pub log_correlation_id: Option<String>,
        pub links: Links,
    }
}
