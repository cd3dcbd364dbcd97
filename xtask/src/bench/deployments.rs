//! Deployments: how many, how soon, how much they may say, and what a crash costs (goals 1, 2, 8, 14).

use std::fs::File;
use std::io::Read;
use std::sync::mpsc::channel;
use std::sync::{Mutex, atomic};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::nginx::first_answer;
use super::{Row, floors, millis, per_second, percentile};
use crate::acceptance::lab::{Lab, id};
use crate::machine::{Profile, command, must};
use crate::server::{API_KEY, Client};

/// Deployments of one project to one environment wait for each other, so there are several projects.
const PROJECTS: usize = 8;
const EACH: usize = 25;

/// A project with a script, and a release of it.
fn another(lab: &Lab, name: &str, script: &str) -> Result<String> {
    let body = json!({ "Name": name, "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1" });
    let project = id(&lab.client.post("/api/Spaces-1/projects", &body)?)?;
    let own = format!("/api/Spaces-1/projects/{}/deploymentprocesses", lab.project);
    let path = format!("/api/Spaces-1/projects/{project}/deploymentprocesses");
    lab.script(script)?;
    let mut process = lab.client.get(&path)?;
    process["Steps"] = lab.client.get(&own)?["Steps"].clone();
    for step in process["Steps"].as_array_mut().context("a process has steps")? {
        step["Id"] = json!("");
        for action in step["Actions"].as_array_mut().context("a step has actions")? {
            action["Id"] = json!("");
        }
    }
    lab.client.put(&path, &process)?;
    id(&lab.client.post("/api/Spaces-1/releases", &json!({ "ProjectId": project, "Version": "1.0.0" }))?)
}

fn deploy(client: &Client, release: &str, environment: &str) -> Result<String> {
    let body = json!({ "ReleaseId": release, "EnvironmentId": environment });
    let made = client.post("/api/Spaces-1/deployments", &body)?;
    Ok(made["TaskId"].as_str().context("a deployment has a task")?.to_owned())
}

/// Waits for a task's end, asking again after `pause`.
fn end_of(client: &Client, task: &str, pause: Duration) -> Result<()> {
    let begun = Instant::now();
    loop {
        let found = client.get(&format!("/api/tasks/{task}"))?;
        if found["IsCompleted"] == json!(true) {
            ensure!(found["State"] == "Success", "{task} ended in {}: {}", found["State"], found["ErrorMessage"]);
            return Ok(());
        }
        if begun.elapsed() > Duration::from_mins(2) {
            bail!("{task} has not ended after two minutes");
        }
        thread::sleep(pause);
    }
}

pub(super) fn rate() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let releases = (0..PROJECTS)
        .map(|number| another(&lab, &format!("Shop {number}"), "echo hello"))
        .collect::<Result<Vec<_>>>()?;
    let floor = floors::steps(lab.folder.path(), PROJECTS * EACH)?;
    // The launcher starts with the first.
    end_of(&lab.client, &deploy(&lab.client, &releases[0], &lab.environment)?, Duration::from_millis(1))?;
    let begun = Instant::now();
    thread::scope(|scope| {
        let clients: Vec<_> = releases
            .iter()
            .map(|release| {
                let (url, environment) = (&lab.server.url, &lab.environment);
                scope.spawn(move || {
                    let client = Client::new(url, API_KEY);
                    let tasks = (0..EACH).map(|_| deploy(&client, release, environment)).collect::<Result<Vec<_>>>()?;
                    // Asking less often leaves the processors to the work.
                    tasks.iter().try_for_each(|task| end_of(&client, task, Duration::from_millis(10)))
                })
            })
            .collect();
        clients.into_iter().try_for_each(|client| client.join().expect("no client panics"))
    })?;
    let ours = per_second(PROJECTS * EACH, begun.elapsed());
    Ok(vec![Row::rate("no-op deployments end to end; bare steps", ours, floor, 0.5)])
}

const SINGLE: usize = 40;

