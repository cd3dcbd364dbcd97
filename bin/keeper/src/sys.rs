//! The system calls that the standard library does not offer. The only unsafe code of this program.
#![expect(unsafe_code, reason = "system calls; every block says why it is sound, and no other module has any")]

use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_int, c_void};
use std::io;
use std::mem::{size_of, zeroed};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::ptr::{from_mut, null, null_mut};

use jobframe::MAX_DESCRIPTORS;

fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn owned(result: c_int) -> io::Result<OwnedFd> {
    let fd = check(result)?;
    // SAFETY: the caller passes what a system call just returned as a new descriptor; nobody else has it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Makes this process safe to start others from: nothing inherited but the standard streams, private files, no core
/// files, no new privileges for anything below it, and every orphan below it becomes its child. Returns the number of
/// descriptors it may have, and the limit that it found (for the runners). So many descriptors after the standard
/// streams were given to it.
pub(crate) fn settle(given: u32) -> io::Result<(u64, libc::rlimit)> {
    // SAFETY: plain calls on numbers and on structures that live here; std holds no descriptor above 2 yet.
    unsafe {
        check(libc::close_range(3 + given, libc::c_uint::MAX, 0))?;
        libc::umask(0o077);
        for signal in [libc::SIGPIPE, libc::SIGHUP] {
            libc::signal(signal, libc::SIG_IGN);
        }
        check(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))?;
        check(libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))?;
        check(libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 }))?;
        let mut found: libc::rlimit = zeroed();
        check(libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut found))?;
        check(libc::setrlimit(libc::RLIMIT_NOFILE, &libc::rlimit { rlim_cur: found.rlim_max, ..found }))?;
        Ok((found.rlim_max, found))
    }
}

/// Which of the two processes this is after [`fork_away`].
#[derive(PartialEq, Eq)]
pub(crate) enum Side {
    Parent,
    Daemon,
}

/// Goes on as a child in a session of its own, which the death of the caller's session does not touch.
pub(crate) fn fork_away() -> io::Result<Side> {
    // SAFETY: this program has one thread, so the child may do all that the parent might have done.
    if check(unsafe { libc::fork() })? != 0 {
        return Ok(Side::Parent);
    }
    // SAFETY: these settings are per process and not inherited (subreaper); a fresh child can always lead a session.
    unsafe {
        check(libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))?;
        check(libc::setsid())?;
    }
    Ok(Side::Daemon)
}

/// Puts `file` in the place of a standard stream.
pub(crate) fn replace_stream(file: &impl AsRawFd, stream: RawFd) -> io::Result<()> {
    // SAFETY: dup2 on two numbers; std's handles of the standard streams own nothing.
    check(unsafe { libc::dup2(file.as_raw_fd(), stream) }).map(drop)
}

pub(crate) fn own_uid() -> u32 {
    // SAFETY: cannot fail and touches no memory.
    unsafe { libc::geteuid() }
}

/// Takes the exclusive lock on an open file; `false` when another process has it.
pub(crate) fn lock(file: &impl AsRawFd) -> io::Result<bool> {
    // SAFETY: a call on an open descriptor.
    match check(unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) }) {
        Ok(_) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(e) => Err(e),
    }
}

/// Who is at the other end.
pub(crate) fn peer(socket: &impl AsRawFd) -> io::Result<libc::ucred> {
    let mut peer = libc::ucred { pid: 0, uid: u32::MAX, gid: u32::MAX };
    let mut size = libc::socklen_t::try_from(size_of::<libc::ucred>()).expect("twelve bytes");
    // SAFETY: the pointers are to a ucred and its size, as SO_PEERCRED wants them.
    check(unsafe {
        let to = from_mut(&mut peer).cast::<c_void>();
        libc::getsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_PEERCRED, to, &raw mut size)
    })?;
    Ok(peer)
}

/// The descriptors that this process waits for.
pub(crate) struct Epoll(OwnedFd);

/// Something that a watched descriptor has to tell.
pub(crate) type Event = libc::epoll_event;

