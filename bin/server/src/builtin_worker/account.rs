//! Accounts of this machine: looking them up, and the ways in which people spell them (builtin-worker.md B5).

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::commands;

/// An account as the machine knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) home: String,
    pub(crate) shell: String,
}

/// A line of `/etc/passwd`.
fn parse(line: &str) -> Option<Account> {
    let fields: Vec<&str> = line.trim_end().split(':').collect();
    let [name, _, uid, gid, _, home, shell] = fields.as_slice() else { return None };
    Some(Account {
        name: (*name).to_owned(),
        uid: uid.parse().ok()?,
        gid: gid.parse().ok()?,
        home: (*home).to_owned(),
        shell: (*shell).to_owned(),
    })
}

/// Looks in the machine's own list, then wherever else it takes accounts from.
pub(crate) fn find(name: &str) -> Option<Account> {
    let own = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = own.lines().filter_map(parse).find(|account| account.name == name);
    found.or_else(|| commands::output("getent", &["passwd", "--", name]).ok().and_then(|line| parse(&line)))
}

/// The name of a uid; the number where it has none.
pub(crate) fn name_of(uid: u32) -> String {
    let own = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = own.lines().filter_map(parse).find(|account| account.uid == uid);
    let found = found.or_else(|| {
        let line = commands::output("getent", &["passwd", "--", &uid.to_string()]).ok()?;
        parse(&line)
    });
    found.map_or_else(|| uid.to_string(), |account| account.name)
}

/// The groups that an account belongs to besides its primary one, by name where they have one.
pub(crate) fn other_groups(account: &Account) -> Result<Vec<String>> {
    let numbers = commands::output("id", &["-G", "--", &account.name])?;
    let names = commands::output("id", &["-Gn", "--", &account.name]).unwrap_or_default();
    let names: Vec<&str> = names.split_whitespace().collect();
    let numbers: Vec<u32> = numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let named = |index: usize, gid: u32| {
        if names.len() == numbers.len() { names[index].to_owned() } else { gid.to_string() }
    };
    let others = numbers.iter().enumerate().filter(|(_, gid)| **gid != account.gid);
    let others: BTreeSet<String> = others.map(|(index, gid)| named(index, *gid)).collect();
    Ok(others.into_iter().collect())
}

/// Other accounts with the same primary group.
pub(crate) fn sharing_group(account: &Account) -> Vec<String> {
    let own = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let others = own.lines().filter_map(parse).filter(|other| other.gid == account.gid && other.uid != account.uid);
    others.map(|other| other.name).collect()
}

/// The name to look up for an account as a person writes it: plain, `.\name`, `HOST\name`, `DOMAIN\name`,
/// `name@domain`. A prefix that is this machine is dropped; another domain's is looked up as it is given.
pub(crate) fn spelt(given: &str, host: &str) -> Result<String> {
    let given = given.trim();
    let short = host.split('.').next().unwrap_or(host);
    let is_here = |domain: &str| domain == "." || [host, short].iter().any(|name| name.eq_ignore_ascii_case(domain));
    let name = match given.split_once('\\') {
        Some((domain, name)) if is_here(domain) => name,
        _ => match given.rsplit_once('@') {
            Some((name, domain)) if is_here(domain) => name,
            _ => given,
        },
    };
    // Names go on command lines and into files that are read line by line.
    let is_strange = |letter: char| letter.is_control() || letter.is_whitespace() || ":/#,\"'".contains(letter);
    if name.is_empty() || name.starts_with('-') || name.chars().any(is_strange) {
        bail!("'{given}' is no name of an account");
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_can_be_spelt_in_every_way_of_the_field() {
        // B5.
        for given in ["worker", ".\\worker", "HOST1\\worker", "host1.example.com\\worker", "worker@host1", " worker "] {
            assert_eq!(spelt(given, "host1.example.com").unwrap(), "worker", "{given}");
        }
        assert_eq!(spelt("CORP\\worker", "host1").unwrap(), "CORP\\worker");
        assert_eq!(spelt("worker@corp.example.com", "host1").unwrap(), "worker@corp.example.com");
        for given in ["", ".\\", "-rf", "a b", "a:b", "a\nslot = root", "a#b", "../a"] {
            assert!(spelt(given, "host1").is_err(), "{given:?}");
        }
    }

    #[test]
    fn accounts_are_read_off_the_machines_list() {
        let root = find("root").unwrap();
        assert_eq!((root.uid, root.gid), (0, 0));
        assert_eq!(name_of(0), "root");
        assert_eq!(find("no-such-account-here"), None);
        assert_eq!(parse("broken:line"), None);
    }
}
