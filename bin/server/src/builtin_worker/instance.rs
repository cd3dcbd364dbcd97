//! Where the parts of an installation lie. A machine may hold several, told apart by a name.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Accounts are named after the instance, and an account's name has at most 32 characters.
const LONGEST_NAME: usize = 16;

/// An installation on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance {
    prefix: String,
}

impl Instance {
    pub(crate) fn new(name: Option<&str>) -> Result<Self> {
        let Some(name) = name else { return Ok(Self { prefix: "pulpo".to_owned() }) };
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(is_plain) || name.starts_with('-') {
            bail!("'{name}' is no name of an instance: 1 to {LONGEST_NAME} characters of a-z, 0-9 and -");
        }
        Ok(Self { prefix: format!("pulpo-{name}") })
    }

    /// What is written after a command to speak of the same instance again.
    pub(crate) fn option(&self) -> String {
        self.prefix.strip_prefix("pulpo-").map(|name| format!(" --instance={name}")).unwrap_or_default()
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The account of the server.
    pub(crate) fn account(&self) -> String {
        self.prefix.clone()
    }

    /// The account of a slot, counted from one.
    pub(crate) fn slot(&self, number: usize) -> String {
        format!("{}-worker-{number}", self.prefix)
    }

    pub(crate) fn folder(&self) -> PathBuf {
        Path::new("/etc").join(&self.prefix)
    }

    /// The server's settings.
    pub(crate) fn settings(&self) -> PathBuf {
        self.folder().join("server.toml")
    }

    pub(crate) fn launcher_config(&self) -> PathBuf {
        self.folder().join("worker.conf")
    }

    /// What set-up has made, so that it can be taken back.
    pub(crate) fn journal(&self) -> PathBuf {
        self.folder().join("builtin-worker.made")
    }

    pub(crate) fn network_rules(&self) -> PathBuf {
        self.folder().join("worker.nft")
    }

    pub(crate) fn start_script(&self) -> PathBuf {
        self.folder().join("start")
    }

    pub(crate) fn data(&self) -> PathBuf {
        Path::new("/var/lib").join(&self.prefix)
    }

    pub(crate) fn work(&self) -> PathBuf {
        Path::new("/var/lib").join(format!("{}-work", self.prefix))
    }

    pub(crate) fn run(&self) -> PathBuf {
        Path::new("/run").join(&self.prefix)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.run().join("launcher.sock")
    }

    /// The name of a unit: `server`, `launcher` or `network`.
    pub(crate) fn unit(&self, part: &str) -> String {
        format!("{}-{part}.service", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_share_nothing_but_the_programs() {
        let (usual, named) = (Instance::new(None).unwrap(), Instance::new(Some("blue")).unwrap());
        assert_eq!((usual.account(), named.account()), ("pulpo".to_owned(), "pulpo-blue".to_owned()));
        assert_eq!(named.slot(2), "pulpo-blue-worker-2");
        assert_eq!(named.settings(), Path::new("/etc/pulpo-blue/server.toml"));
        assert_eq!((usual.option(), named.option()), (String::new(), " --instance=blue".to_owned()));
        for name in ["", "-x", "../etc", "Blue", "a b", "seventeen-letters"] {
            assert!(Instance::new(Some(name)).is_err(), "{name}");
        }
    }
}
