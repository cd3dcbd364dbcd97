//! Set-up as a list of actions. Each knows how to see that it is done already, how to do it, and what to write down so
//! that it can be taken back; so a dry run, a second run and `--reset` need no code of their own.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::journal::{Journal, Made};
use super::work::{Change, Work};

/// One line of the output, and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Action {
    /// `Creating the account 'pulpo'`.
    pub(crate) doing: String,
    /// `The account 'pulpo' exists already`.
    pub(crate) already: String,
    pub(crate) work: Work,
}

/// What an action came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Already,
}

/// Carries out the list, telling each line before its work begins.
///
/// In a dry run only looks; what an action would find changed by one before it is taken to be done anew.
pub(crate) fn carry_out(
    actions: &[Action],
    dry: bool,
    journal: &Journal,
    mut tell: impl FnMut(&str),
) -> Result<Vec<Outcome>> {
    let mut changed: Vec<PathBuf> = Vec::new();
    let mut outcomes = Vec::new();
    for action in actions {
        let change = Change { paths: &changed };
        if action.work.is_done(&change)? {
            tell(&action.already);
            outcomes.push(Outcome::Already);
            continue;
        }
        tell(&action.doing);
        if !dry {
            let record = |made: &Made| journal.add(made);
            action.work.carry_out(&change, &record).with_context(|| action.doing.clone())?;
        }
        changed.extend(action.work.path());
        outcomes.push(Outcome::Done);
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: PathBuf, text: &str) -> Action {
        let work = Work::File { path, text: text.to_owned(), mode: 0o644 };
        Action { doing: "Writing".to_owned(), already: "already".to_owned(), work }
    }

    #[test]
    fn a_dry_run_changes_nothing_and_a_second_run_says_already() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("made"));
        let actions = [file(folder.path().join("a"), "1"), file(folder.path().join("b"), "2")];
        let mut said = Vec::new();
        let mut run = |dry| carry_out(&actions, dry, &journal, |line| said.push(line.to_owned())).unwrap();
        assert_eq!(run(true), [Outcome::Done, Outcome::Done]);
        assert!(!actions[0].work.path().unwrap().exists() && !journal.path().exists());
        assert_eq!(run(false), [Outcome::Done, Outcome::Done]);
        assert_eq!(run(false), [Outcome::Already, Outcome::Already]);
        assert_eq!(run(true), [Outcome::Already, Outcome::Already]);
        assert_eq!(said, ["Writing", "Writing", "Writing", "Writing", "already", "already", "already", "already"]);
        assert_eq!(journal.read().unwrap().len(), 2);
    }

    #[test]
    fn what_was_there_before_is_not_written_down_as_ours() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("made"));
        let path = folder.path().join("a");
        std::fs::write(&path, "theirs").unwrap();
        carry_out(&[file(path.clone(), "ours")], false, &journal, |_| {}).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "ours");
        assert_eq!(journal.read().unwrap(), []);
    }
}
