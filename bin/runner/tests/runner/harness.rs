//! Starts the built runner and reads what it tells.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::rc::Rc;

use pulpo_wire::job::stream::{Frame, FrameReader};
use pulpo_wire::job::{
    ActionKind, JobDocument, JobEvent, JobPackage, JobResult, JobRetention, JobVariable, LogLevel, PackageUse,
};
use tempfile::TempDir;

/// A job that is being put together.
pub(crate) struct Job {
    document: JobDocument,
    files: Vec<PathBuf>,
    pub(crate) folder: Rc<TempDir>,
    /// A place outside of the job's folder.
    pub(crate) outside: Rc<TempDir>,
    environment: Vec<(String, String)>,
    namespaced: bool,
    broken: bool,
}

/// A job that runs.
pub(crate) struct Running {
    child: Child,
    stdout: ChildStdout,
    reader: FrameReader,
    pub(crate) seen: Vec<Frame>,
    folders: [Rc<TempDir>; 2],
}

/// What a job has told.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) frames: Vec<Frame>,
    /// Kept until the test has looked at them.
    _folders: [Rc<TempDir>; 2],
}

impl Job {
    pub(crate) fn new(kind: ActionKind) -> Self {
        let document = JobDocument {
            format: JobDocument::FORMAT,
            kind,
            variables: vec![],
            packages: vec![],
            masks: vec![],
            retention: None,
        };
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let outside = Rc::new(tempfile::tempdir().unwrap());
        Self { document, files: vec![], folder, outside, environment: vec![], namespaced: false, broken: false }
    }

    /// An inline script.
    pub(crate) fn script(syntax: &str, body: &str) -> Self {
        Self::new(ActionKind::Script)
            .variable("Octopus.Action.Script.Syntax", syntax)
            .variable("Octopus.Action.Script.ScriptBody", body)
    }

    pub(crate) fn bash(body: &str) -> Self {
        Self::script("Bash", body)
    }

    /// A package step whose applications lie outside of the job's folder.
    pub(crate) fn deployment() -> Self {
        let job = Self::new(ActionKind::DeployPackage);
        let applications = job.outside.path().join("Applications").display().to_string();
        job.variable("Octopus.Tentacle.Agent.ApplicationDirectoryPath", &applications)
            .variable("OctopusFreeDiskSpaceOverrideInMegaBytes", "1")
            .variable("Octopus.Action.Name", "Deploy web")
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.document.variables.push(JobVariable { name: name.to_owned(), value: value.to_owned(), sensitive: false });
        self
    }

    pub(crate) fn sensitive(mut self, name: &str, value: &str) -> Self {
        self.document.variables.push(JobVariable { name: name.to_owned(), value: value.to_owned(), sensitive: true });
        self
    }

    pub(crate) fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs it as the first process of a PID namespace, with a view of processes of its own.
    pub(crate) fn in_namespace(mut self) -> Self {
        self.namespaced = true;
        self
    }

    pub(crate) fn package(mut self, reference: &str, extension: &str, bytes: &[u8], use_as: PackageUse) -> Self {
        let path = self.outside.path().join(format!("package{}", self.files.len()));
        fs::write(&path, bytes).unwrap();
        self.files.push(path);
        self.document.packages.push(JobPackage {
            reference: reference.to_owned(),
            package_id: "Acme.Web".to_owned(),
            version: "1.2.3".to_owned(),
            extension: extension.to_owned(),
            hash: String::new(),
            size: bytes.len() as u64,
            use_as,
        });
        self
    }

    /// The primary package: a zip of these files.
    pub(crate) fn primary(self, files: &[(&str, &str)]) -> Self {
        let bytes = zip_of(files);
        self.package("", ".zip", &bytes, PackageUse::Primary)
    }

    /// With a rule for what stays of earlier installations.
    pub(crate) fn keeping(mut self, retention: Option<JobRetention>) -> Self {
        self.document.retention = retention;
        self
    }

    pub(crate) fn of_format(mut self, format: u32) -> Self {
        self.document.format = format;
        self
    }

    /// Sends something that is no document.
    pub(crate) fn broken(mut self) -> Self {
        self.broken = true;
        self
    }

    /// Names packages in the document without passing them.
    pub(crate) fn without_its_packages(mut self) -> Self {
        self.files.clear();
        self
    }

    pub(crate) fn start(&self) -> Running {
        // A shell opens the packages from descriptor 3 on and then becomes the runner.
        let wrapper = if self.namespaced { "unshare -p -f --mount-proc " } else { "" };
        let mut line = format!("exec {wrapper}\"$0\"");
        for (index, file) in self.files.iter().enumerate() {
            write!(line, " {}<'{}'", index + 3, file.display()).unwrap();
        }
        #[expect(clippy::disallowed_methods, reason = "the test stands for the launcher")]
        let mut command = Command::new("/bin/bash");
        command.arg("-c").arg(line).arg(env!("CARGO_BIN_EXE_pulpo-runner")).current_dir(self.folder.path());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let document = serde_json::to_vec(&self.document).unwrap();
        let document = if self.broken { b"{\"format\": 1".to_vec() } else { document };
        child.stdin.take().unwrap().write_all(&document).unwrap();
        let stdout = child.stdout.take().unwrap();
        Running {
            child,
            stdout,
            reader: FrameReader::default(),
            seen: vec![],
            folders: [Rc::clone(&self.folder), Rc::clone(&self.outside)],
        }
    }

