//! Documents for a deployment, put into a store as the use cases would put them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pulpo_access::Granted;
use pulpo_access::permissions as permission;
use pulpo_domain::channel::Channel;
use pulpo_domain::deployment::Deployment;
use pulpo_domain::environment::Environment;
use pulpo_domain::feed::Package;
use pulpo_domain::ids::{
    ChannelId, DeploymentId, EnvironmentId, LifecycleId, MachineId, MachinePolicyId, PackageVersionId, ProcessId,
    ProjectGroupId, ProjectId, ReleaseId, SpaceId, TaskId, UserId, VariableSetId,
};
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::{Endpoint, HealthStatus, Machine, TenantedDeploymentMode};
use pulpo_domain::process::{
    Action, Condition, PackageReference, PackageRequirement, Process, Properties, PropertyValue, StartTrigger, Step,
    property,
};
use pulpo_domain::project::{DeploymentSettings, Project};
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::release::Release;
use pulpo_domain::retention::RetentionPolicy;
use pulpo_domain::space::Space;
use pulpo_domain::task::{Task, TaskState, concurrency_tag};
use pulpo_domain::variables::{Scope, Variable, VariableSet, VariableValue};
use pulpo_store::{Store, StoreError, Topic, Tx};

/// An action: its name, its properties, its condition.
type ActionPlan = (String, Vec<(String, String)>, Condition);

/// A step of a process, in short.
#[derive(Debug, Clone)]
pub struct StepPlan {
    name: String,
    roles: &'static str,
    condition: Condition,
    trigger: StartTrigger,
    properties: Vec<(String, String)>,
    actions: Vec<ActionPlan>,
    packages: Vec<PackageReference>,
}

impl StepPlan {
    /// A script step that runs once on the server.
    pub fn script(name: &str, body: &str) -> Self {
        let own = vec![(property::SCRIPT_BODY.to_owned(), body.to_owned())];
        Self {
            name: name.to_owned(),
            roles: "",
            condition: Condition::Success,
            trigger: StartTrigger::StartAfterPrevious,
            properties: Vec::new(),
            actions: vec![(name.to_owned(), own, Condition::Success)],
            packages: Vec::new(),
        }
    }

