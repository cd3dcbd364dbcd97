//! A disk without space: the server says so, goes on, and nothing is damaged.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::lab::{Lab, ensure, id, text};
use super::{Check, Verdict};
use crate::machine::{self, Profile};
use crate::server::API_KEY;

pub(super) const CHECKS: &[Check] =
    &[("a full disk fails requests with 503, and all is well once there is space", full)];

/// A file system of its own, so that only this server runs out of space.
struct Mount(PathBuf);

impl Mount {
    fn new(folder: &Path) -> Result<Self, String> {
        fs::create_dir(folder).map_err(|error| error.to_string())?;
        let mut mount = machine::command("mount");
        mount.args(["-t", "tmpfs", "-o", "size=6m,mode=0700", "tmpfs"]).arg(folder).stderr(Stdio::null());
        match mount.status() {
            Ok(status) if status.success() => Ok(Self(folder.to_owned())),
            _ => Err("a file system of a few megabytes cannot be mounted here".to_owned()),
        }
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let mut unmount = machine::command("umount");
        let _ = unmount.arg(&self.0).status(); // A folder that stays is the least of the trouble then.
    }
}

/// Takes all space that is left.
fn fill(path: &Path) -> Result<()> {
    let mut file = File::create(path)?;
    for size in [64 * 1024, 4096] {
        loop {
            match file.write_all(&vec![1; size]) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => return Err(error).context("could not fill the disk"),
            }
        }
    }
    Ok(())
}

/// More than the space that the database has reserved already.
const TRIES: u32 = 2000;

fn full(profile: Profile) -> Result<Verdict> {
    if !rustix::process::geteuid().is_root() {
        return Ok(Verdict::Skipped("only root can mount a small disk".to_owned()));
    }
    let folder = crate::scratch::folder()?;
    let place = folder.path().join("disk");
    let mount = match Mount::new(&place) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Verdict::Skipped(reason)),
    };
    let outcome = on_full_disk(folder, &place, profile);
    drop(mount);
    outcome
}

fn on_full_disk(folder: tempfile::TempDir, data: &Path, profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::on(folder, data, profile)?;
    let filler = data.join("filler");
    fill(&filler)?;
    let mut made = Vec::new();
    let mut refused = None;
    for number in 0..TRIES {
        match lab.client.post("/api/Spaces-1/environments", &json!({ "Name": format!("Stage {number}") })) {
            Ok(environment) => made.push(id(&environment)?),
            Err(error) => {
                refused = Some(format!("{error:#}"));
                break;
            }
        }
    }
    let Some(refused) = refused else { bail!("{TRIES} environments found room on a full disk") };
    ensure(refused.contains(" 503 "), || format!("a write was refused otherwise: {refused}"))?;
    lab.client.get(&format!("/api/Spaces-1/projects/{}", lab.project)).context("reading, on the full disk")?;
    let log = fs::read_to_string(data.with_extension("log"))?;
    ensure(log.contains("full") || log.contains("No space"), || {
        format!("the server's log does not say what is wrong: {log}")
    })?;
    fs::remove_file(&filler)?;
    let after = lab
        .client
        .post("/api/Spaces-1/environments", &json!({ "Name": "After" }))
        .context("writing, once there is space")?;
    made.push(id(&after)?);
    let task = lab.run("echo hello")?;
    let state = lab.end_of(&task)?;
    ensure(state == "Success", || format!("a deployment afterwards ended in {state}"))?;
    lab.crash()?;
    for id in &made {
        let (status, _) = text(&lab.server.url, API_KEY, &format!("/api/Spaces-1/environments/{id}"))?;
        ensure(status == 200, || format!("{id} was answered, but is not there ({status})"))?;
    }
    Ok(Verdict::Measured(format!("{} writes found room", made.len() - 1)))
}
