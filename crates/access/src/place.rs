//! Where a document stands: its space, and its project, environment and tenant where it has them.

use std::collections::BTreeSet;

use pulpo_domain::account::{ScopedUserRole, Team, User, UserRole};
use pulpo_domain::artifact::Artifact;
use pulpo_domain::build_information::BuildInformation;
use pulpo_domain::certificate::Certificate;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::environment::Environment;
use pulpo_domain::feed::Feed;
use pulpo_domain::ids::{EnvironmentId, ProjectGroupId, ProjectId, SpaceId, TenantId};
use pulpo_domain::infrastructure_account::InfrastructureAccount;
use pulpo_domain::library_variable_set::LibraryVariableSet;
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::Machine;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::release::Release;
use pulpo_domain::space::Space;
use pulpo_domain::task::Task;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};

/// The values of one dimension that a check asks about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked<T> {
    /// The document has no such dimension; only an unrestricted grant covers it.
    Nothing,
    /// The dimension does not matter to this question.
    Any,
    /// All of these must be covered.
    All(Vec<T>),
    /// One of these is enough: for seeing a document that stands in several (access.md 5.2).
    OneOf(Vec<T>),
}

impl<T: Ord> Asked<T> {
    /// An empty restriction covers everything.
    pub fn covered_by(&self, restriction: &BTreeSet<T>) -> bool {
        if restriction.is_empty() {
            return true;
        }
        match self {
            Self::Any => true,
            Self::Nothing => false,
            Self::All(values) => !values.is_empty() && values.iter().all(|value| restriction.contains(value)),
            Self::OneOf(values) => values.iter().any(|value| restriction.contains(value)),
        }
    }
}

/// What a check asks about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Absent: at system level.
    pub space: Option<SpaceId>,
    pub projects: Asked<ProjectId>,
    pub groups: Asked<ProjectGroupId>,
    pub environments: Asked<EnvironmentId>,
    /// [`Asked::Nothing`] for what belongs to no tenant.
    pub tenants: Asked<TenantId>,
}

impl Place {
    /// The server as a whole.
    pub const SYSTEM: Self = Self {
        space: None,
        projects: Asked::Nothing,
        groups: Asked::Nothing,
        environments: Asked::Nothing,
        tenants: Asked::Nothing,
    };

    /// Something in a space that belongs to no project, environment or tenant.
    pub fn space(space: &SpaceId) -> Self {
        Self { space: Some(space.clone()), ..Self::SYSTEM }
    }

    /// Anywhere in a space, or in the system for none: what a list or the door of a route asks about. Never the
    /// place of a document.
    pub fn anywhere(space: Option<&SpaceId>) -> Self {
        Self {
            space: space.cloned(),
            projects: Asked::Any,
            groups: Asked::Any,
            environments: Asked::Any,
            tenants: Asked::Any,
        }
    }

    #[must_use]
    pub fn project(mut self, project: &ProjectId) -> Self {
        self.projects = Asked::All(vec![project.clone()]);
        self
    }

    #[must_use]
    pub fn projects(mut self, projects: Vec<ProjectId>) -> Self {
        self.projects = if projects.is_empty() { Asked::Nothing } else { Asked::All(projects) };
        self
    }

    #[must_use]
    pub fn group(mut self, group: &ProjectGroupId) -> Self {
        self.groups = Asked::All(vec![group.clone()]);
        self
    }

    #[must_use]
    pub fn environment(mut self, environment: &EnvironmentId) -> Self {
        self.environments = Asked::All(vec![environment.clone()]);
        self
    }

    #[must_use]
    pub fn any_environment(mut self) -> Self {
        self.environments = Asked::Any;
        self
    }

    #[must_use]
    pub fn tenant(mut self, tenant: Option<&TenantId>) -> Self {
        self.tenants = tenant.map_or(Asked::Nothing, |tenant| Asked::All(vec![tenant.clone()]));
        self
    }
}

/// A document that knows where it stands.
pub trait Placed {
    /// What people call it.
    const NOUN: &'static str;
    /// The place that acting on it asks about.
    fn place(&self) -> Place;
    /// The place that seeing it asks about; differs where it stands in several environments at once.
    fn place_to_see(&self) -> Place {
        self.place()
    }
}

/// Declares documents that stand in a space and nowhere nearer.
macro_rules! in_space {
    ($($document:ty = $noun:literal;)*) => {$(
        impl Placed for $document {
            const NOUN: &'static str = $noun;
            fn place(&self) -> Place {
                Place::space(&self.space_id)
            }
        }
    )*};
}

