//! The system calls that a job is refused: those that reach into other processes, into the kernel's inside, or into
//! namespaces and mounts, and those that are known for their holes. It is a list of what is denied, since scripts run
//! tools that nobody here has heard of.

use std::io;
use std::ptr::from_ref;

use libc::{SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO, SECCOMP_RET_KILL_PROCESS, c_long, sock_filter, sock_fprog};

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;
#[cfg(target_arch = "riscv64")]
const ARCHITECTURE: u32 = 0xc000_00f3;

/// `struct seccomp_data`: where the call's number, the architecture and the low halves of the arguments are.
const NUMBER: u32 = 0;
const WHICH_ARCHITECTURE: u32 = 4;
const fn argument(index: u32) -> u32 {
    16 + 8 * index
}

const LOAD: u16 = 0x20;
const IF_EQUAL: u16 = 0x15;
const IF_AT_LEAST: u16 = 0x35;
const IF_ANY_BIT: u16 = 0x45;
const RETURN: u16 = 0x06;

/// Every kind of new namespace that clone and unshare know by a flag of its own.
const NAMESPACES: u32 = (libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP)
    .cast_unsigned();

/// Denied whatever the arguments.
const DENIED: &[c_long] = &[
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_kcmp,
    libc::SYS_pidfd_getfd,
    // Mounts and namespaces.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_fanotify_init,
    // The kernel's inside.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_syslog,
    // Keys outlive a job: the keyring of an account is the next job's, too.
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    // The machine.
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_vhangup,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
];

/// Kinds of sockets that jobs may make; the others are little used and much attacked.
const SOCKETS: [i32; 4] = [libc::AF_UNIX, libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK];
/// Requests that put words into a terminal's mouth.
const TERMINALS: [u32; 2] = [0x5412, 0x541c];

/// Installs the filter, for this process and all below it, for ever.
pub(super) fn install() -> io::Result<()> {
    let mut filter = program();
    let length = u16::try_from(filter.len()).map_err(io::Error::other)?;
    let program = sock_fprog { len: length, filter: filter.as_mut_ptr() };
    // SAFETY: the kernel copies `len` instructions from the pointer; both live here.
    let done = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, from_ref(&program), 0, 0) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn number(call: c_long) -> u32 {
    u32::try_from(call).expect("the numbers of system calls are small")
}

fn errno(error: i32) -> u32 {
    SECCOMP_RET_ERRNO | error.cast_unsigned()
}