pub(crate) const NO_EVENT: Event = Event { events: 0, u64: 0 };

impl Epoll {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: takes a flag, gives a descriptor.
        owned(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }).map(Self)
    }

    pub(crate) fn add(&self, fd: &impl AsRawFd, token: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, fd.as_raw_fd(), libc::EPOLLIN, token)
    }

    pub(crate) fn change(&self, fd: &impl AsRawFd, token: u64, read: bool, write: bool) -> io::Result<()> {
        let events = if read { libc::EPOLLIN } else { 0 } | if write { libc::EPOLLOUT } else { 0 };
        self.control(libc::EPOLL_CTL_MOD, fd.as_raw_fd(), events, token)
    }

    fn control(&self, operation: c_int, fd: RawFd, events: c_int, token: u64) -> io::Result<()> {
        let mut event = Event { events: events.cast_unsigned(), u64: token };
        // SAFETY: the event lives during the call, which copies it.
        check(unsafe { libc::epoll_ctl(self.0.as_raw_fd(), operation, fd, &raw mut event) }).map(drop)
    }

    /// Waits at most so many milliseconds (-1: for ever); returns how many events it wrote.
    pub(crate) fn wait(&self, events: &mut [Event], milliseconds: c_int) -> io::Result<usize> {
        let room = c_int::try_from(events.len()).expect("a small array");
        // SAFETY: the kernel writes at most `room` events to the array.
        let count = unsafe { libc::epoll_wait(self.0.as_raw_fd(), events.as_mut_ptr(), room, milliseconds) };
        match check(count) {
            Ok(count) => Ok(usize::try_from(count).expect("not negative")),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Ok(0),
            Err(e) => Err(e),
        }
    }
}

/// Blocks the signals that this program waits for and gives a descriptor to read them from.
pub(crate) fn signals() -> io::Result<OwnedFd> {
    // SAFETY: the set is initialised by sigemptyset before it is used.
    unsafe {
        let mut set: libc::sigset_t = zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGCHLD] {
            libc::sigaddset(&raw mut set, signal);
        }
        check(libc::sigprocmask(libc::SIG_BLOCK, &raw const set, null_mut()))?;
        owned(libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK))
    }
}

/// The next signal that came, if any.
pub(crate) fn next_signal(signals: &OwnedFd) -> Option<c_int> {
    // SAFETY: the structure is plain data, and read fills exactly it or fails.
    unsafe {
        let mut info: libc::signalfd_siginfo = zeroed();
        let size = size_of::<libc::signalfd_siginfo>();
        let read = libc::read(signals.as_raw_fd(), from_mut(&mut info).cast(), size);
        usize::try_from(read).is_ok_and(|n| n == size).then(|| info.ssi_signo.cast_signed())
    }
}

/// For the descriptors of a job, its standard streams among them.
const CONTROL_SPACE: usize = 64 + (4 + MAX_DESCRIPTORS) * size_of::<RawFd>();

#[repr(align(8))]
struct Control([u8; CONTROL_SPACE]);

/// Reads bytes, and the descriptors that came with them.
pub(crate) fn receive(
    socket: &impl AsRawFd,
    buffer: &mut [u8],
    descriptors: &mut VecDeque<OwnedFd>,
) -> io::Result<usize> {
    let mut control = Control([0; CONTROL_SPACE]);
    let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // SAFETY: the message points to the caller's buffer and to an aligned control buffer, both with their true sizes.
    // CMSG_* walk only what the kernel wrote, and each descriptor in an SCM_RIGHTS message is new and ours.
    let (count, cut) = unsafe {
        let mut message: libc::msghdr = zeroed();
        message.msg_iov = &raw mut part;
        message.msg_iovlen = 1;
        message.msg_control = control.0.as_mut_ptr().cast();
        message.msg_controllen = CONTROL_SPACE;
        let count = libc::recvmsg(socket.as_raw_fd(), &raw mut message, libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT);
        let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while let Some(head) = header.as_ref() {
            if (head.cmsg_level, head.cmsg_type) == (libc::SOL_SOCKET, libc::SCM_RIGHTS) {
                let data = libc::CMSG_DATA(head).cast::<[u8; size_of::<RawFd>()]>();
                let bytes =
                    head.cmsg_len - usize::try_from(data.byte_offset_from(head)).expect("data follows its head");
                for i in 0..bytes / size_of::<RawFd>() {
                    descriptors.push_back(OwnedFd::from_raw_fd(RawFd::from_ne_bytes(data.add(i).read())));
                }
            }
            header = libc::CMSG_NXTHDR(&raw const message, head);
        }
        (count, message.msg_flags & libc::MSG_CTRUNC != 0)
    };
    if cut { Err(io::Error::other("more descriptors at once than a job may have")) } else { Ok(count) }
}

