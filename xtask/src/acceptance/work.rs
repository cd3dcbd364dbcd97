//! Scripts that fail, and scripts that are cancelled.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use super::lab::{ENVIRONMENT, Lab, PROJECT, ensure, until};
use super::{Check, Verdict, processes};
use crate::machine::{Profile, command, program};
use crate::server::API_KEY;

pub(super) const CHECKS: &[Check] = &[
    ("a failing script fails its deployment, and octo shows the log and exits with 255", failing),
    ("a cancelled script is gone within seconds, with all that it started", cancelled),
];

fn failing(profile: Profile) -> Result<Verdict> {
    let lab = Lab::start(profile)?;
    let task = lab.run("echo \"about to $((40 + 2)) fail\"\nexit 3")?;
    let state = lab.end_of(&task)?;
    ensure(state == "Failed", || format!("the deployment ended in {state}"))?;
    let octo = lab.path("octo");
    std::os::unix::fs::symlink(program("pulpo", profile), &octo).context("could not link octo")?;
    let (_, version) = lab.release()?;
    let mut deploy = command(&octo);
    deploy.arg("deploy-release").arg(format!("--project={PROJECT}")).arg(format!("--version={version}"));
    deploy.arg(format!("--deployTo={ENVIRONMENT}")).arg("--waitForDeployment");
    deploy.env("OCTOPUS_CLI_SERVER", &lab.server.url).env("OCTOPUS_CLI_API_KEY", API_KEY);
    let output = deploy.stdout(Stdio::piped()).stderr(Stdio::piped()).output().context("could not start octo")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    ensure(output.status.code() == Some(255), || format!("octo ended with {}: {said}", output.status))?;
    ensure(said.contains("about to 42 fail"), || format!("octo did not show the script's log: {said}"))?;
    Ok(Verdict::Holds)
}

fn cancelled(profile: Profile) -> Result<Verdict> {
    let lab = Lab::start(profile)?;
    // The fraction tells these processes from all others.
    let own = format!("300.{}", std::process::id());
    let task = lab.run(&format!(
        "bash -c 'trap \"\" TERM; sleep {own}1; sleep {own}2' &\nsetsid sleep {own}3 &\nsleep {own}4\n"
    ))?;
    let sleeps = format!("sleep {own}");
    until("the script sleeps", || {
        Ok((["1", "3", "4"].iter().all(|last| !processes::with(&format!("{sleeps}{last}")).is_empty())).then_some(()))
    })?;
    let begun = Instant::now();
    lab.client.post(&format!("/api/tasks/{task}/cancel"), &json!({}))?;
    let state = lab.end_of(&task)?;
    let took = begun.elapsed();
    ensure(state == "Canceled", || format!("the task ended in {state}"))?;
    ensure(took < Duration::from_secs(20), || format!("it took {took:.1?}"))?;
    let left: Vec<String> =
        processes::with(&own).into_iter().map(|seen| format!("{} ({})", seen.command, seen.id)).collect();
    ensure(left.is_empty(), || format!("these still run: {}", left.join(", ")))?;
    Ok(Verdict::Measured(format!("cancelled after {took:.1?}")))
}