    /// Once for each target with this tag.
    #[must_use]
    pub fn on(mut self, roles: &'static str) -> Self {
        self.roles = roles;
        self
    }

    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = condition;
        self
    }

    /// Runs if the expression is true.
    #[must_use]
    pub fn only_if(self, expression: &str) -> Self {
        self.when(Condition::Variable).step_property(property::STEP_CONDITION, expression)
    }

    #[must_use]
    pub fn with_previous(mut self) -> Self {
        self.trigger = StartTrigger::StartWithPrevious;
        self
    }

    #[must_use]
    pub fn step_property(mut self, name: &str, value: &str) -> Self {
        self.properties.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A property of the last action.
    #[must_use]
    pub fn property(mut self, name: &str, value: &str) -> Self {
        if let Some((_, properties, _)) = self.actions.last_mut() {
            properties.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// A package of the built-in feed, unpacked beside the script under the reference's name.
    #[must_use]
    pub fn package(mut self, reference: &str, package_id: &str, version: &str) -> Self {
        self.packages.push(PackageReference {
            id: format!("package-{reference}"),
            name: reference.to_owned(),
            package_id: package_id.to_owned(),
            feed_id: "feeds-builtin".to_owned(),
            acquisition_location: "Server".to_owned(),
            version: Some(version.to_owned()),
            properties: BTreeMap::from([("Extract".to_owned(), "True".to_owned())]),
        });
        self
    }

    /// A further action: the step becomes a rolling one.
    #[must_use]
    pub fn then(mut self, name: &str, body: &str) -> Self {
        let own = vec![(property::SCRIPT_BODY.to_owned(), body.to_owned())];
        self.actions.push((name.to_owned(), own, Condition::Success));
        self
    }

    fn build(&self) -> Step {
        let mut properties = self.properties.clone();
        if !self.roles.is_empty() {
            properties.push((property::TARGET_ROLES.to_owned(), self.roles.to_owned()));
        }
        let action = |(name, own, condition): &ActionPlan| {
            let mut own = own.clone();
            own.push((property::RUN_ON_SERVER.to_owned(), "true".to_owned()));
            own.push((property::SCRIPT_SYNTAX.to_owned(), "Bash".to_owned()));
            own.push((property::SCRIPT_SOURCE.to_owned(), "Inline".to_owned()));
            Action {
                id: format!("action-{name}"),
                name: name.clone(),
                slug: name.to_lowercase(),
                action_type: "Octopus.Script".to_owned(),
                notes: None,
                is_disabled: false,
                is_required: false,
                can_be_used_for_project_versioning: false,
                worker_pool_id: None,
                worker_pool_variable: None,
                environments: Vec::new(),
                excluded_environments: Vec::new(),
                channels: Vec::new(),
                tenant_tags: Vec::new(),
                packages: self.packages.clone(),
                condition: *condition,
                properties: plain(&own),
            }
        };
        Step {
            id: format!("step-{}", self.name),
            name: self.name.clone(),
            slug: self.name.to_lowercase(),
            package_requirement: PackageRequirement::LetOctopusDecide,
            properties: plain(&properties),
            condition: self.condition,
            start_trigger: self.trigger,
            actions: self.actions.iter().map(action).collect(),
        }
    }
}

fn plain(pairs: &[(String, String)]) -> Properties {
    Properties(pairs.iter().map(|(name, value)| (name.clone(), PropertyValue::Plain(value.clone()))).collect())
}

/// A space with one project, one environment and any number of targets and deployments.
#[derive(Debug, Clone)]
pub struct World {
    pub steps: Vec<StepPlan>,
    /// Names and tags.
    pub targets: Vec<(&'static str, &'static str)>,
    pub variables: Vec<(&'static str, VariableValue)>,
}

const SPACE: &str = "Spaces-1";
const PROJECT: &str = "Projects-1";

impl World {
    pub fn new(steps: Vec<StepPlan>) -> Self {
        Self { steps, targets: Vec::new(), variables: Vec::new() }
    }

    #[must_use]
    pub fn target(mut self, name: &'static str, role: &'static str) -> Self {
        self.targets.push((name, role));
        self
    }

    #[must_use]
    pub fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, VariableValue::Plain(value.to_owned())));
        self
    }

    #[must_use]
    pub fn secret(mut self, name: &'static str, value: &str, store: &Store) -> Self {
        let sealed = store.master_key().seal(value, &**store.random());
        self.variables.push((name, VariableValue::Sealed(sealed)));
        self
    }

    /// Writes everything but deployments.
    pub async fn build(self, store: &Store) {
        store.write(move |tx| self.insert(tx)).await.expect("the world can be built");
    }

    fn insert(self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let space_id = SpaceId::new(SPACE);
        tx.insert(&Granted::<permission::SpaceCreate, _>::by_server(Space {
            id: space_id.clone(),
            name: "Default".to_owned(),
            slug: "default".to_owned(),
            description: None,
            is_default: true,
            is_private: false,
            task_queue_stopped: false,
            space_managers_teams: Vec::new(),
            space_managers_team_members: Vec::new(),
        }))?;
        tx.insert(&Granted::<permission::EnvironmentCreate, _>::by_server(Environment {
            id: EnvironmentId::new("Environments-1"),
            space_id: space_id.clone(),
            name: "Test".to_owned(),
            slug: "test".to_owned(),
            description: String::new(),
            sort_order: 0,
            use_guided_failure: false,
            allow_dynamic_infrastructure: false,
        }))?;
        tx.insert(&Granted::<permission::ProjectGroupCreate, _>::by_server(ProjectGroup {
            id: ProjectGroupId::new("ProjectGroups-1"),
            space_id: space_id.clone(),
            name: "Default Project Group".to_owned(),
            slug: "default-project-group".to_owned(),
            description: String::new(),
            environment_ids: Vec::new(),
            is_default: true,
        }))?;
        tx.insert(&Granted::<permission::LifecycleCreate, _>::by_server(Lifecycle {
            id: LifecycleId::new("Lifecycles-1"),
            space_id: space_id.clone(),
            name: "Default Lifecycle".to_owned(),
            slug: "default-lifecycle".to_owned(),
            description: String::new(),
            phases: Vec::new(),
            release_retention: RetentionPolicy::FOREVER,
            tentacle_retention: RetentionPolicy::FOREVER,
            is_default: true,
        }))?;
        tx.insert(&Granted::<permission::ProjectCreate, _>::by_server(project(&space_id)))?;
        tx.insert(&Granted::<permission::ProjectCreate, _>::by_server(Channel {
            id: ChannelId::new("Channels-1"),
            space_id: space_id.clone(),
            project_id: ProjectId::new(PROJECT),
            name: "Default".to_owned(),
            slug: "default".to_owned(),
            description: None,
            is_default: true,
            lifecycle_id: None,
            rules: Vec::new(),
            tenant_tags: Vec::new(),
        }))?;
        tx.insert(&Granted::<permission::ReleaseCreate, _>::by_server(Process {
            id: ProcessId::new("deploymentprocess-Projects-1-s-0"),
            space_id: space_id.clone(),
            project_id: ProjectId::new(PROJECT),
            steps: self.steps.iter().map(StepPlan::build).collect(),
            version: 0,
            last_snapshot_id: None,
            is_snapshot: true,
        }))?;
        tx.insert(&Granted::<permission::ReleaseCreate, _>::by_server(VariableSet {
            id: VariableSetId::new("variableset-Projects-1-s-0"),
            space_id: space_id.clone(),
            owner_id: PROJECT.to_owned(),
            version: 0,
            variables: self.variables.into_iter().map(|(name, value)| variable(name, value)).collect(),
            is_snapshot: true,
        }))?;
        tx.insert(&Granted::<permission::ReleaseCreate, _>::by_server(release(&space_id, tx.now())))?;
        for (number, (name, role)) in (1..).zip(self.targets) {
            tx.insert(&Granted::<permission::MachineCreate, _>::by_server(machine(&space_id, number, name, role)))?;
        }
        Ok(())
    }
}

