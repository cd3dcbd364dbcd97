//! Beneath a privileged launcher: it starts the runners, this process keeps everything else.
//!
//! The launcher is asked over a socket that it gave us, in packets of a few bytes; `bin/launcher/src/link.rs` has the
//! other half. It has so many slots; jobs beyond them wait here, first come, first served.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, Seek};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Instant;

use jobframe::{ClassName, End, JobId};
use workerconf::WorkerConf;

use crate::disk::Scales;
use crate::job::{Job, Phase, end_of, pipe};
use crate::keeper::{DRAIN, ERROR, Keeper, OUTPUT, SCALES, token};
use crate::probe::Slot;
use crate::sys;

const START: u8 = 1;
const END: u8 = 2;
const KILL: u8 = 3;
const FREED: u8 = 5;

/// The launcher above.
pub(crate) struct Above {
    pub(crate) link: OwnedFd,
    pub(crate) conf: WorkerConf,
    /// Slots that can be used, and those of them that no job has.
    slots: usize,
    free: usize,
    /// Whether the launcher has said how many there are.
    told: bool,
    /// Jobs that wait for one.
    queue: VecDeque<u64>,
    /// What the launcher said about controls that are not there, and about slots that it does not use any more.
    pub(crate) missing: String,
    pub(crate) blocked: BTreeMap<i32, String>,
}

/// What a job needs for its start, until it starts.
pub(crate) struct Waiting {
    pub(crate) document: File,
    pub(crate) class: ClassName,
    pub(crate) descriptors: Vec<OwnedFd>,
}

/// What the launcher tells.
struct Told {
    what: u8,
    number: i32,
    job: u64,
    text: String,
}

impl Above {
    pub(crate) fn new(link: OwnedFd, conf: WorkerConf) -> Self {
        Self {
            link,
            conf,
            slots: 0,
            free: 0,
            told: false,
            queue: VecDeque::new(),
            missing: String::new(),
            blocked: BTreeMap::new(),
        }
    }

    /// Whether all slots are taken by jobs that will end some time.
    pub(crate) fn is_busy(&self) -> bool {
        self.free == 0 && self.slots > 0
    }

    pub(crate) fn keep_folder(&self) -> PathBuf {
        self.conf.work.join("keep")
    }

    fn ask(&self, what: u8, job: u64, class: &str, is_probe: bool, descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        let count = u8::try_from(descriptors.len()).map_err(io::Error::other)?;
        let mut packet = vec![what, u8::from(is_probe), count, 0];
        packet.extend_from_slice(class.as_bytes());
        packet.resize(36, 0);
        packet.extend_from_slice(&job.to_le_bytes());
        sys::send_packet(&self.link, &packet, descriptors)
    }

    fn next(&self) -> io::Result<Option<Told>> {
        let mut packet = [0; 8192];
        let mut none = VecDeque::new();
        let length = match sys::receive(&self.link, &mut packet, &mut none) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Ok(length @ 16..) => length,
            Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) => return Err(error),
        };
        let (head, text) = packet[..length].split_at(16);
        Ok(Some(Told {
            what: head[0],
            number: i32::from_le_bytes([head[4], head[5], head[6], head[7]]),
            job: u64::from_le_bytes(head[8..].try_into().expect("eight bytes")),
            text: String::from_utf8_lossy(text).into_owned(),
        }))
    }
}

impl Keeper {
    /// Takes a job in, to be started when a slot is free.
    pub(crate) fn admit(&mut self, id: JobId, waiting: Waiting) -> io::Result<u64> {
        let spool = self.work.begin_spool(id)?;
        let number = self.last_number + 1;
        self.last_number = number;
        self.jobs.insert(number, Job::waiting(id, spool, waiting));
        self.by_id.insert(id, number);
        if let Some(above) = &mut self.above {
            above.queue.push_back(number);
        }
        self.remind(Instant::now() + self.limits.grace);
        Ok(number)
    }

    /// Starts waiting jobs while there are slots.
    pub(crate) fn start_waiting(&mut self) {
        self.refuse_waiting();
        while let Some(above) = self.above.as_mut().filter(|above| above.free > 0) {
            let Some(number) = above.queue.pop_front() else { return };
            let Some(job) = self.jobs.get_mut(&number) else { continue };
            let Some(waiting) = job.waiting.take() else { continue };
            above.free -= 1;
            if let Err(error) = self.hand_over(number, waiting) {
                if let Some(above) = &mut self.above {
                    above.free += 1;
                }
                self.not_started(number, &error.to_string());
            }
        }
    }

