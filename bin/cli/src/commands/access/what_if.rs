//! `access what-if`: what a change of a role or a team would do, before it is saved.

use super::change;
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::commands::{Action, Command};
use crate::context::Context;
use crate::failure::Failure;

pub(in crate::commands) const COMMAND: Command = Command {
    name: "access what-if",
    aliases: &[],
    summary: "Tells what a change of a role or a team would refuse and open, without making it.",
    groups: &[
        Group {
            title: "A role",
            options: &[
                value(&["role"], "ROLE", "Name or id of the user role that would change."),
                value(&["addPermission"], "PERMISSION", "What it would get. May be repeated."),
                value(&["removePermission"], "PERMISSION", "What it would lose. May be repeated."),
            ],
        },
        Group {
            title: "A team",
            options: &[
                value(&["team"], "TEAM", "Name or id of the team that would change."),
                value(&["addMember"], "NAME", "Who would join it. May be repeated."),
                value(&["removeMember"], "NAME", "Who would leave it. May be repeated."),
                value(&["project"], "PROJECT", "Restrict its roles to this project. May be repeated."),
                value(&["projectGroup"], "GROUP", "Restrict its roles to this project group. May be repeated."),
                value(&["environment"], "ENVIRONMENT", "Restrict its roles to this environment. May be repeated."),
                flag(&["unrestricted"], "Lift every restriction of its roles."),
            ],
        },
        Group {
            title: "Question",
            options: &[value(
                &["since"],
                "TIME",
                "How far back: 30d, 12h or a date. All that is remembered if left out.",
            )],
        },
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let printer = &context.printer;
    let change = change::of(context, client)?;
    let answer = client.post(&client.root_link("AccessWhatIf")?, &Parameters::none(), &change)?;
    if context.wants_json() {
        printer.json(&answer);
        return Ok(());
    }
    let answer = Resource::from_value(answer)?;
    if answer.flag("IsAllowed") {
        printer.information("You may make this change.");
    } else {
        printer.information("You may not make this change yourself:");
        for refusal in answer.texts("Refusals") {
            printer.information(&format!(" - {refusal}"));
        }
    }
    let effects = answer.children("Effects");
    if effects.is_empty() {
        printer.information("It would change nothing for anybody.");
    }
    for effect in &effects {
        let user = effect.text("Username");
        let refused = effect.children("Refused");
        printer.information(&format!("{user}: {} of its recorded uses would be refused", refused.len()));
        for used in &refused {
            printer.information(&format!(" - {}", super::use_line(used)));
        }
        for (key, word) in [("Gained", "gains"), ("Lost", "loses")] {
            for grant in effect.children(key) {
                let place = super::place_or_system(grant.child("Scope").as_ref());
                printer.information(&format!("{user} {word} {} for {place}", grant.text("Permission")));
            }
        }
    }
    Ok(())
}
