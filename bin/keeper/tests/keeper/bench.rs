//! A real keeper, a runner made of shell, and a client that reads with a deadline.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IoSlice, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use jobframe::{Decoder, End, Frame, JobId, PROTOCOL, encode, encode_document};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

/// How long anything may take before a test fails. Nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_mins(1);

/// The runner: its document is a shell script.
const RUNNER: &str = "#!/bin/sh\nexec /bin/sh\n";

/// A keeper that is told to end, and thus to end its jobs, when the test ends.
pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pid: Pid,
}

impl Bench {
    pub(crate) fn new(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runner = folder.path().join("runner");
        fs::write(&runner, RUNNER).unwrap();
        fs::set_permissions(&runner, fs::Permissions::from_mode(0o755)).unwrap();
        let mut bench = Self { folder, pid: rustix::process::getpid() };
        let output = bench.run(options);
        assert_eq!((output.status.code(), &output.stdout[..]), (Some(0), &b"ready\n"[..]), "{output:?}");
        bench.pid = bench.client().pid;
        bench
    }

    /// Runs the program to the end of its first process.
    pub(crate) fn run(&self, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulpo-keeper"));
        command.arg("--socket").arg(self.socket()).arg("--work").arg(self.work());
        command.arg("--runner").arg(self.folder.path().join("runner")).args(options);
        command.env("PULPO_SECRET", "not for jobs").env("LANG", "C.UTF-8");
        // The daemon keeps standard error, so it gets a file: a pipe would never come to its end.
        let log = fs::File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        command.spawn().unwrap().wait_with_output().unwrap()
    }

    /// Starts the next keeper for the same work folder.
    pub(crate) fn again(&mut self) {
        let output = self.run(&[]);
        assert_eq!(output.status.code(), Some(0), "{}", self.log());
        self.pid = self.client().pid;
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    pub(crate) fn job_folder(&self, job: JobId) -> PathBuf {
        self.work().join("jobs").join(job.to_string())
    }

    pub(crate) fn client(&self) -> Client {
        let mut client = Client::connect(&self.socket());
        client.send(&Frame::Hello { version: PROTOCOL });
        let Frame::Welcome { version: PROTOCOL, pid, .. } = client.frame() else { panic!("not welcome") };
        client.pid = pid_of(pid);
        client
    }

    pub(crate) fn process(&self) -> Process {
        Process::of(self.pid)
    }

    pub(crate) fn proc(&self, file: &str) -> PathBuf {
        format!("/proc/{}/{file}", self.pid.as_raw_nonzero()).into()
    }

    /// The greatest memory that the keeper ever had, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(self.proc("status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_ascii_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if self.pid != rustix::process::getpid() {
            let _ = kill_process(self.pid, Signal::TERM);
        }
    }
}

pub(crate) fn pid_of(number: u32) -> Pid {
    Pid::from_raw(i32::try_from(number).unwrap()).unwrap()
}

/// A process whose end can be waited for, of whatever parent.
pub(crate) struct Process {
    pid: Pid,
    handle: OwnedFd,
}

impl Process {
    pub(crate) fn of(pid: Pid) -> Self {
        Self { pid, handle: pidfd_open(pid, PidfdFlags::empty()).unwrap() }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    pub(crate) fn wait_for_end(&self) {
        let patience = Timespec { tv_sec: 60, tv_nsec: 0 };
        let count = poll(&mut [PollFd::new(&self.handle, PollFlags::IN)], Some(&patience)).unwrap();
        assert_eq!(count, 1, "process {:?} still lives", self.pid);
    }

    pub(crate) fn has_ended(&self) -> bool {
        poll(&mut [PollFd::new(&self.handle, PollFlags::IN)], Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).unwrap() == 1
    }
}

/// A server, as far as the keeper can tell.
pub(crate) struct Client {
    pub(crate) socket: UnixStream,
    pub(crate) pid: Pid,
    decoder: Decoder,
}

/// All that came about a job.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) output: Vec<u8>,
    pub(crate) end: Option<End>,
    pub(crate) stderr: Vec<u8>,
}

impl Told {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.output).unwrap()
    }
}

