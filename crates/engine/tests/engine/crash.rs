//! The engine's promise, tried at every point where it writes: kill -9 at any moment loses nothing and says nothing
//! twice (speed.md goal 14).

use std::sync::Arc;

use pulpo_domain::process::{Condition, property};
use pulpo_engine::Fate;
use pulpo_store::StoreError;
use pulpo_testkit::lab::{Button, FakeLauncher, Press, StepPlan, World};
use pulpo_testkit::scratch::ScratchStore;

use crate::bench::{Bench, fake};

/// What came of a run, and where it wrote.
struct Run {
    story: String,
    writes: Vec<&'static str>,
    crashed: bool,
}

async fn run(world: World, press: Option<Press>) -> Run {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(world).await;
    let task = bench.deploy().await;
    let button = Arc::new(press.map_or_else(Button::never, Button::at));
    let engine = bench.engine_with(button.clone());
    let crashed = tokio::select! {
        () = button.crashed() => true,
        _ = bench.end_of(&task) => false,
    };
    engine.crash().await;
    // The launcher lives on; the next server has the same name and so takes back what it held.
    let engine = bench.engine();
    bench.end_of(&task).await;
    launcher.all_complete().await;
    engine.drain().await;
    check_starts(&launcher);
    Run { story: bench.story(&task).await, writes: button.writes(), crashed }
}

/// No job is ever run twice.
fn check_starts(launcher: &FakeLauncher) {
    let plays = launcher.plays();
    assert!(plays.iter().all(|play| play.starts == 1), "a job was started again");
}

async fn check(world: fn() -> World) {
    let calm = run(world(), None).await;
    let mut crashes = 0;
    for write in 0..calm.writes.len() {
        for fate in [Fate::CrashBefore, Fate::CrashAfter] {
            let shaken = run(world(), Some(Press { write, fate })).await;
            let what = calm.writes[write];
            assert_eq!(shaken.story, calm.story, "{fate:?} at write {write} ({what})");
            crashes += usize::from(shaken.crashed);
        }
    }
    // Targets run side by side, so that a few late writes may fall together; that the button works must show.
    assert!(crashes > calm.writes.len(), "{crashes} crashes at {} writes", calm.writes.len());
}

#[tokio::test]
async fn a_deployment_of_two_steps_to_two_targets_survives_a_crash_at_any_write() {
    check(|| {
        let first = StepPlan::script("First", "say one on #{Octopus.Machine.Name}\nset Color=red\nsay two").on("web");
        let second =
            StepPlan::script("Second", "say seen #{Octopus.Action[First].Output.Color}\nwarn careful").on("web");
        World::new(vec![first, second]).target("A", "web").target("B", "web")
    })
    .await;
}

/// Ends its own connection in the midst of some commits that touch tasks and jobs.
const CUTS: &[&str] = &[
    "CREATE SEQUENCE cuts",
    "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF nextval('cuts') IN (1, 3, 6) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON task \
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()",
    "CREATE CONSTRAINT TRIGGER cut AFTER INSERT OR UPDATE ON job \
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()",
];

#[tokio::test]
async fn a_database_that_goes_away_in_the_midst_of_commits_is_waited_for() {
    let server = match pulpo_testkit::postgres::shared() {
        Ok(server) => server,
        Err(reason) => return pulpo_testkit::postgres::skipped(reason),
    };
    let world =
        || World::new(vec![StepPlan::script("First", "say one\nset Color=red"), StepPlan::script("Second", "say two")]);
    let calm = run(world(), None).await;
    let scratch = tokio::task::spawn_blocking(|| ScratchStore::postgres(server)).await.unwrap();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(world()).await;
    let task = bench.deploy().await;
    for sql in CUTS {
        scratch.store.write::<_, StoreError, _>(|tx| tx.execute(sql, &[])).await.unwrap();
    }
    let engine = bench.engine();
    bench.end_of(&task).await;
    launcher.all_complete().await;
    engine.drain().await;
    check_starts(&launcher);
    assert_eq!(bench.story(&task).await, calm.story);
    let cuts = scratch.store.read::<_, StoreError, _>(|tx| tx.query("SELECT last_value FROM cuts", &[])).await.unwrap();
    assert!(cuts[0].int(0).unwrap() > 6, "every cut was made");
}

#[tokio::test]
async fn failures_retries_and_conditions_come_out_the_same_after_a_crash_at_any_write() {
    check(|| {
        let flaky = StepPlan::script("Flaky", "say trying\nset Try=1\nexit 3").property(property::RETRY_COUNT, "1");
        let skipped = StepPlan::script("Skipped", "say never");
        let repair = StepPlan::script("Repair", "say repairing\nsecret Key=s3cretkey").when(Condition::Failure);
        let told = StepPlan::script("Tell", "say told").only_if("#{Octopus.Deployment.Error}");
        World::new(vec![flaky, skipped, repair, told])
    })
    .await;
}
