//! One connection, shared by all jobs.

use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex};

use jobframe::{ClassName, Decoder, End, Frame, InstanceId, JobId, Mode, PROTOCOL, Request, encode, encode_document};
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::{LauncherError, descriptors};

/// Pieces of output of one job that may wait for its follower; then the whole connection waits. A follower only
/// appends to a log, so that is never long.
const WAITING: usize = 64;
const READ: usize = 128 << 10;

/// The class of this mode of the launcher.
const CLASS: &str = "default";

/// What a job's follower is told, in order.
#[derive(Debug)]
pub(crate) enum Told {
    Started,
    Output {
        offset: u64,
        bytes: Vec<u8>,
    },
    /// All output was told.
    Ended {
        end: End,
        stderr: Vec<u8>,
    },
    /// The launcher knows no such job.
    Gone,
    Denied(String),
}

struct Outgoing {
    bytes: Vec<u8>,
    descriptors: Vec<OwnedFd>,
}

/// Who is told what. Absent once the connection is closed.
type Followers = Arc<Mutex<Option<Listening>>>;

#[derive(Default)]
struct Listening {
    jobs: HashMap<JobId, mpsc::Sender<Told>>,
    /// Who asked for the list of jobs, and what came of it so far.
    list: Option<(oneshot::Sender<Vec<JobId>>, Vec<JobId>)>,
}

pub(crate) struct Connection {
    pub(crate) instance: InstanceId,
    out: mpsc::UnboundedSender<Outgoing>,
    followers: Followers,
    /// Reader and writer; they end with the connection.
    _tasks: JoinSet<()>,
}

impl Connection {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only two kinds of frame can answer a greeting")]
    pub(super) async fn open(stream: UnixStream, wanted: Mode) -> Result<Self, LauncherError> {
        let protocol = |error: io::Error| LauncherError::Protocol(error.to_string());
        let (mut reader, writer) = stream.into_split();
        let mut hello = Vec::new();
        encode(&Frame::Hello { version: PROTOCOL }, &mut hello);
        descriptors::write(&writer, &hello, &[]).await.map_err(protocol)?;
        let mut decoder = Decoder::new();
        let instance = match read_frame(&mut reader, &mut decoder).await.map_err(protocol)? {
            // A weaker fence than the settings ask for is not taken silently, nor is another one.
            Frame::Welcome { mode, .. } if mode != wanted => {
                return Err(LauncherError::OtherMode(mode_name(mode), mode_name(wanted)));
            }
            Frame::Welcome { instance, .. } => instance,
            Frame::Refused { reason } => return Err(LauncherError::Refused(reason)),
            other => return Err(LauncherError::Protocol(format!("{other:?} instead of a welcome"))),
        };
        let (out, outgoing) = mpsc::unbounded_channel();
        let followers: Followers = Arc::new(Mutex::new(Some(Listening::default())));
        let mut tasks = JoinSet::new();
        tasks.spawn(write_all(writer, outgoing));
        let told = followers.clone();
        tasks.spawn(async move {
            if let Err(error) = read_all(reader, decoder, &told).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "the connection to the launcher is closed");
            }
            told.lock().expect("no holder of this lock panics").take();
        });
        Ok(Self { instance, out, followers, _tasks: tasks })
    }

    pub(crate) fn is_open(&self) -> bool {
        self.followers.lock().expect("no holder of this lock panics").is_some() && !self.out.is_closed()
    }

    fn follow(&self, job: JobId) -> mpsc::Receiver<Told> {
        let (sender, receiver) = mpsc::channel(WAITING);
        // Of a closed connection nothing is told: the receiver ends at once.
        if let Some(followers) = self.followers.lock().expect("no holder of this lock panics").as_mut() {
            followers.jobs.insert(job, sender);
        }
        receiver
    }

    fn send(&self, bytes: Vec<u8>, descriptors: Vec<OwnedFd>) {
        let _ = self.out.send(Outgoing { bytes, descriptors }); // A closed connection ends every follower's stream.
    }

    /// Starts a job, unless it runs already, and follows it from its beginning.
    pub(crate) fn start(&self, job: JobId, document: &[u8], files: Vec<OwnedFd>) -> mpsc::Receiver<Told> {
        let receiver = self.follow(job);
        let class: ClassName = CLASS.parse().expect("a good name");
        let length = u32::try_from(document.len()).expect("the document's size was checked");
        let count = u8::try_from(files.len()).expect("the number of packages was checked");
        let mut bytes = Vec::with_capacity(document.len() + 256);
        encode(&Frame::Start { job, class, document: length, descriptors: count }, &mut bytes);
        encode_document(document, &mut bytes);
        encode(&Frame::Attach { job, offset: 0 }, &mut bytes);
        self.send(bytes, files);
        receiver
    }

    /// Follows a job that was started before, from its beginning.
    pub(crate) fn attach(&self, job: JobId) -> mpsc::Receiver<Told> {
        let receiver = self.follow(job);
        self.request(&Frame::Attach { job, offset: 0 });
        receiver
    }

    pub(crate) fn cancel(&self, job: JobId) {
        self.request(&Frame::Cancel { job });
    }

    /// The job may be forgotten.
    pub(crate) fn complete(&self, job: JobId) {
        if let Some(followers) = self.followers.lock().expect("no holder of this lock panics").as_mut() {
            followers.jobs.remove(&job);
        }
        self.request(&Frame::Complete { job });
    }

    /// The jobs that the launcher keeps; none if the connection breaks.
    pub(crate) async fn list(&self) -> Vec<JobId> {
        let (sender, receiver) = oneshot::channel();
        if let Some(followers) = self.followers.lock().expect("no holder of this lock panics").as_mut() {
            followers.list = Some((sender, Vec::new()));
        }
        self.request(&Frame::List);
        receiver.await.unwrap_or_default()
    }

    fn request(&self, frame: &Frame) {
        let mut bytes = Vec::new();
        encode(frame, &mut bytes);
        self.send(bytes, Vec::new());
    }
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::SameUser => "same-user",
        Mode::Launcher => "launcher",
    }
}

