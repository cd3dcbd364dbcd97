//! A server, as far as a launcher can tell: it runs under the server's account for the moment of connecting.

use std::collections::BTreeMap;
use std::io::{self, IoSlice, Read};
use std::mem::MaybeUninit;
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::ground::Ground;
use jobframe::{Decoder, End, Frame, InstanceId, JobId, PROTOCOL, encode, encode_document};
use pulpo_wire::job::stream::{Frame as StreamFrame, FrameReader};
use pulpo_wire::job::{ActionKind, JobDocument, JobEvent, JobPackage, JobVariable, PackageUse};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};

/// Longer than anything here takes, so that a hang is a failure and not a wait for ever.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Client {
    stream: UnixStream,
    decoder: Decoder,
    pub(crate) instance: InstanceId,
    pub(crate) pid: u32,
}

/// What a job told, in the end.
#[derive(Debug, Default)]
pub(crate) struct Told {
    bytes: Vec<u8>,
    pub(crate) end: Option<End>,
    pub(crate) stderr: String,
}

pub(crate) fn job(number: u8) -> JobId {
    JobId::from_bytes([number; 16])
}

/// The document of a job that runs a Bash script.
pub(crate) fn script(body: &str) -> Vec<u8> {
    document(body, Vec::new())
}

/// As [`script`], with a package that is left as it is.
pub(crate) fn script_with_package(body: &str, size: u64) -> Vec<u8> {
    document(body, vec![package(".zip", size, PackageUse::ReferenceAsFile)])
}

/// As [`script`], with an archive that is unpacked before.
pub(crate) fn script_with_tar(body: &str, size: u64) -> Vec<u8> {
    document(body, vec![package(".tar", size, PackageUse::ReferenceExtracted)])
}

fn package(extension: &str, size: u64, use_as: PackageUse) -> JobPackage {
    JobPackage {
        reference: "it".into(),
        package_id: "It".into(),
        version: "1.0.0".into(),
        extension: extension.into(),
        hash: "0000000000000000000000000000000000000000".into(),
        size,
        use_as,
    }
}

fn document(body: &str, packages: Vec<JobPackage>) -> Vec<u8> {
    let variable = |name: &str, value: &str| JobVariable { name: name.into(), value: value.into(), sensitive: false };
    let variables = vec![
        variable("Octopus.Action.Name", "Test"),
        variable("Octopus.Action.Script.Syntax", "Bash"),
        variable("Octopus.Action.Script.ScriptBody", body),
    ];
    let document = JobDocument {
        format: JobDocument::FORMAT,
        kind: ActionKind::Script,
        variables,
        packages,
        masks: Vec::new(),
        retention: None,
    };
    serde_json::to_vec(&document).unwrap()
}

impl Client {
    pub(crate) fn connect(socket: &Path) -> io::Result<Self> {
        let stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut client = Self { stream, decoder: Decoder::new(), instance: InstanceId::from_bytes([0; 16]), pid: 0 };
        client.send(&Frame::Hello { version: PROTOCOL });
        match client.try_frame()? {
            Some(Frame::Welcome { version: PROTOCOL, instance, pid, .. }) => {
                (client.instance, client.pid) = (instance, pid);
                Ok(client)
            }
            other => Err(io::Error::other(format!("not welcome: {other:?}"))),
        }
    }

    pub(crate) fn send(&mut self, frame: &Frame) {
        let mut bytes = Vec::new();
        encode(frame, &mut bytes);
        self.send_bytes(&bytes, &[]);
    }

