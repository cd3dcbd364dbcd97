//! Doing what was asked for.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use pulpo_app::built_in_worker::{Mode, Report};
use serde_json::json;

use super::instance::Instance;
use super::journal::Journal;
use super::options::{Accounts, Options, OutputFormat, Wish};
use super::plan::carry_out;
use super::setup::{self, Setup};
use super::steps::{self, Machine};
use super::{report, reset, selftest};
use crate::config::WorkerMode;

/// Carries out the verb.
pub(crate) fn execute(options: &Options) -> Result<ExitCode> {
    let wish = options.wish()?;
    for line in options.ignored() {
        say(line);
    }
    match wish {
        Wish::Test => test(options),
        Wish::Configure(accounts) => configure(options, &accounts),
        Wish::Reset { remove } => back(options, remove),
    }
}

#[expect(clippy::print_stdout, reason = "what was done and found is what was asked for")]
fn say(line: &str) {
    println!("{line}");
}

fn must_be_root(what: &str) -> Result<()> {
    if !rustix::process::geteuid().is_root() {
        bail!("{what} changes accounts and files of the machine; run it as root");
    }
    Ok(())
}

fn configure(options: &Options, accounts: &Accounts) -> Result<ExitCode> {
    must_be_root(if matches!(accounts, Accounts::Given(_)) { "--username" } else { "--auto-configure" })?;
    let setup = Setup::find(options, accounts)?;
    let machine = Machine::look();
    let dry = options.is_dry_run();
    if dry {
        say("Only saying what would be done; nothing is changed.");
    }
    for doubt in &setup.doubts {
        say(&format!("Warning: {doubt}"));
    }
    let journal = Journal::at(setup.instance.journal());
    carry_out(&steps::table(&setup, &machine)?, dry, &journal, say)?;
    if machine.nft.is_none() {
        say(
            "Reduced: there is no 'nft' here, so no network rules are made; steps can connect to the server's port and to \
             its database's, though without its credentials.",
        );
    }
    let start = setup.instance.start_script();
    if !machine.has_systemd {
        say(&format!(
            "There is no service manager here, so no units are written; '{}' starts the launcher and the server.",
            start.display()
        ));
    }
    if dry {
        return Ok(ExitCode::SUCCESS);
    }
    say("");
    let report = selftest::run(&setup.instance.launcher_config());
    say(report::text(&report).trim_end());
    say("");
    say(&if machine.has_systemd {
        format!("Restart the server for this to take effect: systemctl restart {}", setup.instance.unit("server"))
    } else {
        format!("Restart the server for this to take effect: stop it, then run '{}' as root", start.display())
    });
    Ok(verdict(&report))
}

fn verdict(report: &Report) -> ExitCode {
    if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn test(options: &Options) -> Result<ExitCode> {
    let instance = Instance::new(options.instance.as_deref())?;
    let (_, known) = setup::settings(&instance, options)?;
    let mode = known.as_ref().map_or(WorkerMode::default(), |known| known.worker_mode);
    let unfenced = match mode {
        WorkerMode::Launcher => None,
        WorkerMode::SameUser => {
            Some((Mode::SameUser, "steps run under the server's own account, and there is no fence to be tested"))
        }
        WorkerMode::Off => Some((Mode::Off, "no steps run on this server, and there is no fence to be tested")),
    };
    if let Some((mode, why)) = unfenced {
        match options.output_format {
            OutputFormat::Text => say(&format!("Built-in worker: NOT FENCED\nIts mode is {}: {why}.", mode.name())),
            OutputFormat::Json => say(&json!({ "Mode": mode.name(), "Passed": false, "Reason": why }).to_string()),
        }
        return Ok(ExitCode::FAILURE);
    }
    let config = known.and_then(|known| known.launcher_config).unwrap_or_else(|| instance.launcher_config());
    let report = selftest::run(&config);
    match options.output_format {
        OutputFormat::Text => say(report::text(&report).trim_end()),
        OutputFormat::Json => say(&format!("{:#}", report::json(&report))),
    }
    Ok(verdict(&report))
}

fn back(options: &Options, remove: bool) -> Result<ExitCode> {
    must_be_root("--reset")?;
    let instance = Instance::new(options.instance.as_deref())?;
    let settings = options.config.clone().unwrap_or_else(|| instance.settings());
    let dry = options.is_dry_run();
    if dry {
        say("Only saying what would be done; nothing is changed.");
    }
    say(&reset::mode(&settings, dry)?);
    let journal = Journal::at(instance.journal());
    let mut all_gone = true;
    if remove {
        all_gone = reset::remove(&journal, dry, say)?;
    } else {
        left(&journal, &instance)?;
    }
    restart_notice(&settings);
    Ok(if all_gone { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn left(journal: &Journal, instance: &Instance) -> Result<()> {
    let made = journal.read()?;
    if made.is_empty() {
        return Ok(());
    }
    say("What was made for it is left on this machine:");
    for entry in &made {
        say(&format!("  {}", reset::describe(entry)));
    }
    say(&format!("To remove it: pulpo-server builtin-worker --reset --remove{}", instance.option()));
    Ok(())
}

fn restart_notice(settings: &Path) {
    if settings.exists() {
        say("Restart the server for this to take effect.");
    }
}
