//! What the launcher refuses.

use std::io::Write;

use jobframe::{Frame, Request, encode};

use crate::bench::{Bench, Client, job};

#[test]
fn another_version_is_refused_with_the_reason() {
    let bench = Bench::new(&[]);
    let mut client = Client::connect(&bench.socket());
    let reason = "this launcher speaks version 1 of the protocol, not 2".to_owned();
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
    std::fs::remove_file(bench.folder.path().join("runner")).unwrap();
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
