//! Audit events (domain.md EV): what changed, by whom, with what credential, from where.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{SpaceId, UserId};

/// Who did it, and how he came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub user_id: UserId,
    pub username: String,
    pub is_service: bool,
    /// `API key`, `Session cookie`, `System`.
    pub established_with: String,
    pub api_key_id: Option<String>,
    pub api_key_hint: Option<String>,
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
}

impl Actor {
    /// The server itself.
    pub fn system() -> Self {
        Self {
            user_id: UserId::new("users-system"),
            username: "system".to_owned(),
            is_service: false,
            established_with: "System".to_owned(),
            api_key_id: None,
            api_key_hint: None,
            user_agent: Some("Server".to_owned()),
            ip_address: None,
        }
    }
}

/// What kind of thing happened (EV-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Category {
    Created,
    Modified,
    Deleted,
    DeploymentQueued,
    DeploymentStarted,
    DeploymentSucceeded,
    DeploymentFailed,
    TaskCanceled,
    LoginSucceeded,
    LoginFailed,
    LoggedOut,
    /// A key, a session or a token did not hold.
    CredentialRefused,
    /// Somebody known asked for what he may not.
    AccessRefused,
    TokenExchangeSucceeded,
    TokenExchangeFailed,
    CertificateExpiry20DayWarning,
    CertificateExpiry10DayWarning,
    CertificateExpired,
    CertificateReplaced,
    /// Somebody took a private key out; the one reading that is written down.
    CertificateExportedPrivateKey,
    ApiKeyExpiry20Days,
    ApiKeyExpiry10Days,
    ApiKeyExpired,
}

impl Category {
    pub const ALL: [Self; 23] = [
        Self::Created,
        Self::Modified,
        Self::Deleted,
        Self::DeploymentQueued,
        Self::DeploymentStarted,
        Self::DeploymentSucceeded,
        Self::DeploymentFailed,
        Self::TaskCanceled,
        Self::LoginSucceeded,
        Self::LoginFailed,
        Self::LoggedOut,
        Self::CredentialRefused,
        Self::AccessRefused,
        Self::TokenExchangeSucceeded,
        Self::TokenExchangeFailed,
        Self::CertificateExpiry20DayWarning,
        Self::CertificateExpiry10DayWarning,
        Self::CertificateExpired,
        Self::CertificateReplaced,
        Self::CertificateExportedPrivateKey,
        Self::ApiKeyExpiry20Days,
        Self::ApiKeyExpiry10Days,
        Self::ApiKeyExpired,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Modified => "Modified",
            Self::Deleted => "Deleted",
            Self::DeploymentQueued => "DeploymentQueued",
            Self::DeploymentStarted => "DeploymentStarted",
            Self::DeploymentSucceeded => "DeploymentSucceeded",
            Self::DeploymentFailed => "DeploymentFailed",
            Self::TaskCanceled => "TaskCanceled",
            Self::LoginSucceeded => "LoginSucceeded",
            Self::LoginFailed => "LoginFailed",
            Self::LoggedOut => "LoggedOut",
            Self::CredentialRefused => "CredentialRefused",
            Self::AccessRefused => "AccessRefused",
            Self::TokenExchangeSucceeded => "TokenExchangeSucceeded",
            Self::TokenExchangeFailed => "TokenExchangeFailed",
            Self::CertificateExpiry20DayWarning => "CertificateExpiry20DayWarning",
            Self::CertificateExpiry10DayWarning => "CertificateExpiry10DayWarning",
            Self::CertificateExpired => "CertificateExpired",
            Self::CertificateReplaced => "CertificateReplaced",
            Self::CertificateExportedPrivateKey => "CertificateExportedPrivateKey",
            Self::ApiKeyExpiry20Days => "ApiKeyExpiry20Days",
            Self::ApiKeyExpiry10Days => "ApiKeyExpiry10Days",
            Self::ApiKeyExpired => "ApiKeyExpired",
        }
    }
}

/// An event before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub space_id: Option<SpaceId>,
    pub category: Category,
    pub actor: Actor,
    pub message: String,
    /// Every document that the event is about: the filter `regarding` finds it by these.
    pub related: Vec<String>,
    /// What changed, without any secret.
    pub details: Option<String>,
}

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the chain; also the number in `Events-7`.
    pub number: i64,
    pub space_id: Option<SpaceId>,
    pub category: Category,
    pub actor: Actor,
    pub occurred: Timestamp,
    pub message: String,
    pub related: Vec<String>,
    pub details: Option<String>,
}
