//! Script steps.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pulpo_wire::job::{ActionKind, JobResult, LogLevel, PackageUse};
use serde_json::Value;

use crate::harness::{Job, tree, zip_of};

#[test]
fn the_exit_code_of_a_script_is_that_of_the_step() {
    let told = Job::bash("exit 3").run();
    let error = Some("The remote script failed with exit code 3".to_owned());
    assert_eq!(told.result(), &JobResult { exit_code: 3, error });
    assert_eq!(told.output("Octopus.Action.Script.ExitCode"), Some(("3", false)));
    Job::bash("false; true").run().assert_success();
}

#[test]
fn the_fail_message_replaces_the_generic_text_and_is_masked() {
    let told = Job::bash("fail_step \"no access with hunter22\"").sensitive("Password", "hunter22").run();
    assert_eq!(told.result(), &JobResult { exit_code: 1, error: Some("no access with ********".to_owned()) });
}

#[test]
fn text_on_standard_error_is_logged_as_error_and_fails_only_on_demand() {
    let job = Job::bash("echo oops >&2");
    let told = job.run();
    told.assert_success();
    assert_eq!(told.at(LogLevel::Error), ["oops"]);
    let told = Job::bash("echo oops >&2").variable("Octopus.Action.FailScriptOnErrorOutput", "True").run();
    assert_eq!(told.result().exit_code, -1);
    let told = Job::bash("echo '##octopus[stderr-progress]' >&2")
        .variable("Octopus.Action.FailScriptOnErrorOutput", "True")
        .run();
    told.assert_success();
}

#[test]
fn a_script_sees_the_listed_environment_and_nothing_more() {
    let told = Job::bash("env | sed 's/=.*//' | sort; echo \"$PULPO_SECRET\"; ls /proc/self/fd | wc -l")
        .environment("PULPO_SECRET", "x")
        .environment("TZ", "UTC")
        .environment("LANG", "C.UTF-8")
        .environment("USER", "me")
        .environment("TMPDIR", "/tmp")
        .run();
    let info = told.info();
    // The shell adds the first two of these itself, and `_` and SHLVL.
    assert_eq!(info[..9], ["HOME", "LANG", "PATH", "PWD", "SHLVL", "TMPDIR", "TZ", "USER", "_"]);
    assert_eq!(info[9], "");
    // The three standard ones, and the folder that is being listed.
    assert_eq!(info[10], "4");
}

#[test]
fn a_script_starts_with_usual_signals() {
    // HUP, INT, PIPE and TERM; the shell has its own way with some of the others.
    let body = "while read -r name value; do case $name in SigBlk: | SigIgn:) echo $((16#$value & 16#5003)) ;; esac; done </proc/$$/status\n\
                sleep 1000 & kill $!; wait $!; echo $?; yes | head -1; echo ${PIPESTATUS[0]}";
    assert_eq!(Job::bash(body).run().info(), ["0", "0", "143", "y", "141"]);
}

#[test]
fn a_job_that_cannot_be_understood_is_refused_with_a_reason() {
    let told = Job::bash("true").of_format(99).run();
    assert!(told.result().error.as_ref().unwrap().contains("format 99"), "{:?}", told.result());
    let told = Job::bash("true").broken().run();
    assert!(told.result().error.as_ref().unwrap().contains("could not understand the job document"));
    let told = Job::bash("true").primary(&[]).without_its_packages().run();
    assert!(told.result().error.as_ref().unwrap().contains("package 0 is not open"), "{:?}", told.result());
}

#[test]
fn variables_that_refer_to_each_other_in_a_circle_fail_the_step() {
    let told = Job::bash("true").variable("A", "#{B}").variable("B", "#{A}").run();
    assert_eq!(told.result().exit_code, 101);
    assert!(told.result().error.as_ref().unwrap().contains("self referencing loop"));
}

#[test]
fn no_secret_is_on_a_command_line_or_in_a_file_that_others_can_read() {
    let told = Job::bash("tr '\\0' ' ' </proc/$$/cmdline; echo; grep -rlF \"$(printf 'hun%s' ter22)\" .. | while read f; do stat -c '%a' \"$f\"; done")
        .sensitive("Password", "hunter22")
        .run();
    told.assert_success();
    assert!(!told.info()[0].contains("********"));
    assert!(told.info().len() > 1 && told.info()[1..].iter().all(|mode| *mode == "600"), "{:?}", told.info());
}

#[test]
fn what_held_secrets_is_gone_when_the_script_has_ended() {
    let job = Job::bash("true").sensitive("Password", "hunter22");
    job.run().assert_success();
    assert!(tree(job.folder.path()).iter().all(|(_, content)| !content.contains("hunter22")));
}

