//! A launcher that runs nothing: each job plays what its script says, at once or when it is let go.
//!
//! It speaks the real protocol on a real socket, and like the real one it lives on when a server goes: jobs and their
//! output stay until they are complete.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jobframe::{Decoder, End, Frame, InstanceId, JobEntry, JobId, JobState, Mode, PROTOCOL, encode};
use pulpo_wire::job::stream::write_event;
use pulpo_wire::job::{JobDocument, JobEvent, JobResult, LogLevel};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What a job does, from the words of its script body: `say TEXT`, `warn TEXT`, `set NAME=VALUE`, `secret NAME=VALUE`,
/// `wait` (until it is canceled), `die` (the runner is gone), `exit N`; one a line.
pub type Script = str;

/// What was played of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    pub job: JobId,
    pub document: JobDocument,
    /// How often it was begun; more than once would be a defect of the engine.
    pub starts: usize,
}

#[derive(Default)]
struct Job {
    output: Vec<u8>,
    end: Option<End>,
}

#[derive(Default)]
struct State {
    instance: u8,
    fences: bool,
    jobs: HashMap<JobId, Job>,
    plays: Vec<Play>,
}

/// A launcher that runs nothing.
pub struct FakeLauncher {
    state: Arc<Mutex<State>>,
    changes: watch::Sender<u64>,
    _server: JoinSet<()>,
}

impl FakeLauncher {
    pub fn start(socket: &Path) -> Self {
        let listener = UnixListener::bind(socket).expect("a socket in a scratch folder");
        let state = Arc::new(Mutex::new(State::default()));
        let changes = watch::Sender::new(0);
        let mut server = JoinSet::new();
        let (shared, changed) = (state.clone(), changes.clone());
        server.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, shared.clone(), changed.clone()));
            }
        });
        Self { state, changes, _server: server }
    }

    /// Everything that was started, in order.
    pub fn plays(&self) -> Vec<Play> {
        self.state.lock().expect("no holder of this lock panics").plays.clone()
    }

    /// Jobs that are kept: none when the engine has completed all.
    pub fn kept(&self) -> usize {
        self.state.lock().expect("no holder of this lock panics").jobs.len()
    }

    /// From now on it says that it is the privileged one.
    pub fn fences(&self) {
        self.state.lock().expect("no holder of this lock panics").fences = true;
    }

    /// All jobs are lost, as when the launcher itself was killed.
    pub fn restart(&self) {
        let mut state = self.state.lock().expect("no holder of this lock panics");
        state.instance += 1;
        state.jobs.clear();
        drop(state);
        self.changes.send_modify(|count| *count += 1);
    }

    /// Waits until nothing is kept any more.
    pub async fn all_complete(&self) {
        let mut changes = self.changes.subscribe();
        while self.kept() > 0 {
            changes.changed().await.expect("the launcher is there");
        }
    }

    /// Waits until so many jobs were started.
    pub async fn started(&self, count: usize) {
        let mut changes = self.changes.subscribe();
        while self.plays().len() < count {
            changes.changed().await.expect("the launcher is there");
        }
    }
}

/// What a connection follows: how far it was told.
type Followed = HashMap<JobId, u64>;

async fn serve(mut stream: UnixStream, state: Arc<Mutex<State>>, changes: watch::Sender<u64>) {
    let mut changed = changes.subscribe();
    let instance = state.lock().expect("no holder of this lock panics").instance;
    let (mut decoder, mut followed, mut document) = (Decoder::new(), Followed::new(), None);
    let mut buffer = vec![0; 65536];
    loop {
        let mut out = Vec::new();
        tokio::select! {
            read = stream.read(&mut buffer) => match read {
                Ok(0) | Err(_) => return,
                Ok(count) => decoder.push(&buffer[..count]),
            },
            _ = changed.changed() => {}
        }
        if state.lock().expect("no holder of this lock panics").instance != instance {
            return;
        }
        while let Some(frame) = decoder.next().expect("the engine keeps to the protocol") {
            answer(frame, &state, &mut document, &mut followed, &mut out);
            changes.send_modify(|count| *count += 1);
        }
        tell(&state, &mut followed, &mut out);
        if stream.write_all(&out).await.is_err() {
            return;
        }
    }
}

/// A document that is coming in: its job, its bytes, how many there will be.
type Incoming = Option<(JobId, Vec<u8>, usize)>;