/// Takes over a descriptor that this process was started with.
pub(crate) fn given(number: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: the number is duplicated, which fails when it is not open; the copy is new and ours, above those given.
    owned(unsafe { libc::fcntl(number, libc::F_DUPFD_CLOEXEC, 3) })
}

/// Whether jobs can be kept from files by Landlock.
pub(crate) fn has_landlock() -> bool {
    // SAFETY: with this flag the call takes no structure and only tells a number.
    unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, null::<c_void>(), 0_usize, 1_u32) > 0 }
}

/// What is free of a file system, and how much it holds.
pub(crate) struct Room {
    pub(crate) free_bytes: u64,
    pub(crate) free_files: u64,
    pub(crate) all_files: u64,
}

pub(crate) fn room(path: &CStr) -> io::Result<Room> {
    // SAFETY: statvfs fills the structure that lives here.
    let found = unsafe {
        let mut found: libc::statvfs = zeroed();
        check(libc::statvfs(path.as_ptr(), &raw mut found))?;
        found
    };
    let free_bytes = found.f_bavail.saturating_mul(found.f_frsize);
    Ok(Room { free_bytes, free_files: found.f_favail, all_files: found.f_files })
}

/// Sends a packet, and these descriptors with it.
pub(crate) fn send_packet(socket: &impl AsRawFd, packet: &[u8], descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
    let mut control = Control([0; CONTROL_SPACE]);
    let numbers: Vec<RawFd> = descriptors.iter().map(AsRawFd::as_raw_fd).collect();
    let size = u32::try_from(numbers.len() * size_of::<RawFd>()).map_err(io::Error::other)?;
    let mut part = libc::iovec { iov_base: packet.as_ptr().cast_mut().cast(), iov_len: packet.len() };
    // SAFETY: the message points to the packet, which is only read, and to an aligned control buffer in which one
    // SCM_RIGHTS message is written; that it fits was checked before.
    let sent = unsafe {
        let mut message: libc::msghdr = zeroed();
        (message.msg_iov, message.msg_iovlen) = (&raw mut part, 1);
        let space = usize::try_from(libc::CMSG_SPACE(size)).map_err(io::Error::other)?;
        if space > CONTROL_SPACE {
            return Err(io::Error::other("more descriptors at once than a job may have"));
        }
        if !numbers.is_empty() {
            (message.msg_control, message.msg_controllen) = (control.0.as_mut_ptr().cast(), space);
            let head = libc::CMSG_FIRSTHDR(&raw const message);
            ((*head).cmsg_level, (*head).cmsg_type) = (libc::SOL_SOCKET, libc::SCM_RIGHTS);
            (*head).cmsg_len = usize::try_from(libc::CMSG_LEN(size)).map_err(io::Error::other)?;
            std::ptr::copy_nonoverlapping(numbers.as_ptr().cast::<u8>(), libc::CMSG_DATA(head), size as usize);
        }
        libc::sendmsg(socket.as_raw_fd(), &raw const message, libc::MSG_NOSIGNAL)
    };
    if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// A file in memory for a job's document.
pub(crate) fn memory_file() -> io::Result<OwnedFd> {
    // SAFETY: the name is a C string; the flags are known.
    owned(unsafe { libc::memfd_create(c"document".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING) })
}

/// Lets nobody change a memory file any more.
pub(crate) fn seal(file: &impl AsRawFd) -> io::Result<()> {
    let seals = libc::F_SEAL_WRITE | libc::F_SEAL_GROW | libc::F_SEAL_SHRINK | libc::F_SEAL_SEAL;
    // SAFETY: a call on an open descriptor and a number.
    check(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_ADD_SEALS, seals) }).map(drop)
}

