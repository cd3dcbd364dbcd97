//! The verbs of the command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Given};
use crate::{admin, audit, builtin_worker, data_folder, run};

/// Pulpo, a deployment server.
#[derive(Debug, Parser)]
#[command(name = "pulpo-server", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Runs the server in the foreground.
    Run(Options),
    /// Lets an account administer the server again, with a new password; the server must be stopped.
    Admin {
        #[command(flatten)]
        options: Options,
        /// The account, which is made if it is not there; its password is `ADMIN_PASSWORD` of the environment, or a random one
        #[arg(long, value_name = "NAME")]
        username: String,
    },
    /// Prints the master key, for a backup in a safe place.
    ShowMasterKey(Options),
    /// Lets steps run under accounts of their own, behind a fence, and tests it.
    BuiltinWorker(builtin_worker::Options),
    /// Looks at the audit.
    Audit {
        #[command(subcommand)]
        verb: AuditVerb,
    },
}

#[derive(Debug, Subcommand)]
enum AuditVerb {
    /// Follows the chain of the audit and names the first link that does not hold.
    Verify {
        #[command(flatten)]
        options: Options,
        /// An event and its hash as noted after an earlier run: a chain that was written anew has another one
        #[arg(long, value_name = "Events-N=HASH")]
        expect: Option<String>,
    },
}

/// Settings by flag; they win over the environment and the file.
#[derive(Debug, Args)]
struct Options {
    /// The folder of all data [default: `$XDG_DATA_HOME/pulpo`, or `~/.local/share/pulpo`]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8888]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Cli {
    pub(crate) fn execute(self) -> Result<ExitCode> {
        match self.verb {
            Verb::Run(options) => run::run(&options.settings()?),
            Verb::Admin { options, username } => admin::restore(&options.settings()?, username),
            Verb::ShowMasterKey(options) => data_folder::show_master_key(&options.settings()?),
            Verb::BuiltinWorker(options) => builtin_worker::execute(&options),
            Verb::Audit { verb: AuditVerb::Verify { options, expect } } => {
                let noted = expect.as_deref().map(audit::noted).transpose().context("--expect")?;
                audit::verify(&options.settings()?, noted)
            }
        }
    }
}

impl Options {
    fn settings(self) -> Result<Config> {
        Config::load(Given { data_dir: self.data_dir, listen: self.listen, file: self.config })
    }
}
