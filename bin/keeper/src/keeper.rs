//! The loop: one thread, one wait, and what follows from each event.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use jobframe::{End, Frame, InstanceId, JobId, MAX_CHUNK, encode_output};

use crate::beneath::Above;
use crate::connection::Connection;
use crate::disk::Disk;
use crate::job::{Heard, Job, Phase, end_of};
use crate::leftovers;
use crate::probe::LastReport;
use crate::sys::{self, Epoll, NO_EVENT, Program};
use crate::work::Work;

/// What the command line sets.
pub(crate) struct Limits {
    /// How long a job goes on, and this program waits for work, without any server.
    pub(crate) grace: Duration,
    /// From `CANCEL` to the kill.
    pub(crate) cancel: Duration,
    /// Bytes of output that a job may write.
    pub(crate) spool: u64,
    pub(crate) descriptors: u64,
}

/// How long the end of a job waits for killed processes to go and for the output they hold open.
pub(crate) const DRAIN: Duration = Duration::from_secs(2);
/// Connections at a time; a server needs one or two.
const CONNECTIONS: usize = 16;

/// What a descriptor belongs to: the upper byte of an event's number, a job's or connection's own number below it.
const LISTENER: u64 = 0;
const SIGNALS: u64 = 1;
const CONNECTION: u64 = 2;
pub(crate) const OUTPUT: u64 = 3;
pub(crate) const ERROR: u64 = 4;
const ABOVE: u64 = 5;
pub(crate) const SCALES: u64 = 6;

pub(crate) fn token(kind: u64, number: u64) -> u64 {
    kind << 56 | number
}

/// Who starts runners.
pub(crate) enum Runners {
    Own(Program),
    Above(Box<Above>),
}

pub(crate) struct Keeper {
    pub(crate) instance: InstanceId,
    pub(crate) limits: Limits,
    /// Who starts the runners: this process, or a launcher above.
    pub(crate) program: Option<Program>,
    pub(crate) above: Option<Box<Above>>,
    pub(crate) work: Work,
    pub(crate) epoll: Epoll,
    /// Jobs by a number of their own (a connection's followed jobs are such numbers), and where to find them.
    pub(crate) jobs: BTreeMap<u64, Job>,
    pub(crate) by_id: BTreeMap<JobId, u64>,
    pub(crate) by_pid: BTreeMap<i32, u64>,
    pub(crate) last_number: u64,
    /// Told to end: nothing new is started.
    pub(crate) leaving: bool,
    pub(crate) connections: BTreeMap<u64, Connection>,
    /// Answers to `TEST`, and which connection asked.
    pub(crate) reports: Vec<(u64, Frame)>,
    pub(crate) last_report: Option<LastReport>,
    /// Beneath a launcher that wants it looked after.
    pub(crate) disk: Option<Disk>,
    listener: UnixListener,
    signals: OwnedFd,
    buffer: Vec<u8>,
    /// When something has to be done without an event; never later than the earliest reason.
    due: Instant,
    idle_since: Instant,
}

impl Keeper {
    pub(crate) fn new(
        instance: InstanceId,
        limits: Limits,
        runners: Runners,
        work: Work,
        listener: UnixListener,
    ) -> io::Result<Self> {
        let (epoll, signals) = (Epoll::new()?, sys::signals()?);
        listener.set_nonblocking(true)?;
        epoll.add(&listener, token(LISTENER, 0))?;
        epoll.add(&signals, token(SIGNALS, 0))?;
        let (program, above) = match runners {
            Runners::Own(program) => (Some(program), None),
            Runners::Above(above) => (None, Some(above)),
        };
        if let Some(above) = &above {
            epoll.add(&above.link, token(ABOVE, 0))?;
        }
        let disk = above.as_ref().and_then(|above| Disk::new(&above.conf));
        let now = Instant::now();
        Ok(Self {
            due: now + limits.grace,
            idle_since: now,
            instance,
            limits,
            program,
            above,
            work,
            epoll,
            jobs: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_pid: BTreeMap::new(),
            last_number: 0,
            leaving: false,
            connections: BTreeMap::new(),
            reports: Vec::new(),
            last_report: None,
            disk,
            listener,
            signals,
            buffer: vec![0; MAX_CHUNK],
        })
    }

