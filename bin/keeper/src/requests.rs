//! What each request of a server does.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Instant;

use jobframe::{ClassName, End, Frame, JobId, Mode, PROTOCOL, Request};

use crate::beneath::Waiting;
use crate::connection::{Connection, Incoming};
use crate::job::{Job, Phase, pipe};
use crate::keeper::{ERROR, Keeper, OUTPUT, token};
use crate::leftovers::Session;
use crate::sys;

/// The only class of this mode. The privileged mode will read its classes from a file of root's.
const CLASS: &str = "default";
/// Descriptors kept for connections and for what they pass, and those that a job has.
const RESERVED: u64 = 1200;
const PER_JOB: u64 = 6;

impl Keeper {
    /// Answers what has come. `false`: the peer does not follow the protocol.
    pub(crate) fn understand(&mut self, connection: &mut Connection) -> bool {
        connection.stalled = false;
        while connection.may_talk() {
            match connection.decoder.next() {
                Ok(Some(frame)) => {
                    if !self.answer(connection, frame) {
                        return false;
                    }
                }
                Ok(None) => return true,
                Err(error) => {
                    crate::say(&format!("closing a connection: {error}"));
                    return false;
                }
            }
        }
        connection.stalled = true;
        true
    }

    fn answer(&mut self, connection: &mut Connection, frame: Frame) -> bool {
        if connection.incoming.is_some() != matches!(frame, Frame::Document { .. })
            || connection.greeted == matches!(frame, Frame::Hello { .. })
        {
            return false;
        }
        match frame {
            Frame::Hello { version } => self.greet(connection, version),
            Frame::Start { job, class, document, descriptors } => {
                return self.begin_start(connection, job, &class, document as usize, descriptors.into());
            }
            Frame::Document { bytes } => return self.take_document(connection, &bytes),
            Frame::Attach { job, offset } => self.attach(connection, job, offset),
            Frame::Cancel { job } => {
                let known = self.by_id.get(&job).copied();
                if let Some(number) = known {
                    self.stop(number, End::Cancelled);
                }
                connection.reply(&if known.is_some() { Frame::Cancelling { job } } else { Frame::Gone { job } });
            }
            Frame::Complete { job } => {
                let reply = self.complete(job);
                connection.reply(&reply);
            }
            Frame::List => {
                let now = Instant::now();
                let jobs = self.jobs.values_mut().filter(|job| job.probe.is_none()).map(|job| {
                    job.asked = now;
                    job.entry()
                });
                connection.reply(&Frame::Jobs { jobs: jobs.collect(), more: false });
            }
            Frame::Test if self.is_beneath() => {
                self.test(connection);
                self.start_waiting();
            }
            Frame::Test => {
                let text = "Jobs run as the server's own account: they can do whatever the server can.".to_owned();
                connection.reply(&Frame::Report { passed: true, text });
            }
            Frame::Welcome { .. }
            | Frame::Refused { .. }
            | Frame::Started { .. }
            | Frame::Output { .. }
            | Frame::Ended { .. }
            | Frame::Cancelling { .. }
            | Frame::Completed { .. }
            | Frame::Gone { .. }
            | Frame::Denied { .. }
            | Frame::Jobs { .. }
            | Frame::Report { .. } => return false,
        }
        true
    }

    fn greet(&self, connection: &mut Connection, version: u16) {
        connection.greeted = true;
        let pid = sys::own_pid().cast_unsigned();
        if version == PROTOCOL {
            let mode = if self.is_beneath() { Mode::Launcher } else { Mode::SameUser };
            connection.reply(&Frame::Welcome { version, instance: self.instance, mode, pid });
        } else {
            let reason = format!("this keeper speaks version {PROTOCOL} of the protocol, not {version}");
            connection.reply(&Frame::Refused { reason });
            connection.closing = true;
        }
    }

    fn begin_start(&mut self, peer: &mut Connection, job: JobId, class: &ClassName, left: usize, count: usize) -> bool {
        if peer.descriptors.len() < count {
            return false;
        }
        let descriptors = peer.descriptors.drain(..count).collect();
        let file = sys::memory_file().map(File::from);
        let denied = match &file {
            Ok(_) => self.why_not(class),
            Err(e) => Some(format!("the document cannot be taken: {e}")),
        };
        // Even what will not start has its document read past.
        let Ok(document) = file.or_else(|_| File::options().write(true).open("/dev/null")) else { return false };
        let incoming = Incoming { job, class: class.clone(), descriptors, document, left, denied };
        if left == 0 {
            let reply = self.end_start(incoming);
            peer.reply(&reply);
        } else {
            peer.incoming = Some(incoming);
        }
        true
    }

    fn why_not(&self, class: &ClassName) -> Option<String> {
        let room = (self.limits.descriptors - RESERVED.min(self.limits.descriptors / 2)) / PER_JOB;
        let known = self.above.as_ref().map(|above| above.conf.classes.contains_key(class.as_str()));
        if known == Some(false) {
            Some(format!("the configuration of the launcher has no class {class}"))
        } else if known.is_none() && class.as_str() != CLASS {
            Some(format!("no class {class} here; same-user mode has {CLASS} only"))
        } else if self.leaving {
            Some("the keeper is ending".to_owned())
        } else if self.jobs.len() as u64 >= room {
            Some(format!("{room} jobs are here already; complete some, or raise the limit of open files"))
        } else {
            None
        }
    }

