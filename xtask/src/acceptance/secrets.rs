//! Secrets are where they must be and nowhere else.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::lab::{Lab, ensure, text, until};
use super::{Check, Verdict, processes};
use crate::machine::Profile;
use crate::server::{API_KEY, PASSWORD};

pub(super) const CHECKS: &[Check] =
    &[("secrets are in no command line, environment, log, task log, answer or file", secrets)];

/// The value of a sensitive variable.
const SENSITIVE: &str = "Marker-Of-A-Secret-7f3a";
const ALL: [(&str, &str); 3] =
    [("the sensitive variable", SENSITIVE), ("the API key", API_KEY), ("the administrator's password", PASSWORD)];

fn secrets(profile: Profile) -> Result<Verdict> {
    let lab = Lab::start(profile)?;
    let path = format!("/api/Spaces-1/projects/{}/variables", lab.project);
    let mut variables = lab.client.get(&path)?;
    variables["Variables"] =
        json!([{ "Name": "Hidden", "Value": SENSITIVE, "IsSensitive": true, "Type": "Sensitive" }]);
    let saved = lab.client.put(&path, &variables)?;
    absent("the answer to the variables", &saved.to_string())?;

    let go = lab.path("go");
    let unique = format!("0.0{}", std::process::id());
    let task = lab.run(&format!(
        "value=$(get_octopusvariable Hidden)\n[ ${{#value}} = {} ] || exit 9\necho \"it is <$value>\"\necho \"and <$value>\" >&2\n\
         until [ -e '{}' ]; do sleep {unique}; done",
        SENSITIVE.len(),
        go.display()
    ))?;
    let looked = while_it_runs(&lab, &task);
    fs::write(&go, "")?;
    looked?;
    let state = lab.end_of(&task)?;
    let log = lab.log(&task)?;
    ensure(state == "Success", || {
        format!("the deployment ended in {state}; 9 says that the script did not get the secret: {log}")
    })?;
    ensure(log.contains("it is <") && log.contains("and <"), || format!("the log lacks the script's lines: {log}"))?;
    answers(&lab, &task)?;
    files(&lab.server.data_dir)?;
    absent("the server's log", &fs::read_to_string(lab.server.data_dir.with_extension("log"))?)?;
    Ok(Verdict::Holds)
}

/// Looks at the server, the launcher, the runner and the script while it runs. Other servers on this machine may have
/// been started with the same scratch credentials.
fn while_it_runs(lab: &Lab, task: &str) -> Result<()> {
    until("the script runs", || Ok(lab.log(task)?.contains("it is <").then_some(())))?;
    let data = lab.server.data_dir.display().to_string();
    let seen = processes::family(|process| process.command.contains(&data));
    for program in ["pulpo-server", "pulpo-keeper", "pulpo-runner", "bash"] {
        ensure(seen.iter().any(|process| process.command.contains(program)), || format!("no {program} is running"))?;
    }
    for process in seen {
        absent(&format!("the command line of {}", process.id), &process.command)?;
        // The server was given the first administrator by its environment, which only root may read.
        if process.id != lab.server.id() {
            absent(&format!("the environment of {} ({})", process.id, process.command), &process.environment)?;
        }
    }
    Ok(())
}

/// Asks for everything that could tell.
fn answers(lab: &Lab, task: &str) -> Result<()> {
    let client = &lab.client;
    let releases = client.get(&format!("/api/Spaces-1/projects/{}/releases", lab.project))?;
    let release = releases["Items"][0]["Id"].as_str().context("there is no release")?.to_owned();
    let me = client.get("/api/users/me")?;
    let me = me["Id"].as_str().context("nobody is signed in")?;
    let project = &lab.project;
    for path in [
        format!("/api/Spaces-1/projects/{project}/variables"),
        "/api/Spaces-1/variables/all".to_owned(),
        format!("/api/Spaces-1/releases/{release}/variables"),
        format!("/api/Spaces-1/projects/{project}/deploymentprocesses"),
        format!("/api/Spaces-1/releases/{release}"),
        "/api/Spaces-1/deployments".to_owned(),
        format!("/api/tasks/{task}"),
        format!("/api/tasks/{task}/details?verbose=true&tail=1000"),
        format!("/api/tasks/{task}/raw"),
        "/api/events?take=1000".to_owned(),
        "/api/users".to_owned(),
        "/api/users/me".to_owned(),
        format!("/api/users/{me}/apikeys"),
        "/api/serverstatus/system-info".to_owned(),
        "/api/dashboard".to_owned(),
    ] {
        let (status, body) = text(&lab.server.url, API_KEY, &path)?;
        ensure(status == 200 || status == 404, || format!("{path} answered {status}: {body}"))?;
        absent(&path, &body)?;
    }
    Ok(())
}

/// Every file of the data folder: secrets at rest are sealed or hashed.
fn files(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files(&entry.path())?;
        } else if kind.is_file() {
            absent(&entry.path().display().to_string(), &String::from_utf8_lossy(&fs::read(entry.path())?))?;
        }
    }
    Ok(())
}

fn absent(place: &str, text: &str) -> Result<()> {
    for (name, secret) in ALL {
        ensure(!text.contains(secret), || format!("{name} is in {place}"))?;
    }
    Ok(())
}
