//! What an account must be like before steps may run as it (builtin-worker.md B4, Accounts; B6). Each rule that is
//! broken has its own sentence and its own way out.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::account::{self, Account};
use super::commands;

/// What is known of an account. What can be seen by root alone is absent for everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) shell: String,
    pub(crate) other_groups: Vec<String>,
    pub(crate) shares_group_with: Vec<String>,
    pub(crate) is_locked: Option<bool>,
    pub(crate) may_sudo: Option<bool>,
    /// Files by which it could leave work behind: crontab, lingering, waiting at jobs.
    pub(crate) left_behind: Vec<String>,
}

/// A broken rule, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) cause: String,
    pub(crate) remedy: String,
}

/// Uids from here on belong to people.
const FIRST_PERSON: u32 = 1000;

/// Looks at the machine.
pub(crate) fn facts(account: &Account) -> Facts {
    let name = account.name.as_str();
    let exists = |path: String| Path::new(&path).exists().then_some(path);
    let left_behind = [
        format!("/var/spool/cron/crontabs/{name}"),
        format!("/var/spool/cron/tabs/{name}"),
        format!("/var/spool/cron/{name}"),
        format!("/var/lib/systemd/linger/{name}"),
    ];
    let left_behind = left_behind.into_iter().filter_map(exists).chain(jobs_of_at(account.uid)).chain(tables_for(name));
    Facts {
        name: name.to_owned(),
        uid: account.uid,
        shell: account.shell.clone(),
        // Groups that cannot be listed could be any.
        other_groups: account::other_groups(account).unwrap_or_else(|error| vec![format!("unknown ({error:#})")]),
        shares_group_with: account::sharing_group(account),
        is_locked: is_locked(name),
        may_sudo: may_sudo(name),
        left_behind: left_behind.collect(),
    }
}

/// Waiting jobs of `at`, whose names do not say whose they are.
fn jobs_of_at(uid: u32) -> Vec<String> {
    let folders = ["/var/spool/cron/atjobs", "/var/spool/at"];
    let entries = folders.into_iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let own = entries.filter(|entry| entry.metadata().is_ok_and(|found| found.is_file() && found.uid() == uid));
    own.map(|entry| entry.path().display().to_string()).collect()
}

/// Tables of the system's that start something as the account.
fn tables_for(name: &str) -> Vec<String> {
    let entries = fs::read_dir("/etc/cron.d").into_iter().flatten().flatten().map(|entry| entry.path());
    let tables = entries.chain(["/etc/crontab".into(), "/etc/anacrontab".into()]);
    let starts = |path: &PathBuf| fs::read_to_string(path).is_ok_and(|text| names_account(&text, name));
    tables.filter(starts).map(|path| path.display().to_string()).collect()
}

/// Whether a line of the table is for this account: it stands after five fields of time, or after one that begins with @.
fn names_account(table: &str, name: &str) -> bool {
    table.lines().map(str::trim).filter(|line| !line.starts_with('#')).any(|line| {
        let place = if line.starts_with('@') { 1 } else { 5 };
        line.split_whitespace().nth(place) == Some(name)
    })
}

/// Whether nobody can log on with a password; nothing if that cannot be seen.
fn is_locked(name: &str) -> Option<bool> {
    let shadow = fs::read_to_string("/etc/shadow").ok()?;
    let secret = shadow.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.split(':').next())?;
    Some(secret.starts_with('!') || secret.starts_with('*'))
}

fn may_sudo(name: &str) -> Option<bool> {
    if !rustix::process::geteuid().is_root() || !commands::exists("sudo") {
        return None;
    }
    let said = commands::output("sudo", &["-n", "-l", "-U", name]).ok()?;
    Some(said.contains("may run the following"))
}

