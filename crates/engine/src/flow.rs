//! Step by step: blocks, conditions, targets, child actions, retries (domain.md SC).

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use pulpo_domain::plan::{DEFAULT_PARALLELISM, PlannedAction, PlannedStep, Target, condition_holds};
use pulpo_domain::process::{Condition, property};
use pulpo_store::task_log::{Activity, Category, Status};

use crate::acquire::step_needs_packages;
use crate::attempt::Place;
use crate::driver::{Driver, told};
use crate::job::{Done, Job, JobOutcome};
use crate::outputs::{Output, Seen};
use crate::trouble::Trouble;
use crate::variables::{self, Scene, StepStatus, VariableList};

/// SC-17: at most so many attempts after the first.
const MOST_RETRIES: u32 = 3;

/// What came of the work; whether it was canceled is known elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Success,
    /// The first failure.
    Failed(String),
}

/// What came of a step, a target, an action.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Success { has_trouble: bool },
    Failed(String),
    Skipped,
    Canceled,
}

impl Part {
    /// The worst of several, in the order in which they stand.
    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let worst = |first: Self, second: Self| match (first, second) {
            (Self::Failed(error), _) | (_, Self::Failed(error)) => Self::Failed(error),
            (Self::Canceled, _) | (_, Self::Canceled) => Self::Canceled,
            (Self::Skipped, other) | (other, Self::Skipped) => other,
            (Self::Success { has_trouble: a }, Self::Success { has_trouble: b }) => {
                Self::Success { has_trouble: a | b }
            }
        };
        parts.into_iter().fold(Self::Skipped, worst)
    }

    fn status(&self) -> Status {
        match self {
            Self::Success { has_trouble: false } => Status::Success,
            Self::Success { has_trouble: true } => Status::SuccessWithWarning,
            Self::Failed(_) => Status::Failed,
            Self::Skipped => Status::Skipped,
            Self::Canceled => Status::Canceled,
        }
    }

    /// The code of `Octopus.Step.Status.Code`.
    fn code(&self) -> &'static str {
        match self {
            Self::Success { .. } => "Succeeded",
            Self::Failed(_) => "Failed",
            Self::Skipped => "Skipped",
            Self::Canceled => "Canceled",
        }
    }
}

/// A step where it stands.
#[derive(Clone, Copy)]
struct StepAt<'a> {
    block: usize,
    step: &'a PlannedStep,
    activity: Activity,
    /// Whether some step of an earlier block failed.
    earlier_failure: bool,
}

impl Driver {
    /// Runs the plan.
    pub(crate) async fn deploy(&self) -> Result<Verdict, Trouble> {
        let steps = &self.work.plan.steps;
        let mut acquisition = self.acquisition();
        let activities: Vec<Activity> = steps.iter().map(|step| self.step_activity(step)).collect();
        let mut failure: Option<String> = None;
        let mut rest: Vec<(&PlannedStep, Activity)> = steps.iter().zip(activities).collect();
        let mut block = 0;
        while !rest.is_empty() {
            // SC-08: each step that starts with the previous one belongs to its block.
            let length = 1 + rest[1..].iter().take_while(|(step, _)| step.starts_with_previous).count();
            let members: Vec<_> = rest.drain(..length).collect();
            if members.iter().any(|(step, _)| step_needs_packages(step))
                && failure.is_none()
                && !self.is_canceled()
                && let Some(activity) = acquisition.take()
            {
                failure = self.acquire(block, activity).await?;
            }
            let earlier_failure = failure.is_some();
            let parallelism = self.parallelism(block, None);
            let running: Vec<_> = members
                .into_iter()
                .map(|(step, activity)| self.step(StepAt { block, step, activity, earlier_failure }).boxed())
                .collect();
            // SC-09: the others of a block go on when one has failed.
            let mut ended: Vec<(usize, String, Part)> =
                stream::iter(running).buffer_unordered(parallelism).try_collect().await?;
            ended.sort_by_key(|(number, _, _)| *number);
            for (_, step, part) in ended {
                let error = if let Part::Failed(error) = &part { Some(error.clone()) } else { None };
                if failure.is_none() && error.is_some() {
                    failure.clone_from(&error);
                    self.warn_of_guidance();
                }
                self.progress().statuses.push(StepStatus { block, step, code: part.code(), error });
            }
            block += 1;
        }
        if let Some(activity) = acquisition {
            self.status(activity, Status::Skipped);
        }
        Ok(failure.map_or(Verdict::Success, Verdict::Failed))
    }