    /// Serves until there was nothing to do for the grace time, or until told to end.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        let mut events = [NO_EVENT; 64];
        while !self.is_over() {
            let count = self.epoll.wait(&mut events, self.patience())?;
            for event in &events[..count] {
                let (kind, number) = (event.u64 >> 56, event.u64 & ((1 << 56) - 1));
                match kind {
                    LISTENER => self.accept(),
                    SIGNALS => self.on_signals(),
                    CONNECTION => self.on_connection(number),
                    OUTPUT => self.on_output(number),
                    ABOVE => self.on_above()?,
                    SCALES => self.on_scales(number),
                    _ => self.on_error_output(number),
                }
            }
            if Instant::now() >= self.due {
                self.on_time();
            }
            self.talk();
            if let Err(e) = self.work.empty_some_trash() {
                crate::say(&format!("something in the trash cannot be removed now: {e}"));
            }
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        let idle = self.jobs.is_empty() && self.connections.is_empty() && !self.work.has_trash();
        let all_ended = || self.jobs.values().all(|job| matches!(job.phase, Phase::Ended(_)));
        self.leaving && all_ended() || !self.is_beneath() && idle && self.idle_since.elapsed() >= self.limits.grace
    }

    fn patience(&self) -> i32 {
        if self.work.has_trash() {
            return 0;
        }
        // Rounded up, so as not to wake just before the time.
        let rest = self.due.saturating_duration_since(Instant::now()).as_millis();
        i32::try_from(rest + 1).unwrap_or(i32::MAX)
    }

    /// Something has to be done at this time, at the latest.
    pub(crate) fn remind(&mut self, at: Instant) {
        self.due = self.due.min(at);
    }

    fn on_time(&mut self) {
        let now = Instant::now();
        let grace = self.limits.grace;
        let mut due = now + grace;
        for number in self.jobs.keys().copied().collect::<Vec<_>>() {
            let Some(job) = self.jobs.get(&number) else { continue };
            match job.phase {
                Phase::Waiting | Phase::Running
                    if job.watchers == 0 && job.probe.is_none() && now >= job.asked + grace =>
                {
                    self.stop(number, End::Expired);
                }
                Phase::Stopping { why, kill_at } if now >= kill_at => self.kill(number, why),
                Phase::Draining { until, .. } if now >= until => self.finish(number),
                Phase::Waiting | Phase::Running | Phase::Stopping { .. } | Phase::Draining { .. } | Phase::Ended(_) => {
                }
            }
            let next = self.jobs.get(&number).and_then(|job| match job.phase {
                Phase::Waiting | Phase::Running => {
                    (job.watchers == 0 && job.probe.is_none()).then_some(job.asked + grace)
                }
                Phase::Stopping { kill_at, .. } => Some(kill_at),
                Phase::Draining { until, .. } => Some(until),
                Phase::Ended(_) => None,
            });
            due = next.map_or(due, |at| due.min(at));
        }
        if self.jobs.is_empty() && self.connections.is_empty() {
            due = due.min(self.idle_since + grace).max(now);
        }
        self.due = due;
        if let Some(look) = self.look_at_disk() {
            self.remind(look);
        }
    }

    fn accept(&mut self) {
        while let Ok((socket, _)) = self.listener.accept() {
            // Whoever else gets past the socket's mode and folder is not even answered.
            // Root may become anybody anyway, and its tools are to be answered without that.
            let may = |uid| uid == sys::own_uid() || self.is_beneath() && uid == 0;
            let known = sys::peer(&socket).is_ok_and(|peer| may(peer.uid));
            let number = self.last_number + 1;
            let watched = self.epoll.add(&socket, token(CONNECTION, number));
            if !known || socket.set_nonblocking(true).is_err() || watched.is_err() {
                continue;
            }
            self.last_number = number;
            let mut connection = Connection::new(number, socket);
            if self.leaving || self.connections.len() >= CONNECTIONS {
                let why = if self.leaving { "it is ending" } else { "too many connections are open" };
                connection.reply(&Frame::Refused { reason: format!("the keeper takes no connection now: {why}") });
                connection.send();
                continue;
            }
            self.connections.insert(number, connection);
        }
    }

