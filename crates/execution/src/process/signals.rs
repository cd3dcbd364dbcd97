//! Signals as something to read, so that nothing happens between two lines of code.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::mem::zeroed;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use rustix::process::{Pid, Signal, kill_process_group};

/// What the handler leaves for the program. Handlers belong to the process, and so do these.
static CANCEL: AtomicBool = AtomicBool::new(false);
static CHILD_ENDED: AtomicBool = AtomicBool::new(false);
static WAKE: AtomicI32 = AtomicI32::new(-1);

/// The signals that the runner waits for: an end of a child, and the wish that the job be cancelled.
///
/// They are caught, not blocked: a program starts with the mask of its parent, and a script that cannot be
/// sent a TERM by its own `timeout` would be broken. Being caught they also reach the first process of a PID
/// namespace, for which the kernel drops what it has no handler for.
#[derive(Debug)]
pub struct Signals {
    /// Readable when a signal has come.
    wake: File,
    /// The group of the script that runs now; it is killed the moment a cancel is noticed.
    group: Cell<Option<Pid>>,
}

impl Signals {
    /// Installs the handlers; to be called once.
    pub fn take_over() -> io::Result<Self> {
        // SAFETY: eventfd takes two numbers.
        let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: eventfd has just returned this descriptor, and nobody else knows it.
        let wake = File::from(unsafe { OwnedFd::from_raw_fd(fd) });
        WAKE.store(wake.as_raw_fd(), Ordering::SeqCst);
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP, libc::SIGCHLD] {
            // SAFETY: a zeroed sigaction is a valid one with an empty mask; the handler does only what a
            // handler may (atomics and write), and the null pointer says that the old action is not wanted.
            let result = unsafe {
                let mut action: libc::sigaction = zeroed();
                action.sa_sigaction = on_signal as extern "C" fn(libc::c_int) as usize;
                action.sa_flags = libc::SA_RESTART | libc::SA_NOCLDSTOP;
                libc::sigaction(signal, &raw const action, ptr::null_mut())
            };
            if result != 0 {
                return Err(io::Error::last_os_error());
            }
        }
        // Whoever started this process may have blocked them.
        // SAFETY: sigemptyset initialises the set, which sigprocmask then reads.
        unsafe {
            let mut none: libc::sigset_t = zeroed();
            libc::sigemptyset(&raw mut none);
            libc::sigprocmask(libc::SIG_SETMASK, &raw const none, ptr::null_mut());
        }
        Ok(Self { wake, group: Cell::new(None) })
    }

    /// Whether the job is to be cancelled. If so, the script that runs is killed at once.
    pub fn cancelled(&self) -> bool {
        let cancelled = CANCEL.load(Ordering::SeqCst);
        if cancelled {
            self.kill_group();
        }
        cancelled
    }

    /// To be called when the descriptor is readable, before looking at what has come.
    pub(super) fn clear(&self) {
        // Eight bytes, or nothing because nothing has come.
        let _ = (&self.wake).read(&mut [0; 8]);
        self.cancelled();
    }

    /// Whether a child has ended since the last call.
    pub(super) fn take_child_ended() -> bool {
        CHILD_ENDED.swap(false, Ordering::SeqCst)
    }

    pub(super) fn watch(&self, group: Option<Pid>) {
        self.group.set(group);
        self.cancelled();
    }

    pub(super) fn kill_group(&self) {
        if let Some(group) = self.group.get() {
            // It fails only if nobody is left in the group. The group's number cannot be taken by others
            // while its leader has not been reaped; whoever reaps it calls `watch(None)`.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        // The handler stays; it must not write to whatever gets this number next.
        WAKE.store(-1, Ordering::SeqCst);
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }
}

extern "C" fn on_signal(number: libc::c_int) {
    let flag = if number == libc::SIGCHLD { &CHILD_ENDED } else { &CANCEL };
    flag.store(true, Ordering::SeqCst);
    let one = 1_u64;
    // SAFETY: write may be called in a handler and reads eight bytes that are there; errno is put back, for
    // the code that was interrupted may be about to look at it.
    unsafe {
        let errno = *libc::__errno_location();
        libc::write(WAKE.load(Ordering::SeqCst), (&raw const one).cast(), 8);
        *libc::__errno_location() = errno;
    }
}
