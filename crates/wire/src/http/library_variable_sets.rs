//! Library variable sets (http-api.md 11.2).

use super::values::Links;

wire! {
    pub struct LibraryVariableSetResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub description: String,
        pub variable_set_id: String,
        pub content_type: String,
        /// Templates of tenant variables; always empty, since there are no tenants.
        pub templates: Vec<serde_json::Value>,
        pub version: i64,
        pub links: Links,
    }

    pub struct LibraryVariableSetUsageResource {
        pub projects: Vec<ProjectVariableSetUsage>,
        pub count_of_projects_user_cannot_see: usize,
        pub count_of_releases_user_cannot_see: usize,
    }

    pub struct ProjectVariableSetUsage {
        pub project_id: String,
        pub project_name: String,
        pub project_slug: String,
        pub is_currently_being_used_in_project: bool,
        pub releases: Vec<ReleaseUsage>,
    }

    pub struct ReleaseUsage {
        pub release_id: String,
        pub release_version: String,
    }
}
