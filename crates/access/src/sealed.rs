//! Records that open only for those who may.
//!
//! A record leaves the store [`Sealed`]; only [`Sealed::open`] with a caller who holds the permission gives a
//! [`Granted`] one, and the store changes a record only against a [`Granted`] whose permission
//! [may change it](MayChange). So a forgotten check does not compile:
//!
//! ```compile_fail
//! # use pulpo_access::Sealed; use pulpo_domain::project::Project;
//! fn name(sealed: Sealed<Project>) -> String { sealed.name }
//! ```
//! ```compile_fail
//! # use pulpo_access::{Granted, MayChange, permissions::ProjectView}; use pulpo_domain::project::Project;
//! fn change<P: MayChange<Project>>(_: &Granted<P, Project>) {}
//! fn looked_at(project: &Granted<ProjectView, Project>) { change(project) }
//! ```
//! ```compile_fail
//! # use pulpo_access::{Granted, permissions::ProjectEdit}; use pulpo_domain::project::Project;
//! fn made_by_hand(inner: Project) -> Granted<ProjectEdit, Project> {
//!     Granted { inner, permission: std::marker::PhantomData }
//! }
//! ```

use std::marker::PhantomData;
use std::ops::Deref;

use pulpo_domain::account::{ApiKey, Invitation, OidcIdentity, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::artifact::Artifact;
use pulpo_domain::build_information::BuildInformation;
use pulpo_domain::certificate::Certificate;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::environment::Environment;
use pulpo_domain::feed::{Feed, Package};
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
use pulpo_domain::variables::VariableSet;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};

use crate::caller::Caller;
use crate::denied::Denied;
use crate::permissions::{self as permission, Permission, Permits};
use crate::place::Placed;

/// A record that was loaded but not yet shown to anyone.
#[derive(Debug)]
pub struct Sealed<T>(T);

/// A record together with the proof that this caller may do `P` to it.
#[derive(Debug)]
pub struct Granted<P, T> {
    inner: T,
    permission: PhantomData<P>,
}

impl<T> Sealed<T> {
    pub fn new(record: T) -> Self {
        Self(record)
    }

    /// Takes the record for the server's own rules, which see more than the caller may. What is learned this
    /// way must not reach the caller but as the outcome of the rule.
    pub fn for_rules(self) -> T {
        self.0
    }
}

impl<T: Placed> Sealed<T> {
    /// Opens the record for a caller who holds `P` there.
    ///
    /// `view` are the permissions any of which lets the caller know that the record exists: whoever holds none
    /// is told that there is nothing.
    pub fn open<P: Permits>(self, caller: &Caller, view: &[Permission], id: &str) -> Result<Granted<P, T>, Denied> {
        let place = if view.contains(&P::NAME) { self.0.place_to_see() } else { self.0.place() };
        if caller.uses(P::NAME, &place) {
            return Ok(Granted { inner: self.0, permission: PhantomData });
        }
        let to_see = self.0.place_to_see();
        if !view.contains(&P::NAME) && view.iter().any(|view| caller.may(*view, &to_see)) {
            return Err(caller.forbidden(P::NAME, &place));
        }
        Err(Denied::Hidden { noun: T::NOUN, id: id.to_owned() })
    }

    /// Opens the record for seeing, for a caller who holds any of the permissions that show it.
    pub fn open_to_see(self, caller: &Caller, view: &[Permission], id: &str) -> Result<T, Denied> {
        let place = self.0.place_to_see();
        if view.iter().any(|permission| caller.may(*permission, &place)) {
            caller.note(view, &place);
            return Ok(self.0);
        }
        Err(Denied::Hidden { noun: T::NOUN, id: id.to_owned() })
    }
}

impl<P: Permits, T: Placed> Granted<P, T> {
    /// Grants a record that is only about to be made: its own place decides.
    pub fn create(record: T, caller: &Caller) -> Result<Self, Denied> {
        if caller.uses(P::NAME, &record.place()) {
            return Ok(Self { inner: record, permission: PhantomData });
        }
        Err(caller.forbidden(P::NAME, &record.place()))
    }

    /// The same proof for the record as it shall be. A change that moves the record to another place needs the
    /// permission there, too (CVE-2017-17665).
    pub fn changed_to(self, record: T, caller: &Caller) -> Result<Self, Denied> {
        if caller.uses(P::NAME, &record.place()) {
            return Ok(Self { inner: record, permission: PhantomData });
        }
        Err(caller.forbidden(P::NAME, &record.place()))
    }
}

impl<P, T> Granted<P, T> {
    /// A record that the server itself writes in the course of its work; not for requests.
    pub fn by_server(record: T) -> Self {
        Self { inner: record, permission: PhantomData }
    }

    pub fn into_inner(self) -> T {
        self.inner
    }
}

impl<P, T> Deref for Granted<P, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

/// The permissions that may write a kind of record: create it, change it or delete it.
pub trait MayChange<T>: Permits {}

macro_rules! may_change {
    ($($document:ty: $($permission:ident)*;)*) => {
        $($(impl MayChange<$document> for permission::$permission {})*)*
    };
}

may_change! {
    Space: SpaceCreate SpaceEdit SpaceDelete;
    Environment: EnvironmentCreate EnvironmentEdit EnvironmentDelete;
    ProjectGroup: ProjectGroupCreate ProjectGroupEdit ProjectGroupDelete;
    LibraryVariableSet: LibraryVariableSetCreate LibraryVariableSetEdit LibraryVariableSetDelete;
    Lifecycle: LifecycleCreate LifecycleEdit LifecycleDelete;
    Project: ProjectCreate ProjectEdit ProjectDelete ProcessEdit;
    Channel: ProcessEdit ProjectCreate ProjectDelete;
    Process: ProcessEdit ProjectCreate ProjectDelete ReleaseCreate;
    VariableSet: VariableEdit ProjectCreate ProjectDelete ReleaseCreate ReleaseEdit MachineDelete
        LibraryVariableSetCreate LibraryVariableSetDelete;
    Feed: FeedEdit SpaceCreate;
    InfrastructureAccount: AccountCreate AccountEdit AccountDelete;
    Certificate: CertificateCreate CertificateEdit CertificateDelete;
    WorkerPool: WorkerEdit SpaceCreate;
    MachinePolicy: MachinePolicyEdit SpaceCreate;
    Package: BuiltInFeedPush BuiltInFeedAdminister;
    BuildInformation: BuildInformationPush BuildInformationAdminister;
    Release: ReleaseCreate ReleaseEdit ReleaseDelete DefectReport DefectResolve ProjectDelete;
    Deployment: DeploymentCreate DeploymentDelete ReleaseDelete ProjectDelete TaskEdit;
    Task: DeploymentCreate TaskCreate TaskCancel TaskEdit DeploymentDelete ReleaseDelete ProjectDelete;
    Machine: MachineCreate MachineEdit MachineDelete;
    Artifact: ArtifactCreate ArtifactEdit ArtifactDelete TaskCreate;
    User: UserEdit;
    ApiKey: UserEdit;
    OidcIdentity: UserEdit;
    Invitation: UserInvite;
    Team: TeamCreate TeamEdit TeamDelete;
    UserRole: UserRoleEdit;
    ScopedUserRole: TeamEdit;
}
