//! A job's life: start, output, end, completion.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, Write};
use std::os::fd::AsFd;

use jobframe::{End, Frame, JobState, Request};

use crate::bench::{Bench, Process, Told, job, pid_of};

#[test]
fn a_job_runs_is_followed_to_its_end_and_leaves_nothing() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "echo hello; echo trouble >&2; touch made; exit 7");

    let told = client.attach(job(1), 0);
    assert_eq!((told.text(), told.end, &told.stderr[..]), ("hello\n", Some(End::Exit(7)), &b"trouble\n"[..]));
    assert!(bench.job_folder(job(1)).join("made").exists());

    assert_eq!(client.attach(job(1), 3).text(), "lo\n", "an ended job can be read again");
    assert_eq!(client.ask(&Frame::Complete { job: job(1) }), Frame::Completed { job: job(1) });
    assert!(!bench.job_folder(job(1)).exists());
    assert_eq!(fs::read_dir(bench.work().join("spool")).unwrap().count(), 0);

    assert_eq!(client.ask(&Frame::Complete { job: job(1) }), Frame::Completed { job: job(1) });
    assert_eq!(client.ask(&Frame::Attach { job: job(1), offset: 0 }), Frame::Gone { job: job(1) });
    assert_eq!(client.ask(&Frame::Cancel { job: job(1) }), Frame::Gone { job: job(1) });
}

#[test]
fn passed_descriptors_are_three_and_up_and_nothing_else_is_inherited() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    let files = ["first", "second"].map(|text| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.rewind().unwrap();
        file
    });
    let script =
        b"cat <&3; echo; cat <&4; echo; exec 3<&- 4<&-; for f in /proc/$$/fd/*; do [ -e $f ] && echo ${f##*/}; done";
    client.send_start(job(1), "default", script, &[files[0].as_fd(), files[1].as_fd()]);
    assert_eq!(client.frame(), Frame::Started { job: job(1), already: false });
    assert_eq!(client.attach(job(1), 0).text(), "first\nsecond\n0\n1\n2\n");
}

#[test]
fn a_runner_gets_the_allowed_environment_and_the_fences_of_its_mode() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    let script = "env | cut -d= -f1 | sort | grep -v -e '^PWD$' -e '^OLDPWD$' -e '^SHLVL$' -e '^_$'; pwd; umask
        grep -E 'NoNewPrivs|SigIgn|SigBlk' /proc/self/status; grep 'Max core' /proc/self/limits
        cut -d' ' -f6 /proc/$$/stat; echo $$; cat /proc/$$/oom_score_adj";
    client.start(job(1), script);
    let told = client.attach(job(1), 0);
    let mut lines: Vec<&str> = told.text().lines().collect();

    let pid = lines.remove(lines.len() - 2);
    assert_eq!(lines.remove(lines.len() - 2), pid, "the runner leads a session of its own");
    let at = lines.iter().position(|line| line.starts_with('/')).unwrap();
    for name in lines.drain(..at) {
        assert!(["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "TMPDIR"].contains(&name), "{name}");
    }
    let folder = bench.job_folder(job(1)).canonicalize().unwrap();
    let core = "Max core file size        0                    0                    bytes     ";
    let none = "0000000000000000";
    let expected = [
        folder.to_str().unwrap(),
        "0077",
        &format!("SigBlk:\t{none}"),
        &format!("SigIgn:\t{none}"),
        "NoNewPrivs:\t1",
        core,
        "500",
    ];
    // The C library's way of starting processes leaves its own two signals ignored, here and ever after.
    let ignored = lines.iter_mut().find(|line| line.starts_with("SigIgn")).unwrap();
    if *ignored == "SigIgn:\t0000000180000000" {
        *ignored = "SigIgn:\t0000000000000000";
    }
    lines[2..5].sort_by_key(|line| expected.iter().position(|e| e == line));
    assert_eq!(lines, expected);
}

#[test]
fn a_known_job_is_not_started_twice() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "echo run >> runs; cat runs");
    for _ in 0..2 {
        client.send_start(job(1), "default", b"echo again", &[]);
        assert_eq!(client.frame(), Frame::Started { job: job(1), already: true });
    }
    assert_eq!(client.attach(job(1), 0).text(), "run\n");
    client.send_start(job(1), "default", b"", &[]);
    assert_eq!(client.frame(), Frame::Started { job: job(1), already: true });
}