pub(crate) fn do_not_block(file: &impl AsRawFd) -> io::Result<()> {
    // SAFETY: calls on an open descriptor; the only flag that our pipes have beside the access mode is this one.
    check(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) }).map(drop)
}

/// The runner program, prepared so that starting it allocates nothing.
pub(crate) struct Program {
    path: CString,
    environment: Vec<CString>,
    descriptor_limit: libc::rlimit,
    stack: Vec<u128>,
}

/// What the new process sees of its parent's memory until it executes the runner.
struct Launch<'a> {
    path: &'a CStr,
    arguments: [*const libc::c_char; 2],
    environment: *const *const libc::c_char,
    folder: RawFd,
    descriptors: &'a mut [RawFd],
    descriptor_limit: libc::rlimit,
    parent: libc::pid_t,
    failure: Option<(&'static str, c_int)>,
}

impl Program {
    pub(crate) fn new(path: CString, environment: Vec<CString>, descriptor_limit: libc::rlimit) -> Self {
        Self { path, environment, descriptor_limit, stack: vec![0; 4096] }
    }

    /// Starts the program in `folder`, in a session of its own, with exactly these descriptors as 0, 1, 2, ...
    ///
    /// The child borrows this process's memory until it has executed the program (as vfork does), so its start costs
    /// the same however large this process is.
    pub(crate) fn spawn(&mut self, folder: BorrowedFd<'_>, descriptors: &[BorrowedFd<'_>]) -> io::Result<i32> {
        let mut environment: Vec<_> = self.environment.iter().map(|entry| entry.as_ptr()).collect();
        environment.push(null());
        let mut numbers: Vec<RawFd> = descriptors.iter().map(AsRawFd::as_raw_fd).collect();
        let mut launch = Launch {
            path: &self.path,
            arguments: [self.path.as_ptr(), null()],
            environment: environment.as_ptr(),
            folder: folder.as_raw_fd(),
            descriptors: &mut numbers,
            descriptor_limit: self.descriptor_limit,
            parent: own_pid(),
            failure: None,
        };
        // SAFETY: CLONE_VFORK keeps this thread (the only one) suspended until the child has executed or exited, so
        // everything `launch` points to, and the stack, outlive the child's use and nobody else touches them. The
        // stack's end is 16-byte aligned. `in_child` only makes system calls.
        let pid = check(unsafe {
            let top = self.stack.as_mut_ptr_range().end.cast::<c_void>();
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
            libc::clone(in_child, top, flags, from_mut(&mut launch).cast())
        })?;
        let Some((step, errno)) = launch.failure else { return Ok(pid) };
        reap(pid);
        Err(io::Error::other(format!("{step}: {}", io::Error::from_raw_os_error(errno))))
    }
}

/// Where the passed descriptors wait while 0, 1, 2, ... are filled; above all of these.
const PARKING: c_int = 128;