    fn step_activity(&self, step: &PlannedStep) -> Activity {
        let name = format!("Step {}: {}", step.number, step.step.name);
        self.log.activity(&format!("step/{}", step.step.id), Some(self.root), &name)
    }

    fn warn_of_guidance(&self) {
        if self.work.deployment.use_guided_failure {
            let text = "This deployment asks for guided failure, which this server does not offer yet: \
                        the failure is treated as without guidance.";
            self.note(self.root, "guidance", Category::Warning, text);
        }
    }

    /// How many steps or targets run at once (SC-10).
    fn parallelism(&self, block: usize, step: Option<&PlannedStep>) -> usize {
        let variables = self.condition_variables(block, step, None, None).evaluator();
        let wanted = variables.get(property::MAX_PARALLELISM).and_then(|text| text.trim().parse().ok());
        wanted.filter(|count| *count > 0).unwrap_or(DEFAULT_PARALLELISM)
    }

    /// The variables that decisions are made on: only what is the same when they are made again after a crash.
    pub(crate) fn condition_variables(
        &self,
        block: usize,
        step: Option<&PlannedStep>,
        action: Option<&PlannedAction>,
        target: Option<&Target>,
    ) -> VariableList {
        let progress = self.progress();
        let seen = Seen::Before { block, step: step.map_or(0, |step| step.number), machine: target };
        let outputs = progress.outputs.variables(seen, target);
        let server_uri = self.core.server_uri.as_deref();
        let statuses = &progress.statuses;
        variables::of(&Scene { work: &self.work, server_uri, step, action, target, outputs: &outputs, statuses })
    }

    async fn step(&self, at: StepAt<'_>) -> Result<(usize, String, Part), Trouble> {
        let part = self.run_step(at).await?;
        self.status(at.activity, part.status());
        self.flush_log().await?;
        Ok((at.step.number, at.step.step.name.clone(), part))
    }

    async fn run_step(&self, at: StepAt<'_>) -> Result<Part, Trouble> {
        let StepAt { block, step, activity, earlier_failure } = at;
        if self.is_canceled() && !self.has_open(|job| is_of(step, &job.action_id)) {
            return Ok(Part::Canceled);
        }
        if !step.has_work() {
            for action in &step.actions {
                self.note_skip(activity, action);
            }
            return Ok(Part::Skipped);
        }
        let expression = || {
            let text = step.step.properties.text(property::STEP_CONDITION).unwrap_or_default();
            self.condition_variables(block, Some(step), None, None).evaluator().is_true(text)
        };
        if !condition_holds(step.step.condition, earlier_failure, expression) {
            let why = if earlier_failure { "an earlier step failed" } else { "its run condition is not met" };
            self.note(activity, "condition", Category::Info, &format!("The step is skipped: {why}."));
            return Ok(Part::Skipped);
        }
        self.status(activity, Status::Running);
        if step.targets.is_empty() {
            return self.target(at, None, &AtomicBool::new(false)).await;
        }
        let window = step.window.unwrap_or_else(|| self.parallelism(block, Some(step)));
        let failed = AtomicBool::new(false);
        let targets: Vec<_> =
            step.targets.iter().map(|target| self.target(at, Some(target), &failed).boxed()).collect();
        let parts: Vec<Part> = stream::iter(targets).buffer_unordered(window).try_collect().await?;
        Ok(Part::all(parts))
    }

