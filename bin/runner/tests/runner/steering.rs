//! Variables by which a project steers its steps, and features that are off.

use std::fs;

use pulpo_wire::job::LogLevel;

use crate::harness::{Job, Told, tree};

fn substituting() -> Job {
    Job::deployment()
        .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.SubstituteInFiles")
        .variable("Octopus.Action.SubstituteInFiles.TargetFiles", "*.txt\nnone.*")
        .variable("Name", "Val")
}

fn installed(told: &Told) -> Vec<(String, String)> {
    tree(told.output("Package.InstallationDirectoryPath").unwrap().0.as_ref())
}

#[test]
fn nothing_is_done_by_a_feature_that_is_off() {
    let files = [
        ("a.config", "<c><appSettings><add key=\"Name\" value=\"x\"/></appSettings></c>"),
        ("a.json", "{\"Name\":\"x\"}"),
        ("a.txt", "#{Name}"),
    ];
    let told = Job::deployment()
        .variable("Name", "Val")
        .variable("Octopus.Action.SubstituteInFiles.TargetFiles", "*.txt")
        .variable("Octopus.Action.Package.JsonConfigurationVariablesTargets", "*.json")
        .variable("Octopus.Action.Package.AutomaticallyUpdateAppSettingsAndConnectionStrings", "True")
        .variable("Octopus.Action.Package.AutomaticallyRunConfigurationTransformationFiles", "True")
        .variable("Octopus.Action.Package.CustomInstallationDirectory", "/nonexistent/place")
        .variable("Octopus.Action.CustomScripts.Deploy.sh", "echo never")
        .primary(&files)
        .run();
    told.assert_success();
    assert_eq!(told.info(), Vec::<&str>::new());
    assert_eq!(installed(&told), files.map(|(name, content)| (name.to_owned(), content.to_owned())));
}

#[test]
fn old_processes_switch_substitution_and_structured_variables_on_by_their_own_flags() {
    let told = Job::deployment()
        .variable("Name", "Val")
        .variable("Octopus.Action.SubstituteInFiles.Enabled", "True")
        .variable("Octopus.Action.SubstituteInFiles.TargetFiles", "*.txt")
        .variable("Octopus.Action.Package.JsonConfigurationVariablesEnabled", "True")
        .variable("Octopus.Action.Package.JsonConfigurationVariablesTargets", "*.json")
        .primary(&[("a.json", "{\"Name\":\"x\"}"), ("a.txt", "#{Name}")])
        .run();
    told.assert_success();
    let contents: Vec<String> = installed(&told).into_iter().map(|(_, content)| content).collect();
    // SG-08: a file without a line end gets those of Windows.
    assert_eq!(contents, ["{\r\n  \"Name\": \"Val\"\r\n}", "Val"]);
}

#[test]
fn the_output_encoding_is_that_of_the_project_if_it_is_known() {
    for (encoding, expected) in [("utf-8", "\u{feff}Val"), ("klingon", "Val")] {
        let job = substituting().variable("Octopus.Action.SubstituteInFiles.OutputEncoding", encoding);
        let told = job.primary(&[("a.txt", "#{Name}")]).run();
        told.assert_success();
        assert_eq!(installed(&told)[0].1, expected, "{encoding}");
    }
}

#[test]
fn a_pattern_that_finds_nothing_is_a_warning_unless_it_is_not_wanted() {
    for (wanted, count) in [("True", 1), ("False", 0)] {
        let job = substituting().variable("Octopus.Action.SubstituteInFiles.EnableNoMatchWarning", wanted);
        let told = job.primary(&[("a.txt", "")]).run();
        told.assert_success();
        assert_eq!(told.at(LogLevel::Warning).len(), count, "{wanted}");
    }
}

#[test]
fn a_token_that_names_nothing_fails_the_step_only_on_demand() {
    for (wanted, code) in [("False", 0), ("True", 1)] {
        let job = substituting().variable("OctopusShouldFailDeploymentOnSubstitutionFails", wanted);
        let told = job.primary(&[("a.txt", "#{Nobody}")]).run();
        assert_eq!(told.result().exit_code, code, "{wanted}");
        if let Some(error) = &told.result().error {
            assert!(error.contains("with Octostache returned the following error: "), "{error}");
        }
    }
}

#[test]
fn files_outside_of_the_package_are_adapted_where_the_project_names_their_folder() {
    let job = substituting();
    let more = job.outside.path().join("more");
    fs::create_dir(&more).unwrap();
    fs::write(more.join("b.txt"), "#{Name}").unwrap();
    let told =
        job.variable("Octopus.Action.AdditionalPaths", more.to_str().unwrap()).primary(&[("a.txt", "#{Name}")]).run();
    told.assert_success();
    assert_eq!(installed(&told)[0].1, "Val");
    assert_eq!(fs::read_to_string(more.join("b.txt")).unwrap(), "Val");
}

#[test]
fn packaged_scripts_stay_where_the_project_wants_to_see_them() {
    let job = Job::deployment().variable("OctopusDeleteScriptsOnCleanup", "False");
    let told = job.primary(&[("Deploy.sh", "echo run"), ("DeployFailed.sh", "")]).run();
    told.assert_success();
    let left: Vec<String> = installed(&told).into_iter().map(|(name, _)| name).collect();
    assert_eq!((told.info(), left), (vec!["run"], vec!["Deploy.sh".to_owned(), "DeployFailed.sh".to_owned()]));
}

#[test]
fn a_script_is_told_of_the_installations_before_it() {
    let show = "for kind in PreviousInstallation PreviousSuccessfulInstallation; do\n\
                get_octopusvariable Octopus.Tentacle.$kind.OriginalInstalledPath | sed 's|.*/||'; echo\n\
                get_octopusvariable Octopus.Tentacle.$kind.PackageVersion; echo; done\n[ ! -e fail ]";
    let first = Job::deployment();
    let applications = first.outside.path().join("Applications").display().to_string();
    let run = |files: &[(&str, &str)]| {
        Job::deployment()
            .variable("Octopus.Tentacle.Agent.ApplicationDirectoryPath", &applications)
            .primary(files)
            .run()
    };
    let said = |told: &Told| told.info().into_iter().map(str::to_owned).collect::<Vec<_>>().join(",");
    let told = run(&[("Deploy.sh", show)]);
    told.assert_success();
    assert_eq!(said(&told), ",,,");
    assert_eq!(run(&[("Deploy.sh", show), ("fail", "")]).result().exit_code, 1);
    assert_eq!(said(&run(&[("Deploy.sh", show)])), "1.2.3_1,1.2.3,1.2.3,1.2.3");
}
