//! The system calls that the standard library does not offer. The only unsafe code of this program.
//!
//! The program has one thread, so a child of a plain fork may do everything that its parent might.
#![expect(unsafe_code, reason = "system calls; every block says why it is sound, and no other module has any")]

use std::ffi::{CStr, CString, OsStr, c_int, c_long, c_void};
use std::io;
use std::mem::{size_of, zeroed};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::{from_mut, from_ref, null, null_mut};

use crate::link::MAX_DESCRIPTORS;

fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn check_long(result: c_long) -> io::Result<c_int> {
    check(c_int::try_from(result).unwrap_or(-1))
}

fn owned(result: c_int) -> io::Result<OwnedFd> {
    let fd = check(result)?;
    // SAFETY: the caller passes what a system call just returned as a new descriptor; nobody else has it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

pub(crate) fn c_string(text: impl AsRef<OsStr>) -> io::Result<CString> {
    CString::new(text.as_ref().as_bytes()).map_err(io::Error::other)
}

/// Nothing inherited but the standard streams, no core files, no signals that end this process by accident.
pub(crate) fn settle() -> io::Result<()> {
    // SAFETY: plain calls on numbers and on a structure that lives here; std holds no descriptor above 2 yet.
    unsafe {
        check(libc::close_range(3, libc::c_uint::MAX, 0))?;
        libc::umask(0o022);
        for signal in [libc::SIGPIPE, libc::SIGHUP] {
            libc::signal(signal, libc::SIG_IGN);
        }
        check(libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0))?;
        check(libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 })).map(drop)
    }
}

/// Goes on as a child in a session of its own; `true` in the process that was there before.
pub(crate) fn fork_away() -> io::Result<bool> {
    // SAFETY: this program has one thread.
    if check(unsafe { libc::fork() })? != 0 {
        return Ok(true);
    }
    new_session().map(|()| false)
}

/// Puts `nothing` in the place of standard input and output.
pub(crate) fn replace_streams(nothing: &impl AsRawFd) -> io::Result<()> {
    // SAFETY: dup2 on numbers; std's handles of the standard streams own nothing.
    (0..2).try_for_each(|stream| check(unsafe { libc::dup2(nothing.as_raw_fd(), stream) }).map(drop))
}

pub(crate) fn own_uid() -> u32 {
    // SAFETY: cannot fail and touches no memory.
    unsafe { libc::geteuid() }
}

/// An account of this machine.
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Its groups beside the primary one.
    pub(crate) groups: Vec<u32>,
}

pub(crate) fn account(name: &str) -> io::Result<Option<Account>> {
    let c_name = c_string(name)?;
    // SAFETY: this program has one thread, so the entry stays as it is while its two numbers are copied; getgrouplist
    // writes at most `count` groups to an array of that length.
    unsafe {
        let entry = libc::getpwnam(c_name.as_ptr());
        if entry.is_null() {
            return Ok(None);
        }
        let (uid, gid) = ((*entry).pw_uid, (*entry).pw_gid);
        let (mut groups, mut count) = ([0; 256], 256);
        check(libc::getgrouplist(c_name.as_ptr(), gid, groups.as_mut_ptr(), &raw mut count))?;
        let count = usize::try_from(count).unwrap_or(0);
        let groups = groups[..count].iter().copied().filter(|group| *group != gid).collect();
        Ok(Some(Account { name: name.to_owned(), uid, gid, groups }))
    }
}

/// Whether programs on the file system of this folder cannot be executed.
pub(crate) fn is_noexec(path: &Path) -> io::Result<bool> {
    let path = c_string(path)?;
    // SAFETY: statvfs fills the structure that lives here.
    unsafe {
        let mut found: libc::statvfs = zeroed();
        check(libc::statvfs(path.as_ptr(), &raw mut found))?;
        Ok(found.f_flag & libc::ST_NOEXEC != 0)
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

/// Waits until one of these can be read, at most so long (-1: for ever); tells whether one can.
pub(crate) fn wait_for(descriptors: &[&OwnedFd], milliseconds: c_int) -> io::Result<bool> {
    let poll = |fd: &&OwnedFd| libc::pollfd { fd: fd.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let mut polls: Vec<_> = descriptors.iter().map(poll).collect();
    // SAFETY: the array lives here and has the length that is told.
    match check(unsafe { libc::poll(polls.as_mut_ptr(), polls.len() as libc::nfds_t, milliseconds) }) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        count => Ok(count? > 0),
    }
}

/// Two sockets, each for what is sent to the other, in packets.
pub(crate) fn packet_pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut pair = [-1; 2];
    let kind = libc::SOCK_SEQPACKET | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: socketpair writes two numbers.
    check(unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, pair.as_mut_ptr()) })?;
    Ok((owned(pair[0])?, owned(pair[1])?))
}

