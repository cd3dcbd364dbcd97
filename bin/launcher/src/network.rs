//! Rules for the slots' accounts in a network that they share with the machine: the addresses where clouds hand out
//! the machine's own credentials cannot be reached.
//!
//! They are rules of policy routing, which every kernel can do for one account alone, without a firewall to get into
//! the way of, and say nothing about any other account.

use std::io;
use std::os::fd::OwnedFd;

use crate::sys::{self, Account};

/// IPv4 (2) or IPv6 (10), the bits of the address that count, and the address.
const METADATA: [(u8, u8, &[u8]); 4] = [
    (2, 16, &[169, 254, 0, 0]),
    (2, 32, &[168, 63, 129, 16]),
    (10, 128, &[0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54]),
    (10, 128, &[0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54]),
];

/// Forbids these addresses to each account, or takes that back.
pub(crate) fn forbid_metadata(accounts: &[Account], forbid: bool) -> io::Result<()> {
    let socket = sys::routing()?;
    for account in accounts {
        for (family, bits, address) in METADATA {
            match rule(&socket, account.uid, (family, bits, address), forbid) {
                // Known already, or a kernel without the newer protocol, which then cannot reach the address either.
                Err(error) if matches!(error.raw_os_error(), Some(libc::EEXIST | libc::EAFNOSUPPORT)) => {}
                done => done?,
            }
        }
    }
    Ok(())
}

/// Adds or removes one rule: whoever has this number and goes there is told that it is prohibited.
fn rule(socket: &OwnedFd, uid: u32, (family, bits, address): (u8, u8, &[u8]), add: bool) -> io::Result<()> {
    const PROHIBIT: u8 = 8;
    // What to do, and how: told of the outcome, and not twice.
    let (what, how): (u16, u16) = if add { (libc::RTM_NEWRULE, 0x605) } else { (libc::RTM_DELRULE, 5) };
    let mut message = vec![0; 4];
    message.extend([what.to_ne_bytes(), how.to_ne_bytes()].concat());
    message.extend([0; 8]);
    message.extend([family, bits, 0, 0, 0, 0, 0, PROHIBIT, 0, 0, 0, 0]);
    let range = [uid.to_ne_bytes(), uid.to_ne_bytes()].concat();
    for (kind, value) in [(1_u16, address), (6, &50_u32.to_ne_bytes()), (20, &range)] {
        // An attribute: where to, before which other rules, for whom.
        message.extend(u16::try_from(4 + value.len()).unwrap_or(0).to_ne_bytes());
        message.extend(kind.to_ne_bytes());
        message.extend(value);
    }
    let length = u32::try_from(message.len()).unwrap_or(0);
    message[..4].copy_from_slice(&length.to_ne_bytes());
    sys::send(socket, &message)?;
    // The answer begins with a head of 16 bytes and a number: zero, or what was wrong, negative.
    let mut answer = [0; 4096];
    let end = sys::receive(socket, &mut answer, &mut Vec::new())?;
    let code = answer[..end].get(16..20).and_then(|code| code.try_into().ok()).map_or(libc::EPROTO, i32::from_ne_bytes);
    if code == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(code.abs())) }
}
