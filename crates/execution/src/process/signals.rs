//! Signals as something to read, so that nothing happens between two lines of code.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::mem::{MaybeUninit, size_of};
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;

use rustix::process::{Pid, Signal, kill_process_group};

/// The signals that the runner waits for: an end of a child, and the wish that the job be cancelled.
///
/// They are blocked and read from a descriptor. A blocked signal also reaches the first process of a PID
/// namespace, for which the kernel drops those that it has no handler for.
#[derive(Debug)]
pub struct Signals {
    file: File,
    cancelled: Cell<bool>,
    /// A child has ended since this was last asked for. Whoever reads the descriptor leaves it here, for
    /// it may not be the one who waits for children.
    child_ended: Cell<bool>,
    /// The group of the script that runs now; it is killed the moment a cancel is noticed.
    group: Cell<Option<Pid>>,
}

impl Signals {
    /// Blocks the signals for this thread, and for those started later.
    pub fn take_over() -> io::Result<Self> {
        let mut set = MaybeUninit::uninit();
        // SAFETY: sigemptyset initialises the set it is given, the other calls get it initialised, and the
        // null pointer says that the old mask is not wanted.
        let fd = unsafe {
            libc::sigemptyset(set.as_mut_ptr());
            for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP, libc::SIGCHLD] {
                libc::sigaddset(set.as_mut_ptr(), signal);
            }
            if libc::sigprocmask(libc::SIG_BLOCK, set.as_ptr(), ptr::null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
            libc::signalfd(-1, set.as_ptr(), libc::SFD_CLOEXEC | libc::SFD_NONBLOCK)
        };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: signalfd has just returned this descriptor, and nobody else knows it.
        let file = File::from(unsafe { OwnedFd::from_raw_fd(fd) });
        Ok(Self { file, cancelled: Cell::new(false), child_ended: Cell::new(false), group: Cell::new(None) })
    }

    /// Reads what has come, and tells whether the job is to be cancelled.
    pub fn cancelled(&self) -> bool {
        const SIZE: usize = size_of::<libc::signalfd_siginfo>();
        let mut buffer = [0; SIZE * 8];
        // Anything but whole records means that there is nothing to read.
        while let Ok(length) = (&self.file).read(&mut buffer) {
            for record in buffer[..length].chunks_exact(SIZE) {
                // The number is the first field of the record.
                let number = u32::from_ne_bytes([record[0], record[1], record[2], record[3]]);
                let flag = if number == libc::SIGCHLD.cast_unsigned() { &self.child_ended } else { &self.cancelled };
                flag.set(true);
            }
            if length < buffer.len() {
                break;
            }
        }
        if self.cancelled.get() {
            self.kill_group();
        }
        self.cancelled.get()
    }

    /// Whether the end of a child has been read since the last call.
    pub(super) fn take_child_ended(&self) -> bool {
        self.child_ended.take()
    }

    pub(super) fn watch(&self, group: Option<Pid>) {
        self.group.set(group);
    }

    pub(super) fn kill_group(&self) {
        if let Some(group) = self.group.get() {
            // It fails only if nobody is left in the group. The group's number cannot be taken by others
            // while its leader has not been reaped; whoever reaps it calls `watch(None)`.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
