//! Threats to what the account may do, each with the control that stands against it, and with that control taken down.
//!
//! "Down" is either the configuration of somebody careless, a runner that does not close itself in (`bare`), or a
//! launcher of somebody who does not know how (`setpriv`), in which the real probe has to find the hole.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::client::{job, script};
use crate::ground::{Ground, SECRET, Stranger, skipped, unfenced};

fn has(found: &[String], check: &str) -> bool {
    found.iter().any(|name| name == check)
}

/// Keeping capabilities, and regaining root through programs that change the account.
#[test]
fn setuid_programs_do_not_change_the_account() {
    let Some(ground) = Ground::new(1) else { return };
    let copy = ground.folder.join("bin/id");
    fs::copy("/usr/bin/id", &copy).unwrap();
    fs::set_permissions(&copy, Permissions::from_mode(0o4755)).unwrap();
    let own = ground.slots[0].uid.to_string();
    let path = copy.to_str().unwrap();
    assert_eq!(ground.client().fenced(&ground, &format!("{path} -u")).trim(), own);
    assert_eq!(unfenced(&ground.slots[0], &[path, "-u"]).trim(), "0", "without a fence it is root");
}

#[test]
fn no_capability_is_left_and_the_probe_finds_those_that_are() {
    let Some(ground) = Ground::new(1) else { return };
    let text = ground.client().fenced(&ground, "grep ^Cap /proc/self/status; grep ^Cap /proc/$PPID/status");
    assert_eq!(text.matches("0000000000000000").count(), 10, "{text}");
    let naive = ["--inh-caps=+setuid,+setgid", "--ambient-caps=+setuid,+setgid"];
    let found = ground.naive_probe(&naive, "");
    assert!(has(&found, "capabilities"), "{found:?}");
}

/// The ambient trap: capabilities that survive a change of account, and so the way back to root.
#[test]
fn root_cannot_be_had_again_and_the_probe_finds_the_ambient_trap() {
    let Some(ground) = Ground::new(1) else { return };
    let text = ground.client().fenced(&ground, "perl -e '$< = 0; $> = 0; print \"$< $>\\n\"'");
    let own = ground.slots[0].uid;
    assert_eq!(text.trim(), format!("{own} {own}"));
    let found = ground.naive_probe(&["--inh-caps=+setuid", "--ambient-caps=+setuid"], "");
    assert!(has(&found, "root"), "{found:?}");
}

#[test]
fn no_group_comes_along_and_the_probe_finds_one_that_does() {
    let Some(ground) = Ground::new(1) else { return };
    let text = ground.client().fenced(&ground, "id -G; grep ^Groups /proc/self/status");
    assert_eq!(text.split_whitespace().count(), 2, "{text}");
    let found = ground.naive_probe(&["--groups", "6"], "");
    assert!(has(&found, "groups"), "{found:?}");
}

#[test]
fn the_job_is_not_the_servers_account_and_the_probe_knows_the_server() {
    let Some(ground) = Ground::new(1) else { return };
    let uid = ground.server.uid.to_string();
    let found = ground.naive_probe(&[], &format!("account {uid}\n"));
    assert!(!has(&found, "uid"), "{found:?}");
    let document = format!("account {}\n", ground.slots[0].uid);
    let found = ground.naive_probe(&[], &document);
    assert!(has(&found, "uid"), "{found:?}");
}

#[test]
fn the_environment_is_what_it_was_given_and_the_probe_finds_more() {
    let Some(ground) = Ground::new(1) else { return };
    let text = ground
        .client()
        .fenced(&ground, "env | cut -d= -f1 | sort | tr '\\n' ' '; echo; cat /proc/1/environ 2>/dev/null && echo read");
    let names: Vec<&str> = text.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(names, ["HOME", "LANG", "PATH", "PWD", "SHLVL", "TMPDIR", "USER", "_"]);
    assert!(!text.contains(SECRET) && !text.contains("read"), "{text}");
    let found = ground.naive_probe(&[], "");
    assert!(has(&found, "environment"), "what this test has in its environment is found: {found:?}");
}

