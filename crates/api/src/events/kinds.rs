//! The constant lists about events.

use pulpo_domain::event::Category;

/// A name for several categories (EV-03).
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) categories: &'static [Category],
}

pub(super) const GROUPS: &[Group] = &[
    Group {
        id: "Deployment",
        categories: &[
            Category::DeploymentQueued,
            Category::DeploymentStarted,
            Category::DeploymentSucceeded,
            Category::DeploymentFailed,
        ],
    },
    Group { id: "DeploymentCritical", categories: &[Category::DeploymentFailed] },
    Group {
        id: "CertificateExpiry",
        categories: &[
            Category::CertificateExpiry20DayWarning,
            Category::CertificateExpiry10DayWarning,
            Category::CertificateExpired,
        ],
    },
    Group { id: "Document", categories: &[Category::Created, Category::Modified, Category::Deleted] },
    Group {
        id: "SignIn",
        categories: &[
            Category::LoginSucceeded,
            Category::LoginFailed,
            Category::LoggedOut,
            Category::TokenExchangeSucceeded,
            Category::TokenExchangeFailed,
        ],
    },
    Group {
        id: "ApiKeyExpiry",
        categories: &[Category::ApiKeyExpiry20Days, Category::ApiKeyExpiry10Days, Category::ApiKeyExpired],
    },
    Group {
        id: "Refusal",
        categories: &[
            Category::LoginFailed,
            Category::TokenExchangeFailed,
            Category::CredentialRefused,
            Category::AccessRefused,
        ],
    },
];

/// Kinds of documents, by what their ids begin with.
pub(super) const DOCUMENT_TYPES: [(&str, &str); 22] = [
    ("APIKeys", "API key"),
    ("Accounts", "Account"),
    ("Artifacts", "Artifact"),
    ("Certificates", "Certificate"),
    ("Channels", "Channel"),
    ("Deployments", "Deployment"),
    ("Environments", "Environment"),
    ("Feeds", "Feed"),
    ("Invitations", "Invitation"),
    ("LibraryVariableSets", "Library variable set"),
    ("Lifecycles", "Lifecycle"),
    ("Machines", "Deployment target"),
    ("OidcIdentities", "OIDC identity"),
    ("ProjectGroups", "Project group"),
    ("Projects", "Project"),
    ("Releases", "Release"),
    ("ScopedUserRoles", "Scoped user role"),
    ("ServerTasks", "Task"),
    ("Spaces", "Space"),
    ("Teams", "Team"),
    ("UserRoles", "User role"),
    ("Users", "User"),
];

/// `DeploymentQueued` as people write it: `Deployment queued`.
pub(super) fn words(id: &str) -> String {
    let mut words = String::new();
    for letter in id.chars() {
        let begins =
            letter.is_uppercase() || (letter.is_ascii_digit() && !words.ends_with(|last: char| last.is_ascii_digit()));
        if begins && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_words() {
        assert_eq!(words("DeploymentQueued"), "Deployment queued");
        assert_eq!(words("Deleted"), "Deleted");
        assert_eq!(words("ApiKeyExpiry20Days"), "Api key expiry 20 days");
    }
}
