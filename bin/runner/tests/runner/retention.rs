//! What stays of earlier installations on the machine (SR-03, SR-04, RT-07, RT-08).

use std::fs;

use pulpo_wire::job::{JobRetention, LogLevel};

use crate::harness::{Job, Told, tree};

/// Deploys once more to the place of an earlier job.
fn again(first: &Job, script: &str, retention: Option<JobRetention>) -> Told {
    let job = Job::deployment().primary(&[("index.html", "x"), ("Deploy.sh", script)]).keeping(retention);
    let applications = first.outside.path().join("Applications").display().to_string();
    job.variable("Octopus.Tentacle.Agent.ApplicationDirectoryPath", &applications).run()
}

fn folders(first: &Job) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(first.outside.path().join("Applications/Acme.Web"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    found
}

fn journal(first: &Job) -> String {
    fs::read_to_string(first.outside.path().join("Applications/DeploymentJournal.xml")).unwrap()
}

#[test]
fn of_many_installations_the_current_one_and_as_many_as_wanted_before_it_stay() {
    let first = Job::deployment();
    for _ in 0..3 {
        again(&first, "", None).assert_success();
    }
    assert_eq!(again(&first, "exit 1", None).result().exit_code, 1);
    assert_eq!(folders(&first), ["1.2.3", "1.2.3_1", "1.2.3_2", "1.2.3_3"]);
    let told = again(&first, "", Some(JobRetention::Items(1)));
    told.assert_success();
    assert_eq!(folders(&first), ["1.2.3_2", "1.2.3_4"]);
    assert_eq!(journal(&first).matches("<Deployment ").count(), 2);
    let said: Vec<&str> = told.info().into_iter().filter(|line| line.contains("is not kept")).collect();
    assert_eq!(said.len(), 3);
    assert!(
        said[0].contains("Acme.Web 1.2.3 in /") && said[0].ends_with("it is beyond the current one and 1 before it")
    );
    assert!(said[2].starts_with("The failed installation"), "{said:?}");
}

#[test]
fn a_deployment_that_fails_deletes_nothing() {
    let first = Job::deployment();
    for _ in 0..3 {
        again(&first, "", None).assert_success();
    }
    again(&first, "exit 1", Some(JobRetention::Items(1)));
    assert_eq!(folders(&first).len(), 4);
}

#[test]
fn what_is_older_than_the_days_wanted_goes_but_for_the_one_before_the_current() {
    let first = Job::deployment();
    for _ in 0..3 {
        again(&first, "", None).assert_success();
    }
    let path = first.outside.path().join("Applications/DeploymentJournal.xml");
    let mut day = 0;
    let aged: Vec<String> = journal(&first)
        .lines()
        .map(|line| match line.split_once("InstalledOn=\"") {
            Some((before, after)) => {
                day += 1;
                format!("{before}InstalledOn=\"2020-01-0{day} 00:00:00{}", &after[19..])
            }
            None => line.to_owned(),
        })
        .collect();
    fs::write(&path, aged.join("\n")).unwrap();
    again(&first, "", Some(JobRetention::Days(30))).assert_success();
    assert_eq!(folders(&first), ["1.2.3_2", "1.2.3_3"]);
}

#[test]
fn other_steps_and_custom_folders_are_left_alone() {
    let first = Job::deployment();
    let applications = first.outside.path().join("Applications").display().to_string();
    let site = first.outside.path().join("site");
    let other = || {
        Job::deployment()
            .primary(&[("index.html", "x")])
            .variable("Octopus.Action.Name", "Another step")
            .variable("Octopus.Tentacle.Agent.ApplicationDirectoryPath", &applications)
            .variable("Octopus.Action.EnabledFeatures", "Octopus.Features.CustomDirectory")
            .variable("Octopus.Action.Package.CustomInstallationDirectory", site.to_str().unwrap())
    };
    other().run().assert_success();
    for _ in 0..2 {
        again(&first, "", None).assert_success();
    }
    again(&first, "", Some(JobRetention::Items(1))).assert_success();
    assert_eq!(folders(&first), ["1.2.3", "1.2.3_2", "1.2.3_3"]);
    for _ in 0..2 {
        other().keeping(Some(JobRetention::Items(1))).run().assert_success();
    }
    assert_eq!(folders(&first), ["1.2.3_1", "1.2.3_2", "1.2.3_3", "1.2.3_4"]);
    assert_eq!(tree(&site), [("index.html".to_owned(), "x".to_owned())]);
}

#[test]
fn what_could_not_be_unpacked_leaves_no_folder_that_nobody_knows() {
    let job = Job::deployment().package("", ".zip", b"nonsense", pulpo_wire::job::PackageUse::Primary);
    assert_eq!(job.run().result().exit_code, 1);
    assert_eq!(folders(&job), Vec::<String>::new());
}

#[test]
fn a_script_with_packages_is_entered_in_the_journal_and_leaves_nothing_else() {
    let job = Job::bash("exit 3").primary(&[("a", "")]);
    let applications = job.outside.path().join("Applications");
    let job = job.variable("Octopus.Tentacle.Agent.ApplicationDirectoryPath", applications.to_str().unwrap());
    assert_eq!(job.run().result().exit_code, 3);
    let journal = journal(&job);
    assert!(journal.contains("WasSuccessful=\"False\"") && journal.contains("PackageVersion=\"1.2.3\""), "{journal}");
    assert!(!journal.contains("ExtractedTo"), "{journal}");
    let plain = Job::bash("get_octopusvariable Octopus.Tentacle.CurrentDeployment.RetentionPolicySet").run();
    assert!(plain.at(LogLevel::Warning).is_empty());
}
