//! The server: wiring only. Configuration, store, application, engine, HTTP, in this order; the rules are elsewhere.

mod admin;
mod ambient;
mod audit;
mod builtin_worker;
mod cli;
mod config;
mod data_folder;
mod listen;
mod portal;
mod run;
mod tls;
mod worker;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = cli::Cli::parse();
    match command.execute() {
        Ok(code) => code,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// One clear sentence on standard error, the causes joined by colons.
#[expect(clippy::print_stderr, reason = "the last words of a program that cannot go on")]
fn report(error: &anyhow::Error) {
    eprintln!("pulpo-server: {error:#}");
}
