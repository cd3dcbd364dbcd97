//! Package and transfer steps.

use std::fs;

use pulpo_wire::job::{ActionKind, LogLevel};

use crate::harness::{Job, tree};

const CUSTOM_SCRIPTS: &str = "Octopus.Features.CustomScripts";

#[test]
fn scripts_run_in_the_order_of_the_product() {
    let say = |what: &str| format!("echo {what}\n");
    let told = Job::deployment()
        .variable("Octopus.Action.EnabledFeatures", CUSTOM_SCRIPTS)
        .variable(
            "Octopus.Action.CustomScripts.PreDeploy.sh",
            "echo configured pre; get_octopusvariable Octopus.Action.Package.InstallationDirectoryPath; echo; pwd",
        )
        .variable("Octopus.Action.CustomScripts.Deploy.sh", &say("configured deploy"))
        .variable("Octopus.Action.CustomScripts.PostDeploy.sh", &say("configured post"))
        .primary(&[
            ("predeploy.sh", &say("packaged pre")),
            ("Deploy.sh", &say("packaged deploy")),
            ("Deploy.ps1", "never"),
            ("PostDeploy.py", "print('packaged post')"),
            ("DeployFailed.sh", &say("failed")),
            ("sub/Deploy.sh", &say("not in the root")),
            ("index.html", "x"),
        ])
        .run();
    told.assert_success();
    let info = told.info();
    assert_eq!(info[1], info[2]);
    let spoken = [info[0], info[3], info[4], info[5], info[6], info[7]];
    assert_eq!(
        spoken,
        ["configured pre", "packaged pre", "packaged deploy", "configured deploy", "packaged post", "configured post"]
    );
    let folder = told.output("Package.InstallationDirectoryPath").unwrap().0;
    assert!(folder.ends_with("/Applications/Acme.Web/1.2.3"), "{folder}");
    assert_eq!(told.output("Package.ExtractedFileCount"), Some(("7", false)));
    let left: Vec<String> = tree(folder.as_ref()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(left, ["index.html", "sub/Deploy.sh"]);
    assert!(told.at(LogLevel::Verbose).iter().any(|line| line.contains("Deploy.ps1")));
}

#[test]
fn a_failure_runs_the_rollback_script_and_names_the_script() {
    let job = Job::deployment().variable("Octopus.Action.Package.RunScripts", "True").primary(&[
        ("Deploy.sh", "exit 4"),
        ("PostDeploy.sh", "echo never"),
        ("DeployFailed.sh", "echo rolling back; exit 5"),
    ]);
    let told = job.run();
    assert_eq!(told.result().exit_code, 1);
    let error = told.result().error.clone().unwrap();
    assert!(
        error.starts_with("Script '/")
            && error.ends_with("/Deploy.sh' returned non-zero exit code: 4. Deployment terminated."),
        "{error}"
    );
    assert_eq!(told.info(), ["rolling back"]);
    let errors = told.at(LogLevel::Error);
    assert_eq!(errors[0], "Running rollback conventions...");
    assert!(errors[1].contains("exit code: 5"));
    let journal = fs::read_to_string(job.outside.path().join("Applications/DeploymentJournal.xml")).unwrap();
    assert!(journal.contains("WasSuccessful=\"False\""));
}

#[test]
fn a_configured_script_that_fails_stays_to_be_looked_at() {
    let job = Job::deployment()
        .variable("Octopus.Action.EnabledFeatures", CUSTOM_SCRIPTS)
        .variable("Octopus.Action.CustomScripts.Deploy.sh", "exit 2")
        .primary(&[("a.txt", "")]);
    let told = job.run();
    assert_eq!(told.result().error.as_deref(), Some("Deploy script returned non-zero exit code: 2"));
    let folder = told.output("Package.InstallationDirectoryPath").unwrap().0;
    assert!(tree(folder.as_ref()).iter().any(|(name, _)| name == "Octopus.Action.CustomScripts.Deploy.sh"));
}

#[test]
fn a_script_may_end_the_step_as_a_success() {
    let told = Job::deployment()
        .primary(&[
            ("PreDeploy.sh", "set_octopusvariable Octopus.Action.SkipRemainingConventions True"),
            ("Deploy.sh", "echo never"),
            ("DeployFailed.sh", ""),
        ])
        .run();
    told.assert_success();
    assert_eq!(told.info(), Vec::<&str>::new());
    let folder = told.output("Package.InstallationDirectoryPath").unwrap().0;
    assert!(tree(folder.as_ref()).iter().any(|(name, _)| name == "DeployFailed.sh"));
}

#[test]
fn packaged_scripts_can_be_turned_off() {
    let told = Job::deployment()
        .variable("Octopus.Action.Package.RunScripts", "False")
        .primary(&[("Deploy.sh", "echo never")])
        .run();
    told.assert_success();
    assert_eq!(told.info(), Vec::<&str>::new());
}

#[test]
fn a_custom_folder_is_purged_but_for_what_is_excluded_and_filled() {
    let job = Job::deployment();
    let target = job.outside.path().join("site");
    for (name, content) in [
        ("old.txt", ""),
        ("logs/a/b.log", "keep"),
        ("data/keep.db", "keep"),
        ("data/drop.txt", ""),
        ("index.html", "old"),
    ] {
        let path = target.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let told = job
        .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.CustomDirectory")
        .variable("Octopus.Action.Package.CustomInstallationDirectory", "#{Root}")
        .variable("Root", target.to_str().unwrap())
        .variable("Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment", "True")
        .variable("Octopus.Action.Package.CustomInstallationDirectoryPurgeExclusions", "logs\n**/*.db")
        .primary(&[("index.html", "new"), ("Deploy.sh", "pwd"), ("PreDeploy.sh", "echo pre >pre.txt")])
        .run();
    told.assert_success();
    let name = target.display().to_string();
    assert_eq!(told.info().last(), Some(&name.as_str()));
    assert_eq!(told.output("Octopus.Action.Package.InstallationDirectoryPath"), Some((name.as_str(), false)));
    assert_eq!(told.output("Package.CopiedFileCount"), Some(("3", false)));
    let expected = [("data/keep.db", "keep"), ("index.html", "new"), ("logs/a/b.log", "keep"), ("pre.txt", "pre\n")];
    assert_eq!(tree(&target), expected.map(|(name, content)| (name.to_owned(), content.to_owned())));
}

#[test]
fn a_custom_folder_must_be_absolute_and_not_in_the_package_s_own() {
    for name in ["relative", "#{OctopusOriginalPackageDirectoryPath}/inside"] {
        let told = Job::deployment()
            .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.CustomDirectory")
            .variable("Octopus.Action.Package.CustomInstallationDirectory", name)
            .primary(&[("a", "")])
            .run();
        assert_eq!(told.result().exit_code, 1, "{name}");
    }
}

#[test]
fn an_installed_version_is_skipped_only_after_success_and_on_demand() {
    let job = Job::deployment().primary(&[("Deploy.sh", "[ -e #{Flag} ] && exit 1; echo deployed")]);
    let flag = job.outside.path().join("flag");
    let job = job
        .variable("Octopus.Action.Package.SkipIfAlreadyInstalled", "True")
        .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.SubstituteInFiles")
        .variable("Octopus.Action.SubstituteInFiles.TargetFiles", "*.sh")
        .variable("Flag", flag.to_str().unwrap());
    fs::write(&flag, "").unwrap();
    fs::create_dir(job.folder.path().join("x")).unwrap();
    let again = |what: &str| {
        for entry in fs::read_dir(job.folder.path()).unwrap() {
            fs::remove_dir_all(entry.unwrap().path()).unwrap();
        }
        let told = job.run();
        assert_eq!(told.info().contains(&"deployed"), what == "deployed", "{what}: {:?}", told.lines());
        told
    };
    assert_eq!(again("failed").result().exit_code, 1);
    fs::remove_file(&flag).unwrap();
    let told = again("deployed");
    told.assert_success();
    let first = told.output("Package.InstallationDirectoryPath").unwrap().0.to_owned();
    assert!(first.ends_with("/1.2.3_1"), "{first}");
    let told = again("skipped");
    told.assert_success();
    assert_eq!(told.output("Package.InstallationDirectoryPath"), Some((first.as_str(), false)));
}

#[test]
fn variables_are_replaced_in_files_that_are_named() {
    let told = Job::deployment()
        .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.SubstituteInFiles")
        .variable("Octopus.Action.SubstituteInFiles.TargetFiles", "**/*.{txt,cfg}\nnone.*")
        .variable("Name", "Val")
        .primary(&[
            ("a/x.txt", "#{Name} #{Missing}\r\n"),
            ("y.cfg", "#{Name}"),
            ("z.other", "#{Name}"),
            ("Deploy.sh", "cat a/x.txt y.cfg z.other"),
        ])
        .run();
    told.assert_success();
    assert_eq!(told.info(), ["Val #{Missing}", "Val#{Name}"]);
    assert!(told.at(LogLevel::Warning)[0].contains("none.*"));
    assert!(told.at(LogLevel::Verbose).iter().any(|line| line.contains("'#{Missing}'")));
}

#[test]
fn a_bad_archive_fails_the_step_and_says_why() {
    for (extension, expected) in
        [(".zip", "damaged"), (".tar.gz", "damaged"), (".7z", "Unsupported file extension `.7z`")]
    {
        let told = Job::deployment().package("", extension, b"nonsense", pulpo_wire::job::PackageUse::Primary).run();
        assert!(told.result().error.as_ref().unwrap().contains(expected), "{:?}", told.result());
    }
}

#[test]
fn a_transferred_package_arrives_under_its_own_name() {
    let job =
        Job::new(ActionKind::TransferPackage).package("", ".tar.gz", b"bytes", pulpo_wire::job::PackageUse::Primary);
    let target = job.outside.path().join("in/box");
    let told = job.variable("Octopus.Action.Package.TransferPath", target.to_str().unwrap()).run();
    told.assert_success();
    assert_eq!(tree(&target), [("Acme.Web.1.2.3.tar.gz".to_owned(), "bytes".to_owned())]);
    assert_eq!(told.output("Package.FileName"), Some(("Acme.Web.1.2.3.tar.gz", false)));
}

#[test]
fn configuration_files_get_their_values_by_the_names_of_variables() {
    let told = Job::deployment()
        .variable(
            "Octopus.Action.EnabledFeatures",
            "Octopus.Features.JsonConfigurationVariables, Octopus.Features.ConfigurationVariables",
        )
        .variable(
            "Octopus.Action.Package.JsonConfigurationVariablesTargets",
            "*.{json,yaml,properties}\nnone.json\nfolder",
        )
        .variable("Octopus.Action.Package.AutomaticallyUpdateAppSettingsAndConnectionStrings", "True")
        .variable("Db:Host", "#{Host}")
        .variable("Host", "db.example.test")
        .primary(&[
            ("a.json", "{\"Db\": {\"Host\": \"x\"}}\n"),
            ("b.yaml", "Db:\n  Host: x # comment\n"),
            ("c.properties", "Db\\:Host = x\n"),
            ("folder/d.json", "{\"Db\": {\"Host\": \"x\"}}\n"),
            ("folder/web.config", "<c><appSettings><add key=\"Host\" value=\"x\"/></appSettings></c>"),
        ])
        .run();
    told.assert_success();
    let folder = told.output("Package.InstallationDirectoryPath").unwrap().0;
    let contents: Vec<String> = tree(folder.as_ref()).into_iter().map(|(_, content)| content).collect();
    let expected = [
        "{\n  \"Db\": {\n    \"Host\": \"db.example.test\"\n  }\n}",
        "Db:\n  Host: db.example.test # comment\n",
        "Db\\:Host = db.example.test\n",
        "{\"Db\": {\"Host\": \"x\"}}\n",
        "<c><appSettings><add key=\"Host\" value=\"db.example.test\"/></appSettings></c>",
    ];
    assert_eq!(contents, expected);
    let warnings = told.at(LogLevel::Warning);
    assert!(
        warnings.len() == 2 && warnings[0].contains("none.json") && warnings[1].contains("is a folder"),
        "{warnings:?}"
    );
}
