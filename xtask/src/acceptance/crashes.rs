//! The server is killed at the worst moments; nothing that was answered is lost, nothing is half.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};
use serde_json::json;

use super::lab::{Lab, ensure, id, text, until};
use super::{Check, Verdict};
use crate::machine::Profile;
use crate::server::{API_KEY, Client};

pub(super) const CHECKS: &[Check] = &[
    ("a script goes on when the server is killed, is not run twice, and its log is whole", script),
    ("a server killed during an upload leaves no package and no half of one", upload),
    ("a server killed while releases are made keeps each one that it answered, and none is half", releases),
];

const LINES: u32 = 60;

fn script(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    let marker = lab.path("marker");
    let place = marker.display();
    let task = lab.run(&format!(
        "echo \"start $$\" >> '{place}'\nfor i in $(seq 1 {LINES}); do echo \"number $i.\"; sleep 0.1; done\necho \"end $$\" >> '{place}'\n"
    ))?;
    until("the script has said ten lines", || Ok(lab.log(&task)?.contains("number 10.").then_some(())))?;
    lab.crash()?;
    let state = lab.end_of(&task)?;
    let log = lab.log(&task)?;
    ensure(state == "Success", || format!("the deployment ended in {state}: {log}"))?;
    let marks = fs::read_to_string(&marker)?;
    let marks: Vec<(&str, &str)> = marks.lines().filter_map(|line| line.split_once(' ')).collect();
    ensure(matches!(marks.as_slice(), [("start", first), ("end", last)] if first == last), || {
        format!("it ran like this: {marks:?}")
    })?;
    let numbers: Vec<u32> =
        log.lines().filter_map(|line| line.split_once("number ")?.1.strip_suffix('.')?.parse().ok()).collect();
    ensure(numbers == (1..=LINES).collect::<Vec<_>>(), || format!("the log holds these lines: {numbers:?}"))?;
    Ok(Verdict::Holds)
}

fn upload(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    let address = lab.server.url.strip_prefix("http://").context("the server has no address")?.to_owned();
    let staging = lab.server.data_dir.join("blobs/staging");
    let staged = || -> Result<u64> {
        let mut bytes = 0;
        for file in fs::read_dir(&staging)? {
            bytes += file?.metadata()?.len();
        }
        Ok(bytes)
    };
    let mut connection = TcpStream::connect(&address)?;
    let part = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Acme.Half.1.0.0.zip\"\r\n\
                Content-Type: application/octet-stream\r\n\r\n";
    write!(
        connection,
        "POST /api/Spaces-1/packages/raw HTTP/1.1\r\nHost: {address}\r\nX-Octopus-ApiKey: {API_KEY}\r\n\
         Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: 8000000\r\n\r\n{part}"
    )?;
    connection.write_all(&vec![7; 4_000_000])?;
    until("half of the package has arrived", || Ok((staged()? > 1_000_000).then_some(())))?;
    lab.crash()?;
    drop(connection);
    let packages = lab.client.get("/api/Spaces-1/packages")?;
    ensure(packages["TotalResults"] == json!(0), || format!("there are packages: {packages}"))?;
    let left: Vec<_> = fs::read_dir(&staging)?.collect::<Result<_, _>>()?;
    ensure(left.is_empty(), || format!("staging holds {left:?}"))?;
    let others: Vec<_> = fs::read_dir(lab.server.data_dir.join("blobs"))?.collect::<Result<_, _>>()?;
    ensure(others.len() == 1, || format!("beside staging there is more: {others:?}"))?;
    Ok(Verdict::Holds)
}

const MAKERS: u32 = 4;
const ENOUGH: usize = 40;

fn releases(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    lab.script("echo hello")?;
    let answered = Mutex::new(Vec::new());
    let (url, project) = (lab.server.url.clone(), lab.project.clone());
    thread::scope(|scope| {
        for maker in 1..=MAKERS {
            let (url, project, answered) = (&url, &project, &answered);
            scope.spawn(move || {
                let client = Client::new(url, API_KEY);
                for number in 0.. {
                    let version = format!("{maker}.0.{number}");
                    // The first refusal is the crash.
                    let Ok(made) =
                        client.post("/api/Spaces-1/releases", &json!({ "ProjectId": project, "Version": version }))
                    else {
                        return;
                    };
                    let Ok(id) = id(&made) else { return };
                    answered.lock().expect("no maker panics").push((id, version));
                }
            });
        }
        let loaded = until("releases are being made", || {
            Ok((answered.lock().expect("no maker panics").len() >= ENOUGH).then_some(()))
        });
        lab.server.kill().and(loaded)
    })?;
    lab.restart()?;
    let answered = answered.into_inner().expect("no maker panics");
    let listed = lab.client.get(&format!("/api/Spaces-1/projects/{project}/releases?take=100000"))?;
    let listed = listed["Items"].as_array().context("the list has no items")?;
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    for release in listed {
        known.entry(release["Version"].as_str().unwrap_or_default().to_owned()).or_default().push(id(release)?);
    }
    for (id, version) in &answered {
        let found = known.get(version);
        ensure(found == Some(&vec![id.clone()]), || {
            format!("release {version} ({id}) was answered, but now there is {found:?}")
        })?;
    }
    let unanswered = listed.len() - answered.len();
    ensure(unanswered <= MAKERS as usize, || format!("{unanswered} releases are there that nobody was told of"))?;
    for release in listed {
        let id = id(release)?;
        let process = release["ProjectDeploymentProcessSnapshotId"].as_str().unwrap_or_default();
        for path in
            [format!("/api/Spaces-1/releases/{id}/variables"), format!("/api/Spaces-1/deploymentprocesses/{process}")]
        {
            let (status, body) = text(&lab.server.url, API_KEY, &path)?;
            ensure(status == 200, || format!("{path} of release {id} answered {status}: {body}"))?;
        }
    }
    Ok(Verdict::Measured(format!("{} releases answered, {} there", answered.len(), listed.len())))
}
