//! From the arguments to the exit code.

use std::rc::Rc;

use crate::arguments::{Group, Parsed, Values, parse, read_config_file};
use crate::commands::{self, Action, Command};
use crate::context::{Context, OutputFormat};
use crate::failure::{Failure, status_name};
use crate::help;
use crate::identity::Identity;
use crate::output::{Automation, Level, Printer, ServiceMessages};
use crate::start;
use crate::surroundings::Surroundings;

/// Runs the command the arguments name, and returns the exit code as octo numbers it: 0, or a negative number.
pub fn run(surroundings: Surroundings) -> i32 {
    let Surroundings { arguments, environment, folder, output, console, clock, time_zone } = surroundings;
    let printer = Rc::new(Printer::new(output, console));
    let (program, rest) = arguments.split_first().map_or(("pulpo", &[][..]), |(first, rest)| (first.as_str(), rest));
    let identity = Identity::of(program);
    let (name, rest) = rest.split_first().map_or(("help", rest), |(first, rest)| (first.as_str(), rest));
    // `--version` and `/?` are the commands of the same name.
    let name = name.trim_start_matches(['-', '/']).to_lowercase();
    let (name, rest) = commands::with_second_word(name, rest);
    let automation = Automation::detect(&environment);
    let mut context = Context {
        identity,
        arguments: rest,
        values: Values::empty(),
        printer: Rc::clone(&printer),
        environment: &environment,
        folder: &folder,
        clock: &*clock,
        time_zone: &time_zone,
        automation,
        service_messages: ServiceMessages { enabled: false, automation },
        format: OutputFormat::Default,
    };
    let result = match commands::find(&name) {
        Some(command) => execute(&mut context, command),
        None => Err(unknown_command(identity, &name)),
    };
    match result {
        Ok(()) => 0,
        Err(failure) => {
            report(&context, &failure);
            failure.exit_code()
        }
    }
}

fn unknown_command(identity: Identity, name: &str) -> Failure {
    let program = identity.program();
    let suggestion =
        commands::closest(name).map(|command| format!(" Did you mean '{}'?", command.name)).unwrap_or_default();
    Failure::command(format!(
        "Command '{name}' is not supported.{suggestion} See '{program} help' for the commands there are."
    ))
}

fn execute(context: &mut Context<'_>, command: &Command) -> Result<(), Failure> {
    match command.action {
        Action::Free(action) => action(context),
        Action::Server(action) => {
            let Some(leftovers) = read_options(context, command)? else { return Ok(()) };
            refuse_leftovers(&leftovers)?;
            let opening = start::opening(context)?;
            banner(context);
            let client = opening.open(context.clock)?;
            action(context, &client)
        }
        Action::Local(action) => {
            let Some(leftovers) = read_options(context, command)? else { return Ok(()) };
            banner(context);
            // octo's own local command overlooks these, and scripts in the field rely on it.
            for leftover in &leftovers {
                context.printer.warning(&format!("Unrecognized command argument: {}", without_value(leftover)));
            }
            action(context)
        }
    }
}

/// Reads the command's options into the context and returns the arguments that are none; nothing when all that was
/// wanted is help.
fn read_options(context: &mut Context<'_>, command: &Command) -> Result<Option<Vec<String>>, Failure> {
    let groups = command.all_groups();
    let Parsed { values, leftovers } = parse(&groups, context.arguments).map_err(Failure::Command)?;
    context.values = values;
    if context.values.flag("help") {
        help::print_command(context, command);
        return Ok(None);
    }
    if let Some(file) = context.values.all_or_absent("configFile").last().cloned() {
        fill_from_config_file(context, &groups, &file)?;
    }
    apply_output_options(context)?;
    hide_secrets(context);
    Ok(Some(leftovers))
}

fn fill_from_config_file(context: &mut Context<'_>, groups: &[Group], file: &str) -> Result<(), Failure> {
    let path = context.path(file);
    context.printer.debug(&format!("Loading additional arguments from config file: {}", path.display()));
    let from_file = read_config_file(groups, &path)?;
    context.values.fill_from(&from_file);
    Ok(())
}

fn apply_output_options(context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(text) = context.values.text("outputFormat") {
        context.format = OutputFormat::parse(text)
            .ok_or_else(|| Failure::command(format!("The output format '{text}' is not known: use Default or Json")))?;
    }
    if let Some(text) = context.values.text("logLevel") {
        let level = Level::parse(text).ok_or_else(|| {
            Failure::command(format!(
                "The log level '{text}' is not known: use verbose, debug, information, warning, error or fatal"
            ))
        })?;
        context.printer.set_level(level);
    }
    if context.wants_json() && !context.values.flag_or_absent("debug") && !context.values.flag_or_absent("verbose") {
        context.printer.silence_messages();
    }
    context.service_messages.enabled = context.values.flag_or_absent("enableServiceMessages");
    Ok(())
}

/// Whatever may be secret never shows, whoever echoes it.
fn hide_secrets(context: &Context<'_>) {
    let from_options = ["apiKey", "pass", "proxyPass", "accessToken", "idToken"]
        .into_iter()
        .flat_map(|key| context.values.all_or_absent(key));
    let from_environment = start::SECRET_VARIABLES.into_iter().filter_map(|name| context.environment.get(name));
    for secret in from_options.map(String::as_str).chain(from_environment) {
        context.printer.hide(secret);
    }
}

fn banner(context: &Context<'_>) {
    context.printer.information(&context.identity.banner());
    context.printer.information("");
}

fn refuse_leftovers(leftovers: &[String]) -> Result<(), Failure> {
    if leftovers.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = leftovers.iter().map(|leftover| without_value(leftover)).collect();
    Err(Failure::command(format!("Unrecognized command arguments: {}", shown.join(", "))))
}

/// A misspelt option may carry a secret: `--apiKy=API-...`. Its name is enough to find the mistake.
fn without_value(argument: &str) -> String {
    if !argument.starts_with(['-', '/']) {
        return argument.to_owned();
    }
    match argument.find(['=', ':']) {
        Some(at) => format!("{}...", &argument[..=at]),
        None => argument.to_owned(),
    }
}

fn report(context: &Context<'_>, failure: &Failure) {
    let printer = &context.printer;
    let text = failure.to_string();
    if !text.is_empty() {
        printer.failure(&text);
    }
    match failure {
        Failure::Server { status: 401 | 403, .. } if !text.is_empty() => {}
        Failure::Connection { .. } | Failure::Unexpected(_) => {}
        Failure::Server { status, .. } => {
            printer.failure(&format!("Error from Octopus Server (HTTP {status} {})", status_name(*status)));
        }
        Failure::Command(_) => {
            if context.service_messages.enabled && context.automation != Automation::None {
                printer.failure(&help::troubleshooting_hint(context.identity));
            }
        }
    }
    printer.failure(&format!("Exit code: {}", failure.exit_code()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leftover_option_is_shown_without_its_value() {
        assert_eq!(without_value("--apiKy=API-SECRET"), "--apiKy=...");
        assert_eq!(without_value("/pas:x"), "/pas:...");
        assert_eq!(without_value("--nope"), "--nope");
        assert_eq!(without_value("plain=text"), "plain=text");
    }
}
