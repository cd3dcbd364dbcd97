//! Following a job: what it tells goes into the log, the rest is kept for its result.
//!
//! A job is always followed from its beginning, for the launcher keeps all of its output until the job is complete.
//! Lines that the log has already are passed over by the mark beside them; everything else - outputs, masks,
//! artifacts - is gathered anew. So a restart loses nothing and says nothing twice.

use std::collections::HashMap;

use jiff::Timestamp;
use jobframe::{End, JobId};
use pulpo_domain::artifact::check_filename;
use pulpo_store::blobs::{BlobInfo, Staged};
use pulpo_store::task_log::{Activity, Category, Source};
use pulpo_wire::job::stream::{Frame, FrameReader};
use pulpo_wire::job::{JobEvent, JobResult, LogLevel};
use tokio::sync::mpsc;

use crate::driver::{Driver, told as wanted};
use crate::launcher::{Connection, Told};
use crate::trouble::Trouble;

/// Artifacts that a job may have open at once; a runner sends one after the other.
const OPEN_ARTIFACTS: usize = 16;

/// How following ended.
pub(crate) enum Followed {
    Ended(Ended),
    /// The launcher knows no such job.
    Gone,
    Denied(String),
    /// The connection broke; the job may go on.
    Disconnected,
}

pub(crate) struct Ended {
    pub(crate) end: End,
    pub(crate) stderr: Vec<u8>,
    pub(crate) heard: Heard,
    pub(crate) timed_out: bool,
}

/// What a job has told, beside its lines.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) outputs: Vec<HeardOutput>,
    pub(crate) masks: Vec<String>,
    pub(crate) artifacts: Vec<HeardArtifact>,
    pub(crate) result: Option<JobResult>,
    pub(crate) has_trouble: bool,
    /// Why the stream is not to be trusted.
    pub(crate) broken: Option<String>,
}

pub(crate) struct HeardOutput {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) sensitive: bool,
}

pub(crate) struct HeardArtifact {
    pub(crate) name: String,
    pub(crate) blob: BlobInfo,
}

/// What goes into the log.
enum Said {
    Line(i64, Category, String),
    Progress(u8, String),
}

struct Following {
    source: Source,
    /// How far the log has the stream already.
    mark: u64,
    /// Bytes of the stream so far.
    received: u64,
    reader: FrameReader,
    heard: Heard,
    open: HashMap<u32, (String, Staged)>,
    said: Vec<Said>,
    /// The masks that the job was told of; what others have taught the task since, only the engine can hide.
    masked: u64,
}

impl Driver {
    pub(crate) async fn follow(
        &self,
        connection: &Connection,
        id: JobId,
        mut stream: mpsc::Receiver<Told>,
        activity: Activity,
        deadline: Option<Timestamp>,
        masked: u64,
    ) -> Result<Followed, Trouble> {
        let source = Source(*id.as_bytes());
        let mut following = Following {
            source,
            mark: self.log.mark(source),
            received: 0,
            reader: FrameReader::default(),
            heard: Heard::default(),
            open: HashMap::new(),
            said: Vec::new(),
            masked,
        };
        let mut cancel = self.cancel.clone();
        let (mut canceled, mut timed_out) = (false, false);
        loop {
            let told = tokio::select! {
                told = stream.recv() => told,
                () = wanted(&mut cancel), if !canceled => {
                    canceled = true;
                    connection.cancel(id);
                    continue;
                }
                () = self.past(deadline), if !timed_out => {
                    timed_out = true;
                    connection.cancel(id);
                    continue;
                }
            };
            match told {
                None => return Ok(Followed::Disconnected),
                Some(Told::Started) => {}
                Some(Told::Gone) => return Ok(Followed::Gone),
                Some(Told::Denied(reason)) => return Ok(Followed::Denied(reason)),
                Some(Told::Output { offset, bytes }) => {
                    if offset != following.received {
                        following.heard.broken = Some("its output has a gap".to_owned());
                    }
                    following.received += bytes.len() as u64;
                    if following.heard.broken.is_none() {
                        following.take(self, &bytes).await?;
                        if following.heard.broken.is_some() {
                            connection.cancel(id);
                        }
                    }
                    following.write(self, activity);
                    // More that waits already goes into the same write.
                    if stream.is_empty() {
                        self.flush_log().await?;
                    } else {
                        self.log.flush_if_full().map_err(Trouble::Log)?;
                    }
                }
                Some(Told::Ended { end, stderr }) => {
                    return Ok(Followed::Ended(Ended { end, stderr, heard: following.heard, timed_out }));
                }
            }
        }
    }

    async fn past(&self, deadline: Option<Timestamp>) {
        match deadline {
            Some(at) => self.core.sleep_until(at).await,
            None => std::future::pending().await,
        }
    }
}

impl Following {
    /// Takes a piece of the stream.
    async fn take(&mut self, driver: &Driver, bytes: &[u8]) -> Result<(), Trouble> {
        self.reader.push(bytes);
        loop {
            match self.reader.next_frame() {
                Ok(None) => return Ok(()),
                Ok(Some(Frame::Event(event))) => self.event(driver, event).await?,
                Ok(Some(Frame::Chunk(chunk))) => {
                    if let Some((_, staged)) = self.open.get_mut(&chunk.number) {
                        staged.write(&chunk.bytes).map_err(pulpo_store::StoreError::Io)?;
                    }
                }
                Err(error) => {
                    self.heard.broken = Some(error.to_string());
                    return Ok(());
                }
            }
        }
    }

