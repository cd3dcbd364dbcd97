//! What a launcher refuses to start with, each with its sentence.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::process::Command;

use crate::ground::Ground;

/// Says which words the refusal must have, and takes the cause away again.
#[track_caller]
fn refused(ground: &Ground, words: &str) {
    let (passed, sentence) = ground.check();
    assert!(!passed && sentence.contains(words), "{sentence}");
}

#[test]
fn a_good_ground_is_fine() {
    let Some(ground) = Ground::prepared(2) else { return };
    assert_eq!(ground.check(), (true, String::new()));
}

#[test]
fn files_that_others_could_change_are_refused() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let bin = ground.folder.join("bin");
    let runner = bin.join("mine");
    fs::copy(bin.join("pulpo-runner"), &runner).unwrap();
    ground.conf.runner.clone_from(&runner);
    for mode in [0o777, 0o775] {
        fs::set_permissions(&runner, Permissions::from_mode(mode)).unwrap();
        refused(&ground, "the runner program");
    }
    fs::set_permissions(&runner, Permissions::from_mode(0o644)).unwrap();
    refused(&ground, "it is not a file that everybody may execute");
    fs::set_permissions(&runner, Permissions::from_mode(0o755)).unwrap();
    chown(&runner, Some(ground.slots[0].uid), None).unwrap();
    refused(&ground, "must belong to root and be writable by nobody else");
    chown(&runner, Some(0), None).unwrap();

    fs::set_permissions(&bin, Permissions::from_mode(0o777)).unwrap();
    refused(&ground, "bin must belong to root and be writable by nobody else");
    fs::set_permissions(&bin, Permissions::from_mode(0o755)).unwrap();

    ground.write();
    fs::set_permissions(ground.config(), Permissions::from_mode(0o666)).unwrap();
    assert!(!ground.run(&["--check"]).status.success());
    assert!(ground.log().lines().last().unwrap().contains("the configuration"), "{}", ground.log());
    assert!(ground.check().0, "{}", ground.log());
}

#[test]
fn folders_in_the_wrong_place_are_refused() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let data = ground.folder.join("data");
    chown(&data, Some(0), None).unwrap();
    let link = ground.folder.join("link");
    symlink(&data, &link).unwrap();
    ground.conf.work = link.join("work");
    refused(&ground, "lies in the covered folder");

    ground.conf.work = ground.folder.join("shared");
    fs::create_dir(&ground.conf.work).unwrap();
    fs::set_permissions(&ground.conf.work, Permissions::from_mode(0o777)).unwrap();
    refused(&ground, "shared must belong to root and be writable by nobody else");

    let mounted = ground.folder.join("mounted");
    fs::create_dir(&mounted).unwrap();
    let mount = |arguments: &[&str]| Command::new("mount").args(arguments).arg(&mounted).status().unwrap().success();
    assert!(mount(&["-t", "tmpfs", "-o", "noexec,mode=755", "none"]));
    ground.conf.work = mounted.join("work");
    refused(&ground, "is on a file system mounted with noexec");
    assert!(Command::new("umount").arg(&mounted).status().unwrap().success());
}

#[test]
fn accounts_that_would_be_no_fence_are_refused() {
    let Some(mut ground) = Ground::prepared(2) else { return };
    let own = ground.conf.slots.clone();
    ground.conf.slots = vec!["root".into()];
    refused(&ground, "is root, or of root's group; jobs would not be fenced at all");
    ground.conf.slots = vec![format!("{}y", own[0])];
    refused(&ground, "there is no account");
    ground.conf.slots = own;
    ground.conf.server = "root".into();
    refused(&ground, "the server's account \"root\" is root");
    ground.conf.server.clone_from(&ground.server.name);

    let groups = |groups: &str| Command::new("usermod").args(["-G", groups, &ground.slots[0].name]).status().unwrap();
    assert!(groups("disk").success());
    refused(&ground, "is in further groups");
    assert!(groups("").success());
    let group = |account: &str| Command::new("usermod").args(["-g", account, &ground.slots[0].name]).status().unwrap();
    assert!(group(&ground.server.name).success());
    refused(&ground, "shares its user or group with");
    assert!(group(&ground.slots[1].name).success());
    refused(&ground, "shares its user or group with");
}

#[test]
fn without_root_nothing_is_started() {
    let Some(ground) = Ground::prepared(1) else { return };
    let uid = ground.slots[0].uid.to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &uid, "--clear-groups", env!("CARGO_BIN_EXE_pulpo-launcher"), "--config"]);
    let output = command.arg(ground.config()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("it must be started as root"), "{output:?}");
}

#[test]
fn a_second_launcher_for_the_same_folder_has_its_own_exit_code() {
    let Some(ground) = Ground::new(1) else { return };
    assert_eq!(ground.run(&["--foreground"]).status.code(), Some(3));
    assert_eq!(ground.run(&["--what"]).status.code(), Some(2));
    assert_eq!(ground.client().test(), ground.client().test());
}