/// A socket to the kernel's routing.
pub(crate) fn routing() -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: numbers only; the result is a new descriptor.
    owned(unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE) })
}

pub(crate) fn send(socket: &OwnedFd, packet: &[u8]) -> io::Result<()> {
    // SAFETY: the packet is read for its length.
    let sent = unsafe { libc::send(socket.as_raw_fd(), packet.as_ptr().cast(), packet.len(), libc::MSG_NOSIGNAL) };
    if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

const CONTROL_SPACE: usize = 64 + MAX_DESCRIPTORS * size_of::<RawFd>();

#[repr(align(8))]
struct Control([u8; CONTROL_SPACE]);

/// Reads a packet, and the descriptors that came with it.
pub(crate) fn receive(socket: &OwnedFd, packet: &mut [u8], descriptors: &mut Vec<OwnedFd>) -> io::Result<usize> {
    let mut control = Control([0; CONTROL_SPACE]);
    let mut part = libc::iovec { iov_base: packet.as_mut_ptr().cast(), iov_len: packet.len() };
    // SAFETY: the message points to the caller's buffer and to an aligned control buffer, both with their true sizes.
    // CMSG_* walk only what the kernel wrote, and each descriptor in an SCM_RIGHTS message is new and ours.
    unsafe {
        let mut message: libc::msghdr = zeroed();
        (message.msg_iov, message.msg_iovlen) = (&raw mut part, 1);
        (message.msg_control, message.msg_controllen) = (control.0.as_mut_ptr().cast(), CONTROL_SPACE as _);
        let count = libc::recvmsg(socket.as_raw_fd(), &raw mut message, libc::MSG_CMSG_CLOEXEC);
        let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
        let mut head = libc::CMSG_FIRSTHDR(&raw const message);
        while !head.is_null() {
            if (*head).cmsg_level == libc::SOL_SOCKET && (*head).cmsg_type == libc::SCM_RIGHTS {
                let bytes = (*head).cmsg_len as usize - libc::CMSG_LEN(0) as usize;
                let first = libc::CMSG_DATA(head).cast::<[u8; size_of::<RawFd>()]>();
                for index in 0..bytes / size_of::<RawFd>() {
                    descriptors.push(OwnedFd::from_raw_fd(RawFd::from_ne_bytes(first.add(index).read())));
                }
            }
            head = libc::CMSG_NXTHDR(&raw const message, head);
        }
        if message.msg_flags & libc::MSG_CTRUNC == 0 { Ok(count) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

/// A child as fork makes it, in new namespaces; nothing in the child itself.
pub(crate) fn born(namespaces: c_int) -> io::Result<Option<i32>> {
    // SAFETY: without CLONE_VM or a stack of its own the child goes on in a copy of this memory, and this program has
    // one thread.
    let pid = unsafe { libc::syscall(libc::SYS_clone, namespaces | libc::SIGCHLD, 0, 0, 0, 0) };
    let pid = check_long(pid)?;
    Ok((pid != 0).then_some(pid))
}

/// Ends a child without running anything of the parent's.
pub(crate) fn leave(code: c_int) -> ! {
    // SAFETY: does not return.
    unsafe { libc::_exit(code) }
}

/// The number and the status of a child that has ended; of any child, and without waiting, unless told otherwise.
pub(crate) fn reap(pid: i32, wait: bool) -> Option<(i32, c_int)> {
    let mut status = 0;
    // SAFETY: waitpid writes one number to where the pointer says.
    let reaped = unsafe { libc::waitpid(pid, &raw mut status, if wait { 0 } else { libc::WNOHANG }) };
    (reaped > 0).then_some((reaped, status))
}

/// Signals a process that is our own unreaped child, so that the number cannot be another's; or all that we may: -1.
pub(crate) fn signal(pid: i32, signal: c_int) {
    // SAFETY: numbers only. An error means that nobody is there any more.
    unsafe { libc::kill(pid, signal) };
}

/// A handle that can be read from when this process has ended.
pub(crate) fn own_handle() -> io::Result<OwnedFd> {
    // SAFETY: numbers only; the result is a descriptor.
    owned(check_long(unsafe { libc::syscall(libc::SYS_pidfd_open, std::process::id(), 0) })?)
}

pub(crate) fn mount(from: &CStr, to: &Path, kind: &CStr, flags: libc::c_ulong, data: &str) -> io::Result<()> {
    let (to, data) = (c_string(to)?, c_string(data)?);
    // SAFETY: four strings that live here.
    check(unsafe { libc::mount(from.as_ptr(), to.as_ptr(), kind.as_ptr(), flags, data.as_ptr().cast()) }).map(drop)
}

/// Sets and clears attributes of the mount at `path`, and of all below it if told so.
pub(crate) fn mount_attributes(path: &Path, set: u64, clear: u64, below: bool) -> io::Result<()> {
    let path = c_string(path)?;
    // SAFETY: the structure is plain numbers and lives here, as does the string.
    unsafe {
        let mut attributes: libc::mount_attr = zeroed();
        (attributes.attr_set, attributes.attr_clr) = (set, clear);
        let (flags, size) = (if below { libc::AT_RECURSIVE } else { 0 }, size_of::<libc::mount_attr>());
        let (to, what) = (path.as_ptr(), from_ref(&attributes));
        check_long(libc::syscall(libc::SYS_mount_setattr, libc::AT_FDCWD, to, flags, what, size)).map(drop)
    }
}

pub(crate) fn new_session() -> io::Result<()> {
    // SAFETY: takes nothing.
    check(unsafe { libc::setsid() }).map(drop)
}

pub(crate) fn prctl(option: c_int, value: libc::c_ulong, more: libc::c_ulong) -> io::Result<()> {
    // SAFETY: only options that take numbers are passed by this program.
    check(unsafe { libc::prctl(option, value, more, 0, 0) }).map(drop)
}

/// Sets a limit, or keeps a lower one that was found.
pub(crate) fn limit(what: libc::__rlimit_resource_t, value: u64) -> io::Result<()> {
    // SAFETY: the structures live here.
    unsafe {
        let mut found: libc::rlimit = zeroed();
        check(libc::getrlimit(what, &raw mut found))?;
        let value = value.min(found.rlim_max);
        check(libc::setrlimit(what, &libc::rlimit { rlim_cur: value, rlim_max: value })).map(drop)
    }
}

/// Signals as a program expects them, a later turn than others if told so, and no keyring of others.
pub(crate) fn usual_manners(nice: bool) {
    // SAFETY: plain calls on numbers and on structures that live here. The keyring is best effort: in a container the
    // call may be forbidden, and then there is no keyring to be had either.
    unsafe {
        for signal in 1..65 {
            libc::signal(signal, libc::SIG_DFL);
        }
        let mut none: libc::sigset_t = zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, null_mut());
        libc::setpriority(libc::PRIO_PROCESS, 0, if nice { 5 } else { 0 });
        libc::syscall(libc::SYS_keyctl, 1_u32, null::<c_void>());
    }
}

/// Takes the account's numbers, without any further group, gives up every capability, and makes private files.
pub(crate) fn take_identity(account: &Account) -> io::Result<()> {
    // SAFETY: no group is read from the null pointer; the other calls take numbers and structures that live here. The
    // raw calls change this thread only, which is the only one.
    unsafe {
        libc::umask(0o077);
        check(libc::setgroups(0, null()))?;
        check_long(libc::syscall(libc::SYS_setresgid, account.gid, account.gid, account.gid))?;
        check_long(libc::syscall(libc::SYS_setresuid, account.uid, account.uid, account.uid))?;
        let head = [0x2008_0522_u32, 0];
        let none = [0_u32; 6];
        check_long(libc::syscall(libc::SYS_capset, head.as_ptr(), none.as_ptr())).map(drop)
    }
}

/// Whether this process can become root again.
pub(crate) fn can_be_root() -> bool {
    // SAFETY: numbers only.
    unsafe { libc::setuid(0) == 0 || libc::setgid(0) == 0 }
}

/// A copy of the descriptor out of the way of those that are put in order later; gone when a program is executed.
pub(crate) fn park(descriptor: &impl AsRawFd) -> io::Result<OwnedFd> {
    // SAFETY: numbers only; the result is a new descriptor.
    owned(unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_DUPFD_CLOEXEC, 256) })
}

/// Executes the program behind the descriptor, with these parked descriptors as 0, 1, 2, ... and no other.
pub(crate) fn execute(
    program: &OwnedFd,
    arguments: &[CString],
    environment: &[CString],
    parked: &[OwnedFd],
) -> io::Error {
    let pointers = |texts: &[CString]| texts.iter().map(|text| text.as_ptr()).chain([null()]).collect::<Vec<_>>();
    let (arguments, environment) = (pointers(arguments), pointers(environment));
    // SAFETY: the arrays end with null and live until the program is executed or the call fails; descriptors are
    // numbers, and those that are overwritten or closed are used by nobody in this child.
    unsafe {
        let mut next = 0;
        for descriptor in parked {
            if libc::dup2(descriptor.as_raw_fd(), next) < 0 {
                return io::Error::last_os_error();
            }
            next += 1;
        }
        let flags = libc::CLOSE_RANGE_CLOEXEC.cast_signed();
        if libc::close_range(next.cast_unsigned(), libc::c_uint::MAX, flags) == 0 {
            let (fd, path, flags) = (program.as_raw_fd(), c"".as_ptr(), libc::AT_EMPTY_PATH);
            libc::syscall(libc::SYS_execveat, fd, path, arguments.as_ptr(), environment.as_ptr(), flags);
        }
        io::Error::last_os_error()
    }
}
