//! Descriptors that the runner was born with.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{FileType, OFlags, fcntl_getfl, fcntl_setfl, fstat};
use rustix::io::{FdFlags, fcntl_setfd};

use super::Signals;

/// The first descriptor of a package.
const FIRST: RawFd = 3;

/// Keeps every descriptor but the standard three from programs started later, whatever was inherited.
pub fn close_to_programs() {
    // SAFETY: the call takes three numbers and changes flags of descriptors only. On a kernel without it
    // nothing happens, and the descriptors of packages are still marked one by one.
    unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
}

/// Takes over `count` regular files from descriptor 3 on, and keeps them from programs started later.
///
/// To be called once, before anything else opens a descriptor.
pub fn inherited_files(count: usize) -> io::Result<Vec<File>> {
    (0..count)
        .map(|index| {
            let raw = FIRST + RawFd::try_from(index).map_err(|_| io::ErrorKind::InvalidInput)?;
            // SAFETY: fcntl takes no memory, and fails on a number that is not open.
            if unsafe { libc::fcntl(raw, libc::F_GETFD) } < 0 {
                return Err(io::Error::new(
                    io::ErrorKind::NotFound,
                    format!("descriptor {raw} of package {index} is not open"),
                ));
            }
            // SAFETY: it is open, was passed for this process to own, and is taken only here.
            let fd = unsafe { OwnedFd::from_raw_fd(raw) };
            fcntl_setfd(&fd, FdFlags::CLOEXEC)?;
            if FileType::from_raw_mode(fstat(&fd)?.st_mode) != FileType::RegularFile {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    format!("package {index} is not a regular file"),
                ));
            }
            Ok(File::from(fd))
        })
        .collect()
}

/// Takes over the socket that follows `packages` packages, where there is one, and keeps it from programs started later.
///
/// To be called once, right after [`inherited_files`].
pub fn inherited_socket(packages: usize) -> Option<UnixStream> {
    let raw = FIRST + RawFd::try_from(packages).ok()?;
    // SAFETY: fcntl takes no memory, and fails on a number that is not open.
    if unsafe { libc::fcntl(raw, libc::F_GETFD) } < 0 {
        return None;
    }
    // SAFETY: it is open, was passed for this process to own, and is taken only here.
    let fd = unsafe { OwnedFd::from_raw_fd(raw) };
    let is_socket = fstat(&fd).is_ok_and(|found| FileType::from_raw_mode(found.st_mode) == FileType::Socket);
    (is_socket && fcntl_setfd(&fd, FdFlags::CLOEXEC).is_ok()).then(|| UnixStream::from(fd))
}

/// Takes over standard output, for events alone, and closes it to programs started later.
pub fn standard_output() -> io::Result<File> {
    let fd = io::stdout().as_fd().try_clone_to_owned()?;
    Ok(File::from(fd))
}

/// Where events go: written wholly, without ever being deaf to a cancel.
pub struct EventPipe {
    file: File,
    signals: Rc<Signals>,
}

impl EventPipe {
    pub fn new(file: File, signals: Rc<Signals>) -> io::Result<Self> {
        // A pipe that nobody reads must not hold the runner in a system call; a file never does.
        if matches!(FileType::from_raw_mode(fstat(&file)?.st_mode), FileType::Fifo | FileType::Socket) {
            let flags = fcntl_getfl(&file)?;
            fcntl_setfl(&file, flags | OFlags::NONBLOCK)?;
        }
        Ok(Self { file, signals })
    }
}

impl Write for EventPipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.file.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let mut wanted =
                        [PollFd::new(&self.file, PollFlags::OUT), PollFd::new(&*self.signals, PollFlags::IN)];
                    match poll(&mut wanted, None) {
                        Ok(_) | Err(rustix::io::Errno::INTR) => {}
                        Err(error) => return Err(error.into()),
                    }
                    // Kills the script of a cancelled job at once, even while its output is stuck here.
                    self.signals.clear();
                }
                result => return result,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