#[test]
fn a_document_of_many_frames_or_of_none_arrives_whole() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    let mut script = b"echo start\n".to_vec();
    for n in 0..300_000 {
        script.extend_from_slice(format!("# line {n}\n").as_bytes());
    }
    script.extend_from_slice(b"echo end");
    client.send_start(job(1), "default", &script, &[]);
    assert_eq!(client.frame(), Frame::Started { job: job(1), already: false });
    assert_eq!(client.attach(job(1), 0).text(), "start\nend\n");

    client.start(job(2), "");
    assert_eq!(client.attach(job(2), 0).end, Some(End::Exit(0)));
}

#[test]
fn a_job_cannot_change_its_document() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "echo x > /proc/$$/fd/0 || echo sealed");
    assert_eq!(client.attach(job(1), 0).text(), "sealed\n");
}

#[test]
fn a_cancelled_runner_may_say_goodbye_and_a_second_cancel_changes_nothing() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "trap 'echo goodbye; exit 0' TERM; sleep 1000 & echo $! ready; wait");
    let told = client.attach_until(job(1), 0, "ready");
    let sleeper = Process::of(pid_of(told.text().split(' ').next().unwrap().parse().unwrap()));

    let from = told.output.len() as u64;
    client.send(&Frame::Cancel { job: job(1) });
    client.send(&Frame::Cancel { job: job(1) });
    let mut frames: Vec<Frame> = (0..4).map(|_| client.frame()).collect();
    frames.retain(|frame| *frame != Frame::Cancelling { job: job(1) });
    let ended = Frame::Ended { job: job(1), length: from + 8, end: End::Cancelled, stderr: Vec::new() };
    assert_eq!(frames, [Frame::Output { job: job(1), offset: from, bytes: b"goodbye\n".to_vec() }, ended]);
    assert!(sleeper.has_ended(), "what the runner left behind is gone when the end is told");

    assert_eq!(client.ask(&Frame::Cancel { job: job(1) }), Frame::Cancelling { job: job(1) });
    assert_eq!(client.attach(job(1), 0).end, Some(End::Cancelled));
}

#[test]
fn a_runner_that_ignores_its_cancellation_is_killed_with_all_it_started() {
    let bench = Bench::new(&["--cancel-seconds", "1"]);
    let mut client = bench.client();
    let script =
        "trap '' TERM; setsid sh -c 'trap \"\" TERM; sleep 1000 & echo $! $$ ready; wait' & wait; wait; sleep 1000";
    client.start(job(1), script);
    let told = client.attach_until(job(1), 0, "ready");
    let pids = told.text().split(' ').filter_map(|word| word.parse().ok());
    let left: Vec<Process> = pids.map(|pid| Process::of(pid_of(pid))).collect();
    assert_eq!(left.len(), 2);

    assert_eq!(client.ask(&Frame::Cancel { job: job(1) }), Frame::Cancelling { job: job(1) });
    assert_eq!(client.attach(job(1), 0).end, Some(End::Cancelled));
    assert!(left.iter().all(Process::has_ended));
}

#[test]
fn a_daemon_does_not_outlive_its_job_nor_delay_its_end() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    // The first keeps the output open; the second closes everything, leaves the folder and its parent.
    let script = "mkfifo said; setsid sh -c 'echo $$ > said; exec sleep 1000' & cat said
        (setsid sh -c 'cd /; echo $$ > $0/said; exec sleep 1000 >&- 2>&- <&-' \"$PWD\" &); cat said";
    client.start(job(1), script);
    let told = client.attach(job(1), 0);
    assert_eq!(told.end, Some(End::Exit(0)));
    let pids: Vec<u32> = told.text().lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(pids.len(), 2);
    for pid in pids {
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "{pid} still runs");
    }
}

