//! `login`: exchanges a build server's identity token for an access token that later commands use.

use std::fs::OpenOptions;
use std::io::Write;

use jiff::SignedDuration;

use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::Client;
use crate::context::Context;
use crate::failure::Failure;

pub(super) const COMMAND: Command = Command {
    name: "login",
    aliases: &[],
    summary: "Gets an access token for a build server's identity token.",
    groups: &[Group {
        title: "Login",
        options: &[value(
            &["tokenFile"],
            "FILE",
            "Where to write the access token, for OCTOPUS_CLI_ACCESS_TOKEN of later commands. Only its owner can read it.",
        )],
    }],
    action: Action::Server(login),
};

fn login(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let token = client.access_token().ok_or_else(|| {
        Failure::command(
            "Please specify the service account with --serviceAccountId and the identity token with --idToken, or the \
             variables OCTOPUS_CLI_SERVICE_ACCOUNT_ID and OCTOPUS_CLI_ID_TOKEN.",
        )
    })?;
    let name = context.values.text("tokenFile").ok_or_else(|| {
        Failure::command("Please specify where to write the access token with --tokenFile=FILE; it is not printed.")
    })?;
    let path = context.folder.join(name);
    write(&path, &token.text)
        .map_err(|error| Failure::command(format!("Cannot write the access token to {}: {error}", path.display())))?;
    let until = context.clock.now() + SignedDuration::from_secs(token.seconds);
    context.printer.information(&format!("Access token obtained successfully via OpenID Connect, valid until {until}"));
    Ok(())
}

/// Writes a file that only its owner can read, from its first byte on.
fn write(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // An old token's file may be there, with whatever rights.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    options.open(path)?.write_all(text.as_bytes())
}
