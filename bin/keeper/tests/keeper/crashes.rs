//! The keeper killed, started twice, started again.

use std::fs;
use std::path::Path;

use jobframe::Frame;
use rustix::process::Signal;

use crate::bench::{Bench, Process, job, pid_of};

fn pids(text: &str) -> Vec<Process> {
    text.split_ascii_whitespace().filter_map(|word| word.parse().ok()).map(|pid| Process::of(pid_of(pid))).collect()
}

#[test]
fn a_killed_keeper_takes_its_runners_along_and_the_next_one_sweeps_up() {
    let mut bench = Bench::new(&[]);
    let mut client = bench.client();
    // The runner; a child in its session that has left the job's folder; one in a session of its own that has not;
    // and a child of that one, which has left both.
    let script = "mkfifo said; (cd / && exec sleep 1000) & echo $$ $!
        setsid sh -c '(cd / && exec setsid sleep 1000) & echo $! $$ ready > said; exec sleep 1000' & cat said; wait";
    client.start(job(1), script);
    let told = client.attach_until(job(1), 0, "ready");
    let all = pids(told.text());
    assert_eq!(all.len(), 4, "{}", told.text());

    let keeper = bench.process();
    keeper.signal(Signal::KILL);
    keeper.wait_for_end();
    all[0].wait_for_end();

    bench.again();
    for process in &all {
        process.wait_for_end();
    }
    let mut client = bench.client();
    assert_eq!(client.ask(&Frame::Attach { job: job(1), offset: 0 }), Frame::Gone { job: job(1) });
    assert_eq!(client.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
    for folder in ["jobs", "spool"] {
        assert_eq!(fs::read_dir(bench.work().join(folder)).unwrap().count(), 0);
    }
    client.start(job(1), "");
}

#[test]
fn an_unrelated_process_survives_the_sweep() {
    let mut bench = Bench::new(&[]);
    let mut child = std::process::Command::new("setsid").args(["sleep", "1000"]).spawn().unwrap();
    // A note of a session that began long ago with a number that is another process's by now.
    let keeper = bench.process();
    keeper.signal(Signal::KILL);
    keeper.wait_for_end();
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let session = child.id();
    let other = "00000000-0000-0000-0000-000000000000";
    for note in [format!(".{session}.1.{}", boot.trim()), format!(".{session}.1.{other}"), ".nonsense".to_owned()] {
        fs::write(bench.work().join("spool").join(format!("{}{note}", job(1))), "").unwrap();
    }

    bench.again();
    assert!(child.try_wait().unwrap().is_none(), "the sweep killed a stranger");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_second_keeper_is_refused_with_one_sentence_and_its_own_exit_code() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "mkfifo go; read x < go; echo still here");

    let output = bench.run(&[]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0));
    assert!(bench.log().starts_with("pulpo-keeper: another keeper is running here; it holds /"), "{}", bench.log());
    assert_eq!(bench.log().lines().count(), 1);

    // Another socket does not help: the work folder is taken.
    let other = bench.folder.path().join("other");
    let output = bench.run(&["--socket", other.to_str().unwrap()]);
    assert_eq!((output.status.code(), other.exists()), (Some(3), false));

    fs::write(bench.job_folder(job(1)).join("go"), "x\n").unwrap();
    assert_eq!(client.attach(job(1), 0).text(), "still here\n");
}

#[test]
fn a_wrong_command_line_or_place_is_told_in_one_sentence() {
    let bench = Bench::new(&[]);
    let open = bench.folder.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let open = open.to_str().unwrap();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["--verbose", "1"], 2, "usage: "),
        (&["--grace-seconds", "0"], 2, "usage: "),
        (&["--grace-seconds"], 2, "usage: "),
        (&["--runner", "/etc/passwd"], 1, "the runner program /etc/passwd: it is not an executable file"),
        (&["--runner", "/nowhere"], 1, "the runner program /nowhere: No such file"),
        (&["--work", open], 1, "it must be a folder of this account with mode 0700"),
        (&["--work", "/proc/self"], 1, "the work folder /proc/self"),
    ];
    for (options, code, words) in cases {
        let output = bench.run(options);
        let log = bench.log();
        let last = log.lines().last().unwrap();
        assert_eq!(output.status.code(), Some(*code), "{options:?}: {last}");
        assert!(last.contains(words), "{options:?}: {last}");
    }
}

#[test]
fn socket_and_files_are_private() {
    let bench = Bench::new(&[]);
    bench.client().start(job(1), "sleep 1000");
    let mode =
        |path: &Path| std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777;
    assert_eq!(mode(&bench.socket()), 0o600);
    assert_eq!(mode(&bench.work()), 0o700);
    assert_eq!(mode(&bench.job_folder(job(1))), 0o700);
    let spool: Vec<_> = fs::read_dir(bench.work().join("spool")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!((spool.len(), mode(&spool[0])), (1, 0o600));
}
