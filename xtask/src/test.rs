//! `test`: everything, with counts of what passed, failed and was skipped.

mod cluster;
mod count;

use std::process::ExitCode;

use anyhow::Result;

use crate::machine::{self, Profile, cargo, need_packages};
use crate::say::{part, say};
use crate::server::{PASSWORD, Server, USERNAME};
use crate::{scratch, web};
use cluster::Cluster;
pub(crate) use count::Count;

/// What the tests use, by a program of it and its Debian package.
const WANTED: &[(&str, &str)] = &[
    ("/usr/lib/postgresql", "postgresql"),
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/mono", "mono-runtime"),
    ("/usr/bin/nuget", "nuget"),
    ("nft", "nftables"),
    ("python3", "python3"),
    ("bash", "bash"),
];

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let only = arguments.iter().find(|argument| !argument.starts_with('-'));
    let mut total = Count::default();

    part("what the tests need");
    let missing = need_packages(WANTED);
    if missing.is_empty() {
        say("all there");
    } else {
        say(&format!("not here, so parts are skipped: {} (Debian packages)", missing.join(", ")));
    }

    if only.is_none() {
        total.add(portal_build());
    }
    part("building our programs");
    machine::build_programs(Profile::Debug)?;

    part("rules, store on both engines, HTTP, engine with crashes");
    let cluster = Cluster::start();
    let mut tests = cargo();
    tests.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    if let Some(name) = only {
        tests.arg(name);
    }
    tests.args(["--", "--nocapture"]);
    match &cluster {
        Ok(cluster) => {
            tests.env("PULPO_TEST_POSTGRES", cluster.folder());
        }
        Err(reason) => say(&format!("PostgreSQL: {reason:#}")),
    }
    total.add(count::libtest(tests)?);
    drop(cluster);

    if only.is_none() {
        part("recorded cases");
        let mut vectors = cargo();
        vectors.args(["run", "--quiet", "--locked", "-p", "xtask", "--", "vectors"]);
        total.add(count::closing_line(vectors, "vectors")?);
        total.add(portal_tests()?);
        total.add(demo()?);
        total.add(crate::acceptance::run());
    }
    say("");
    say(&total.to_string());
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the portal, for the server embeds it.
fn portal_build() -> Count {
    part("building the portal");
    match web::possible().map(|()| web::build()) {
        Ok(Ok(())) => Count::default(),
        Ok(Err(error)) => {
            say(&format!("FAILED: the portal does not build: {error:#}"));
            Count::failed()
        }
        Err(reason) => Count::skipped(&format!("portal: {reason}")),
    }
}

fn portal_tests() -> Result<Count> {
    part("portal");
    if let Err(reason) = web::possible() {
        return Ok(Count::skipped(&format!("portal: {reason}")));
    }
    let mut total = count::closing_line(web::npm(&["test", "--silent"]), "portal")?;
    let folder = scratch::folder()?;
    let server = Server::start(&folder.path().join("data"), Profile::Debug)?;
    let mut browser = web::npm(&["run", "--silent", "e2e"]);
    browser.env("PULPO_URL", &server.url).env("PULPO_USERNAME", USERNAME).env("PULPO_PASSWORD", PASSWORD);
    total.add(count::closing_line(browser, "portal in a browser")?);
    Ok(total)
}

/// The demo ends with its deployment's exit code, so it is a test of the whole.
fn demo() -> Result<Count> {
    part("demo --once");
    let mut demo = cargo();
    demo.args(["run", "--quiet", "--locked", "-p", "xtask", "--", "demo", "--once"]);
    Ok(if demo.status()?.success() { Count::passed() } else { Count::failed() })
}
