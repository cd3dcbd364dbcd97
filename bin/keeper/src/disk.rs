//! A look at the work folder's disk, beneath a launcher: while it is nearly full, the job that holds most of it is
//! ended, so that one job's files are not everybody's trouble.
//!
//! This process cannot look into jobs' folders. Each runner weighs its own job when it is asked, over a socket of its
//! own: one byte there, sixteen back, bytes and files (`bin/runner/src/scales.rs` is the other end). One that does not
//! answer counts as the heaviest.

use std::ffi::CString;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use jobframe::End;

use crate::job::{Job, Phase};
use crate::keeper::Keeper;
use crate::sys::{self, Room};

/// Between two looks; nothing tells of a disk that fills.
const LOOK: Duration = Duration::from_secs(1);
/// How long runners have to answer.
const ANSWER: Duration = Duration::from_secs(2);
/// What a job held goes as it is cleaned up; another one is not ended for the same shortage before this.
const RELIEF: Duration = Duration::from_secs(10);

/// How much a job holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) files: u64,
}

/// Of a job that does not say it.
const UNKNOWN: Weight = Weight { bytes: u64::MAX, files: u64::MAX };

/// A job's runner, to be asked what the job weighs, and what it said.
pub(crate) struct Scales {
    pub(crate) socket: UnixStream,
    said: Option<Weight>,
}

impl Scales {
    pub(crate) fn new(socket: UnixStream) -> Self {
        Self { socket, said: None }
    }
}

/// What is to be done next, and when.
pub(crate) struct Disk {
    folder: CString,
    least_bytes: u64,
    least_percent: u64,
    due: Instant,
    is_weighing: bool,
    /// A job that was ended for it.
    ended: Option<u64>,
}

/// What there is too little of, and how much of it is free and wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short {
    Bytes { free: u64, least: u64 },
    Files { free: u64, least: u64 },
}

impl Short {
    fn of(room: &Room, least_bytes: u64, least_percent: u64) -> Option<Self> {
        // Some file systems make room for files as they go, and tell no number.
        let least_files = (room.all_files / 100).saturating_mul(least_percent);
        if room.free_bytes < least_bytes {
            Some(Self::Bytes { free: room.free_bytes, least: least_bytes })
        } else if room.free_files < least_files {
            Some(Self::Files { free: room.free_files, least: least_files })
        } else {
            None
        }
    }

    /// How much of what is short this is, unless its end would bring next to nothing.
    fn counts(self, weight: Weight) -> Option<u64> {
        let (held, least) = match self {
            Self::Bytes { least, .. } => (weight.bytes, least),
            Self::Files { least, .. } => (weight.files, least),
        };
        (held > least / 10).then_some(held)
    }

    fn sentence(self, held: u64) -> String {
        let held_text = |text: String| if held == u64::MAX { "an unknown amount".to_owned() } else { text };
        match self {
            Self::Bytes { free, least } => {
                let held = held_text(format!("{} MiB", held >> 20));
                let (free, least) = (free >> 20, least >> 20);
                format!("the work disk has {free} MiB free, fewer than {least}, and this job held {held} of it\n")
            }
            Self::Files { free, least } => {
                let held = held_text(held.to_string());
                format!("the work disk has room for {free} files, fewer than {least}, and this job held {held}\n")
            }
        }
    }
}

impl Disk {
    /// Nothing if nobody wants to know.
    pub(crate) fn new(conf: &workerconf::WorkerConf) -> Option<Self> {
        let (least_bytes, least_percent) = (conf.free_bytes, conf.free_files_percent);
        let folder = CString::new(conf.work.as_os_str().as_bytes()).ok()?;
        let due = Instant::now();
        (least_bytes > 0 || least_percent > 0).then_some(Self {
            folder,
            least_bytes,
            least_percent,
            due,
            is_weighing: false,
            ended: None,
        })
    }

    fn short(&self) -> Option<Short> {
        let room = sys::room(&self.folder).ok()?;
        Short::of(&room, self.least_bytes, self.least_percent)
    }

    fn wait(&mut self, time: Duration) {
        (self.is_weighing, self.due) = (false, Instant::now() + time);
    }
}

/// Whether its end would free what it holds.
fn is_running(job: &Job) -> bool {
    job.probe.is_none() && matches!(job.phase, Phase::Running)
}

