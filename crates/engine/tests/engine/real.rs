//! With the real launcher and runner: `cargo xtask test` builds them beside this test.

use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use pulpo_domain::artifact::Artifact;
use pulpo_engine::{LauncherConfig, OwnLauncher};
use pulpo_store::{Query, StoreError};
use pulpo_testkit::lab::{StepPlan, World, world};
use pulpo_testkit::postgres::skipped;
use pulpo_testkit::scratch::ScratchStore;

use crate::bench::{Bench, programs};

/// The programs, or nothing with a word about it.
pub(crate) fn launcher(folder: &std::path::Path) -> Option<LauncherConfig> {
    let find = |name: &str| -> Option<PathBuf> {
        let path = programs().join(name);
        if path.is_file() {
            return Some(path);
        }
        skipped(&format!("{} is not built; `cargo build -p {name}` makes it", path.display()));
        None
    };
    let (program, runner) = (find("pulpo-keeper")?, find("pulpo-runner")?);
    let work_dir = folder.join("work");
    std::fs::DirBuilder::new().mode(0o700).create(&work_dir).unwrap();
    let own = Some(OwnLauncher { program, runner, work_dir });
    Some(LauncherConfig { socket: folder.join("launcher.sock"), own })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_of_one_step_runs_end_to_end() {
    let scratch = ScratchStore::sqlite();
    let Some(launcher) = launcher(scratch.folder.path()) else { return };
    let bench = Bench::new(&scratch.store, scratch.folder.path(), launcher);
    let body = "echo \"Hello from $(get_octopusvariable Octopus.Environment.Name)\"\nset_octopusvariable Url http://x";
    let tell = StepPlan::script("Tell", "echo \"It is #{Octopus.Action[Hello].Output.Url}\"");
    bench.world(World::new(vec![StepPlan::script("Hello", body), tell])).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let ended = bench.end_of(&task).await;
    let outline = bench.outline(&task);
    assert_eq!(ended.state.name(), "Success", "{}\n{outline}", ended.error_message);
    assert!(outline.contains("Info: Hello from Test"), "{outline}");
    assert!(outline.contains("Info: It is http://x"), "{outline}");
    engine.drain().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_script_is_stopped_when_its_task_is_canceled() {
    let scratch = ScratchStore::sqlite();
    let Some(launcher) = launcher(scratch.folder.path()) else { return };
    let bench = Bench::new(&scratch.store, scratch.folder.path(), launcher);
    let long = StepPlan::script("Long", "echo begun\nsleep 1000");
    let after = StepPlan::script("After", "echo never").when(pulpo_domain::process::Condition::Always);
    bench.world(World::new(vec![long, after])).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let mut changes = bench.store.wakes().listen(pulpo_store::Topic::Task(task.clone()));
    while !bench.logs.page(&task, 1, 100, true).unwrap().iter().any(|line| line.text == "begun") {
        changes.changed().await.unwrap();
    }
    bench.cancel(&task).await;
    assert_eq!(bench.end_of(&task).await.state.name(), "Canceled");
    assert!(!bench.outline(&task).contains("never"));
    engine.drain().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_uses_its_package_and_leaves_an_artifact() {
    // SS-03, AR.
    let scratch = ScratchStore::sqlite();
    let Some(launcher) = launcher(scratch.folder.path()) else { return };
    let bench = Bench::new(&scratch.store, scratch.folder.path(), launcher);
    let body = "cat lib/read.me\necho report > report.txt\nnew_octopusartifact report.txt";
    let uses = StepPlan::script("Use", body).package("lib", "Shop.Web", "1.0");
    bench.world(World::new(vec![uses])).await;
    world::push(&bench.store, "Shop.Web", "1.0.0", ".zip", &zipped("read.me", "from the package\n")).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let ended = bench.end_of(&task).await;
    engine.drain().await;
    let outline = bench.outline(&task);
    assert!(outline.contains("Info: from the package"), "{outline}");
    assert_eq!(ended.state.name(), "Success", "{outline}");
    let artifacts = bench.store.read(|tx| tx.list::<Artifact>(&Query::new()));
    let artifacts: Result<Vec<Artifact>, StoreError> = artifacts.await;
    let artifacts = artifacts.unwrap();
    assert_eq!(artifacts.iter().map(|artifact| artifact.filename.as_str()).collect::<Vec<_>>(), ["report.txt"]);
    let file = bench.store.blobs().file(artifacts[0].blob.as_ref().unwrap()).await.unwrap();
    assert_eq!(std::io::read_to_string(file).unwrap(), "report\n");
}

fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(content.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}
