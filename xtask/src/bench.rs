//! `bench`: measurements beside their floors of the same run.

use std::process::ExitCode;

use anyhow::Result;

pub(crate) fn run(_: &[String]) -> Result<ExitCode> {
    anyhow::bail!("no measurements are written yet")
}