    fn on_connection(&mut self, number: u64) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        if connection.may_talk() && !connection.receive(&mut self.buffer) {
            self.hang_up(number);
        }
    }

    /// Understands what has come and sends what is ready, on every connection.
    fn talk(&mut self) {
        for number in self.connections.keys().copied().collect::<Vec<_>>() {
            // Taken out for the while, since what it asks for changes everything else.
            let Some(mut connection) = self.connections.remove(&number) else { continue };
            let mut alive = self.understand(&mut connection);
            self.deliver_reports(&mut connection);
            self.fill(&mut connection);
            alive = connection.send() && alive;
            if let Some((read, write)) = connection.new_interest() {
                alive = self.epoll.change(&connection.socket, token(CONNECTION, number), read, write).is_ok() && alive;
            }
            self.connections.insert(number, connection);
            if !alive {
                self.hang_up(number);
            }
        }
    }

    /// Puts waiting output behind the replies, job after job in turn.
    fn fill(&mut self, connection: &mut Connection) {
        while let Some(number) = connection.next_ready() {
            let offset = connection.followed.get(&number).copied().unwrap_or_default();
            let Some(out) = connection.room() else { return };
            let Some(job) = self.jobs.get_mut(&number) else {
                connection.unfollow(number);
                continue;
            };
            if offset < job.length {
                let wanted = usize::try_from(job.length - offset).unwrap_or(usize::MAX).min(self.buffer.len());
                let read = job.spool.read_exact_at(&mut self.buffer[..wanted], offset);
                if read.is_err() {
                    // The file was cut behind our back: the rest is not to be had any more.
                    job.length = offset;
                    continue;
                }
                encode_output(job.id, offset, &self.buffer[..wanted], out);
                connection.followed.insert(number, offset + wanted as u64);
                connection.turn = number;
            } else if let Phase::Ended(end) = job.phase {
                job.watchers -= usize::from(connection.unfollow(number));
                let stderr = job.diagnosis.clone();
                connection.reply(&Frame::Ended { job: job.id, length: job.length, end, stderr });
            } else {
                connection.ready.remove(&number);
            }
        }
    }

    fn hang_up(&mut self, number: u64) {
        let Some(connection) = self.connections.remove(&number) else { return };
        self.reports.retain(|(asker, _)| *asker != number);
        let now = Instant::now();
        for followed in connection.followed.keys() {
            if let Some(job) = self.jobs.get_mut(followed) {
                job.watchers -= 1;
                job.asked = now;
            }
        }
        self.rest();
    }

    /// Begins to wait for the end of the grace time.
    pub(crate) fn rest(&mut self) {
        self.idle_since = Instant::now();
        self.remind(self.idle_since + self.limits.grace);
    }

    fn on_output(&mut self, number: u64) {
        let Some(job) = self.jobs.get_mut(&number) else { return };
        let before = job.length;
        let kept = match job.hear(&mut self.buffer, self.limits.spool) {
            Heard::Bytes(kept) => kept,
            Heard::Broken(why, kept) => {
                self.kill(number, why);
                if why == End::SpoolFailed {
                    self.deafen(number);
                }
                kept
            }
            Heard::Nothing => return,
            Heard::Finished => return self.deafen(number),
        };
        if kept == 0 {
            return;
        }
        let Some(id) = self.jobs.get(&number).map(|job| job.id) else { return };
        for connection in self.connections.values_mut() {
            let Some(offset) = connection.followed.get(&number).copied() else { continue };
            // Who has all that came before gets these bytes at once, not by way of the file.
            match connection.room() {
                Some(out) if offset == before => {
                    encode_output(id, offset, &self.buffer[..kept], out);
                    connection.followed.insert(number, offset + kept as u64);
                }
                _ => {
                    connection.ready.insert(number);
                }
            }
        }
    }

    /// No more is read from the job.
    fn deafen(&mut self, number: u64) {
        if let Some(job) = self.jobs.get_mut(&number) {
            job.output = None;
            if matches!(job.phase, Phase::Draining { .. }) && self.strays().is_empty() {
                self.finish(number);
            }
        }
    }

    fn on_error_output(&mut self, number: u64) {
        if let Some(job) = self.jobs.get_mut(&number)
            && !job.hear_error(&mut self.buffer)
        {
            job.error = None;
        }
    }

    fn on_signals(&mut self) {
        while let Some(signal) = sys::next_signal(&self.signals) {
            if signal != libc::SIGCHLD {
                let again = std::mem::replace(&mut self.leaving, true);
                for number in self.jobs.keys().copied().collect::<Vec<_>>() {
                    self.stop(number, End::Lost);
                    if again {
                        self.kill(number, End::Lost);
                    }
                }
            }
        }
        self.reap();
    }

    fn reap(&mut self) {
        let until = Instant::now() + DRAIN;
        while let Some(pid) = sys::exited_child() {
            let number = self.by_pid.remove(&pid);
            if number.is_some() {
                sys::kill_group(pid);
            }
            let status = sys::reap(pid);
            if let Some(job) = number.and_then(|number| self.jobs.get_mut(&number)) {
                let end = if let Phase::Stopping { why, .. } = job.phase { why } else { end_of(status) };
                job.phase = Phase::Draining { end, until };
                self.remind(until);
            }
        }
        // Runners care for their orphans, and the orphans of dead runners come to this process, so every child that
        // is no runner belongs to no job any more. Killing those brings up the next generation, if there is one.
        let strays = self.strays();
        for pid in &strays {
            sys::signal_child(*pid, libc::SIGKILL);
        }
        if strays.is_empty() {
            let done = |job: &Job| matches!(job.phase, Phase::Draining { .. }) && job.output.is_none();
            let over = self.jobs.iter().filter(|(_, job)| done(job)).map(|(number, _)| *number);
            for number in over.collect::<Vec<_>>() {
                self.finish(number);
            }
        }
    }

    fn strays(&self) -> Vec<i32> {
        let mut children = leftovers::children().unwrap_or_default();
        children.retain(|pid| !self.by_pid.contains_key(pid));
        children
    }

    /// The job is over: its descriptors go, and who follows it is told.
    pub(crate) fn finish(&mut self, number: u64) {
        let Some(job) = self.jobs.get_mut(&number) else { return };
        let Phase::Draining { end, .. } = job.phase else { return };
        job.hear_error(&mut self.buffer);
        (job.output, job.error, job.scales) = (None, None, None);
        job.phase = Phase::Ended(end);
        job.asked = Instant::now();
        for connection in self.connections.values_mut() {
            if connection.followed.contains_key(&number) {
                connection.ready.insert(number);
            }
        }
        self.report(number);
    }

    /// Tells the runner to stop, and remembers to kill it.
    pub(crate) fn stop(&mut self, number: u64, why: End) {
        let kill_at = Instant::now() + self.limits.cancel;
        let Some(job) = self.jobs.get_mut(&number) else { return };
        match job.phase {
            Phase::Waiting => {
                job.waiting = None;
                job.phase = Phase::Draining { end: why, until: kill_at };
                self.finish(number);
            }
            Phase::Running => {
                job.phase = Phase::Stopping { why, kill_at };
                let leader = job.leader;
                self.remind(kill_at);
                if self.is_beneath() {
                    self.signal_above(number, false);
                } else {
                    sys::signal_child(leader, libc::SIGTERM);
                }
            }
            Phase::Stopping { .. } | Phase::Draining { .. } | Phase::Ended(_) => {}
        }
    }

    /// Kills the runner and its group. What it started elsewhere becomes ours with its death, see [`Keeper::reap`].
    pub(crate) fn kill(&mut self, number: u64, why: End) {
        let again = Instant::now() + self.limits.cancel.max(DRAIN);
        let Some(job) = self.jobs.get_mut(&number) else { return };
        if job.has_runner() {
            let why = if let Phase::Stopping { why, .. } = job.phase { why } else { why };
            job.phase = Phase::Stopping { why, kill_at: again };
            let leader = job.leader;
            self.remind(again);
            if self.is_beneath() {
                self.signal_above(number, true);
            } else {
                sys::kill_group(leader);
                sys::signal_child(leader, libc::SIGKILL);
            }
        } else if let Phase::Draining { end, .. } = &mut job.phase {
            *end = why;
        }
    }
}
