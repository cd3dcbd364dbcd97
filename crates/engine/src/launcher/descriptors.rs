//! Passing open files over a Unix socket.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use tokio::io::Interest;
use tokio::net::unix::OwnedWriteHalf;

/// Writes all of `bytes`; the descriptors ride on the first of them.
pub(super) async fn write(stream: &OwnedWriteHalf, bytes: &[u8], descriptors: &[OwnedFd]) -> io::Result<()> {
    let stream = stream.as_ref();
    let mut rest = bytes;
    let mut borrowed: Vec<BorrowedFd<'_>> = descriptors.iter().map(AsFd::as_fd).collect();
    while !rest.is_empty() {
        let sent = stream
            .async_io(Interest::WRITABLE, || {
                let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(jobframe::MAX_DESCRIPTORS))];
                let mut control = SendAncillaryBuffer::new(&mut space);
                if !borrowed.is_empty() && !control.push(SendAncillaryMessage::ScmRights(&borrowed)) {
                    return Err(io::Error::other("more descriptors than a job may have"));
                }
                Ok(sendmsg(stream, &[IoSlice::new(rest)], &mut control, SendFlags::NOSIGNAL)?)
            })
            .await?;
        rest = &rest[sent..];
        borrowed.clear();
    }
    Ok(())
}
