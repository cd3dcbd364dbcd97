//! The types of variables: a text, a secret, or the id of a document that the variable stands for (VA-03).

use crate::infrastructure_account::AccountType;

use super::Variable;

/// A type of variables whose value is an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    Certificate,
    WorkerPool,
    /// An account of one of several types; the name is the variable's type.
    Account(&'static str),
}

impl Reference {
    fn parse(kind: &str) -> Option<Self> {
        match kind {
            "Certificate" => Some(Self::Certificate),
            "WorkerPool" => Some(Self::WorkerPool),
            kind => {
                let known = AccountType::ALL.iter().filter_map(|account| account.variable_kind());
                known.into_iter().find(|known| *known == kind).map(Self::Account)
            }
        }
    }

    /// What people call the documents.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::WorkerPool => "worker pool",
            Self::Account(_) => "account",
        }
    }

    /// Whether a variable of this type may hold an account of that one.
    pub fn takes(self, account: AccountType) -> bool {
        matches!(self, Self::Account(kind) if account.variable_kind() == Some(kind))
    }
}

/// Whether this is a type of variables at all.
pub fn is_kind(kind: &str) -> bool {
    matches!(kind, "String" | "Sensitive") || Reference::parse(kind).is_some()
}

impl Variable {
    /// What kind of document the value names, if it names one.
    pub fn reference(&self) -> Option<Reference> {
        Reference::parse(&self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_field_is_known() {
        // http-api.md 1.18, VariableType.
        let all = "String Sensitive Certificate AmazonWebServicesAccount AzureAccount WorkerPool \
                   UsernamePasswordAccount GenericOidcAccount GoogleCloudAccount";
        assert!(all.split_whitespace().all(is_kind));
        assert!(!is_kind("Token") && !is_kind(""));
    }

    #[test]
    fn a_variable_takes_the_accounts_of_its_own_cloud() {
        let aws = Reference::parse("AmazonWebServicesAccount").unwrap();
        assert!(aws.takes(AccountType::AmazonWebServicesOidcAccount));
        assert!(!aws.takes(AccountType::AzureOidc) && !aws.takes(AccountType::Token));
    }
}