in_space! {
    BuildInformation = "build information";
    Lifecycle = "lifecycle";
    WorkerPool = "worker pool";
    MachinePolicy = "machine policy";
}

/// Declares documents of the whole server.
macro_rules! in_system {
    ($($document:ty = $noun:literal;)*) => {$(
        impl Placed for $document {
            const NOUN: &'static str = $noun;
            fn place(&self) -> Place {
                Place::SYSTEM
            }
        }
    )*};
}

in_system! {
    User = "user";
    UserRole = "user role";
}

impl Placed for Space {
    const NOUN: &'static str = "space";
    fn place(&self) -> Place {
        Place::SYSTEM
    }
}

impl Placed for Team {
    const NOUN: &'static str = "team";
    fn place(&self) -> Place {
        self.space_id.as_ref().map_or(Place::SYSTEM, Place::space)
    }
}

impl Placed for ScopedUserRole {
    const NOUN: &'static str = "scoped user role";
    fn place(&self) -> Place {
        self.space_id.as_ref().map_or(Place::SYSTEM, Place::space)
    }
}

impl Placed for Environment {
    const NOUN: &'static str = "environment";
    fn place(&self) -> Place {
        Place::space(&self.space_id).environment(&self.id)
    }
    /// Who may deploy any project to it may see it (access.md 10).
    fn place_to_see(&self) -> Place {
        Place { projects: Asked::Any, tenants: Asked::Any, ..self.place() }
    }
}

impl Placed for Feed {
    const NOUN: &'static str = "feed";
    fn place(&self) -> Place {
        Place::space(&self.space_id)
    }
    /// Who may read the process of any project may see the feeds that processes name (US-10).
    fn place_to_see(&self) -> Place {
        Place { projects: Asked::Any, ..self.place() }
    }
}

impl Placed for ProjectGroup {
    const NOUN: &'static str = "project group";
    fn place(&self) -> Place {
        Place::space(&self.space_id).group(&self.id)
    }
}

impl Placed for LibraryVariableSet {
    const NOUN: &'static str = "library variable set";
    fn place(&self) -> Place {
        Place::space(&self.space_id)
    }
}

impl Placed for Project {
    const NOUN: &'static str = "project";
    fn place(&self) -> Place {
        Place::space(&self.space_id).project(&self.id).group(&self.project_group_id)
    }
}

impl Placed for Channel {
    const NOUN: &'static str = "channel";
    fn place(&self) -> Place {
        Place::space(&self.space_id).project(&self.project_id)
    }
}

impl Placed for Process {
    const NOUN: &'static str = "deployment process";
    fn place(&self) -> Place {
        Place::space(&self.space_id).project(&self.project_id)
    }
}

impl Placed for Release {
    const NOUN: &'static str = "release";
    fn place(&self) -> Place {
        Place::space(&self.space_id).project(&self.project_id)
    }
}

impl Placed for Deployment {
    const NOUN: &'static str = "deployment";
    fn place(&self) -> Place {
        Place::space(&self.space_id)
            .project(&self.project_id)
            .environment(&self.environment_id)
            .tenant(self.tenant_id.as_ref())
    }
}

impl Placed for Task {
    const NOUN: &'static str = "task";
    fn place(&self) -> Place {
        let mut place = self.space_id.as_ref().map_or(Place::SYSTEM, Place::space);
        if let Some(project) = &self.project_id {
            place = place.project(project);
        }
        if let Some(environment) = &self.environment_id {
            place = place.environment(environment);
        }
        place.tenant(self.tenant_id.as_ref())
    }
}

impl Placed for Artifact {
    const NOUN: &'static str = "artifact";
    fn place(&self) -> Place {
        let mut place = Place::space(&self.space_id);
        if let Some(project) = &self.project_id {
            place = place.project(project);
        }
        if let Some(environment) = &self.environment_id {
            place = place.environment(environment);
        }
        place.tenant(self.tenant_id.as_ref())
    }
}

/// Declares documents that stand in several environments at once.
macro_rules! in_environments {
    ($($document:ty = $noun:literal;)*) => {$(
        impl Placed for $document {
            const NOUN: &'static str = $noun;
            fn place(&self) -> Place {
                Place { environments: Asked::All(self.environment_ids.clone()), ..Place::space(&self.space_id) }
            }
            fn place_to_see(&self) -> Place {
                Place { environments: Asked::OneOf(self.environment_ids.clone()), ..Place::space(&self.space_id) }
            }
        }
    )*};
}

in_environments! {
    Machine = "deployment target";
    InfrastructureAccount = "account";
    Certificate = "certificate";
}
