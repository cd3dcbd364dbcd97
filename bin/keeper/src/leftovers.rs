//! What an earlier keeper's runners left running when it was killed.
//!
//! Runners die with their keeper, and a well-made runner's children die with it; the rest is looked for at the next
//! start. Each runner's session is noted together with the time since boot, because numbers of processes are used
//! again: a session counts only while its leader is gone or is as old as the note. This process, and those it descends
//! from, are never touched.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::sys;

/// A session that a runner leads, and when it began (hundredths of a second since boot).
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) leader: i32,
    pub(crate) began: u64,
}

impl Session {
    /// The session of a child that was just started.
    pub(crate) fn of(leader: i32) -> Self {
        let uptime = fs::read_to_string("/proc/uptime").unwrap_or_default();
        let hundredths = uptime.split(' ').next().unwrap_or_default().replace('.', "");
        Self { leader, began: hundredths.parse().unwrap_or_default() }
    }

    /// What is put behind a file's name to note it.
    pub(crate) fn note(self, boot: &str) -> String {
        format!(".{}.{}.{boot}", self.leader, self.began)
    }

    /// The session noted in a file's name, if it is of this boot.
    pub(crate) fn read(name: &str, boot: &str) -> Option<Self> {
        let mut parts = name.split('.').skip(1);
        let session = Self { leader: parts.next()?.parse().ok()?, began: parts.next()?.parse().ok()? };
        (parts.next()? == boot).then_some(session)
    }
}

/// What tells this boot of the machine from all others.
pub(crate) fn boot() -> io::Result<String> {
    Ok(fs::read_to_string("/proc/sys/kernel/random/boot_id")?.trim().to_owned())
}

/// Some fields of `/proc/PID/stat`.
struct Process {
    pid: i32,
    parent: i32,
    session: i32,
    terminal: i32,
    began: u64,
}

impl Process {
    fn read(pid: i32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The second field is a name in brackets, which may itself hold brackets and spaces.
        let fields: Vec<&str> = text[text.rfind(')')? + 1..].split_ascii_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse().ok();
        let began = fields.get(19)?.parse().ok()?;
        Some(Self { pid, parent: number(1)?, session: number(3)?, terminal: number(4)?, began })
    }

    fn all() -> io::Result<Vec<Self>> {
        let entries = fs::read_dir("/proc")?;
        Ok(entries.filter_map(|entry| Self::read(entry.ok()?.file_name().to_str()?.parse().ok()?)).collect())
    }

    fn is_own(&self) -> bool {
        fs::metadata(format!("/proc/{}", self.pid)).is_ok_and(|found| found.uid() == sys::own_uid())
    }
}

/// Kills what is left of these sessions, what works in a job's folder without a terminal, and what descends from it.
pub(crate) fn kill(noted: &[Session], jobs: &Path) -> io::Result<()> {
    // Killing what was found shows who forked meanwhile; a tree that outruns fifty rounds is not worth a hanging start.
    for _ in 0..50 {
        let all = Process::all()?;
        let victims = victims(&all, noted, jobs);
        if victims.is_empty() {
            return Ok(());
        }
        for victim in victims {
            let Ok(handle) = sys::process_handle(victim.pid) else { continue };
            // Looked at again with the handle in hand: now the number cannot have become another's in between.
            if Process::read(victim.pid).is_some_and(|same| same.began == victim.began) {
                sys::kill_process(&handle, 100);
            }
        }
    }
    Ok(())
}

fn victims<'a>(all: &'a [Process], noted: &[Session], jobs: &Path) -> Vec<&'a Process> {
    // This process and those it descends from are spared whatever the notes say.
    let mut known = HashSet::from([sys::own_pid()]);
    while all.iter().any(|p| known.contains(&p.pid) && known.insert(p.parent)) {}
    let leader_fits = |s: &Session| all.iter().all(|p| p.pid != s.leader || p.began.abs_diff(s.began) <= 100);
    let noted: HashSet<i32> = noted.iter().filter(|s| leader_fits(s)).map(|s| s.leader).collect();
    let is_left = |p: &Process| {
        let folder = || fs::read_link(format!("/proc/{}/cwd", p.pid));
        noted.contains(&p.session) || p.terminal == 0 && folder().is_ok_and(|folder| folder.starts_with(jobs))
    };
    let mut found: Vec<&Process> = Vec::new();
    loop {
        let parents: HashSet<i32> = found.iter().map(|p| p.pid).collect();
        let more = |p: &&Process| !known.contains(&p.pid) && p.is_own() && (parents.contains(&p.parent) || is_left(p));
        let more: Vec<&Process> = all.iter().filter(more).collect();
        if more.is_empty() {
            return found;
        }
        known.extend(more.iter().map(|p| p.pid));
        found.extend(more);
    }
}

/// The children of this process; all of them, as it has one thread.
pub(crate) fn children() -> io::Result<Vec<i32>> {
    let own = sys::own_pid();
    if let Ok(list) = fs::read_to_string(format!("/proc/{own}/task/{own}/children")) {
        return Ok(list.split_ascii_whitespace().filter_map(|pid| pid.parse().ok()).collect());
    }
    // A kernel built without that list.
    Ok(Process::all()?.into_iter().filter(|p| p.parent == own).map(|p| p.pid).collect())
}
