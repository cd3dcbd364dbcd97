//! The tables of each kind of document.

use pulpo_access::Placed;
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
use pulpo_domain::names;
use pulpo_domain::process::Process;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::release::Release;
use pulpo_domain::space::Space;
use pulpo_domain::task::Task;
use pulpo_domain::variables::VariableSet;
use pulpo_domain::versions::{SemverVersion, Version};
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};

use crate::documents::Document;
use crate::value::Value;

/// One line a column: its name, and its value from the record.
macro_rules! documents {
    ($($document:ty, $table:literal, $noun:expr, |$record:ident| { $($column:literal: $value:expr),* $(,)? };)*) => {$(
        impl Document for $document {
            const TABLE: &'static str = $table;
            const NOUN: &'static str = $noun;
            const COLUMNS: &'static [&'static str] = &[$($column),*];

            fn id(&self) -> &str {
                self.id.as_ref()
            }

            fn columns(&self) -> Vec<Value> {
                let $record = self;
                vec![$(Value::from($value)),*]
            }
        }
    )*};
}

fn text<T: AsRef<str>>(id: &T) -> &str {
    id.as_ref()
}

fn optional<T: AsRef<str>>(id: Option<&T>) -> Option<&str> {
    id.map(AsRef::as_ref)
}

/// The key by which versions compare; a text that is no version compares as itself, after all versions.
pub fn version_key(version: &str) -> String {
    Version::parse(version).map_or_else(|_| format!("~{}", version.to_lowercase()), |parsed| parsed.sort_key())
}

/// The key by which versions of packages in the built-in feed compare (NS-02): unlike in releases, metadata counts.
pub fn package_version_key(version: &str) -> String {
    SemverVersion::parse(version).map_or_else(|_| format!("~{}", version.to_lowercase()), |parsed| parsed.sort_key())
}

