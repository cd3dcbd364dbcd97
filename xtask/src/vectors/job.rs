//! Runs a script as a real job of the runner, in this process.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use anyhow::Context;
use pulpo_execution::{Host, Signals, Surroundings};
use pulpo_wire::job::stream::{Frame, FrameReader};
use pulpo_wire::job::{ActionKind, JobDocument, JobEvent, JobResult, JobVariable};

/// Runs a script step with these variables and reports how it ended.
pub(super) fn run_script<'a>(
    syntax: &'a str,
    body: &'a str,
    variables: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> anyhow::Result<JobResult> {
    let folder = tempfile::tempdir().context("could not make a folder for the job")?;
    let script = [
        ("Octopus.Action.Script.ScriptSource", "Inline"),
        ("Octopus.Action.Script.Syntax", syntax),
        ("Octopus.Action.Script.ScriptBody", body),
    ];
    let variables = variables.into_iter().chain(script).map(|(name, value)| JobVariable {
        name: name.to_owned(),
        value: value.to_owned(),
        sensitive: false,
    });
    let document = JobDocument {
        format: JobDocument::FORMAT,
        kind: ActionKind::Script,
        variables: variables.collect(),
        packages: Vec::new(),
        masks: Vec::new(),
        retention: None,
    };
    let told = Told::default();
    let surroundings = Surroundings {
        folder: folder.path().to_owned(),
        packages: Vec::new(),
        host: Host::new(std::env::vars_os().filter(|(name, _)| name == "PATH")),
        signals: Rc::new(Signals::take_over().context("could not take over the signals")?),
        sink: Box::new(told.clone()),
        clock: Box::new(|| 0),
    };
    pulpo_execution::run(document, surroundings).context("could not run the job")?;

    let mut frames = FrameReader::at(0);
    frames.push(&told.0.borrow());
    while let Some(frame) = frames.next_frame().context("could not read what the job tells")? {
        if let Frame::Event(JobEvent::Finished(result)) = frame {
            return Ok(result);
        }
    }
    anyhow::bail!("the job did not tell how it ended")
}

/// What the job tells, kept in memory.
#[derive(Clone, Default)]
struct Told(Rc<RefCell<Vec<u8>>>);

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
