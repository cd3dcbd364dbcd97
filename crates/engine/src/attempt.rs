//! One attempt of an action: intent, job, result.

use std::error::Error;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::task::Poll;

use jiff::{SignedDuration, Timestamp};
use jobframe::{End, JobId};
use pulpo_access::Granted;
use pulpo_access::permissions::ArtifactCreate;
use pulpo_app::built_in_worker::FEATURE_OFF;
use pulpo_domain::artifact::Artifact;
use pulpo_domain::ids::{ArtifactId, TaskId};
use pulpo_domain::plan::{PlannedAction, PlannedStep, Target};
use pulpo_domain::process::{RunsOn, property};
use pulpo_domain::retention::Unit;
use pulpo_store::task_log::{Activity, Category, Source};
use pulpo_wire::job::{ActionKind, JobDocument, JobRetention};

use crate::driver::{Driver, told};
use crate::follow::{Ended, Followed, Heard, HeardOutput};
use crate::job::{self, Done, Job, JobOutcome, StoredOutput};
use crate::launcher::{Connection, instance_text};
use crate::mutexes::{Isolation, Turn};
use crate::outputs::Seen;
use crate::packages;
use crate::slots::Slot;
use crate::trouble::Trouble;
use crate::variables::{self, Scene};

/// Whether a project's scripts may run beside others (SC-11, builtin-worker.md A6).
const BYPASS: &str = "OctopusBypassDeploymentMutex";

/// An action where it runs.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) block: usize,
    pub(crate) step: &'a PlannedStep,
    pub(crate) action: &'a PlannedAction,
    pub(crate) target: Option<&'a Target>,
}

/// What becomes of a job whose launcher is gone.
const LOST: &str = "the job was lost with its launcher, and whether the step had any effect is unknown";

/// What a launcher is handed for a job.
struct Prepared {
    document: Vec<u8>,
    files: Vec<OwnedFd>,
    /// The masks that it is told of.
    masked: u64,
}

/// A launcher that says it knows no job which it was just told to start is not to be told for ever.
const STARTS: u32 = 3;

