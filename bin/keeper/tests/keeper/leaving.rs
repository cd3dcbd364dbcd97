//! Jobs without a server, and a keeper without work.

use jobframe::{End, Frame};
use rustix::process::Signal;

use crate::bench::{Bench, Process, Told, job, pid_of};

#[test]
fn a_job_that_nobody_asks_for_expires_and_then_the_keeper_goes() {
    let bench = Bench::new(&["--grace-seconds", "1"]);
    let keeper = bench.process();
    let mut client = bench.client();
    client.start(job(1), "echo $$; exec sleep 1000");
    let told = client.attach_until(job(1), 0, "\n");
    let runner = Process::of(pid_of(told.text().trim().parse().unwrap()));
    drop(client);
    runner.wait_for_end();

    let mut client = bench.client();
    assert_eq!(client.attach(job(1), 0).end, Some(End::Expired));
    assert!(!keeper.has_ended(), "an ended job is kept until it is completed");
    assert_eq!(client.ask(&Frame::Complete { job: job(1) }), Frame::Completed { job: job(1) });
    drop(client);
    keeper.wait_for_end();
    assert!(!bench.socket().exists());
}

#[test]
fn a_job_that_is_followed_does_not_expire() {
    let bench = Bench::new(&["--grace-seconds", "1"]);
    let mut client = bench.client();
    client.start(job(1), "mkfifo go; echo ready; read x < go; echo done");
    client.attach_until(job(1), 0, "ready\n");

    // Once a younger job has expired, the followed one has had its time, too.
    let mut other = bench.client();
    other.start(job(2), "echo $$; exec sleep 1000");
    let told = other.attach_until(job(2), 0, "\n");
    let runner = Process::of(pid_of(told.text().trim().parse().unwrap()));
    drop(other);
    runner.wait_for_end();

    std::fs::write(bench.job_folder(job(1)).join("go"), "x\n").unwrap();
    let mut all = [(job(1), (6, Told::default()))].into();
    client.follow(&mut all);
    assert_eq!((all[&job(1)].1.text(), all[&job(1)].1.end), ("done\n", Some(End::Exit(0))));
}

#[test]
fn a_keeper_told_to_end_stops_its_jobs_and_goes() {
    let bench = Bench::new(&[]);
    let keeper = bench.process();
    let mut client = bench.client();
    client.start(job(1), "trap 'echo goodbye; exit 0' TERM; echo ready; sleep 1000 & wait");
    client.attach_until(job(1), 0, "ready\n");
    keeper.signal(Signal::TERM);
    let mut all = [(job(1), (6, Told::default()))].into();
    client.follow(&mut all);
    assert_eq!((all[&job(1)].1.text(), all[&job(1)].1.end), ("goodbye\n", Some(End::Lost)));
    keeper.wait_for_end();
    assert!(!bench.socket().exists());
}
