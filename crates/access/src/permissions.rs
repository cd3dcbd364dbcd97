//! Every permission: its name, where it can be held, what can restrict it (access.md 4, 5).
//!
//! Each permission is a type, so that a proof of one cannot stand for another, and a value of [`Permission`],
//! so that grants can be data.

/// Where a permission can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Space,
    System,
    Both,
}

/// By what a grant of a permission can be restricted, beside its space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each dimension applies or does not, independently of the others")]
pub struct Restrictable {
    pub projects: bool,
    pub project_groups: bool,
    pub environments: bool,
    pub tenants: bool,
}

/// A permission as a type.
pub trait Permits: Send + Sync + 'static {
    const NAME: Permission;
}

macro_rules! permissions {
    ($($name:ident $level:ident [$($restriction:ident)*] $explicit:literal $description:literal;)*) => {
        /// A permission as a value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $($name,)*
        }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// What it allows, beginning with a capital letter.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $description,)* }
            }

            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }

            pub fn restrictable(self) -> Restrictable {
                match self { $(Self::$name => restrictable(&[$(stringify!($restriction)),*]),)* }
            }

            /// Whether a grant restricted to tenants leaves untenanted documents out (access.md 5.2).
            pub fn needs_explicit_tenant(self) -> bool {
                match self { $(Self::$name => $explicit,)* }
            }
        }

        $(
            #[doc = $description]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl Permits for $name {
                const NAME: Permission = Permission::$name;
            }
        )*
    };
}

fn restrictable(names: &[&str]) -> Restrictable {
    Restrictable {
        projects: names.contains(&"Projects"),
        project_groups: names.contains(&"ProjectGroups") || names.contains(&"Projects"),
        environments: names.contains(&"Environments"),
        tenants: names.contains(&"Tenants"),
    }
}

impl Permission {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.name().eq_ignore_ascii_case(name))
    }

    pub fn at_space_level(self) -> bool {
        matches!(self.level(), Level::Space | Level::Both)
    }

    pub fn at_system_level(self) -> bool {
        matches!(self.level(), Level::System | Level::Both)
    }
}