#[test]
fn there_is_no_terminal_to_push_keystrokes_into() {
    let Some(ground) = Ground::new(1) else { return };
    let push = "exec 2>&1; true < /dev/tty; perl -e 'my $c = \"x\"; ioctl(STDIN, 0x5412, $c) or print \"push: $!\\n\"'";
    let text = ground.client().fenced(&ground, push);
    assert!(text.contains("/dev/tty: No such device") && text.contains("push: Operation not permitted"), "{text}");
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    let text = ground.client().bare(&ground, push);
    assert!(text.contains("push: Inappropriate ioctl"), "without the filter only the missing terminal helps: {text}");
}

#[test]
fn user_namespaces_cannot_be_made() {
    let Some(ground) = Ground::new(1) else { return };
    let escape = "unshare -U true && echo escaped; unshare -r true && echo escaped; true";
    let text = ground.client().fenced(&ground, escape);
    assert!(text.contains("Operation not permitted") && !text.contains("escaped"), "{text}");
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    let text = ground.client().bare(&ground, escape);
    if !text.contains("escaped") {
        skipped(&format!("this kernel lets nobody make user namespaces: {text}"));
    }
}

#[test]
fn no_key_waits_for_the_next_job_of_the_account() {
    let Some(ground) = Ground::new(1) else { return };
    // add_key(2) into the keyring of the account.
    let add = "perl -e 'my ($t, $n, $v) = (\"user\", \"pulpotest\", \"x\"); my $k = syscall(248, $t, $n, $v, 1, -4); print $k > 0 ? \"kept\" : \"no: $!\", \"\\n\"'";
    if !cfg!(target_arch = "x86_64") {
        return skipped("the number of the system call is known for x86_64 only");
    }
    assert_eq!(ground.client().fenced(&ground, add).trim(), "no: Operation not permitted");
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    assert_eq!(ground.client().bare(&ground, add).trim(), "kept", "without the filter it is");
}

#[test]
fn a_script_cannot_look_into_its_runner_which_has_the_same_account() {
    let Some(ground) = Ground::new(1) else { return };
    let look = "exec 2>&1; head -c 1 /proc/1/mem; cat /proc/1/environ; cat /proc/1/maps; ls /proc/1/fd; ls -l /proc/1/cwd; echo done";
    let text = ground.client().fenced(&ground, look);
    assert!(text.matches("Permission denied").count() >= 4, "{text}");
    assert!(!text.contains("heap"), "{text}");
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    assert!(ground.client().bare(&ground, "bash -c 'cat /proc/1/maps'").contains("heap"), "without it, it can");
}

#[test]
fn a_fork_bomb_ends_at_the_limit_and_the_launcher_answers_meanwhile() {
    let small = |conf: &mut workerconf::WorkerConf| {
        conf.classes.get_mut("default").unwrap().pids = 100;
    };
    let Some(ground) = Ground::with(1, small) else { return };
    let mut client = ground.client();
    let bomb =
        "exec 2>/dev/null; echo ready; bomb() { bomb | bomb & }; for i in {1..50}; do bomb; done; sleep 1; echo over";
    client.start(job(1), "default", bomb);
    client.follow_until(job(1), "ready");
    let mut most = 0;
    let mut other = ground.client();
    for _ in 0..20 {
        other.ask(&jobframe::Frame::List);
        most = most.max(ground.processes().len());
    }
    client.send(&jobframe::Frame::Cancel { job: job(1) });
    client.until_ended(job(1));
    assert!((20..=100).contains(&most), "{most} processes");
    assert!(client.asked_until(|| ground.processes().is_empty()));
    // The same number of processes is no problem in a class that allows it.
    let many = "for i in {1..150}; do sleep 100 & done 2>/dev/null; jobs -p | wc -l";
    let Some(ground) = Ground::new(1) else { return };
    assert_eq!(ground.client().fenced(&ground, many).trim(), "150");
}

#[test]
fn memory_beyond_the_limit_is_not_to_be_had() {
    let small = |conf: &mut workerconf::WorkerConf| {
        conf.classes.get_mut("default").unwrap().memory = 64 << 20;
    };
    let eat = "perl -e '$x = \"x\" x (200 << 20); print \"full\\n\"' 2>&1; echo then";
    let Some(ground) = Ground::with(1, small) else { return };
    let text = ground.client().fenced(&ground, eat);
    assert!(!text.contains("full"), "{text}");
    let Some(ground) = Ground::new(1) else { return };
    assert!(ground.client().fenced(&ground, eat).contains("full"), "with the usual limit it is");
}

