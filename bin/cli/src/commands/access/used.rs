//! `access use`: what an account used its permissions for.

use crate::arguments::{Group, value};
use crate::client::{Client, Parameters};
use crate::commands::{Action, Command};
use crate::context::Context;
use crate::failure::Failure;

pub(in crate::commands) const COMMAND: Command = Command {
    name: "access use",
    aliases: &[],
    summary: "Lists what an account used its permissions for.",
    groups: &[Group {
        title: "Question",
        options: &[
            value(&["account", "user"], "NAME", "The account; your own if left out."),
            value(&["since"], "TIME", "How far back: 30d, 12h or a date. All that is remembered if left out."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let parameters =
        Parameters::none().with_some("user", values.text("account")).with_some("since", values.text("since"));
    let answer = client.get(&client.root_link("AccessUse")?, &parameters)?;
    if context.wants_json() {
        printer.json(&answer.as_value());
        return Ok(());
    }
    let uses = answer.children("Uses");
    printer.information(&format!("Uses: {}", uses.len()));
    for used in &uses {
        printer.information(&format!(" - {}", super::use_line(used)));
    }
    Ok(())
}
