use super::*;
use crate::ids::{MachinePolicyId, ProcessId, ProjectId, SpaceId};
use crate::machine::{Endpoint, TenantedDeploymentMode};
use crate::process::{PackageRequirement, Properties, PropertyValue};

fn machine(name: &str, environment: &str, roles: &[&str]) -> Machine {
    Machine {
        id: MachineId::new(name),
        space_id: SpaceId::new("Spaces-1"),
        name: name.to_owned(),
        slug: name.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        environment_ids: vec![EnvironmentId::new(environment)],
        tenant_ids: Vec::new(),
        tenant_tags: Vec::new(),
        tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
        machine_policy_id: MachinePolicyId::new("MachinePolicies-1"),
        is_disabled: false,
        health_status: HealthStatus::Unknown,
        endpoint: Endpoint::None { default_worker_pool_id: None },
    }
}

fn properties(pairs: &[(&str, &str)]) -> Properties {
    Properties(
        pairs.iter().map(|(name, value)| ((*name).to_owned(), PropertyValue::Plain((*value).to_owned()))).collect(),
    )
}

fn action(name: &str) -> Action {
    Action {
        id: name.to_owned(),
        name: name.to_owned(),
        slug: name.to_owned(),
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
        packages: Vec::new(),
        condition: Condition::Success,
        properties: properties(&[(property::SCRIPT_BODY, "true"), (property::RUN_ON_SERVER, "true")]),
    }
}

fn step(name: &str, roles: &str) -> Step {
    let pairs: &[(&str, &str)] = if roles.is_empty() { &[] } else { &[(property::TARGET_ROLES, roles)] };
    Step {
        id: name.to_owned(),
        name: name.to_owned(),
        slug: name.to_owned(),
        package_requirement: PackageRequirement::LetOctopusDecide,
        properties: properties(pairs),
        condition: Condition::Success,
        start_trigger: StartTrigger::StartAfterPrevious,
        actions: vec![action(name)],
    }
}

struct World {
    process: Process,
    machines: Vec<Machine>,
    connectivity: ConnectivityPolicy,
    choice: Choice,
}

impl World {
    fn new(steps: Vec<Step>) -> Self {
        let process = Process {
            id: ProcessId::new("deploymentprocess-Projects-1"),
            space_id: SpaceId::new("Spaces-1"),
            project_id: ProjectId::new("Projects-1"),
            steps,
            version: 0,
            last_snapshot_id: None,
            is_snapshot: false,
        };
        let machines = vec![
            machine("A", "Test", &["web"]),
            machine("B", "Test", &["WEB", "db"]),
            machine("P", "Production", &["web"]),
        ];
        Self { process, machines, connectivity: ConnectivityPolicy::default(), choice: Choice::default() }
    }

    fn run(&self) -> (Plan, Vec<DeploymentError>) {
        let (environment, channel) = (EnvironmentId::new("Test"), ChannelId::new("Channels-1"));
        let input = PlanInput {
            process: &self.process,
            environment: &environment,
            channel: &channel,
            tenant_tags: None,
            machines: &self.machines,
            connectivity: &self.connectivity,
            choice: &self.choice,
        };
        let made = plan(&input);
        let errors = check(&input, &made, "Test");
        (made, errors)
    }

    fn targets(&self) -> Vec<String> {
        self.run().0.steps[0].targets.iter().map(|target| target.name.clone()).collect()
    }

    fn skip(&self) -> Option<SkipReason> {
        self.run().0.steps[0].actions[0].skip
    }
}

#[test]
fn a_step_takes_the_enabled_targets_of_its_environment_with_one_of_its_tags() {
    // SC-20.
    let mut world = World::new(vec![step("Deploy", "web, cache")]);
    assert_eq!(world.targets(), ["A", "B"]);
    world.machines[0].is_disabled = true;
    assert_eq!(world.targets(), ["B"]);
}

#[test]
fn machine_choices_restrict_the_targets() {
    // DE-07.
    let mut world = World::new(vec![step("Deploy", "web")]);
    world.choice.excluded_machines = vec![MachineId::new("A")];
    assert_eq!(world.targets(), ["B"]);
    world.choice = Choice { specific_machines: vec![MachineId::new("A")], ..Choice::default() };
    assert_eq!(world.targets(), ["A"]);
}

