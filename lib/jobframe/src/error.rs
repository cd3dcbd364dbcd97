//! What can be wrong with a frame, and with a name.

use std::error::Error;
use std::fmt;

/// The bytes do not follow the protocol. The stream cannot be trusted any more: close the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// The head does not begin as every frame does.
    BadHead,
    /// A kind that this version does not know.
    UnknownKind(u8),
    /// A body shorter or longer than its kind allows.
    BadLength { kind: u8, length: u32 },
    /// A field that its kind does not allow.
    BadField { kind: u8, field: &'static str },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadHead => f.write_str("not a frame: the head does not begin as it must"),
            Self::UnknownKind(kind) => write!(f, "unknown frame kind {kind}"),
            Self::BadLength { kind, length } => write!(f, "a frame of kind {kind} cannot have {length} bytes"),
            Self::BadField { kind, field } => write!(f, "bad {field} in a frame of kind {kind}"),
        }
    }
}

impl Error for FrameError {}

/// A text that is not the name it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// Not 32 lower-case hexadecimal digits.
    Id,
    /// Not 1 to 32 characters of `a-z`, `0-9` and `-`.
    Class,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "an id is 32 lower-case hexadecimal digits",
            Self::Class => "a class name is 1 to 32 characters of a-z, 0-9 and -",
        })
    }
}

impl Error for NameError {}