impl Driver {
    /// Runs the attempt, or finds what came of it in an earlier life of this driver.
    pub(crate) async fn attempt(&self, place: &Place<'_>, number: u32, activity: Activity) -> Result<Done, Trouble> {
        let machine = place.target.map(|target| &target.id);
        let id = job::id(&self.lease.task, &place.action.action.id, machine, number);
        let known = self.progress().jobs.get(&id).cloned();
        if let Some(Job { result: Some(done), .. }) = known {
            return Ok(done);
        }
        let isolation = self.isolation(place);
        let turn = match known {
            // It runs already, whoever else does.
            Some(_) => self.progress().turns.remove(&id),
            None => match self.turn(&isolation, activity).await? {
                Some(turn) => Some(turn),
                None => return Ok(self.unwritten(JobOutcome::Canceled, None)),
            },
        };
        // A job that was noted has its slot, or waits for it in the launcher.
        let mut slot = known.is_some().then(|| self.core.slots.take());
        let mut job = known;
        let mut starts = 0;
        // A job that was noted may run already; what is not noted certainly does not.
        let mut must_start = job.is_none();
        loop {
            let connection = if job.is_none() {
                match self.connection_for_new_job(place, activity).await? {
                    Some(connection) => connection,
                    None => return Ok(self.unwritten(JobOutcome::Canceled, None)),
                }
            } else {
                self.core.connection().await.map_err(|error| format!("{LOST}: {}", chain(&error)))
            };
            let connection = match connection {
                Ok(connection) => connection,
                Err(why) => return self.fail(id, place, number, job, &why).await,
            };
            if slot.is_none()
                && let Some(all) = self.core.built_in_worker.slots()
            {
                let Some(mine) = self.slot(all, activity).await? else {
                    return Ok(self.unwritten(JobOutcome::Canceled, None));
                };
                slot = Some(mine);
                // The launcher may be another one after the wait.
                continue;
            }
            let instance = instance_text(connection.instance);
            if job.as_ref().is_some_and(|job| job.launcher != instance) {
                let why = format!("the launcher was restarted; {LOST}");
                return self.fail(id, place, number, job, &why).await;
            }
            let (stream, masked) = if must_start {
                if starts == STARTS {
                    return self.fail(id, place, number, job, "the launcher forgets the job when it is started").await;
                }
                starts += 1;
                let prepared = match self.prepare(place).await? {
                    Ok(prepared) => prepared,
                    Err(why) => return self.fail(id, place, number, job, &why).await,
                };
                if job.is_none() {
                    job = Some(self.intend(id, place, number, instance, isolation.clone()).await?);
                }
                let fate = self.core.before_write("start").await;
                let stream = connection.start(id, &prepared.document, prepared.files);
                self.core.after_write(fate).await;
                (stream, prepared.masked)
            } else {
                // Which masks it was told of is forgotten with the server that told it.
                (connection.attach(id), 0)
            };
            let started = job.as_ref().map_or_else(|| self.core.now(), |job| job.started);
            let deadline = deadline(place, started);
            match self.follow(&connection, id, stream, activity, deadline, masked).await? {
                Followed::Disconnected => must_start = false,
                Followed::Gone => must_start = true,
                Followed::Denied(reason) => {
                    let why = format!("the launcher did not take the job: {reason}");
                    return self.fail(id, place, number, job, &why).await;
                }
                Followed::Ended(ended) => {
                    let job = job.ok_or_else(|| Trouble::Hopeless("a job ended that was never meant".to_owned()))?;
                    let done = self.judge(id, activity, ended, job, place).await?;
                    let fate = self.core.before_write("complete").await;
                    connection.complete(id);
                    self.core.after_write(fate).await;
                    drop((turn, slot));
                    return Ok(done);
                }
            }
        }
    }

    /// A launcher that may be asked for a new job, or why there is none; nothing if the task is canceled meanwhile.
    async fn connection_for_new_job(
        &self,
        place: &Place<'_>,
        activity: Activity,
    ) -> Result<Option<Result<Arc<Connection>, String>>, Trouble> {
        if let Some(why) = self.no_worker(place) {
            return Ok(Some(Err(why)));
        }
        if !self.work.built_in_worker_enabled {
            return Ok(Some(Err(FEATURE_OFF.to_owned())));
        }
        if self.core.built_in_worker.is_being_tested() {
            let text = "Waiting for the self-test of the built-in worker.";
            self.note(activity, "self-test", Category::Info, text);
            self.flush_log().await?;
        }
        let mut cancel = self.cancel.clone();
        tokio::select! {
            connection = self.core.connection_for_new_job() => Ok(Some(connection)),
            () = told(&mut cancel) => Ok(None),
        }
    }

    /// What the action must not run beside.
    fn isolation(&self, place: &Place<'_>) -> Isolation {
        let (step, action, target) = (Some(place.step), Some(place.action), place.target);
        let said = || {
            let variables = self.condition_variables(place.block, step, action, target).evaluator();
            variables.get(BYPASS).and_then(|text| match text.trim() {
                text if text.eq_ignore_ascii_case("true") => Some(true),
                text if text.eq_ignore_ascii_case("false") => Some(false),
                _ => None,
            })
        };
        // Few projects speak of it, and all variables need not be gathered to see that.
        let bypass = if self.work.has_variable(BYPASS) { said() } else { None };
        match (place.action.runs_on, target) {
            (RunsOn::Targets, Some(target)) => Isolation::on_target(&target.id, bypass),
            (RunsOn::Targets | RunsOn::WorkerOnce | RunsOn::WorkerForTargets, _) => Isolation::on_worker(bypass),
        }
    }