#[test]
fn excluding_every_target_is_refused() {
    //
    let mut world = World::new(vec![step("Deploy", "web")]);
    world.choice.excluded_machines = vec![MachineId::new("A"), MachineId::new("B")];
    assert_eq!(world.run().1, [DeploymentError::AllMachinesExcluded]);
}

#[test]
fn no_target_at_all_is_refused_unless_the_project_allows_it_or_a_step_needs_none() {
    // SC-19.
    let mut world = World::new(vec![step("Deploy", "nothing")]);
    let refused = DeploymentError::NoTargets { environment: "Test".to_owned(), roles: "nothing".to_owned() };
    assert_eq!(world.run().1, [refused]);
    world.connectivity.allow_deployments_to_no_targets = true;
    assert_eq!((world.run().1, world.skip()), (vec![], Some(SkipReason::NoTargets)));
    assert_eq!(World::new(vec![step("Deploy", "nothing"), step("Tell", "")]).run().1, []);
}

#[test]
fn the_first_no_is_the_reason() {
    // SC-01.
    let mut world = World::new(vec![step("Deploy", "")]);
    let action = |world: &mut World, change: fn(&mut Action)| {
        change(&mut world.process.steps[0].actions[0]);
        world.skip()
    };
    assert_eq!(world.skip(), None);
    world.choice.skip_actions = vec!["Deploy".to_owned()];
    assert_eq!(world.skip(), Some(SkipReason::LeftOut));
    assert_eq!(
        action(&mut world, |action| action.tenant_tags = vec!["Region/North".to_owned()]),
        Some(SkipReason::TenantTags)
    );
    assert_eq!(
        action(&mut world, |action| action.excluded_environments = vec!["Test".into()]),
        Some(SkipReason::Environment)
    );
    assert_eq!(action(&mut world, |action| action.channels = vec!["Channels-2".into()]), Some(SkipReason::Channel));
    assert_eq!(action(&mut world, |action| action.is_disabled = true), Some(SkipReason::Disabled));
}

#[test]
fn a_required_step_cannot_be_left_out() {
    // SC-16, X-14.
    let mut world = World::new(vec![step("Deploy", "")]);
    world.process.steps[0].actions[0].is_required = true;
    world.choice.skip_actions = vec!["Deploy".to_owned()];
    assert_eq!(world.run().1, [DeploymentError::RequiredStepSkipped("Deploy".to_owned())]);
}

#[test]
fn conditions_look_at_every_earlier_step() {
    // SC-03, SC-04, W-01.
    for (condition, failed, expression, expected) in [
        (Condition::Success, false, false, true),
        (Condition::Success, true, true, false),
        (Condition::Failure, true, false, true),
        (Condition::Failure, false, true, false),
        (Condition::Always, true, false, true),
        (Condition::Variable, true, true, true),
        (Condition::Variable, false, false, false),
    ] {
        assert_eq!(condition_holds(condition, failed, || expression), expected, "{condition:?} after failure {failed}");
    }
}

#[test]
fn tags_are_or_ed_in_a_set_and_and_ed_between_sets() {
    // TN-12.
    let wanted: Vec<String> = ["Region/North", "Region/South", "Size/Big"].map(str::to_owned).to_vec();
    let tags = |tags: &[&str]| tags.iter().map(|tag| tag.to_lowercase()).collect::<BTreeSet<_>>();
    assert!(tags_match(&wanted, Some(&tags(&["Region/South", "Size/Big"]))));
    assert!(!tags_match(&wanted, Some(&tags(&["Region/South"]))));
    assert!(!tags_match(&wanted, None));
}

#[test]
fn child_steps_have_two_part_numbers() {
    let mut rolling = step("Roll", "web");
    rolling.actions.push(action("Second"));
    let numbers: Vec<_> =
        World::new(vec![rolling]).run().0.steps[0].actions.iter().map(|action| action.number.clone()).collect();
    assert_eq!(numbers, ["1.1", "1.2"]);
}