    /// Without any slot waiting would never end.
    fn refuse_waiting(&mut self) {
        let Some(above) = self.above.as_mut().filter(|above| above.told && above.slots == 0) else { return };
        for number in std::mem::take(&mut above.queue) {
            if self.jobs.get(&number).is_some_and(|job| job.waiting.is_some()) {
                self.not_started(number, "no slot can be used any more, see its log");
            }
        }
    }

    fn hand_over(&mut self, number: u64, mut waiting: Waiting) -> io::Result<()> {
        let (Some(above), Some(job)) = (&self.above, self.jobs.get_mut(&number)) else { return Ok(()) };
        waiting.document.rewind()?;
        sys::seal(&waiting.document)?;
        let (output, to_output) = pipe()?;
        let (error, to_error) = pipe()?;
        let mut descriptors = vec![waiting.document.as_fd(), to_output.as_fd(), to_error.as_fd()];
        descriptors.extend(waiting.descriptors.iter().map(AsFd::as_fd));
        let (scales, to_scales) = UnixStream::pair()?;
        scales.set_nonblocking(true)?;
        // The probe is no job, and is to find nothing but the standard streams.
        if job.probe.is_none() {
            descriptors.push(to_scales.as_fd());
            self.epoll.add(&scales, token(SCALES, number))?;
        }
        self.epoll.add(&output, token(OUTPUT, number))?;
        self.epoll.add(&error, token(ERROR, number))?;
        above.ask(START, number, waiting.class.as_str(), job.probe.is_some(), &descriptors)?;
        (job.output, job.error, job.phase) = (Some(output), Some(error), Phase::Running);
        job.scales = job.probe.is_none().then(|| Scales::new(scales));
        if let Some(look) = self.look_at_disk() {
            self.remind(look);
        }
        Ok(())
    }

    fn not_started(&mut self, number: u64, why: &str) {
        let Some(job) = self.jobs.get_mut(&number) else { return };
        job.waiting = None;
        if let Some(probe) = &mut job.probe {
            probe.slot = Slot::Clean;
        }
        job.diagnosis = format!("the launcher did not start it: {why}\n").into_bytes();
        job.error = None;
        job.phase = Phase::Draining { end: End::Lost, until: Instant::now() };
        self.finish(number);
    }

    pub(crate) fn is_beneath(&self) -> bool {
        self.above.is_some()
    }

    /// Tells the runner of a job to end, or ends it.
    pub(crate) fn signal_above(&mut self, number: u64, kill: bool) {
        let Some(above) = &mut self.above else { return };
        if let Err(error) = above.ask(if kill { KILL } else { END }, number, "", false, &[]) {
            crate::say(&format!("the launcher does not take what it is asked: {error}"));
        }
    }

    /// Hears the launcher. An error means that it has gone, and with it all its jobs.
    pub(crate) fn on_above(&mut self) -> io::Result<()> {
        while let Some(told) = self.above.as_ref().map_or(Ok(None), |above| above.next())? {
            match told.what {
                1 => {
                    if let Some(above) = &mut self.above {
                        above.slots = usize::try_from(told.number).unwrap_or(0);
                        above.free = above.slots;
                        above.told = true;
                        above.missing = told.text;
                    }
                }
                2 => {
                    if let Some(job) = self.jobs.get_mut(&told.job) {
                        job.leader = told.number;
                    }
                }
                3 => {
                    if let Some(above) = &mut self.above {
                        above.free += 1;
                    }
                    self.not_started(told.job, &told.text);
                }
                4 => {
                    let until = Instant::now() + DRAIN;
                    if let Some(job) = self.jobs.get_mut(&told.job) {
                        let status = Some(ExitStatus::from_raw(told.number));
                        let end = if let Phase::Stopping { why, .. } = job.phase { why } else { end_of(status) };
                        job.phase = Phase::Draining { end, until };
                        if job.output.is_none() {
                            self.finish(told.job);
                        }
                        self.remind(until);
                    }
                }
                _ => self.slot_freed(told),
            }
        }
        self.start_waiting();
        Ok(())
    }

    fn slot_freed(&mut self, told: Told) {
        let Some(above) = &mut self.above else { return };
        let left = (told.what != FREED).then_some(told.text);
        match &left {
            None => {
                above.free += 1;
                above.slots += usize::from(above.blocked.remove(&told.number).is_some());
            }
            Some(why) => {
                above.slots = above.slots.saturating_sub(1);
                // Without a job it was free.
                above.free = above.free.saturating_sub(usize::from(told.job == 0));
                above.blocked.insert(told.number, why.clone());
            }
        }
        if let Some(probe) = self.jobs.get_mut(&told.job).and_then(|job| job.probe.as_mut()) {
            probe.slot = left.map_or(Slot::Clean, Slot::Dirty);
        }
        self.report(told.job);
        self.disk_was_cleaned(told.job);
    }
}
