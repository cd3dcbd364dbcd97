//! Slots: one job at a time in each, nothing of one seen by another, none used again while something is left in it.

use std::collections::BTreeMap;
use std::process::Command;

use jobframe::End;

use crate::client::{Told, job};
use crate::ground::{Ground, Stranger, unfenced};

#[test]
fn a_process_that_outlives_its_job_blocks_the_slot_and_raises_an_alarm() {
    let Some(ground) = Ground::new(2) else { return };
    let mut client = ground.client();
    let stranger = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[]);
    client.run(job(1), "default", "echo first");
    assert!(client.asked_until(|| ground.log().contains("ALARM")));
    let name = &ground.slots[0].name;
    let alarm = format!("ALARM: slot 1 ({name}) is not used until it is clean again: processes [{}]", stranger.0.id());
    assert!(ground.log().contains(&alarm), "{}", ground.log());
    // The other slot goes on, and the report says what is wrong.
    for n in 2..5 {
        let told = client.run(job(n), "default", "id -u");
        assert_eq!(told.text().trim(), ground.slots[1].uid.to_string());
    }
    let (passed, text) = client.test();
    assert!(passed, "{text}");
    assert!(text.contains("control slots reduced processes ["), "{text}");
}

#[test]
fn from_time_to_time_a_slot_is_looked_at_and_one_that_is_clean_again_is_used_again() {
    let Some(ground) = Ground::with(1, |conf| conf.sweep_seconds = 1) else { return };
    let mut client = ground.client();
    // A process that nobody started as a job is found in a slot where there is none, and then ended.
    let mut stranger = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[]);
    assert!(client.asked_until(|| ground.log().contains("ALARM")), "{}", ground.log());
    assert!(!stranger.0.wait().unwrap().success());
    assert!(client.asked_until(|| ground.client().run(job(1), "default", "echo well").text() == "well\n"));
    let (passed, text) = client.test();
    assert!(passed && text.contains("control slots active"), "{text}");
}

#[test]
fn thirty_two_jobs_over_four_slots_see_nothing_of_each_other() {
    let Some(ground) = Ground::new(4) else { return };
    let mut client = ground.client();
    // Each leaves its marker wherever something can be left, and looks for any other's everywhere.
    let script = |n: u8| {
        format!(
            "own=marker-{n}-; export MARKER=$own; hunt() {{ grep -ahoE 'marker-[0-9]+-' \"$@\" 2>/dev/null | grep -v -- \"$own\"; }}
            for place in . .. /tmp /var/tmp /dev/shm ~; do echo $own > $place/$own; done
            bash -c \"sleep 1; : $own\" & 
            for round in 1 2 3; do
                hunt /proc/[0-9]*/cmdline /proc/[0-9]*/environ /proc/sysvipc/* /proc/keys
                ls -Ra /tmp /var/tmp /dev/shm ~ .. {work} {work}/slot-* {work}/slot-*/job 2>/dev/null | hunt
                find /tmp /var/tmp /dev/shm /run /var/lock {work} -type f -readable -print0 2>/dev/null | xargs -0 -r grep -ahoE 'marker-[0-9]+-' 2>/dev/null | grep -v -- \"$own\"
            done
            wait; echo \"$(ls /proc | grep -cE '^[0-9]+$') done\"",
            work = ground.conf.work.display()
        )
    };
    let jobs: Vec<u8> = (1..=32).collect();
    for n in &jobs {
        client.start(job(*n), "default", &script(*n));
    }
    let mut told: BTreeMap<_, _> = jobs.iter().map(|n| (job(*n), Told::default())).collect();
    for n in &jobs {
        client.attach(job(*n));
    }
    client.follow_all(&mut told);
    for (id, told) in &told {
        let text = told.text();
        assert!(text.trim_end().ends_with("done") && !text.contains("marker"), "{id}: {text}");
    }
}

#[test]
fn the_same_hunt_finds_the_marker_of_a_process_of_the_same_account() {
    let Some(ground) = Ground::prepared(1) else { return };
    let _hidden = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[("MARKER", "marker-77-")]);
    let hunt = "until grep -ahoE 'marker-[0-9]+-' /proc/[0-9]*/environ 2>/dev/null | grep .; do :; done";
    assert_eq!(unfenced(&ground.slots[0], &["bash", "-c", hunt]).lines().next(), Some("marker-77-"));
}

/// A small disk for the work folder of a ground whose launcher does not run yet.
fn small_disk(ground: &Ground) -> Mounted {
    let work = ground.conf.work.clone();
    std::fs::create_dir(&work).unwrap();
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=16m,nr_inodes=500,mode=711", "none"])
        .arg(&work)
        .status();
    assert!(mount.unwrap().success());
    Mounted(work)
}

