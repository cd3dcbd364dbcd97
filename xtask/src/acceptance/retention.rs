//! What stays on a machine of what was deployed to it.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::json;

use super::lab::{Lab, ensure, id};
use super::{Check, Verdict};
use crate::machine::{self, Profile, command, program};
use crate::server::API_KEY;

pub(super) const CHECKS: &[Check] =
    &[("of what is deployed again and again as much stays as the lifecycle says, and the log tells what goes", kept)];

const PACKAGE: &str = "Acme.Small";

fn kept(profile: Profile) -> Result<Verdict> {
    let lab = Lab::start(profile)?;
    push(&lab, profile)?;
    let path = "/api/Spaces-1/lifecycles/Lifecycles-1";
    let mut lifecycle = lab.client.get(path)?;
    lifecycle["TentacleRetentionPolicy"] = json!({ "Unit": "Items", "QuantityToKeep": 1, "ShouldKeepForever": false });
    lab.client.put(path, &lifecycle)?;
    let path = format!("/api/Spaces-1/projects/{}/deploymentprocesses", lab.project);
    let mut process = lab.client.get(&path)?;
    process["Steps"] = json!([{
        "Name": "Deploy",
        "Actions": [{
            "Name": "Deploy",
            "ActionType": "Octopus.TentaclePackage",
            "Packages": [{ "Name": "", "PackageId": PACKAGE, "FeedId": "feeds-builtin", "AcquisitionLocation": "Server" }],
            "Properties": { "Octopus.Action.RunOnServer": "True" }
        }]
    }]);
    lab.client.put(&path, &process)?;
    let path = format!("/api/Spaces-1/projects/{}/variables", lab.project);
    let mut variables = lab.client.get(&path)?;
    let applications = lab.path("Applications");
    variables["Variables"] = json!([
        { "Name": "Octopus.Tentacle.Agent.ApplicationDirectoryPath", "Value": applications.display().to_string() }
    ]);
    lab.client.put(&path, &variables)?;
    let selected = json!([{ "ActionName": "Deploy", "PackageReferenceName": "", "Version": "1.0.0" }]);
    let body = json!({ "ProjectId": lab.project, "Version": "1.0.0", "SelectedPackages": selected });
    let release = id(&lab.client.post("/api/Spaces-1/releases", &body)?)?;
    let mut log = String::new();
    for _ in 0..4 {
        let task = lab.deploy(&release)?;
        let state = lab.end_of(&task)?;
        log = lab.log(&task)?;
        ensure(state == "Success", || format!("the deployment ended in {state}: {log}"))?;
    }
    let folder = applications.join("Test").join(PACKAGE);
    let listed = fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))?;
    let names: std::io::Result<Vec<String>> =
        listed.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    let names = names?;
    ensure(names.len() == 2, || format!("there are {}", names.join(", ")))?;
    ensure(log.contains("is not kept: it is beyond the current one and 1 before it"), || {
        format!("the log is silent: {log}")
    })?;
    Ok(Verdict::Holds)
}

fn push(lab: &Lab, profile: Profile) -> Result<()> {
    let content = lab.path("content");
    fs::create_dir(&content)?;
    fs::write(content.join("index.html"), "hello")?;
    let mut pack = command(program("pulpo", profile));
    pack.args(["pack", "--version=1.0.0", "--format=Zip"]).arg(format!("--id={PACKAGE}")).stdout(Stdio::null());
    pack.arg(format!("--basePath={}", content.display())).arg(format!("--outFolder={}", lab.folder.path().display()));
    machine::must(pack)?;
    let mut push = command(program("pulpo", profile));
    push.arg("push").arg(format!("--package={}", lab.path(&format!("{PACKAGE}.1.0.0.zip")).display()));
    push.env("OCTOPUS_CLI_SERVER", &lab.server.url).env("OCTOPUS_CLI_API_KEY", API_KEY).stdout(Stdio::null());
    machine::must(push)
}
