//! One job from its document to its result.

mod artifacts;
mod error;
mod host;
mod print;
mod wishes;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::rc::Rc;

use octostache::Variables;
use pulpo_wire::job::{ActionKind, JobDocument, JobEvent, JobPackage, JobResult, JobRetention};

pub(crate) use error::StepError;
pub use host::Host;
use wishes::Wishes;

use crate::process::Signals;
use crate::report::{Clock, Reporter};
use crate::step;

/// The exit code of a job that was cancelled (SE-05).
pub const CANCELLED: i32 = -43;

/// What a job is run with, besides its document.
pub struct Surroundings {
    /// The job's own folder: empty, and nobody else's.
    pub folder: PathBuf,
    /// The files of the document's packages, in its order.
    pub packages: Vec<File>,
    pub host: Host,
    pub signals: Rc<Signals>,
    /// Where the events go.
    pub sink: Box<dyn Write>,
    pub clock: Clock,
}

/// A job that is being done.
pub(crate) struct Job {
    pub(crate) folder: PathBuf,
    pub(crate) packages: Vec<(JobPackage, File)>,
    pub(crate) host: Host,
    pub(crate) signals: Rc<Signals>,
    pub(crate) reporter: Reporter,
    pub(crate) variables: Variables,
    /// The names of secret variables, lower case.
    secret_names: HashSet<String>,
    pub(crate) wishes: Wishes,
    pub(crate) retention: Option<JobRetention>,
    /// Folders in which the job put files, and from which it may collect them.
    pub(crate) installations: Vec<PathBuf>,
    numbers: u32,
    home: Option<PathBuf>,
}

/// Does a job and reports its end. An error means that the report could not be delivered.
pub fn run(document: JobDocument, surroundings: Surroundings) -> io::Result<()> {
    let Surroundings { folder, packages, host, signals, sink, clock } = surroundings;
    let mut reporter = Reporter::new(sink, clock);
    for secret in &document.masks {
        reporter.mask(secret);
    }
    let mut variables = Variables::new();
    if let Ok(now) = jiff::Timestamp::from_microsecond(reporter.now()) {
        variables.set_now(now.to_zoned(jiff::tz::TimeZone::UTC));
    }
    for (name, value) in host.variables() {
        variables.set(format!("env:{name}"), value);
    }
    let mut secret_names = HashSet::new();
    for variable in &document.variables {
        if variable.sensitive {
            reporter.mask(&variable.value);
            secret_names.insert(variable.name.to_lowercase());
        }
        variables.set(variable.name.clone(), variable.value.clone());
    }
    // A secret that is put together from others is printed in its evaluated form.
    for variable in document.variables.iter().filter(|variable| variable.sensitive && variable.value.contains("#{")) {
        if let Some(value) = variables.get(&variable.name) {
            reporter.mask(&value);
        }
    }
    let packages = document.packages.into_iter().zip(packages).collect();
    let mut job = Job {
        folder,
        packages,
        host,
        signals,
        reporter,
        variables,
        secret_names,
        wishes: Wishes::default(),
        retention: document.retention,
        installations: Vec::new(),
        numbers: 0,
        home: None,
    };
    let done = if document.format == JobDocument::FORMAT {
        job.perform(document.kind)
    } else {
        Err(StepError::failed(format!(
            "the job document has format {}, and this runner knows only {}; update the runner",
            document.format,
            JobDocument::FORMAT
        )))
    };
    let result = job.result(done)?;
    job.reporter.event(&JobEvent::Finished(result))?;
    job.reporter.flush()
}

impl Job {
    fn perform(&mut self, kind: ActionKind) -> Result<(), StepError> {
        self.check_cancelled()?;
        self.print_variables()?;
        let done = match kind {
            ActionKind::Script => step::script(self),
            ActionKind::DeployPackage => step::deploy_package(self),
            ActionKind::TransferPackage => step::transfer_package(self),
        };
        // A failed step has artifacts too: its logs are wanted most of all.
        if !matches!(done, Err(StepError::Cancelled | StepError::Report(_))) {
            self.collect_artifacts()?;
        }
        done
    }

    fn result(&mut self, done: Result<(), StepError>) -> io::Result<JobResult> {
        let (exit_code, message) = match done {
            Ok(()) => (0, None),
            Err(StepError::Report(error)) => return Err(error),
            Err(error @ StepError::Cancelled) => (CANCELLED, Some(error.to_string())),
            Err(StepError::Failed { exit_code, message }) => {
                (exit_code, Some(self.wishes.result_message.take().unwrap_or(message)))
            }
        };
        Ok(JobResult { exit_code, error: message.map(|text| self.reporter.masks().hide(&text)) })
    }

    /// Ends the step when the engine has asked for it; to be called between the parts of long work.
    pub(crate) fn check_cancelled(&self) -> Result<(), StepError> {
        if self.signals.cancelled() { Err(StepError::Cancelled) } else { Ok(()) }
    }

    /// A number for a file's name that this job has not used.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    /// The environment of scripts: only what is on the list, and a home folder of their own.
    pub(crate) fn script_environment(&mut self) -> io::Result<Vec<(OsString, OsString)>> {
        let home = if let Some(home) = &self.home {
            home.clone()
        } else {
            let home = self.folder.join("Home");
            DirBuilder::new().mode(0o700).create(&home)?;
            self.home.insert(home).clone()
        };
        let mut environment = self.host.script_environment();
        environment.push(("HOME".into(), home.into()));
        Ok(environment)
    }

    /// Sets an output variable for the engine and for the rest of this job (VO-01).
    pub(crate) fn set_output(&mut self, name: &str, value: &str) -> Result<(), StepError> {
        self.wishes.set_output(&mut self.reporter, name, value, false)?;
        self.keep_outputs();
        Ok(())
    }

    /// Makes the outputs that scripts have set visible to what comes next in this job.
    pub(crate) fn keep_outputs(&mut self) {
        let action = self.variables.get("Octopus.Action.Name");
        for (name, value) in self.wishes.outputs.drain(..) {
            if let Some(action) = &action {
                self.variables.set(format!("Octopus.Action[{action}].Output.{name}"), value.clone());
            }
            self.variables.set(name, value);
        }
    }

    /// A flag among the variables: `true` or `false` in any case, else the default (VM-04).
    pub(crate) fn flag(&self, name: &str, default: bool) -> bool {
        let value = self.variables.get(name).unwrap_or_default();
        match value.trim() {
            text if text.eq_ignore_ascii_case("true") => true,
            text if text.eq_ignore_ascii_case("false") => false,
            _ => default,
        }
    }

    /// A variable that has a text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.variables.get(name).filter(|value| !value.trim().is_empty())
    }

    /// The lines of a variable, without empty ones.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let text = self.variables.get(name).unwrap_or_default();
        text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// A folder below the job's own.
    pub(crate) fn make_folder(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.folder.join(name);
        fs::create_dir_all(&path)?;
        Ok(path)
    }
}
