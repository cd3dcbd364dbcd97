//! The tree of processes below the runner.

use std::fs;
use std::io;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::Mode;
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpid, kill_process, set_child_subreaper, setsid, wait};

use super::Signals;

/// Makes this process the parent of every descendant whose own parent has ended.
pub fn become_reaper() -> io::Result<()> {
    set_child_subreaper(Some(getpid()))?;
    Ok(())
}

/// Leaves the terminal and the session of whoever started this process; no error if it leads one already.
pub fn new_session() {
    // It fails only for the leader of a process group, which has what this is for.
    let _ = setsid();
}

/// Files that a deployment makes are for others to read, whatever the server keeps for itself. The job's
/// folder is closed to others as a whole, and files with secrets are made with their own mode.
pub fn usual_modes() {
    rustix::process::umask(Mode::from_raw_mode(0o022));
}

/// Takes the next ended child, without waiting; [`Reaped::None`] when there is no child at all.
pub(super) enum Reaped {
    Ended(Pid, WaitStatus),
    Later,
    None,
}

pub(super) fn reap() -> Reaped {
    loop {
        match wait(WaitOptions::NOHANG) {
            Ok(Some((pid, status))) => return Reaped::Ended(pid, status),
            Ok(None) => return Reaped::Later,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return Reaped::None,
        }
    }
}

/// Kills everything below this process and returns when nothing of it is left.
///
/// Only own children are signalled: nobody else can reap them, so their numbers cannot have passed to a
/// stranger. When a child has ended its children become ours, so round by round the tree is worn down from
/// above. As the first process of a namespace there is a shorter way.
pub(super) fn kill_all(signals: &Signals, mut on_end: impl FnMut(Pid, WaitStatus)) {
    loop {
        loop {
            match reap() {
                Reaped::Ended(pid, status) => on_end(pid, status),
                Reaped::Later => break,
                Reaped::None => return,
            }
        }
        if getpid().is_init() {
            // To -1: everybody in the namespace but the caller.
            kill_namespace();
        } else {
            for child in children() {
                // An error means that it has ended meanwhile.
                let _ = kill_process(child, Signal::KILL);
            }
        }
        // Woken by the end of a child. The deadline covers one that was born between the list and the kill
        // and another that cannot die yet (it waits for a disk).
        let mut wanted = [PollFd::new(signals, PollFlags::IN)];
        let deadline = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };
        // An interrupted wait only means an early next round.
        let _ = poll(&mut wanted, Some(&deadline));
        signals.clear();
    }
}

fn kill_namespace() {
    // SAFETY: kill takes no memory; -1 from the first process of a PID namespace means its members.
    unsafe { libc::kill(-1, libc::SIGKILL) };
}

/// The children of this process, its adopted ones included.
fn children() -> Vec<Pid> {
    let mut found = Vec::new();
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return found };
    let mut listed = false;
    for thread in threads.flatten() {
        if let Ok(text) = fs::read_to_string(thread.path().join("children")) {
            listed = true;
            found.extend(text.split_ascii_whitespace().filter_map(parse_pid));
        }
    }
    // A kernel without that list.
    if !listed {
        found = children_by_parent();
    }
    found
}

fn children_by_parent() -> Vec<Pid> {
    let own = getpid();
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| parse_pid(entry.file_name().to_str()?));
    pids.filter(|pid| parent_of(*pid) == Some(own)).collect()
}

fn parent_of(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The name in parentheses may hold anything; the state and the parent follow it.
    let (_, fields) = stat.rsplit_once(')')?;
    parse_pid(fields.split_ascii_whitespace().nth(1)?)
}

fn parse_pid(text: &str) -> Option<Pid> {
    Pid::from_raw(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_list_children_know_a_parent() {
        assert!(parent_of(getpid()).is_some());
    }
}