documents! {
    Space, "space", <Space as Placed>::NOUN, |r| { "name_key": names::key(&r.name), "slug": &r.slug };
    User, "app_user", <User as Placed>::NOUN, |r| {
        "name_key": names::key(&r.username),
        "email_key": names::key(r.email_address.as_deref().unwrap_or_default()),
        "display_key": names::key(&r.display_name),
        "is_active": r.is_active,
        "is_service": r.is_service,
    };
    ApiKey, "api_key", "API key", |r| { "user_id": text(&r.user_id), "hint": &r.hint, "created": r.created, "expires": r.expires };
    OidcIdentity, "oidc_identity", "OIDC identity", |r| { "user_id": text(&r.user_id) };
    Invitation, "invitation", "invitation", |r| { "code_hash": &r.code_hash, "expires": r.expires };
    Team, "team", <Team as Placed>::NOUN, |r| { "space_id": optional(r.space_id.as_ref()), "name_key": names::key(&r.name) };
    UserRole, "user_role", <UserRole as Placed>::NOUN, |r| { "name_key": names::key(&r.name) };
    ScopedUserRole, "scoped_user_role", <ScopedUserRole as Placed>::NOUN, |r| {
        "space_id": optional(r.space_id.as_ref()),
        "team_id": text(&r.team_id),
        "user_role_id": text(&r.user_role_id),
    };
    Environment, "environment", <Environment as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug, "sort_order": r.sort_order,
    };
    ProjectGroup, "project_group", <ProjectGroup as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug,
    };
    LibraryVariableSet, "library_variable_set", <LibraryVariableSet as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "content_type": r.content_type.name(),
    };
    Lifecycle, "lifecycle", <Lifecycle as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug,
    };
    Project, "project", <Project as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "name_key": names::key(&r.name),
        "slug": &r.slug,
        "project_group_id": text(&r.project_group_id),
        "lifecycle_id": text(&r.lifecycle_id),
    };
    Channel, "channel", <Channel as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "name_key": names::key(&r.name),
        "slug": &r.slug,
        "project_id": text(&r.project_id),
        "lifecycle_id": optional(r.lifecycle_id.as_ref()),
    };
    Process, "process", <Process as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "project_id": text(&r.project_id), "is_snapshot": r.is_snapshot,
    };
    VariableSet, "variable_set", "variable set", |r| {
        "space_id": text(&r.space_id), "owner_id": &r.owner_id, "is_snapshot": r.is_snapshot,
    };
    Feed, "feed", <Feed as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug,
    };
    Package, "package", "package", |r| {
        "space_id": text(&r.space_id),
        "package_key": names::key(&r.package_id),
        "version_key": package_version_key(&r.version),
        "is_prerelease": SemverVersion::parse(&r.version).is_ok_and(|version| version.is_prerelease()),
        "published": r.published,
        "blob": &r.blob,
    };
    BuildInformation, "build_information", <BuildInformation as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "package_key": names::key(&r.of.package_id),
        "version_key": package_version_key(&r.of.version),
        "created": r.created,
    };
    Release, "release", <Release as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "project_id": text(&r.project_id),
        "channel_id": text(&r.channel_id),
        "version_key": version_key(&r.version),
        "version_text": &r.version,
        "assembled": r.assembled,
    };
    Deployment, "deployment", <Deployment as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "project_id": text(&r.project_id),
        "release_id": text(&r.release_id),
        "channel_id": text(&r.channel_id),
        "environment_id": text(&r.environment_id),
        "tenant_id": optional(r.tenant_id.as_ref()),
        "task_id": text(&r.task_id),
        "created": r.created,
        "succeeded": r.succeeded,
    };
    Machine, "machine", <Machine as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug,
    };
    InfrastructureAccount, "infrastructure_account", <InfrastructureAccount as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "name_key": names::key(&r.name),
        "slug": &r.slug,
        "account_type": r.account_type.name(),
    };
    Certificate, "certificate", <Certificate as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "name_key": names::key(&r.name),
        "search_key": r.search_key(),
        "not_after": r.content.facts.not_after,
        "is_archived": r.archived.is_some(),
    };
    WorkerPool, "worker_pool", <WorkerPool as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name), "slug": &r.slug, "sort_order": r.sort_order,
    };
    MachinePolicy, "machine_policy", <MachinePolicy as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id), "name_key": names::key(&r.name),
    };
    Artifact, "artifact", <Artifact as Placed>::NOUN, |r| {
        "space_id": text(&r.space_id),
        "task_id": text(&r.task_id),
        "project_id": optional(r.project_id.as_ref()),
        "environment_id": optional(r.environment_id.as_ref()),
        "tenant_id": optional(r.tenant_id.as_ref()),
        "created": r.created,
        "number": trailing_number(text(&r.id)),
        "name_key": r.filename.to_lowercase(),
        "blob": r.blob.as_deref(),
    };
    Task, "task", <Task as Placed>::NOUN, |r| {
        "space_id": optional(r.space_id.as_ref()),
        "name": &r.name,
        "state": r.state.name(),
        "is_completed": r.state.is_completed(),
        "project_id": optional(r.project_id.as_ref()),
        "environment_id": optional(r.environment_id.as_ref()),
        "tenant_id": optional(r.tenant_id.as_ref()),
        "concurrency_tag": r.concurrency_tag.as_deref(),
        "queue_time": r.queue_time,
        "queue_time_expiry": r.queue_time_expiry,
        "number": trailing_number(text(&r.id)),
        "has_warnings_or_errors": r.has_warnings_or_errors,
        "description_key": r.description.to_lowercase(),
        "server_node": r.server_node.as_deref(),
        "start_time": r.start_time,
        "completed_time": r.completed_time,
    };
}

/// The seven of `ServerTasks-7`.
fn trailing_number(id: &str) -> i64 {
    id.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// The key of a package id: they compare ignoring case.
pub fn package_key(id: &str) -> String {
    names::key(id)
}