#[test]
fn on_a_nearly_full_work_disk_the_job_that_holds_most_is_ended_and_no_other() {
    let wait = "while [ ! -e go ]; do read -t 0.05 < <(:); done";
    for (what, fill) in [
        ("MiB free", "head -c 13M /dev/zero > big; echo filled; sleep 1000"),
        // Also what has lost its name, and what its owner cannot look into.
        ("MiB free", "exec 3> big; rm big; head -c 13M /dev/zero >&3; echo filled; sleep 1000"),
        ("an unknown amount", "mkdir shut; head -c 13M /dev/zero > shut/big; chmod 0 shut; echo filled; sleep 1000"),
        ("room for", "for i in {1..480}; do > f$i; done; echo filled; sleep 1000"),
    ] {
        let Some(mut ground) = Ground::prepared(2) else { return };
        let disk = small_disk(&ground);
        ground.conf.free_bytes = 8 << 20;
        ground.write();
        ground.start();
        let mut client = ground.client();
        client.start(job(1), "default", &format!("head -c 1M /dev/zero > small; echo held; {wait}; cat small | wc -c"));
        client.follow_until(job(1), "held");
        client.start(job(2), "default", fill);
        let mut other = ground.client();
        let told = other.follow(job(2));
        assert_eq!(told.end, Some(End::WorkDiskFull), "{told:?}");
        assert!(told.text().contains("filled") && told.stderr.contains(what), "{}", told.stderr);
        assert!(other.asked_until(|| !ground.slot_job(2).exists()), "{}", ground.log());
        std::fs::write(ground.slot_job(1).join("Work/go"), "").unwrap();
        let told = client.until_ended(job(1));
        assert_eq!((told.text().trim(), told.end), ("1048576", Some(End::Exit(0))));
        ground.end();
        drop(disk);
    }
}

#[test]
fn without_that_watch_one_jobs_files_are_everybodys_trouble() {
    let Some(mut ground) = Ground::prepared(2) else { return };
    let disk = small_disk(&ground);
    (ground.conf.free_bytes, ground.conf.free_files_percent) = (0, 0);
    ground.write();
    ground.start();
    let mut client = ground.client();
    client.start(job(1), "default", "head -c 12M /dev/zero > big; echo filled; sleep 1000");
    client.follow_until(job(1), "filled");
    let told = ground.client().run(job(2), "default", "head -c 6M /dev/zero > mine || echo no room");
    assert!(
        told.end == Some(End::SpoolFailed) || told.text().contains("no room") || told.exit_code() == Some(1),
        "{told:?}"
    );
    ground.end();
    drop(disk);
}

#[test]
fn a_full_work_disk_ends_the_job_that_filled_it_and_the_next_one_has_room_again() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let disk = small_disk(&ground);
    ground.start();
    let mut client = ground.client();
    for fill in ["head -c 100M /dev/zero > big", "i=0; while touch f$i; do i=$((i+1)); done"] {
        let told = client.run(job(1), "default", &format!("{fill}; echo 'it is full'; exit 5"));
        assert!(
            told.end == Some(End::SpoolFailed) || told.exit_code() == Some(5) || told.exit_code() == Some(1),
            "{told:?}"
        );
        // The server's data is elsewhere, and not full.
        std::fs::write(ground.folder.join("data/other"), "more").unwrap();
        assert_eq!(client.run(job(2), "default", "head -c 1M /dev/zero > big && echo room").text(), "room\n");
    }
    assert_eq!(ground.log(), "");
    ground.end();
    drop(disk);
}

/// Unmounted with the end of the test.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().unwrap();
    }
}

#[test]
fn while_all_slots_are_taken_the_last_report_of_the_same_launcher_stands() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let (passed, before) = client.test();
    assert!(passed, "{before}");
    client.start(job(1), "default", "echo ready; sleep 1000");
    client.follow_until(job(1), "ready");
    let (passed, text) = ground.client().test();
    let (line, rest) = text.split_once('\n').unwrap();
    assert!(line.starts_with("control self-test reduced all slots are taken; the last test was "), "{line}");
    assert_eq!((passed, rest), (true, &*before));
}

#[test]
fn when_no_slot_can_be_used_any_more_nothing_waits_for_one() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let _stranger = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[]);
    client.run(job(1), "default", "true");
    assert!(client.asked_until(|| ground.log().contains("ALARM")));
    client.start(job(2), "default", "true");
    let told = client.follow(job(2));
    assert_eq!(told.end, Some(End::Lost));
    assert!(told.stderr.contains("no slot can be used any more"), "{}", told.stderr);
    let (passed, text) = client.test();
    assert!(!passed && text.contains("error the launcher did not start it"), "{text}");
}
