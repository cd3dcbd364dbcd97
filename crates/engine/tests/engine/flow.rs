//! The rules of the flow, with a launcher that plays.

use pulpo_domain::process::{Condition, property};
use pulpo_store::StoreError;
use pulpo_testkit::lab::{FakeLauncher, StepPlan, World};
use pulpo_testkit::scratch::ScratchStore;

use crate::bench::{Bench, fake};

/// A world in which a deployment was run to its end.
struct Ran {
    bench: Bench,
    launcher: FakeLauncher,
    outline: String,
    state: &'static str,
    error: String,
    _scratch: ScratchStore,
}

async fn run(world: impl FnOnce(&ScratchStore) -> World) -> Ran {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(world(&scratch)).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let ended = bench.end_of(&task).await;
    engine.drain().await;
    let (outline, state, error) = (bench.outline(&task), ended.state.name(), ended.error_message);
    Ran { bench, launcher, outline, state, error, _scratch: scratch }
}

#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[tokio::test]
async fn after_a_failure_only_steps_that_want_it_run() {
    // SC-03, SC-04.
    let ran = run(|_| {
        World::new(vec![
            StepPlan::script("Build", "say building\nexit 7"),
            StepPlan::script("Normal", "say normal"),
            StepPlan::script("Repair", "say repairing").when(Condition::Failure),
            StepPlan::script("Still", "say still not"),
            StepPlan::script("Tidy", "say tidying").when(Condition::Always),
        ])
    })
    .await;
    assert_eq!(ran.state, "Failed");
    assert_eq!(ran.error, "step \"Build\" failed: the script ended with exit code 7");
    contains(&ran.outline, &["[Failed] Step 1: Build", "[Skipped] Step 2: Normal", "Info: repairing", "Info: tidying"]);
    contains(&ran.outline, &["[Skipped] Step 4: Still", "The step is skipped: an earlier step failed."]);
    assert_eq!(ran.launcher.plays().len(), 3);
}

#[tokio::test]
async fn conditions_and_later_steps_see_output_variables() {
    // SC-06, VO-01.
    let ran = run(|_| {
        World::new(vec![
            StepPlan::script("Ask", "set Answer=yes\nset Other=no"),
            StepPlan::script("Yes", "say it is #{Octopus.Action[Ask].Output.Answer}")
                .only_if("#{Octopus.Action[Ask].Output.Answer}"),
            StepPlan::script("No", "say never").only_if("#{Octopus.Action[Ask].Output.Other}"),
        ])
    })
    .await;
    assert_eq!(ran.state, "Success");
    contains(&ran.outline, &["Info: it is yes", "[Skipped] Step 3: No", "its run condition is not met"]);
}

#[tokio::test]
async fn a_failed_attempt_is_tried_again_and_only_the_last_one_counts() {
    // SC-17.
    let ran = run(|_| {
        let flaky = StepPlan::script("Flaky", "say trying\nexit 1").property(property::RETRY_COUNT, "2");
        World::new(vec![flaky])
    })
    .await;
    assert_eq!((ran.state, ran.launcher.plays().len()), ("Failed", 3));
    contains(&ran.outline, &["[Failed] Attempt 2", "[Failed] Attempt 3", "Attempt 1 of 3 failed; trying again."]);
}

#[tokio::test]
async fn each_target_passes_through_all_child_steps_and_none_is_started_after_a_failure() {
    // SC-12, SC-14.
    let ran = run(|_| {
        let rolling = StepPlan::script("Stop", "say stopping #{Octopus.Machine.Name}")
            .then("Start", "say starting\nexit 1")
            .on("web")
            .step_property(property::MAX_PARALLELISM, "1");
        World::new(vec![rolling]).target("A", "web").target("B", "web")
    })
    .await;
    assert_eq!((ran.state, ran.launcher.plays().len()), ("Failed", 2));
    contains(&ran.outline, &["[Success] Step 1.1: Stop", "[Failed] Step 1.2: Start", "[Skipped] B", "Not started"]);
}

#[tokio::test]
async fn a_secret_is_kept_sealed_and_hidden_by_every_later_job() {
    // VX-01, VX-05, TL-07.
    let ran = run(|scratch| {
        World::new(vec![StepPlan::script("Make", "secret Token=made-secret"), StepPlan::script("Use", "say using")])
            .secret("Password", "stored-secret", &scratch.store)
    })
    .await;
    assert_eq!(ran.state, "Success");
    let plays = ran.launcher.plays();
    let last = &plays[1].document;
    assert!(["made-secret", "stored-secret"].iter().all(|secret| last.masks.iter().any(|mask| mask == secret)));
    let token = last.variables.iter().find(|v| v.name == "Octopus.Action[Make].Output.Token").unwrap();
    assert!(token.sensitive && token.value == "made-secret");
    let rows = ran.bench.store.read(|tx| tx.query("SELECT document FROM job", &[]));
    let rows: Result<_, StoreError> = rows.await;
    assert!(rows.unwrap().iter().all(|row| !row.text(0).unwrap().contains("secret\"")));
}

#[tokio::test]
async fn steps_that_start_with_the_previous_run_beside_it_and_the_rest_waits() {
    // SC-08, SC-09.
    let ran = run(|_| {
        World::new(vec![
            StepPlan::script("One", "say one\nexit 1"),
            StepPlan::script("Beside", "say beside").with_previous(),
            StepPlan::script("After", "say after"),
        ])
    })
    .await;
    assert_eq!(ran.state, "Failed");
    contains(&ran.outline, &["Info: beside", "[Skipped] Step 3: After"]);
}

#[tokio::test]
async fn a_step_without_targets_is_skipped_with_its_reason() {
    // SC-01, SC-19.
    let ran = run(|_| {
        World::new(vec![StepPlan::script("Tell", "say hello"), StepPlan::script("Deploy", "say never").on("db")])
    })
    .await;
    assert_eq!(ran.state, "Success");
    contains(&ran.outline, &["[Skipped] Step 2: Deploy", "no deployment target matches its tags"]);
}

#[tokio::test]
async fn a_runner_that_vanishes_fails_its_step() {
    let ran = run(|_| World::new(vec![StepPlan::script("Die", "say begun\ndie")])).await;
    assert_eq!(ran.error, "step \"Die\" failed: the runner was ended by signal 9");
}

#[tokio::test]
async fn a_package_that_is_not_there_stops_the_deployment_before_a_step_uses_any() {
    // SC-15.
    let ran = run(|_| {
        World::new(vec![
            StepPlan::script("Tell", "say hello"),
            StepPlan::script("Deploy", "say never").package("lib", "Shop.Web", "2.0"),
        ])
    })
    .await;
    assert_eq!(ran.launcher.plays().len(), 1);
    assert!(ran.error.starts_with("the packages cannot be acquired: the package Shop.Web 2.0 is not"), "{}", ran.error);
    contains(&ran.outline, &["[Failed] Acquire packages", "[Skipped] Step 2: Deploy"]);
}