pub(super) fn first_line() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let pipe = lab.path("first-line");
    let mut make = command("mkfifo");
    make.arg(&pipe);
    must(make)?;
    // Open at both ends, so that neither waits for the other.
    let mut reader = File::options().read(true).write(true).open(&pipe)?;
    let (sender, lines) = channel();
    thread::spawn(move || {
        let mut byte = [0];
        // Ends with the process: the pipe has no end.
        while reader.read_exact(&mut byte).is_ok() && sender.send(Instant::now()).is_ok() {}
    });
    lab.script(&format!("printf x > '{}'", pipe.display()))?;
    let (release, _) = lab.release()?;
    let (mut first, mut ended) = (Vec::new(), Vec::new());
    for number in 0..=SINGLE {
        let begun = Instant::now();
        let task = deploy(&lab.client, &release, &lab.environment)?;
        let line = lines.recv_timeout(Duration::from_mins(1)).context("the script did not run")?;
        end_of(&lab.client, &task, Duration::from_micros(200))?;
        // The launcher starts with the first.
        if number > 0 {
            first.push(line - begun);
            ended.push(begun.elapsed());
        }
    }
    let mut bare = floors::first_lines(lab.folder.path(), SINGLE)?;
    let floor = percentile(&mut bare, 50);
    Ok(vec![
        Row::time("POST to first line, p50; bare step's", percentile(&mut first, 50), floor, 2.5),
        Row::limit("POST to first line, p99", millis(percentile(&mut first, 99)), 10.0, "ms"),
        Row::limit("POST to Success, p50", millis(percentile(&mut ended, 50)), 5.0, "ms"),
    ])
}

const LINES: usize = 100_000;

pub(super) fn log() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let script = format!("for ((i = 1; i <= {LINES}; i++)); do echo \"line $i of a script that says much\"; done");
    lab.script(&script)?;
    let (release, _) = lab.release()?;
    let floor = floors::piped(lab.folder.path(), &script)?;
    let begun = Instant::now();
    let task = deploy(&lab.client, &release, &lab.environment)?;
    end_of(&lab.client, &task, Duration::from_millis(2))?;
    let took = begun.elapsed();
    let log = lab.log(&task)?;
    let lines = log.lines().filter(|line| line.contains(" of a script that says much")).count();
    ensure!(lines == LINES, "the log has {lines} of {LINES} lines");
    Ok(vec![Row::rate("log lines of one script; into a pipe", per_second(LINES, took), per_second(LINES, floor), 0.9)])
}

const CRASHES: usize = 5;

pub(super) fn crashes() -> Result<Vec<Row>> {
    let mut lab = Lab::start(Profile::Release)?;
    let releases =
        (0..4).map(|number| another(&lab, &format!("Shop {number}"), "echo hello")).collect::<Result<Vec<_>>>()?;
    let answered = Mutex::new(Vec::new());
    let over = atomic::AtomicBool::new(false);
    let (url, environment) = (lab.server.url.clone(), lab.environment.clone());
    let mut answers = thread::scope(|scope| {
        for release in &releases {
            let (answered, over, url, environment) = (&answered, &over, &url, &environment);
            scope.spawn(move || {
                while !over.load(atomic::Ordering::Relaxed) {
                    let client = Client::new(url, API_KEY);
                    // Until the next crash; while the server is away, every few milliseconds anew.
                    while let (Ok(task), false) =
                        (deploy(&client, release, environment), over.load(atomic::Ordering::Relaxed))
                    {
                        answered.lock().expect("no client panics").push(task);
                        thread::sleep(Duration::from_millis(20));
                    }
                    thread::sleep(Duration::from_millis(5));
                }
            });
        }
        let times = (0..CRASHES)
            .map(|_| {
                thread::sleep(Duration::from_millis(300));
                lab.server.kill()?;
                let begun = Instant::now();
                lab.restart()?;
                first_answer(&format!("{url}/api"))?;
                Ok(begun.elapsed())
            })
            .collect::<Result<Vec<_>>>();
        over.store(true, atomic::Ordering::Relaxed);
        times
    })?;
    let answered = answered.into_inner().expect("no client panics");
    let lost = answered.iter().filter(|task| end_of(&lab.client, task, Duration::from_millis(5)).is_err()).count();
    ensure!(lost == 0, "of {} answered deployments {lost} were lost or did not succeed", answered.len());
    Ok(vec![Row::limit(
        "kill -9 under load: none lost; first answer, p50",
        millis(percentile(&mut answers, 50)),
        50.0,
        "ms",
    )])
}