    /// The right to run (SC-11); nothing if the task is canceled meanwhile.
    async fn turn(&self, isolation: &Isolation, activity: Activity) -> Result<Option<Turn>, Trouble> {
        if let Some(turn) = self.core.mutexes.try_turn(isolation, &self.lease.task) {
            return Ok(Some(turn));
        }
        let waits = |tasks: Vec<TaskId>| {
            let names = tasks.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
            let text = format!("Waiting for the scripts of {names} to end: they must not run at the same time.");
            self.note(activity, "isolation", Category::Info, &text);
        };
        let mut cancel = self.cancel.clone();
        let mut turn = std::pin::pin!(self.core.mutexes.turn(isolation, &self.lease.task, waits));
        // The first look puts it into the queue and says so in the log, which then is written before the long wait.
        if let Poll::Ready(turn) = futures_util::poll!(&mut turn) {
            return Ok(Some(turn));
        }
        self.flush_log().await?;
        tokio::select! {
            turn = turn => Ok(Some(turn)),
            () = told(&mut cancel) => Ok(None),
        }
    }

    /// One of so many slots; nothing if the task is canceled meanwhile.
    async fn slot(&self, all: usize, activity: Activity) -> Result<Option<Slot>, Trouble> {
        let mut cancel = self.cancel.clone();
        let mut slot = std::pin::pin!(self.core.slots.wait(all));
        if let Poll::Ready(slot) = futures_util::poll!(&mut slot) {
            return Ok(Some(slot));
        }
        let text = format!("Waiting for one of the {all} slots of the built-in worker, which are all taken.");
        self.note(activity, "slots", Category::Info, &text);
        self.flush_log().await?;
        tokio::select! {
            slot = slot => Ok(Some(slot)),
            () = told(&mut cancel) => Ok(None),
        }
    }

    async fn intend(
        &self,
        id: JobId,
        place: &Place<'_>,
        attempt: u32,
        launcher: String,
        isolation: Isolation,
    ) -> Result<Job, Trouble> {
        let machine_id = place.target.map(|target| target.id.clone());
        let action_id = place.action.action.id.clone();
        let started = self.core.now();
        let job = Job { action_id, machine_id, attempt, launcher, isolation: Some(isolation), started, result: None };
        let (task, row) = (self.lease.task.clone(), job.clone());
        self.write("intent", move |tx| Ok(job::intend(tx, id, &task, &row)?)).await?;
        self.progress().jobs.insert(id, job.clone());
        Ok(job)
    }

    /// Makes the job's document; a text is why the step fails before it starts.
    async fn prepare(&self, place: &Place<'_>) -> Result<Result<Prepared, String>, Trouble> {
        let kind = match place.action.action.action_type.as_str() {
            "Octopus.Script" => ActionKind::Script,
            "Octopus.TentaclePackage" => ActionKind::DeployPackage,
            "Octopus.TransferPackage" => ActionKind::TransferPackage,
            other => return Ok(Err(format!("this server cannot run steps of the type {other}"))),
        };
        let (mut list, ties) = {
            let progress = self.progress();
            let scene = Scene {
                work: &self.work,
                server_uri: self.core.server_uri.as_deref(),
                step: Some(place.step),
                action: Some(place.action),
                target: place.target,
                outputs: &progress.outputs.variables(Seen::Now, place.target),
                statuses: &progress.statuses,
            };
            if let Some(why) = variables::unavailable(&scene) {
                return Ok(Err(why));
            }
            (variables::of(&scene), variables::ties(&scene))
        };
        // Once a task, however many steps meet it.
        for (id, category, text) in ties {
            self.note(self.root, &format!("tie/{id}"), category, &text);
        }
        let references = match packages::references(&self.work, &place.action.action, &list) {
            Ok(references) => references,
            Err(error) => return Ok(Err(chain(&error))),
        };
        packages::put(&mut list, &references);
        let (packages, files) = match packages::open(&self.core.store, &self.work, references).await {
            Ok(opened) => opened,
            Err(packages::PackageError::Store(error)) => return Err(error.into()),
            Err(error) => return Ok(Err(chain(&error))),
        };
        let masked = self.masks.generation();
        let (format, variables, masks) = (JobDocument::FORMAT, list.into_vec(), self.masks.all());
        let retention = self.work.tentacle_retention.limit().map(|(unit, count)| match unit {
            Unit::Days => JobRetention::Days(count),
            Unit::Items => JobRetention::Items(count),
        });
        let document = serde_json::to_vec(&JobDocument { format, kind, variables, packages, masks, retention });
        let document = document.map_err(|error| Trouble::Hopeless(format!("a job cannot be written down: {error}")))?;
        if document.len() > jobframe::MAX_DOCUMENT {
            let (size, most) = (document.len(), jobframe::MAX_DOCUMENT);
            return Ok(Err(format!("the variables of the step have {size} bytes; at most {most} are possible")));
        }
        Ok(Ok(Prepared { document, files, masked }))
    }

