//! Jobs a second through the keeper beside plain starts of the same program, and the keeper's memory.
//!
//! `cargo bench -p pulpo-keeper`
#![expect(clippy::disallowed_methods, reason = "the floor is a plain start")]
#![expect(clippy::print_stdout, reason = "its result")]
#![expect(clippy::unwrap_used, reason = "a bench fails loudly")]

#[path = "../tests/keeper/bench.rs"]
#[expect(dead_code, reason = "the tests' helpers, of which a bench needs some")]
mod bench;

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use jobframe::{Frame, JobId};

use crate::bench::{Bench, Client};

const PROGRAM: &str = "/bin/true";
const JOBS: u32 = 1000;

fn main() {
    let keeper = Bench::new(&["--runner", PROGRAM]);
    println!("keeper idle: {}", memory(&keeper));
    let mut client = keeper.client();
    for round in 1..=2 {
        println!("round {round}");
        report("  plain posix_spawn, 1 at a time", plain);
        for window in [1, 2, 8] {
            report(&format!("  jobs, {window} at a time"), || jobs(&mut client, window));
        }
        let (median, worst) = first_answer(&mut client);
        println!("  START to STARTED: median {median:?}, 99th of 100 {worst:?}");
    }
    println!("keeper after all: {}", memory(&keeper));
    drop(client);
    for script in ["seq 1 5000000", "head -c 1000000000 /dev/zero"] {
        output(script);
    }
}

/// The same bytes read from a plain pipe and from the keeper, which also keeps them.
fn output(script: &str) {
    let begin = Instant::now();
    let bytes = Command::new("/bin/sh").args(["-c", script]).output().unwrap().stdout;
    let plain = begin.elapsed();
    let keeper = Bench::new(&[]);
    let mut client = keeper.client();
    let begin = Instant::now();
    client.start(id(0), script);
    assert!(client.attach(id(0), 0).output == bytes, "other bytes than the pipe gave");
    let kept = begin.elapsed();
    println!("{} bytes of `{script}`: plain pipe {plain:?}, keeper {kept:?}", bytes.len());
}

fn report(name: &str, run: impl FnOnce()) {
    let begin = Instant::now();
    run();
    println!("{name}: {:.0}/s", f64::from(JOBS) / begin.elapsed().as_secs_f64());
}

fn plain() {
    for _ in 0..JOBS {
        assert!(Command::new(PROGRAM).status().unwrap().success());
    }
}

fn id(number: u32) -> JobId {
    JobId::from_bytes(u128::from(number).to_be_bytes())
}

/// Each job is started, followed to its end and completed, with so many of them on the way.
fn jobs(client: &mut Client, window: u32) {
    let mut next = 0;
    let mut begin = |client: &mut Client| {
        if next < JOBS {
            client.send_start(id(next), "default", b"document", &[]);
            client.send(&Frame::Attach { job: id(next), offset: 0 });
            next += 1;
        }
    };
    (0..window).for_each(|_| begin(client));
    let mut completed = 0;
    while completed < JOBS {
        let frame = client.frame();
        if let Frame::Ended { job, .. } = frame {
            client.send(&Frame::Complete { job });
        } else if let Frame::Completed { .. } = frame {
            completed += 1;
            begin(client);
        } else {
            assert!(matches!(frame, Frame::Started { already: false, .. }), "{frame:?}");
        }
    }
}

fn first_answer(client: &mut Client) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..1000)
        .map(|n| {
            let begin = Instant::now();
            client.send_start(id(n), "default", b"document", &[]);
            assert!(matches!(client.frame(), Frame::Started { .. }));
            let time = begin.elapsed();
            client.attach(id(n), 0);
            assert!(matches!(client.ask(&Frame::Complete { job: id(n) }), Frame::Completed { .. }));
            time
        })
        .collect();
    times.sort();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

fn memory(keeper: &Bench) -> String {
    let rollup = fs::read_to_string(keeper.proc("smaps_rollup")).unwrap();
    let of = |name: &str| rollup.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    format!("Pss {}, of which its own {}", of("Pss:"), of("Private_Dirty:"))
}