extern "C" fn in_child(launch: *mut c_void) -> c_int {
    // SAFETY: `spawn` passes a Launch that lives until the end of this function, and waits.
    let launch = unsafe { &mut *launch.cast::<Launch<'_>>() };
    // SAFETY: only system calls on numbers and on memory that `launch` keeps; nothing here allocates, locks or panics.
    let step = unsafe {
        'failed: {
            let mut set: libc::sigset_t = zeroed();
            libc::sigemptyset(&raw mut set);
            let mut plain: libc::sigaction = zeroed();
            plain.sa_sigaction = libc::SIG_DFL;
            for signal in 1..32 {
                libc::sigaction(signal, &raw const plain, null_mut());
            }
            libc::sigprocmask(libc::SIG_SETMASK, &raw const set, null_mut());
            if libc::setsid() < 0 {
                break 'failed "a session of its own";
            }
            if libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL, 0, 0, 0) < 0 || libc::getppid() != launch.parent {
                break 'failed "a life not longer than its keeper's";
            }
            if libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 {
                break 'failed "the care of its orphans";
            }
            // Best effort: the kernel should rather kill a job than the server when memory runs out.
            let score = libc::open(c"/proc/self/oom_score_adj".as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC);
            libc::write(score, c"500".as_ptr().cast(), 3);
            if libc::fchdir(launch.folder) < 0 {
                break 'failed "the job folder";
            }
            for fd in &mut *launch.descriptors {
                *fd = libc::fcntl(*fd, libc::F_DUPFD_CLOEXEC, PARKING);
                if *fd < 0 {
                    break 'failed "its descriptors";
                }
            }
            let mut next = 0;
            for fd in &*launch.descriptors {
                if libc::dup2(*fd, next) < 0 {
                    break 'failed "its descriptors";
                }
                next += 1;
            }
            if libc::close_range(next.cast_unsigned(), libc::c_uint::MAX, 0) < 0 {
                break 'failed "closing all other descriptors";
            }
            if libc::setrlimit(libc::RLIMIT_NOFILE, &raw const launch.descriptor_limit) < 0 {
                break 'failed "its limit of descriptors";
            }
            libc::execve(launch.path.as_ptr(), launch.arguments.as_ptr(), launch.environment);
            "executing the runner program"
        }
    };
    // SAFETY: errno is a place of this thread; _exit does not return and runs nothing of the parent's.
    unsafe {
        launch.failure = Some((step, *libc::__errno_location()));
        libc::_exit(127)
    }
}

pub(crate) fn own_pid() -> i32 {
    // SAFETY: cannot fail and touches no memory.
    unsafe { libc::getpid() }
}

/// A child that has exited and is not reaped yet, so that its number (and its group's) is still its own.
pub(crate) fn exited_child() -> Option<i32> {
    // SAFETY: the structure is plain data that waitid fills; si_pid is valid after it succeeded.
    unsafe {
        let mut info: libc::siginfo_t = zeroed();
        let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        let found = libc::waitid(libc::P_ALL, 0, &raw mut info, flags) == 0 && info.si_pid() != 0;
        found.then(|| info.si_pid())
    }
}

/// Lets an exited child go and tells how it ended.
pub(crate) fn reap(pid: i32) -> Option<std::process::ExitStatus> {
    let mut status = 0;
    // SAFETY: waitpid writes one number to where the pointer says.
    let reaped = unsafe { libc::waitpid(pid, &raw mut status, 0) };
    (reaped == pid).then(|| std::os::unix::process::ExitStatusExt::from_raw(status))
}

/// Signals a process that is our own unreaped child, so that the number cannot be another's.
pub(crate) fn signal_child(pid: i32, signal: c_int) {
    // SAFETY: numbers only. A failure means that it is a zombie or changed its account; both are seen elsewhere.
    unsafe { libc::kill(pid, signal) };
}

/// Kills all of the group that our own unreaped child leads.
pub(crate) fn kill_group(leader: i32) {
    // SAFETY: as above; the leader's number is a group's number until it is reaped.
    unsafe { libc::kill(-leader, libc::SIGKILL) };
}

/// A handle on a process of any parent: what it signals is what was meant.
pub(crate) fn process_handle(pid: i32) -> io::Result<OwnedFd> {
    // SAFETY: numbers only; the result is a descriptor, which fits an int.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    owned(c_int::try_from(fd).unwrap_or(-1))
}

/// Kills the process and waits at most so long until it is gone.
pub(crate) fn kill_process(handle: &OwnedFd, milliseconds: c_int) {
    let mut poll = libc::pollfd { fd: handle.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: no signal information is passed (null), and poll gets one structure that lives here.
    unsafe {
        let nothing = null::<libc::siginfo_t>();
        libc::syscall(libc::SYS_pidfd_send_signal, handle.as_raw_fd(), libc::SIGKILL, nothing, 0);
        libc::poll(&raw mut poll, 1, milliseconds);
    }
}
