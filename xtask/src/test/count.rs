//! Counting what test runners say.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::machine::target_dir;
use crate::say::say;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

impl Count {
    pub(crate) fn passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    pub(crate) fn failed() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    pub(crate) fn skipped(reason: &str) -> Self {
        say(&format!("SKIPPED: {reason}"));
        Self { skipped: 1, ..Self::default() }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs `cargo test`, shows its verdicts and keeps the rest in a file.
///
/// A test that says SKIPPED is not counted as passed, though the runner does.
pub(crate) fn libtest(mut command: Command) -> Result<Count> {
    let path = target_dir().join("test-output.log");
    let log = File::create(&path).with_context(|| format!("could not write {}", path.display()))?;
    let status = command.stdout(log.try_clone()?).stderr(log).status().context("could not start cargo test")?;
    let mut count = Count::default();
    let mut skips = Vec::new();
    let mut failures = Vec::new();
    for line in BufReader::new(File::open(&path)?).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if let Some(verdict) = line.find("test result: ").map(|start| &line[start..]) {
            count.add(verdict_count(verdict));
        }
        if let Some(start) = line.find("SKIPPED: ") {
            skips.push(line[start..].to_owned());
        }
        if line.contains("... FAILED") || line.contains("panicked at") || line.starts_with("error") {
            failures.push(line);
        }
    }
    for skip in &skips {
        say(skip);
    }
    let skipped = skips.len() as u64;
    count.skipped += skipped;
    count.passed = count.passed.saturating_sub(skipped);
    if !status.success() {
        count.failed = count.failed.max(1);
        failures.iter().take(60).for_each(|failure| say(failure));
        show_end(&path)?;
    }
    say(&count.to_string());
    Ok(count)
}

fn show_end(path: &std::path::Path) -> Result<()> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    say("-- the end of the test output:");
    lines[lines.len().saturating_sub(150)..].iter().for_each(|line| say(line));
    Ok(())
}

/// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
fn verdict_count(line: &str) -> Count {
    let number = |word: &str| {
        let before = line.split(word).next()?;
        before.split_whitespace().last()?.parse::<u64>().ok()
    };
    Count {
        passed: number(" passed").unwrap_or(0),
        failed: number(" failed").unwrap_or(0),
        skipped: number(" ignored").unwrap_or(0),
    }
}

/// Runs a command that ends with a line `N passed, N failed, N skipped`; without one it has failed.
pub(crate) fn closing_line(mut command: Command, name: &str) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {name}"))?;
    let stdout = child.stdout.take().context("it has no output")?;
    let mut last = None;
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        say(&line);
        last = parse_closing(&line).or(last);
    }
    let status = child.wait()?;
    Ok(match last {
        Some(count) if status.success() || count.failed > 0 => count,
        Some(count) => Count { failed: count.failed + 1, ..count },
        None if status.success() => {
            say(&format!("{name}: it ended without counting its tests"));
            Count::failed()
        }
        None => Count::failed(),
    })
}

/// Reads `12 passed, 0 failed, 1 skipped`, with anything before it.
fn parse_closing(line: &str) -> Option<Count> {
    let mut count = Count::default();
    let mut found = false;
    for piece in line.rsplit(':').next()?.split(',') {
        let mut words = piece.split_whitespace();
        let (number, word) = (words.next()?.parse::<u64>().ok()?, words.next()?);
        match word {
            "passed" => (count.passed, found) = (number, true),
            "failed" => count.failed = number,
            "skipped" => count.skipped = number,
            _ => return None,
        }
    }
    found.then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_of_both_kinds_are_read() {
        let verdict = verdict_count(
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
        );
        assert_eq!(verdict, Count { passed: 12, failed: 3, skipped: 1 });
        assert_eq!(
            parse_closing("total: 4 passed, 0 failed, 2 skipped"),
            Some(Count { passed: 4, failed: 0, skipped: 2 })
        );
        assert_eq!(parse_closing("4 passed, 1 failed"), Some(Count { passed: 4, failed: 1, skipped: 0 }));
        assert_eq!(parse_closing("ran 4 tests, all passed"), None);
    }
}
