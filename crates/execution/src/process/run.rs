//! One program, its output, its end.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, WaitId, WaitIdOptions, WaitStatus, waitid};

use super::Signals;
use super::tree::{Reaped, kill_all, reap};

/// How much is read from a pipe at once: as much as a pipe holds.
const READ: usize = 64 * 1024;

/// What to start. It gets exactly this environment.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    pub(crate) environment: Vec<(OsString, OsString)>,
    pub(crate) directory: PathBuf,
}

/// Which of the two streams of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Output,
    Error,
}

/// Gets each piece of output, and nothing when there is no more to read at the moment.
pub(crate) type Take<'a> = dyn FnMut(Option<(Source, &[u8])>) -> io::Result<()> + 'a;

/// A program that was started.
pub(crate) struct Running {
    signals: Rc<Signals>,
    pid: Pid,
    status: Option<WaitStatus>,
    output: Option<File>,
    error: Option<File>,
    buffer: Vec<u8>,
}

impl Running {
    /// Starts `program` as the leader of a process group of its own, with no input.
    pub(crate) fn start(program: &Program, signals: Rc<Signals>) -> io::Result<Self> {
        // Nothing here needs code to run between fork and exec, so that the standard library takes the
        // cheap way (posix_spawn): an absolute path, a process group, a directory.
        #[expect(clippy::disallowed_methods, reason = "this is the process module")]
        let mut child = Command::new(&program.path)
            .args(&program.arguments)
            .env_clear()
            .envs(program.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&program.directory)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let raw = i32::try_from(child.id()).expect("process numbers are small");
        let pid = Pid::from_raw(raw).expect("a child has a number");
        signals.watch(Some(pid));
        let output = pipe(OwnedFd::from(child.stdout.take().expect("it was asked for")))?;
        let error = pipe(OwnedFd::from(child.stderr.take().expect("it was asked for")))?;
        let buffer = vec![0; READ];
        Ok(Self { signals, pid, status: None, output: Some(output), error: Some(error), buffer })
    }

    /// Hands out everything that the program and its descendants print, until the program has ended, then
    /// ends whatever it left behind and hands out the rest. Returns its exit code.
    pub(crate) fn watch(mut self, take: &mut Take<'_>) -> io::Result<i32> {
        let result = self.read_until_end(take);
        // Also when nobody takes the output any more, nothing may stay.
        self.end_tree();
        result?;
        self.drain(take)?;
        let status = self.status.expect("the tree has ended, and the program with it");
        Ok(exit_code(status))
    }

    fn read_until_end(&mut self, take: &mut Take<'_>) -> io::Result<()> {
        loop {
            take(None)?;
            if Signals::take_child_ended() {
                self.reap();
                if self.status.is_some() {
                    return Ok(());
                }
            }
            let mut wanted = vec![PollFd::new(&*self.signals, PollFlags::IN)];
            let open = [&self.output, &self.error];
            wanted.extend(open.into_iter().flatten().map(|file| PollFd::new(file, PollFlags::IN)));
            match poll(&mut wanted, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let signalled = !wanted[0].revents().is_empty();
            let mut ready = wanted[1..].iter().map(|one| !one.revents().is_empty());
            let output = self.output.is_some() && ready.next() == Some(true);
            let error = self.error.is_some() && ready.next() == Some(true);
            if output {
                self.read(Source::Output, take)?;
            }
            if error {
                self.read(Source::Error, take)?;
            }
            if signalled {
                self.signals.clear();
            }
        }
    }

    /// One read; tells whether there may be more at once.
    fn read(&mut self, source: Source, take: &mut Take<'_>) -> io::Result<bool> {
        let slot = match source {
            Source::Output => &mut self.output,
            Source::Error => &mut self.error,
        };
        let Some(file) = slot else { return Ok(false) };
        match file.read(&mut self.buffer) {
            Ok(0) => {
                *slot = None;
                Ok(false)
            }
            Ok(length) => {
                take(Some((source, &self.buffer[..length])))?;
                Ok(true)
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What is still in the pipes. They are not read to their end, since a stranger may hold one open.
    fn drain(&mut self, take: &mut Take<'_>) -> io::Result<()> {
        for source in [Source::Output, Source::Error] {
            while self.read(source, take)? {}
        }
        take(None)
    }

    fn reap(&mut self) {
        // The leader is looked at before it is reaped: until then its number names its group for certain,
        // and the whole group dies at one stroke.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        if matches!(waitid(WaitId::Pid(self.pid), options), Ok(Some(_))) {
            self.signals.kill_group();
            self.signals.watch(None);
        }
        while let Reaped::Ended(pid, status) = reap() {
            self.note(pid, status);
        }
    }

    fn note(&mut self, pid: Pid, status: WaitStatus) {
        if pid == self.pid {
            self.status = Some(status);
        }
    }

    fn end_tree(&mut self) {
        // Does nothing when the leader has been reaped.
        self.signals.kill_group();
        self.signals.watch(None);
        let signals = Rc::clone(&self.signals);
        kill_all(&signals, |pid, status| self.note(pid, status));
    }
}

fn pipe(fd: OwnedFd) -> io::Result<File> {
    let flags = fcntl_getfl(fd.as_fd())?;
    fcntl_setfl(fd.as_fd(), flags | OFlags::NONBLOCK)?;
    Ok(File::from(fd))
}

/// As a shell tells it: 128 and the signal's number for a program that was killed.
fn exit_code(status: WaitStatus) -> i32 {
    status.exit_status().or_else(|| status.terminating_signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

impl Program {
    /// The first file of that name in the folders of `path` that may be executed.
    pub(crate) fn find(name: &str, path: &str) -> Option<PathBuf> {
        let folders = path.split(':').filter(|folder| folder.starts_with('/'));
        folders
            .map(|folder| Path::new(folder).join(name))
            .find(|file| rustix::fs::access(file, rustix::fs::Access::EXEC_OK).is_ok() && file.is_file())
    }
}
