//! Languages whose interpreters may not be here: what they are started with, seen by programs that stand in for them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use pulpo_wire::job::LogLevel;

use crate::harness::{Job, Told};

/// Runs a script with programs that are Bash scripts in truth; each gets the arguments of the interpreter.
fn with_programs(job: Job, programs: &[(&str, &str)]) -> Told {
    let folder = job.outside.path().join("programs");
    fs::create_dir(&folder).unwrap();
    for (name, body) in programs {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/bash\n{body}")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    job.environment("PATH", &format!("{}:/usr/bin:/bin", folder.display())).run()
}

/// The loaded files by name, then the rest of what was asked for.
const SHOW_LOADED: &str = r#"
for argument; do [[ $argument == /* ]] || echo "argument $argument"; done
file=${!#}
while IFS='"' read -r word path _; do
  echo "$word${path##*/}"
  [[ -r $path ]] && grep -h '^Args.Add\|^fsi.CommandLineArgs <- \|WriteHighlight("\|writeHighlight "' "$path"
done <"$file"
[[ -n $DOTNET_ROOT ]] && echo "root ${DOTNET_ROOT##*/}"
"#;

#[test]
fn c_sharp_is_run_by_dotnet_script_after_its_helpers() {
    let job = Job::script("CSharp", "Octopus.WriteHighlight(\"hi\");")
        .variable("Octopus.Action.Script.ScriptParameters", "one 'two \"2\"'");
    let told = with_programs(job, &[("dotnet-script", SHOW_LOADED), ("dotnet", "")]);
    told.assert_success();
    let expected = [
        "#load Octopus.csx",
        "Args.Add(\"one\");",
        "Args.Add(\"two \\\"2\\\"\");",
        "#load Script.csx",
        "\u{feff}Octopus.WriteHighlight(\"hi\");",
        "root programs",
    ];
    assert_eq!(told.info(), expected);
}

#[test]
fn f_sharp_is_run_by_dotnet_fsi_after_its_helpers() {
    let job = Job::script("FSharp", "Octopus.writeHighlight \"hi\"")
        .variable("Octopus.Action.Script.ScriptParameters", "one");
    let told = with_programs(job, &[("dotnet", SHOW_LOADED)]);
    told.assert_success();
    let info = told.info();
    assert_eq!(info[..4], ["argument fsi", "argument --quiet", "argument --exec", "#load Octopus.fsx"]);
    assert!(info[4].starts_with("fsi.CommandLineArgs <- [| \"/") && info[4].ends_with("/Script.fsx\"; \"one\" |]"));
    assert_eq!(info[5..7], ["#load Script.fsx", "\u{feff}Octopus.writeHighlight \"hi\""]);
}

#[test]
fn power_shell_is_started_as_the_variables_of_the_project_say() {
    let show = r#"echo "${*:1:$#-1}"; grep '^Set-PSDebug\|^try' "${!#}" | sed 's|/[^ ]*/||'"#;
    let job = || Job::script("PowerShell", "Write-Host hi").variable("Octopus.Action.Script.ScriptParameters", "-A 1");
    let told = with_programs(job(), &[("pwsh", show)]);
    told.assert_success();
    assert_eq!(told.info(), ["-NoLogo -NonInteractive -File", "try { . 'Script.ps1' -A 1"]);
    let plain = job()
        .variable("Octopus.Action.PowerShell.ExecuteWithoutProfile", "True")
        .variable("Octopus.Action.PowerShell.PSDebug.Trace", "2");
    let told = with_programs(plain, &[("pwsh", show)]);
    assert_eq!(told.info()[..2], ["-NoProfile -NoLogo -NonInteractive -File", "Set-PSDebug -Trace 2"]);
}

#[test]
fn a_language_that_is_not_there_says_what_to_install() {
    for (syntax, program, remedy) in [
        ("CSharp", "dotnet-script", "dotnet tool install dotnet-script"),
        ("FSharp", "dotnet", "install the .NET SDK"),
        ("PowerShell", "pwsh", "install PowerShell"),
        ("Python", "python3", "the system's packages"),
    ] {
        let told = Job::script(syntax, "x").environment("PATH", "/nonexistent").run();
        let error = told.result().error.clone().unwrap();
        assert!(error.contains(&format!("need the program '{program}'")) && error.contains(remedy), "{error}");
        assert_eq!(told.result().exit_code, 1);
    }
    let told = with_programs(Job::script("CSharp", "x"), &[("dotnet-script", "echo never")]);
    assert!(told.result().error.as_ref().unwrap().contains("'dotnet'"), "{:?}", told.result());
}

#[test]
fn an_interpreter_that_cannot_be_started_counts_as_minus_one() {
    let job = Job::script("PowerShell", "x");
    let folder = job.outside.path().join("programs");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("pwsh"), "#!/nonexistent/interpreter\n").unwrap();
    fs::set_permissions(folder.join("pwsh"), fs::Permissions::from_mode(0o755)).unwrap();
    let told = job.environment("PATH", folder.to_str().unwrap()).run();
    assert_eq!(told.result().exit_code, -1);
    assert!(told.result().error.as_ref().unwrap().starts_with("could not start "), "{:?}", told.result());
}

#[test]
fn the_real_interpreters_run_a_script_with_its_helpers() {
    let scripts = [
        (
            "PowerShell",
            "pwsh",
            "Write-Highlight $OctopusParameters['Name']; Set-OctopusVariable -name 'Out' -value 'x'",
        ),
        ("CSharp", "dotnet-script", "WriteHighlight(OctopusParameters[\"name\"]); SetVariable(\"Out\", \"x\");"),
        (
            "FSharp",
            "dotnet",
            "Octopus.writeHighlight (Octopus.findVariable \"name\")\nOctopus.setVariable \"Out\" \"x\"",
        ),
    ];
    #[expect(clippy::disallowed_methods, reason = "the test asks what is installed here")]
    let path = std::env::var("PATH").unwrap_or_default();
    for (syntax, program, body) in scripts {
        if !path.split(':').any(|folder| Path::new(folder).join(program).is_file()) {
            println!("SKIPPED: {program} is not installed, so {syntax} was tried with a stand-in only");
            continue;
        }
        let told = Job::script(syntax, body).variable("Name", "Val").run();
        told.assert_success();
        assert_eq!(told.at(LogLevel::Highlight), ["Val"]);
        assert_eq!(told.output("Out"), Some(("x", false)));
    }
}