fn program() -> Vec<sock_filter> {
    let step = |code, value| sock_filter { code, jt: 0, jf: 0, k: value };
    // Jumps count instructions to pass over.
    let jump = |code, value, jt, jf| sock_filter { code, jt, jf, k: value };
    let mut filter = vec![
        step(LOAD, WHICH_ARCHITECTURE),
        jump(IF_EQUAL, ARCHITECTURE, 1, 0),
        step(RETURN, SECCOMP_RET_KILL_PROCESS),
        step(LOAD, NUMBER),
    ];
    if cfg!(target_arch = "x86_64") {
        // The same calls once more, under other numbers.
        filter.extend([jump(IF_AT_LEAST, 0x4000_0000, 0, 1), step(RETURN, errno(libc::ENOSYS))]);
    }
    for call in DENIED {
        filter.extend([jump(IF_EQUAL, number(*call), 0, 1), step(RETURN, errno(libc::EPERM))]);
    }
    // Its flags are behind a pointer, where a filter cannot look; every C library goes on with clone.
    filter.extend([jump(IF_EQUAL, number(libc::SYS_clone3), 0, 1), step(RETURN, errno(libc::ENOSYS))]);
    for call in [libc::SYS_clone, libc::SYS_unshare] {
        filter.extend([
            jump(IF_EQUAL, number(call), 0, 4),
            step(LOAD, argument(0)),
            jump(IF_ANY_BIT, NAMESPACES, 0, 1),
            step(RETURN, errno(libc::EPERM)),
            step(RETURN, SECCOMP_RET_ALLOW),
        ]);
    }
    filter.extend([
        jump(IF_EQUAL, number(libc::SYS_ioctl), 0, 5),
        step(LOAD, argument(1)),
        jump(IF_EQUAL, TERMINALS[0], 1, 0),
        jump(IF_EQUAL, TERMINALS[1], 0, 1),
        step(RETURN, errno(libc::EPERM)),
        step(RETURN, SECCOMP_RET_ALLOW),
    ]);
    filter.extend([
        jump(IF_EQUAL, number(libc::SYS_socket), 0, 6),
        step(LOAD, argument(0)),
        jump(IF_EQUAL, SOCKETS[0].cast_unsigned(), 4, 0),
        jump(IF_EQUAL, SOCKETS[1].cast_unsigned(), 3, 0),
        jump(IF_EQUAL, SOCKETS[2].cast_unsigned(), 2, 0),
        jump(IF_EQUAL, SOCKETS[3].cast_unsigned(), 1, 0),
        step(RETURN, errno(libc::EAFNOSUPPORT)),
    ]);
    filter.push(step(RETURN, SECCOMP_RET_ALLOW));
    filter
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the filter answers, by a reading of its own.
    fn answer(call: c_long, arguments: [u32; 2]) -> u32 {
        let filter = program();
        let (mut at, mut value) = (0, 0);
        loop {
            let step = &filter[at];
            at += 1;
            let holds = match step.code {
                LOAD => {
                    value = match step.k {
                        NUMBER => number(call),
                        WHICH_ARCHITECTURE => ARCHITECTURE,
                        offset => arguments[((offset - 16) / 8) as usize],
                    };
                    continue;
                }
                RETURN => return step.k,
                IF_EQUAL => value == step.k,
                IF_AT_LEAST => value >= step.k,
                _ => value & step.k != 0,
            };
            at += usize::from(if holds { step.jt } else { step.jf });
        }
    }

    #[test]
    fn what_is_denied_is_denied_and_all_else_allowed() {
        for call in DENIED {
            assert_eq!(answer(*call, [0, 0]), errno(libc::EPERM), "{call}");
        }
        for call in [libc::SYS_read, libc::SYS_openat, libc::SYS_execve, libc::SYS_futex, libc::SYS_wait4] {
            assert_eq!(answer(call, [0, 0]), SECCOMP_RET_ALLOW, "{call}");
        }
        assert_eq!(answer(libc::SYS_clone3, [0, 0]), errno(libc::ENOSYS));
    }

    #[test]
    fn processes_and_threads_can_be_made_but_no_namespaces() {
        let user = libc::CLONE_NEWUSER.cast_unsigned();
        for call in [libc::SYS_clone, libc::SYS_unshare] {
            assert_eq!(answer(call, [libc::CLONE_FILES.cast_unsigned(), 0]), SECCOMP_RET_ALLOW);
            assert_eq!(answer(call, [user | libc::CLONE_FILES.cast_unsigned(), 0]), errno(libc::EPERM));
        }
    }

    #[test]
    fn only_the_two_requests_and_the_odd_sockets_are_refused() {
        assert_eq!(answer(libc::SYS_ioctl, [0, 0x5401]), SECCOMP_RET_ALLOW);
        assert_eq!(answer(libc::SYS_ioctl, [0, 0x5412]), errno(libc::EPERM));
        assert_eq!(answer(libc::SYS_ioctl, [0, 0x541c]), errno(libc::EPERM));
        for kind in SOCKETS {
            assert_eq!(answer(libc::SYS_socket, [kind.cast_unsigned(), 0]), SECCOMP_RET_ALLOW);
        }
        assert_eq!(answer(libc::SYS_socket, [40, 0]), errno(libc::EAFNOSUPPORT));
    }
}
