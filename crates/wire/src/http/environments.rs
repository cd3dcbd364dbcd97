//! Environments (http-api.md 5.1).

use super::values::Links;

wire! {
    pub struct EnvironmentResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub sort_order: i64,
        pub use_guided_failure: bool,
        pub allow_dynamic_infrastructure: bool,
        pub space_id: String,
        pub slug: String,
        pub environment_tags: Vec<String>,
        pub extension_settings: Vec<serde_json::Value>,
        pub links: Links,
    }

    /// An environment as the newer list has it, beside kinds that this server does not have.
    pub struct EnvironmentV2Resource {
        pub r#type: String,
        #[serde(flatten)]
        pub environment: EnvironmentResource,
    }
}
