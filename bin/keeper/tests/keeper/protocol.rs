//! What the keeper refuses.

use std::fs::{self, File};
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use jobframe::{Frame, Request, encode};

use crate::bench::{Bench, Client, job};

#[test]
fn another_version_is_refused_with_the_reason() {
    let bench = Bench::new(&[]);
    let mut client = Client::connect(&bench.socket());
    let reason = "this keeper speaks version 1 of the protocol, not 2".to_owned();
    assert_eq!(client.ask(&Frame::Hello { version: 2 }), Frame::Refused { reason });
    assert_eq!(client.frame_or_end(), None);
}

#[test]
fn what_breaks_the_rules_ends_its_connection_and_no_other() {
    let bench = Bench::new(&[]);
    let mut good = bench.client();
    let hello = Frame::Hello { version: 1 };
    let start = |descriptors| Frame::Start { job: job(9), class: "default".parse().unwrap(), document: 4, descriptors };
    let document = |size: usize| Frame::Document { bytes: vec![b' '; size] };
    let cases: &[&[Frame]] = &[
        &[Frame::List],
        &[hello.clone(), hello.clone()],
        &[hello.clone(), Frame::Started { job: job(9), already: true }],
        &[hello.clone(), document(1)],
        &[hello.clone(), start(0), Frame::List],
        &[hello.clone(), start(0), document(5)],
        &[hello.clone(), start(1), document(4)],
    ];
    for frames in cases {
        let mut client = Client::connect(&bench.socket());
        let mut bytes = Vec::new();
        frames.iter().for_each(|frame| encode(frame, &mut bytes));
        client.socket.write_all(&bytes).unwrap();
        while let Some(frame) = client.frame_or_end() {
            assert!(matches!(frame, Frame::Welcome { .. }), "{frames:?}: {frame:?}");
        }
    }
    let mut client = bench.client();
    client.socket.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(client.frame_or_end(), None);
    assert_eq!(good.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
}

#[test]
fn an_unknown_class_is_denied_and_the_connection_goes_on() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.send_start(job(1), "offline", &vec![b' '; 200_000], &[]);
    let reason = "no class offline here; same-user mode has default only".to_owned();
    assert_eq!(client.frame(), Frame::Denied { job: job(1), request: Request::Start, reason });
    client.start(job(1), "");
}

#[test]
fn a_runner_that_cannot_be_started_is_told_with_the_step_that_failed() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    fs::remove_file(bench.folder.path().join("runner")).unwrap();
    client.send_start(job(1), "default", b"", &[]);
    let reason = "executing the runner program: No such file or directory (os error 2)".to_owned();
    assert_eq!(client.frame(), Frame::Denied { job: job(1), request: Request::Start, reason });
    assert!(!bench.job_folder(job(1)).exists());
    assert_eq!(client.ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
}

#[test]
fn the_test_says_what_this_mode_does_not_protect() {
    let bench = Bench::new(&[]);
    let Frame::Report { passed: true, text } = bench.client().ask(&Frame::Test) else { panic!("no report") };
    assert!(text.contains("they can do whatever the server can"), "{text}");
}

#[test]
fn more_descriptors_than_a_job_may_have_end_the_connection() {
    let bench = Bench::new(&[]);
    let file = File::open("/dev/null").unwrap();
    for count in [65, 100] {
        let mut client = bench.client();
        client.send_start(job(1), "default", b"", &vec![file.as_fd(); count]);
        assert_eq!(client.frame_or_end(), None, "{count}");
    }
    let mut client = bench.client();
    client.send_start(job(1), "default", b"ls /proc/self/fd | tail -n 1", &vec![file.as_fd(); 64]);
    assert_eq!(client.frame(), Frame::Started { job: job(1), already: false });
    let told = client.attach(job(1), 0);
    assert!(told.text().trim().parse::<u32>().unwrap() >= 9, "{}", told.text());
}

#[test]
fn no_descriptor_stays_open_after_what_it_was_for() {
    let bench = Bench::new(&[]);
    let file = File::open("/dev/null").unwrap();
    let mut client = bench.client();
    let open = || fs::read_dir(bench.proc("fd")).unwrap().count();
    let before = open();
    for n in 0..20 {
        client.send_start(job(n), "default", b"sleep 1000 & sleep 1000 &", &[file.as_fd(), file.as_fd()]);
        assert_eq!(client.frame(), Frame::Started { job: job(n), already: false });
        client.send_start(job(n), "default", b"again", &[file.as_fd(), file.as_fd()]);
        assert_eq!(client.frame(), Frame::Started { job: job(n), already: true });
        client.send_start(job(100), "unknown", b"", &[file.as_fd()]);
        assert!(matches!(client.frame(), Frame::Denied { .. }));
        // One that leaves in the middle of a document, and one that breaks the rules.
        let mut leaving = bench.client();
        leaving.send_start(job(200), "default", b"", &[file.as_fd()]);
        let mut bytes = Vec::new();
        encode(
            &Frame::Start { job: job(201), class: "default".parse().unwrap(), document: 9, descriptors: 0 },
            &mut bytes,
        );
        leaving.socket.write_all(&bytes).unwrap();
        drop(leaving);
        bench.client().send_start(job(1), "default", b"", &vec![file.as_fd(); 70]);
    }
    for n in (0..20).chain([200]) {
        client.attach(job(n), 0);
        assert_eq!(client.ask(&Frame::Complete { job: job(n) }), Frame::Completed { job: job(n) });
    }
    // The other connections' ends are seen at some time between these questions.
    let closed = (0..10_000).any(|_| {
        client.ask(&Frame::List);
        open() == before
    });
    assert!(closed, "{} descriptors before, {} now", before, open());
}

