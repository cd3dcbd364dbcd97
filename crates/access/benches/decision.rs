//! What a decision costs to an account in 1,000 teams with 10,000 scoped roles, beside the obvious loop over its
//! grants and beside the one grant of an administrator (speed.md goal 12).

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pulpo_access::caller::Grants;
use pulpo_access::grant::Coverage;
use pulpo_access::{Caller, Grant, Permission, Place};
use pulpo_domain::event::Actor;
use pulpo_domain::ids::{EnvironmentId, ProjectId, SpaceId};

const TEAMS: usize = 1_000;
const ROLES_OF_A_TEAM: usize = 10;
const PROJECTS: usize = 1_000;
const ENVIRONMENTS: usize = 50;
const DOCUMENTS: usize = 10_000;
/// The permissions of each role.
const PERMISSIONS: [Permission; 8] = [
    Permission::BuiltInFeedPush,
    Permission::ProjectView,
    Permission::ProcessView,
    Permission::ReleaseView,
    Permission::ReleaseCreate,
    Permission::DeploymentCreate,
    Permission::DeploymentView,
    Permission::TaskView,
];

fn project(number: usize) -> ProjectId {
    ProjectId::new(format!("Projects-{}", number % PROJECTS))
}

fn environment(number: usize) -> EnvironmentId {
    EnvironmentId::new(format!("Environments-{}", number % ENVIRONMENTS))
}

fn space() -> SpaceId {
    SpaceId::new("Spaces-1")
}

/// Each team deploys a project of its own to some environments.
fn scoped(number: usize) -> Coverage {
    Coverage {
        space: Some(space()),
        projects: Some(Arc::new([project(number / ROLES_OF_A_TEAM)].into())),
        environments: [environment(number), environment(number / 7)].into(),
        ..Coverage::default()
    }
}

fn grants(coverages: impl Iterator<Item = Coverage>) -> Vec<Grant> {
    let team: Arc<str> = "a team".into();
    let of_one = |coverage: Coverage| {
        let coverage = Arc::new(coverage);
        PERMISSIONS.map(|permission| Grant { permission, coverage: coverage.clone(), team: team.clone() })
    };
    coverages.flat_map(of_one).collect()
}

fn caller(grants: Vec<Grant>) -> Caller {
    Caller::new(Actor::system(), Arc::new(Grants::new(grants)))
}

fn documents() -> Vec<Place> {
    let place = |number: usize| {
        Place::space(&space()).project(&project(number * 31)).environment(&environment(number * 17 + number / 50))
    };
    (0..DOCUMENTS).map(place).collect()
}

/// The quickest of several rounds over all documents, and how many were allowed.
fn round(may: impl Fn(&Place) -> bool, documents: &[Place]) -> (Duration, usize) {
    let rounds = (0..5).map(|_| {
        let begun = Instant::now();
        let allowed = documents.iter().filter(|place| black_box(may(place))).count();
        (begun.elapsed(), allowed)
    });
    rounds.min().expect("there are rounds")
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn main() {
    let documents = documents();
    let all = grants((0..TEAMS * ROLES_OF_A_TEAM).map(scoped));
    let begun = Instant::now();
    let member = caller(all.clone());
    println!("{} grants made ready: {:?}", all.len(), begun.elapsed());
    let everywhere = Coverage { space: Some(space()), ..Coverage::default() };
    let administrator = caller(grants([everywhere].into_iter()));
    let permission = Permission::DeploymentCreate;

    let (ours, allowed) = round(|place| member.may(permission, place), &documents);
    let (one, _) = round(|place| administrator.may(permission, place), &documents);
    let of_one = member.grants().of(permission);
    let (obvious, same) = round(|place| of_one.iter().any(|grant| grant.covers(place)), &documents);
    assert_eq!(allowed, same, "both decide alike");
    let documents_count = u32::try_from(DOCUMENTS).unwrap_or(u32::MAX);
    let rate = |time: Duration| f64::from(documents_count) / time.as_secs_f64() / 1e6;
    println!("{TEAMS} teams, {} scoped roles; {allowed} of {DOCUMENTS} documents allowed", TEAMS * ROLES_OF_A_TEAM);
    println!("a member of all: {:.1?} a decision, {:.2} million a second", ours / documents_count, rate(ours));
    println!("an administrator: {:.1?} a decision, {:.2} million a second", one / documents_count, rate(one));
    println!("the obvious loop: {:.1?} a decision, {:.4} million a second", obvious / documents_count, rate(obvious));
    println!("ratio to the obvious loop: {:.0}", obvious.as_secs_f64() / ours.as_secs_f64());

    let begun = Instant::now();
    let scope = member.scope(permission, Some(&space()));
    println!("what a list may show, first time: {:?}, {} restrictions", begun.elapsed(), scope.any_of.len());
    let begun = Instant::now();
    black_box(member.scope(permission, Some(&space())));
    println!("what a list may show, from then on: {:?}", begun.elapsed());
}
