//! `admin`: the way back in when nobody can administer the server any more.

use std::process::ExitCode;

use anyhow::Result;

use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::run::{open_store, plain, runtime};

/// The password comes from the environment, never from the command line, which everybody can see.
#[expect(clippy::print_stdout, reason = "a password that can be seen only now")]
pub(crate) fn restore(config: &Config, username: String) -> Result<ExitCode> {
    let _folder = DataFolder::open(config)?;
    let store = open_store(config)?;
    let given = config.administrator.password.as_ref().map(|secret| secret.0.clone());
    let restored = runtime()?.block_on(pulpo_app::administrator::restore(&store, username, given)).map_err(plain)?;
    match restored.password {
        Some(password) => println!(
            "\"{}\" administers the server now, with the password {password} (shown only this once).",
            restored.username
        ),
        None => println!("\"{}\" administers the server now, with the password that was given.", restored.username),
    }
    Ok(ExitCode::SUCCESS)
}
