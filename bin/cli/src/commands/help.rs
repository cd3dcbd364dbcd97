//! `help` and `version`.

use super::{Action, Command, find, with_second_word};
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
    let rest = topic.and_then(|topic| context.arguments.iter().position(|argument| argument == topic));
    let rest = rest.map_or(&[][..], |at| &context.arguments[at + 1..]);
    match topic.map(|topic| with_second_word(topic.to_lowercase(), rest).0) {
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