#[test]
fn bash_scripts_run_in_one_shell_with_their_parameters() {
    let told = Job::bash("echo \"$#:$1:$2\"; echo $SHLVL; pwd; cd; pwd")
        .variable("Octopus.Action.Script.ScriptParameters", "\"#{Name} x\" b")
        .variable("Name", "two words")
        .run();
    let folder = std::fs::canonicalize(Path::new("/tmp")).unwrap();
    let info = told.info();
    assert_eq!(info[..2], ["2:two words x:b", "1"]);
    assert!(info[2].ends_with("/Work") && info[3].ends_with("/Home") && info[2].starts_with(folder.to_str().unwrap()));
}

#[test]
fn variables_reach_scripts_evaluated_and_by_their_exact_name() {
    let body = "get_octopusvariable Url; echo; get_octopusvariable url; get_octopusvariable ''; echo '#{Host}'; echo '#{Nope}'";
    let told = Job::bash(body).variable("Host", "example.test").variable("Url", "https://#{Host}/").run();
    assert_eq!(told.info(), ["https://example.test/", "", "", "example.test", "#{Nope}"]);
}

#[test]
fn every_variable_of_many_is_found() {
    let mut job = Job::bash("for i in 0 1 7 499 500 998 999; do get_octopusvariable \"V$i\"; echo; done");
    for index in 0..1000 {
        job = job.variable(&format!("V{index}"), &format!("value\n{index} \u{e4}'\"$"));
    }
    let expected: Vec<String> = [0, 1, 7, 499, 500, 998, 999]
        .iter()
        .flat_map(|index| ["value".to_owned(), format!("{index} \u{e4}'\"$")])
        .collect();
    assert_eq!(job.run().info(), expected);
}

#[test]
fn the_helpers_work_under_strict_settings() {
    let body = "set -euo pipefail\nset_octopusvariable a b\nupdate_progress 10 x\nwrite_verbose y\nnew_octopusartifact nope\n\
                decode_servicemessagevalue \"$(encode_servicemessagevalue 'x \u{e4}\u{0}')\"; echo; get_octopusvariable a; echo end";
    let told = Job::bash(&body.replace('\0', "")).run();
    told.assert_success();
    assert_eq!(told.info(), ["Collecting nope as an artifact...", "x \u{e4}", "", "end"]);
}

#[test]
fn long_and_binary_values_are_encoded_as_they_are() {
    for length in [1, 2, 3, 200, 599, 600, 601, 5000] {
        let value: String = "a\u{e4}\u{20ac}\u{1f600}'\"\\ \n".chars().cycle().take(length).collect();
        let told = Job::bash("v=\"$(get_octopusvariable Long; echo .)\"; set_octopusvariable Copy \"${v%.}\"")
            .variable("Long", &value)
            .run();
        assert_eq!(told.output("Copy"), Some((value.as_str(), false)), "{length}");
    }
}

#[test]
fn python_scripts_get_helpers_parameters_and_unicode() {
    let body = "import sys\nprint(sys.argv[1:], __name__)\nprint(get_octopusvariable('N'))\nset_octopusvariable('a', 'b')\n\
                print(octopusvariables['a'])\nprintwarning('\u{e4}')\ndef f():\n    return get_octopusvariable('N')\nprint(f())";
    let told = Job::script("Python", body)
        .variable("N", "\u{fc}")
        .variable("Octopus.Action.Script.ScriptParameters", "x 'y z'")
        .run();
    told.assert_success();
    assert_eq!(told.info(), ["['x', 'y z'] __main__", "\u{fc}", "b", "\u{fc}"]);
    assert_eq!(told.at(LogLevel::Warning), ["\u{e4}"]);
}

#[test]
fn a_body_for_each_language_gives_one_that_runs_here() {
    let told = Job::new(ActionKind::Script)
        .variable("Octopus.Action.Script.ScriptBody[PowerShell]", "Write-Host ps")
        .variable("Octopus.Action.Script.ScriptBody[Bash]", "echo bash\r\necho two\r\n")
        .run();
    assert_eq!(told.info(), ["bash", "two"]);
}