fn project(space_id: &SpaceId) -> Project {
    Project {
        id: ProjectId::new(PROJECT),
        space_id: space_id.clone(),
        name: "Web Shop".to_owned(),
        slug: "web-shop".to_owned(),
        description: String::new(),
        is_disabled: false,
        project_group_id: ProjectGroupId::new("ProjectGroups-1"),
        lifecycle_id: LifecycleId::new("Lifecycles-1"),
        variable_set_id: VariableSetId::new("variableset-Projects-1"),
        deployment_process_id: ProcessId::new("deploymentprocess-Projects-1"),
        included_library_variable_set_ids: Vec::new(),
        tenanted_deployment_mode: TenantedDeploymentMode::Untenanted,
        discrete_channel_release: false,
        auto_create_release: false,
        allow_ignore_channel_rules: false,
        cloned_from_project_id: None,
        settings: DeploymentSettings::default(),
    }
}

fn variable(name: &str, value: VariableValue) -> Variable {
    let kind = if matches!(value, VariableValue::Sealed(_)) { "Sensitive" } else { "String" };
    Variable {
        id: format!("variable-{name}"),
        name: name.to_owned(),
        value,
        description: None,
        kind: kind.to_owned(),
        is_editable: true,
        scope: Scope::default(),
        prompt: None,
    }
}

fn release(space_id: &SpaceId, now: Timestamp) -> Release {
    Release {
        id: ReleaseId::new("Releases-1"),
        space_id: space_id.clone(),
        project_id: ProjectId::new(PROJECT),
        channel_id: ChannelId::new("Channels-1"),
        version: "1.0.4".to_owned(),
        release_notes: None,
        assembled: now,
        selected_packages: Vec::new(),
        process_snapshot_id: ProcessId::new("deploymentprocess-Projects-1-s-0"),
        variable_set_snapshot_id: VariableSetId::new("variableset-Projects-1-s-0"),
        library_variable_set_snapshot_ids: Vec::new(),
        ignore_channel_rules: false,
        custom_fields: BTreeMap::new(),
        variable_snapshot_version: 0,
        builds: Vec::new(),
        defects: Vec::new(),
    }
}

fn machine(space_id: &SpaceId, number: i64, name: &str, role: &str) -> Machine {
    Machine {
        id: MachineId::numbered(number),
        space_id: space_id.clone(),
        name: name.to_owned(),
        slug: name.to_lowercase(),
        roles: vec![role.to_owned()],
        environment_ids: vec![EnvironmentId::new("Environments-1")],
        tenant_ids: Vec::new(),
        tenant_tags: Vec::new(),
        tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
        machine_policy_id: MachinePolicyId::new("MachinePolicies-1"),
        is_disabled: false,
        health_status: HealthStatus::Healthy,
        endpoint: Endpoint::None { default_worker_pool_id: None },
    }
}

