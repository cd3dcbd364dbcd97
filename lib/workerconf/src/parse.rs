//! From the text to what it says.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::class::{Class, amount};
use crate::{DEFAULT_CLASS, MAX_SLOTS, WorkerConf};

/// What is wrong, and in which line (counted from one; none when something is missing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfError {
    pub line: Option<usize>,
    pub what: String,
}

impl fmt::Display for ConfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Error for ConfError {}

/// What has been read so far.
#[derive(Default)]
struct Said {
    once: BTreeMap<&'static str, String>,
    slots: Vec<String>,
    covers: Vec<PathBuf>,
    classes: BTreeMap<String, Class>,
}

/// Names that may stand once.
const ONCE: [&str; 11] = [
    "server",
    "socket",
    "work",
    "runner",
    "keeper",
    "grace-seconds",
    "cancel-seconds",
    "sweep-seconds",
    "spool-bytes",
    "free-bytes",
    "free-files-percent",
];

pub(crate) fn parse(text: &str) -> Result<WorkerConf, ConfError> {
    let mut said = Said::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            said.take(line).map_err(|what| ConfError { line: Some(index + 1), what })?;
        }
    }
    said.finish().map_err(|what| ConfError { line: None, what })
}

impl Said {
    fn take(&mut self, line: &str) -> Result<(), String> {
        let (name, value) = line.split_once('=').ok_or("a line is \"name = value\", or begins with #")?;
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() {
            return Err(format!("\"{name}\" has no value"));
        }
        if let Some(once) = ONCE.into_iter().find(|once| *once == name) {
            let value = match once {
                "server" => account(value)?,
                "socket" | "work" | "runner" | "keeper" => path(value)?.display().to_string(),
                _ => count(name, value)?.to_string(),
            };
            return match self.once.insert(once, value) {
                None => Ok(()),
                Some(_) => Err(format!("\"{name}\" is given twice")),
            };
        }
        match name {
            "slot" if self.slots.iter().any(|slot| slot == value) => {
                Err(format!("the slot \"{value}\" is given twice; each needs an account of its own"))
            }
            "slot" if self.slots.len() >= MAX_SLOTS => Err(format!("there are more than {MAX_SLOTS} slots")),
            "slot" => account(value).map(|slot| self.slots.push(slot)),
            "cover" => path(value).map(|cover| self.covers.push(cover)),
            _ => {
                let class = name.strip_prefix("class.").ok_or_else(|| format!("nothing is named \"{name}\" here"))?;
                let good = class.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
                if !good || !(1..=32).contains(&class.len()) {
                    return Err(format!("a class name is 1 to 32 characters of a-z, 0-9 and -, not \"{class}\""));
                }
                match self.classes.insert(class.to_owned(), Class::parse(value)?) {
                    None => Ok(()),
                    Some(_) => Err(format!("\"{name}\" is given twice")),
                }
            }
        }
    }

    fn finish(mut self) -> Result<WorkerConf, String> {
        let mut must = |name: &str| self.once.remove(name).ok_or_else(|| format!("\"{name}\" is missing"));
        let (server, socket, work, runner) = (must("server")?, must("socket")?, must("work")?, must("runner")?);
        let slots: Vec<&str> = self.slots.iter().map(String::as_str).collect();
        if slots.is_empty() {
            return Err("\"slot\" is missing; name at least one account that jobs run as".to_owned());
        }
        if slots.contains(&server.as_str()) {
            return Err(format!("the slot \"{server}\" is the server's account; jobs need another"));
        }
        let mut conf = WorkerConf::new(&server, socket.as_ref(), work.as_ref(), runner.as_ref(), &slots);
        if let Some(cover) = self.covers.iter().find(|cover| conf.work.starts_with(cover)) {
            return Err(format!(
                "the work folder {} lies in the covered folder {}; jobs could not see their own files",
                conf.work.display(),
                cover.display()
            ));
        }
        if let Some(keeper) = self.once.remove("keeper") {
            conf.keeper = keeper.into();
        }
        for (name, place) in [
            ("grace-seconds", &mut conf.grace_seconds),
            ("cancel-seconds", &mut conf.cancel_seconds),
            ("sweep-seconds", &mut conf.sweep_seconds),
            ("spool-bytes", &mut conf.spool_bytes),
            ("free-bytes", &mut conf.free_bytes),
            ("free-files-percent", &mut conf.free_files_percent),
        ] {
            *place = self.once.remove(name).and_then(|number| number.parse().ok()).unwrap_or(*place);
        }
        conf.covers = self.covers;
        conf.classes = self.classes;
        conf.classes.entry(DEFAULT_CLASS.to_owned()).or_default();
        Ok(conf)
    }
}

/// A name that can stand in the file; whether there is such an account is another question.
fn account(value: &str) -> Result<String, String> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ':' | '/' | ',' | '#');
    if value.contains(bad) || value.starts_with('-') || value.len() > 256 {
        return Err(format!("\"{value}\" cannot be the name of an account"));
    }
    Ok(value.to_owned())
}

fn path(value: &str) -> Result<PathBuf, String> {
    let path = Path::new(value);
    let plain = path.components().all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
    if !plain || !path.is_absolute() || path.parent().is_none() || value.contains('\0') {
        return Err(format!("\"{value}\" must be an absolute path without \"..\", and not the root folder"));
    }
    // Written in one way only, so that paths can be compared.
    Ok(path.components().collect())
}

