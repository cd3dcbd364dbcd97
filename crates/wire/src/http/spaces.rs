//! Spaces (http-api.md 4).

use super::values::Links;

wire! {
    pub struct SpaceResource {
        pub id: String,
        pub name: String,
        pub slug: String,
        pub description: Option<String>,
        pub is_default: bool,
        pub is_private: bool,
        pub task_queue_stopped: bool,
        pub space_managers_teams: Vec<String>,
        pub space_managers_team_members: Vec<String>,
        pub icon: Option<serde_json::Value>,
        pub extension_settings: Vec<serde_json::Value>,
        pub links: Links,
    }

    /// Something that a search has found.
    pub struct SearchHit {
        pub id: String,
        pub name: String,
        /// `project`, `environment` and so on.
        #[serde(rename = "Type")]
        pub kind: String,
    }
}
