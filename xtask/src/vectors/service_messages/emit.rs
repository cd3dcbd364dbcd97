//! Runs a call of a helper function in a script, as a real job, and catches what the call writes.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::vectors::job;

/// What a call wrote, and how it ended.
pub(super) struct Emitted {
    pub(super) stdout: String,
    pub(super) exit_code: i32,
    /// The working folder of the script.
    pub(super) folder: String,
}

/// The variables that every script of a case can see.
const VARIABLES: [(&str, &str); 3] =
    [("Name", "Val"), ("My Var", "a  b"), ("Octopus.Action[Step A].Output.X", "ünïcode")];

pub(super) fn run(language: &str, call: &str) -> anyhow::Result<Emitted> {
    let catch = tempfile::tempdir().context("could not make a folder for the output")?;
    let (syntax, body) = match language {
        "bash" => ("Bash", bash(call, catch.path())),
        "python" => ("Python", python(call, catch.path())),
        unknown => bail!("this command cannot run scripts in \"{unknown}\""),
    };
    let result = job::run_script(syntax, &body, VARIABLES)?;

    let read = |name: &str| {
        fs::read_to_string(catch.path().join(name))
            .with_context(|| format!("the script did not come to write its {name}: {result:?}"))
    };
    Ok(Emitted {
        exit_code: read("exit-code")?.parse().context("the exit code is not a number")?,
        stdout: read("stdout")?,
        folder: read("folder")?,
    })
}

/// The call runs in a shell of its own, for it may end it.
fn bash(call: &str, catch: &Path) -> String {
    let catch = catch.display();
    format!(
        "printf 12345 > art.txt\nprintf %s \"$(pwd)\" > '{catch}/folder'\n\
         ( {call}\n) > '{catch}/stdout'\nprintf %s $? > '{catch}/exit-code'\n"
    )
}

/// The call runs in a process of its own, for it may end it.
fn python(call: &str, catch: &Path) -> String {
    let catch = catch.display();
    format!(
        "import os, sys
with open('art.txt', 'w') as file:
    file.write('12345')
with open('{catch}/folder', 'w') as file:
    file.write(os.getcwd())
sys.stdout.flush()
child = os.fork()
if child == 0:
    os.dup2(os.open('{catch}/stdout', os.O_WRONLY | os.O_CREAT, 0o600), 1)
    {call}
    sys.exit(0)
_, status = os.waitpid(child, 0)
with open('{catch}/exit-code', 'w') as file:
    file.write(str(os.WEXITSTATUS(status)))
"
    )
}
