//! Accounts that steps use to sign in elsewhere (http-api.md 13.4).

use super::values::{Links, SensitiveValue};

wire! {
    /// The members after `TenantedDeploymentParticipation` belong to some types of accounts; an account has those of
    /// its own type.
    pub struct AccountResource {
        pub id: String,
        pub space_id: String,
        pub name: String,
        pub slug: String,
        pub description: String,
        pub account_type: String,
        pub environment_ids: Vec<String>,
        pub tenant_ids: Vec<String>,
        pub tenant_tags: Vec<String>,
        pub tenanted_deployment_participation: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub private_key_file: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub private_key_passphrase: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_key: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub secret_key: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub role_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub session_duration: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_number: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tenant_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub azure_environment: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub resource_management_endpoint_base_uri: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub active_directory_endpoint_base_uri: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub service_management_endpoint_base_uri: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub service_management_endpoint_suffix: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub certificate_bytes: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub certificate_thumbprint: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub json_key: Option<SensitiveValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub audience: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub deployment_subject_keys: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub health_check_subject_keys: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub account_test_subject_keys: Option<Vec<String>>,
        pub links: Links,
    }

    /// Who names an account or a certificate.
    pub struct UsageResource {
        pub project_variable_sets: Vec<ProjectVariableUsage>,
        pub library_variable_sets: Vec<LibraryVariableUsage>,
        pub deployment_processes: Vec<StepUsage>,
        pub releases: Vec<FrozenUsage>,
        /// Always empty: targets so far have no endpoint that could name one.
        pub targets: Vec<serde_json::Value>,
        pub count_of_usages_user_cannot_see: usize,
    }

    pub struct ProjectVariableUsage {
        pub project_id: String,
        pub project_name: String,
        pub project_slug: String,
        pub variable_name: String,
    }

    pub struct LibraryVariableUsage {
        pub library_variable_set_id: String,
        pub library_variable_set_name: String,
        pub variable_name: String,
    }

    pub struct StepUsage {
        pub project_id: String,
        pub project_name: String,
        pub project_slug: String,
        pub process_id: String,
        pub step_id: String,
        pub step_name: String,
    }

    pub struct FrozenUsage {
        pub project_id: String,
        pub project_name: String,
        pub project_slug: String,
        pub release_id: String,
        pub release_version: String,
    }

    pub struct AzureEnvironmentResource {
        pub name: String,
        pub display_name: String,
        pub authentication_endpoint: String,
        pub resource_manager_endpoint: String,
        pub management_endpoint: String,
        pub graph_endpoint: String,
        pub storage_endpoint_suffix: String,
    }
}
