//! .NET configuration transforms in a deployment (SX-02).

use pulpo_wire::job::LogLevel;

use crate::harness::{Job, Told, tree};

const HEAD: &str = "<configuration xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\">";
const FILE: &str = "<configuration>\n  <appSettings>\n    <add key=\"Stage\" value=\"dev\" />\n    <add key=\"Host\" value=\"x\"/>\n  </appSettings>\n</configuration>\n";

fn set(value: &str) -> String {
    let add =
        format!("<add key=\"Stage\" value=\"{value}\" xdt:Transform=\"SetAttributes\" xdt:Locator=\"Match(key)\"/>");
    format!("{HEAD}<appSettings>{add}</appSettings></configuration>")
}

fn job() -> Job {
    Job::deployment()
        .variable(
            "Octopus.Action.EnabledFeatures",
            "Octopus.Features.ConfigurationTransforms,Octopus.Features.ConfigurationVariables",
        )
        .variable("Octopus.Environment.Name", "Production")
}

fn files(told: &Told) -> Vec<(String, String)> {
    let folder = told.output("Package.InstallationDirectoryPath").unwrap().0;
    tree(folder.as_ref())
}

fn content<'a>(files: &'a [(String, String)], wanted: &str) -> &'a str {
    files.iter().find(|(name, _)| name == wanted).map(|(_, content)| content.as_str()).unwrap()
}

#[test]
fn the_transforms_of_release_environment_and_list_are_run_in_this_order_and_once_each() {
    let told = job()
        .variable("Octopus.Action.Package.AutomaticallyRunConfigurationTransformationFiles", "True")
        .variable("Octopus.Action.Package.AutomaticallyUpdateAppSettingsAndConnectionStrings", "True")
        .variable(
            "Octopus.Action.Package.AdditionalXmlConfigurationTransforms",
            "web.More.config => web.config, *.Production.config => *.config\nnothing.config => none.config",
        )
        .variable("Host", "db.example.test")
        .primary(&[
            ("web.config", FILE),
            ("web.More.config", &set("#more")),
            ("web.Production.config", &set("production")),
            ("web.Release.config", &set("release")),
            ("web.Test.config", &set("test")),
            ("sub/app.exe.config", FILE),
            ("sub/app.exe.Release.config", &set("release")),
        ])
        .run();
    told.assert_success();
    let files = files(&told);
    let expected = |stage: &str| FILE.replace("dev", stage).replace("value=\"x\"", "value=\"db.example.test\"");
    assert_eq!(content(&files, "web.config"), expected("#more"));
    assert_eq!(content(&files, "sub/app.exe.config"), expected("release"));
    assert_eq!(content(&files, "web.Release.config"), set("release"));
    let order: Vec<&str> = told
        .info()
        .into_iter()
        .filter_map(|line| line.strip_prefix("Transforming '")?.strip_suffix("'.")?.rsplit('/').next())
        .collect();
    assert_eq!(order, ["app.exe.Release.config", "web.Release.config", "web.Production.config", "web.More.config"]);
    let verbose = told.at(LogLevel::Verbose);
    assert!(verbose.iter().any(|line| line.contains("\"nothing.config => none.config\" was not performed")));
    assert!(verbose.contains(&"web.More.config (line 1, column 93, element 'add'): set key, value"), "{verbose:?}");
}

#[test]
fn a_warning_fails_the_step_unless_the_project_says_otherwise() {
    let wanted = format!("{HEAD}<appSettings><none xdt:Transform=\"Remove\"/></appSettings></configuration>");
    let run = |name: &str, value: &str| {
        job()
            .variable("Octopus.Action.Package.AdditionalXmlConfigurationTransforms", "web.x.config => web.config")
            .variable(&format!("Octopus.Action.Package.{name}"), value)
            .primary(&[("web.config", FILE), ("web.x.config", &wanted)])
            .run()
    };
    let line = "web.x.config (line 1, column 93, element 'none'): nothing in the file matches '/configuration/appSettings/none'";
    let told = run("RunScripts", "True");
    let error = told.result().error.as_ref().unwrap();
    assert!(error.contains("/web.config failed with transformation file /") && told.result().exit_code == 1, "{error}");
    assert_eq!(told.at(LogLevel::Error)[0], line);
    let told = run("TreatConfigTransformationWarningsAsErrors", "False");
    told.assert_success();
    assert_eq!(told.at(LogLevel::Warning), [line]);
    let told = run("IgnoreConfigTransformationErrors", "True");
    told.assert_success();
    assert!(told.info().contains(&line) && told.at(LogLevel::Warning).is_empty());
}

#[test]
fn an_error_leaves_the_file_as_it_was_or_is_passed_over() {
    let wanted = set("new").replace("<appSettings>", "<a xdt:Transform=\"Explode\"/><appSettings>");
    let run = |ignore: &str| {
        job()
            .variable("Octopus.Action.Package.AdditionalXmlConfigurationTransforms", "web.x.config => web.config")
            .variable("Octopus.Action.Package.IgnoreConfigTransformationErrors", ignore)
            .variable("Octopus.Action.Package.SuppressConfigTransformationLogging", "True")
            .primary(&[("web.config", FILE), ("web.x.config", &wanted)])
            .run()
    };
    let told = run("False");
    assert_eq!((told.result().exit_code, content(&files(&told), "web.config")), (1, FILE));
    let told = run("True");
    told.assert_success();
    assert_eq!(content(&files(&told), "web.config"), FILE.replace("dev", "new"));
    assert!(told.at(LogLevel::Warning)[0].contains("'Explode' is not known"));
    assert!(told.at(LogLevel::Verbose).iter().all(|line| !line.contains("element 'add'")));
}