    pub(crate) fn run(&self) -> Told {
        self.start().finish()
    }
}

impl Running {
    /// Reads on until a line of the log holds `text`.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        loop {
            while let Some(frame) = self.next_frame() {
                if let Frame::Event(JobEvent::Log { text: line, .. }) = &frame
                    && line.contains(text)
                {
                    return line.clone();
                }
            }
            assert!(self.read(), "the job ended without a line with {text:?}: {:?}", self.seen);
        }
    }

    pub(crate) fn cancel(&self) {
        let pid = i32::try_from(self.child.id()).unwrap();
        #[expect(unsafe_code, reason = "kill takes no memory")]
        // SAFETY: the child has not been waited for, so the number is its own.
        let sent = unsafe { libc::kill(pid, libc::SIGTERM) };
        assert_eq!(sent, 0);
    }

    pub(crate) fn finish(mut self) -> Told {
        while self.read() {}
        while self.next_frame().is_some() {}
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the runner itself ended with {status}");
        Told { frames: self.seen, _folders: self.folders }
    }

    fn read(&mut self) -> bool {
        let mut buffer = vec![0; 1 << 16];
        let count = self.stdout.read(&mut buffer).unwrap();
        self.reader.push(&buffer[..count]);
        count > 0
    }

    fn next_frame(&mut self) -> Option<Frame> {
        let frame = self.reader.next_frame().unwrap()?;
        self.seen.push(frame.clone());
        Some(frame)
    }
}

impl Told {
    fn events(&self) -> impl Iterator<Item = &JobEvent> {
        self.frames.iter().filter_map(|frame| if let Frame::Event(event) = frame { Some(event) } else { None })
    }

    pub(crate) fn result(&self) -> &JobResult {
        match self.events().last() {
            Some(JobEvent::Finished(result)) => result,
            other => panic!("the last event is {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn assert_success(&self) {
        assert_eq!(self.result(), &JobResult { exit_code: 0, error: None }, "{:?}", self.lines());
    }

    pub(crate) fn lines(&self) -> Vec<(LogLevel, &str)> {
        let line = |event| {
            if let &JobEvent::Log { level, ref text, .. } = event { Some((level, text.as_str())) } else { None }
        };
        self.events().filter_map(line).collect()
    }

    /// The lines of one level.
    pub(crate) fn at(&self, level: LogLevel) -> Vec<&str> {
        self.lines().into_iter().filter(|(known, _)| *known == level).map(|(_, text)| text).collect()
    }

    pub(crate) fn info(&self) -> Vec<&str> {
        self.at(LogLevel::Info)
    }

    pub(crate) fn output(&self, wanted: &str) -> Option<(&str, bool)> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "only one kind is looked for")]
        let output = |event| match event {
            &JobEvent::OutputVariable { ref name, ref value, sensitive } if name == wanted => {
                Some((value.as_str(), sensitive))
            }
            _ => None,
        };
        self.events().filter_map(output).last()
    }

    pub(crate) fn service_messages(&self) -> Vec<(&str, &[(String, String)])> {
        let mut found = vec![];
        for event in self.events() {
            if let JobEvent::ServiceMessage { name, attributes } = event {
                found.push((name.as_str(), attributes.as_slice()));
            }
        }
        found
    }

    /// Name, announced length and bytes of every artifact that was sent wholly.
    pub(crate) fn artifacts(&self) -> Vec<(String, u64, Vec<u8>)> {
        let mut open: Vec<(u32, String, u64, Vec<u8>)> = vec![];
        let mut done = vec![];
        for frame in &self.frames {
            match frame {
                Frame::Event(JobEvent::ArtifactStart { number, name, length }) => {
                    open.push((*number, name.clone(), *length, vec![]));
                }
                Frame::Chunk(chunk) => {
                    assert!(chunk.bytes.len() <= 256 * 1024);
                    open.iter_mut().find(|one| one.0 == chunk.number).unwrap().3.extend(&chunk.bytes);
                }
                Frame::Event(JobEvent::ArtifactEnd { number }) => {
                    let index = open.iter().position(|one| one.0 == *number).unwrap();
                    let (_, name, length, bytes) = open.remove(index);
                    done.push((name, length, bytes));
                }
                Frame::Event(_) => {}
            }
        }
        assert!(open.is_empty());
        done
    }
}

pub(crate) fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, content) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The paths below a folder, with the content of files.
pub(crate) fn tree(folder: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read_to_string(&path).unwrap_or_default();
                found.push((path.strip_prefix(folder).unwrap().display().to_string(), content));
            }
        }
    }
    found.sort();
    found
}
