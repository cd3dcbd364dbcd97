//! Nothing of a job stays.

use std::fs;
use std::path::Path;
use std::time::Instant;

use pulpo_wire::job::JobResult;

use crate::harness::Job;

/// Whether a process is there that is more than an entry waiting to be collected.
fn lives(pid: &str) -> bool {
    assert!(!pid.is_empty() && pid.chars().all(|digit| digit.is_ascii_digit()), "{pid:?} is no process number");
    let Ok(stat) = fs::read_to_string(Path::new("/proc").join(pid).join("stat")) else { return false };
    !stat.rsplit_once(')').unwrap().1.trim_start().starts_with('Z')
}

/// A daemon as they are made: detached twice, in a session of its own, deaf to signals. Its number is printed.
const DAEMON: &str = "mkfifo ready\n\
    ( setsid bash -c 'trap \"\" TERM HUP INT; ( echo daemon $BASHPID; echo >ready; exec sleep 1000 ) & ' & )\n\
    read line <ready\n";

#[test]
fn a_daemon_that_detached_itself_twice_is_gone_when_the_script_ends() {
    let told = Job::bash(&format!("{DAEMON}\necho end")).run();
    told.assert_success();
    let line = told.info().into_iter().find(|line| line.starts_with("daemon")).unwrap().to_owned();
    assert!(!lives(line.strip_prefix("daemon ").unwrap()));
}

#[test]
fn cancelling_ends_everything_at_once() {
    let mut running =
        Job::bash(&format!("trap '' TERM INT HUP\n{DAEMON}\nsleep 1000 & echo child $!; echo self $$; wait")).start();
    let daemon = running.wait_for("daemon");
    let child = running.wait_for("child");
    let this = running.wait_for("self");
    let asked = Instant::now();
    running.cancel();
    let told = running.finish();
    assert!(asked.elapsed().as_secs() < 1, "it took {:?}", asked.elapsed());
    assert_eq!(told.result(), &JobResult { exit_code: -43, error: Some("The step was cancelled".to_owned()) });
    for line in [daemon, child, this] {
        assert!(!lives(line.rsplit(' ').next().unwrap()), "{line}");
    }
}

#[test]
fn a_script_that_floods_its_output_can_be_cancelled_while_nobody_reads() {
    let mut running =
        Job::bash("echo started; while :; do echo 0123456789012345678901234567890123456789; done").start();
    running.wait_for("started");
    running.cancel();
    assert_eq!(running.finish().result().exit_code, -43);
}

#[test]
fn the_output_of_what_is_left_behind_does_not_hold_up_the_end() {
    let told = Job::bash("sleep 1000 & echo end").run();
    told.assert_success();
    assert_eq!(told.info(), ["end"]);
}

#[test]
fn a_tree_of_many_processes_is_ended_whole() {
    let body = "spawn() { if (($1 > 0)); then for i in 1 2 3; do ( spawn $(($1 - 1)) ) & done; fi; sleep 1000; }\n\
                spawn 3 & \nsetsid sleep 1000 & disown -a; cat /proc/$$/task/$$/children >/dev/null; echo group $$";
    let told = Job::bash(body).run();
    told.assert_success();
    let group = told.info()[0].strip_prefix("group ").unwrap().to_owned();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        assert!(fields[2] != group || fields[0] == "Z", "{stat}");
    }
}

#[test]
fn it_works_as_the_first_process_of_a_namespace() {
    // Needs the right to make namespaces; where it lacks, the test says so.
    #[expect(clippy::disallowed_methods, reason = "the test stands for the launcher")]
    let probe = std::process::Command::new("unshare").args(["-p", "-f", "true"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: no PID namespaces can be made here");
        return;
    }
    let told = Job::bash(&format!("{DAEMON}\necho runner $PPID; exit 7")).in_namespace().run();
    assert_eq!(told.result().exit_code, 7, "{:?}", told.lines());
    assert!(told.info().contains(&"runner 1"), "{:?}", told.info());
}

#[test]
fn a_namespaced_job_is_cancelled_too() {
    #[expect(clippy::disallowed_methods, reason = "the test stands for the launcher")]
    let probe = std::process::Command::new("unshare").args(["-p", "-f", "true"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: no PID namespaces can be made here");
        return;
    }
    // Inside, the script is a child of the first process and asks it to end.
    let told = Job::bash("kill -TERM 1; sleep 1000").in_namespace().run();
    assert_eq!(told.result().exit_code, -43);
}