permissions! {
    AccountCreate Space [Environments] false "Add infrastructure accounts";
    AccountDelete Space [Environments] false "Remove infrastructure accounts";
    AccountEdit Space [Environments] false "Change infrastructure accounts";
    AccountView Space [Environments] false "See infrastructure accounts (secrets stay hidden)";
    ActionTemplateCreate Space [] false "Add step templates";
    ActionTemplateDelete Space [] false "Remove step templates";
    ActionTemplateEdit Space [] false "Change step templates";
    ActionTemplateView Space [] false "See step templates";
    AdministerSystem System [] false "Run the installation itself: hosting, public URL, nodes, maintenance mode, diagnostics";
    AiAgentTranscriptView Space [Projects Environments Tenants] true "Read transcripts of AI agents";
    ApprovalPolicyAdminister System [] false "Add, change or remove approval policies";
    ArtifactCreate Space [Projects Environments Tenants] true "Attach an artifact by hand";
    ArtifactDelete Space [Projects Environments Tenants] true "Remove artifacts";
    ArtifactEdit Space [Projects Environments Tenants] true "Change an artifact's description";
    ArtifactView Space [Projects Environments Tenants] true "See and download artifacts";
    BuildInformationAdminister Space [] false "Overwrite or remove build information";
    BuildInformationPush Space [] false "Record build information for a package version";
    BuiltInFeedAdminister Space [Projects] false "Overwrite or remove packages in the built-in feed";
    BuiltInFeedDownload Space [Projects] false "Download package contents from the built-in feed";
    BuiltInFeedPush Space [Projects] false "Push new packages to the built-in feed";
    CertificateCreate Space [] false "Upload or generate certificates";
    CertificateDelete Space [Environments Tenants] false "Remove certificates";
    CertificateEdit Space [Environments Tenants] false "Change, replace or archive certificates";
    CertificateExportPrivateKey Space [Environments Tenants] false "Download a certificate's private key";
    CertificateView Space [Environments Tenants] false "See certificates (never their private keys)";
    ConfigureServer System [] false "Change server-wide settings such as sign-in providers, mail and security headers";
    DefectReport Space [Projects] false "Mark a release as blocked from moving on";
    DefectResolve Space [Projects] false "Clear the block on a release";
    DeployedResourceAdminister Space [Projects Environments Tenants] true "Act on deployed resources the server manages (for example Kubernetes objects)";
    DeploymentCreate Space [Projects Environments Tenants] true "Start a deployment of a release to an environment";
    DeploymentDelete Space [Projects Environments Tenants] true "Remove a deployment record";
    DeploymentFreezeAdminister Space [] false "Create, change, remove and override deployment freezes";
    DeploymentView Space [Projects Environments Tenants] true "See deployments";
    EnvironmentCreate Space [Environments] false "Add environments";
    EnvironmentDelete Space [Environments] false "Remove environments";
    EnvironmentEdit Space [Environments] false "Change environments and their order";
    EnvironmentView Space [Environments] false "See environments";
    EventRetentionDelete System [] false "Remove archived audit files";
    EventRetentionView System [] false "List and download archived audit files";
    EventView Both [Projects Environments Tenants] true "Read audit events";
    FeatureToggleEdit Space [] false "Add, change or remove feature toggles";
    FeedEdit Space [] false "Add, change or remove package feeds";
    FeedView Space [] false "See package feeds and search the packages they hold";
    GitCredentialEdit Space [] false "Add, change or remove stored Git credentials";
    GitCredentialView Space [] false "See stored Git credentials (secrets stay hidden)";
    InsightsReportCreate Space [] false "Add Insights reports";
    InsightsReportDelete Space [] false "Remove Insights reports";
    InsightsReportEdit Space [] false "Change Insights reports";
    InsightsReportView Space [] false "See Insights reports";
    InterruptionSubmit Space [Projects Environments Tenants] true "Take and answer any interruption";
    InterruptionView Space [Projects Environments Tenants] true "See interruptions raised by a running task";
    InterruptionViewSubmitResponsible Space [Projects Environments Tenants] true "See, take and answer interruptions assigned to one of one's own teams";
    LibraryVariableSetCreate Space [] false "Add library variable sets";
    LibraryVariableSetDelete Space [] false "Remove library variable sets";
    LibraryVariableSetEdit Space [] false "Change library variable sets";
    LibraryVariableSetView Space [] false "See library variable sets";
    LifecycleCreate Space [] false "Add lifecycles";
    LifecycleDelete Space [] false "Remove lifecycles";
    LifecycleEdit Space [] false "Change lifecycles";
    LifecycleView Space [] false "See lifecycles";
    MachineCreate Space [Environments Tenants] false "Register deployment targets";
    MachineDelete Space [Environments Tenants] false "Remove deployment targets";
    MachineEdit Space [Environments Tenants] false "Change deployment targets";
    MachinePolicyCreate Space [] false "Add machine policies";
    MachinePolicyDelete Space [] false "Remove machine policies";
    MachinePolicyEdit Space [] false "Change machine policies";
    MachinePolicyView Space [] false "See machine (health check) policies";
    MachineView Space [Environments Tenants] false "See deployment targets";
    PlatformHubEdit System [] false "Add, change or remove Platform Hub resources";
    PlatformHubView System [] false "See Platform Hub resources";
    ProcessEdit Space [Projects] false "Change a project's deployment steps and channels";
    ProcessView Space [Projects] false "See a project's deployment steps and channels";
    ProjectCreate Space [ProjectGroups] false "Add a project to a project group";
    ProjectDelete Space [Projects Tenants] false "Remove a project";
    ProjectEdit Space [Projects Tenants] false "Change a project's settings";
    ProjectGroupCreate Space [ProjectGroups] false "Add project groups";
    ProjectGroupDelete Space [ProjectGroups] false "Remove project groups";
    ProjectGroupEdit Space [ProjectGroups] false "Change project groups";
    ProjectGroupView Space [ProjectGroups] false "See project groups";
    ProjectView Space [Projects Tenants] false "See a project and its settings";
    ProxyCreate Space [] false "Add outbound proxies";
    ProxyDelete Space [] false "Remove outbound proxies";
    ProxyEdit Space [] false "Change outbound proxies";
    ProxyView Space [] false "See outbound proxies";
    ReleaseCreate Space [Projects Tenants] false "Make a new release of a project";
    ReleaseDelete Space [Projects Tenants] false "Remove a release";
    ReleaseEdit Space [Projects Tenants] false "Change an existing release, including re-taking its variable snapshot";
    ReleaseView Space [Projects Tenants] false "See releases of a project";
    RetentionAdminister Space [] false "Manage retention policies";
    RunbookEdit Space [Projects] false "Add, change or remove runbooks";
    RunbookRunCreate Space [Projects Environments Tenants] true "Start runbook runs";
    RunbookRunDelete Space [Projects Environments Tenants] true "Remove runbook run records";
    RunbookRunView Space [Projects Environments Tenants] true "See runbook runs";
    RunbookSnapshotCreate Space [Projects] false "Take runbook snapshots without the right to edit runbook steps";
    RunbookView Space [Projects] false "See runbooks";
    SpaceCreate System [] false "Add spaces";
    SpaceDelete System [] false "Remove spaces";
    SpaceEdit System [] false "Change spaces, including their managers and task queue";
    SpaceView System [] false "See every space";
    SshKnownHostsAdminister Space [] false "Add, change or remove SSH known hosts";
    SshKnownHostsView Space [] false "See the SSH known hosts list";
    SubscriptionCreate Space [] false "Add event subscriptions";
    SubscriptionDelete Space [] false "Remove event subscriptions";
    SubscriptionEdit Space [] false "Change event subscriptions";
    SubscriptionView Space [] false "See event subscriptions";
    TagSetCreate Space [] false "Add tag sets";
    TagSetDelete Space [] false "Remove tag sets";
    TagSetEdit Space [] false "Change tag sets and their tags";
    TargetTagAdminister Space [] false "Add, change or remove target tags";
    TargetTagView Space [] false "See target tags";
    TaskCancel Both [Projects Environments Tenants] false "Cancel server tasks";
    TaskCreate Both [Projects Environments Tenants] false "Start server tasks directly (health check, script console and similar)";
    TaskEdit Both [Projects Environments Tenants] false "Change a task's recorded state";
    TaskPrioritize Space [] false "Start deployments that jump the queue";
    TaskView Both [Projects Environments Tenants] false "See server tasks including their logs";
    TeamCreate Both [] false "Add teams";
    TeamDelete Both [] false "Remove teams";
    TeamEdit Both [] false "Change team members and the roles a team holds";
    TeamView Both [] false "See teams and their members";
    TelemetryView System [] false "See collected telemetry";
    TenantCreate Space [Tenants] false "Add tenants";
    TenantDelete Space [Tenants] false "Remove tenants";
    TenantEdit Space [Tenants] false "Change tenants";
    TenantView Space [Tenants] false "See tenants";
    TriggerCreate Space [Projects] false "Add project triggers";
    TriggerDelete Space [Projects] false "Remove project triggers";
    TriggerEdit Space [Projects] false "Change project triggers";
    TriggerView Space [Projects] false "See project triggers";
    UserEdit System [] false "Add, change, disable and remove user accounts";
    UserInvite System [] false "Issue invitation codes";
    UserRoleEdit System [] false "Add, change or remove user role definitions";
    UserRoleView System [] false "See user role definitions and who holds them";
    UserView System [] false "See user accounts";
    VariableEdit Space [Projects Environments] false "Change project variables";
    VariableEditUnscoped Space [Projects] false "Change variables that carry no environment scope";
    VariableView Space [Projects Environments] false "See variables of projects and library sets (secret values stay hidden)";
    VariableViewUnscoped Space [Projects] false "See variables that carry no environment scope";
    WorkerEdit Space [] false "Add, change or remove workers and worker pools";
    WorkerView Space [] false "See workers and worker pools";
}
