//! What becomes of the output of scripts.

use pulpo_wire::job::stream::Frame;
use pulpo_wire::job::{JobEvent, LogLevel};

use crate::harness::Job;

#[test]
fn secrets_are_hidden_however_they_are_printed() {
    let body = "printf 'hun'; printf 'ter22\\n'; get_octopusvariable Password | base64; echo hunter22 >&2\n\
                set_octopusvariable Token tok-9876 -sensitive; echo tok-9876; echo \"##octopus[mask value='$(encode_servicemessagevalue masked-text)']\"; echo masked-text";
    let told = Job::bash(body).sensitive("Password", "hunter22").run();
    assert_eq!(told.info(), ["********"; 4]);
    assert_eq!(told.at(LogLevel::Error), ["********"]);
    assert_eq!(told.output("Token"), Some(("tok-9876", true)));
    assert!(told.frames.contains(&Frame::Event(JobEvent::Mask { value: "masked-text".to_owned() })));
}

#[test]
fn levels_hold_for_the_lines_that_follow() {
    use LogLevel::{Error, Highlight, Info, Verbose, Wait, Warning};

    let body = "echo a; write_verbose b; write_highlight c; write_wait d; write_warning e; echo f\n\
                echo '##octopus[stdout-ignore]'; echo g; echo '##octopus[stdout-error]'; echo h; echo '##octopus[stdout-default]'; echo; echo i\n\
                echo '##octopus[stderr-progress]' >&2; echo j >&2; echo '##octopus[stderr-default]' >&2; echo k >&2";
    let told = Job::bash(body).run();
    let expected = [
        (Info, "a"),
        (Verbose, "b"),
        (Highlight, "c"),
        (Wait, "d"),
        (Warning, "e"),
        (Info, "f"),
        (Error, "h"),
        (Info, ""),
        (Info, "i"),
    ];
    let (errors, others): (Vec<_>, Vec<_>) = told.lines().into_iter().partition(|(_, text)| ["j", "k"].contains(text));
    assert_eq!(others, expected);
    assert_eq!(errors, [(Verbose, "j"), (Error, "k")]);
}

#[test]
fn lines_keep_their_order_colours_and_odd_bytes() {
    let told = Job::bash("printf '\\033[31mred\\033[0m\\n'; printf 'a\\rb\\r\\n'; printf 'no end \\xff'").run();
    assert_eq!(told.info(), ["\u{1b}[31mred\u{1b}[0m", "a\rb", "no end \u{fffd}"]);
}

#[test]
fn nothing_of_much_output_is_lost() {
    let told =
        Job::bash("for ((i = 0; i < 50000; i++)); do echo \"line $i\"; done; head -c 100000 /dev/zero | tr '\\0' x")
            .run();
    told.assert_success();
    let info = told.info();
    assert!(info[..50000].iter().enumerate().all(|(index, line)| *line == format!("line {index}")));
    assert_eq!(info[50000..].concat(), "x".repeat(100_000));
    assert!(info[50000..].iter().all(|piece| piece.len() <= 32 * 1024));
}

#[test]
fn what_scripts_ask_for_is_passed_on() {
    let body = "update_progress 40 'with hunter22'; remove-octopustarget web-1; echo '##octopus[calamari-timed-operation]'; echo '##octopus[setVariable name=1]'";
    let told = Job::bash(body).sensitive("Password", "hunter22").run();
    let progress = JobEvent::Progress { percentage: 40, message: "with ********".to_owned() };
    assert!(told.frames.contains(&Frame::Event(progress)));
    let attributes = [("machine".to_owned(), "web-1".to_owned())];
    assert_eq!(told.service_messages(), [("delete-target", &attributes[..])]);
    assert_eq!(told.at(LogLevel::Warning), ["Could not parse '##octopus[setVariable name=1]'"]);
}

#[test]
fn artifacts_are_sent_when_the_step_is_over_also_when_it_failed() {
    let body = "new_octopusartifact big.bin 'a hunter22 name'; head -c 700000 /dev/urandom >big.bin; cp big.bin ../copy; \
                new_octopusartifact missing.txt; mkfifo pipe; new_octopusartifact \"$PWD/pipe\"; ln -s /etc/passwd link; new_octopusartifact link; exit 1";
    let job = Job::bash(body).sensitive("Password", "hunter22");
    let told = job.run();
    assert_eq!(told.result().exit_code, 1);
    let artifacts = told.artifacts();
    assert_eq!(artifacts.len(), 1);
    assert_eq!((artifacts[0].0.as_str(), artifacts[0].1), ("a ******** name", 700_000));
    assert_eq!(artifacts[0].2, std::fs::read(job.folder.path().join("copy")).unwrap());
    let warnings = told.at(LogLevel::Warning);
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings[0].contains("missing.txt")
            && warnings[1].contains("not a regular file")
            && warnings[2].contains("a link leads out")
    );
}

#[test]
fn an_artifact_outside_of_the_folder_is_what_the_script_could_read_itself() {
    let job = Job::bash("get_octopusvariable File >/dev/null; new_octopusartifact \"$(get_octopusvariable File)\"");
    let file = job.outside.path().join("report.txt");
    std::fs::write(&file, "text").unwrap();
    let told = job.variable("File", file.to_str().unwrap()).run();
    assert_eq!(told.artifacts(), [("report.txt".to_owned(), 4, b"text".to_vec())]);
}

#[test]
fn all_variables_are_listed_for_who_asks_for_it_and_no_secret_among_them() {
    // variables.md VY, steering variables.
    let job = || {
        Job::bash("echo done")
            .variable("Host", "example")
            .variable("Url", "https://#{Host}/")
            .sensitive("Pin", "123")
            .sensitive("Password", "hunter22")
            .variable("Copy", "#{Password}")
    };
    let listed = |told: &crate::harness::Told| -> Vec<String> {
        let lines = told.at(LogLevel::Verbose);
        lines.into_iter().filter(|line| line.starts_with('[')).map(str::to_owned).collect()
    };
    assert_eq!(listed(&job().run()), [""; 0]);
    let raw = job().variable("OctopusPrintVariables", "True").run();
    for line in
        ["[Url] = 'https://#{Host}/'", "[Pin] = '********'", "[Password] = '********'", "[Copy] = '#{Password}'"]
    {
        assert!(listed(&raw).iter().any(|listed| listed == line), "{line} in {:?}", listed(&raw));
    }
    assert!(raw.at(LogLevel::Warning)[0].contains("OctopusPrintVariables"));
    let evaluated = job().variable("OctopusPrintEvaluatedVariables", "true").run();
    for line in ["[Url] = 'https://example/'", "[Pin] = '********'", "[Copy] = '********'"] {
        assert!(listed(&evaluated).iter().any(|listed| listed == line), "{line} in {:?}", listed(&evaluated));
    }
}
