//! Help text: the list of commands, and the options of one.

use serde_json::{Value, json};

use crate::arguments::Group;
use crate::commands::{self, Command};
use crate::context::{Context, OutputFormat};
use crate::identity::Identity;

/// Prints the commands there are.
pub(crate) fn print_overview(context: &Context<'_>) {
    let program = context.identity.program();
    let width = commands::ALL.iter().map(|command| command.name.len()).max().unwrap_or(0);
    let mut lines = vec![
        context.identity.banner(),
        String::new(),
        format!("Usage: {program} <command> [<options>]"),
        String::new(),
        "Where <command> is one of:".to_owned(),
        String::new(),
    ];
    let listed = commands::ALL.iter().filter(|command| !command.summary.is_empty());
    lines.extend(listed.map(|command| format!("  {:<width$}   {}", command.name, command.summary)));
    lines.push(String::new());
    lines.push(format!("Or use `{program} help <command>` for the options of one."));
    if context.identity == Identity::Pulpo {
        lines.push("`pulpo help troubleshooting` says what to look at when a build fails.".to_owned());
    }
    context.printer.plain(&lines.join("\n"));
}

/// Prints the options of a command.
pub(crate) fn print_command(context: &Context<'_>, command: &Command) {
    let format = context.values.all_or_absent("helpOutputFormat").last().map(String::as_str).unwrap_or_default();
    if OutputFormat::parse(format) == Some(OutputFormat::Json) {
        context.printer.json(&as_json(command));
        return;
    }
    let program = context.identity.program();
    let mut lines = vec![
        format!("{}: {}", command.name, command.summary),
        String::new(),
        format!("Usage: {program} {} [<options>]", command.name),
    ];
    if context.identity == Identity::Pulpo && !examples(command.name).is_empty() {
        lines.extend([String::new(), "For example:".to_owned(), String::new()]);
        lines.extend(examples(command.name).iter().map(|example| format!("  pulpo {} {example}", command.name)));
    }
    let groups = command.all_groups();
    let width = groups.iter().flat_map(|group| group.options).map(|option| spelling(option).len()).max().unwrap_or(0);
    for group in &groups {
        lines.extend([String::new(), format!("{}:", group.title), String::new()]);
        lines.extend(group.options.iter().map(|option| format!("  {:<width$}  {}", spelling(option), option.help)));
    }
    context.printer.plain(&lines.join("\n"));
}

/// Lines to start from.
fn examples(command: &str) -> &'static [&'static str] {
    match command {
        "create-release" => &[
            "--project=Shop --packageVersion=1.2.3",
            "--project=Shop --package=\"Deploy web:1.2.3\" --channel=Hotfix --whatIf",
            "--project=Shop --version=2.0.0 --deployTo=Test --progress",
        ],
        "deploy-release" => &[
            "--project=Shop --version=2.0.0 --deployTo=Live --waitForDeployment",
            "--project=Shop --version=latest --deployTo=Live --tenant=* --deploymentTimeout=01:00:00 --cancelOnTimeout",
        ],
        "promote-release" => &["--project=Shop --from=Test --to=Live --latestSuccessful"],
        "push" => &["--package=Acme.Web.1.2.3.zip --overwrite-mode=IgnoreIfExists"],
        "pack" => &["--id=Acme.Web --version=1.2.3 --format=Zip --basePath=dist --outFolder=packages"],
        "build-information" => &["--package-id=Acme.Web --version=1.2.3 --file=build.json"],
        "run-runbook" => &["--project=Shop --runbook=Restart --environment=Live --waitForRun"],
        "delete-releases" => &["--project=Shop --minVersion=1.0.0 --maxVersion=1.9.9 --whatIf"],
        "list-machines" => &["--environment=Live --health-status=Unhealthy --outputFormat=Json"],
        _ => &[],
    }
}

fn spelling(option: &crate::arguments::Opt) -> String {
    let names: Vec<String> = option
        .names
        .iter()
        .map(|name| if name.len() == 1 { format!("-{name}") } else { format!("--{name}") })
        .collect();
    match option.value {
        Some(value) => format!("{}={value}", names.join(", ")),
        None => names.join(", "),
    }
}

fn as_json(command: &Command) -> Value {
    let group = |group: &Group| {
        let options = group.options.iter().map(
            |option| json!({ "Name": option.key(), "UsesValue": option.value.is_some(), "Description": option.help }),
        );
        json!({ "Name": group.title, "Parameters": options.collect::<Value>() })
    };
    json!({
        "Command": command.name,
        "Description": command.summary,
        "Options": command.all_groups().iter().map(group).collect::<Value>(),
    })
}

/// The extra line under an error inside a build.
pub(crate) fn troubleshooting_hint(identity: Identity) -> String {
    match identity {
        Identity::Octo => "Tips for errors inside a build: https://g.octopushq.com/OctoexeTroubleshooting".to_owned(),
        Identity::Pulpo => "Tips for errors inside a build: run `pulpo help troubleshooting`".to_owned(),
    }
}

/// The page behind the hint.
pub(crate) const TROUBLESHOOTING: &str = "\
When a command fails inside a build:

  1. Read the line above `Exit code`: it says what was wrong, and which thing it was about.
  2. Exit code -5 means that the server refused the key or what it may do: its message names the permission.
  3. Run the same command with --debug: it prints every request, and never a key or a password.
  4. An error about a connection: try the address of --server in a browser on the build machine; behind a proxy use
     --proxy, and give a certificate of your own to the operating system rather than using --ignoreSslErrors.
  5. `Cannot find ...` means that the name is wrong, that it is in another space (--space), or that the account of the
     key may not see it. The server does not say which, on purpose.
  6. A deployment that times out here goes on there: --deploymentTimeout is how long we wait, not how long it may take.";