impl Keeper {
    /// Does what is due, if anything is; tells when it wants to be called again.
    pub(crate) fn look_at_disk(&mut self) -> Option<Instant> {
        let disk = self.disk.as_mut()?;
        if !self.jobs.values().any(is_running) {
            disk.is_weighing = false;
            return None;
        }
        if Instant::now() < disk.due {
            return Some(disk.due);
        }
        match disk.short() {
            None => disk.wait(LOOK),
            Some(_) if !disk.is_weighing => {
                for job in self.jobs.values_mut().filter(|job| is_running(job)) {
                    if let Some(scales) = &mut job.scales {
                        scales.said = None;
                        // A runner that does not take it does not answer.
                        drop(scales.socket.write(b"w"));
                    }
                }
                (disk.is_weighing, disk.due) = (true, Instant::now() + ANSWER);
            }
            Some(short) => self.end_heaviest(short),
        }
        self.disk.as_ref().map(|disk| disk.due)
    }

    fn end_heaviest(&mut self, short: Short) {
        let weight = |job: &Job| {
            let said = job.scales.as_ref().and_then(|scales| scales.said).unwrap_or(UNKNOWN);
            // What it wrote to its log lies on the same disk.
            Weight { bytes: said.bytes.saturating_add(job.length), ..said }
        };
        let running = self.jobs.iter().filter(|(_, job)| is_running(job));
        let held = running.filter_map(|(number, job)| Some((short.counts(weight(job))?, *number)));
        let heaviest = held.max();
        if let Some((held, number)) = heaviest {
            let sentence = short.sentence(held);
            crate::say(&format!("a job is ended: {}", sentence.trim_end()));
            if let Some(job) = self.jobs.get_mut(&number) {
                job.diagnosis = sentence.into_bytes();
                job.error = None;
            }
            self.kill(number, End::WorkDiskFull);
        }
        if let Some(disk) = &mut self.disk {
            disk.ended = heaviest.map(|(_, number)| number);
            disk.wait(RELIEF);
        }
    }

    /// A runner has said what its job weighs.
    pub(crate) fn on_scales(&mut self, number: u64) {
        let Some(job) = self.jobs.get_mut(&number) else { return };
        let Some(scales) = &mut job.scales else { return };
        let mut answer = [0; 16];
        match scales.socket.read(&mut answer) {
            Ok(16) => {
                let (bytes, files) = answer.split_at(8);
                let number = |half: &[u8]| half.try_into().map_or(u64::MAX, u64::from_le_bytes);
                scales.said = Some(Weight { bytes: number(bytes), files: number(files) });
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return,
            // It has ended, or does not keep to what was agreed.
            Ok(_) | Err(_) => job.scales = None,
        }
        let all_said = self
            .jobs
            .values()
            .filter(|job| is_running(job))
            .all(|job| job.scales.as_ref().is_some_and(|s| s.said.is_some()));
        if let Some(disk) = self.disk.as_mut().filter(|disk| disk.is_weighing && all_said) {
            disk.due = Instant::now();
            let due = disk.due;
            self.remind(due);
        }
    }

    /// What that job held is free again.
    pub(crate) fn disk_was_cleaned(&mut self, number: u64) {
        if let Some(disk) = self.disk.as_mut().filter(|disk| disk.ended == Some(number)) {
            disk.ended = None;
            disk.wait(LOOK);
            let due = disk.due;
            self.remind(due);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_short_of_bytes_or_of_files_and_only_what_matters_counts() {
        let room = |free_bytes, free_files, all_files| Room { free_bytes, free_files, all_files };
        assert_eq!(Short::of(&room(500, 50, 1000), 500, 5), None);
        assert_eq!(Short::of(&room(499, 50, 1000), 500, 5), Some(Short::Bytes { free: 499, least: 500 }));
        assert_eq!(Short::of(&room(500, 49, 1000), 500, 5), Some(Short::Files { free: 49, least: 50 }));
        assert_eq!(Short::of(&room(500, 0, 0), 500, 5), None, "a file system that tells no number of files");
        assert_eq!(Short::of(&room(0, 0, 1000), 0, 0), None, "nobody wants to know");
        let short = Short::Bytes { free: 1, least: 500 };
        assert_eq!(short.counts(Weight { bytes: 50, files: 9999 }), None);
        assert_eq!(short.counts(Weight { bytes: 51, files: 0 }), Some(51));
        assert!(short.counts(UNKNOWN) > short.counts(Weight { bytes: 1 << 60, files: 0 }));
    }
}
