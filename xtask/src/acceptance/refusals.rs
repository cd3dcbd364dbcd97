//! A server that cannot start says one clear sentence, and damages nothing.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::process::Stdio;

use anyhow::{Context, Result};

use super::lab::{Lab, ensure, refusal};
use super::{Check, Verdict};
use crate::machine::{self, Profile};

pub(super) const CHECKS: &[Check] = &[
    ("a second server on the same data folder refuses to start, and the first goes on", second),
    ("a server whose port is taken refuses to start", port),
    ("a server with the wrong master key refuses to start", wrong_key),
    ("a server without its master key refuses to start", no_key),
    ("a server refuses a database of a newer version", newer),
    ("a server refuses a data folder that others may read", wide),
    ("a server refuses a data folder of another account", foreign),
];

/// An address that is free.
const ANY: &str = "127.0.0.1:0";

/// The sentence of a refusal must name each of these.
fn says(sentence: &str, wanted: &[&str]) -> Result<()> {
    ensure(wanted.iter().all(|word| sentence.contains(word)), || {
        format!("the sentence lacks one of {wanted:?}: {sentence}")
    })
}

/// After the repair all is as it was.
fn starts_again(lab: &mut Lab) -> Result<Verdict> {
    lab.restart().context("after the repair")?;
    let project = lab.client.get(&format!("/api/Spaces-1/projects/{}", lab.project))?;
    ensure(project["Name"] == super::lab::PROJECT, || format!("the project is now {project}"))?;
    Ok(Verdict::Holds)
}

fn second(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    let data = lab.server.data_dir.clone();
    says(&refusal(&data, ANY, profile)?, &["another server is running", &data.display().to_string()])?;
    lab.client.get(&format!("/api/Spaces-1/projects/{}", lab.project)).context("the first server was disturbed")?;
    lab.server.kill()?;
    starts_again(&mut lab)
}

fn port(profile: Profile) -> Result<Verdict> {
    let folder = crate::scratch::folder()?;
    let taken = TcpListener::bind(ANY)?;
    let address = taken.local_addr()?.to_string();
    says(&refusal(&folder.path().join("data"), &address, profile)?, &["could not listen on", &address])?;
    Ok(Verdict::Holds)
}

fn wrong_key(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    lab.server.kill()?;
    let path = lab.server.data_dir.join("keys/master.key");
    let right = fs::read(&path)?;
    fs::write(&path, "ab".repeat(32))?;
    let sentence = refusal(&lab.server.data_dir, ANY, profile);
    fs::write(&path, right)?;
    says(&sentence?, &["master key"])?;
    starts_again(&mut lab)
}

fn no_key(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    lab.server.kill()?;
    let path = lab.server.data_dir.join("keys/master.key");
    let aside = lab.path("aside");
    fs::rename(&path, &aside)?;
    let sentence = refusal(&lab.server.data_dir, ANY, profile);
    let made = path.exists();
    fs::rename(&aside, &path)?;
    says(&sentence?, &["no master key", "backup"])?;
    ensure(!made, || "it made a new master key".to_owned())?;
    starts_again(&mut lab)
}

fn newer(profile: Profile) -> Result<Verdict> {
    if !machine::has("sqlite3") {
        return Ok(Verdict::Skipped("sqlite3 is not installed (Debian package sqlite3)".to_owned()));
    }
    let mut lab = Lab::start(profile)?;
    lab.server.kill()?;
    let database = lab.server.data_dir.join("pulpo.db");
    let version = |step: &str| {
        let mut change = machine::command("sqlite3");
        change.arg(&database).arg(format!("UPDATE schema_version SET version = version {step}"));
        machine::must(change)
    };
    version("+ 1000")?;
    let sentence = refusal(&lab.server.data_dir, ANY, profile);
    version("- 1000")?;
    says(&sentence?, &["newer version"])?;
    starts_again(&mut lab)
}

fn wide(profile: Profile) -> Result<Verdict> {
    let mut lab = Lab::start(profile)?;
    lab.server.kill()?;
    let data = lab.server.data_dir.clone();
    for narrow in [data.clone(), data.join("keys")] {
        fs::set_permissions(&narrow, Permissions::from_mode(0o750))?;
        let sentence = refusal(&data, ANY, profile);
        fs::set_permissions(&narrow, Permissions::from_mode(0o700))?;
        says(&sentence?, &[&narrow.display().to_string(), "750", "chmod 700"])?;
    }
    let key = data.join("keys/master.key");
    fs::set_permissions(&key, Permissions::from_mode(0o644))?;
    let sentence = refusal(&data, ANY, profile);
    fs::set_permissions(&key, Permissions::from_mode(0o600))?;
    says(&sentence?, &["master.key", "644", "chmod 600"])?;
    starts_again(&mut lab)
}

/// Nobody's account on Debian and most others.
const NOBODY: u32 = 65534;

fn foreign(profile: Profile) -> Result<Verdict> {
    if !rustix::process::geteuid().is_root() {
        return Ok(Verdict::Skipped("only root can give a folder to another account".to_owned()));
    }
    let mut lab = Lab::start(profile)?;
    lab.server.kill()?;
    let data = lab.server.data_dir.clone();
    chown(&data, Some(NOBODY), None)?;
    let sentence = refusal(&data, ANY, profile);
    chown(&data, Some(0), None)?;
    says(&sentence?, &[&data.display().to_string(), &format!("account {NOBODY}")])?;
    let mut audit = machine::command(machine::program("pulpo-server", profile));
    audit.args(["audit", "verify", "--data-dir"]).arg(&data).stdout(Stdio::null());
    machine::must(audit).context("the audit after the repair")?;
    starts_again(&mut lab)
}
