//! `acceptance`: what the real programs must hold to, seen from outside: crashes, refusals to start, secrets, a full disk,
//! hostile scripts.

mod ci;
mod crashes;
mod figures;
mod full_disk;
mod hostile;
pub(crate) mod lab;
pub(crate) mod processes;
mod refusals;
mod retention;
mod secrets;
mod web_application;
mod work;

use std::process::ExitCode;

use anyhow::Result;

use crate::machine::{self, Profile};
use crate::say::{part, say};
use crate::test::Count;

/// How a check went, when it did not fail.
pub(crate) enum Verdict {
    Holds,
    /// It holds, and this is what was measured.
    Measured(String),
    Skipped(String),
}

/// A check: a sentence and how it is looked at.
type Check = (&'static str, fn(Profile) -> Result<Verdict>);

const CHECKS: &[&[Check]] = &[
    ci::CHECKS,
    web_application::CHECKS,
    retention::CHECKS,
    crashes::CHECKS,
    work::CHECKS,
    refusals::CHECKS,
    full_disk::CHECKS,
    hostile::CHECKS,
    secrets::CHECKS,
    figures::CHECKS,
];

/// `cargo xtask acceptance [--release] [NAME]`.
pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let profile = if arguments.iter().any(|word| word == "--release") { Profile::Release } else { Profile::Debug };
    let only = arguments.iter().find(|word| !word.starts_with('-')).map_or("", String::as_str);
    part("building our programs");
    machine::build_programs(profile)?;
    let count = checks(profile, only);
    say(&count.to_string());
    Ok(if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All checks, as a part of `test`, which has built the programs.
pub(crate) fn run() -> Count {
    checks(Profile::Debug, "")
}

/// The checks whose names hold `only`.
fn checks(profile: Profile, only: &str) -> Count {
    part("acceptance on the real programs");
    let mut total = Count::default();
    for (name, check) in CHECKS.iter().copied().flatten().filter(|(name, _)| name.contains(only)) {
        total.add(match check(profile) {
            Ok(Verdict::Holds) => {
                say(&format!("ok {name}"));
                Count::passed()
            }
            Ok(Verdict::Measured(figures)) => {
                say(&format!("ok {name}: {figures}"));
                Count::passed()
            }
            Ok(Verdict::Skipped(reason)) => Count::skipped(&format!("{name}: {reason}")),
            Err(error) => {
                say(&format!("FAILED {name}: {error:#}"));
                Count::failed()
            }
        });
    }
    total
}