/// The rules that the account breaks; `server` is the uid that the server has.
pub(crate) fn broken(facts: &Facts, server: u32) -> Vec<Broken> {
    let name = &facts.name;
    let mut found = Vec::new();
    let mut rule = |broken: bool, cause: String, remedy: String| {
        if broken {
            found.push(Broken { cause, remedy });
        }
    };
    let another = || "name another account, or let --auto-configure make one".to_owned();
    rule(facts.uid == 0, format!("the account '{name}' is root, and steps would own the machine"), another());
    rule(
        facts.uid == server && facts.uid != 0,
        format!("the account '{name}' is the server's own, so that steps could read its master key"),
        another(),
    );
    let groups = facts.other_groups.join(", ");
    rule(
        !facts.other_groups.is_empty(),
        format!(
            "the account '{name}' belongs to further groups ({groups}); many a group is a way to root or to secrets"
        ),
        format!("take it out of them: usermod -G '' {name}"),
    );
    let sharing = facts.shares_group_with.join(", ");
    rule(
        !facts.shares_group_with.is_empty(),
        format!("the account '{name}' shares its primary group with {sharing}"),
        format!("give it a group of its own: groupadd --system {name} and usermod -g {name} {name}"),
    );
    rule(
        !is_no_login(&facts.shell),
        format!("the account '{name}' has the shell {}, so that one can log on as it", facts.shell),
        format!("take it away: usermod -s /usr/sbin/nologin {name}"),
    );
    rule(
        facts.is_locked == Some(false),
        format!("the account '{name}' has a password"),
        format!("lock it: passwd -l {name}"),
    );
    rule(
        facts.may_sudo == Some(true),
        format!("the account '{name}' may run commands with sudo"),
        "remove its lines from the sudoers files (sudo -l -U shows them)".to_owned(),
    );
    for file in &facts.left_behind {
        rule(
            true,
            format!("the account '{name}' can leave work behind: {file} is there"),
            format!("remove {file}, and forbid it cron and at (cron.deny, at.deny)"),
        );
    }
    found
}

/// What is no reason to refuse the account, but worth a word.
pub(crate) fn doubts(facts: &Facts) -> Option<String> {
    (facts.uid >= FIRST_PERSON).then(|| {
        format!(
            "the account '{}' has the uid {}, where people's accounts are; see that nobody works under it",
            facts.name, facts.uid
        )
    })
}

fn is_no_login(shell: &str) -> bool {
    let program = shell.rsplit('/').next().unwrap_or_default();
    program == "nologin" || program == "false"
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: u32 = 990;

    fn good() -> Facts {
        Facts {
            name: "worker".to_owned(),
            uid: 991,
            shell: "/usr/sbin/nologin".to_owned(),
            is_locked: Some(true),
            may_sudo: Some(false),
            ..Facts::default()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Facts), cause: &str, remedy: &str) {
        let mut facts = good();
        change(&mut facts);
        let found = broken(&facts, SERVER);
        assert_eq!(found, [Broken { cause: cause.to_owned(), remedy: remedy.to_owned() }]);
    }

    #[test]
    fn an_account_that_keeps_every_rule_is_taken() {
        assert_eq!(broken(&good(), SERVER), []);
        assert_eq!(broken(&Facts { is_locked: None, may_sudo: None, ..good() }, SERVER), [], "what only root can see");
    }

    #[test]
    fn each_broken_rule_has_its_sentence_and_its_way_out() {
        // B4, B6.
        let another = "name another account, or let --auto-configure make one";
        check(|facts| facts.uid = 0, "the account 'worker' is root, and steps would own the machine", another);
        check(
            |facts| facts.uid = SERVER,
            "the account 'worker' is the server's own, so that steps could read its master key",
            another,
        );
        check(
            |facts| facts.other_groups = vec!["docker".to_owned()],
            "the account 'worker' belongs to further groups (docker); many a group is a way to root or to secrets",
            "take it out of them: usermod -G '' worker",
        );
        check(
            |facts| facts.shares_group_with = vec!["pulpo".to_owned()],
            "the account 'worker' shares its primary group with pulpo",
            "give it a group of its own: groupadd --system worker and usermod -g worker worker",
        );
        check(
            |facts| facts.shell = "/bin/bash".to_owned(),
            "the account 'worker' has the shell /bin/bash, so that one can log on as it",
            "take it away: usermod -s /usr/sbin/nologin worker",
        );
        check(
            |facts| facts.is_locked = Some(false),
            "the account 'worker' has a password",
            "lock it: passwd -l worker",
        );
        check(
            |facts| facts.may_sudo = Some(true),
            "the account 'worker' may run commands with sudo",
            "remove its lines from the sudoers files (sudo -l -U shows them)",
        );
        check(
            |facts| facts.left_behind = vec!["/var/spool/cron/worker".to_owned()],
            "the account 'worker' can leave work behind: /var/spool/cron/worker is there",
            "remove /var/spool/cron/worker, and forbid it cron and at (cron.deny, at.deny)",
        );
    }

    #[test]
    fn a_table_of_the_system_names_the_account_that_it_is_for() {
        for (table, is_for) in [
            ("*/5 * * * * worker /bin/true", true),
            ("# 1 2 3 4 5 worker true\n@reboot worker /bin/true", true),
            ("*/5 * * * * root echo worker", false),
            ("SHELL=/bin/sh\n\n", false),
        ] {
            assert_eq!(names_account(table, "worker"), is_for, "{table}");
        }
    }

    #[test]
    fn an_account_among_those_of_people_is_doubted() {
        assert_eq!(doubts(&good()), None);
        assert!(doubts(&Facts { uid: 1000, ..good() }).is_some());
    }
}
