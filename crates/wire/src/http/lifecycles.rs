//! Lifecycles and phases (http-api.md 5.2).

use super::values::Links;

wire! {
    pub struct LifecycleResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub slug: String,
        pub space_id: String,
        pub release_retention_policy: Option<RetentionPeriod>,
        pub tentacle_retention_policy: Option<RetentionPeriod>,
        pub phases: Vec<PhaseResource>,
        pub links: Links,
    }

    pub struct PhaseResource {
        pub id: String,
        pub name: String,
        pub automatic_deployment_targets: Vec<String>,
        pub optional_deployment_targets: Vec<String>,
        pub minimum_environments_before_promotion: u32,
        pub is_optional_phase: bool,
        pub is_priority_phase: bool,
        pub release_retention_policy: Option<RetentionPeriod>,
        pub tentacle_retention_policy: Option<RetentionPeriod>,
    }

    /// A retention policy; a client that sends no strategy means one by the other members.
    pub struct RetentionPeriod {
        pub strategy: Option<String>,
        pub unit: String,
        pub quantity_to_keep: u32,
        pub should_keep_forever: Option<bool>,
    }
}
