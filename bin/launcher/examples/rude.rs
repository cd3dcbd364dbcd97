//! A keeper that asks for what it may not have, for the tests of what a launcher does then. It is started as a real
//! one: with the way to the launcher as descriptor 3. No installation has it.

use std::io::{IoSlice, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

fn request(what: u8, flag: u8, count: u8, class: &[u8]) -> Vec<u8> {
    let mut packet = vec![what, flag, count, 0];
    packet.extend(class);
    packet.resize(36, 0);
    packet.extend(7_u64.to_le_bytes());
    packet
}

#[expect(clippy::print_stderr, reason = "the launcher's log is where the test looks")]
fn main() -> std::io::Result<()> {
    // A packet socket reads and writes as a stream's does.
    let own = pidfd_open(getpid(), PidfdFlags::empty())?;
    let mut link = UnixStream::from(pidfd_getfd(&own, 3, PidfdGetfdFlags::empty())?);
    link.set_nonblocking(false)?;
    let mut answer = [0; 4096];
    let end = link.read(&mut answer)?;
    eprintln!("hello {}", end > 16);
    for class in [&b"../../../etc"[..], b"default/x", &[0xff; 32]] {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(3))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let (input, output, error) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let three = [input.as_fd(), output.as_fd(), error.as_fd()];
        control.push(SendAncillaryMessage::ScmRights(&three));
        let packet = request(1, 0, 3, class);
        sendmsg(&link, &[IoSlice::new(&packet)], &mut control, SendFlags::NOSIGNAL)?;
        match link.read(&mut answer) {
            Ok(end @ 16..) => eprintln!("answer {} {}", answer[0], String::from_utf8_lossy(&answer[16..end])),
            other => {
                eprintln!("closed {other:?}");
                return Ok(());
            }
        }
    }
    let mut state = 1_u64;
    for _ in 0..1000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let length = usize::try_from(state >> 58).unwrap_or(0);
        let packet: Vec<u8> = (0..length).map(|at| state.to_le_bytes()[at % 8]).collect();
        link.write_all(&packet)?;
    }
    Ok(())
}
