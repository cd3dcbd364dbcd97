//! What an idle server costs.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::lab::{Lab, ensure};
use super::{Check, Verdict, processes};
use crate::machine::Profile;
use crate::server::Server;

pub(super) const CHECKS: &[Check] =
    &[("an idle server takes less than a hundredth of a processor", idle), ("a server starts", start)];

const WATCHED: Duration = Duration::from_secs(5);
/// A hundredth of [`WATCHED`], in ticks of 10 ms.
const MOST: u64 = 5;

fn idle(profile: Profile) -> Result<Verdict> {
    let lab = Lab::start(profile)?;
    let id = lab.server.id();
    // What follows a start has an end.
    std::thread::sleep(Duration::from_secs(1));
    let before = processes::ticks(id).context("the server cannot be seen")?;
    std::thread::sleep(WATCHED);
    let ticks = processes::ticks(id).context("the server cannot be seen")? - before;
    ensure(ticks < MOST, || format!("it took {} ms of processor time in {} s", ticks * 10, WATCHED.as_secs()))?;
    let memory = processes::pss(id)
        .map_or_else(|| "cannot be seen".to_owned(), |kib| format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024));
    Ok(Verdict::Measured(format!("{} ms in {} s; memory (Pss) {memory}", ticks * 10, WATCHED.as_secs())))
}

fn start(profile: Profile) -> Result<Verdict> {
    let folder = crate::scratch::folder()?;
    let begun = Instant::now();
    let mut server = Server::start(&folder.path().join("data"), profile)?;
    let first = begun.elapsed();
    server.kill()?;
    let begun = Instant::now();
    server.restart()?;
    Ok(Verdict::Measured(format!("new data {first:.0?}, after a crash {:.0?}", begun.elapsed())))
}