#[test]
fn a_script_comes_from_a_package_and_uses_others() {
    let told = Job::new(ActionKind::Script)
        .variable("Octopus.Action.Script.ScriptSource", "Package")
        .variable("Octopus.Action.Script.ScriptFileName", "tools/run.sh")
        .variable("Octopus.Action.Package[ref/1].PackageId", "x")
        .primary(&[("tools/run.sh", "pwd\ncat data.txt; echo '#{Name}'; cat \"$(get_octopusvariable 'Octopus.Action.Package[ref/1].ExtractedPath')/in.txt\"\nget_octopusvariable 'Octopus.Action.Package[file].PackageFileName'"), ("tools/data.txt", "data\n")])
        .variable("Name", "Val")
        .package("ref/1", ".zip", &zip_of(&[("in.txt", "inner\n")]), PackageUse::ReferenceExtracted)
        .package("file", ".tar.gz", b"raw", PackageUse::ReferenceAsFile)
        .run();
    told.assert_success();
    assert!(told.info()[0].ends_with("/Work/tools"));
    assert_eq!(told.info()[1..], ["data", "Val", "inner", "file.gz"]);
}

#[test]
fn a_script_file_outside_of_the_package_is_refused() {
    for name in ["../x.sh", "/etc/x.sh", "missing.sh", "a.txt"] {
        let told = Job::new(ActionKind::Script)
            .variable("Octopus.Action.Script.ScriptSource", "Package")
            .variable("Octopus.Action.Script.ScriptFileName", name)
            .primary(&[("a.txt", "")])
            .run();
        assert_eq!(told.result().exit_code, 1, "{name}");
        assert!(told.result().error.as_ref().unwrap().contains(name));
    }
}

#[test]
fn script_modules_lie_beside_the_script() {
    let told = Job::bash(". ./My_Tools1.sh; hello")
        .variable("Octopus.Script.Module[My_Tools 1]", "hello() { echo hello from module; }")
        .variable("Octopus.Script.Module.Language[My_Tools 1]", "Bash")
        .run();
    assert_eq!(told.info(), ["hello from module"]);
}

#[test]
fn the_helpers_write_the_messages_of_the_vectors() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/service-messages.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: there are no vectors at {}", path.display());
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut tried = 0;
    for vector in vectors.iter().filter(|vector| vector["test"].as_str().unwrap().starts_with("emit")) {
        check_emitted(vector);
        tried += 1;
    }
    assert!(tried > 0);
}

/// The runner eats the messages, so a script runs the call in a shell within itself and shows what came,
/// encoded.
fn check_emitted(vector: &Value) {
    let call = vector["call"].as_str().unwrap();
    let (syntax, body) = match vector["language"].as_str().unwrap() {
        "bash" => (
            "Bash",
            format!("printf 12345 >art.txt\n( {call} ) >out.txt\ncode=$?\nbase64 -w0 out.txt; echo; echo $code; pwd"),
        ),
        "python" => (
            "Python",
            format!(
                "import io, sys, os, base64, contextlib\nopen('art.txt', 'w').write('12345')\nout = io.StringIO()\ncode = 0\n\
                 try:\n    with contextlib.redirect_stdout(out):\n        {call}\n\
                 except SystemExit as end:\n    code = end.code & 255\n\
                 print(base64.b64encode(out.getvalue().encode()).decode())\nprint(code)\nprint(os.getcwd())"
            ),
        ),
        other => {
            println!("SKIPPED: {} is in {other}", vector["name"]);
            return;
        }
    };
    let told = Job::script(syntax, &body)
        .variable("Name", "Val")
        .variable("My Var", "a  b")
        .variable("Octopus.Action[Step A].Output.X", "\u{fc}n\u{ef}code")
        .run();
    told.assert_success();
    let info = told.info();
    let stdout = String::from_utf8(STANDARD.decode(info[0]).unwrap()).unwrap();
    let name = &vector["name"];
    if let Some(code) = vector["exit_code"].as_u64() {
        assert_eq!(info[1], code.to_string(), "{name}");
    }
    let with_folder = |text: &str| text.replace("<cwd>", info[2]);
    if vector["test"] == "emit" {
        assert_eq!(stdout, with_folder(vector["stdout"].as_str().unwrap()), "{name}");
        return;
    }
    let attributes = vector["attributes"].as_object().unwrap();
    let attributes: Vec<String> = attributes
        .iter()
        .map(|(key, value)| format!(" {key}='{}'", STANDARD.encode(with_folder(value.as_str().unwrap()))))
        .collect();
    let attributes = attributes.concat();
    let message = format!("##octopus[{}{attributes}]\n", vector["message"].as_str().unwrap());
    assert!(stdout.ends_with(&message), "{name}: {stdout}");
    if let Some(lines) = vector["lines_before"].as_array() {
        let before: String = lines.iter().map(|line| with_folder(line.as_str().unwrap()) + "\n").collect();
        assert_eq!(stdout, before + &message, "{name}");
    }
}
