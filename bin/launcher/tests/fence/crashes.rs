//! Programs that are killed, and what is left then.

use std::fs;
use std::process::Command;

use jobframe::{End, Frame};
use rustix::process::{Signal, kill_process};

use crate::client::job;
use crate::ground::{Ground, Stranger, example, pid, wait_for_end};

const LONG: &str = "(setsid sleep 1000 &); sleep 1000 & echo ready; wait";

#[test]
fn a_killed_launcher_takes_all_jobs_along_and_the_next_one_knows_none_of_them() {
    let Some(mut ground) = Ground::new(2) else { return };
    let mut client = ground.client();
    let before = client.instance;
    client.start(job(1), "default", LONG);
    client.follow_until(job(1), "ready");
    let processes = ground.processes();
    assert!(processes.len() >= 3);
    ground.kill();
    for process in processes {
        wait_for_end(process);
    }
    assert!(client.is_closed(), "the keeper goes with its launcher");
    assert!(ground.slot_job(1).exists());

    ground.start();
    assert!(!ground.slot_job(1).exists(), "the next launcher sweeps up before it serves");
    let mut client = ground.client();
    assert_ne!(client.instance, before, "by this a server knows that its jobs are lost");
    assert_eq!(client.ask(&Frame::Attach { job: job(1), offset: 0 }), Frame::Gone { job: job(1) });
    assert_eq!(client.run(job(2), "default", "echo well").text(), "well\n");
    let trash = ground.conf.work.join("keep/trash");
    assert!(client.asked_until(|| trash.read_dir().unwrap().count() == 0), "what was kept of lost jobs goes, too");
    assert!(!ground.log().contains("trash") && !ground.log().contains("ALARM"), "{}", ground.log());
}

#[test]
fn what_a_killed_launcher_could_not_end_is_ended_by_the_next() {
    let Some(mut ground) = Ground::new(1) else { return };
    ground.kill();
    // As a job would that had got out of its namespace: a process of the slot's account, and its files.
    let mut left = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[]);
    fs::create_dir(ground.slot_job(1)).unwrap();
    fs::write(ground.slot_job(1).join("left"), "").unwrap();
    std::os::unix::fs::chown(ground.slot_job(1), Some(ground.slots[0].uid), None).unwrap();
    let reaper = std::thread::spawn(move || left.0.wait().unwrap());
    ground.start();
    assert!(!reaper.join().unwrap().success());
    assert!(!ground.slot_job(1).exists());
    assert_eq!(ground.client().run(job(1), "default", "echo well").text(), "well\n");
    // The keeper of the killed launcher may still have had the time to say that this is the end.
    assert!(!ground.log().contains("ALARM"), "{}", ground.log());
}

#[test]
fn a_killed_keeper_ends_all_jobs_and_the_launcher_with_a_word() {
    let Some(mut ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", LONG);
    client.follow_until(job(1), "ready");
    kill_process(pid(client.pid), Signal::KILL).unwrap();
    assert_eq!(ground.wait(), Some(1));
    assert_eq!(ground.processes(), [0; 0]);
    assert!(!ground.slot_job(1).exists());
    assert!(ground.log().contains("the keeper has gone"), "{}", ground.log());
}

#[test]
fn a_server_that_goes_finds_its_job_again_with_a_whole_log() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", "echo before; while [ ! -e go ]; do read -t 0.05 < <(:); done; echo after");
    client.follow_until(job(1), "before");
    drop(client);
    let mut client = ground.client();
    fs::write(ground.slot_job(1).join("Work/go"), "").unwrap();
    let told = client.follow(job(1));
    assert_eq!((told.text().as_str(), told.exit_code()), ("before\nafter\n", Some(0)));
}

#[test]
fn a_job_that_no_server_asks_for_expires() {
    let Some(ground) = Ground::with(1, |conf| conf.grace_seconds = 1) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", LONG);
    client.follow_until(job(1), "ready");
    let processes = ground.processes();
    drop(client);
    for process in processes {
        wait_for_end(process);
    }
    assert_eq!(ground.client().follow(job(1)).end, Some(End::Expired));
}

#[test]
fn a_launcher_told_to_end_lets_its_jobs_end_and_removes_its_traces() {
    let Some(mut ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", LONG);
    client.follow_until(job(1), "ready");
    assert_eq!(ground.end(), Some(0));
    assert_eq!(ground.processes(), [0; 0]);
    assert!(!ground.conf.socket.exists() && !ground.slot_job(1).exists());
    let rules = Command::new("ip").arg("rule").output().unwrap();
    let range = format!("uidrange {0}-{0}", ground.slots[0].uid);
    assert!(!String::from_utf8(rules.stdout).unwrap().contains(&range));
}

#[test]
fn started_without_a_supervisor_it_says_ready_and_goes_on_by_itself() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let output = ground.run(&[]);
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(0), &b"ready\n"[..]), "{}", ground.log());
    let mut client = ground.client();
    assert_eq!(client.run(job(1), "default", "echo well").text(), "well\n");
    let keeper = fs::read_to_string(format!("/proc/{}/stat", client.pid)).unwrap();
    let launcher: u32 = keeper.rsplit_once(')').unwrap().1.split_ascii_whitespace().nth(1).unwrap().parse().unwrap();
    kill_process(pid(launcher), Signal::TERM).unwrap();
    wait_for_end(launcher);
    ground.conf.grace_seconds = 5;
    assert!(!ground.conf.socket.exists());
}

#[test]
fn a_keeper_that_does_not_keep_to_what_was_agreed_gets_nothing_and_is_not_listened_to() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let Some(rude) = example("rude") else { return };
    ground.conf.keeper = ground.folder.join("bin/rude");
    fs::copy(rude, &ground.conf.keeper).unwrap();
    ground.write();
    let output = ground.run(&["--foreground"]);
    assert_eq!(output.status.code(), Some(1), "{}", ground.log());
    let log = ground.log();
    assert!(
        log.contains(
            "hello true\nanswer 3 there is no class \"../../../etc\"\nanswer 3 there is no class \"default/x\""
        ),
        "{log}"
    );
    assert!(log.contains("the keeper has gone (it does not keep to what was agreed)"), "{log}");
    assert_eq!((ground.processes(), ground.slot_job(1).exists()), (Vec::new(), false));
}