async fn write_all(writer: OwnedWriteHalf, mut outgoing: mpsc::UnboundedReceiver<Outgoing>) {
    while let Some(Outgoing { bytes, descriptors }) = outgoing.recv().await {
        if let Err(error) = descriptors::write(&writer, &bytes, &descriptors).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the launcher does not take what it is told");
            return;
        }
    }
}

async fn read_frame(reader: &mut OwnedReadHalf, decoder: &mut Decoder) -> io::Result<Frame> {
    let mut buffer = vec![0; 4096];
    loop {
        if let Some(frame) = decoder.next().map_err(io::Error::other)? {
            return Ok(frame);
        }
        let count = reader.read(&mut buffer).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        decoder.push(&buffer[..count]);
    }
}

async fn read_all(mut reader: OwnedReadHalf, mut decoder: Decoder, followers: &Followers) -> io::Result<()> {
    let mut buffer = vec![0; READ];
    loop {
        while let Some(frame) = decoder.next().map_err(io::Error::other)? {
            route(frame, followers).await;
        }
        let count = reader.read(&mut buffer).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        decoder.push(&buffer[..count]);
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what a newer launcher may say is passed over")]
async fn route(frame: Frame, followers: &Followers) {
    let (job, told, last) = match frame {
        Frame::Started { job, .. } => (job, Told::Started, false),
        Frame::Output { job, offset, bytes } => (job, Told::Output { offset, bytes }, false),
        Frame::Ended { job, end, stderr, .. } => (job, Told::Ended { end, stderr }, true),
        Frame::Gone { job } => (job, Told::Gone, true),
        Frame::Denied { job, request: Request::Complete, reason } => {
            tracing::warn!(%job, reason, "the launcher keeps a job that is done");
            return;
        }
        Frame::Denied { job, reason, .. } => (job, Told::Denied(reason), true),
        Frame::Jobs { jobs, more } => return take_list(jobs.iter().map(|entry| entry.job), more, followers),
        Frame::Cancelling { .. } | Frame::Completed { .. } => return,
        other => {
            tracing::warn!(?other, "the launcher says something unexpected");
            return;
        }
    };
    let sender = {
        let mut followers = followers.lock().expect("no holder of this lock panics");
        let Some(followers) = followers.as_mut() else { return };
        if last { followers.jobs.remove(&job) } else { followers.jobs.get(&job).cloned() }
    };
    if let Some(sender) = sender
        && sender.send(told).await.is_err()
    {
        // Nobody follows the job any more; what it says is kept by the launcher.
        if let Some(followers) = followers.lock().expect("no holder of this lock panics").as_mut() {
            followers.jobs.remove(&job);
        }
    }
}

fn take_list(jobs: impl Iterator<Item = JobId>, more: bool, followers: &Followers) {
    let mut followers = followers.lock().expect("no holder of this lock panics");
    let Some((asker, mut so_far)) = followers.as_mut().and_then(|followers| followers.list.take()) else { return };
    so_far.extend(jobs);
    if !more {
        let _ = asker.send(so_far); // Whoever asked may have gone.
    } else if let Some(followers) = followers.as_mut() {
        followers.list = Some((asker, so_far));
    }
}