    fn take_document(&mut self, connection: &mut Connection, bytes: &[u8]) -> bool {
        let Some(incoming) = &mut connection.incoming else { return false };
        let Some(left) = incoming.left.checked_sub(bytes.len()) else { return false };
        incoming.left = left;
        if incoming.denied.is_none()
            && let Err(e) = incoming.document.write_all(bytes)
        {
            incoming.denied = Some(format!("the document cannot be kept: {e}"));
        }
        if left == 0
            && let Some(incoming) = connection.incoming.take()
        {
            let reply = self.end_start(incoming);
            connection.reply(&reply);
        }
        true
    }

    fn end_start(&mut self, incoming: Incoming) -> Frame {
        let job = incoming.job;
        if let Some(known) = self.by_id.get(&job).and_then(|number| self.jobs.get_mut(number)) {
            known.asked = Instant::now();
            return Frame::Started { job, already: true };
        }
        let started = match incoming.denied {
            Some(reason) => Err(reason),
            None if self.is_beneath() => {
                let Incoming { document, class, descriptors, .. } = incoming;
                self.admit(job, Waiting { document, class, descriptors }).map(drop).map_err(|e| e.to_string())
            }
            None => self.start(job, incoming.document, &incoming.descriptors).map_err(|e| e.to_string()),
        };
        self.start_waiting();
        match started {
            Ok(()) => Frame::Started { job, already: false },
            Err(reason) => Frame::Denied { job, request: Request::Start, reason },
        }
    }

    fn start(&mut self, id: JobId, document: File, passed: &[OwnedFd]) -> io::Result<()> {
        let (folder, spool) = self.work.begin(id)?;
        let number = self.last_number + 1;
        let (leader, output, error) = match self.spawn(number, document, &folder, passed) {
            Ok(spawned) => spawned,
            Err(e) => {
                self.work.end(id, None)?;
                return Err(e);
            }
        };
        self.last_number = number;
        let mut session = Some(Session::of(leader));
        // Without its note the session would only be harder to find after a crash of this process.
        if session.is_some_and(|session| self.work.note(id, session).is_err()) {
            session = None;
        }
        let asked = Instant::now();
        let job = Job {
            id,
            leader,
            session,
            waiting: None,
            probe: None,
            phase: Phase::Running,
            spool,
            length: 0,
            output: Some(output),
            error: Some(error),
            diagnosis: Vec::new(),
            scales: None,
            watchers: 0,
            asked,
        };
        self.jobs.insert(number, job);
        self.by_id.insert(id, number);
        self.by_pid.insert(leader, number);
        self.remind(asked + self.limits.grace);
        Ok(())
    }

    fn spawn(
        &mut self,
        job: u64,
        mut document: File,
        folder: &File,
        passed: &[OwnedFd],
    ) -> io::Result<(i32, File, File)> {
        document.rewind()?;
        sys::seal(&document)?;
        let (output, to_output) = pipe()?;
        let (error, to_error) = pipe()?;
        let mut descriptors: Vec<BorrowedFd<'_>> = vec![document.as_fd(), to_output.as_fd(), to_error.as_fd()];
        descriptors.extend(passed.iter().map(AsFd::as_fd));
        self.epoll.add(&output, token(OUTPUT, job))?;
        self.epoll.add(&error, token(ERROR, job))?;
        let Some(program) = &mut self.program else { return Err(io::Error::other("there is no runner program")) };
        Ok((program.spawn(folder.as_fd(), &descriptors)?, output, error))
    }

    fn attach(&mut self, connection: &mut Connection, id: JobId, offset: u64) {
        let Some(number) = self.by_id.get(&id).copied() else { return connection.reply(&Frame::Gone { job: id }) };
        let Some(job) = self.jobs.get_mut(&number) else { return connection.reply(&Frame::Gone { job: id }) };
        job.asked = Instant::now();
        if offset > job.length {
            let reason = format!("the output has {} bytes so far, fewer than the offset {offset}", job.length);
            return connection.reply(&Frame::Denied { job: id, request: Request::Attach, reason });
        }
        job.watchers += usize::from(connection.follow(number, offset));
    }

    fn complete(&mut self, id: JobId) -> Frame {
        let denied = |reason: String| Frame::Denied { job: id, request: Request::Complete, reason };
        let Some(number) = self.by_id.get(&id).copied() else { return Frame::Completed { job: id } };
        let Some(job) = self.jobs.get(&number) else { return Frame::Completed { job: id } };
        if !matches!(job.phase, Phase::Ended(_)) {
            return denied("the job has not ended; cancel it first".to_owned());
        }
        if let Err(e) = self.work.end(id, job.session) {
            return denied(format!("its folder or output cannot be removed: {e}"));
        }
        self.forget(id);
        Frame::Completed { job: id }
    }

    /// Nothing of the job is known any more.
    pub(crate) fn forget(&mut self, id: JobId) {
        if let Some(number) = self.by_id.remove(&id) {
            self.jobs.remove(&number);
        }
        self.rest();
    }
}
