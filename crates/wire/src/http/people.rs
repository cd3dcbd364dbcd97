//! Users, keys, teams and roles (http-api.md 3).

use std::collections::BTreeMap;

use super::values::{Links, SensitiveValue};

wire! {
    pub struct UserResource {
        pub id: String,
        pub username: String,
        pub display_name: String,
        /// Absent on creation means active.
        pub is_active: Option<bool>,
        pub is_service: bool,
        pub email_address: Option<String>,
        pub can_password_be_edited: bool,
        pub is_requestor: bool,
        pub created: String,
        pub identities: Vec<serde_json::Value>,
        /// Goes in, never comes out.
        #[serde(skip_serializing)]
        pub password: Option<String>,
        pub links: Links,
    }

    /// Somebody who was invited makes himself an account.
    pub struct Registration {
        pub username: String,
        pub display_name: String,
        pub email_address: Option<String>,
        pub password: String,
        pub invitation_code: String,
    }

    pub struct InvitationResource {
        pub id: String,
        pub add_to_team_ids: Vec<String>,
        pub space_id: Option<String>,
        pub expires: String,
        /// Shown when it is made, and never again.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub invitation_code: Option<String>,
        pub links: Links,
    }

    pub struct SessionResource {
        pub id: String,
        pub created: String,
        pub last_seen: String,
        /// When it ends if nobody uses it.
        pub expires: String,
        pub is_remembered: bool,
        pub is_current: bool,
        pub ip_address: Option<String>,
        pub user_agent: Option<String>,
        pub links: Links,
    }

    pub struct AccessTokenResource {
        pub access_token: String,
    }

    pub struct OidcIdentityResource {
        pub id: String,
        pub service_account_id: String,
        pub name: String,
        pub issuer: String,
        pub subject: String,
        pub audience: Option<String>,
        pub links: Links,
    }

    pub struct OidcIdentities {
        pub server_url: String,
        /// The audience that tokens must name.
        pub external_id: String,
        pub oidc_identities: Vec<OidcIdentityResource>,
        pub count: i64,
    }

    pub struct NewApiKey {
        pub purpose: String,
        pub expires: Option<String>,
    }

    /// A key that was just made: the only time that it can be seen.
    pub struct CreatedApiKeyResource {
        pub id: String,
        pub purpose: String,
        pub user_id: String,
        pub created: String,
        pub expires: Option<String>,
        pub api_key: String,
        pub links: Links,
    }

    pub struct ApiKeyResource {
        pub id: String,
        pub purpose: String,
        pub user_id: String,
        pub created: String,
        pub expires: Option<String>,
        /// In which hour it was last used.
        pub last_used: Option<String>,
        pub api_key: SensitiveValue,
        pub links: Links,
    }

    pub struct TeamResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub member_user_ids: Vec<String>,
        pub external_security_groups: Vec<serde_json::Value>,
        pub can_be_deleted: bool,
        pub can_be_renamed: bool,
        pub can_change_roles: bool,
        pub can_change_members: bool,
        pub space_id: Option<String>,
        pub slug: String,
        pub links: Links,
    }

    pub struct UserRoleResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub granted_space_permissions: Vec<String>,
        pub granted_system_permissions: Vec<String>,
        pub supported_restrictions: Vec<String>,
        pub space_permission_descriptions: Vec<String>,
        pub system_permission_descriptions: Vec<String>,
        pub can_be_deleted: bool,
        pub links: Links,
    }

    pub struct ScopedUserRoleResource {
        pub id: String,
        pub team_id: String,
        pub user_role_id: String,
        pub space_id: Option<String>,
        pub project_ids: Vec<String>,
        pub project_group_ids: Vec<String>,
        pub environment_ids: Vec<String>,
        pub tenant_ids: Vec<String>,
        pub links: Links,
    }

    pub struct PermissionDescription {
        pub description: String,
        pub supported_restrictions: Vec<String>,
        pub can_apply_at_system_level: bool,
        pub can_apply_at_space_level: bool,
    }

    pub struct UserPermissionsResource {
        pub id: String,
        pub space_permissions: BTreeMap<String, Vec<PermissionRestriction>>,
        pub system_permissions: Vec<String>,
        pub teams: Vec<UserTeam>,
        pub is_teams_complete: bool,
        pub is_permissions_complete: bool,
        pub links: Links,
    }

    pub struct PermissionRestriction {
        pub space_id: String,
        pub restricted_to_project_ids: Vec<String>,
        pub restricted_to_environment_ids: Vec<String>,
        pub restricted_to_tenant_ids: Vec<String>,
        pub restricted_to_project_group_ids: Vec<String>,
    }

    pub struct UserTeam {
        pub id: String,
        pub name: String,
        pub space_id: Option<String>,
        pub is_directly_assigned: bool,
        pub external_group_names: Vec<String>,
        pub external_security_groups: Vec<String>,
    }

    pub struct LoginRequest {
        pub username: String,
        pub password: String,
        pub remember_me: bool,
        pub state: Option<LoginState>,
    }

    pub struct LoginState {
        /// The page was reached by TLS, even if a proxy ended it before this server.
        pub using_secure_connection: bool,
        pub redirect_after_login_to: Option<String>,
    }

    pub struct AuthenticationResource {
        pub authentication_providers: Vec<AuthenticationProvider>,
        pub auto_login_enabled: bool,
        pub any_authentication_providers_support_password_management: bool,
        pub remember_me_enabled: bool,
        pub user_api_keys_enabled: bool,
        pub api_key_default_expiry_days: i64,
        pub api_key_max_expiry_days: i64,
        pub links: Links,
    }

    pub struct AuthenticationProvider {
        pub name: String,
        pub display_name: String,
        pub identity_type: String,
        pub forms_login_enabled: bool,
        #[serde(rename = "CSSLinks")]
        pub css_links: Vec<String>,
        pub javascript_links: Vec<String>,
        pub links: Links,
    }

    pub struct UserAuthenticationResource {
        pub authentication_providers: Vec<AuthenticationProvider>,
        pub can_current_user_edit_identities_for_user: bool,
        pub links: Links,
    }

    /// The kinds of external identities: none yet.
    pub struct IdentityMetadata {
        pub providers: Vec<serde_json::Value>,
        pub links: Links,
    }
}
