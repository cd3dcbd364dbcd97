//! Packages in and out (goal 4).

use std::fs::{self, File};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::nginx::Nginx;
use super::{Row, floors};
use crate::acceptance::lab::Lab;
use crate::acceptance::processes;
use crate::machine::{Profile, command, must, program};
use crate::say::say;
use crate::server::API_KEY;

const MIB: usize = 1024 * 1024;
const SIZE: usize = 64;
const NAME: &str = "Acme.Large.1.0.0.zip";

/// Content that no compression makes smaller.
fn noise() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..SIZE * MIB / 8)
        .flat_map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        })
        .collect()
}

pub(super) fn push_and_pull() -> Result<Vec<Row>> {
    let lab = Lab::start(Profile::Release)?;
    let content = lab.path("content");
    fs::create_dir(&content)?;
    File::create(content.join("noise.bin"))?.write_all(&noise())?;
    let mut pack = command(program("pulpo", Profile::Release));
    pack.args(["pack", "--id=Acme.Large", "--version=1.0.0", "--format=Zip"]).stdout(std::process::Stdio::null());
    pack.arg(format!("--basePath={}", content.display())).arg(format!("--outFolder={}", lab.folder.path().display()));
    must(pack)?;
    let package = lab.path(NAME);
    let bytes = fs::read(&package)?;

    let floor = floors::copy(&package, &lab.path("copy"))?;
    let before = processes::pss(lab.server.id()).context("the server's memory cannot be seen")?;
    let mut body =
        format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{NAME}\"\r\n\r\n").into_bytes();
    body.extend_from_slice(&bytes);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(1)))
        .build()
        .into();
    let begun = Instant::now();
    let request =
        agent.post(format!("{}/api/Spaces-1/packages/raw", lab.server.url)).header("X-Octopus-ApiKey", API_KEY);
    let mut answer =
        request.content_type("multipart/form-data; boundary=cut").send(&body[..]).context("the push failed")?;
    let push = begun.elapsed();
    let said = answer.body_mut().read_to_string()?;
    ensure!(answer.status().is_success(), "the push was answered {}: {said}", answer.status());
    let after = processes::pss(lab.server.id()).context("the server's memory cannot be seen")?;
    let id =
        serde_json::from_str::<serde_json::Value>(&said)?["Id"].as_str().context("a package has an id")?.to_owned();

    let rate = |time: Duration| 64.0 / time.as_secs_f64();
    let grown = f64::from(u32::try_from(after.saturating_sub(before)).unwrap_or(u32::MAX)) / 1024.0;
    let mut rows = vec![
        Row::rate("push of 64 MiB, MiB a second; cp, fsync, SHA-1", rate(push), rate(floor), 0.9),
        Row::limit("memory grown by the push", grown, 16.0, "MiB"),
    ];
    let Some(nginx) = Nginx::serve(lab.folder.path())? else {
        say("SKIPPED: download: nginx is not installed");
        return Ok(rows);
    };
    let fetch = |url: &str| -> Result<Duration> {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let begun = Instant::now();
            let mut answer = agent.get(url).header("X-Octopus-ApiKey", API_KEY).call()?;
            let mut reader = answer.body_mut().as_reader();
            let mut buffer = vec![0; 256 * 1024];
            let mut total = 0;
            while let count @ 1.. = reader.read(&mut buffer)? {
                total += count;
            }
            ensure!(total == bytes.len(), "{url} gave {total} of {} bytes", bytes.len());
            best = best.min(begun.elapsed());
        }
        Ok(best)
    };
    let floor = fetch(&format!("{}/{NAME}", nginx.url))?;
    let ours = fetch(&format!("{}/api/Spaces-1/packages/{id}/raw", lab.server.url))?;
    rows.push(Row::rate("download, MiB a second; nginx", rate(ours), rate(floor), 0.8));
    Ok(rows)
}
