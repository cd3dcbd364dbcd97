//! Accounts that steps use to sign in elsewhere: clouds, servers, services (domain.md AC-01 to AC-04).
//!
//! Every type is a list of fields, so that an API, a store and a deployment know each type without a case of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, EnvironmentId, SpaceId, TenantId};
use crate::machine::TenantedDeploymentMode;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfrastructureAccount {
    pub id: AccountId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    /// Never changes after the account was made.
    pub account_type: AccountType,
    /// Where it may be used; none means everywhere.
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<TenantId>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
    /// What it holds, by the names of its type's fields.
    pub fields: BTreeMap<String, FieldValue>,
}

/// What a field holds; a secret is sealed with the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldValue {
    Text(String),
    Keys(Vec<String>),
    Sealed(String),
}

/// A field of a type of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub is_required: bool,
    /// What follows the dot in the name of the variable that holds it (VA-03).
    pub variable: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Secret,
    /// Words of which an identity token's subject is made (AC-03).
    Keys,
}

/// Declares the types: each with the kind of variable that may hold it, and its fields.
macro_rules! account_types {
    ($($name:ident $variable:expr => [$($field:expr),* $(,)?];)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum AccountType {
            $($name,)*
        }

        impl AccountType {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            pub fn fields(self) -> &'static [Field] {
                match self { $(Self::$name => const { &[$($field),*] },)* }
            }

            /// The kind of variable that may hold such an account; accounts without one are for targets alone.
            pub fn variable_kind(self) -> Option<&'static str> {
                match self { $(Self::$name => $variable,)* }
            }
        }
    };
}

const fn text(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Text, is_required: false, variable: Some(name) }
}

const fn secret(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Secret, is_required: false, variable: Some(name) }
}

const fn keys(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Keys, is_required: false, variable: None }
}

impl Field {
    const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    const fn called(self, variable: &'static str) -> Self {
        Self { variable: Some(variable), ..self }
    }
}

const AZURE: &str = "AzureAccount";
const AWS: &str = "AmazonWebServicesAccount";
const GOOGLE: &str = "GoogleCloudAccount";
const SUBJECT: [Field; 3] =
    [keys("DeploymentSubjectKeys"), keys("HealthCheckSubjectKeys"), keys("AccountTestSubjectKeys")];

account_types! {
    UsernamePassword Some("UsernamePasswordAccount") => [text("Username").required(), secret("Password")];
    SshKeyPair None => [
        text("Username").required(),
        secret("PrivateKeyFile").required(),
        secret("PrivateKeyPassphrase"),
    ];
    Token None => [secret("Token").required()];
    AzureSubscription Some(AZURE) => [
        text("SubscriptionNumber").required(),
        secret("CertificateBytes"),
        text("CertificateThumbprint"),
        text("AzureEnvironment"),
        text("ServiceManagementEndpointBaseUri"),
        text("ServiceManagementEndpointSuffix"),
    ];
    AzureServicePrincipal Some(AZURE) => [
        text("SubscriptionNumber").required(),
        text("ClientId").required().called("Client"),
        text("TenantId").required(),
        secret("Password").required(),
        text("AzureEnvironment"),
        text("ResourceManagementEndpointBaseUri"),
        text("ActiveDirectoryEndpointBaseUri"),
    ];
    AzureOidc Some(AZURE) => [
        text("SubscriptionNumber").required(),
        text("ClientId").required().called("Client"),
        text("TenantId").required(),
        text("Audience"),
        text("AzureEnvironment"),
        text("ResourceManagementEndpointBaseUri"),
        text("ActiveDirectoryEndpointBaseUri"),
        SUBJECT[0], SUBJECT[1], SUBJECT[2],
    ];
    AmazonWebServicesAccount Some(AWS) => [
        text("AccessKey").required(),
        secret("SecretKey").required(),
        text("Region"),
    ];
    AmazonWebServicesOidcAccount Some(AWS) => [
        text("RoleArn").required(),
        text("SessionDuration"),
        text("Region"),
        text("Audience"),
        SUBJECT[0], SUBJECT[1], SUBJECT[2],
    ];
    GoogleCloudAccount Some(GOOGLE) => [secret("JsonKey").required()];
    GoogleCloudOidcAccount Some(GOOGLE) => [text("Audience"), SUBJECT[0], SUBJECT[1], SUBJECT[2]];
    GenericOidcAccount Some("GenericOidcAccount") => [text("Audience"), SUBJECT[0], SUBJECT[1], SUBJECT[2]];
}