    fn note_skip(&self, activity: Activity, action: &PlannedAction) {
        if let Some(reason) = action.skip {
            let text = format!("{} {} is skipped: {reason}.", action.number, action.action.name);
            self.note(activity, &format!("skip/{}", action.action.id), Category::Info, &text);
        }
    }

    /// Takes one target, or the server, through all actions of a step (SC-12).
    async fn target(&self, at: StepAt<'_>, target: Option<&Target>, failed: &AtomicBool) -> Result<Part, Trouble> {
        let step = at.step;
        let name = target.map_or("Octopus Server", |target| target.name.as_str());
        let key = format!("step/{}/{}", step.step.id, target.map_or("-", |target| target.id.as_str()));
        // SC-14: a rolling step starts no further target after a failure. One that had begun before a restart goes on.
        if failed.load(SeqCst) && step.step.is_rolling() && !self.has_begun(step, target) {
            let activity = self.log.activity(&key, Some(at.activity), name);
            self.note(activity, "not started", Category::Info, "Not started: the step failed on another target.");
            self.status(activity, Status::Skipped);
            return Ok(Part::Skipped);
        }
        let machine = target.map(|target| &target.id);
        if self.is_canceled() && !self.has_open(|job| is_of(step, &job.action_id) && job.machine_id.as_ref() == machine)
        {
            return Ok(Part::Canceled);
        }
        let activity = self.log.activity(&key, Some(at.activity), name);
        self.status(activity, Status::Running);
        let mut parts = Vec::new();
        for action in &step.actions {
            let part = self.action(at, target, action, (activity, &key), Part::all(parts.clone())).await?;
            if let Part::Failed(_) = part {
                failed.store(true, SeqCst);
            }
            parts.push(part);
        }
        let part = Part::all(parts);
        self.status(activity, part.status());
        self.flush_log().await?;
        Ok(part)
    }

    fn has_begun(&self, step: &PlannedStep, target: Option<&Target>) -> bool {
        let machine = target.map(|target| &target.id);
        let progress = self.progress();
        progress.jobs.values().any(|job| job.machine_id.as_ref() == machine && is_of(step, &job.action_id))
    }

    /// Whether a job is under way that must be seen to its end even when the task is canceled.
    fn has_open(&self, of: impl Fn(&Job) -> bool) -> bool {
        self.progress().jobs.values().any(|job| job.result.is_none() && of(job))
    }

    /// One action on one target: its condition, its attempts.
    async fn action(
        &self,
        at: StepAt<'_>,
        target: Option<&Target>,
        action: &PlannedAction,
        (above, key): (Activity, &str),
        so_far: Part,
    ) -> Result<Part, Trouble> {
        if action.skip.is_some() {
            self.note_skip(above, action);
            return Ok(Part::Skipped);
        }
        let has_siblings = at.step.actions.len() > 1;
        let expression = || {
            let text = action.action.properties.text(property::ACTION_CONDITION).unwrap_or_default();
            self.condition_variables(at.block, Some(at.step), Some(action), target).evaluator().is_true(text)
        };
        let failed_before = matches!(so_far, Part::Failed(_));
        // A single action is ruled by its step's condition; in a Failure step it runs because of the failure.
        if (has_siblings || action.action.condition == Condition::Variable)
            && !condition_holds(action.action.condition, failed_before, expression)
        {
            let text = format!("{} {} is skipped: its run condition is not met.", action.number, action.action.name);
            self.note(above, &format!("condition/{}", action.action.id), Category::Info, &text);
            return Ok(Part::Skipped);
        }
        let machine = target.map(|target| &target.id);
        if self.is_canceled()
            && !self.has_open(|job| job.action_id == action.action.id && job.machine_id.as_ref() == machine)
        {
            return Ok(Part::Canceled);
        }
        let (activity, key) = if has_siblings {
            let name = format!("Step {}: {}", action.number, action.action.name);
            let key = format!("{key}/{}", action.action.id);
            (self.log.activity(&key, Some(above), &name), key)
        } else {
            (above, key.to_owned())
        };
        self.status(activity, Status::Running);
        let place = Place { block: at.block, step: at.step, action, target };
        let done = self.attempts(&place, activity, &key).await?;
        let part = match done.outcome {
            JobOutcome::Success => Part::Success { has_trouble: done.has_trouble },
            JobOutcome::Canceled => Part::Canceled,
            JobOutcome::Failed => {
                let on = target.map(|target| format!(" on {}", target.name)).unwrap_or_default();
                let why = done.error.as_deref().unwrap_or("no reason is known");
                Part::Failed(format!("step \"{}\" failed{on}: {why}", action.action.name))
            }
        };
        if has_siblings {
            self.status(activity, part.status());
        }
        Ok(part)
    }

