//! Requests: reading, writing, the first one, and the memory that they need (goals 3, 9, 10, 17).

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use super::nginx::{Nginx, first_answer, wrk};
use super::{Row, floors, millis, per_second, percentile};
use crate::acceptance::lab::{Lab, id, text};
use crate::acceptance::processes;
use crate::machine::Profile;
use crate::say::say;
use crate::scratch;
use crate::server::{API_KEY, Client, Server};

pub(super) fn reads() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    lab.script("echo hello")?;
    for _ in 0..30 {
        lab.release()?;
    }
    let Some(nginx) = Nginx::serve(lab.folder.path())? else {
        say("SKIPPED: reads: nginx is not installed");
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for (file, path, what, goal) in [
        (
            "one.json",
            format!("/api/Spaces-1/projects/{}", lab.project),
            "GET one project; nginx with the same bytes",
            0.45,
        ),
        ("page.json", "/api/Spaces-1/releases?take=30".to_owned(), "GET 30 releases; nginx with the same bytes", 0.15),
    ] {
        let (_, body) = text(&lab.server.url, API_KEY, &path)?;
        std::fs::write(lab.path(file), body)?;
        let floor = wrk(&format!("{}/{file}", nginx.url), API_KEY)?;
        let ours = wrk(&format!("{}{path}", lab.server.url), API_KEY)?;
        let (Some((floor, _)), Some((ours, slow))) = (floor, ours) else {
            say("SKIPPED: reads: wrk is not installed");
            return Ok(rows);
        };
        rows.push(Row::rate(what, ours, floor, goal));
        if goal > 0.4 {
            rows.push(Row::limit("GET one project, p99 at 16 connections", millis(slow), 2.0, "ms"));
        }
    }
    Ok(rows)
}

/// Starts on new data and again on old.
pub(super) fn start() -> Result<Vec<Row>> {
    let folder = scratch::folder()?;
    let (mut new, mut again) = (Vec::new(), Vec::new());
    for number in 0..5 {
        let begun = Instant::now();
        let mut server = Server::start(&folder.path().join(format!("data-{number}")), Profile::Release)?;
        first_answer(&format!("{}/api", server.url))?;
        new.push(begun.elapsed());
        server.kill()?;
        let begun = Instant::now();
        server.restart()?;
        first_answer(&format!("{}/api", server.url))?;
        again.push(begun.elapsed());
    }
    let mut rows =
        vec![Row::limit("start to first answer, new data, p50", millis(percentile(&mut new, 50)), 100.0, "ms")];
    let place = scratch::folder()?;
    match Nginx::serve(place.path())? {
        Some(nginx) => rows.push(Row::time(
            "start to first answer, old data, p50; nginx",
            percentile(&mut again, 50),
            nginx.started,
            10.0,
        )),
        None => say("SKIPPED: start on old data: nginx is not installed"),
    }
    Ok(rows)
}

pub(super) fn memory() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let task = lab.run("echo hello")?;
    lab.end_of(&task)?;
    let mib = |kib: u64| f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0;
    let server = processes::pss(lab.server.id()).context("the server's memory cannot be seen")?;
    let data = lab.server.data_dir.display().to_string();
    let family = processes::family(|process| process.command.contains(&data));
    let launcher =
        family.iter().find(|process| process.command.contains("pulpo-keeper")).context("there is no launcher")?;
    let launcher = processes::pss(launcher.id).context("the launcher's memory cannot be seen")?;
    Ok(vec![
        Row::limit("memory (Pss) of the server after one deployment", mib(server), 25.0, "MiB"),
        Row::limit("memory (Pss) of the launcher", mib(launcher), 6.0, "MiB"),
    ])
}

const WRITERS: usize = 16;
const COMMITS: usize = 3000;
const WRITING: Duration = Duration::from_secs(2);

pub(super) fn writes() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let Some(floor) = floors::commits(lab.folder.path(), COMMITS)? else {
        say("SKIPPED: writes: sqlite3 is not installed");
        return Ok(Vec::new());
    };
    lab.script("echo hello")?;
    let projects = written(&lab, |writer, number| {
        let body = json!({ "Name": format!("Shop {writer} {number}"), "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1" });
        ("/api/Spaces-1/projects".to_owned(), body)
    })?;
    let releases = written(&lab, |writer, number| {
        (
            "/api/Spaces-1/releases".to_owned(),
            json!({ "ProjectId": lab.project, "Version": format!("{writer}.1.{number}") }),
        )
    })?;
    Ok(vec![
        Row::rate("projects made, 16 clients; one-row commits", projects, floor, 0.25),
        Row::rate("releases made, 16 clients; one-row commits", releases, floor, 0.25),
    ])
}

/// Durable writes a second of all clients.
fn written(lab: &Lab, body: impl Fn(usize, usize) -> (String, serde_json::Value) + Sync) -> Result<f64> {
    let begun = Instant::now();
    let count = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (url, body) = (&lab.server.url, &body);
                scope.spawn(move || {
                    let client = Client::new(url, API_KEY);
                    let mut made = 0;
                    while begun.elapsed() < WRITING {
                        let (path, body) = body(writer, made);
                        id(&client.post(&path, &body)?)?;
                        made += 1;
                    }
                    Ok(made)
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().expect("no writer panics")).sum::<Result<usize>>()
    })?;
    Ok(per_second(count, begun.elapsed()))
}
