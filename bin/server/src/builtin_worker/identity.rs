//! Taking another account's identity, on one thread that ends with it.

use std::io;
use std::thread;

use rustix::process::{Gid, Uid};
use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};

use super::account::Account;

/// Does the work on a thread that has the account's identity; only root can.
pub(crate) fn as_account<R: Send>(account: &Account, work: impl FnOnce() -> R + Send) -> io::Result<R> {
    let (uid, gid) = (Uid::from_raw(account.uid), Gid::from_raw(account.gid));
    thread::scope(|scope| {
        let done = scope.spawn(move || {
            // These calls are the kernel's own, for this thread alone: no other thread of the program changes.
            set_thread_groups(&[])?;
            set_thread_res_gid(gid, gid, gid)?;
            set_thread_res_uid(uid, uid, uid)?;
            Ok(work())
        });
        done.join().unwrap_or_else(|_| Err(io::Error::other("the thread broke off")))
    })
}