    /// Tries an action until it succeeds or has been tried often enough (SC-17).
    async fn attempts(&self, place: &Place<'_>, activity: Activity, key: &str) -> Result<Done, Trouble> {
        let number = |name: &str| place.action.action.properties.text(name).and_then(|text| text.trim().parse().ok());
        let retries: u32 = number(property::RETRY_COUNT).unwrap_or(0).min(MOST_RETRIES);
        let wait = Duration::from_secs(number(property::RETRY_DELAY).unwrap_or(0).into());
        let mut attempt = 1;
        loop {
            let own = match attempt {
                1 => activity,
                again => self.log.activity(&format!("{key}#{again}"), Some(activity), &format!("Attempt {again}")),
            };
            self.status(own, Status::Running);
            let done = self.attempt(place, attempt, own).await?;
            if let (JobOutcome::Failed, Some(error)) = (done.outcome, &done.error) {
                self.note(own, "error", Category::Fatal, error);
            }
            if attempt > 1 {
                self.status(own, status(&done));
            }
            let machine = place.target.map(|target| &target.id);
            let next_is_open = self.has_open(|job| {
                job.action_id == place.action.action.id
                    && job.machine_id.as_ref() == machine
                    && job.attempt == attempt + 1
            });
            let gives_up = self.is_canceled() && !next_is_open;
            if done.outcome != JobOutcome::Failed || attempt > retries || gives_up {
                self.keep_outputs(place, &done)?;
                return Ok(done);
            }
            let text = format!("Attempt {attempt} of {} failed; trying again.", retries + 1);
            self.note(own, "retry", Category::Info, &text);
            self.flush_log().await?;
            attempt += 1;
            let at = done.finished.checked_add(wait).unwrap_or(done.finished);
            let mut cancel = self.cancel.clone();
            tokio::select! {
                () = self.core.sleep_until(at) => {}
                () = told(&mut cancel) => {}
            }
        }
    }

    /// Outputs count once the action is decided: those of an attempt that was tried again do not.
    fn keep_outputs(&self, place: &Place<'_>, done: &Done) -> Result<(), Trouble> {
        let key = self.core.store.master_key();
        for stored in &done.outputs {
            let value = if stored.is_sealed { key.open(&stored.value)? } else { stored.value.clone() };
            if stored.sensitive {
                self.masks.add(&value);
            }
            let output = Output {
                block: place.block,
                step: place.step.number,
                action: place.action.action.name.clone(),
                machine: place.target.cloned(),
                name: stored.name.clone(),
                value,
                sensitive: stored.sensitive,
            };
            self.progress().outputs.add(done.order, output);
        }
        Ok(())
    }
}

fn is_of(step: &PlannedStep, action_id: &str) -> bool {
    step.actions.iter().any(|action| action.action.id == action_id)
}

fn status(done: &Done) -> Status {
    match done.outcome {
        JobOutcome::Success if done.has_trouble => Status::SuccessWithWarning,
        JobOutcome::Success => Status::Success,
        JobOutcome::Failed => Status::Failed,
        JobOutcome::Canceled => Status::Canceled,
    }
}
