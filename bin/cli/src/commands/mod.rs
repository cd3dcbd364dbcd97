//! Every command, one file each or one per family, and the table that finds them.

mod access;
mod auto_deploy_override;
mod build_information;
mod clean;
mod create_channel;
mod create_environment;
mod create_project;
mod create_release;
mod create_worker_pool;
mod delete_package;
mod delete_releases;
mod deploy_release;
mod deprecated;
mod dump_deployments;
mod end_project;
mod help;
mod list_deployments;
mod list_latest_deployments;
mod list_machines;
mod list_releases;
mod list_simple;
mod list_workers;
mod login;
mod machine_filter;
mod pack;
mod promote_release;
mod push;
mod release_progression;
mod release_text;
mod run_runbook;
mod variables;

use crate::arguments::Group;
use crate::client::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::start;

/// A verb of the command line.
pub(crate) struct Command {
    pub name: &'static str,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// One line for the overview; empty hides the command there.
    pub summary: &'static str,
    /// Its own options; the common ones are added.
    pub groups: &'static [Group],
    pub action: Action,
}

/// What a command needs to run.
#[derive(Clone, Copy)]
pub(crate) enum Action {
    /// A connection to a server.
    Server(fn(&Context<'_>, &Client) -> Result<(), Failure>),
    /// Options only.
    Local(fn(&Context<'_>) -> Result<(), Failure>),
    /// The arguments as they are.
    Free(fn(&Context<'_>) -> Result<(), Failure>),
}

/// All commands, in the order of the overview.
pub(crate) const ALL: &[&Command] = &[
    &access::LEAST,
    &access::USE,
    &access::WHAT_IF,
    &access::WHY,
    &release_progression::ALLOW,
    &build_information::BUILD_INFORMATION,
    &clean::ENVIRONMENT,
    &clean::WORKER_POOL,
    &auto_deploy_override::CREATE,
    &create_channel::COMMAND,
    &create_environment::COMMAND,
    &create_project::COMMAND,
    &create_release::COMMAND,
    &create_worker_pool::COMMAND,
    &auto_deploy_override::DELETE,
    &delete_package::COMMAND,
    &end_project::DELETE,
    &delete_releases::COMMAND,
    &deploy_release::COMMAND,
    &end_project::DISABLE,
    &dump_deployments::COMMAND,
    &deprecated::EXPORT,
    &help::HELP,
    &deprecated::IMPORT,
    &list_deployments::COMMAND,
    &list_simple::ENVIRONMENTS,
    &list_latest_deployments::COMMAND,
    &list_machines::COMMAND,
    &list_simple::PROJECTS,
    &list_releases::COMMAND,
    &list_simple::TENANTS,
    &list_workers::COMMAND,
    &list_simple::WORKER_POOLS,
    &login::COMMAND,
    &pack::COMMAND,
    &release_progression::PREVENT,
    &promote_release::COMMAND,
    &push::COMMAND,
    &build_information::PUSH_METADATA,
    &run_runbook::COMMAND,
    &variables::EXPLAIN,
    &help::VERSION,
];

impl Command {
    /// Its own options, then the common ones.
    pub(crate) fn all_groups(&self) -> Vec<Group> {
        let own_user = self.groups.iter().flat_map(|group| group.options).any(|option| option.names.contains(&"user"));
        let common: &[Group] = match self.action {
            Action::Server(_) if own_user => &[start::COMMON, start::OUTPUT],
            Action::Server(_) => &[start::COMMON, start::BY_NAME, start::OUTPUT],
            Action::Local(_) => &[start::OUTPUT],
            Action::Free(_) => &[],
        };
        [self.groups, common].concat()
    }
}

/// A family of commands has names of two words: `access why`.
pub(crate) fn with_second_word(name: String, rest: &[String]) -> (String, &[String]) {
    let family = format!("{name} ");
    match rest.split_first() {
        Some((second, rest)) if ALL.iter().any(|command| command.name.starts_with(&family)) => {
            (family + &second.to_lowercase(), rest)
        }
        _ => (name, rest),
    }
}

/// The command of this name, in lower case.
pub(crate) fn find(name: &str) -> Option<&'static Command> {
    ALL.iter().copied().find(|command| command.name == name || command.aliases.contains(&name))
}

/// The command a misspelt name most likely means.
pub(crate) fn closest(name: &str) -> Option<&'static Command> {
    /// More wrong letters than this are no misspelling.
    const FARTHEST: usize = 3;
    let with_distance = ALL.iter().map(|&command| (distance(name, command.name), command));
    with_distance.filter(|(distance, _)| *distance <= FARTHEST).min_by_key(|(distance, _)| *distance).map(|(_, c)| c)
}

/// How many letters must be added, removed or replaced to get from one word to the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_lists_an_option_twice() {
        for command in ALL {
            let groups = command.all_groups();
            let names = groups.iter().flat_map(|group| group.options).flat_map(|option| option.names);
            let mut seen = std::collections::BTreeSet::new();
            for name in names {
                assert!(seen.insert(name.to_lowercase()), "{} lists --{name} twice", command.name);
            }
        }
    }

    #[test]
    fn names_are_lower_case_and_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for command in ALL {
            for name in command.aliases.iter().chain([&command.name]) {
                assert_eq!(name.to_lowercase(), *name);
                assert!(seen.insert(name), "{name}");
            }
        }
    }

    #[test]
    fn a_misspelt_command_is_recognised() {
        assert_eq!(closest("create-relase").map(|command| command.name), Some("create-release"));
        assert!(closest("frobnicate").is_none());
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