#[test]
fn a_running_job_cannot_be_completed() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "sleep 1000");
    let Frame::Denied { job: of, request, reason } = client.ask(&Frame::Complete { job: job(1) }) else { panic!() };
    assert_eq!((of, request, &reason[..]), (job(1), Request::Complete, "the job has not ended; cancel it first"));
    assert!(bench.job_folder(job(1)).exists());
}

#[test]
fn two_hundred_jobs_at_once_each_get_their_own_output() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    let jobs: Vec<_> = (0..200).map(job).collect();
    // A pipe that every job reads to its end, which comes when the test says so.
    let (reader, gate) = std::io::pipe().unwrap();
    for (n, job) in jobs.iter().enumerate() {
        let script = format!("cat <&3; echo {n}; seq {n} {}", n + 1000);
        client.send_start(*job, "default", script.as_bytes(), &[reader.as_fd()]);
    }
    for job in &jobs {
        assert_eq!(client.frame(), Frame::Started { job: *job, already: false });
    }
    let Frame::Jobs { jobs: listed, more: false } = client.ask(&Frame::List) else { panic!("no list") };
    assert_eq!(listed.len(), 200);
    assert!(listed.iter().all(|entry| entry.state == JobState::Running), "all of them run at the same time");

    drop(gate);
    let mut told: BTreeMap<_, _> = jobs.iter().map(|job| (*job, (0, Told::default()))).collect();
    for job in &jobs {
        client.send(&Frame::Attach { job: *job, offset: 0 });
    }
    client.follow(&mut told);
    for (n, job) in jobs.iter().enumerate() {
        let lines = std::iter::once(n).chain(n..=n + 1000).map(|n| format!("{n}\n"));
        assert_eq!(told[job].1.text(), lines.collect::<String>());
        assert_eq!(told[job].1.end, Some(End::Exit(0)));
        assert_eq!(client.ask(&Frame::Complete { job: *job }), Frame::Completed { job: *job });
    }
    assert_eq!(client.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
}

#[test]
fn completing_removes_the_folder_and_nothing_that_it_points_to() {
    let bench = Bench::new(&[]);
    let canary = bench.folder.path().join("canary");
    fs::create_dir(&canary).unwrap();
    fs::write(canary.join("song"), "la la").unwrap();
    let mut client = bench.client();
    // Links to a file and a folder, a folder that its owner may not read, a pipe, and a path far too long to be named.
    let script = "ln -s ../../../canary here; ln -s ../../../canary/song song; mkdir -p a/b; ln -s ../../../../../canary a/b/there
        mkdir shut; echo x > shut/x; chmod 0 shut; mkfifo pipe; mkdir many; cd many; seq 1 1000 | xargs touch; cd ..
        i=0; while [ $i -lt 600 ]; do mkdir -p 0123456789; cd -P 0123456789; ln -s /../canary c; i=$((i+1)); done; chmod 0 .";
    client.start(job(1), script);
    assert_eq!(client.attach(job(1), 0), Told { end: Some(End::Exit(0)), ..Told::default() });
    assert_eq!(client.ask(&Frame::Complete { job: job(1) }), Frame::Completed { job: job(1) });
    assert!(!bench.job_folder(job(1)).exists());

    // Trash is emptied a little between frames, so asking long enough sees it empty.
    let empty = (0..100_000).any(|_| {
        client.ask(&Frame::List);
        fs::read_dir(bench.work().join("trash")).unwrap().count() == 0
    });
    assert!(empty, "{}", bench.log());
    assert_eq!(fs::read_to_string(canary.join("song")).unwrap(), "la la");
}
