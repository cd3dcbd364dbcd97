//! Waiting until tasks are finished.
//!
//! octo asks every ten seconds. A server with the link `TaskWait` holds the question until the task's state changes,
//! so that we learn of the end at once and ask less often; without that link we ask as octo does.

use std::time::Duration;

use super::activity::ActivityPrinter;
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::{Failure, Trouble};
use crate::start;
use crate::times;

/// What is being waited for; decides the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Execution {
    Deployment,
    RunbookRun,
}

impl Execution {
    fn noun(self) -> &'static str {
        match self {
            Self::Deployment => "deployment",
            Self::RunbookRun => "runbook run",
        }
    }
}

/// How to wait.
pub(crate) struct Waiting {
    pub timeout: Duration,
    /// Pause between two looks.
    pub cycle: Duration,
    /// How long the server may hold a question; less than the limit for one request.
    pub longest_hold: Duration,
    pub cancel_on_timeout: bool,
    pub progress: bool,
    pub raw_log: RawLog,
}

/// Where the raw log of a failed task goes.
pub(crate) enum RawLog {
    Nowhere,
    Console,
    File(String),
}

/// Something whose task is waited for.
pub(crate) struct Watched {
    pub task_id: String,
    pub guided_failure: bool,
    /// The environment, for the warning about guided failures.
    pub environment_link: Option<String>,
    /// Where the portal shows it.
    pub portal_path: String,
}

const DEFAULT_TIMEOUT: Duration = Duration::from_mins(10);
const DEFAULT_CYCLE: Duration = Duration::from_secs(10);
/// A cycle without seconds would ask without a pause.
const SHORTEST_CYCLE: Duration = Duration::from_millis(250);
/// Proxies like to cut connections that are silent for a minute.
const LONGEST_HOLD: Duration = Duration::from_secs(30);

impl Waiting {
    /// Reads the options of a deployment.
    pub(crate) fn read(context: &Context<'_>) -> Result<Self, Failure> {
        Self::read_keys(context, "deploymentTimeout", "deploymentCheckSleepCycle")
    }

    /// Reads the options under the names a command has for them.
    pub(crate) fn read_keys(context: &Context<'_>, timeout_key: &str, cycle_key: &str) -> Result<Self, Failure> {
        let values = &context.values;
        let progress = values.flag("progress");
        let raw_log = match values.text("rawLogFile") {
            _ if progress || values.flag("noRawLog") => RawLog::Nowhere,
            Some(file) => RawLog::File(file.to_owned()),
            None => RawLog::Console,
        };
        let cycle = values.duration(cycle_key)?.unwrap_or(DEFAULT_CYCLE);
        let request_limit = start::request_timeout(values)?.unwrap_or(LONGEST_HOLD * 2);
        Ok(Self {
            timeout: values.duration(timeout_key)?.unwrap_or(DEFAULT_TIMEOUT),
            cycle: times::seconds_component(cycle).max(SHORTEST_CYCLE),
            longest_hold: LONGEST_HOLD.min(request_limit / 2),
            cancel_on_timeout: values.flag("cancelOnTimeout"),
            progress,
            raw_log,
        })
    }
}

/// Waits until every task is finished, tells how each ended, and fails if one did not succeed or the time was up.
pub(crate) fn wait_for_all(
    context: &Context<'_>,
    client: &Client,
    waiting: &Waiting,
    execution: Execution,
    watched: &[Watched],
) -> Result<(), Failure> {
    let tasks_link = client.root_link("Tasks")?;
    let read = |watched: &Watched| {
        let question =
            Parameters::none().with("id", &watched.task_id).with("spaces", "all").with_flag("includeSystem", true);
        client.get(&tasks_link, &question)
    };
    let tasks: Vec<Resource> = watched.iter().map(read).collect::<Result<_, _>>()?;
    let mut wait = Wait { context, client, waiting, execution, watched, tasks, activity: ActivityPrinter::default() };
    wait.run()
}

struct Wait<'a> {
    context: &'a Context<'a>,
    client: &'a Client,
    waiting: &'a Waiting,
    execution: Execution,
    watched: &'a [Watched],
    tasks: Vec<Resource>,
    activity: ActivityPrinter,
}