#[test]
fn too_many_connections_are_refused_until_one_is_closed() {
    let bench = Bench::new(&[]);
    let mut clients = Vec::new();
    let refused = (0..100).find_map(|_| {
        let mut client = Client::connect(&bench.socket());
        // The refusal may come, and the connection go, before this is written.
        drop(client.socket.write_all(b"P\x01\x01\0\x02\0\0\0\x01\0"));
        let frame = client.frame();
        clients.push(client);
        if let Frame::Refused { reason } = frame { Some(reason) } else { None }
    });
    assert_eq!(refused.unwrap(), "the keeper takes no connection now: too many connections are open");
    assert!(clients.len() > 8, "{} connections", clients.len());
    clients.truncate(2);
    assert_eq!(clients[0].ask(&Frame::List), Frame::Jobs { jobs: Vec::new(), more: false });
    bench.client();
}

#[test]
fn another_account_is_not_served_even_if_it_can_open_the_socket() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: only root can open another account's socket");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::copy(env!("CARGO_BIN_EXE_pulpo-keeper"), path("keeper")).unwrap();
    std::os::unix::fs::chown(folder.path(), Some(65534), Some(65534)).unwrap();
    let mut command = Command::new(path("keeper"));
    command.arg("--socket").arg(path("socket")).arg("--work").arg(path("work")).args(["--runner", "/bin/true"]);
    let status = command.args(["--grace-seconds", "1"]).stdout(Stdio::null()).uid(65534).gid(65534).status().unwrap();
    assert!(status.success());
    assert_eq!(Client::connect(&path("socket")).frame_or_end(), None);
}

/// A small generator of numbers that look random, the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn request(&mut self, bytes: &mut Vec<u8>) {
        let job = job(u8::try_from(self.roll(6)).unwrap());
        match self.roll(9) {
            0..3 => {
                let scripts = ["", "echo hello", "seq 1 20000", "sleep 1000 & echo $!", "sleep 1000", "kill $$"];
                let script = scripts[usize::try_from(self.roll(6)).unwrap()];
                let document = u32::try_from(script.len()).unwrap();
                let class = if self.roll(9) == 0 { "other" } else { "default" }.parse().unwrap();
                encode(&Frame::Start { job, class, document, descriptors: 0 }, bytes);
                encode(&Frame::Document { bytes: script.as_bytes().to_vec() }, bytes);
            }
            3..5 => encode(&Frame::Attach { job, offset: self.roll(40) * self.roll(40) }, bytes),
            5..7 => encode(&Frame::Cancel { job }, bytes),
            7 => encode(&Frame::Complete { job }, bytes),
            _ => encode(&Frame::List, bytes),
        }
    }
}

#[test]
fn no_conversation_ends_the_keeper_or_wears_it_out() {
    let bench = Bench::new(&["--cancel-seconds", "1"]);
    let mut client = bench.client();
    let open = || fs::read_dir(bench.proc("fd")).unwrap().count();
    let (before, mut dice) = (open(), Dice(0x9e37_79b9_7f4a_7c15));
    for round in 0..300 {
        let mut other = bench.client();
        other.socket.set_nonblocking(true).unwrap();
        for _ in 0..dice.roll(12) {
            let mut bytes = Vec::new();
            (0..=dice.roll(8)).for_each(|_| dice.request(&mut bytes));
            if round % 4 == 0 {
                let at = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
                bytes[at] = u8::try_from(dice.roll(256)).unwrap();
            }
            let cut = if dice.roll(4) == 0 { bytes.len() / 2 } else { bytes.len() };
            if other.socket.write_all(&bytes[..cut]).is_err() {
                break;
            }
            client.ask(&Frame::List);
        }
    }
    let Frame::Jobs { jobs, .. } = client.ask(&Frame::List) else { panic!("no list") };
    for entry in jobs {
        client.ask(&Frame::Cancel { job: entry.job });
        assert!(client.attach(entry.job, entry.length).end.is_some());
        assert_eq!(client.ask(&Frame::Complete { job: entry.job }), Frame::Completed { job: entry.job });
    }
    let settled = (0..10_000).any(|_| {
        client.ask(&Frame::List);
        open() == before
    });
    assert!(settled, "{} descriptors before, {} now", before, open());
    assert_eq!(fs::read_dir(bench.work().join("jobs")).unwrap().count(), 0);
    assert!(bench.peak_memory() < 8 * 1024, "{} KiB", bench.peak_memory());
}
