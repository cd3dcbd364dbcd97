//! The options of `builtin-worker`, and what they mean together.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use workerconf::MAX_SLOTS;

/// How many steps run at once unless `--slots` says otherwise; each slot is an account.
const DEFAULT_SLOTS: usize = 10;

/// Lets steps run under accounts of their own, behind a fence, and tests it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run steps under this account, which exists: NAME, .\NAME, HOST\NAME, DOMAIN\NAME or NAME@DOMAIN
    #[arg(long, alias = "user", value_name = "NAME")]
    username: Option<String>,
    /// Not needed on this platform: ignored, and not kept
    #[arg(long, value_name = "PASSWORD", value_parser = forget)]
    password: Option<Ignored>,
    /// Not needed on this platform: ignored
    #[arg(long, value_name = "DOMAIN", value_parser = forget)]
    domain: Option<Ignored>,
    /// Make the accounts, folders, units and rules, then test
    #[arg(long)]
    auto_configure: bool,
    /// How many steps may run at once, each under an account of its own [default: 10]
    #[arg(long, value_name = "N")]
    slots: Option<usize>,
    /// Only make the self-test; the exit code is 0 if it passed, else 1
    #[arg(long)]
    test: bool,
    /// Let steps run under the server's own account again
    #[arg(long)]
    reset: bool,
    /// With --reset: also take back everything that was made
    #[arg(long)]
    remove: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Which installation of this machine
    #[arg(long, value_name = "NAME")]
    pub(crate) instance: Option<String>,
    /// The server's configuration file [default: /etc/pulpo/server.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of the server's data, where no configuration file names it yet [default: /var/lib/pulpo]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// How to print the result of a test
    #[arg(long = "outputFormat", alias = "output-format", value_enum, ignore_case = true, default_value = "Text")]
    pub(crate) output_format: OutputFormat,
}

/// The value of an option that is not even kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ignored;

#[expect(clippy::unnecessary_wraps, reason = "this is the shape of a value parser")]
fn forget(_: &str) -> Result<Ignored, String> {
    Ok(Ignored)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "PascalCase")]
pub(crate) enum OutputFormat {
    Text,
    Json,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    Configure(Accounts),
    Test,
    Reset { remove: bool },
}

/// Under which accounts steps shall run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Accounts {
    /// One that exists, beside a server whose account exists.
    Given(String),
    /// One that exists; the server's account is made.
    GivenBesideMade(String),
    /// All are made.
    Made { slots: usize },
}

impl Options {
    /// What the options mean together.
    pub(crate) fn wish(&self) -> Result<Wish> {
        let configures = self.username.is_some() || self.auto_configure;
        if self.test && (configures || self.reset || self.remove || self.dry_run || self.slots.is_some()) {
            bail!("--test changes nothing; ask for it alone");
        }
        if self.reset && (configures || self.slots.is_some()) {
            bail!(
                "--reset goes back to the server's own account; ask for it without --username, --auto-configure and --slots"
            );
        }
        if self.remove && !self.reset {
            bail!("--remove goes with --reset");
        }
        if self.slots.is_some() && !self.auto_configure {
            bail!("--slots goes with --auto-configure, which makes an account for each");
        }
        if self.slots.is_some() && self.username.is_some() {
            bail!("--slots does not go with --username: a single account is a single slot, for one step at a time");
        }
        let slots = self.slots.unwrap_or(DEFAULT_SLOTS);
        if slots == 0 || slots > MAX_SLOTS {
            bail!("--slots is a number from 1 to {MAX_SLOTS}");
        }
        Ok(match (&self.username, self.auto_configure) {
            _ if self.test => Wish::Test,
            _ if self.reset => Wish::Reset { remove: self.remove },
            (Some(name), false) => Wish::Configure(Accounts::Given(name.clone())),
            (Some(name), true) => Wish::Configure(Accounts::GivenBesideMade(name.clone())),
            (None, true) => Wish::Configure(Accounts::Made { slots }),
            (None, false) => {
                bail!("say what to do: --auto-configure, --username=NAME, --test or --reset (--help tells more)")
            }
        })
    }

    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// What was said that means nothing here.
    pub(crate) fn ignored(&self) -> Vec<&'static str> {
        let mut lines = Vec::new();
        if self.password.is_some() {
            lines.push(
                "The password is ignored: on this platform none is needed, and it is not kept. An argument can be read \
                 by every account of this machine while a program runs; leave it out.",
            );
        }
        if self.domain.is_some() {
            lines.push("The domain is ignored: accounts are looked up as this machine knows them.");
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn wish(line: &str) -> Result<Wish, String> {
        let line =
            Line::try_parse_from(std::iter::once("x").chain(line.split_whitespace())).map_err(|e| e.to_string())?;
        line.options.wish().map_err(|error| error.to_string())
    }

    #[test]
    fn the_options_of_the_field_are_understood() {
        // A3, B5.
        let given = Wish::Configure(Accounts::Given("w".to_owned()));
        assert_eq!(wish("--username=w --password=secret --domain=CORP").unwrap(), given);
        assert_eq!(wish("--user w").unwrap(), given);
        assert_eq!(wish("--auto-configure").unwrap(), Wish::Configure(Accounts::Made { slots: 10 }));
        assert_eq!(wish("--auto-configure --slots=3 --dry-run").unwrap(), Wish::Configure(Accounts::Made { slots: 3 }));
        let beside = Wish::Configure(Accounts::GivenBesideMade("w".to_owned()));
        assert_eq!(wish("--auto-configure --username w").unwrap(), beside);
        assert_eq!(wish("--reset").unwrap(), Wish::Reset { remove: false });
        assert_eq!(wish("--reset --remove").unwrap(), Wish::Reset { remove: true });
        assert_eq!(wish("--test --outputFormat=json --instance=a --config=/x").unwrap(), Wish::Test);
    }

    #[test]
    fn options_that_do_not_go_together_are_refused_with_a_sentence() {
        for (line, word) in [
            ("--reset --username=w", "--reset goes back"),
            ("--reset --auto-configure", "--reset goes back"),
            ("--remove", "--remove goes with --reset"),
            ("--test --auto-configure", "--test changes nothing"),
            ("--test --dry-run", "--test changes nothing"),
            ("--slots=2", "--slots goes with --auto-configure"),
            ("--auto-configure --username=w --slots=2", "--slots does not go with --username"),
            ("--auto-configure --slots=0", "--slots is a number from 1 to 64"),
            ("--auto-configure --slots=65", "--slots is a number from 1 to 64"),
            ("", "say what to do"),
        ] {
            let error = wish(line).unwrap_err();
            assert!(error.contains(word), "{line}: {error}");
        }
    }

    #[test]
    fn a_password_is_not_even_kept() {
        let line = Line::try_parse_from(["x", "--username=w", "--password=s3cret", "--domain=CORP"]).unwrap();
        assert!(!format!("{line:?}").contains("s3cret"));
        assert_eq!(line.options.ignored().len(), 2);
    }
}
