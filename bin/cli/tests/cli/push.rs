//! `push`: what goes over the wire, and what happens when the package is there already.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::program::Program;
use crate::stub::{Reply, Stub};
use crate::world::{self, at};

fn package(folder: &Path, name: &str) {
    std::fs::write(folder.join(name), "content of the package").unwrap();
}

fn accepts(stub: &Stub) {
    stub.reply(
        &format!("POST {}", at("packages/raw")),
        [Reply::json(201, &json!({ "Id": "packages-Acme.Web.1.2.3" }))],
    );
}

#[test]
fn a_package_is_sent_as_one_part_of_known_length() {
    let stub = world::start();
    accepts(&stub);
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "Acme.Web.1.2.3.zip");
    let outcome = Program::octo("push --package=Acme.Web.1.2.3.zip --use-delta-compression=False")
        .in_folder(folder.path())
        .at(&stub)
        .run();
    let path = folder.path().join("Acme.Web.1.2.3.zip");
    assert_eq!(outcome.answer(), (0, format!("Pushing package: {}...\nPush successful\n", path.display()).as_str()));
    let asked = stub.asked().pop().unwrap();
    assert_eq!(asked.line, "POST /api/Spaces-2/packages/raw?overwriteMode=FailIfExists");
    let boundary = asked.headers["content-type"].strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let body = String::from_utf8(asked.body.clone()).unwrap();
    assert_eq!(
        body,
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Acme.Web.1.2.3.zip\"\r\n\
             Content-Type: application/octet-stream\r\n\r\ncontent of the package\r\n--{boundary}--\r\n"
        )
    );
    assert_eq!(asked.headers["content-length"], body.len().to_string());
}

#[test]
fn the_overwrite_mode_goes_into_the_address() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "Acme.Web.1.2.3.zip");
    for (flag, mode) in [
        ("--overwrite-mode=ignoreIfExists", "IgnoreIfExists"),
        ("--overwrite-mode:OverwriteExisting", "OverwriteExisting"),
        ("--replace-existing", "OverwriteExisting"),
    ] {
        let stub = world::start();
        accepts(&stub);
        let line = format!("push --package Acme.Web.1.2.3.zip --use-delta-compression=False {flag}");
        Program::octo(&line).in_folder(folder.path()).at(&stub).run();
        let line = stub.lines().pop().unwrap();
        assert_eq!(line, format!("POST /api/Spaces-2/packages/raw?overwriteMode={mode}"));
    }
}

#[test]
fn a_package_that_is_there_already_is_an_error_but_not_in_json_mode() {
    let stub = world::start();
    let refusal = Reply::error(409, "A package with the same ID and version already exists.", &[]);
    stub.reply(&format!("POST {}", at("packages/raw")), [refusal]);
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "Acme.Web.1.2.3.zip");
    let push = || Program::octo("push --package=Acme.Web.1.2.3.zip").in_folder(folder.path());
    let outcome = push().at(&stub).run();
    assert_eq!(outcome.answer().0, 249);
    let end = "A package with the same ID and version already exists.\n\
               Error from Octopus Server (HTTP 409 Conflict)\nExit code: -7\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
    let outcome = push().with("--outputFormat=Json").at(&stub).run();
    assert_eq!(outcome.code, 0);
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let path = folder.path().join("Acme.Web.1.2.3.zip").display().to_string();
    let failed = json!([{ "Package": path, "Reason": "A package with the same ID and version already exists." }]);
    assert_eq!(printed, json!({ "SuccessfulPackages": [], "FailedPackages": failed }));
}

/// The server has a package of 4000 bytes in two chunks, of which ours has the first.
fn offers_a_base(stub: &Stub, folder: &Path) {
    let base = vec![7u8; 2000];
    let mut signature = b"OCTOSIG\x01\x04SHA1\x07Adler32>>>".to_vec();
    for chunk in [&base[..], &[9u8; 2000]] {
        let (mut a, mut b) = (1u16, 0u16);
        for &byte in chunk {
            a = a.wrapping_add(byte.into());
            b = b.wrapping_add(a);
        }
        signature.extend(2000u16.to_le_bytes());
        signature.extend(((u32::from(b) << 16) | u32::from(a)).to_le_bytes());
        signature.extend(Sha1::digest(chunk));
    }
    let answer = json!({ "Signature": BASE64_STANDARD.encode(signature), "BaseVersion": "1.2.2" });
    stub.get(&at("packages/Acme.Web/1.2.3/delta-signature"), &answer);
    std::fs::write(folder.join("Acme.Web.1.2.3.zip"), [&base[..], b"new"].concat()).unwrap();
}

