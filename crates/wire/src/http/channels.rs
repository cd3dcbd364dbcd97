//! Channels and the test of a version rule (http-api.md 5.4).

use super::values::Links;

wire! {
    pub struct ChannelResource {
        pub id: String,
        pub name: String,
        pub description: Option<String>,
        pub project_id: String,
        pub lifecycle_id: Option<String>,
        pub is_default: bool,
        pub r#type: String,
        pub rules: Vec<ChannelRuleResource>,
        pub git_reference_rules: Vec<String>,
        pub git_resource_rules: Vec<serde_json::Value>,
        pub tenant_tags: Vec<String>,
        pub slug: String,
        pub space_id: String,
        pub custom_field_definitions: Vec<serde_json::Value>,
        pub links: Links,
    }

    pub struct ChannelRuleResource {
        pub id: String,
        pub version_range: Option<String>,
        pub tag: Option<String>,
        pub versioning_strategy: Option<String>,
        pub version_tag_regex: Option<String>,
        pub action_packages: Vec<ActionPackage>,
        /// The older form: `Action` or `Action:Reference`; read only.
        #[serde(skip_serializing)]
        pub actions: Vec<String>,
    }

    pub struct ActionPackage {
        pub deployment_action: String,
        pub package_reference: String,
    }

    pub struct RuleTestRequest {
        pub version: String,
        pub version_range: String,
        pub pre_release_tag: String,
        pub feed_id: String,
    }

    pub struct RuleTestResult {
        pub errors: Vec<String>,
        pub satisfies_version_range: bool,
        pub satisfies_pre_release_tag: bool,
    }
}
