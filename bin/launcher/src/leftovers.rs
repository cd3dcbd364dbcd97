//! What an earlier launcher's runners left running when it was killed.
//!
//! Runners die with their launcher, and a well-made runner's children die with it; the rest is looked for at the next
//! start. Each started session is noted in a file, together with the time since boot, because numbers of processes
//! are used again: a session counts only while its leader is gone or is as old as the note.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::sys;

/// Notes are rewritten with the live sessions only when the file has grown to this.
const REWRITE: u64 = 1 << 20;

/// The file of notes.
pub(crate) struct Sessions {
    path: PathBuf,
    file: File,
    size: u64,
}

/// A session that a runner leads, and when it began (hundredths of a second since boot).
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) leader: i32,
    pub(crate) began: u64,
}

impl Sessions {
    /// Kills what the noted sessions left, and begins with an empty file.
    pub(crate) fn open(work: &Path) -> io::Result<Self> {
        let path = work.join("sessions");
        let noted = fs::read_to_string(&path).unwrap_or_default();
        if let Some(noted) = noted.strip_prefix(&boot()?) {
            kill_left(&noted.lines().filter_map(read_note).collect::<Vec<_>>(), &work.join("jobs"))?;
        }
        let file = create(&path)?;
        Ok(Self { path, file, size: 0 })
    }

    /// Notes a session that just began.
    pub(crate) fn note(&mut self, leader: i32, live: impl Iterator<Item = Session>) -> io::Result<Session> {
        let session = Session { leader, began: now()? };
        let mut text = note_of(session);
        if self.size > REWRITE {
            text.extend(live.map(note_of));
            self.file = create(&self.path)?;
            self.size = 0;
        }
        self.file.write_all(text.as_bytes())?;
        self.size += text.len() as u64;
        Ok(session)
    }
}

fn create(path: &Path) -> io::Result<File> {
    let new = path.with_extension("new");
    let flags = libc::O_NOFOLLOW;
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).custom_flags(flags).open(&new)?;
    file.write_all(boot()?.as_bytes())?;
    fs::rename(new, path)?;
    Ok(file)
}

fn note_of(session: Session) -> String {
    format!("{} {}\n", session.leader, session.began)
}

fn read_note(line: &str) -> Option<Session> {
    let (leader, began) = line.split_once(' ')?;
    Some(Session { leader: leader.parse().ok()?, began: began.parse().ok()? })
}

fn boot() -> io::Result<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id")
}

fn now() -> io::Result<u64> {
    let text = fs::read_to_string("/proc/uptime")?;
    let seconds = text.split(' ').next().unwrap_or_default().replace('.', "");
    seconds.parse().map_err(|_| io::Error::other("/proc/uptime cannot be understood"))
}

/// The fields of `/proc/PID/stat` that matter here.
struct Process {
    pid: i32,
    parent: i32,
    session: i32,
    terminal: i32,
    began: u64,
}

fn process(pid: i32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in brackets, which may itself hold brackets and spaces.
    let fields: Vec<&str> = text[text.rfind(')')? + 1..].split_ascii_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<i64>().ok();
    let small = |at: usize| i32::try_from(number(at)?).ok();
    let (parent, session, terminal) = (small(1)?, small(3)?, small(4)?);
    Some(Process { pid, parent, session, terminal, began: u64::try_from(number(19)?).ok()? })
}

fn kill_left(noted: &[Session], jobs: &Path) -> io::Result<()> {
    // Killing what was found shows who forked meanwhile; a tree that outruns fifty rounds is not worth a hanging start.
    for _ in 0..50 {
        let all: Vec<Process> = pids("/proc")?.into_iter().filter_map(process).collect();
        let victims = victims(&all, noted, jobs);
        if victims.is_empty() {
            return Ok(());
        }
        for victim in victims {
            let Ok(handle) = sys::process_handle(victim.pid) else { continue };
            // Looked at again with the handle in hand: now the number cannot have become another's in between.
            if process(victim.pid).is_some_and(|same| same.began == victim.began) {
                sys::kill_process(&handle, 100);
            }
        }
    }
    Ok(())
}

fn victims<'a>(all: &'a [Process], noted: &[Session], jobs: &Path) -> Vec<&'a Process> {
    let spared = own_line(all);
    let ours = |p: &&Process| {
        let left = noted.iter().any(|s| s.leader == p.session && p.began + 100 >= s.began && leads(all, s));
        let link = fs::read_link(format!("/proc/{}/cwd", p.pid));
        let inside = p.terminal == 0 && link.is_ok_and(|folder| folder.starts_with(jobs));
        (left || inside) && !spared.contains(&p.pid) && is_own(p.pid)
    };
    let mut found: Vec<&Process> = all.iter().filter(ours).collect();
    let mut next = 0;
    while let Some(parent) = found.get(next).map(|p| p.pid) {
        let known: HashSet<i32> = found.iter().map(|p| p.pid).collect();
        let children = all.iter().filter(|p| p.parent == parent && !known.contains(&p.pid) && !spared.contains(&p.pid));
        found.extend(children.filter(|p| is_own(p.pid)));
        next += 1;
    }
    found
}

/// Whether the session can still be the noted one: had its leader's number gone to another process, that one would be
/// younger than the note.
fn leads(all: &[Process], session: &Session) -> bool {
    all.iter().find(|p| p.pid == session.leader).is_none_or(|leader| leader.began.abs_diff(session.began) <= 100)
}

/// This process and those it descends from.
fn own_line(all: &[Process]) -> HashSet<i32> {
    let mut line = HashSet::new();
    let mut pid = sys::own_pid();
    while pid > 0 && line.insert(pid) {
        pid = all.iter().find(|p| p.pid == pid).map_or(0, |p| p.parent);
    }
    line
}

fn is_own(pid: i32) -> bool {
    fs::metadata(format!("/proc/{pid}")).is_ok_and(|found| found.uid() == sys::own_uid())
}

/// The children of this process; all of them, as it has one thread.
pub(crate) fn children() -> io::Result<Vec<i32>> {
    let own = sys::own_pid();
    if let Ok(list) = fs::read_to_string(format!("/proc/{own}/task/{own}/children")) {
        return Ok(list.split_ascii_whitespace().filter_map(|pid| pid.parse().ok()).collect());
    }
    // A kernel built without that list.
    let all = pids("/proc")?.into_iter().filter_map(process);
    Ok(all.filter(|p| p.parent == own).map(|p| p.pid).collect())
}

fn pids(folder: &str) -> io::Result<Vec<i32>> {
    let entries = fs::read_dir(folder)?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect())
}
