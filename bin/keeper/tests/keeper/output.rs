//! Output: kept in order and whole, whoever reads it, however slowly.

use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use jobframe::{End, Frame, Request};
use rustix::process::Signal;

use crate::bench::{Bench, Process, Told, job, pid_of};

fn numbers(to: u32) -> String {
    (1..=to).flat_map(|n| [n.to_string(), "\n".to_owned()]).collect()
}

#[test]
fn a_server_killed_in_mid_output_gets_the_rest_when_it_comes_back() {
    let bench = Bench::new(&[]);
    let mut first = bench.client();
    first.start(job(1), "mkfifo go; seq 1 100000; read x < go; seq 100001 200000");
    let before = first.attach_until(job(1), 0, "50000\n");

    // The connection now belongs to another process alone, which reads on and is killed.
    let mut reader = Command::new("cat").stdin(OwnedFd::from(first.socket)).stdout(Stdio::null()).spawn().unwrap();
    std::fs::write(bench.job_folder(job(1)).join("go"), "x\n").unwrap();
    let process = Process::of(pid_of(reader.id()));
    process.signal(Signal::KILL);
    reader.wait().unwrap();

    let after = bench.client().attach(job(1), before.output.len() as u64);
    assert_eq!(after.end, Some(End::Exit(0)));
    assert!([before.text(), after.text()].concat() == numbers(200_000), "other bytes than the runner wrote");
}

#[test]
fn a_server_that_does_not_read_costs_no_memory_and_holds_up_nobody() {
    let bench = Bench::new(&[]);
    let mut slow = bench.client();
    slow.start(job(1), "head -c 100000000 /dev/zero; echo end");
    slow.send(&Frame::Attach { job: job(1), offset: 0 });

    let mut quick = bench.client();
    let told = quick.attach(job(1), 0);
    assert_eq!((told.output.len(), told.end), (100_000_004, Some(End::Exit(0))));
    assert!(bench.peak_memory() < 8 * 1024, "{} KiB", bench.peak_memory());

    let mut all = [(job(1), (0, Told::default()))].into();
    slow.follow(&mut all);
    assert!(all[&job(1)].1 == told, "the slow reader got other bytes");
}

#[test]
fn a_server_that_asks_and_never_reads_is_not_listened_to_for_ever() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    for n in 0..100 {
        client.start(job(n), "");
    }
    let mut asking = bench.client();
    asking.socket.set_nonblocking(true).unwrap();
    let question = b"P\x01\x07\0\0\0\0\0".repeat(1000);
    let mut asked = 0;
    while let Ok(count) = std::io::Write::write(&mut asking.socket, &question) {
        asked += count;
        // Another connection is served meanwhile; its answer shows that the keeper has had its turn.
        assert!(matches!(client.ask(&Frame::List), Frame::Jobs { .. }));
        assert!(asked < 10_000_000, "{asked} bytes of questions were taken");
    }
    assert!(bench.peak_memory() < 8 * 1024, "{} KiB", bench.peak_memory());

    asking.socket.set_nonblocking(false).unwrap();
    for _ in 0..asked / 8 {
        assert!(matches!(asking.frame(), Frame::Jobs { jobs, more: false } if jobs.len() == 100));
    }
}

#[test]
fn a_job_that_writes_too_much_is_killed_and_what_fits_is_kept() {
    let bench = Bench::new(&["--spool-bytes", "100000"]);
    let mut client = bench.client();
    client.start(job(1), "yes; sleep 1000");
    let told = client.attach(job(1), 0);
    assert_eq!((told.output.len(), told.end), (100_000, Some(End::TooMuchOutput)));
    client.start(job(2), "head -c 100000 /dev/zero");
    let told = client.attach(job(2), 0);
    assert_eq!((told.output.len(), told.end), (100_000, Some(End::Exit(0))));
}

#[test]
fn the_end_of_standard_error_is_kept() {
    let bench = Bench::new(&[]);
    let mut client = bench.client();
    client.start(job(1), "seq 1 100000 >&2; kill -SEGV $$");
    let told = client.attach(job(1), 0);
    assert_eq!((told.end, told.stderr.len()), (Some(End::Signal(11)), jobframe::MAX_STDERR));
    assert!(numbers(100_000).as_bytes().ends_with(&told.stderr));
}

#[test]
fn several_servers_may_follow_and_an_offset_beyond_the_output_is_denied() {
    let bench = Bench::new(&[]);
    let (mut one, mut two) = (bench.client(), bench.client());
    one.start(job(1), "mkfifo go; echo first; read x < go; echo second");
    one.attach_until(job(1), 0, "first\n");
    two.attach_until(job(1), 2, "rst\n");
    let Frame::Denied { request, .. } = two.ask(&Frame::Attach { job: job(1), offset: 7 }) else { panic!() };
    assert_eq!(request, Request::Attach);

    std::fs::write(bench.job_folder(job(1)).join("go"), "x\n").unwrap();
    for client in [&mut one, &mut two] {
        let mut all = [(job(1), (6, Told::default()))].into();
        client.follow(&mut all);
        assert_eq!(all[&job(1)].1.text(), "second\n");
    }
}
