//! A job's life beneath a launcher.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;

use jobframe::{End, Frame, JobState};

use crate::client::{Told, job};
use crate::ground::{Ground, wait_for_end};

#[test]
fn a_job_runs_as_its_slots_account_and_leaves_nothing() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let told = client.run(job(1), "default", "id -u; pwd; touch here; exit 3");
    let text = told.text();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(&*ground.slots[0].uid.to_string()));
    assert!(lines.next().unwrap().starts_with(ground.slot_job(1).to_str().unwrap()));
    assert_eq!((told.exit_code(), told.end), (Some(3), Some(End::Exit(0))));
    assert!(client.asked_until(|| !ground.slot_job(1).exists()), "{}", ground.log());
    assert_eq!(client.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
    assert_eq!(ground.processes(), [0; 0]);
    assert_eq!((ground.log(), ground.folder.join("work/keep/spool").read_dir().unwrap().count()), (String::new(), 0));
}

#[test]
fn a_package_comes_as_an_open_file_that_the_account_could_not_open_itself() {
    let Some(ground) = Ground::new(1) else { return };
    let path = ground.folder.join("data/package.zip");
    let mut file = fs::File::options().read(true).write(true).create_new(true).open(&path).unwrap();
    file.write_all(b"content of the package").unwrap();
    file.rewind().unwrap();
    let mut client = ground.client();
    let document = crate::client::script_with_package("cat \"$PWD\"/../Packages/* ./* 2>/dev/null; ls -R ..", 22);
    client.send_start(job(1), "default", &document, &[file.as_fd()]);
    assert_eq!(client.frame(), Frame::Started { job: job(1), already: false });
    let told = client.follow(job(1));
    assert!(told.text().contains("content of the package"), "{}", told.text());
}

#[test]
fn more_jobs_than_slots_wait_for_their_turn_and_can_be_cancelled_while_they_do() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", "echo begun; while [ ! -e stop ]; do read -t 0.05 < <(:); done; echo first");
    for n in 2..=4 {
        client.start(job(n), "default", "echo later");
    }
    let told = client.follow_until(job(1), "begun");
    assert!(told.text().contains("begun"));
    let Frame::Jobs { jobs, .. } = client.ask(&Frame::List) else { panic!() };
    assert!(jobs.iter().all(|entry| entry.state == JobState::Running) && jobs.len() == 4);
    // One that waits is over at once when it is cancelled, and the others have their turn after it.
    assert_eq!(client.ask(&Frame::Cancel { job: job(3) }), Frame::Cancelling { job: job(3) });
    let told = client.follow(job(3));
    assert_eq!((told.end, told.text()), (Some(End::Cancelled), String::new()));
    fs::write(ground.slot_job(1).join("Work/stop"), "").unwrap();
    let mut told = BTreeMap::from([(job(2), Told::default()), (job(4), Told::default())]);
    client.unfollow(job(1));
    client.attach(job(2));
    client.attach(job(4));
    client.follow_all(&mut told);
    assert!(told.values().all(|told| told.text().ends_with("later\n")));
}

#[test]
fn a_cancelled_job_is_gone_with_all_it_started() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let script =
        "trap '' TERM; (setsid bash -c 'trap \"\" TERM; sleep 1000' &); sleep 1000 & echo ready; wait; sleep 1000";
    client.start(job(1), "default", script);
    client.follow_until(job(1), "ready");
    let all = ground.processes();
    assert!(all.len() >= 4, "{all:?}");
    client.send(&Frame::Cancel { job: job(1) });
    let told = client.until_ended(job(1));
    assert_eq!(told.end, Some(End::Cancelled));
    for process in all {
        wait_for_end(process);
    }
    assert!(client.asked_until(|| ground.processes().is_empty()), "the cleaner goes, too");
}

#[test]
fn a_class_that_is_not_configured_is_denied_with_its_name() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    client.send_start(job(1), "luxury", b"{}", &[]);
    let Frame::Denied { reason, .. } = client.frame() else { panic!() };
    assert_eq!(reason, "the configuration of the launcher has no class luxury");
}

#[test]
fn what_a_script_leaves_is_removed_and_nothing_that_it_points_to() {
    let Some(ground) = Ground::new(1) else { return };
    let canary = ground.folder.join("canary");
    fs::create_dir(&canary).unwrap();
    fs::write(canary.join("song"), "la la").unwrap();
    let mut client = ground.client();
    let path = canary.display();
    let script = format!(
        "ln -s {path} here; ln -s {path}/song song; ln -s /proc/self/root root; mkfifo pipe; mkdir -p a/b; ln -s {path} a/b/there
        mkdir shut; echo x > shut/x; chmod 0 shut; mkdir many; cd many; seq 1 1000 | xargs touch; mkdir 1a; touch 1a/x; chmod 0 1a; cd ..
        name=$(printf %0200d 1); for i in {{1..30}}; do mkdir $name; cd $name; done; chmod 0 .; chmod 0 {}; echo done",
        ground.slot_job(1).display()
    );
    let told = client.run(job(1), "default", &script);
    assert!(told.text().contains("done"), "{}", told.text());
    assert!(client.asked_until(|| !ground.slot_job(1).exists()), "{}", ground.log());
    assert_eq!(fs::read_to_string(canary.join("song")).unwrap(), "la la");
    assert_eq!(fs::metadata(&canary).unwrap().mode() & 0o777, 0o755);
    // A cleaner that follows links, as root, takes the song away.
    let careless = ground.folder.join("careless");
    fs::create_dir(&careless).unwrap();
    std::os::unix::fs::symlink(&canary, careless.join("here")).unwrap();
    let cleaned = std::process::Command::new("find").arg("-L").arg(&careless).args(["-type", "f", "-delete"]).status();
    assert!(cleaned.unwrap().success() && !canary.join("song").exists());
    assert_eq!(client.run(job(2), "default", "echo again").text().lines().last(), Some("again"));
}

#[test]
fn the_probe_finds_the_fence_whole() {
    let Some(ground) = Ground::new(2) else { return };
    let (passed, text) = ground.client().test();
    assert!(text.lines().filter(|line| line.starts_with('{')).count() > 30);
    assert!(passed, "{text}{}", ground.log());
}