const DELTA: &str = "POST /api/Spaces-2/packages/Acme.Web/1.2.2/delta";

#[test]
fn only_the_differences_are_sent_when_the_server_has_a_base() {
    let stub = world::start();
    let folder = tempfile::tempdir().unwrap();
    offers_a_base(&stub, folder.path());
    stub.reply(DELTA, [Reply::json(201, &json!({}))]);
    let outcome = Program::octo("push --package=Acme.Web.1.2.3.zip").in_folder(folder.path()).at(&stub).run();
    assert!(
        outcome.stdout.ends_with("Sending the differences to version 1.2.2 only: 71 of 2003 bytes\nPush successful\n"),
        "{}",
        outcome.stdout
    );
    let asked = stub.asked().pop().unwrap();
    assert_eq!(asked.line, format!("{DELTA}?overwriteMode=FailIfExists"));
    let body = String::from_utf8_lossy(&asked.body).into_owned();
    assert!(body.contains("filename=\"Acme.Web.1.2.3.zip\"") && body.contains("OCTODELTA"), "{body}");
}

#[test]
fn a_failed_delta_falls_back_to_the_whole_file_but_a_refusal_does_not() {
    let stub = world::start();
    accepts(&stub);
    let folder = tempfile::tempdir().unwrap();
    offers_a_base(&stub, folder.path());
    stub.reply(DELTA, [Reply::error(500, "No.", &[])]);
    let push = || Program::octo("push --package=Acme.Web.1.2.3.zip").in_folder(folder.path());
    let outcome = push().at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert_eq!(stub.lines().pop().unwrap(), "POST /api/Spaces-2/packages/raw?overwriteMode=FailIfExists");
    let stub = world::start();
    offers_a_base(&stub, folder.path());
    stub.reply(DELTA, [Reply::error(409, "It exists.", &[])]);
    assert_eq!(push().at(&stub).run().answer().0, 249);
    assert!(!stub.lines().iter().any(|line| line.contains("packages/raw")));
}

#[test]
fn missing_files_are_found_before_anything_is_sent() {
    let stub = world::start();
    let outcome = Program::octo("push --package=/no/such.1.0.0.zip").at(&stub).run();
    assert_eq!(outcome.answer(), (255, "Package file not found: /no/such.1.0.0.zip\nExit code: -1\n"));
    let outcome = Program::octo("push").at(&stub).run();
    assert_eq!(outcome.answer(), (255, "Please specify a package to push\nExit code: -1\n"));
}

#[test]
fn after_a_time_out_the_server_is_asked_whether_it_has_the_package() {
    let stub = world::start();
    stub.reply(&format!("POST {}", at("packages/raw")), [Reply::never()]);
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "Acme.Web.1.2.3.zip");
    let push = || Program::octo("push --package=Acme.Web.1.2.3.zip --timeout=00:00:00.2").in_folder(folder.path());
    let outcome = push().at(&stub).run();
    assert_eq!(outcome.code, -3, "{}", outcome.stdout);
    let hash = hex::encode(Sha1::digest("content of the package"));
    stub.get(&at("packages/Acme.Web.1.2.3"), &json!({ "Hash": hash }));
    let outcome = push().at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}

#[test]
fn a_bar_is_drawn_on_a_terminal_and_not_in_a_build() {
    let stub = world::start();
    accepts(&stub);
    let folder = tempfile::tempdir().unwrap();
    package(folder.path(), "Acme.Web.1.2.3.zip");
    let push = || Program::octo("push --package=Acme.Web.1.2.3.zip").in_folder(folder.path()).on_terminal();
    assert!(push().at(&stub).run().stdout.contains("] 100 %"));
    assert!(!push().variable("GITHUB_ACTIONS", "true").at(&stub).run().stdout.contains("100 %"));
}