#[expect(clippy::wildcard_enum_match_arm, reason = "the engine sends nothing else")]
fn answer(frame: Frame, state: &Mutex<State>, incoming: &mut Incoming, followed: &mut Followed, out: &mut Vec<u8>) {
    let mut state = state.lock().expect("no holder of this lock panics");
    match frame {
        Frame::Hello { .. } => {
            let instance = InstanceId::from_bytes([state.instance; 16]);
            let mode = if state.fences { Mode::Launcher } else { Mode::SameUser };
            encode(&Frame::Welcome { version: PROTOCOL, instance, mode, pid: 1 }, out);
        }
        Frame::Start { job, document, .. } => *incoming = Some((job, Vec::new(), document as usize)),
        Frame::Document { bytes } => {
            let (job, mut document, length) = incoming.take().expect("a START comes before its document");
            document.extend(bytes);
            if document.len() < length {
                *incoming = Some((job, document, length));
                return;
            }
            let already = state.jobs.contains_key(&job);
            if !already {
                let document: JobDocument = serde_json::from_slice(&document).expect("a document");
                state.jobs.insert(job, play(&document));
                let starts = state.plays.iter().filter(|play| play.job == job).count() + 1;
                state.plays.push(Play { job, document, starts });
            }
            encode(&Frame::Started { job, already }, out);
        }
        Frame::Attach { job, offset } => {
            if state.jobs.contains_key(&job) {
                followed.insert(job, offset);
            } else {
                encode(&Frame::Gone { job }, out);
            }
        }
        Frame::Cancel { job } => match state.jobs.get_mut(&job) {
            Some(known) => {
                known.end.get_or_insert(End::Cancelled);
                encode(&Frame::Cancelling { job }, out);
            }
            None => encode(&Frame::Gone { job }, out),
        },
        Frame::Complete { job } => {
            state.jobs.remove(&job);
            encode(&Frame::Completed { job }, out);
        }
        Frame::List => {
            let entry = |job: &JobId| JobEntry { job: *job, state: JobState::Running, length: 0 };
            encode(&Frame::Jobs { jobs: state.jobs.keys().map(entry).collect(), more: false }, out);
        }
        other => panic!("the engine sends {other:?}"),
    }
}

fn tell(state: &Mutex<State>, followed: &mut Followed, out: &mut Vec<u8>) {
    let state = state.lock().expect("no holder of this lock panics");
    followed.retain(|job, offset| {
        let Some(known) = state.jobs.get(job) else { return false };
        let from = usize::try_from(*offset).expect("small outputs");
        // In small pieces, so that frames are cut anywhere.
        for piece in known.output[from..].chunks(100) {
            encode(&Frame::Output { job: *job, offset: *offset, bytes: piece.to_vec() }, out);
            *offset += piece.len() as u64;
        }
        let Some(end) = known.end else { return true };
        encode(&Frame::Ended { job: *job, length: *offset, end, stderr: Vec::new() }, out);
        false
    });
}

fn play(document: &JobDocument) -> Job {
    let body = |variable: &&pulpo_wire::job::JobVariable| variable.name == "Octopus.Action.Script.ScriptBody";
    let script: &Script = document.variables.iter().find(body).map_or("", |variable| &variable.value);
    let mut job = Job::default();
    let mut result = JobResult { exit_code: 0, error: None };
    for line in script.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
        let log = |level| JobEvent::Log { at_us: 0, level, text: evaluate(document, rest) };
        let set = |sensitive| JobEvent::OutputVariable { name: name.to_owned(), value: value.to_owned(), sensitive };
        match word {
            "say" => write_event(&mut job.output, &log(LogLevel::Info)),
            "warn" => write_event(&mut job.output, &log(LogLevel::Warning)),
            "set" => write_event(&mut job.output, &set(false)),
            "secret" => write_event(&mut job.output, &set(true)),
            "wait" => return job,
            "die" => {
                job.end = Some(End::Signal(9));
                return job;
            }
            "exit" => result.exit_code = rest.parse().expect("a number"),
            other => panic!("no script knows the word {other}"),
        }
    }
    write_event(&mut job.output, &JobEvent::Finished(result));
    job.end = Some(End::Exit(0));
    job
}

/// Only plain names: `#{Octopus.Machine.Name}`.
fn evaluate(document: &JobDocument, text: &str) -> String {
    let by_name = |text: String, variable: &pulpo_wire::job::JobVariable| {
        text.replace(&format!("#{{{}}}", variable.name), &variable.value)
    };
    document.variables.iter().fold(text.to_owned(), by_name)
}
