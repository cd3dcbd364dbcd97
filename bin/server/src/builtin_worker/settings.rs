//! The mode of the built-in worker in the server's own settings: two lines of the table `[worker]`, changed without
//! touching anything else that an administrator wrote there.

use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

/// What the table shall say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode<'a> {
    SameUser,
    Launcher { config: &'a Path },
}

impl Mode<'_> {
    fn lines(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::SameUser => vec![("mode", "same-user".to_owned())],
            Self::Launcher { config } => {
                vec![("mode", "launcher".to_owned()), ("launcher-config", config.display().to_string())]
            }
        }
    }
}

/// Whether the settings say so already.
pub(crate) fn says(text: &str, mode: &Mode<'_>) -> Result<bool> {
    let table = parse(text)?;
    let worker = table.get("worker").and_then(Value::as_table);
    let said = |name: &str| worker.and_then(|worker| worker.get(name)).and_then(Value::as_str);
    Ok(mode.lines().iter().all(|(name, value)| said(name) == Some(value)))
}

/// The text with the mode in it.
pub(crate) fn set(text: &str, mode: &Mode<'_>) -> Result<String> {
    let mut expected = parse(text)?;
    let worker = expected.entry("worker").or_insert_with(|| Value::Table(Table::new()));
    let Some(worker) = worker.as_table_mut() else { bail!("\"worker\" is no table") };
    for (name, value) in mode.lines() {
        worker.insert(name.to_owned(), Value::String(value));
    }
    let changed = edit(text, mode);
    // Whatever way the file is written in, only what was meant may have changed.
    match parse(&changed) {
        Ok(table) if table == expected => Ok(changed),
        _ => {
            let lines = mode.lines().iter().map(|(name, value)| format!("{name} = \"{value}\"")).collect::<Vec<_>>();
            bail!(
                "the settings are written in a way that cannot be changed safely; write {} into the table [worker] yourself",
                lines.join(" and ")
            )
        }
    }
}

/// A text as these settings hold it: its quotes and escapes are those of JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

fn parse(text: &str) -> Result<Table> {
    text.parse().context("the server's settings cannot be read")
}

fn edit(text: &str, mode: &Mode<'_>) -> String {
    let own = |line: &str| {
        let name = line.split('=').next().unwrap_or_default().trim();
        line.contains('=') && mode.lines().iter().any(|(known, _)| *known == name)
    };
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    let mut at = None;
    for line in text.lines() {
        if line.trim_start().starts_with('[') {
            inside = line.split('#').next().unwrap_or_default().trim() == "[worker]";
            lines.push(line.to_owned());
            if inside {
                at = Some(lines.len());
            }
        } else if !(inside && own(line)) {
            lines.push(line.to_owned());
        }
    }
    let at = at.unwrap_or_else(|| {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push("[worker]".to_owned());
        lines.len()
    });
    let new = mode.lines().into_iter().map(|(name, value)| format!("{name} = {}", quoted(&value)));
    lines.splice(at..at, new);
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launcher() -> Mode<'static> {
        Mode::Launcher { config: Path::new("/etc/pulpo/worker.conf") }
    }

    #[track_caller]
    fn check(before: &str, mode: &Mode<'_>, after: &str) {
        assert_eq!(set(before, mode).unwrap(), after);
        assert!(says(after, mode).unwrap() && !says(before, mode).unwrap());
        assert_eq!(set(after, mode).unwrap(), after, "a second time changes nothing");
    }

    #[test]
    fn only_the_lines_of_the_mode_change() {
        let both = "[worker]\nmode = \"launcher\"\nlauncher-config = \"/etc/pulpo/worker.conf\"\n";
        check("", &launcher(), both);
        let kept = "# ours\ndata-dir = \"/srv\"\n";
        check(kept, &launcher(), &format!("{kept}\n{both}"));
        check(
            "[worker] # fence\nallow-root = true\nmode = 'off' # for now\n\n[other]\nmode = 1\n",
            &launcher(),
            "[worker] # fence\nmode = \"launcher\"\nlauncher-config = \"/etc/pulpo/worker.conf\"\nallow-root = true\n\n[other]\nmode = 1\n",
        );
        check(both, &Mode::SameUser, "[worker]\nmode = \"same-user\"\nlauncher-config = \"/etc/pulpo/worker.conf\"\n");
    }

    #[test]
    fn what_cannot_be_changed_safely_is_left_to_the_administrator() {
        for text in
            ["worker = { mode = \"off\" }\n", "worker.mode = \"off\"\n", "a = \"\"\"\n[worker]\nmode = 1\n\"\"\"\n"]
        {
            let error = set(text, &launcher()).unwrap_err().to_string();
            assert!(error.contains("write mode = \"launcher\" and launcher-config"), "{text}: {error}");
        }
        assert!(set("mode", &launcher()).is_err());
    }
}
