//! What cannot be safe is refused, each with its own sentence, and nothing is changed (builtin-worker.md B6).

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;

use crate::machine::Machine;

#[track_caller]
fn refused(machine: &Machine, options: &[&str], sentence: &str) {
    let said = machine.run(options).ended(1);
    assert!(said.error.contains(sentence), "{}", said.error);
    assert_eq!(said.error.lines().count(), 1, "one sentence: {}", said.error);
    assert_eq!(machine.traces(), [""; 0], "nothing was changed");
}

#[test]
fn accounts_that_cannot_be_fenced_are_refused() {
    let Some(machine) = Machine::new("r") else { return };
    refused(&machine, &["--auto-configure", "--username=root"], "the account 'root' is root");
    refused(&machine, &["--username=no-such-account-here"], "there is no account 'no-such-account-here'");
    refused(&machine, &["--username=a b"], "'a b' is no name of an account");
    // The machine's usual account for nobody in particular: it exists, has no log-on, and a group of its own or not.
    refused(&machine, &["--username=daemon"], "the server has no account of its own yet");
}

#[test]
fn folders_that_cannot_be_hidden_are_refused() {
    let Some(machine) = Machine::new("f") else { return };
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link");
    symlink(folder.path(), &link).unwrap();
    let option = |path: &std::path::Path| format!("--data-dir={}", path.display());
    refused(&machine, &["--auto-configure", &option(&link)], "is a link");
    let inside = format!("/var/lib/{}-work/data", machine.prefix());
    refused(&machine, &["--auto-configure", &option(inside.as_ref())], "lie within each other");
    let settings = folder.path().join("server.toml");
    std::fs::write(&settings, "data-dir = \"/srv/elsewhere\"\n").unwrap();
    let config = format!("--config={}", settings.display());
    refused(&machine, &["--auto-configure", &config, &option(folder.path())], "names another data folder");
    std::fs::write(&settings, "worker.mode = \"off\"\n").unwrap();
    refused(&machine, &["--auto-configure", &config], "cannot be changed safely");
}

#[test]
fn programs_that_others_can_replace_are_refused() {
    let Some(machine) = Machine::new("p") else { return };
    // A folder for temporary files can be written by everybody.
    let folder = tempfile::tempdir().unwrap();
    for name in ["pulpo-server", "pulpo-launcher", "pulpo-keeper", "pulpo-runner"] {
        let from = std::path::Path::new(env!("CARGO_BIN_EXE_pulpo-server")).with_file_name(name);
        std::fs::copy(from, folder.path().join(name)).unwrap();
    }
    let program = folder.path().join("pulpo-server");
    let mut command = Machine::command(program.to_str().unwrap());
    let output = command.args(["builtin-worker", "--auto-configure", "--instance", &machine.name]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("others than root can write /tmp, and so replace pulpo-server"), "{said}");
    assert_eq!(machine.traces(), [""; 0]);
}

#[test]
fn whoever_is_not_root_changes_nothing() {
    if Machine::new("n").is_none() {
        return;
    }
    // Where everybody may run it, wherever this was built.
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("pulpo-server");
    std::fs::copy(env!("CARGO_BIN_EXE_pulpo-server"), &program).unwrap();
    for option in ["--auto-configure", "--reset"] {
        let mut command = Machine::command(program.to_str().unwrap());
        let output = command.args(["builtin-worker", option]).uid(65534).gid(65534).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("run it as root"), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
}
