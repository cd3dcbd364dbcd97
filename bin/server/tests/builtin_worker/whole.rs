//! From nothing to a fence that holds, and back to nothing (builtin-worker.md A4, A5, B5).

use std::path::Path;

use pulpo_testkit::postgres::skipped;

use crate::machine::Machine;

#[test]
fn a_machine_is_set_up_tested_and_as_it_was_before() {
    let Some(machine) = Machine::new("w") else { return };
    let prefix = machine.prefix();
    let configure = ["--auto-configure", "--slots=2"];

    let dry = machine.run(&["--auto-configure", "--slots=2", "--dry-run"]).ended(0);
    assert!(dry.out.contains(&format!("Creating the account '{prefix}-worker-2' for steps")), "{}", dry.out);
    assert_eq!(machine.traces(), [""; 0], "a dry run only says");

    let first = machine.run(&configure).ended(0);
    let doing =
        |line: &&str| line.starts_with("Creating") || line.starts_with("Writing") || line.starts_with("Configuring");
    let told: Vec<&str> = dry.out.lines().filter(doing).collect();
    assert_eq!(first.out.lines().filter(doing).collect::<Vec<_>>(), told, "the dry run said what is done");
    for step in ["1. Testing credentials", "2. Testing thread impersonation", "3. Testing process impersonation"] {
        assert!(first.out.contains(&format!("{step} ... PASSED")), "{}", first.out);
    }
    assert!(first.out.contains("4. Check the process impersonation worked as expected ... PASSED"), "{}", first.out);
    assert!(
        first.out.contains("Built-in worker: SUCCESS") && first.out.contains("Restart the server"),
        "{}",
        first.out
    );

    let traces = machine.traces();
    let second = machine.run(&configure).ended(0);
    let table = second.out.lines().take_while(|line| !line.is_empty());
    let anew: Vec<&str> = table.filter(|line| !line.contains(" already")).collect();
    let notes = |line: &&&str| {
        !["Checking", "Reduced", "There is no service manager"].iter().any(|word| line.starts_with(word))
    };
    assert_eq!(anew.iter().filter(notes).count(), 0, "{anew:?}");
    assert_eq!(machine.traces(), traces);

    machine.run(&["--test"]).ended(0);
    let json: serde_json::Value =
        serde_json::from_str(&machine.run(&["--test", "--outputFormat=Json"]).ended(0).out).unwrap();
    assert_eq!([&json["Passed"], &json["Steps"][3]["Passed"]], [&serde_json::json!(true), &serde_json::json!(true)]);

    let back = machine.run(&["--reset"]).ended(0);
    assert!(back.out.contains(&format!("the account '{prefix}-worker-1'")), "{}", back.out);
    assert!(back.out.contains(&format!("--reset --remove --instance={}", machine.name)), "{}", back.out);
    assert!(machine.run(&["--test"]).ended(1).out.contains("NOT FENCED"));

    machine.run(&["--reset", "--remove"]).ended(0);
    assert_eq!(machine.traces(), [""; 0]);
}

#[test]
fn a_fence_whose_launcher_is_gone_fails_the_test_with_the_remedy() {
    let Some(machine) = Machine::new("g") else { return };
    machine.run(&["--auto-configure", "--slots=1"]).ended(0);
    let socket = format!("/run/{}/launcher.sock", machine.prefix());
    let hidden = format!("{socket}.away");
    std::fs::rename(&socket, &hidden).unwrap();
    let failed = machine.run(&["--test"]).ended(1);
    std::fs::rename(&hidden, &socket).unwrap();
    assert!(failed.out.contains("Built-in worker: FAILURE"), "{}", failed.out);
    assert!(
        failed.out.contains("2. Testing thread impersonation ... FAILED\n   Cause: nobody answers at "),
        "{}",
        failed.out
    );
    machine.run(&["--test"]).ended(0);
}

#[test]
fn an_account_that_exists_is_used_and_stays() {
    let Some(machine) = Machine::new("u") else { return };
    let name = format!("{}-own", machine.prefix());
    let made = Machine::command("useradd")
        .args(["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", &name])
        .status();
    assert!(made.unwrap().success());
    let said = machine.run(&["--auto-configure", &format!("--user=.\\{name}"), "--password=s3cret"]);
    machine.run(&["--reset", "--remove"]);
    let kept = Machine::has_account(&name);
    assert!(Machine::command("userdel").arg(&name).status().unwrap().success());
    let said = said.ended(0);
    assert!(said.out.contains(&format!("Target User: {name}\n")), "{}", said.out);
    assert!(said.out.contains("The password is ignored") && !said.out.contains("s3cret"), "{}", said.out);
    assert!(kept, "what was there before is not removed");
    assert!(!Path::new(&format!("/etc/{}", machine.prefix())).exists());
}

/// Reaching the server's port, or its database's, from a step.
#[test]
fn the_servers_port_is_closed_to_steps_and_open_without_the_rules() {
    let Some(machine) = Machine::new("n") else { return };
    if Machine::command("nft").arg("--version").output().is_err() {
        return skipped(
            "there is no nft here: nothing keeps steps from the server's port but that it wants credentials",
        );
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("server.toml");
    std::fs::write(&settings, format!("listen = \"127.0.0.1:{port}\"\n")).unwrap();
    let config = format!("--config={}", settings.display());
    machine.run(&["--auto-configure", "--slots=1", &config]).ended(0);
    let uid = Machine::command("id").args(["-u", &format!("{}-worker-1", machine.prefix())]).output().unwrap().stdout;
    let uid = String::from_utf8(uid).unwrap().trim().to_owned();
    let reach = || {
        let connect = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
        let mut command = Machine::command("setpriv");
        command.args([&format!("--reuid={uid}"), "--clear-groups", "bash", "-c", &connect]).status().unwrap().success()
    };
    assert!(!reach());
    machine.run(&["--reset", "--remove", &config]).ended(0);
    assert!(reach(), "it is the rules that close it");
}
