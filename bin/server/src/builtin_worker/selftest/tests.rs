//! What makes the self-test pass and fail, beside a launcher that plays (builtin-worker.md A5, B5.4).

use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::thread::JoinHandle;

use jobframe::{Decoder, Frame, InstanceId, Mode, PROTOCOL, encode};

use super::*;

fn probe(change: impl Fn(&str) -> Option<bool>) -> String {
    let line = |name: &str| {
        change(name)
            .map(|passed| format!("{{\"check\":\"{name}\",\"step\":4,\"passed\":{passed},\"detail\":\"found\"}}\n"))
    };
    format!("control memory active\nprobe\n{}", REQUIRED.into_iter().filter_map(line).collect::<String>())
}

#[track_caller]
fn check(passed: bool, text: &str, failed: &[usize], causes: &[&str]) {
    let mut report = Report::new("pulpo".to_owned(), vec!["w".to_owned()]);
    judge(&mut report, passed, text);
    let found: Vec<usize> = (1..=4).filter(|step| report.has_failed(*step)).collect();
    assert_eq!(found, failed);
    let said: Vec<&str> =
        report.steps.iter().flat_map(|step| &step.failures).map(|failure| failure.cause.as_str()).collect();
    assert_eq!(said, causes);
}

#[test]
fn a_probe_that_was_held_back_everywhere_passes() {
    check(true, &probe(|_| Some(true)), &[], &[]);
}

#[test]
fn a_single_thing_that_the_probe_could_do_fails_the_test() {
    for name in REQUIRED {
        let cause = format!("{name}: found");
        check(false, &probe(|check| Some(check != name)), &[4], &[&cause]);
        // Whatever the launcher makes of it.
        check(true, &probe(|check| Some(check != name)), &[4], &[&cause]);
    }
}

#[test]
fn what_the_probe_did_not_try_has_not_passed() {
    for name in REQUIRED {
        let cause = format!("the probe did not try: {name}");
        check(true, &probe(|check| (check != name).then_some(true)), &[4], &[&cause]);
    }
    let all = format!("the probe did not try: {}", REQUIRED.join(", "));
    check(true, "", &[4], &[&all]);
}

#[test]
fn a_probe_that_could_not_be_started_or_left_something_behind_fails() {
    let later = "not tried, because step 3 failed";
    check(false, "error clone: EPERM", &[3, 4], &["clone: EPERM", later]);
    let left = "the launcher found something left behind by the probe, or the probe broke off";
    check(false, &probe(|_| Some(true)), &[4], &[left]);
    let garbled = probe(|_| Some(true)) + "nonsense\n";
    check(true, &garbled, &[4], &["the probe says what cannot be understood: nonsense"]);
}

#[test]
fn each_reduced_control_is_told_with_its_reason() {
    let mut report = Report::new("pulpo".to_owned(), vec!["w".to_owned()]);
    let text =
        "control memory reduced no controller is delegated\ncontrol landlock active ABI 7\ncontrol network reduced\n";
    judge(&mut report, true, &(text.to_owned() + &probe(|_| Some(true))));
    assert_eq!(report.reduced, ["memory: no controller is delegated", "network: no reason is given"]);
    assert!(report.passed(), "a weaker control is told, not failed");
}

/// A launcher that answers one connection with these frames, one for each frame that it is sent.
fn plays(folder: &Path, answers: Vec<Frame>) -> (std::path::PathBuf, JoinHandle<()>) {
    let socket = folder.join("launcher.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut decoder, mut buffer) = (Decoder::new(), [0; 256]);
        for answer in answers {
            while decoder.next().unwrap().is_none() {
                let count = stream.read(&mut buffer).unwrap();
                decoder.push(&buffer[..count]);
            }
            let mut bytes = Vec::new();
            encode(&answer, &mut bytes);
            stream.write_all(&bytes).unwrap();
        }
    });
    (socket, serving)
}

fn welcome(mode: Mode) -> Frame {
    Frame::Welcome { version: PROTOCOL, instance: InstanceId::from_bytes([7; 16]), mode, pid: 1 }
}

#[test]
fn the_launcher_is_asked_over_its_socket() {
    let folder = tempfile::tempdir().unwrap();
    let report = Frame::Report { passed: true, text: "control memory active".to_owned() };
    let (socket, serving) =
        plays(folder.path(), vec![welcome(Mode::Launcher), Frame::Jobs { jobs: Vec::new(), more: false }, report]);
    let (instance, passed, text) = ask(&socket, 2).unwrap();
    assert_eq!(
        (instance.as_str(), passed, text.as_str()),
        ("07070707070707070707070707070707", true, "control memory active")
    );
    serving.join().unwrap();
}

#[test]
fn each_way_in_which_the_launcher_cannot_be_asked_has_its_sentence() {
    let conf = WorkerConf::new("pulpo", Path::new("/run/x"), Path::new("/var/w"), Path::new("/usr/r"), &["w"]);
    let server = account::find("root").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sentence = |asked: Asked| {
        let (step, error) = asked.unwrap_err();
        (step, told(&error, &conf, &server).0)
    };
    let (step, cause) = sentence(ask(&folder.path().join("nobody"), 2));
    assert!(step == 2 && cause.starts_with("nobody answers at "), "{cause}");

    let refused = Frame::Refused { reason: "uid 7 is not the server's".to_owned() };
    let (socket, serving) = plays(folder.path(), vec![refused]);
    let cause = "the launcher does not take requests of this account: uid 7 is not the server's".to_owned();
    assert_eq!(sentence(ask(&socket, 2)), (2, cause));
    serving.join().unwrap();

    // A launcher of the server's own must never pass for the privileged one.
    std::fs::remove_file(&socket).unwrap();
    let (socket, serving) = plays(folder.path(), vec![welcome(Mode::SameUser)]);
    let (step, cause) = sentence(ask(&socket, 2));
    assert!(step == 2 && cause.contains("fences nothing"), "{cause}");
    serving.join().unwrap();

    std::fs::remove_file(&socket).unwrap();
    let (socket, serving) = plays(folder.path(), vec![welcome(Mode::Launcher)]);
    let (step, cause) = sentence(ask(&socket, 2));
    assert!(step == 3 && cause.starts_with("the launcher and this program do not understand each other"), "{cause}");
    serving.join().unwrap();
}

#[test]
fn a_configuration_that_is_not_roots_alone_fails_the_first_step() {
    let folder = tempfile::tempdir().unwrap();
    let report = run(&folder.path().join("worker.conf"));
    assert!(report.has_failed(1) && !report.passed());
    assert!(report.steps[0].failures[0].cause.contains("cannot be read"), "{report:?}");
    let path = folder.path().join("writable.conf");
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
    let cause = run(&path).steps[0].failures[0].cause.clone();
    assert!(cause.contains("does not belong to root") || cause.contains("can be written by others"), "{cause}");
}
