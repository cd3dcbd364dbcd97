//! A job's life beneath a launcher.

use jobframe::{End, Frame};

use crate::client::job;
use crate::ground::Ground;

#[test]
fn a_job_runs_as_its_slots_account_and_leaves_nothing() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let told = client.run(
        job(1),
        "default",
        "id; pwd; cat /proc/self/status | grep -E 'Cap|NoNew|Secc'; env; mount; ls -la / /proc; exit 3",
    );
    println!("{}", told.text());
    assert_eq!(told.exit_code(), Some(3), "{told:?} {}", ground.log());
    assert_eq!(told.end, Some(End::Exit(0)));
    assert!(!ground.slot_job(1).exists());
    assert_eq!(client.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
}

#[test]
fn the_probe_finds_the_fence_whole() {
    let Some(ground) = Ground::new(2) else { return };
    let (passed, text) = ground.client().test();
    println!("{text}");
    assert!(passed, "{text}{}", ground.log());
}