impl Wait<'_> {
    fn run(&mut self) -> Result<(), Failure> {
        let printer = &self.context.printer;
        if self.waiting.progress && self.tasks.len() > 1 {
            let first = self.tasks[0].name();
            printer.information(&format!("Only progress of the first task ({first}) will be shown"));
        }
        let (count, noun) = (self.tasks.len(), self.execution.noun());
        printer.information(&format!("Waiting for {count} {noun}(s) to complete...."));
        let deadline = self.context.clock.running_for() + self.waiting.timeout;
        loop {
            self.look()?;
            let Some(pending) = self.tasks.iter().position(|task| !is_finished(task)) else { break };
            let left = deadline.saturating_sub(self.context.clock.running_for());
            if left.is_zero() {
                return self.give_up();
            }
            self.pause(pending, left)?;
        }
        self.report()
    }

    /// Reads every unfinished task again, and shows what the first one has logged.
    fn look(&mut self) -> Result<(), Failure> {
        for index in 0..self.tasks.len() {
            if !is_finished(&self.tasks[index]) {
                let own = self.tasks[index].link("Self")?.to_owned();
                if let Some(task) = self.tolerate(self.client.get(&own, &Parameters::none()))? {
                    self.tasks[index] = task;
                }
            }
        }
        if self.waiting.progress {
            let link = self.tasks[0].link("Details")?.to_owned();
            if let Some(details) = self.tolerate(self.client.get(&link, &Parameters::none()))? {
                self.activity.show(&self.context.printer, self.context.service_messages, &details);
            }
        }
        Ok(())
    }

    /// A server that restarts, or a proxy that does, must not end the wait: the deployment goes on as well.
    fn tolerate(&self, answer: Result<Resource, Failure>) -> Result<Option<Resource>, Failure> {
        match answer {
            Ok(resource) => Ok(Some(resource)),
            Err(
                failure @ (Failure::Connection { trouble: Trouble::Passing | Trouble::TimedOut, .. }
                | Failure::Server { status: 502..=504, .. }),
            ) => {
                self.context.printer.debug(&format!("The server did not answer, trying again: {failure}"));
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Lets time pass, but not more than is left, and less if the server tells us that the task has moved on.
    fn pause(&mut self, pending: usize, left: Duration) -> Result<(), Failure> {
        let clock = self.context.clock;
        let Some(link) = self.client.find_root_link("TaskWait") else {
            clock.sleep(self.waiting.cycle.min(left));
            return Ok(());
        };
        // The log is shown every cycle even if the state stays the same.
        let longest = if self.waiting.progress { self.waiting.cycle } else { LONGEST_HOLD };
        let hold = longest.min(self.waiting.longest_hold).min(left).max(Duration::from_secs(1)).as_secs();
        let task = &self.tasks[pending];
        let known = task.text("State").to_owned();
        let question = Parameters::none()
            .with("id", task.id())
            .with("waitForChange", &hold.to_string())
            .with("knownState", &known);
        let asked_at = clock.running_for();
        let answer = self.tolerate(self.client.get(&link, &question))?;
        let moved_on = answer.is_some_and(|task| task.text("State") != known);
        // An answer that came early without news would make this loop spin.
        if !moved_on && clock.running_for().saturating_sub(asked_at) < SHORTEST_CYCLE {
            clock.sleep(self.waiting.cycle.min(left));
        }
        Ok(())
    }

    /// Every task is finished: one line each, and the raw log of those that failed.
    fn report(&self) -> Result<(), Failure> {
        let printer = &self.context.printer;
        let mut failed = false;
        for task in &self.tasks {
            let task = self.client.get(task.link("Self")?, &Parameters::none())?;
            let (description, state) = (task.text("Description"), task.text("State"));
            if task.flag("FinishedSuccessfully") {
                printer.information(&format!("{description}: {state}"));
                continue;
            }
            failed = true;
            printer.error(&format!("{description}: {state}, {}", task.text("ErrorMessage")));
            if let Err(failure) = self.show_raw_log(&task) {
                printer.error(&format!("Could not retrieve the raw task log for the failed task. {failure}"));
            }
        }
        if failed {
            return Err(Failure::command(format!("One or more {} tasks failed.", self.execution.noun())));
        }
        printer.information("Done!");
        Ok(())
    }

    fn show_raw_log(&self, task: &Resource) -> Result<(), Failure> {
        let read = || self.client.get_text(task.link("Raw")?);
        match &self.waiting.raw_log {
            RawLog::Nowhere => {}
            RawLog::Console => self.context.printer.error(read()?.trim_end()),
            RawLog::File(file) => {
                let path = self.context.path(file);
                std::fs::write(&path, read()?).map_err(|error| Failure::file("write", &path, &error))?;
            }
        }
        Ok(())
    }

    fn give_up(&self) -> Result<(), Failure> {
        let printer = &self.context.printer;
        let text = format!(
            "One or more tasks did not complete before the timeout was reached. We waited {}  for the tasks to \
             complete.",
            times::time_span(self.waiting.timeout)
        );
        printer.error(&text);
        if self.waiting.cancel_on_timeout {
            self.cancel();
        }
        let guided: Vec<&Watched> = self.watched.iter().filter(|watched| watched.guided_failure).collect();
        if !guided.is_empty() {
            printer.warning(&format!(
                "One or more {} are using guided failure. Use the links below to check if intervention is required:",
                self.execution.noun()
            ));
        }
        for watched in guided {
            let environment = match &watched.environment_link {
                Some(link) => self.client.get(link, &Parameters::none())?,
                None => Resource::default(),
            };
            let base = self.client.base_address();
            printer.warning(&format!("  - {}: {base}{}", environment.name(), watched.portal_path));
        }
        Err(Failure::Command(text))
    }

    fn cancel(&self) {
        let (printer, noun) = (&self.context.printer, self.execution.noun());
        for task in self.tasks.iter().filter(|task| !is_finished(task)) {
            printer.warning(&format!("Cancelling {noun} task '{}'", task.text("Description")));
            let cancelled = task
                .link("Cancel")
                .and_then(|link| self.client.post(link, &Parameters::none(), &serde_json::json!({})));
            if let Err(failure) = cancelled {
                let task = task.text("Description");
                printer.error(&format!("Failed to cancel {noun} task '{task}': {failure}"));
            }
        }
    }
}

fn is_finished(task: &Resource) -> bool {
    matches!(task.text("State"), "Success" | "Failed" | "Canceled" | "TimedOut")
}
