//! Ids are types, never bare strings: `Projects-12` is a [`ProjectId`] (domain.md G-01).

/// Declares id types, each a text with its collection's prefix.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $collection:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The collection that numbers these ids: the part before the dash.
            pub const COLLECTION: &'static str = $collection;

            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            pub fn numbered(number: i64) -> Self {
                Self(format!("{}-{number}", $collection))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

ids! {
    SpaceId = "Spaces";
    UserId = "Users";
    ApiKeyId = "APIKeys";
    OidcIdentityId = "OidcIdentities";
    InvitationId = "Invitations";
    TeamId = "Teams";
    UserRoleId = "UserRoles";
    ScopedUserRoleId = "ScopedUserRoles";
    EnvironmentId = "Environments";
    LifecycleId = "Lifecycles";
    PhaseId = "Phases";
    ProjectGroupId = "ProjectGroups";
    LibraryVariableSetId = "LibraryVariableSets";
    AccountId = "Accounts";
    CertificateId = "Certificates";
    ProjectId = "Projects";
    ChannelId = "Channels";
    TenantId = "Tenants";
    /// `deploymentprocess-Projects-1`, or a snapshot of it.
    ProcessId = "deploymentprocess";
    /// `variableset-Projects-1`, or a snapshot of it.
    VariableSetId = "variableset";
    FeedId = "Feeds";
    PackageVersionId = "packages";
    BuildInformationId = "BuildInformation";
    ReleaseId = "Releases";
    DeploymentId = "Deployments";
    TaskId = "ServerTasks";
    MachineId = "Machines";
    MachinePolicyId = "MachinePolicies";
    WorkerPoolId = "WorkerPools";
    ArtifactId = "Artifacts";
    InterruptionId = "Interruptions";
    EventId = "Events";
    ServerNodeId = "OctopusServerNodes";
}