impl Client {
    pub(crate) fn connect(socket: &Path) -> Self {
        let socket = UnixStream::connect(socket).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { socket, pid: rustix::process::getpid(), decoder: Decoder::new() }
    }

    pub(crate) fn send(&mut self, frame: &Frame) {
        let mut bytes = Vec::new();
        encode(frame, &mut bytes);
        self.socket.write_all(&bytes).unwrap();
    }

    /// The next frame, or nothing when the keeper closed the connection.
    pub(crate) fn frame_or_end(&mut self) -> Option<Frame> {
        let mut buffer = vec![0; 65536];
        loop {
            if let Some(frame) = self.decoder.next().unwrap() {
                return Some(frame);
            }
            match self.socket.read(&mut buffer) {
                Ok(0) => return None,
                Ok(count) => self.decoder.push(&buffer[..count]),
                Err(e) if e.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => panic!("no frame in time: {e}"),
            }
        }
    }

    pub(crate) fn frame(&mut self) -> Frame {
        self.frame_or_end().expect("the keeper closed the connection")
    }

    pub(crate) fn ask(&mut self, frame: &Frame) -> Frame {
        self.send(frame);
        self.frame()
    }

    pub(crate) fn send_start(&mut self, job: JobId, class: &str, script: &[u8], descriptors: &[BorrowedFd<'_>]) {
        let mut bytes = Vec::new();
        let count = u8::try_from(descriptors.len()).unwrap();
        let document = u32::try_from(script.len()).unwrap();
        encode(&Frame::Start { job, class: class.parse().unwrap(), document, descriptors: count }, &mut bytes);
        encode_document(script, &mut bytes);
        let mut space = [MaybeUninit::uninit(); 1024];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() {
            assert!(control.push(SendAncillaryMessage::ScmRights(descriptors)));
        }
        let sent = sendmsg(self.socket.as_fd(), &[IoSlice::new(&bytes)], &mut control, SendFlags::empty()).unwrap();
        self.socket.write_all(&bytes[sent..]).unwrap();
    }

    pub(crate) fn start(&mut self, job: JobId, script: &str) {
        self.send_start(job, "default", script.as_bytes(), &[]);
        assert_eq!(self.frame(), Frame::Started { job, already: false });
    }

    /// Follows a job until its output holds this text.
    pub(crate) fn attach_until(&mut self, job: JobId, offset: u64, text: &str) -> Told {
        self.send(&Frame::Attach { job, offset });
        let mut told = Told::default();
        while !String::from_utf8_lossy(&told.output).contains(text) {
            let Frame::Output { job: of, offset: at, bytes } = self.frame() else { panic!("ended before {text}") };
            assert_eq!((of, at), (job, offset + told.output.len() as u64), "a gap or a byte twice");
            told.output.extend_from_slice(&bytes);
        }
        told
    }

    /// Everything of a job from the offset on, to its end.
    pub(crate) fn attach(&mut self, job: JobId, offset: u64) -> Told {
        self.send(&Frame::Attach { job, offset });
        let mut all = BTreeMap::from([(job, (offset, Told::default()))]);
        self.follow(&mut all);
        all.remove(&job).unwrap().1
    }

    /// Reads until all of these jobs have ended; what was told before stands in the map.
    pub(crate) fn follow(&mut self, jobs: &mut BTreeMap<JobId, (u64, Told)>) {
        while jobs.values().any(|(_, told)| told.end.is_none()) {
            let frame = self.frame();
            if let Frame::Output { job, offset, bytes } = frame {
                let (from, told) = jobs.get_mut(&job).unwrap();
                assert_eq!(offset, *from + told.output.len() as u64, "a gap or a byte twice");
                told.output.extend_from_slice(&bytes);
            } else if let Frame::Ended { job, length, end, stderr } = frame {
                let (from, told) = jobs.get_mut(&job).unwrap();
                assert_eq!(length, *from + told.output.len() as u64, "the end came before the last output");
                (told.end, told.stderr) = (Some(end), stderr);
            } else {
                panic!("{frame:?}");
            }
        }
    }
}

pub(crate) fn job(number: u8) -> JobId {
    JobId::from_bytes([number; 16])
}
