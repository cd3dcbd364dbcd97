//! What a probe tries, to see whether the fence holds. Each returns whether it succeeded, which it never should.

use std::ptr::null;

/// Becoming root.
pub fn become_root() -> bool {
    // SAFETY: numbers only. Success would change this process, which does nothing but tell so.
    unsafe { libc::setuid(0) == 0 || libc::setgid(0) == 0 }
}

/// A namespace in which one would be root.
pub fn user_namespace() -> bool {
    // SAFETY: a number.
    unsafe { libc::unshare(libc::CLONE_NEWUSER) == 0 }
}

/// Looking at another process as a debugger does.
pub fn trace_a_child() -> bool {
    // SAFETY: of a fork the child does nothing but be there until it is killed; the numbers are our own child's.
    unsafe {
        let child = libc::fork();
        if child == 0 {
            libc::pause();
            libc::_exit(0);
        }
        let traced = libc::ptrace(libc::PTRACE_ATTACH, child, null::<u8>(), null::<u8>()) == 0;
        libc::kill(child, libc::SIGKILL);
        while libc::waitpid(child, std::ptr::null_mut(), 0) > 0 {}
        traced
    }
}

/// Mounting something over something.
pub fn mount() -> bool {
    // SAFETY: strings that live as long as the program.
    unsafe { libc::mount(c"none".as_ptr(), c"/tmp".as_ptr(), c"tmpfs".as_ptr(), 0, null()) == 0 }
}

/// A key in the keyring of the account, which the next job of the account could read.
pub fn keep_a_key() -> bool {
    const OF_ACCOUNT: i32 = -4;
    let (kind, name, value) = (c"user".as_ptr(), c"pulpo-probe".as_ptr(), c"x".as_ptr());
    // SAFETY: strings that live as long as the program, and a length within the third.
    unsafe { libc::syscall(libc::SYS_add_key, kind, name, value, 1_usize, OF_ACCOUNT) >= 0 }
}

/// Signalling a process of this number, without any effect on it.
pub fn signal(process: i32) -> bool {
    // SAFETY: numbers only; signal 0 only asks whether one could.
    unsafe { libc::kill(process, 0) == 0 }
}

/// Descriptors beyond the standard streams that this process was started with.
pub fn descriptors() -> Vec<i32> {
    // SAFETY: fcntl takes no memory, and fails on a number that is not open.
    (3..1024).filter(|number| unsafe { libc::fcntl(*number, libc::F_GETFD) } >= 0).collect()
}

/// The largest core file, and how many processes the account may have.
pub fn limits() -> (u64, u64) {
    let of = |what| {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the structure lives here.
        unsafe { libc::getrlimit(what, &raw mut limit) };
        limit.rlim_max
    };
    (of(libc::RLIMIT_CORE), of(libc::RLIMIT_NPROC))
}
