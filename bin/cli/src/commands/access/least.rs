//! `access least`: the smallest roles that would have allowed what an account did.

use serde_json::json;

use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters, Resource};
use crate::commands::{Action, Command};
use crate::context::Context;
use crate::failure::Failure;

pub(in crate::commands) const COMMAND: Command = Command {
    name: "access least",
    aliases: &[],
    summary: "Proposes the smallest roles that would have allowed what an account did.",
    groups: &[Group {
        title: "Question",
        options: &[
            value(&["account", "user"], "NAME", "The account; your own if left out."),
            value(&["since"], "TIME", "How far back: 30d, 12h or a date. All that is remembered if left out."),
            flag(&["apply"], "Make the roles, and a team that holds them with the account as its member."),
            flag(&["leaveTeams"], "With --apply: take the account out of the teams that it is in now."),
            value(&["name"], "NAME", "What the role and the team are called; default \"Least of\" and the account."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let link = client.root_link("AccessLeast")?;
    let (user, since) = (values.text("account"), values.text("since"));
    let answer = client.get(&link, &Parameters::none().with_some("user", user).with_some("since", since))?;
    let apply = values.flag("apply");
    if context.wants_json() && !apply {
        printer.json(&answer.as_value());
        return Ok(());
    }
    print(context, &answer);
    if !apply {
        return Ok(());
    }
    let leaves = values.flag("leaveTeams");
    let body = json!({
        "User": answer.text("UserId"), "Since": since, "Name": values.text("name"), "LeaveTeams": leaves,
    });
    let made = Resource::from_value(client.post(&link, &Parameters::none(), &body)?)?;
    if context.wants_json() {
        printer.json(&made.as_value());
        return Ok(());
    }
    for role in made.children("UserRoles") {
        printer.information(&format!("Made the role {} (ID: {})", role.name(), role.id()));
    }
    for team in made.children("Teams") {
        printer.information(&format!("Made the team {} (ID: {})", team.name(), team.id()));
    }
    for team in made.children("LeftTeams") {
        printer.information(&format!("Took the account out of the team {} (ID: {})", super::named(&team), team.id()));
    }
    let user = answer.text("Username");
    for team in answer.children("Teams").iter().filter(|_| !leaves) {
        let name = super::named(team);
        printer.information(&format!(
            "The account is still in {name}. What leaving it would refuse: pulpo access what-if --team=\"{name}\" --removeMember={user}"
        ));
    }
    Ok(())
}

fn print(context: &Context<'_>, answer: &Resource) {
    let printer = &context.printer;
    let user = answer.text("Username");
    let proposed = answer.children("Proposed");
    if proposed.is_empty() {
        printer.information(&format!("Nothing is known to have been used by {user} in this time."));
    }
    for proposal in &proposed {
        let permissions = proposal.texts("Permissions");
        printer.information(&format!(
            "{user} needs {} for {}:",
            if permissions.len() == 1 {
                "1 permission".to_owned()
            } else {
                format!("{} permissions", permissions.len())
            },
            super::place_or_system(proposal.child("Scope").as_ref())
        ));
        for permission in permissions {
            printer.information(&format!(" - {permission}"));
        }
    }
    for never in answer.children("NeverUsed") {
        let place =
            never.child("Space").map_or("the system".to_owned(), |space| format!("space {}", super::named(&space)));
        printer.information(&format!("Held in {place} and never used: {}", never.texts("Permissions").join(", ")));
    }
    for beside in answer.children("Held") {
        let Some(held) = beside.child("Held") else { continue };
        let part = |name: &str| held.child(name).map_or_else(String::new, |part| super::named(&part));
        let (never, used) = (beside.texts("NeverUsed"), beside.texts("Used").len());
        if never.is_empty() {
            continue;
        }
        printer.information(&format!(
            "Through team {}, role {} ({}): {} of {} permissions never used",
            part("Team"),
            part("UserRole"),
            super::place_or_system(held.child("Scope").as_ref()),
            never.len(),
            never.len() + used
        ));
    }
    for used in answer.children("NotHeld") {
        printer.information(&format!("Used and not held any more: {}", super::use_line(&used)));
    }
}