/// A limit for the whole job, where the machine has a controller for it.
fn controller(name: &str, file: &str, value: &str) {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let (_, text) = client.test();
    if text.contains(&format!("control {name} reduced")) {
        return skipped(&format!("no {name} controller of cgroup version 2 is here; what stands in for it is tested"));
    }
    let found =
        client.fenced(&ground, &format!("cat /sys/fs/cgroup/$(cut -d: -f3 /proc/self/cgroup | tail -1)/{file}"));
    assert_eq!(found.trim(), value);
}

#[test]
fn the_memory_of_a_whole_job_is_limited() {
    controller("memory", "memory.max", "2147483648");
}

#[test]
fn the_processes_of_a_whole_job_are_limited() {
    controller("pids", "pids.max", "512");
}

#[test]
fn the_share_of_the_processor_is_a_jobs() {
    controller("cpu", "cpu.weight", "100");
}

#[test]
fn a_job_yields_to_the_server_when_processor_or_memory_run_short() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let has_cpu = !client.test().1.contains("control cpu reduced");
    let text = client.fenced(&ground, "cat /proc/self/oom_score_adj; nice; ulimit -c; ulimit -l");
    let nice = if has_cpu { "0" } else { "5" };
    assert_eq!(text.lines().collect::<Vec<_>>(), ["500", nice, "0", "64"]);
    // A job cannot take that back.
    let text = client.fenced(&ground, "exec 2>/dev/null; nice -n -15 nice; ulimit -c 1 || echo no");
    assert_eq!(text.lines().collect::<Vec<_>>(), [nice, "no"]);
    let text = unfenced(&ground.slots[0], &["bash", "-c", "cat /proc/self/oom_score_adj; nice"]);
    assert!(text.lines().next() != Some("500"), "without a fence it does not yield: {text}");
}

#[test]
fn a_file_cannot_grow_past_the_limit_nor_the_private_folders_past_theirs() {
    let small = |conf: &mut workerconf::WorkerConf| {
        let class = conf.classes.get_mut("default").unwrap();
        (class.fsize, class.tmp) = (1 << 20, 2 << 20);
    };
    let fill = "head -c 4M /dev/zero > big; stat -c %s big; for i in 1 2 3 4; do head -c 900K /dev/zero > /tmp/$i; done 2>&1; du -k /tmp | cut -f1";
    let Some(ground) = Ground::with(1, small) else { return };
    let text = ground.client().fenced(&ground, fill);
    let sizes: Vec<u64> = text.lines().filter_map(|line| line.parse().ok()).collect();
    assert!(matches!(sizes[..], [big, tmp] if big == 1 << 20 && tmp <= 2048), "{text}");
    let Some(ground) = Ground::new(1) else { return };
    let text = ground.client().fenced(&ground, fill);
    assert!(text.contains("4194304") && text.lines().last().unwrap().parse::<u64>().unwrap() > 3000, "{text}");
}

#[test]
fn a_flood_of_output_ends_its_job_and_no_other() {
    let Some(ground) = Ground::with(2, |conf| conf.spool_bytes = 1 << 20) else { return };
    let mut client = ground.client();
    client.start(job(1), "default", "yes 'too much of everything'");
    client.start(job(2), "default", "echo well");
    let told = client.follow(job(1));
    assert_eq!(told.end, Some(jobframe::End::TooMuchOutput));
    assert!(told.raw().len() <= 1 << 20);
    assert_eq!(client.follow(job(2)).text(), "well\n");
    // As much is no flood where more is allowed.
    let Some(ground) = Ground::new(1) else { return };
    let told = ground.client().run(job(1), "default", "yes 'too much of everything' | head -c 2M");
    assert!(told.end == Some(jobframe::End::Exit(0)) && told.raw().len() > 2 << 20, "{:?}", told.end);
}

