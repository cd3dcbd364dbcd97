//! The answer to `TEST` beneath a launcher: a job like any other, whose runner tries to break out and tells how far
//! it got.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::time::Instant;

use jobframe::{End, Frame, InstanceId, JobId, MAX_REPORT};

use crate::beneath::{Above, Waiting};
use crate::connection::Connection;
use crate::job::Phase;
use crate::keeper::Keeper;
use crate::sys;

/// Who asked, and what the launcher said of the slot afterwards.
pub(crate) struct Probe {
    connection: u64,
    pub(crate) slot: Slot,
}

pub(crate) enum Slot {
    InUse,
    Clean,
    /// This was left in it.
    Dirty(String),
}

/// What a test found, and when.
pub(crate) struct LastReport {
    made: Instant,
    passed: bool,
    text: String,
}

impl Keeper {
    /// Starts the probe, whose report goes to this connection. While all slots are taken, which may be for hours, the
    /// last report of this life of the launcher stands: what it tested does not change.
    pub(crate) fn test(&mut self, connection: &mut Connection) {
        let is_busy = self.above.as_ref().is_some_and(|above| above.is_busy());
        if let Some(last) = self.last_report.as_ref().filter(|_| is_busy) {
            let ago = last.made.elapsed().as_secs();
            let line = format!("control self-test reduced all slots are taken; the last test was {ago} seconds ago\n");
            connection.reply(&Frame::Report { passed: last.passed, text: line + &last.text });
            return;
        }
        let id = probe_id(self.instance, self.last_number);
        let started = self.document_of_probe(connection).and_then(|document| {
            let class = workerconf::DEFAULT_CLASS.parse().map_err(io::Error::other)?;
            self.admit(id, Waiting { document, class, descriptors: Vec::new() })
        });
        match started {
            Ok(number) => {
                if let Some(job) = self.jobs.get_mut(&number) {
                    job.probe = Some(Probe { connection: connection.number, slot: Slot::InUse });
                }
            }
            Err(error) => connection.reply(&Frame::Report { passed: false, text: format!("error {error}\n") }),
        }
    }

    /// What the probe shall try and not reach.
    fn document_of_probe(&self, connection: &Connection) -> io::Result<File> {
        let mut document = File::from(sys::memory_file()?);
        let Some(Above { conf, .. }) = self.above.as_deref() else { return Ok(document) };
        for cover in &conf.covers {
            writeln!(document, "cover {}", cover.display())?;
        }
        for slot in 1..=conf.slots.len() {
            writeln!(document, "folder {}", conf.slot_folder(slot).display())?;
        }
        writeln!(document, "folder {}", conf.work.join("keep").display())?;
        writeln!(document, "socket {}", conf.socket.display())?;
        writeln!(document, "process {}", sys::peer(&connection.socket)?.pid)?;
        writeln!(document, "process {}", sys::own_pid())?;
        writeln!(document, "process {}", std::os::unix::process::parent_id())?;
        writeln!(document, "account {}", sys::own_uid())?;
        Ok(document)
    }

    /// Gives the report when the probe has ended and its slot was looked at.
    pub(crate) fn report(&mut self, number: u64) {
        let Some(job) = self.jobs.get(&number) else { return };
        let (Some(probe), Phase::Ended(end)) = (&job.probe, job.phase) else { return };
        let Some(above) = &self.above else { return };
        let left = match &probe.slot {
            Slot::InUse => return,
            Slot::Clean => None,
            Slot::Dirty(left) => Some(left),
        };
        let mut text = controls(above);
        // A report has an end; a probe that says more than that is cut.
        let room = u64::try_from(MAX_REPORT - text.len().min(MAX_REPORT)).unwrap_or(0).saturating_sub(1024);
        let mut said = vec![0; usize::try_from(job.length.min(room)).unwrap_or(0)];
        let read = job.spool.read_exact_at(&mut said, 0);
        let passed = end == End::Exit(0) && left.is_none() && read.is_ok();
        if end == End::Lost || read.is_err() {
            text.push_str(&format!("error {}\n", String::from_utf8_lossy(&job.diagnosis).trim_end()));
        } else {
            text.push_str(&format!("probe\n{}", String::from_utf8_lossy(&said)));
            let (clean, detail) = match left {
                None => (true, "no process and no file was left, not even the daemon that it started"),
                Some(why) => (false, why.as_str()),
            };
            let detail = detail.replace(['"', '\\'], "'");
            text.push_str(&format!(
                "{{\"check\":\"leftovers\",\"step\":4,\"passed\":{clean},\"detail\":\"{detail}\"}}\n"
            ));
        }
        let (id, connection) = (job.id, probe.connection);
        if let Err(error) = self.work.end(id, None) {
            crate::say(&format!("the output of the test cannot be removed: {error}"));
        }
        self.forget(id);
        self.last_report = Some(LastReport { made: Instant::now(), passed, text: text.clone() });
        self.reports.push((connection, Frame::Report { passed, text }));
    }

    /// Gives a connection the reports that it asked for.
    pub(crate) fn deliver_reports(&mut self, connection: &mut Connection) {
        self.reports.retain(|(number, report)| {
            let is_its = *number == connection.number;
            if is_its {
                connection.reply(report);
            }
            !is_its
        });
    }
}

/// Each control, and what stands in for it where it is not there.
const CONTROLS: [(&str, &str); 11] = [
    ("identity", ""),
    ("namespaces", ""),
    ("private-files", ""),
    ("seccomp", ""),
    ("landlock", "accounts, modes and mounts still hold"),
    ("cgroup", "limits are those of single processes and of the account"),
    ("memory", "each process is limited instead of the whole job"),
    ("pids", "the account is limited instead of the job, which comes to the same"),
    ("cpu", "jobs run with a lower priority instead"),
    ("network", "forbid the metadata addresses to the slots' accounts in a firewall"),
    ("slots", "the launcher tries to clean them up every two hours, and at its start"),
];

fn controls(above: &Above) -> String {
    let mut missing: Vec<(&str, &str)> = above.missing.lines().filter_map(|line| line.split_once(' ')).collect();
    missing.extend(above.blocked.values().map(|why| ("slots", why.as_str())));
    if !sys::has_landlock() {
        missing.push(("landlock", "this kernel has none"));
    }
    let line = |(name, instead): (&str, &str)| {
        let mut why = missing.iter().filter(|(absent, _)| *absent == name).map(|(_, why)| *why).peekable();
        if why.peek().is_none() {
            return format!("control {name} active\n");
        }
        format!("control {name} reduced {}; {instead}\n", why.collect::<Vec<_>>().join("; "))
    };
    CONTROLS.into_iter().map(line).collect()
}

/// A name that no server gives: they are digests.
fn probe_id(instance: InstanceId, number: u64) -> JobId {
    let mut bytes = *instance.as_bytes();
    for (byte, more) in bytes.iter_mut().zip(number.to_le_bytes()) {
        *byte ^= more;
    }
    JobId::from_bytes(bytes)
}
