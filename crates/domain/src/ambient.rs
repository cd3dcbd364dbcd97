//! The two things a rule may never take from its surroundings: the time and chance. Both are passed in.

use std::fmt::Write;

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Gives unpredictable bytes.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// A random GUID (RFC 9562, version 4), the form of ids inside documents: steps, phases, variables.
pub fn guid(random: &dyn Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (position, byte) in bytes.iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}"); // Writing to a String cannot fail.
    }
    text
}

/// `length` random letters and digits that people do not confuse.
pub fn code(random: &dyn Random, length: usize) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = vec![0; length];
    random.fill(&mut bytes);
    bytes.into_iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Why something outside could not be had, in words for the server's log and the audit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutsideError(pub String);

/// The world outside, as far as the server itself asks it for something. May block: call it off the runtime.
pub trait Outside: Send + Sync {
    /// What is at an https address that a person has named: at most a megabyte, within seconds, without
    /// redirections, never from an address that only this network can reach, and without any credential.
    fn get(&self, address: &str) -> Result<Vec<u8>, OutsideError>;
}

/// Nothing is outside.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Outside for Nowhere {
    fn get(&self, address: &str) -> Result<Vec<u8>, OutsideError> {
        Err(OutsideError(format!("this server asks nobody outside, so not {address} either")))
    }
}
