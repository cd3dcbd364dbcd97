//! `check`: what must be green to commit.

use std::process::ExitCode;

use anyhow::Result;

use crate::machine::{cargo, has, must};
use crate::say::{part, say};
use crate::{generate, web};

pub(crate) fn run() -> Result<ExitCode> {
    part("format");
    let mut format = cargo();
    format.args(["fmt", "--all", "--check"]);
    must(format)?;

    part("lints");
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    must(clippy)?;

    part("documentation");
    let mut docs = cargo();
    docs.args(["doc", "--quiet", "--locked", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings");
    must(docs)?;

    part("rules of the house: dependency table, files, paths");
    let mut house = cargo();
    house.args(["test", "--quiet", "--locked", "-p", "xtask", "house"]);
    must(house)?;

    part("what is generated");
    generate::check()?;

    part("licences and duplicates");
    if has("cargo-deny") {
        let mut deny = cargo();
        deny.args(["deny", "check", "bans", "licenses", "sources"]);
        must(deny)?;
    } else {
        say("SKIPPED: cargo-deny is not installed (cargo install cargo-deny)");
    }

    part("portal: lint and types");
    match web::possible() {
        Ok(()) => {
            web::install()?;
            must(web::npm(&["run", "--silent", "check"]))?;
        }
        Err(reason) => say(&format!("SKIPPED: {reason}")),
    }
    say("\nall checks are green");
    Ok(ExitCode::SUCCESS)
}