/// Puts a package into the built-in feed.
pub async fn push(store: &Store, package_id: &str, version: &str, extension: &str, content: &[u8]) {
    let mut staged = store.blobs().stage().expect("a scratch folder");
    staged.write(content).expect("a scratch file");
    let blob = store.blobs().keep(staged).await.expect("a scratch blob");
    let package = Package {
        id: PackageVersionId::new(format!("packages-{package_id}.{version}")),
        space_id: SpaceId::new(SPACE),
        package_id: package_id.to_owned(),
        version: version.to_owned(),
        title: None,
        summary: None,
        description: String::new(),
        release_notes: None,
        authors: None,
        published: store.clock().now(),
        extension: extension.to_owned(),
        size: blob.size,
        sha1: blob.sha1,
        blob: blob.hash,
    };
    let pushed: Result<(), StoreError> =
        store.write(move |tx| tx.insert(&Granted::<permission::BuiltInFeedPush, _>::by_server(package))).await;
    pushed.expect("the package can be pushed");
}

/// Queues a deployment of the world's release. `change` makes it differ from the plain case.
pub fn deploy(tx: &mut Tx<'_>, change: impl FnOnce(&mut Deployment, &mut Task)) -> Result<TaskId, StoreError> {
    let task_id = TaskId::numbered(tx.next_number(TaskId::COLLECTION)?);
    let deployment_id = DeploymentId::numbered(tx.next_number(DeploymentId::COLLECTION)?);
    let (project, environment) = (ProjectId::new(PROJECT), EnvironmentId::new("Environments-1"));
    let mut deployment = Deployment {
        id: deployment_id.clone(),
        space_id: SpaceId::new(SPACE),
        name: "Deploy to Test".to_owned(),
        release_id: ReleaseId::new("Releases-1"),
        project_id: project.clone(),
        channel_id: ChannelId::new("Channels-1"),
        environment_id: environment.clone(),
        tenant_id: None,
        task_id: task_id.clone(),
        process_snapshot_id: ProcessId::new("deploymentprocess-Projects-1-s-0"),
        created: tx.now(),
        queue_time: None,
        queue_time_expiry: None,
        force_package_download: false,
        force_package_redeployment: false,
        use_guided_failure: false,
        skip_actions: Vec::new(),
        specific_machine_ids: Vec::new(),
        excluded_machine_ids: Vec::new(),
        deployed_to_machine_ids: Vec::new(),
        form_values: BTreeMap::new(),
        comments: None,
        deployed_by: "ci".to_owned(),
        deployed_by_id: UserId::numbered(1),
        failure_encountered: false,
        succeeded: false,
    };
    let mut task = Task {
        id: task_id.clone(),
        space_id: Some(SpaceId::new(SPACE)),
        name: "Deploy".to_owned(),
        description: "Deploy Web Shop release 1.0.4 to Test".to_owned(),
        arguments: BTreeMap::from([("DeploymentId".to_owned(), deployment_id.to_string())]),
        state: TaskState::Queued,
        queue_time: tx.now(),
        queue_time_expiry: None,
        start_time: None,
        completed_time: None,
        last_updated_time: tx.now(),
        server_node: None,
        error_message: String::new(),
        has_warnings_or_errors: false,
        concurrency_tag: Some(concurrency_tag(&project, &environment, None)),
        project_id: Some(project),
        environment_id: Some(environment),
        tenant_id: None,
        queued_by: "ci".to_owned(),
        state_reason: None,
    };
    change(&mut deployment, &mut task);
    tx.insert(&Granted::<permission::DeploymentCreate, _>::by_server(deployment))?;
    tx.insert(&Granted::<permission::DeploymentCreate, _>::by_server(task))?;
    tx.wake(Topic::TaskQueue);
    Ok(task_id)
}

/// Asks for the end of a task, as the use case does.
pub fn cancel(tx: &mut Tx<'_>, id: &TaskId) -> Result<(), StoreError> {
    let mut task: Task = tx.must(id.as_str())?;
    if let Ok((state, _)) = task.state.on(pulpo_domain::task::Event::CancelAsked) {
        task.state = state;
        tx.update(&Granted::<permission::TaskCancel, _>::by_server(task))?;
    }
    tx.wake(Topic::TaskQueue);
    tx.wake(Topic::Task(id.clone()));
    Ok(())
}
