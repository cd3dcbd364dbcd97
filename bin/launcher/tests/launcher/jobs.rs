//! A job's life: start, output, end, completion.

use std::fs;
use std::io::{Seek, Write};
use std::os::fd::AsFd;

use jobframe::{End, Frame};

use crate::bench::{Bench, job};

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
