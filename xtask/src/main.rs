//! The everyday commands of this workspace.

mod vectors;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("vectors") => vectors::run(arguments),
        unknown => usage(unknown),
    }
}

#[expect(clippy::print_stderr, reason = "a command line tool talks to the person who called it")]
fn usage(unknown: Option<&str>) -> ExitCode {
    if let Some(unknown) = unknown {
        eprintln!("error: there is no command \"{unknown}\"");
    }
    eprintln!("usage: cargo xtask vectors [FILE|FOLDER]...");
    ExitCode::from(2)
}
