//! `variables explain`: which value a variable has at a place, and why. octo has nothing like it.

use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::table;

pub(super) const EXPLAIN: Command = Command {
    name: "variables explain",
    aliases: &[],
    summary: "Tells which value a variable has at a place, and why each other value lost.",
    groups: &[Group {
        title: "Question",
        options: &[
            value(&["project"], "PROJECT", "Name, slug or id of the project."),
            value(&["name"], "NAME", "The variable."),
            value(&["environment"], "ENVIRONMENT", "Name, slug or id of an environment."),
            value(&["machine", "target"], "MACHINE", "Name, slug or id of a deployment target."),
            value(&["role", "tag"], "TAG", "A tag that the target has and the step names. May be repeated."),
            value(&["channel"], "CHANNEL", "Name, slug or id of a channel."),
            value(&["step", "action"], "STEP", "Name of a step, or id of its action."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let roles = values.all("role").join(",");
    let parameters = Parameters::none()
        .with("project", values.required("project", "a project")?)
        .with("name", values.required("name", "the name of a variable")?)
        .with_some("environment", values.text("environment"))
        .with_some("machine", values.text("machine"))
        .with_some("role", Some(roles.as_str()).filter(|roles| !roles.is_empty()))
        .with_some("channel", values.text("channel"))
        .with_some("action", values.text("step"));
    let answer = client.get(&client.root_link("VariablesExplain")?, &parameters)?;
    if context.wants_json() {
        printer.json(&answer.as_value());
        return Ok(());
    }
    let candidates = answer.children("Candidates");
    let winner = candidates.first().filter(|first| first.text("Verdict") == "Wins");
    printer.information(&match winner {
        Some(winner) => format!("{} is {}: {}.", answer.name(), shown(winner), winner.text("Why")),
        None => format!("{} has no value there.", answer.name()),
    });
    let others = &candidates[usize::from(winner.is_some())..];
    let row = |other: &Resource| {
        vec![shown(other), scope(other), other.text("Owner").to_owned(), other.text("Why").to_owned()]
    };
    let rows: Vec<Vec<String>> = others.iter().map(row).collect();
    if !rows.is_empty() {
        printer.information("");
        for line in table::lines(&["Value", "Scope", "In", "Why not"], &rows) {
            printer.information(&line);
        }
    }
    Ok(())
}

fn shown(candidate: &Resource) -> String {
    match candidate.some_text("Value") {
        Some(value) => format!("\"{value}\""),
        None if candidate.flag("IsSensitive") => "a secret".to_owned(),
        None => "empty".to_owned(),
    }
}

/// `Environment: Test, Production; Role: web`
fn scope(candidate: &Resource) -> String {
    let Some(names) = candidate.child("ScopeNames") else { return String::new() };
    let fields = names.as_value();
    let keys = fields.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let field = |key: &String| format!("{key}: {}", names.texts(key).join(", "));
    keys.iter().map(field).collect::<Vec<_>>().join("; ")
}