fn count(name: &str, value: &str) -> Result<u64, String> {
    // A year is for ever, and does not overflow a clock.
    let most = match name.rsplit('-').next() {
        Some("seconds") => 31_536_000,
        Some("percent") => 99,
        _ => 1 << 50,
    };
    let least = u64::from(!name.starts_with("free-"));
    let number = amount(value).filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| format!("{name} must be {least} to {most}, not \"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Files, Network};

    const LEAST: &str = "server = pulpo\nsocket = /run/pulpo/l.sock\nwork = /var/lib/pulpo-work\n\
                         runner = /usr/lib/pulpo/pulpo-runner\nslot = worker-1\n";

    #[track_caller]
    fn refused(more: &str, sentence: &str) {
        assert_eq!(WorkerConf::parse(&format!("{LEAST}{more}")).unwrap_err().to_string(), sentence);
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        let conf = WorkerConf::parse(LEAST).unwrap();
        assert_eq!(conf.keeper, Path::new("/usr/lib/pulpo/pulpo-keeper"));
        assert_eq!((conf.grace_seconds, conf.cancel_seconds, conf.spool_bytes), (600, 10, 4 << 30));
        assert_eq!((conf.free_bytes, conf.free_files_percent), (500 << 20, 5));
        assert_eq!(conf.classes, BTreeMap::from([("default".to_owned(), Class::default())]));
    }

    #[test]
    fn a_file_is_read_back_as_it_was_written() {
        let strict =
            Class { memory: 1000 << 20, pids: 9, network: Network::None, files: Files::Host, ..Class::default() };
        let mut conf = WorkerConf::parse(LEAST).unwrap();
        conf.classes.insert("strict-2".to_owned(), strict);
        conf.covers = vec!["/var/lib/pulpo".into(), "/etc/pulpo keys".into()];
        conf.slots.push("DOMAIN\\worker".to_owned());
        (conf.keeper, conf.grace_seconds, conf.spool_bytes) = ("/opt/keeper".into(), 7, 12345);
        (conf.free_bytes, conf.free_files_percent) = (0, 99);
        conf.sweep_seconds = 60;
        assert_eq!(WorkerConf::parse(&conf.render()), Ok(conf));
    }

    #[test]
    fn comments_and_empty_lines_say_nothing() {
        let text = format!("# a comment = this\n\n{LEAST}   # more\n");
        assert_eq!(WorkerConf::parse(&text), WorkerConf::parse(LEAST));
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_its_line() {
        refused("slots = 3", "line 6: nothing is named \"slots\" here");
        refused("hello", "line 6: a line is \"name = value\", or begins with #");
        refused("cover =", "line 6: \"cover\" has no value");
        refused("server = other", "line 6: \"server\" is given twice");
        refused("grace-seconds = 0", "line 6: grace-seconds must be 1 to 31536000, not \"0\"");
        refused("free-files-percent = 100", "line 6: free-files-percent must be 0 to 99, not \"100\"");
        refused("class.Big = cpu=1", "line 6: a class name is 1 to 32 characters of a-z, 0-9 and -, not \"Big\"");
        refused("class.a = cpu=1\nclass.a = cpu=1", "line 7: \"class.a\" is given twice");
        refused("class.a = cpu=+5", "line 6: cpu must be 1 to 10000, also with K, M or G, not \"+5\"");
        refused("class.a = speed=1", "line 6: a class has no \"speed\"");
        refused("class.a = cpu", "line 6: \"cpu\" is not key=value");
        refused("class.a = cpu=1 cpu=2", "line 6: cpu is given twice");
        refused("class.a = network=lan", "line 6: network must be host or none, not \"lan\"");
    }

    #[test]
    fn a_path_that_could_lead_elsewhere_is_refused() {
        for path in ["relative", "/a/../b", "/", ".."] {
            let sentence =
                format!("line 6: \"{path}\" must be an absolute path without \"..\", and not the root folder");
            refused(&format!("cover = {path}"), &sentence);
        }
        refused(
            "cover = /var/lib",
            "the work folder /var/lib/pulpo-work lies in the covered folder /var/lib; jobs could not see their own files",
        );
    }

    #[test]
    fn a_slot_is_an_account_of_its_own() {
        refused("slot = worker-1", "line 6: the slot \"worker-1\" is given twice; each needs an account of its own");
        refused("slot = pulpo", "the slot \"pulpo\" is the server's account; jobs need another");
        refused("slot = a b", "line 6: \"a b\" cannot be the name of an account");
        refused("slot = -x", "line 6: \"-x\" cannot be the name of an account");
        let none = LEAST.replace("slot = worker-1\n", "");
        let error = WorkerConf::parse(&none).unwrap_err();
        assert_eq!(error.to_string(), "\"slot\" is missing; name at least one account that jobs run as");
    }

    #[test]
    fn what_must_be_there_is_missed_by_name() {
        let error = WorkerConf::parse("server = pulpo\nsocket = /a/b\n").unwrap_err();
        assert_eq!(error.to_string(), "\"work\" is missing");
    }
}