    /// What the end of a job means, and writing it down.
    async fn judge(
        &self,
        id: JobId,
        activity: Activity,
        ended: Ended,
        job: Job,
        place: &Place<'_>,
    ) -> Result<Done, Trouble> {
        let Ended { end, stderr, heard, timed_out } = ended;
        let exited = |code: i32, error: Option<String>| match (code, error) {
            (0, None) => (JobOutcome::Success, None),
            (_, Some(error)) => (JobOutcome::Failed, Some(error)),
            (code, None) => (JobOutcome::Failed, Some(format!("the script ended with exit code {code}"))),
        };
        let (outcome, error) = match (&heard.broken, end, &heard.result) {
            (_, End::Cancelled, _) if timed_out => {
                let minutes = minutes(place).unwrap_or_default();
                (JobOutcome::Failed, Some(format!("the step ran longer than its {minutes} minutes and was stopped")))
            }
            (_, End::Cancelled, _) if self.is_canceled() => (JobOutcome::Canceled, None),
            (Some(broken), _, _) => {
                (JobOutcome::Failed, Some(format!("what the runner says cannot be understood: {broken}")))
            }
            (None, End::Exit(0), Some(result)) => exited(result.exit_code, result.error.clone()),
            (None, end, result) => {
                let error = result.as_ref().and_then(|result| result.error.clone());
                (JobOutcome::Failed, Some(error.unwrap_or_else(|| explain(end))))
            }
        };
        if outcome == JobOutcome::Failed && heard.result.is_none() && !stderr.is_empty() {
            let text = self.masks.hide(&String::from_utf8_lossy(&stderr));
            let source = Source::named(&format!("{id}/stderr"));
            self.log.batch().line_once(source, activity, self.core.now(), Category::Error, text.trim_end());
        }
        self.flush_log().await?;
        let exit_code = heard.result.as_ref().map(|result| result.exit_code);
        let error = error.map(|error| self.masks.hide(&error));
        let done = Done { exit_code, ..self.unwritten(outcome, error) };
        self.finish(id, Job { result: Some(done), ..job }, heard, place).await
    }

    /// The attempt failed before there was anything to hear.
    async fn fail(
        &self,
        id: JobId,
        place: &Place<'_>,
        attempt: u32,
        job: Option<Job>,
        why: &str,
    ) -> Result<Done, Trouble> {
        let done = self.unwritten(JobOutcome::Failed, Some(self.masks.hide(why)));
        let job = job.unwrap_or_else(|| Job {
            action_id: place.action.action.id.clone(),
            machine_id: place.target.map(|target| target.id.clone()),
            attempt,
            launcher: String::new(),
            isolation: None,
            started: self.core.now(),
            result: None,
        });
        self.finish(id, Job { result: Some(done), ..job }, Heard::default(), place).await
    }

    fn unwritten(&self, outcome: JobOutcome, error: Option<String>) -> Done {
        let mut progress = self.progress();
        let order = progress.next_order;
        progress.next_order += 1;
        let finished = self.core.now();
        let (outputs, masks) = (Vec::new(), Vec::new());
        Done { order, finished, outcome, exit_code: None, error, has_trouble: false, outputs, masks }
    }