    async fn event(&mut self, driver: &Driver, event: JobEvent) -> Result<(), Trouble> {
        match event {
            JobEvent::Log { at_us, level, text } => {
                let category = category(level);
                self.heard.has_trouble |= category.is_trouble();
                let text = if driver.masks.generation() == self.masked { text } else { driver.masks.hide(&text) };
                self.say(Said::Line(at_us, category, text));
            }
            JobEvent::OutputVariable { name, value, sensitive } => {
                if sensitive {
                    driver.masks.add(&value);
                }
                self.heard.outputs.retain(|known| !known.name.eq_ignore_ascii_case(&name));
                self.heard.outputs.push(HeardOutput { name, value, sensitive });
            }
            JobEvent::Progress { percentage, message } => {
                self.say(Said::Progress(percentage.min(100), driver.masks.hide(&message)));
            }
            JobEvent::Mask { value } => {
                driver.masks.add(&value);
                self.heard.masks.push(value);
            }
            JobEvent::ArtifactStart { number, name, .. } => self.open_artifact(driver, number, name)?,
            JobEvent::ArtifactEnd { number } => self.keep_artifact(driver, number).await?,
            JobEvent::ServiceMessage { name, attributes } => match not_done(&name, &attributes) {
                Some(text) => {
                    self.heard.has_trouble = true;
                    self.say(Said::Line(
                        driver.core.now().as_microsecond(),
                        Category::Warning,
                        driver.masks.hide(&text),
                    ));
                }
                // SM-05: what nobody knows is ignored.
                None => tracing::debug!(name, "a service message that means nothing here"),
            },
            JobEvent::Finished(result) => self.heard.result = Some(result),
        }
        Ok(())
    }

    fn say(&mut self, said: Said) {
        if self.reader.offset() > self.mark {
            self.said.push(said);
        }
    }

    fn open_artifact(&mut self, driver: &Driver, number: u32, name: String) -> Result<(), Trouble> {
        if let Err(error) = check_filename(&name) {
            self.say(Said::Line(driver.core.now().as_microsecond(), Category::Warning, error.to_string()));
        } else if self.open.len() < OPEN_ARTIFACTS {
            let name = driver.masks.hide(&name);
            let staged = driver.core.store.blobs().stage().map_err(pulpo_store::StoreError::Io)?;
            self.open.insert(number, (name, staged));
        }
        Ok(())
    }

    async fn keep_artifact(&mut self, driver: &Driver, number: u32) -> Result<(), Trouble> {
        let Some((name, staged)) = self.open.remove(&number) else { return Ok(()) };
        let blob = driver.core.store.blobs().keep(staged).await.map_err(pulpo_store::StoreError::Io)?;
        self.heard.artifacts.push(HeardArtifact { name, blob });
        Ok(())
    }

    /// Puts what was said into the log, together with the mark of how far the stream was taken.
    fn write(&mut self, driver: &Driver, activity: Activity) {
        if self.reader.offset() <= self.mark {
            return;
        }
        let mut batch = driver.log.batch();
        for said in self.said.drain(..) {
            match said {
                Said::Line(at_us, category, text) => {
                    let at = Timestamp::from_microsecond(at_us).unwrap_or_else(|_| driver.core.now());
                    batch.line(activity, at, category, &text);
                }
                Said::Progress(percentage, message) => batch.progress(activity, percentage, &message),
            }
        }
        batch.taken(self.source, self.reader.offset());
    }
}

/// What a script asked for that this server cannot do: it must not pass as if it were done (steps.md SM).
fn not_done(name: &str, attributes: &[(String, String)]) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let what = match name.as_str() {
        "delete-target" => "delete the target",
        "set-environmentstate" => "keep the state",
        "k8s-manifest-applied" => "follow the manifest",
        "createsteppackagetarget" => "create the target",
        name if name.starts_with("create-") && name.ends_with("target") => "create the target",
        name if name.starts_with("create-") && name.ends_with("account") => "create the account",
        _ => return None,
    };
    let named = ["name", "machine", "key"];
    let called = attributes.iter().find(|(key, _)| named.iter().any(|name| key.eq_ignore_ascii_case(name)));
    let called = called.map(|(_, value)| format!(" \"{value}\"")).unwrap_or_default();
    Some(format!("The script asks the server to {what}{called} ({name}). This server does not do that; do it by hand."))
}

fn category(level: LogLevel) -> Category {
    match level {
        LogLevel::Verbose => Category::Verbose,
        LogLevel::Info => Category::Info,
        LogLevel::Highlight => Category::Highlight,
        LogLevel::Wait => Category::Wait,
        LogLevel::Warning => Category::Warning,
        LogLevel::Error => Category::Error,
        LogLevel::Fatal => Category::Fatal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_cannot_do_is_told_and_what_nobody_knows_is_not() {
        let told = |name: &str| not_done(name, &[("Name".to_owned(), "web".to_owned())]);
        let text = "The script asks the server to create the target \"web\" (create-azurewebapptarget). \
                    This server does not do that; do it by hand.";
        assert_eq!(told("create-azurewebapptarget").as_deref(), Some(text));
        assert!(told("Create-TokenAccount").is_some() && told("delete-target").is_some());
        assert!(told("something").is_none() && told("calamari-deployment-metric").is_none());
    }
}
