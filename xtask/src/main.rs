//! The everyday commands of this workspace; CI runs these and has no commands of its own.

mod acceptance;
mod bench;
mod check;
mod demo;
mod dev;
mod fuzz;
mod generate;
#[cfg(test)]
mod house;
mod machine;
mod say;
mod scratch;
mod server;
mod test;
mod threats;
mod vectors;
mod web;

use std::process::ExitCode;

use say::say_error;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_deref() {
        Some("vectors") => return vectors::run(rest.into_iter()),
        Some("check") => check::run(),
        Some("test") => test::run(&rest),
        Some("demo") => demo::run(&rest),
        Some("dev") => dev::run(),
        Some("gen") => generate::run(&rest),
        Some("acceptance") => acceptance::command(&rest),
        Some("bench") => bench::run(&rest),
        Some("fuzz") => fuzz::run(&rest),
        unknown => return usage(unknown),
    };
    outcome.unwrap_or_else(|error| {
        say_error(&format!("error: {error:#}"));
        ExitCode::FAILURE
    })
}

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [NAME]      all tests: rules, store on both engines, HTTP, engine with crashes, portal, demo
  check            format, lints, docs, dependency table, portal lint and types
  demo [--once]    a real package from push to deployment, with its log on the screen
  dev              a server on scratch data, with the portal
  gen [--check]    what is generated: API document, permission table
  vectors [PATH]   recorded cases against our code
  acceptance [NAME] [--release]
                   crashes, refusals to start, secrets, a full disk: the real programs from outside
  bench [NAME]     measurements beside their floors of the same run
  fuzz [NAME]... [--minutes 10]
                   lets libFuzzer look for bytes that break a reader";

fn usage(unknown: Option<&str>) -> ExitCode {
    if let Some(unknown) = unknown {
        say_error(&format!("error: there is no command \"{unknown}\""));
    }
    say_error(USAGE);
    ExitCode::from(2)
}
