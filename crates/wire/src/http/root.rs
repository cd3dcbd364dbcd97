//! Root documents (http-api.md 2).

use super::values::Links;

wire! {
    pub struct RootResource {
        pub application: String,
        /// The product version that clients gate on; our own stands in `PulpoVersion`.
        pub version: String,
        pub api_version: String,
        pub installation_id: String,
        pub is_early_access_program: bool,
        pub has_long_term_support: bool,
        pub pulpo_version: String,
        pub links: Links,
    }

    pub struct SpaceRootResource {
        pub id: String,
        pub links: Links,
    }

    pub struct Capabilities {
        pub capabilities: Vec<String>,
    }

    pub struct CapabilityExists {
        pub exists: bool,
    }
}