#[test]
fn a_daemon_is_gone_with_its_job_and_one_without_a_fence_is_not() {
    let Some(ground) = Ground::new(1) else { return };
    let daemon =
        "(trap '' TERM HUP; setsid bash -c 'trap \"\" TERM HUP; exec -a daemon-of-test sleep 1000' > /dev/null 2>&1 &)";
    ground.client().fenced(&ground, daemon);
    assert!(ground.client().asked_until(|| ground.processes().is_empty()));
    assert_eq!(ground.log(), "", "no alarm");
    unfenced(&ground.slots[0], &["bash", "-c", &format!("{daemon} < /dev/null")]);
    // The shells that started it may take a moment to go.
    assert!(
        ground.client().asked_until(|| ground.processes().len() == 1),
        "a plain change of account leaves it behind: {:?}",
        ground.processes()
    );
    let left = ground.processes();
    rustix::process::kill_process(crate::ground::pid(left[0]), rustix::process::Signal::KILL).unwrap();
}

#[test]
fn no_timer_and_no_table_is_left_for_later() {
    let Some(ground) = Ground::new(1) else { return };
    let tools = ["crontab", "at", "systemd-run"].map(|tool| Command::new(tool).arg("--version").output().is_ok());
    let later = "exec 2>&1; echo '* * * * * true' | crontab - && echo kept; echo true | at now + 1 minute && echo kept; systemd-run --user true && echo kept; echo done";
    let text = ground.client().fenced(&ground, later);
    assert!(!text.contains("kept") && text.contains("done"), "{text}");
    if tools == [false; 3] {
        skipped("neither crontab nor at nor systemd-run is installed here; nothing but their absence was seen");
    }
    // What keeps a timer is a set-user-id program, or a folder that the account can write to. One that does not change
    // the account leaves nothing; without a fence it does, for the same account.
    let spool = ground.folder.join("spool");
    fs::create_dir(&spool).unwrap();
    fs::set_permissions(&spool, Permissions::from_mode(0o700)).unwrap();
    let tab = ground.folder.join("bin/tab");
    fs::copy("/usr/bin/touch", &tab).unwrap();
    fs::set_permissions(&tab, Permissions::from_mode(0o4755)).unwrap();
    let (tab, kept) = (tab.display().to_string(), spool.join("table").display().to_string());
    let text = ground.client().fenced(&ground, &format!("{tab} {kept} 2>&1; echo done"));
    assert!(text.contains("Permission denied") && !fs::exists(&kept).unwrap(), "{text}");
    unfenced(&ground.slots[0], &[&tab, &kept]);
    assert!(fs::exists(&kept).unwrap(), "without a fence the account leaves its table");
}

/// HOME, /tmp and the caches of tools are fresh for each job.
#[test]
fn what_one_job_prepares_for_the_next_is_gone() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let places = "~/.bashrc ~/.npmrc /tmp/cache /var/tmp/cache /dev/shm/cache ../../later";
    client.fenced(&ground, &format!("for place in {places}; do echo 'echo poisoned' > $place; done; true"));
    let text = client.fenced(
        &ground,
        &format!("for place in {places}; do cat $place 2>/dev/null; done; bash -i -c true 2>&1; ipcs -m; echo done"),
    );
    assert!(!text.contains("poisoned") && text.contains("done"), "{text}");
    // In one job they are there: it is the fence between jobs that takes them away.
    let text = client.fenced(&ground, "echo 'echo poisoned' > ~/.bashrc; cat ~/.bashrc; cat /tmp/cache");
    assert!(text.contains("poisoned"), "{text}");
}

#[test]
fn secrets_are_on_no_command_line_of_the_machine() {
    let Some(ground) = Ground::new(1) else { return };
    let mut client = ground.client();
    let wait = "while [ ! -e go ]; do read -t 0.05 < <(:); done";
    client.send_start(job(1), "default", &script(&format!("x={SECRET}; echo ready; {wait}")), &[]);
    client.frame();
    client.follow_until(job(1), "ready");
    assert!(!command_lines().contains(SECRET));
    let _careless = Stranger::start(&ground.slots[0], &["bash", "-c", &format!("sleep 1000; : {SECRET}")], &[]);
    assert!((0..100_000).any(|_| command_lines().contains(SECRET)), "one that is there is found");
    fs::write(ground.slot_job(1).join("Work/go"), "").unwrap();
    client.until_ended(job(1));
}

fn command_lines() -> String {
    let all = fs::read_dir("/proc").unwrap().flatten();
    all.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok())
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .collect()
}