    fn send_bytes(&mut self, mut bytes: &[u8], descriptors: &[BorrowedFd<'_>]) {
        let mut rest = descriptors;
        while !bytes.is_empty() {
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(64))];
            let mut control = SendAncillaryBuffer::new(&mut space);
            if !rest.is_empty() {
                assert!(control.push(SendAncillaryMessage::ScmRights(rest)));
            }
            // An error means that the other end has closed, which the next read tells better.
            let Ok(sent) = sendmsg(&self.stream, &[IoSlice::new(bytes)], &mut control, SendFlags::NOSIGNAL) else {
                return;
            };
            bytes = &bytes[sent..];
            rest = &[];
        }
    }

    fn try_frame(&mut self) -> io::Result<Option<Frame>> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            if let Some(frame) = self.decoder.next().map_err(io::Error::other)? {
                return Ok(Some(frame));
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(None),
                Ok(count) => self.decoder.push(&buffer[..count]),
                // A read with a limit of time is not taken up again by the kernel, whatever interrupted it.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(crate) fn frame(&mut self) -> Frame {
        self.try_frame().unwrap().expect("the connection was closed")
    }

    /// Whether the other end has closed the connection, once it does or says something.
    pub(crate) fn is_closed(&mut self) -> bool {
        !matches!(self.try_frame(), Ok(Some(_)))
    }

    pub(crate) fn ask(&mut self, frame: &Frame) -> Frame {
        self.send(frame);
        self.frame()
    }

    pub(crate) fn send_start(&mut self, id: JobId, class: &str, document: &[u8], descriptors: &[BorrowedFd<'_>]) {
        let mut bytes = Vec::new();
        let class = class.parse().unwrap();
        let (length, count) = (u32::try_from(document.len()).unwrap(), u8::try_from(descriptors.len()).unwrap());
        encode(&Frame::Start { job: id, class, document: length, descriptors: count }, &mut bytes);
        encode_document(document, &mut bytes);
        self.send_bytes(&bytes, descriptors);
    }

    pub(crate) fn start(&mut self, id: JobId, class: &str, body: &str) {
        self.send_start(id, class, &script(body), &[]);
        assert_eq!(self.frame(), Frame::Started { job: id, already: false });
    }

    /// Follows the job to its end.
    pub(crate) fn follow(&mut self, id: JobId) -> Told {
        self.attach(id);
        let mut told = BTreeMap::from([(id, Told::default())]);
        self.follow_all(&mut told);
        told.remove(&id).unwrap()
    }

    pub(crate) fn attach(&mut self, id: JobId) {
        self.send(&Frame::Attach { job: id, offset: 0 });
    }

    /// Follows jobs that are attached to until all have ended.
    pub(crate) fn follow_all(&mut self, told: &mut BTreeMap<JobId, Told>) {
        while told.values().any(|told| told.end.is_none()) {
            match self.frame() {
                Frame::Output { job, bytes, .. } => told.get_mut(&job).unwrap().bytes.extend_from_slice(&bytes),
                Frame::Ended { job, end, stderr, .. } => {
                    let told = told.get_mut(&job).unwrap();
                    (told.end, told.stderr) = (Some(end), String::from_utf8_lossy(&stderr).into_owned());
                }
                other => panic!("{other:?}"),
            }
        }
    }

    /// Follows the job until it has said these words.
    pub(crate) fn follow_until(&mut self, id: JobId, words: &str) -> Told {
        self.attach(id);
        let mut told = Told::default();
        while !told.text().contains(words) {
            match self.frame() {
                Frame::Output { bytes, .. } => told.bytes.extend_from_slice(&bytes),
                other => panic!("{other:?} after {told:?}"),
            }
        }
        told
    }

    /// Reads on of a job that is followed, to its end.
    pub(crate) fn until_ended(&mut self, id: JobId) -> Told {
        let mut told = Told::default();
        while told.end.is_none() {
            match self.frame() {
                Frame::Output { job, bytes, .. } if job == id => told.bytes.extend_from_slice(&bytes),
                Frame::Ended { job, end, .. } if job == id => told.end = Some(end),
                Frame::Cancelling { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        told
    }

    /// Reads the end of a job that is followed.
    pub(crate) fn unfollow(&mut self, id: JobId) {
        assert_eq!(self.until_ended(id).end, Some(End::Exit(0)));
    }

    /// Asks until what goes on by itself has happened; nothing tells of it, so there are short pauses between.
    pub(crate) fn asked_until(&mut self, happened: impl Fn() -> bool) -> bool {
        let begin = Instant::now();
        while !happened() {
            if begin.elapsed() > PATIENCE {
                return false;
            }
            self.ask(&Frame::List);
            std::thread::sleep(Duration::from_millis(2));
        }
        true
    }

    /// Runs the script to its end and lets it be forgotten.
    pub(crate) fn run(&mut self, id: JobId, class: &str, body: &str) -> Told {
        self.start(id, class, body);
        let told = self.follow(id);
        assert_eq!(self.ask(&Frame::Complete { job: id }), Frame::Completed { job: id });
        told
    }

    /// What a fenced script says. The slot of the only job is clean again afterwards.
    pub(crate) fn fenced(&mut self, ground: &Ground, body: &str) -> String {
        let text = self.run(job(8), "default", body).text();
        assert!(self.asked_until(|| !ground.slot_job(1).exists()), "{}", ground.log());
        text
    }

    /// As [`Client::fenced`], where the runner is the bare one.
    pub(crate) fn bare(&mut self, ground: &Ground, body: &str) -> String {
        self.send_start(job(9), "default", format!("{{ {body}\n}} 2>&1").as_bytes(), &[]);
        assert_eq!(self.frame(), Frame::Started { job: job(9), already: false });
        let told = self.follow(job(9));
        assert_eq!(self.ask(&Frame::Complete { job: job(9) }), Frame::Completed { job: job(9) });
        assert!(self.asked_until(|| !ground.slot_job(1).exists()), "{}", ground.log());
        told.raw()
    }

    /// The report of a test: whether it passed, and its text.
    pub(crate) fn test(&mut self) -> (bool, String) {
        match self.ask(&Frame::Test) {
            Frame::Report { passed, text } => (passed, text),
            other => panic!("{other:?}"),
        }
    }
}

impl Told {
    pub(crate) fn events(&self) -> Vec<JobEvent> {
        let mut reader = FrameReader::default();
        reader.push(&self.bytes);
        let mut events = Vec::new();
        while let Ok(Some(frame)) = reader.next_frame() {
            if let StreamFrame::Event(event) = frame {
                events.push(event);
            }
        }
        events
    }

    /// What it wrote, whatever it means.
    pub(crate) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The lines of the log.
    pub(crate) fn text(&self) -> String {
        let lines = self.events().into_iter().filter_map(|event| match event {
            JobEvent::Log { text, .. } => Some(text + "\n"),
            _ => None,
        });
        lines.collect()
    }

    /// The bytes of all artifacts.
    pub(crate) fn artifacts(&self) -> Vec<u8> {
        let mut reader = FrameReader::default();
        reader.push(&self.bytes);
        let mut bytes = Vec::new();
        while let Ok(Some(frame)) = reader.next_frame() {
            if let StreamFrame::Chunk(chunk) = frame {
                bytes.extend(chunk.bytes);
            }
        }
        bytes
    }

    /// The exit code of the script, if it came to one.
    pub(crate) fn exit_code(&self) -> Option<i32> {
        self.events().into_iter().find_map(|event| match event {
            JobEvent::Finished(result) => Some(result.exit_code),
            _ => None,
        })
    }
}