    /// Writes the result with all that came of the job, in one transaction.
    async fn finish(&self, id: JobId, mut job: Job, heard: Heard, place: &Place<'_>) -> Result<Done, Trouble> {
        let (task, key) = (self.lease.task.clone(), self.core.store.master_key().clone());
        let artifacts = self.artifacts(heard.artifacts, place);
        let outputs: Vec<(HeardOutput, bool)> = heard
            .outputs
            .into_iter()
            .map(|output| {
                let is_sealed = output.sensitive || self.masks.shows_in(&output.value);
                (output, is_sealed)
            })
            .collect();
        let job = self.write("result", move |tx| {
            if let Some(done) = &mut job.result {
                done.has_trouble = heard.has_trouble;
                for (output, is_sealed) in outputs {
                    let HeardOutput { name, value, sensitive } = output;
                    let value = if is_sealed { key.seal(&value, tx.random()) } else { value };
                    done.outputs.push(StoredOutput { name, value, sensitive, is_sealed });
                }
                done.masks.extend(heard.masks.iter().map(|mask| key.seal(mask, tx.random())));
            }
            for mut artifact in artifacts {
                artifact.id = ArtifactId::numbered(tx.next_number(ArtifactId::COLLECTION)?);
                tx.insert(&Granted::<ArtifactCreate, _>::by_server(artifact))?;
            }
            job::finish(tx, id, &task, &job)?;
            Ok(job)
        });
        let job = job.await?;
        let done = job.result.clone().ok_or_else(|| Trouble::Hopeless("a finished job has no result".to_owned()))?;
        self.progress().jobs.insert(id, job);
        Ok(done)
    }

    fn artifacts(&self, heard: Vec<crate::follow::HeardArtifact>, place: &Place<'_>) -> Vec<Artifact> {
        let deployment = &self.work.deployment;
        let source = place.target.map_or("Octopus Server", |target| target.name.as_str());
        let artifact = |heard: crate::follow::HeardArtifact| Artifact {
            id: ArtifactId::new(""),
            space_id: deployment.space_id.clone(),
            filename: heard.name,
            source: Some(format!("{} ({})", place.action.action.name, source)),
            task_id: self.lease.task.clone(),
            project_id: Some(deployment.project_id.clone()),
            environment_id: Some(deployment.environment_id.clone()),
            tenant_id: deployment.tenant_id.clone(),
            created: self.core.now(),
            log_correlation_id: None,
            blob: Some(heard.blob.hash),
            size: heard.blob.size,
        };
        heard.into_iter().map(artifact).collect()
    }
}

fn deadline(place: &Place<'_>, started: Timestamp) -> Option<Timestamp> {
    let minutes = minutes(place)?;
    started.checked_add(SignedDuration::from_mins(minutes)).ok()
}

fn minutes(place: &Place<'_>) -> Option<i64> {
    let minutes = place.action.action.properties.text(property::TIMEOUT)?.trim().parse().ok()?;
    (minutes > 0).then_some(minutes)
}

/// A runner's end that is no result, for people.
fn explain(end: End) -> String {
    match end {
        End::Exit(code) => format!("the runner ended with code {code} and gave no result"),
        End::Signal(signal) => format!("the runner was ended by signal {signal}"),
        End::Cancelled => "the job was stopped".to_owned(),
        End::Expired => "the job was stopped because no server asked for it for too long".to_owned(),
        End::Lost => "the launcher does not know what became of the job".to_owned(),
        End::TooMuchOutput => "the job wrote more output than a job may and was stopped".to_owned(),
        End::SpoolFailed => "the job's output could not be kept, so it was stopped; is the disk full?".to_owned(),
        End::WorkDiskFull => {
            "the work disk is nearly full, and no other step held as much of it, so this one was stopped".to_owned()
        }
    }
}

/// An error with all its causes in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
