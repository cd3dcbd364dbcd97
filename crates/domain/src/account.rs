//! People and programs that sign in: users, service users, their keys, teams and roles (access.md 1, 3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{
    ApiKeyId, EnvironmentId, InvitationId, OidcIdentityId, ProjectGroupId, ProjectId, ScopedUserRoleId, SpaceId,
    TeamId, TenantId, UserId, UserRoleId,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub email_address: Option<String>,
    pub is_active: bool,
    /// A program: no password, no portal, only keys.
    pub is_service: bool,
    /// Argon2id, in PHC string form.
    pub password_hash: Option<String>,
    pub created: Timestamp,
}

/// A key, without the secret: what is kept is a look-up part and a verifier (access.md 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub user_id: UserId,
    pub purpose: String,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    /// The leading part of the key, by which people tell keys apart and the server finds this row.
    pub hint: String,
    /// SHA-256 over the server's pepper and the whole key, lower-case hex.
    pub verifier: String,
}

/// Whoever may sign in as a service account without a secret: certain jobs of an issuer of identity tokens
/// (access.md 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OidcIdentity {
    pub id: OidcIdentityId,
    pub user_id: UserId,
    pub name: String,
    /// Compared letter for letter with what the token says.
    pub issuer: String,
    /// With `*` for any run of characters and `?` for one.
    pub subject: String,
    /// Whom the token must be meant for, if not for the account's own external id.
    pub audience: Option<String>,
    pub created: Timestamp,
}

/// A promise that whoever brings the code may make an account for himself (access.md 12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    /// The code's hash: a stolen database invites nobody.
    pub code_hash: String,
    pub invited_by: UserId,
    pub add_to_team_ids: Vec<TeamId>,
    pub space_id: Option<SpaceId>,
    pub created: Timestamp,
    pub expires: Timestamp,
}

/// The account that needs no password and may only look, while guests are let in (access.md 1.3).
pub const GUEST: &str = "users-guest";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    /// Absent: a system team.
    pub space_id: Option<SpaceId>,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub member_user_ids: Vec<UserId>,
    pub can_be_deleted: bool,
    pub can_be_renamed: bool,
    pub can_change_members: bool,
    pub can_change_roles: bool,
}

/// The team that everybody is in, always.
pub const EVERYONE: &str = "teams-everyone";
/// The team whose role cannot be taken away.
pub const ADMINISTRATORS: &str = "teams-administrators";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRole {
    pub id: UserRoleId,
    pub name: String,
    pub description: String,
    /// Names of permissions; an unknown one, from a newer server, is kept and grants nothing.
    pub space_permissions: Vec<String>,
    pub system_permissions: Vec<String>,
    pub can_be_deleted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopedUserRole {
    pub id: ScopedUserRoleId,
    pub team_id: TeamId,
    pub user_role_id: UserRoleId,
    /// Absent: at system level.
    pub space_id: Option<SpaceId>,
    pub project_ids: Vec<ProjectId>,
    pub project_group_ids: Vec<ProjectGroupId>,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<TenantId>,
}