impl AccountType {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.name().eq_ignore_ascii_case(name))
    }
}

/// Why an account cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error("account \"{account}\" of the type {kind} needs a {field}")]
    Missing { account: String, kind: &'static str, field: &'static str },
    #[error("an account of the type {kind} has no {field}")]
    Unknown { kind: &'static str, field: String },
    #[error("account \"{account}\" has the type {kind}, which cannot be changed; make a new account instead")]
    OtherType { account: String, kind: &'static str },
}

/// A variable that an account variable comes to, beside the account's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubVariable<'a> {
    /// What follows the dot.
    pub name: &'static str,
    pub value: &'a FieldValue,
}

impl InfrastructureAccount {
    pub fn check(&self) -> Vec<AccountError> {
        let kind = self.account_type.name();
        let missing = |field: &&Field| {
            let is_blank = match self.fields.get(field.name) {
                None => true,
                Some(FieldValue::Text(text)) => text.trim().is_empty(),
                Some(FieldValue::Keys(keys)) => keys.is_empty(),
                Some(FieldValue::Sealed(_)) => false,
            };
            field.is_required && is_blank
        };
        let account = || self.name.clone();
        let missing = self.account_type.fields().iter().filter(missing);
        missing.map(|field| AccountError::Missing { account: account(), kind, field: field.name }).collect()
    }

    /// Whether it may be used in an environment (AC-02).
    pub fn is_available_in(&self, environment: &EnvironmentId) -> bool {
        self.environment_ids.is_empty() || self.environment_ids.contains(environment)
    }

    /// What a variable that names the account comes to (VA-03).
    pub fn sub_variables(&self) -> impl Iterator<Item = SubVariable<'_>> {
        self.account_type
            .fields()
            .iter()
            .filter_map(|field| Some(SubVariable { name: field.variable?, value: self.fields.get(field.name)? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(account_type: AccountType, fields: &[(&str, FieldValue)]) -> InfrastructureAccount {
        InfrastructureAccount {
            id: AccountId::numbered(1),
            space_id: SpaceId::numbered(1),
            name: "Cloud".to_owned(),
            slug: "cloud".to_owned(),
            description: String::new(),
            account_type,
            environment_ids: Vec::new(),
            tenant_ids: Vec::new(),
            tenant_tags: Vec::new(),
            tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    #[test]
    fn each_type_says_what_it_needs() {
        // AC-01, http-api.md 13.4.
        let needs = |kind: AccountType| -> Vec<&str> {
            let missing = account(kind, &[]).check();
            missing
                .into_iter()
                .map(|error| match error {
                    AccountError::Missing { field, .. } => field,
                    AccountError::Unknown { .. } | AccountError::OtherType { .. } => "?",
                })
                .collect()
        };
        assert_eq!(needs(AccountType::UsernamePassword), ["Username"]);
        assert_eq!(needs(AccountType::Token), ["Token"]);
        assert_eq!(needs(AccountType::AmazonWebServicesAccount), ["AccessKey", "SecretKey"]);
        assert_eq!(
            needs(AccountType::AzureServicePrincipal),
            ["SubscriptionNumber", "ClientId", "TenantId", "Password"]
        );
        assert_eq!(needs(AccountType::GenericOidcAccount), [""; 0]);
        let blank = account(AccountType::UsernamePassword, &[("Username", FieldValue::Text(" ".to_owned()))]);
        assert_eq!(blank.check().len(), 1);
    }

    #[test]
    fn a_variable_comes_to_the_fields_that_are_there_under_the_names_that_scripts_know() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let azure = account(
            AccountType::AzureServicePrincipal,
            &[("ClientId", text("c")), ("Password", FieldValue::Sealed("s".to_owned()))],
        );
        let names: Vec<&str> = azure.sub_variables().map(|one| one.name).collect();
        assert_eq!(names, ["Client", "Password"]);
    }

    #[test]
    fn types_are_read_in_any_case() {
        assert_eq!(AccountType::parse("AzureOIDC"), Some(AccountType::AzureOidc));
        assert_eq!(AccountType::parse("None"), None);
    }
}
