//! Decisions: a person in a thousand teams beside the administrator, and an answer that needs none (goal 12).

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::nginx::wrk;
use super::{Row, millis, percentile};
use crate::acceptance::lab::{Lab, id, text};
use crate::machine::Profile;
use crate::say::say;
use crate::server::{API_KEY, Client};

const TEAMS: usize = 1_000;
const ROLES_OF_A_TEAM: usize = 10;

pub(super) fn grants() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    lab.script("echo hello")?;
    for _ in 0..30 {
        lab.release()?;
    }
    let (user, key) = member_of_all(&lab)?;
    let mut rows = Vec::new();
    for (path, what) in [
        (format!("/api/Spaces-1/projects/{}", lab.project), "GET one project, in 1,000 teams; an administrator"),
        ("/api/Spaces-1/releases?take=30".to_owned(), "GET 30 releases, in 1,000 teams; an administrator"),
    ] {
        let address = format!("{}{path}", lab.server.url);
        let Some((theirs, ours)) = beside((&address, API_KEY), (&address, &key))? else {
            say("SKIPPED: grants: wrk is not installed");
            return Ok(rows);
        };
        rows.push(Row::rate(what, ours, theirs, 0.9));
    }
    // The same server, asked for what it answers to everybody without looking at any right.
    let (open, checked) = (format!("{}/api", lab.server.url), format!("{}/api/Spaces-1", lab.server.url));
    if let Some((open, checked)) = beside((&open, ""), (&checked, &key))? {
        rows.push(Row::rate("GET a space's links, in 1,000 teams; without any check", checked, open, 0.5));
    }
    rows.push(Row::limit("a team change takes effect, p50", millis(effect(&lab, &user, &key)?), 5.0, "ms"));
    Ok(rows)
}

/// What two addresses answer a second, each asked with a key. The most of three rounds by turns counts, so that a busy
/// neighbour does not decide for one of them.
fn beside(one: (&str, &str), other: (&str, &str)) -> Result<Option<(f64, f64)>> {
    let (mut first, mut second) = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        let (Some((rate, _)), Some((beside, _))) = (wrk(one.0, one.1)?, wrk(other.0, other.1)?) else {
            return Ok(None);
        };
        (first, second) = (first.max(rate), second.max(beside));
    }
    Ok(Some((first, second)))
}

/// An account in a thousand teams, each with ten roles of its own scope; and its key.
fn member_of_all(lab: &Lab) -> Result<(String, String)> {
    let client = &lab.client;
    let user = json!({ "Username": "member", "DisplayName": "Member", "IsService": true });
    let user = id(&client.post("/api/users", &user)?)?;
    let mut environments = vec![lab.environment.clone()];
    for number in 0..49 {
        let body = json!({ "Name": format!("Environment {number}") });
        environments.push(id(&client.post("/api/Spaces-1/environments", &body)?)?);
    }
    let permissions = crate::demo::CI_PERMISSIONS;
    let roles = (0..ROLES_OF_A_TEAM).map(|number| {
        let role = json!({ "Name": format!("Role {number}"), "GrantedSpacePermissions": permissions });
        id(&client.post("/api/userroles", &role)?)
    });
    let roles = roles.collect::<Result<Vec<String>>>()?;
    let begun = Instant::now();
    let (url, project) = (lab.server.url.as_str(), lab.project.as_str());
    let make = &|team: usize| -> Result<()> {
        let client = Client::new(url, API_KEY);
        let body = json!({ "Name": format!("Team {team}"), "SpaceId": "Spaces-1", "MemberUserIds": [user] });
        let made = id(&client.post("/api/teams", &body)?)?;
        for (number, role) in roles.iter().enumerate() {
            let environment = &environments[(team + number * 7) % environments.len()];
            let scoped = json!({
                "TeamId": made, "UserRoleId": role, "SpaceId": "Spaces-1", "EnvironmentIds": [environment],
                "ProjectIds": [project],
            });
            client.post("/api/scopeduserroles", &scoped)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let makers: Vec<_> =
            (0..16).map(|first| scope.spawn(move || (first..TEAMS).step_by(16).try_for_each(make))).collect();
        makers.into_iter().try_for_each(|maker| maker.join().expect("no maker panics"))
    })?;
    say(&format!("{TEAMS} teams with {ROLES_OF_A_TEAM} roles each were made in {:.1?}", begun.elapsed()));
    let key = client.post(&format!("/api/users/{user}/apikeys"), &json!({ "Purpose": "bench" }))?;
    Ok((user, key["ApiKey"].as_str().context("the new key was not shown")?.to_owned()))
}

/// How long the first request takes after a team has changed: the account's grants are made anew.
fn effect(lab: &Lab, user: &str, key: &str) -> Result<Duration> {
    let path = format!("/api/Spaces-1/projects/{}", lab.project);
    let team = lab.client.post("/api/teams", &json!({ "Name": "Now", "SpaceId": "Spaces-1", "MemberUserIds": [] }))?;
    let mut times = Vec::new();
    for round in 0..20 {
        let mut team: Value = team.clone();
        team["MemberUserIds"] = if round % 2 == 0 { json!([user]) } else { json!([]) };
        lab.client.put(&format!("/api/teams/{}", id(&team)?), &team)?;
        let begun = Instant::now();
        let (status, said) = text(&lab.server.url, key, &path)?;
        times.push(begun.elapsed());
        anyhow::ensure!(status == 200, "{path} answered {status}: {said}");
    }
    Ok(percentile(&mut times, 50))
}
