//! `help` and `version`.

use super::{Action, Command, find};
use crate::context::Context;
use crate::failure::Failure;
use crate::help::{TROUBLESHOOTING, print_command, print_overview};
use crate::identity::Identity;

pub(super) const HELP: Command = Command {
    name: "help",
    aliases: &["?", "h"],
    summary: "Prints this help text.",
    groups: &[],
    action: Action::Free(help),
};

pub(super) const VERSION: Command = Command {
    name: "version",
    aliases: &["v", "ver"],
    summary: "Prints the version of this program.",
    groups: &[],
    action: Action::Free(version),
};

fn help(context: &Context<'_>) -> Result<(), Failure> {
    let topic = context.arguments.iter().find(|argument| !argument.starts_with(['-', '/']));
    match topic.map(|topic| topic.to_lowercase()) {
        None => {
            print_overview(context);
            Ok(())
        }
        Some(topic) if topic == "troubleshooting" && context.identity == Identity::Pulpo => {
            context.printer.plain(TROUBLESHOOTING);
            Ok(())
        }
        Some(topic) => match find(&topic) {
            Some(command) => {
                print_command(context, command);
                Ok(())
            }
            None => Err(Failure::command(format!("Command '{topic}' is not supported"))),
        },
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every command may fail, this one does not")]
fn version(context: &Context<'_>) -> Result<(), Failure> {
    context.printer.plain(context.identity.version());
    Ok(())
}
